"""Where nodes stand on the page: worked out when the page is made, so that it opens still and at once.

Connected components are drawn one by one (:mod:`kg.view.component`) and arranged in one wide picture
(:mod:`kg.view.arrange`): the largest in the middle, the small ones around it. The engines that were tried beside this
one are in ``benchmarks/layout.py``: those of networkx take minutes where this takes seconds, those of python-igraph
are quick but come under the GPL, and none of them keeps communities apart, discs from lying on one another, or a
picture as it was when the graph grows.

A graph that has been drawn before keeps its picture. Nodes that were there stay where they were, give or take
:data:`NEAR` pixels for newcomers to get in, new ones come beside their neighbours, and new components go where there
is room.

The seed is fixed: the same graph has the same picture.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from kg.view.arrange import arrange
from kg.view.component import SMALL, beyond, draw_large, draw_small, toward
from kg.view.forces import part
from kg.view.look import radius_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kg.view.forces import Pairs, Places, Points, Values

    Mask = NDArray[np.bool_]

__all__ = ["NEAR", "layout"]

NEAR = 40
"""How far from its place, in pixels, a known node may be found when the graph has grown."""

_NONE: Mapping[int, tuple[int, int]] = MappingProxyType({})


def layout(
    count: int,
    edges: Sequence[tuple[int, int]],
    *,
    groups: Sequence[int] = (),
    known: Mapping[int, tuple[int, int]] = _NONE,
    seed: int = 1,
) -> list[tuple[int, int]]:
    """Give each of ``count`` nodes its place, in whole pixels around the origin.

    Args:
        count: how many nodes there are; ``edges`` name them by number from 0.
        edges: pairs of nodes; direction and repetition do not matter.
        groups: the community of each node, -1 for none; communities lie apart from one another in what is drawn
            anew. Empty: none known.
        known: places of an earlier picture. If every node has one, that is the picture; otherwise a known node is
            found at most :data:`NEAR` pixels from its place.
        seed: another seed gives another picture of the same graph.

    >>> layout(1, [])
    [(0, 0)]
    >>> layout(2, [(0, 1)], known={0: (10, 10), 1: (90, 10)})
    [(10, 10), (90, 10)]
    """
    places = np.zeros((count, 2))
    placed = np.zeros(count, dtype=np.bool_)
    for node in range(count):
        if node in known:
            places[node], placed[node] = known[node], True
    if not placed.all():
        pairs = np.array(sorted({(min(ends), max(ends)) for ends in edges if ends[0] != ends[1]}), dtype=np.intp)
        group = np.array(groups, dtype=np.intp) if len(groups) else np.full(count, -1)
        pairs = pairs.reshape(-1, 2)
        radius = np.array([radius_of(others) for others in np.bincount(pairs.ravel(), minlength=count).tolist()])
        _draw(places, placed, pairs, radius, group, seed)
    return [(x, y) for x, y in np.rint(places).astype(int).tolist()]


def _draw(places: Points, known: Mask, pairs: Pairs, radius: Values, group: Places, seed: int) -> None:
    """Place the nodes that are not known: in components of which some are, then in those that are new altogether."""
    count = len(places)
    air = min(max(285 / math.sqrt(count), 9.0), 24.0)  # the fewer the nodes, the more their names are read
    component = _components(count, pairs)
    sets = np.split(np.argsort(component, kind="stable"), np.cumsum(np.bincount(component))[:-1])
    number = np.zeros(count, dtype=np.intp)

    standing = [nodes for nodes in sets if known[nodes].any()]
    if standing:
        nodes = np.concatenate(standing)
        number[nodes] = np.arange(len(nodes))
        inside = number[pairs[np.isin(pairs[:, 0], nodes)]]
        places[nodes] = _grow(places[nodes], known[nodes], inside, radius[nodes], air)

    new = sorted((nodes for nodes in sets if not known[nodes].any()), key=lambda nodes: (-len(nodes), nodes[0]))
    for nodes, points in draw_small([nodes for nodes in new if len(nodes) <= SMALL], pairs, radius, air):
        places[nodes] = points
    for nodes in new:
        if len(nodes) > SMALL:
            number[nodes] = np.arange(len(nodes))
            inside = number[pairs[component[pairs[:, 0]] == component[nodes[0]]]]
            places[nodes] = draw_large(inside, radius[nodes], group[nodes], air, seed)

    drawn = [(places[nodes], radius[nodes]) for nodes in new]
    for nodes, points in zip(new, arrange(drawn, [places[nodes] for nodes in standing], air), strict=True):
        places[nodes] = points
    if not standing:
        places -= (places.min(axis=0) + places.max(axis=0)) / 2


def _components(count: int, pairs: Pairs) -> Places:
    """The number of each node's component, by the smallest node in it."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in pairs.tolist():
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return np.unique([root(node) for node in range(count)], return_inverse=True)[1].astype(np.intp)


def _grow(points: Points, known: Mask, pairs: Pairs, radius: Values, air: float) -> Points:
    """Place new nodes among known ones, which make some room for them.

    A new node of one placed neighbour goes outside that neighbour's leaves, away from its other neighbours; one of
    several goes between them.
    """
    count = len(points)
    points, placed = points.copy(), known.copy()
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    degree = np.bincount(pairs.ravel(), minlength=count)
    first, step = beyond(air)
    while not placed.all():
        near = ends[~placed[ends[:, 0]] & placed[ends[:, 1]]]
        many = np.bincount(near[:, 0], minlength=count)
        sums = [np.bincount(near[:, 0], points[near[:, 1], axis], count) for axis in (0, 1)]
        between = many > 1
        points[between] = (np.column_stack(sums) / np.maximum(many, 1)[:, None])[between]
        away = -toward(points, pairs[placed[pairs].all(axis=1)])
        leaves = ends[(degree[ends[:, 0]] == 1) & placed[ends].all(axis=1)]
        reach = radius + first - step
        np.maximum.at(reach, leaves[:, 1], np.hypot(*(points[leaves[:, 0]] - points[leaves[:, 1]]).T))
        single = near[many[near[:, 0]] == 1]
        single = single[np.argsort(single[:, 1], kind="stable")]
        seat = np.arange(len(single)) - np.searchsorted(single[:, 1], single[:, 1])
        host = single[:, 1]
        out = reach[host] + step
        angle = np.arctan2(away[host, 1], away[host, 0]) + (seat + 1) // 2 * (1 - seat % 2 * 2) * step / out
        points[single[:, 0]] = points[host] + out[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        placed = placed | (many > 0)
    free = np.where(known, NEAR - 1.0, np.inf)  # a pixel less than promised, for rounding
    return part(points, radius + air / 3, rounds=300, hold=(points, free))
