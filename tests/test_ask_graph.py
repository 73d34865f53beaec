"""A graph as one object."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import rdflib

from kg.ask import KnowledgeGraph, open_graph
from kg.errors import GraphError, QueryError
from tests.ask_sample import triples, write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with open_graph(write_sample(tmp_path_factory.mktemp("graph") / "out")) as opened:
        yield opened


def test_it_says_what_it_is(graph: KnowledgeGraph) -> None:
    assert repr(graph) == f"<KnowledgeGraph {str(graph.folder)!r}: 26 entities, 23 relations, 3 articles>"


def test_a_question_gives_what_its_form_promises(graph: KnowledgeGraph) -> None:
    frame = graph.query("partners", org="Nvidia")
    assert isinstance(frame, pd.DataFrame)
    assert frame["partner"].tolist() == ["AWS"]
    assert isinstance(graph.query("around", entity="Nvidia"), rdflib.Graph)
    assert isinstance(graph.query("DESCRIBE org:nvidia"), rdflib.Graph)
    assert graph.query("related", entity="AWS", other="Nvidia") is True


def test_a_table_has_plain_rows(graph: KnowledgeGraph) -> None:
    assert graph.table("entities", limit=1).rows == (("Nvidia", "schema:Organization", 6, 2, "org:nvidia"),)
    with pytest.raises(QueryError, match="gives no table"):
        graph.table("around")


def test_the_entities_of_a_class(graph: KnowledgeGraph) -> None:
    assert graph.entities("personne")["name"].tolist() == ["Arthur Mensch", "Ian Buck", "Lachlan Davidson"]
    assert len(graph.entities()) == 26


def test_the_passages_behind_a_claim(graph: KnowledgeGraph) -> None:
    passages = graph.explain("Apple", "acquires", "Mistral AI")
    assert sorted(passages["status"]) == ["asserted", "negated"]
    assert len(graph.explain("Mirai")) == 1


def test_the_questions_are_listed(graph: KnowledgeGraph) -> None:
    listed = graph.queries()
    assert "partners" in listed["name"].tolist()
    assert listed.columns.tolist() == ["name", "summary", "parameters"]


def test_it_hands_itself_on(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert len(graph.rdflib()) == len(triples())
    assert graph.networkx().number_of_nodes() == 26
    graph.export(str(tmp_path / "graph.ttl"), "turtle")
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) >= len(triples())
    stream = io.BytesIO()
    graph.export(stream, "ntriples")
    assert stream.getvalue().count(b"\n") >= len(triples())


def test_a_closed_graph_says_so(tmp_path: Path) -> None:
    graph = open_graph(write_sample(tmp_path))
    graph.close()
    graph.close()
    assert repr(graph).endswith("closed>")
    with pytest.raises(GraphError, match="has been closed; open it again"):
        graph.query("about")


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="holds no graph; give the folder that a build wrote"):
        open_graph(tmp_path)
    with pytest.raises(GraphError, match="no such folder"):
        open_graph(tmp_path / "none")
