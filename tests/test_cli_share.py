"""``kg export`` and ``kg view``."""

from __future__ import annotations

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


def test_the_help_names_every_format() -> None:
    assert FORMATS.replace(" or ", ", ").split(", ") == [str(one) for one in Format]


@pytest.mark.parametrize("name", [str(one) for one in Format])
def test_every_format_comes_the_same_to_a_file_and_to_standard_output(out: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "graph"
    to_file = RUN.invoke(app, ["export", str(out), "--format", name, "-o", str(file)])
    assert (to_file.exit_code, to_file.stdout) == (0, "")
    to_output = RUN.invoke(app, ["export", str(out), "-f", name])
    assert to_output.stdout_bytes == file.read_bytes() != b""


@pytest.mark.parametrize("one", list(Format))
def test_the_end_of_the_file_tells_the_format(out: Path, tmp_path: Path, one: Format) -> None:
    file = tmp_path / f"graph{one.suffix}"
    assert RUN.invoke(app, ["export", str(out), "-o", str(file)]).exit_code == 0
    assert file.read_bytes() == RUN.invoke(app, ["export", str(out), "-f", one]).stdout_bytes


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
        (["--relation", "partners"], "partnersWith"),
        (["--status", "maybe"], "planned"),
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
    result = RUN.invoke(app, ["view", str(out), "-o", str(tmp_path / "part.html"), "--class", "ORGA"])
    known = ", ".join(sorted(load_schema().classes))
    assert result.stderr == f"kg: no class 'ORGA'; use {known}\n"


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
                "nothing passes --class and --relation together; loosen one of them, or name one --class alone, for what "
                "it has to do with any"
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
