"""``kg export`` and ``kg view``."""

from __future__ import annotations

import re
from inspect import signature
from typing import TYPE_CHECKING

import pytest
import rdflib
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
from kg.cli.share import FORMATS, view
from kg.graph.exports import Format
from kg.schema import load_schema
from kg.view import DRAWN, LIMIT, places
from kg.view.pack import unpack
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of two French articles that say the same."""
    folder = tmp_path_factory.mktemp("share")
    build([write_articles(folder / "in", "a1", "a2")], folder / "out", extractor=find)
    return folder / "out"


FILES = [one for one in Format if not one.is_folder]


def test_the_help_names_every_format() -> None:
    assert re.findall(r"[a-z0-9]+", re.sub(r" or | and |one of the folders", " ", FORMATS)) == [*map(str, Format)]


def test_the_list_tells_what_each_format_is_for() -> None:
    result = RUN.invoke(app, ["export", "nowhere", "--format", "list"])
    assert result.exit_code == 0
    assert [line.split("  ")[0] for line in result.stdout.splitlines()] == [*map(str, Format)]
    assert "neo4j-admin" in result.stdout


@pytest.mark.parametrize("name", FILES)
def test_every_format_comes_the_same_to_a_file_and_to_standard_output(out: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "graph"
    to_file = RUN.invoke(app, ["export", str(out), "--format", name, "-o", str(file)])
    assert (to_file.exit_code, to_file.stdout) == (0, f"{file}: 7 entities, 5 statements\n")
    to_output = RUN.invoke(app, ["export", str(out), "-f", name])
    assert to_output.stdout_bytes == file.read_bytes() != b""
    assert RUN.invoke(app, ["export", str(out), "-f", name, "-o", "-"]).stdout_bytes == to_output.stdout_bytes


@pytest.mark.parametrize("name", [one for one in Format if one.is_folder])
def test_a_folder_is_written_twice_and_never_to_standard_output(out: Path, tmp_path: Path, name: str) -> None:
    words = ["export", str(out), "--format", name]
    for _ in range(2):
        result = RUN.invoke(app, [*words, "-o", str(tmp_path / "folder")])
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(f"{tmp_path / 'folder'}: 7 entities, 5 statements\n")
        assert ("vault" in result.stdout, "import.sh" in result.stdout) == (name == "obsidian", name == "neo4j")
    assert len(list((tmp_path / "folder").rglob("*"))) > 5
    (tmp_path / "file").write_text("mine")
    for target in ([], ["-o", str(tmp_path / "file")]):
        refused = RUN.invoke(app, [*words, *target])
        assert refused.exit_code == 1
        assert "folder of files; name" in refused.stderr


@pytest.mark.parametrize("one", FILES)
def test_the_end_of_the_file_tells_the_format(out: Path, tmp_path: Path, one: Format) -> None:
    file = tmp_path / f"graph{one.suffix}"
    assert RUN.invoke(app, ["export", str(out), "-o", str(file)]).exit_code == 0
    assert file.read_bytes() == RUN.invoke(app, ["export", str(out), "-f", one]).stdout_bytes


@pytest.mark.parametrize(
    ("filters", "statements"),
    [
        ([], 5),
        (["--relation", "develops", "--relation", "uses"], 3),
        (["--class", "PERSON"], 1),
        (["--class", "PERSON", "--class", "ORG"], 2),
        (["--status", "Denied"], 1),
        (["--around", "Ian Buck"], 1),
        (["--around", "Ian Buck", "--depth", "2", "--min-confidence", "0.5"], 4),
        (["--since", "2025-12-01", "--until", "2025-12-31"], 5),
    ],
)
def test_a_part_is_exported(out: Path, filters: list[str], statements: int) -> None:
    result = RUN.invoke(app, ["export", str(out), "-f", "ntriples", "--no-ontology", *filters])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("/ns#predicate>") == statements
    drawn = RUN.invoke(app, ["export", str(out), "-f", "csv", *filters])
    assert len(drawn.stdout.splitlines()) == statements + 1


def test_an_export_of_nothing_says_so(out: Path) -> None:
    result = RUN.invoke(app, ["export", str(out), "-f", "csv", "--since", "2026-01-01"])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert result.stderr == "nothing is left to export: nothing passes --since; loosen it\n"


@pytest.mark.parametrize(("way", "said"), [("none", ""), ("rdf", "rdf:Statement"), ("rdf12", "rdf:reifies <<( ")])
def test_statements_are_reified_on_request(out: Path, way: str, said: str) -> None:
    text = RUN.invoke(app, ["export", str(out), "--no-ontology", "--reification", way]).stdout
    assert said in text
    assert text.count("rdf:Statement") == (5 if way == "rdf" else 0)


def test_notes_are_in_french_or_english(out: Path, tmp_path: Path) -> None:
    for language, name in (("fr", "Organisation"), ("en", "Organization")):
        folder = tmp_path / language
        words = ["export", str(out), "-f", "obsidian", "-o", str(folder), "--language", language]
        assert RUN.invoke(app, words).exit_code == 0
        assert (folder / name / "Nvidia.md").is_file()
    refused = RUN.invoke(app, ["export", str(out), "-f", "obsidian", "-o", str(tmp_path / "x"), "--language", "de"])
    assert refused.stderr == "kg: no notes in the language 'de'; use fr or en\n"


def test_turtle_without_the_ontology_is_shorter_and_holds_the_facts(out: Path) -> None:
    whole = rdflib.Graph().parse(data=RUN.invoke(app, ["export", str(out)]).stdout, format="turtle")
    data = rdflib.Graph().parse(data=RUN.invoke(app, ["export", str(out), "--no-ontology"]).stdout, format="turtle")
    assert set(data) < set(whole)
    assert any("partnersWith" in str(predicate) for predicate in data.predicates())


def test_an_unknown_format_is_refused_with_the_known_ones(out: Path) -> None:
    result = RUN.invoke(app, ["export", str(out), "-f", "yaml"])
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: unknown format 'yaml'; use one of turtle, ")


def test_a_file_in_no_folder_is_refused(out: Path, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["export", str(out), "-o", str(tmp_path / "nowhere" / "graph.ttl")])
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "graph.ttl: cannot be written (No such file or directory); name a file that you may write\n"
    )


def test_the_page_of_a_whole_graph(out: Path, tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    result = RUN.invoke(app, ["view", str(out), "-o", str(page)])
    assert result.exit_code == 0
    assert result.stdout == f"{page}: 7 entities, 5 statements\n"
    assert "Vera Rubin" in unpack(page.read_text(encoding="utf-8"), "kg-graph")["nodes"]["name"]


@pytest.mark.parametrize(
    ("filters", "counts"),
    [
        (["--around", "ian buck"], "2 entities, 1 statement"),
        (["--around", "Ian Buck", "--depth", "2"], "5 entities, 4 statements"),
        (["--relation", "develops"], "3 entities, 2 statements"),
        (["--relation", "develops", "--relation", "uses"], "5 entities, 3 statements"),
        (["--class", "PERSON"], "2 entities, 1 statement"),  # of one class, what it has to do with any
        (["--class", "ORG"], "6 entities, 5 statements"),
        (["--class", "org", "--class", "person"], "3 entities, 2 statements"),  # of several, with one another
        (["--status", "negated"], "2 entities, 1 statement"),
        (["--status", "Denied"], "2 entities, 1 statement"),
        (["--status", "asserted", "--status", "denied"], "5 entities, 4 statements"),
        (["--min-confidence", "1"], "0 entities, 0 statements"),
        (["--since", "2026-01-01"], "0 entities, 0 statements"),
        (["--until", "2025-12-31"], "7 entities, 5 statements"),
        (["--drawn", "2"], "7 entities, 5 statements"),
        (["--query", "DESCRIBE org:nvidia"], "3 entities, 2 statements"),
    ],
)
def test_a_part_of_the_graph(out: Path, tmp_path: Path, filters: list[str], counts: str) -> None:
    result = RUN.invoke(app, ["view", str(out), "-o", str(tmp_path / "part.html"), *filters])
    assert result.exit_code == 0, result.stderr
    first, *others = result.stdout.splitlines()
    assert first == f"{tmp_path}/part.html: {counts}"
    assert [line.partition(":")[0].strip() for line in others] == ["nothing to draw"] * counts.startswith("0 ")


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--around", "Nvidai"], "Nvidia"),
        (["--class", "FIRM"], "FIRM"),
        (["--relation", "marries"], "partnersWith"),
        (["--status", "maybe"], "planned"),
        (["--status", "plannd"], "did you mean planned?"),
        (["--class", "organiztion"], "did you mean organization?"),
        (["--around", ""], "no entity named ''"),
        (["--depth", "2"], "depth says how many steps to go from an entity, and none is named; give around too"),
        (
            ["--since", "2026-01-01", "--until", "2025-12-31"],
            "no day is both since 2026-01-01 and until 2025-12-31; give the earlier one as since",
        ),
        (["--query", "nowhere.rq"], "nowhere.rq: cannot be read"),
        (["--query", "SELECT ?s { ?s a kg:Statement }"], "no ?p and no ?o"),
        (["--query", "DESCRIBE org:nobody"], "no triple of the answer is between two entities"),
    ],
)
def test_a_filter_that_names_nothing_known_is_refused(out: Path, tmp_path: Path, filters: list[str], said: str) -> None:
    result = RUN.invoke(app, ["view", str(out), "-o", str(tmp_path / "part.html"), *filters])
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (tmp_path / "part.html").exists()


def test_a_class_that_is_not_there_is_answered_with_each_class_once(out: Path, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["view", str(out), "-o", str(tmp_path / "part.html"), "--class", "zzz"])
    known = ", ".join(sorted(load_schema().classes))
    assert result.stderr == f"kg: no class 'zzz'; use {known}\n"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--min-confidence", "1"], "nothing passes --min-confidence; loosen it"),
        (["--since", "2026-01-01"], "nothing passes --since; loosen it"),
        (
            ["--status", "asserted", "--since", "2026-01-01", "--until", "2026-02-01"],
            "nothing passes --status, --since and --until together; loosen one of them",
        ),
        (
            ["--class", "PERSON", "--class", "EVENT", "--relation", "worksFor"],
            (
                "nothing passes --class and --relation together; loosen one of them, or name one --class alone, for "
                "what it has to do with any"
            ),
        ),
    ],
)
def test_an_empty_page_says_which_of_the_filters_given_to_loosen(
    out: Path, tmp_path: Path, filters: list[str], said: str
) -> None:
    result = RUN.invoke(app, ["view", str(out), "-o", str(tmp_path / "part.html"), *filters])
    assert result.stdout.splitlines()[1:] == [f"  nothing to draw: {said}"]


def test_the_page_holds_the_most_important_and_says_what_is_left_out(out: Path, tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    result = RUN.invoke(app, ["view", str(out), "-o", str(page), "--limit", "3", "--drawn", "2", "--embed"])
    assert result.stdout.splitlines()[1] == "  4 less important entities left out; --limit changes that"
    facts = unpack(page.read_text(encoding="utf-8"), "kg-facts")
    assert (facts["hidden"]["entities"], facts["drawn"], facts["embed"]) == (4, 2, True)


def test_the_numbers_of_the_help_are_those_of_the_page() -> None:
    defaults = {name: parameter.default for name, parameter in signature(view).parameters.items()}
    assert (defaults["limit"], defaults["drawn"]) == (LIMIT, DRAWN)


def test_drawn_again_into_the_same_file_entities_stay_where_they_were(out: Path, tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    assert RUN.invoke(app, ["view", str(out), "-o", str(page)]).exit_code == 0
    first = page.read_bytes()
    assert RUN.invoke(app, ["view", str(out), "-o", str(page)]).exit_code == 0
    assert page.read_bytes() == first
    stood = places(page)
    assert RUN.invoke(app, ["view", str(out), "-o", str(page), "--status", "asserted"]).exit_code == 0
    assert places(page).items() < stood.items()
