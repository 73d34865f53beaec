"""Places of nodes: the same each time, none over another, neighbours near, communities apart, known ones kept."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.layout import NEAR, layout
from kg.view.look import radius_of

Edges = list[tuple[int, int]]
Places = list[tuple[int, int]]


def hubs(count: int, seed: int = 7) -> Edges:
    """Edges of a connected graph in which early nodes gather most of the connections."""
    random = Random(seed)
    tree = [(node, int(node * random.random() ** 3)) for node in range(1, count)]
    return tree + [(random.randrange(count), random.randrange(count // 10)) for _ in range(count // 2)]


def communities(groups: int, size: int, seed: int = 3) -> tuple[list[int], Edges]:
    """Communities of so many nodes around a hub each, with an edge to another community from every third node."""
    random = Random(seed)
    edges = []
    for node in range(groups * size):
        start = node - node % size
        edges += [(node, start), (node, start + random.randrange(size))]
        if node % 3 == 0:
            edges.append((node, random.randrange(groups * size)))
    return [node // size for node in range(groups * size)], [(a, b) for a, b in edges if a != b]


def radii(count: int, edges: Edges) -> list[float]:
    """How large each node is drawn."""
    pairs = {tuple(sorted(edge)) for edge in edges if edge[0] != edge[1]}
    return [radius_of(sum(node in pair for pair in pairs)) for node in range(count)]


def overlapping(places: Places, edges: Edges) -> list[tuple[int, int]]:
    """Pairs of nodes that lie on one another, but for a pixel of rounding."""
    radius = radii(len(places), edges)
    return [
        (a, b)
        for a, b in combinations(range(len(places)), 2)
        if math.dist(places[a], places[b]) < radius[a] + radius[b] - 1.5
    ]


@st.composite
def graphs(draw: st.DrawFn, most: int = 40) -> tuple[int, Edges]:
    count = draw(st.integers(1, most))
    ends = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(ends, ends), max_size=2 * count))


@pytest.mark.parametrize("count", [1, 2, 12, 30, 31, 120, 300])
def test_every_node_has_a_place_and_the_same_each_time(count: int) -> None:
    edges = hubs(count) if count > 10 else [(node, node + 1) for node in range(count - 1)]
    places = layout(count, edges)
    assert len(places) == count
    assert places == layout(count, edges)
    assert all(type(coordinate) is int for place in places for coordinate in place)


def test_another_seed_gives_another_picture() -> None:
    assert layout(100, hubs(100), seed=2) != layout(100, hubs(100))


def test_nothing_to_place() -> None:
    assert layout(0, []) == []


def test_direction_repetition_and_order_do_not_matter() -> None:
    assert layout(3, [(0, 1), (1, 0), (1, 2)]) == layout(3, [(2, 1), (1, 0)])
    edges = hubs(60)
    assert layout(60, edges) == layout(60, [(b, a) for a, b in reversed(edges)])


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_any_graph_is_laid_out_around_the_origin_with_no_node_on_another(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    places = layout(count, edges)
    assert len(places) == count
    assert overlapping(places, edges) == []
    for axis in (0, 1):
        values = [place[axis] for place in places]
        assert abs(min(values) + max(values)) <= 2
        assert max(values) < 10_000


GRID = [
    (row * 15 + column, other)
    for row in range(15)
    for column in range(15)
    for other, fits in ((row * 15 + column + 1, column < 14), (row * 15 + column + 15, row < 14))
    if fits
]
SHAPES = {
    "pairs": (200, [(place, place + 1) for place in range(0, 200, 2)]),
    "star": (120, [(0, leaf) for leaf in range(1, 120)]),
    "grid": (225, GRID),
    "alone": (50, []),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_node_lies_on_another_in_plain_shapes(shape: str) -> None:
    count, edges = SHAPES[shape]
    assert overlapping(layout(count, edges), edges) == []


@pytest.mark.parametrize("grouped", [False, True])
def test_nodes_keep_apart_and_neighbours_near(grouped: bool) -> None:
    group, edges = communities(10, 40)
    places = layout(400, edges, groups=group if grouped else ())
    assert overlapping(places, edges) == []
    joined = [math.dist(places[a], places[b]) for a, b in edges]
    random = Random(1)
    any_two = [math.dist(*random.sample(places, 2)) for _ in range(1000)]
    assert sum(joined) / len(joined) < 0.4 * sum(any_two) / len(any_two)


@pytest.mark.parametrize("grouped", [False, True])
def test_the_picture_is_wide_and_used_evenly(grouped: bool) -> None:
    group, edges = communities(10, 40)
    places = np.array(layout(400, edges, groups=group if grouped else ()))
    extent = np.ptp(places, axis=0)
    assert 1.2 < extent[0] / extent[1] < 1.9
    cells = np.minimum((places - places.min(axis=0)) * np.array([6, 4]) // extent, [5, 3])
    counts = np.unique(cells, axis=0, return_counts=True)[1]
    assert len(counts) >= 18  # of 24; the corners may stay free
    assert counts.max() < 5 * 400 / 24


def test_communities_lie_apart() -> None:
    group, edges = communities(8, 40)
    places = np.array(layout(320, edges, groups=group))
    middles = np.array([places[40 * at : 40 * at + 40].mean(axis=0) for at in range(8)])
    nearest = np.hypot(*(places[:, None] - middles[None]).transpose(2, 0, 1)).argmin(axis=1)
    assert nearest.tolist() == group


def test_a_node_of_no_community_has_a_place_too() -> None:
    group, edges = communities(4, 30)
    places = layout(120, edges, groups=[-1 if node % 10 == 5 else group[node] for node in range(120)])
    assert overlapping(places, edges) == []


def test_leaves_stand_in_rings_around_their_hub() -> None:
    edges = [(0, leaf) for leaf in range(1, 101)] + [(0, 101), (101, 102), (102, 0)]
    places = layout(103, edges)
    away = sorted(round(math.dist(places[0], places[leaf]), -1) for leaf in range(1, 101))
    assert away[-1] < 500
    assert len(set(away)) < 12
    to_hub = {math.degrees(math.atan2(places[n][1] - places[0][1], places[n][0] - places[0][0])) for n in (101, 102)}
    for leaf in range(1, 101):
        angle = math.degrees(math.atan2(places[leaf][1] - places[0][1], places[leaf][0] - places[0][0]))
        assert all(abs((angle - other + 180) % 360 - 180) > 5 for other in to_hub)


def test_components_do_not_lie_over_one_another() -> None:
    edges = [(3 * place + step, 3 * place + step + 1) for place in range(60) for step in (0, 1)]
    places = layout(180, edges)
    centres = [tuple(sum(places[3 * c + i][axis] for i in range(3)) / 3 for axis in (0, 1)) for c in range(60)]
    assert min(math.dist(a, b) for a, b in combinations(centres, 2)) > 45


def test_small_components_lie_around_the_largest() -> None:
    large = hubs(200)
    edges = large + [(200 + 2 * pair, 201 + 2 * pair) for pair in range(40)]
    places = np.array(layout(280, edges))
    inside = places[:200]
    for node in places[200:]:
        quarters = {(bool(x > 0), bool(y > 0)) for x, y in inside - node}
        near = np.hypot(*(inside - node).T).min()
        assert near > 30
        assert len(quarters) < 4 or near > 60


@settings(max_examples=25, deadline=None)
@given(graphs(), st.integers(0, 10_000))
def test_a_picture_that_is_known_comes_back_as_it_was(graph: tuple[int, Edges], seed: int) -> None:
    count, edges = graph
    random = Random(seed)
    known = {node: (random.randrange(-2000, 2000), random.randrange(-2000, 2000)) for node in range(count)}
    assert layout(count, edges, known=known) == list(known.values())


@settings(max_examples=40, deadline=None)
@given(graphs(60), st.data())
def test_known_nodes_stay_near_their_places_whoever_comes_in(graph: tuple[int, Edges], data: st.DataObject) -> None:
    count, edges = graph
    before = data.draw(st.integers(1, count))
    earlier = layout(before, [(a, b) for a, b in edges if a < before and b < before])
    places = layout(count, edges, known=dict(enumerate(earlier)))
    assert len(places) == count
    assert all(math.dist(old, new) <= NEAR for old, new in zip(earlier, places, strict=False))
    assert places == layout(count, edges, known=dict(enumerate(earlier)))


def test_new_nodes_come_near_their_neighbours_and_lie_on_nobody() -> None:
    edges = hubs(300)
    earlier = layout(300, edges)
    leaves, between = [(300, 250), (301, 3), (302, 3)], [(303, 40), (303, 41)]
    grown = [*edges, *leaves, *between]
    places = layout(304, grown, known=dict(enumerate(earlier)))
    assert overlapping(places, grown) == []
    assert math.dist(places[300], places[250]) < 150
    assert math.dist(places[301], places[3]) < 300  # outside the leaves that were there
    wide = math.dist(places[40], places[41])
    assert all(math.dist(places[303], places[node]) < wide / 2 + 100 for node in (40, 41))
    moved = [node for node in range(300) if places[node] != earlier[node]]
    assert len(moved) < 60


def test_many_new_neighbours_of_one_node_spread_around_it() -> None:
    edges = hubs(300)
    grown = [*edges, *((250, new) for new in range(300, 340))]
    places = layout(340, grown, known=dict(enumerate(layout(300, edges))))
    assert overlapping(places, grown) == []
    assert all(math.dist(places[250], places[new]) < 700 for new in range(300, 340))


def test_a_new_component_finds_free_room() -> None:
    edges = hubs(200)
    earlier = layout(200, edges)
    new = [(200, 201), (201, 202), *((a + 210, b + 210) for a, b in hubs(60))]
    places = layout(270, edges + new, known=dict(enumerate(earlier)))
    assert places[:200] == earlier
    assert overlapping(places, edges + new) == []
    standing = np.array(earlier)
    for node in (*range(200, 203), *range(210, 270)):
        assert np.hypot(*(standing - places[node]).T).min() > 30


def test_places_of_nodes_that_are_gone_are_not_asked_for() -> None:
    assert layout(1, [], known={0: (5, 6), 7: (1, 1)}) == [(5, 6)]
