"""The analyses of an open graph as data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest

from kg.ask import KnowledgeGraph, open_graph
from kg.errors import GraphError, QueryError
from kg.graph.vocab import Vocabulary
from tests.ask_sample import write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    with open_graph(write_sample(tmp_path_factory.mktemp("graph") / "out")) as opened:
        yield opened


def test_names_are_found_as_people_type_them(graph: KnowledgeGraph) -> None:
    assert graph.find("amazon web services") == "https://kg.example/id/org/aws"
    assert graph.find_class("organisation") == "schema:Organization"
    assert graph.find("Gemini (product)") in graph.networkx()
    with pytest.raises(QueryError, match="the nearest are Nvidia"):
        graph.find("Nvidai")


def test_a_network_keeps_what_is_chosen(graph: KnowledgeGraph) -> None:
    assert graph.networkx().number_of_edges() == 23
    assert graph.networkx(statuses=["negated"]).number_of_edges() == 1
    assert graph.networkx(relations=["développe"]).number_of_edges() == 3
    assert graph.networkx(min_confidence=0.85).number_of_edges() < 23
    with pytest.raises(QueryError, match="no relation named 'likes'"):
        graph.networkx(relations=["likes"])


def test_a_network_is_the_callers_own(graph: KnowledgeGraph) -> None:
    graph.networkx().clear()
    assert graph.networkx().number_of_nodes() == 26


def test_the_most_central_entities(graph: KnowledgeGraph) -> None:
    frame = graph.rank(limit=3)
    assert frame["name"].tolist() == ["Nvidia", "CVE-2025-55182", "Mistral AI"]
    assert frame["score"].dtype == "float64"
    people = graph.rank("degree", type="PERSON")
    assert set(people["class"]) == {"schema:Person"}
    joins = [graph.rank(**choice)["neighbours"].sum() for choice in ({"statuses": ()}, {}, {"relations": ["uses"]})]
    assert [int(number) for number in joins] == [44, 40, 2]


def test_the_communities(graph: KnowledgeGraph) -> None:
    frame = graph.communities()
    assert frame["community"].is_monotonic_increasing
    assert len(frame) == len(graph.rank())
    together = frame.set_index("name")["community"]
    assert together["Nvidia"] == together["TSMC"] != together["React"]


def test_a_path_with_its_sentences(graph: KnowledgeGraph) -> None:
    frame = graph.path("AWS", "CES 2026")
    assert frame[["hop", "from", "direction", "to"]].to_numpy().tolist() == [
        [1, "AWS", "--", "Nvidia"],
        [2, "Nvidia", "->", "CES 2026"],
    ]
    assert frame["sentence"].str.len().min() > 0
    assert graph.path("AWS", "CES 2026", avoid=["Nvidia"]).empty
    assert graph.path("AWS", "CES 2026", count=2, max_hops=3)["path"].tolist() == [1, 1, 2, 2, 2]


def test_what_lies_around(graph: KnowledgeGraph) -> None:
    frame = graph.around("Mistral AI", depth=2)
    assert frame.groupby("hop")["to"].nunique().to_dict() == {1: 3, 2: 1}
    assert graph.around("Mistral AI", statuses=["negated"]).empty


def test_what_is_named_together(graph: KnowledgeGraph) -> None:
    assert graph.together("Nvidia")["other"].tolist()[0] == "AWS"
    assert len(graph.together(min_articles=1)) > len(graph.together())


def test_a_timeline(graph: KnowledgeGraph) -> None:
    assert graph.timeline("Nvidia")["month"].tolist() == ["2025-12", "2026-01"]


def test_the_differences_of_two_graphs(graph: KnowledgeGraph, tmp_path: Path) -> None:
    other = write_sample(tmp_path / "other", Vocabulary("https://data.example.org/"))
    assert graph.diff(graph).empty
    assert graph.diff(other).empty
    assert isinstance(graph.diff(str(other)), pd.DataFrame)
    graph.rank()  # the graph that was compared is still open
    with pytest.raises(GraphError, match="no such folder"):
        graph.diff(tmp_path / "none")


def test_networkx_finds_an_entity_by_the_name_that_the_graph_finds(graph: KnowledgeGraph) -> None:
    network = graph.networkx(statuses=["asserted"]).to_undirected()
    assert nx.shortest_path_length(network, graph.find("AWS"), graph.find("CES 2026")) == 2


def test_a_closed_graph_says_so(tmp_path: Path) -> None:
    closed = open_graph(write_sample(tmp_path))
    closed.rank()
    closed.close()
    with pytest.raises(GraphError, match="has been closed"):
        closed.rank()
