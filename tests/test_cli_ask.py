"""``kg query`` and ``kg explain``."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from click import unstyle
from typer.main import get_group
from typer.testing import CliRunner

from kg.ask import queries
from kg.build import build
from kg.cli import app
from kg.cli.part import OPTIONS
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
ASKED = "SELECT ?name WHERE { ?org a schema:Organization ; rdfs:label ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The graph of two French articles that say the same."""
    folder = tmp_path_factory.mktemp("ask")
    build([write_articles(folder / "in", "a1", "a2")], folder / "out", extractor=find)
    return str(folder / "out")


def test_no_question_has_a_parameter_that_the_command_takes_for_its_own() -> None:
    own = {option.lstrip("-") for parameter in get_group(app).commands["query"].params for option in parameter.opts}
    own -= {option.replace("_", "-") for option in OPTIONS}  # which are the question's where it declares them
    assert [one.name for one in queries() if own & {parameter.name for parameter in one.params}] == []


def test_a_question_by_name_with_its_parameter(out: str) -> None:
    result = RUN.invoke(app, ["query", "partners", "--org", "nvidia", "-g", out, "--format", "csv"])
    assert result.exit_code == 0
    [row] = list(csv.DictReader(io.StringIO(result.stdout)))
    # Both articles have the same text, so they are one source.
    assert (row["organization"], row["partner"], row["sources"]) == ("Nvidia", "Amazon Web Services", "1")


def counted(out: str, *words: str) -> list[str]:
    result = RUN.invoke(app, ["query", *words, "-g", out, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("filters", "statements"),
    [
        ([], 5),
        (["--relation", "develops", "--relation", "uses"], 3),
        (["--class", "person"], 1),
        (["--class", "person", "--class", "org"], 2),
        (["--status", "denied"], 1),
        (["--min-confidence", "0.95"], 0),
        (["--since", "2026-01-01"], 0),
        (["--until", "2026-01-01"], 5),
        (["--around", "ian buck", "--depth", "2", "--status", "asserted"], 3),
    ],
)
def test_a_part_of_the_graph_is_asked(out: str, filters: list[str], statements: int) -> None:
    asked = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kg:Statement }"
    assert counted(out, asked, *filters) == [str(statements)]


def test_an_option_that_the_question_declares_is_the_questions(out: str) -> None:
    sure, surer = (counted(out, "partners", "--min-confidence", least) for least in ("0.5", "0.95"))
    assert (len(sure), len(surer)) == (1, 0)
    assert counted(out, "entities", "--class", "PERSON")[0].startswith("Ian Buck,")
    assert len(counted(out, "entities", "--class", "PERSON", "--until", "2020-01-01")) == 0
    twice = RUN.invoke(app, ["query", "entities", "--class", "PERSON", "--class", "ORG", "-g", out])
    assert "--class is given twice, and this question takes one; give it once" in twice.stderr


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--since", "yesterday"], "'yesterday' is no day; write it as 2025-12-31"),
        (["--depth", "2"], "depth says how many steps to go from an entity, and none is named; give around too"),
        (["--around", "AWS", "--depth", "0"], "'0' is no number of steps; give 1 or more"),
        (["--min-confidence", "2"], "'2' is no confidence; give a number from 0 to 1"),
        (["--class", "FIRM"], "no class 'FIRM'; use "),
    ],
)
def test_a_part_that_cannot_be_is_refused(out: str, filters: list[str], said: str) -> None:
    result = RUN.invoke(app, ["query", "ASK { ?s a kg:Statement }", "-g", out, *filters])
    assert result.exit_code in {1, 2}
    assert said in result.stderr


def test_a_parameter_may_stand_before_the_options_and_with_an_equals_sign(out: str) -> None:
    first = RUN.invoke(app, ["query", "partners", "--org=Nvidia", f"--graph={out}"])
    second = RUN.invoke(app, ["query", "-g", out, "partners", "--org", "Nvidia"])
    assert first.stdout == second.stdout != ""


@pytest.mark.parametrize("option", ["--min-confidence", "--min_confidence"])
def test_a_parameter_of_two_words_has_a_hyphen_like_any_option(out: str, option: str) -> None:
    words = ["query", "partners", "-g", out, "--format", "csv", option]
    sure, any_ = (RUN.invoke(app, [*words, least]) for least in ("1", "0"))
    assert (sure.exit_code, any_.exit_code) == (0, 0)
    assert len(sure.stdout.splitlines()) == 1 < len(any_.stdout.splitlines())


def test_a_question_from_a_file_and_from_standard_input(out: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(ASKED, encoding="utf-8")
    expected = "name\nAmazon Web Services\nNvidia\n"
    from_file = RUN.invoke(app, ["query", str(file), "-g", out, "-f", "csv"])
    from_input = RUN.invoke(app, ["query", "-", "-g", out, "-f", "csv"], input=ASKED)
    assert from_file.stdout.replace("\r\n", "\n") == from_input.stdout.replace("\r\n", "\n") == expected


def test_an_answer_as_json_is_in_the_format_of_sparql(out: str) -> None:
    result = RUN.invoke(app, ["query", "-", "-g", out, "-f", "json"], input=ASKED)
    data = json.loads(result.stdout)
    assert data["head"]["vars"] == ["name"]
    assert [row["name"]["value"] for row in data["results"]["bindings"]] == ["Amazon Web Services", "Nvidia"]


def test_a_table_that_was_cut_says_so_on_standard_error(out: str) -> None:
    result = RUN.invoke(app, ["query", "-", "-g", out, "-f", "csv", "--limit", "1"], input=ASKED)
    assert result.stdout.splitlines() == ["name", "Amazon Web Services"]
    assert result.stderr == "cut after 1 row; --limit changes that\n"


def test_a_construct_is_turtle_without_being_asked(out: str) -> None:
    construct = "CONSTRUCT { ?a kg:partnersWith ?b } WHERE { ?a kg:partnersWith ?b }"
    result = RUN.invoke(app, ["query", "-", "-g", out], input=construct)
    assert result.exit_code == 0
    assert "kg:partnersWith" in result.stdout


@pytest.mark.parametrize(("name", "status", "word"), [("Nvidia", 0, "yes"), ("Nobody", 1, "no")])
def test_a_yes_or_no_question_tells_by_its_status_too(out: str, name: str, status: int, word: str) -> None:
    result = RUN.invoke(app, ["query", "-", "-g", out], input=f'ASK {{ ?who rdfs:label "{name}" }}')
    assert result.exit_code == status
    assert result.stdout.split() == [word]
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["query", "partners", "--firm", "Nvidia"], "org"),
        (["query", "partnerz"], "partners"),
        (["query", "partners", "--org", "Nvidai"], "Nvidia"),
        (["query", "partners", "-f", "yaml"], "csv"),
        (["query", "partners", "--min-confidence", "7"], "'7' is no confidence; give a number from 0 to 1"),
        (["query", "-"], "query:"),
        (["explain", "Nvidai"], "Nvidia"),
    ],
)
def test_a_mistake_names_what_would_be_right(out: str, words: list[str], said: str) -> None:
    result = RUN.invoke(app, [*words, "-g", out], input="SELECT ?name\nWHERE { ?name }\n")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("kg: ")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_explain_shows_sentence_status_and_place(out: str) -> None:
    result = RUN.invoke(app, ["explain", "AWS", "partnersWith", "Nvidia", "-g", out])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Amazon Web Services partnersWith Nvidia: asserted, 0.90"
    assert lines[1] == "  “AWS et Nvidia étendent leur partenariat.”"
    assert lines[2] == "  words: étendent, partenariat"
    assert lines[3] == "  Un accord, 2025-12-02, https://news.example/a1"
    assert lines[4].startswith("  a1.md, characters ")
    assert lines[4].endswith(", read by test")
    assert lines[-1] == "2 passages"


def test_explain_marks_the_words_on_a_terminal(out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.ask.on_terminal", lambda: True)
    result = RUN.invoke(app, ["explain", "AWS", "partnersWith", "Nvidia", "-g", out], color=True)
    sentence = result.stdout.splitlines()[1]
    assert unstyle(sentence) == "  “AWS et Nvidia étendent leur partenariat.”"
    assert [part.partition("\x1b")[0] for part in sentence.split("\x1b[4m")[1:]] == ["étendent", "partenariat"]
    assert "words:" not in result.stdout


def test_explain_says_nothing_of_words_where_none_gave_the_fact_away(out: str) -> None:
    result = RUN.invoke(app, ["explain", "Ian Buck", "worksFor", "-g", out])
    assert result.exit_code == 0
    assert "words:" not in result.stdout


def test_explain_of_an_entity_says_why_a_name_stands_for_it(out: str) -> None:
    lines = RUN.invoke(app, ["explain", "AWS", "-g", out]).stdout.splitlines()
    assert lines[0] == "Amazon Web Services (Organization)"
    reason = "the list of known names has it as another name of Amazon Web Services"
    assert lines[1] == f"  also named AWS (alias, 2 articles): {reason}"


def test_explain_of_an_entity_shows_all_that_is_said_of_it(out: str) -> None:
    result = RUN.invoke(app, ["explain", "Nvidia", "-g", out])
    assert "Nvidia develops Vera Rubin: planned, 0.90" in result.stdout
    assert result.stdout.endswith("8 passages\n")
