"""Communities are those that networkx finds."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.louvain import communities, modularity

Weights = dict[tuple[int, int], float]
PAIRS = st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda pair: pair[0] < pair[1])
WEIGHTS = st.dictionaries(PAIRS, st.integers(1, 100).map(lambda percent: percent / 100), min_size=1, max_size=60)


def both(weights: Weights) -> tuple[list[dict[int, float]], nx.Graph[int]]:
    """A graph for either."""
    count = 1 + max(end for pair in weights for end in pair)
    near: list[dict[int, float]] = [{} for _ in range(count)]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    for (one, other), weight in sorted(weights.items()):
        near[one][other] = near[other][one] = weight
        graph.add_edge(one, other, weight=weight)
    return near, graph


def alike(weights: Weights, resolution: float, seed: int) -> None:
    near, graph = both(weights)
    found = communities(near, resolution=resolution, seed=seed)
    expected = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    homes = [0] * len(near)
    for number, group in enumerate(found):
        for member in group:
            homes[member] = number
    measured = nx.community.modularity(graph, list(map(set, found)), resolution=resolution)
    assert modularity(near, homes, resolution) == pytest.approx(measured, abs=1e-9)


@settings(deadline=None)
@given(WEIGHTS, st.sampled_from([0.3, 1.0, 2.5]), st.integers(0, 99))
def test_small_graphs_are_divided_as_networkx_divides_them(weights: Weights, resolution: float, seed: int) -> None:
    alike(weights, resolution, seed)


@pytest.mark.parametrize("seed", range(4))
def test_and_so_are_large_ones(seed: int) -> None:
    draw = Random(seed)
    weights = {}
    for _ in range(1500):
        one = draw.randrange(600)
        other = (one + 1 + int(draw.expovariate(0.2))) % 600
        if one != other:
            weights[min(one, other), max(one, other)] = draw.randrange(1, 100) / 100
    alike(weights, 1.0, seed)
