"""One connected component -> a drawing around its own middle.

Small components are drawn all at once, those of a size together, by stress majorization (Gansner, Koren and North,
Graph drawing by stress majorization, 2004): distances on paper come as near as they can to distances in the graph.

In a large one, leaves are left out at first: the hub they hang from is a disc wide enough for the rings that they will
stand in. The others start from pivot multidimensional scaling (Brandes and Pich, 2007), which untangles the whole from
a few columns of the distances, and settle under the forces of :mod:`kg.view.forces`. Where communities are given, they
are first laid out as if each were one node, as discs with room between them; then their members settle inside, under
edges that pull within a community and hardly across. Then discs part, and the leaves come back, in rings that leave an
opening where the hub's other edges go.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kg.view.forces import WIDE, Paper, part, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.view.forces import Pairs, Places, Points, Values

__all__ = ["SMALL", "beyond", "draw_large", "draw_small", "toward"]

SMALL = 30
"""The most nodes that a small component has."""

_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle: points a turn apart never line up
_LEAF = 7.8  # the radius of a node of one edge
_RING = 2 * math.pi
_RINGED = 0.8 * _RING  # how much of a ring leaves take; the rest is for the hub's other edges
_LARGER = 1.5  # how much a small drawing may grow to keep its nodes clear of one another
_PAPER = 4.2  # how much paper there is for a disc, by the square of its radius
_PULL = (30.0, 12.0)
_ACROSS = 0.02  # how much edges between communities pull, by the pull within
_PIVOTS = 40
_TURNS = 20
_FARTHEST = 200  # edges between two nodes; what is farther counts as so far


def draw_small(sets: Sequence[Places], pairs: Pairs, radius: Values, air: float) -> Iterator[tuple[Places, Points]]:
    """Draw components of at most :data:`SMALL` nodes: each with its nodes' places."""
    by_size: dict[int, list[Places]] = defaultdict(list)
    for nodes in sets:
        by_size[len(nodes)].append(nodes)
    for size, same in sorted(by_size.items()):
        drawn = _flat(_stress(_distances(np.array(same), pairs, len(radius)))) * 7 * air
        wide = radius[np.array(same)]
        apart = np.sqrt(((drawn[:, :, None] - drawn[:, None]) ** 2).sum(axis=3)) + 1.0
        lacking = (wide[:, :, None] + wide[:, None] + air) / apart
        lacking[:, range(size), range(size)] = 0.0
        for nodes, points, factor in zip(same, drawn, lacking.max(axis=(1, 2)), strict=True):
            scaled = points * min(max(factor, 1.0), _LARGER)
            yield nodes, part(scaled, radius[nodes] + air / 2) if factor > _LARGER else scaled


def _distances(sets: Places, pairs: Pairs, count: int) -> Values:
    """For each component of a size, how many edges its nodes lie from one another."""
    many, size = sets.shape
    which, place = np.full(count, -1), np.zeros(count, dtype=np.intp)
    which[sets], place[sets] = np.arange(many)[:, None], np.arange(size)
    one, other = pairs[which[pairs[:, 0]] >= 0].T
    far = np.full((many, size, size), float(size))
    far[which[one], place[one], place[other]] = far[which[one], place[other], place[one]] = 1.0
    far[:, range(size), range(size)] = 0.0
    for through in range(size):
        far = np.minimum(far, far[:, :, through, None] + far[:, None, through, :])
    return far


def _stress(far: Values) -> Points:
    """Places whose distances are near those given, for each matrix of distances."""
    size = far.shape[1]
    central = np.argsort(np.argsort(far.sum(axis=2), axis=1, kind="stable"), axis=1, kind="stable")
    points = np.stack([np.cos(central * _TURN), np.sin(central * _TURN)], axis=2) * np.sqrt(central / 2)[..., None]
    weight = 1 / np.maximum(far, 0.5) ** 2
    weight[:, range(size), range(size)] = 0.0
    total = np.maximum(weight.sum(axis=2), 1e-9)[..., None]
    for _ in range(60):
        apart = points[:, :, None] - points[:, None]
        wanted = weight * far / (np.sqrt((apart * apart).sum(axis=3)) + 1e-9)
        points = ((wanted[..., None] * apart).sum(axis=2) + weight @ points) / total
    return points


def _flat(points: Points) -> Points:
    """Drawings turned so that their long side lies flat."""
    points = points - points.mean(axis=1, keepdims=True)
    x, y = points[..., 0], points[..., 1]
    turn = 0.5 * np.arctan2(2 * (x * y).sum(axis=1), (x * x - y * y).sum(axis=1))[:, None]
    return np.stack([x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)], axis=2)


def draw_large(pairs: Pairs, radius: Values, groups: Places, air: float, seed: int) -> Points:
    """Draw a component whose nodes are numbered from 0.

    Args:
        pairs: its edges.
        radius: how large each node is drawn.
        groups: the community of each node, -1 for none.
        air: how much room to leave around a node.
        seed: chooses among pictures.
    """
    count = len(radius)
    leaf = np.bincount(pairs.ravel(), minlength=count) == 1
    core, leaves = np.flatnonzero(~leaf), np.flatnonzero(leaf)
    number = np.zeros(count, dtype=np.intp)
    number[core] = np.arange(len(core))
    hub = np.zeros(count, dtype=np.intp)
    for one, other in ((0, 1), (1, 0)):
        hanging = pairs[leaf[pairs[:, one]]]
        hub[hanging[:, one]] = number[hanging[:, other]]
    leaves = leaves[np.argsort(hub[leaves], kind="stable")]
    inner = number[pairs[~leaf[pairs].any(axis=1)]]
    fans = np.bincount(hub[leaves], minlength=len(core))
    turn = _RINGED if len(inner) else _RING
    rings = [_rings(float(wide), int(many), turn, air) for wide, many in zip(radius[core], fans, strict=True)]
    disc = np.array([fan[-1][0] + _LEAF if fan else wide for fan, wide in zip(rings, radius[core], strict=True)]) + air
    points = np.zeros((count, 2))
    points[core] = _core(inner, disc, groups[core], seed)
    away = -toward(points[core], inner)
    angle = np.arctan2(away[:, 1], away[:, 0])
    first = np.cumsum(fans) - fans
    for at in np.flatnonzero(fans):
        fan = leaves[first[at] : first[at] + fans[at]]
        points[fan] = points[core[at]] + _ringed(rings[at], float(angle[at]), turn, air)
    return points


def toward(points: Points, pairs: Pairs) -> Points:
    """For each node, the sum of the directions to its neighbours."""
    total = np.zeros_like(points)
    along = points[pairs[:, 1]] - points[pairs[:, 0]]
    along /= np.hypot(along[:, 0], along[:, 1])[:, None] + 1e-9
    for axis in (0, 1):
        total[:, axis] += np.bincount(pairs[:, 0], along[:, axis], len(points))
        total[:, axis] -= np.bincount(pairs[:, 1], along[:, axis], len(points))
    return total


def beyond(air: float) -> tuple[float, float]:
    """How far from the edge of a hub its first ring of leaves stands, and how far rings and leaves stand apart."""
    return 13 + 1.5 * air, 2 * _LEAF + 1.2 * air


def _rings(radius: float, leaves: int, turn: float, air: float) -> list[tuple[float, int]]:
    """The radius of each ring that a hub's leaves fill, and how many stand in it."""
    first, step = beyond(air)
    reach, rings = radius + first, []
    while leaves > 0:
        many = min(leaves, int(turn * reach / step))
        rings.append((reach, many))
        leaves, reach = leaves - many, reach + step
    return rings


def _ringed(rings: Sequence[tuple[float, int]], angle: float, turn: float, air: float) -> Points:
    """Places of leaves around their hub, each ring around the same angle and none wider than it needs to be."""
    _, apart = beyond(air)
    places = []
    for reach, many in rings:
        angles = angle + (np.arange(many) - (many - 1) / 2) * min(1.15 * apart / reach, turn / many)
        places.append(reach * np.column_stack([np.cos(angles), np.sin(angles)]))
    return np.concatenate(places)


def _core(pairs: Pairs, disc: Values, groups: Places, seed: int) -> Points:
    """Places of the nodes that are not leaves."""
    if len(disc) == 1:
        return np.zeros((1, 2))
    if len(np.unique(groups[groups >= 0])) > 1:
        points = _grouped(pairs, disc, groups, seed)
    else:
        area = _PAPER * float((disc**2).sum())
        start = _untangled(pairs, len(disc), seed) * math.sqrt(area)
        points = settle(start, pairs, disc, Paper.oval(area, len(disc)), pull=_PULL)
    return part(points, disc)


def _grouped(pairs: Pairs, disc: Values, groups: Places, seed: int) -> Points:
    """Communities as discs, then their members inside; a node of none is a community of its own."""
    single = groups < 0
    own = np.where(single, groups.max() + 1 + np.cumsum(single), groups)
    group = np.unique(own, return_inverse=True)[1].astype(np.intp)
    members = np.bincount(group)
    radius = np.sqrt(_PAPER / math.pi * np.bincount(group, disc**2))
    middle = _apart(group[pairs], radius, seed)

    order = np.lexsort((-disc, group))
    seat = np.empty(len(disc))
    seat[order] = np.arange(len(disc)) - (np.cumsum(members) - members)[group[order]]
    out = 0.8 * radius[group] * np.sqrt(seat / members[group])  # the largest member starts in the middle
    start = middle[group] + out[:, None] * np.column_stack([np.cos(seat * _TURN), np.sin(seat * _TURN)])
    weight = np.where(group[pairs[:, 0]] == group[pairs[:, 1]], 1.0, _ACROSS)
    paper = Paper.discs(middle, radius, len(disc))
    return settle(start, pairs, disc, paper, pull=_PULL, weight=weight, home=(middle[group], radius[group]))


def _apart(between: Pairs, radius: Values, seed: int) -> Points:
    """Where the disc of each community lies: near those it has edges with, with some room around it."""
    count = len(radius)
    between = np.sort(between[between[:, 0] != between[:, 1]], axis=1)
    code, times = np.unique(between[:, 0] * count + between[:, 1], return_counts=True)
    pairs = np.column_stack([code // count, code % count])
    disc = radius + 25.0
    area = _PAPER * float((disc**2).sum())
    start = _untangled(pairs, count, seed) * math.sqrt(area)
    paper = Paper.oval(area, count, 1.2 * WIDE)
    points = settle(start, pairs, disc, paper, pull=(1.0, 0.3), weight=np.sqrt(times))
    return part(points, disc, rounds=200, draw_in=0.004)


def _untangled(pairs: Pairs, count: int, seed: int) -> Points:
    """Places within a unit or so of the origin by pivot multidimensional scaling, none quite on another."""
    random = np.random.default_rng(seed)
    jitter = random.random((count, 2)) * 0.05
    if count < 3:
        jitter[:, 0] += np.arange(count) * 0.5
        return jitter
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    first = np.searchsorted(ends[:, 0], np.arange(count))
    pivots = random.permutation(count)[:_PIVOTS]
    far = np.full((count, len(pivots)), _FARTHEST, dtype=np.int32)
    far[pivots, np.arange(len(pivots))] = 0
    for _ in range(_FARTHEST):
        nearer = np.minimum(far, np.minimum.reduceat(far[ends[:, 1]], first, axis=0) + 1)
        if np.array_equal(nearer, far):
            break
        far = nearer
    square = far.astype(float) ** 2
    square += square.mean() - square.mean(axis=0) - square.mean(axis=1)[:, None]
    spread = np.einsum("np,nk->pk", square, square)  # unlike a product, the same on any number of processors
    axes = random.standard_normal((2, len(pivots)))
    for _ in range(_TURNS):  # towards the two directions in which the columns vary most
        axes = np.einsum("pk,ak->ap", spread, axes)
        axes[0] /= np.sqrt((axes[0] ** 2).sum()) + 1e-9
        axes[1] -= axes[0] * (axes[0] * axes[1]).sum()
        axes[1] /= np.sqrt((axes[1] ** 2).sum()) + 1e-9
    points: Points = np.einsum("np,ap->na", square, axes)
    points *= np.array([0.6, 0.4]) / (np.abs(points).max(axis=0) + 1e-9)
    return points + jitter
