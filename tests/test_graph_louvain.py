"""Groups of what is joined: what belongs together, whole, and as good as those of networkx."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.louvain import louvain, modularity


def neighbours(graph: nx.Graph[int]) -> list[dict[int, float]]:
    return [{other: about.get("weight", 1.0) for other, about in graph.adj[node].items()} for node in sorted(graph)]


def groups(number: list[int]) -> list[set[int]]:
    return [{node for node, one in enumerate(number) if one == group} for group in sorted(set(number))]


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph[int]:
    count = draw(st.integers(1, 14))
    graph: nx.Graph[int] = nx.empty_graph(count)
    ends = st.integers(0, count - 1)
    for one, other, weight in draw(st.lists(st.tuples(ends, ends, st.integers(1, 100)), max_size=40)):
        if one != other:
            graph.add_edge(one, other, weight=weight / 100)
    return graph


def test_cliques_in_a_ring_are_the_groups() -> None:
    graph = nx.ring_of_cliques(6, 5)
    assert groups(louvain(neighbours(graph))) == [set(range(start, start + 5)) for start in range(0, 30, 5)]


def test_a_higher_resolution_gives_more_groups() -> None:
    chain = neighbours(nx.path_graph(40))
    counts = [len(set(louvain(chain, resolution))) for resolution in (0.1, 1.0, 5.0)]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize("seed", range(3))
def test_the_groups_are_as_good_as_those_of_networkx(seed: int) -> None:
    graph = nx.barabasi_albert_graph(300, 2, seed=seed)
    random = Random(seed)
    for one, other in graph.edges:
        graph[one][other]["weight"] = random.randint(1, 100) / 100
    ours, theirs = groups(louvain(neighbours(graph))), nx.community.louvain_communities(graph, seed=seed)
    assert nx.community.modularity(graph, ours) > nx.community.modularity(graph, theirs) - 0.02


@settings(deadline=None)
@given(graphs())
def test_every_node_is_in_one_group_which_hangs_together(graph: nx.Graph[int]) -> None:
    number = louvain(neighbours(graph))
    assert number == louvain(neighbours(graph))
    assert list(dict.fromkeys(number)) == list(range(len(set(number))))  # numbered as nodes first meet them
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups(number))


@settings(deadline=None)
@given(graphs(), st.data())
def test_modularity_is_that_of_networkx(graph: nx.Graph[int], data: st.DataObject) -> None:
    number = data.draw(st.lists(st.integers(0, len(graph) - 1), min_size=len(graph), max_size=len(graph)))
    theirs = nx.community.modularity(graph, groups(number)) if graph.size() else 0.0
    assert modularity(neighbours(graph), number) == pytest.approx(theirs)


@settings(deadline=None)
@given(graphs())
def test_no_group_is_better_left_alone(graph: nx.Graph[int]) -> None:
    rows = neighbours(graph)
    assert modularity(rows, louvain(rows)) >= modularity(rows, list(range(len(graph)))) - 1e-9


def test_nothing_is_divided_where_there_is_nothing() -> None:
    assert louvain([]) == []
    assert louvain([{}, {}]) == [0, 1]
    assert modularity([], []) == modularity([{}], [0]) == 0.0
