"""A graph that builds replace while it is asked: every answer is of one graph as a whole."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from kg.ask import open_graph
from kg.ask.asking import ReplacedError
from kg.ask.engine import Engine, Engines, Reply, Request, place_of
from kg.ask.state import now_in
from kg.build.folder import held, scratch
from kg.errors import QueryError
from kg.files import COMPLETE
from kg.graph.store import write_store
from tests.ask_sample import triples, write_sample
from tests.make_death import dying

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.ask import KnowledgeGraph

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
WHOLE = len(triples())


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "out")


@pytest.fixture(name="graph")
def _graph(folder: Path) -> Iterator[KnowledgeGraph]:
    with open_graph(folder) as opened:
        yield opened


def replace(folder: Path, size: int = 1) -> None:
    """Put another graph in the place of the one that lies there, as a build does."""
    with held(folder), scratch(folder, ("store",)) as work:
        write_store(work / "store", triples()[:size])


@pytest.fixture(autouse=True)
def _report(folder: Path) -> None:
    (folder / "build.json").touch()  # which makes it a graph folder


def count(graph: KnowledgeGraph) -> int:
    return int(str(graph.table(COUNT).rows[0][0]))


def test_questions_go_on_with_the_new_graph(graph: KnowledgeGraph, folder: Path) -> None:
    assert count(graph) == WHOLE
    replace(folder)
    assert count(graph) == 1
    assert len(graph.store) == 1


def test_a_graph_that_was_replaced_before_its_first_question_is_not_mixed(graph: KnowledgeGraph, folder: Path) -> None:
    assert graph.find("Nvidia").endswith("nvidia")
    replace(folder)
    assert count(graph) == 1
    with pytest.raises(QueryError, match="'Nvidia'"):
        graph.find("Nvidia")


def test_pictures_networks_and_exports_go_on_as_well(graph: KnowledgeGraph, folder: Path, tmp_path: Path) -> None:
    assert graph.networkx().number_of_nodes() == 26
    assert "26 entities" in repr(graph)
    replace(folder)
    assert graph.networkx().number_of_nodes() == 0
    assert "0 entities" in repr(graph)
    assert len(graph.rdflib()) == 1
    graph.export(tmp_path / "all.nt", "ntriples", ontology=False)
    assert len((tmp_path / "all.nt").read_text(encoding="utf-8").splitlines()) == 1


def test_the_schema_is_that_of_the_graph(graph: KnowledgeGraph, folder: Path) -> None:
    replace(folder)
    (folder / "schema").mkdir()
    (folder / "schema" / "kg.toml").write_text(
        '[classes.BOAT]\nlabel = { fr = "bateau", en = "boat" }\niri = "kg:Boat"\n', encoding="utf-8"
    )
    assert "BOAT" in graph.schema.classes


def test_a_block_is_of_one_graph(graph: KnowledgeGraph, folder: Path) -> None:
    with graph.steady():
        assert count(graph) == WHOLE
        replace(folder)
        assert count(graph) == WHOLE  # by the process that has it open
        assert len(graph.rdflib()) == WHOLE
    assert count(graph) == 1


def test_what_can_no_longer_be_asked_in_a_block_is_refused(graph: KnowledgeGraph, folder: Path) -> None:
    with graph.steady():
        replace(folder)
        with pytest.raises(ReplacedError, match="has taken the place of the one that was asked; ask again"):
            count(graph)
    assert count(graph) == 1


def test_a_graph_that_is_not_to_follow_stays_what_it_is(folder: Path) -> None:
    with open_graph(folder, follow=False) as graph:
        assert count(graph) == WHOLE
        replace(folder)
        assert count(graph) == WHOLE
        assert len(graph.store) == WHOLE


def test_a_graph_whose_folder_is_gone_is_still_open(graph: KnowledgeGraph, folder: Path) -> None:
    assert count(graph) == WHOLE
    shutil.rmtree(folder)
    assert count(graph) == WHOLE


def test_a_graph_is_asked_where_a_build_has_left_it(folder: Path) -> None:
    with dying(2, ("rename",)):
        replace(folder)
    assert (folder / COMPLETE).is_dir()
    with open_graph(folder) as graph:
        with held(folder):  # which moves it to its place
            pass
        assert not (folder / COMPLETE).exists()
        assert count(graph) == 1
        assert place_of(folder / COMPLETE / "store") == folder / "store"


def test_an_engine_that_was_started_beforehand_answers_for_the_graph_that_is_opened(folder: Path) -> None:
    engine = Engine(folder / "store")
    engine.warm()
    assert engine.ask(Request("ASK {}"), 30).content is True
    replace(folder)
    with open_graph(folder, engine) as graph:
        assert count(graph) == 1


def test_an_engine_says_that_its_store_was_replaced(folder: Path) -> None:
    replaced = Reply("replaced", message="another graph has taken the place of this one")
    handle = os.open(folder / "store" / "CURRENT", os.O_RDONLY)
    with Engines(folder / "store", 1, which=now_in(folder)) as engines, engines.lease() as engine:
        replace(folder)
        assert engine.ask(Request("ASK {}"), 30) == replaced
        engine.which = None
        assert engine.ask(Request("ASK {}"), 30).content is True
    os.close(handle)
