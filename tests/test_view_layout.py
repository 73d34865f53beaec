"""Places of nodes: the same each time, none over another, neighbours near."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.layout import layout


def hubs(count: int, seed: int = 7) -> list[tuple[int, int]]:
    """Edges of a connected graph in which early nodes gather most of the connections."""
    random = Random(seed)
    tree = [(node, int(node * random.random() ** 3)) for node in range(1, count)]
    return tree + [(random.randrange(count), random.randrange(count // 10)) for _ in range(count // 2)]


@pytest.mark.parametrize("count", [1, 2, 12, 30, 31, 120, 300])
def test_every_node_has_a_place_and_the_same_each_time(count: int) -> None:
    edges = hubs(count) if count > 10 else [(node, node + 1) for node in range(count - 1)]
    places = layout(count, edges)
    assert len(places) == count
    assert places == layout(count, edges)
    assert all(type(coordinate) is int for place in places for coordinate in place)


def test_nodes_keep_apart_and_neighbours_near() -> None:
    edges = hubs(300)
    places = layout(300, edges)
    assert len(set(places)) > 295
    joined = [math.dist(places[a], places[b]) for a, b in edges if a != b]
    random = Random(1)
    any_two = [math.dist(*random.sample(places, 2)) for _ in range(1000)]
    assert sum(joined) / len(joined) < 0.6 * sum(any_two) / len(any_two)


def test_components_do_not_lie_over_one_another() -> None:
    edges = [(3 * place + step, 3 * place + step + 1) for place in range(60) for step in (0, 1)]
    places = layout(180, edges)
    centres = [tuple(sum(places[3 * c + i][axis] for i in range(3)) / 3 for axis in (0, 1)) for c in range(60)]
    nearest = min(math.dist(a, b) for at, a in enumerate(centres) for b in centres[at + 1 :])
    assert nearest > 60


def test_nothing_to_place() -> None:
    assert layout(0, []) == []


def test_direction_and_repetition_do_not_matter() -> None:
    assert layout(3, [(0, 1), (1, 0), (1, 2)]) == layout(3, [(1, 0), (2, 1)])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
def test_any_graph_is_laid_out_in_finite_places(graph: tuple[int, list[tuple[int, int]]]) -> None:
    count, edges = graph
    places = layout(count, edges)
    assert len(places) == count
    assert all(abs(coordinate) < 100_000 for place in places for coordinate in place)
