"""The benchmark of questions: the same graph for the same seed, a cell for each library, a limit that holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.queries.__main__ import main
from benchmarks.queries.invented import TRIPLES, write_graph
from benchmarks.queries.measure import Cell, Measured, Other, Question, measure
from benchmarks.queries.report import report
from kg.ask import read_query
from kg.ask.header import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module", name="graph")
def _graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    assert 0.5 < write_graph(folder, 20 * TRIPLES) / (20 * TRIPLES) < 2
    return folder


@pytest.fixture(scope="module", name="library", params=["pyoxigraph", "rdflib"])
def _library(request: pytest.FixtureRequest, graph: Path) -> Iterator[Other]:
    with Other(
        sys.executable, request.param, graph / ("store" if request.param == "pyoxigraph" else "graph.nt")
    ) as one:
        yield one


def test_the_same_seed_gives_the_same_graph(graph: Path, tmp_path: Path) -> None:
    write_graph(tmp_path / "again", 20 * TRIPLES)
    write_graph(tmp_path / "another", 20 * TRIPLES, seed=1)
    first = (graph / "graph.nt").read_bytes()
    assert (tmp_path / "again" / "graph.nt").read_bytes() == first
    assert (tmp_path / "another" / "graph.nt").read_bytes() != first


def test_all_libraries_give_as_many_rows(graph: Path) -> None:
    loaded, measured = measure(
        graph, dict.fromkeys(["pyoxigraph", "rdflib"], sys.executable), 20, ["develops", "people"]
    )
    assert [*loaded] == ["pyoxigraph", "rdflib"]
    assert [one.question.name for one in measured] == ["develops", "develops --org", "people", "people --person"]
    for one in measured:
        rows = {name: cell.rows for name, cell in one.cells.items()}
        assert set(rows) == {"kg", "pyoxigraph", "rdflib"}
        assert len({*rows.values()}) == 1
        assert one.ratio is not None
    assert any(one.cells["kg"].rows for one in measured)


def test_a_question_that_takes_too_long_is_left_alone_and_the_next_is_answered(library: Other) -> None:
    slow = Question(parse_query(SLOW), {}, {})
    assert library.ask(slow, 0.5) == Cell(None, failure="> 0.5 s")
    assert library.ask(Question(parse_query("ASK { ?s ?p ?o }"), {}, {}), 10).rows == 1


def test_what_a_library_cannot_answer_is_told(library: Other) -> None:
    wrong = Question(parse_query("SELECT ?x (COUNT(?y) AS ?n) { ?x ?y ?z } GROUP BY ?z HAVING"), {}, {})
    assert library.ask(wrong, 10).seconds is None
    assert library.ask(wrong, 10).failure


def test_a_table_tells_what_meets_the_target() -> None:
    asked = Question(read_query("partners"), {"org": "x"}, {})
    cells = {
        "kg": Cell(0.012, 3),
        "pyoxigraph": Cell(0.01, 3),
        "rdflib": Cell(2.0, 4),
        "kglab": Cell(None, failure="> 5 s"),
    }
    dear = Measured(asked, cells | {"kg": Cell(0.02, 3)})
    loaded = {"pyoxigraph": 0.1, "rdflib": 12.0, "kglab": 13.0}
    text = report("7 triples", loaded, [Measured(Question(read_query("partners"), {}, {}), cells), dear])
    assert "| partners | 3 | 10 ms | 12 ms | 1.20 | 2 s (4 rows) | > 5 s |" in text
    assert "| partners --org | 3 | 10 ms | 20 ms | 2.00 | 2 s (4 rows) | > 5 s |" in text
    assert "At most 1.3 times as much as straight: 1 of 2, 1.60 in the middle.\nMore: partners --org (2.00).\n" in text
    assert "kglab loaded the graph in 13.0 s and answered 0 of 2 in time." in text


def test_the_program_writes_a_table_for_each_size(tmp_path: Path) -> None:
    output = tmp_path / "figures.md"
    main(["--triples", "3000", "--triples", "5000", "--without-rdflib", "-o", str(output), "entities"])
    text = output.read_text(encoding="utf-8")
    assert text.count(" triples\n") == 2
    assert text.count("\n| entities | ") == 2
