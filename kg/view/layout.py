"""Where nodes stand on the page: worked out when the page is made, so that it opens still and at once.

Every connected component is laid out by itself, and the components are packed around the largest, so that small
ones neither drift away nor lie over others. A component of up to 30 nodes is laid out by the spring embedder of
Fruchterman and Reingold (Graph drawing by force-directed placement, 1991) as networkx has it; at 180 nodes that
leaves a ball of wool. A larger one starts with its core, what is left when nodes of a single neighbour are taken
off again and again; then the branches are put beside the nodes they hang from and everything settles, under the
forces of Fruchterman and Reingold with three changes: a node pushes by the square root of its connections, as in
ForceAtlas2 (Jacomy and others, 2014), so that hubs part; the push fades beyond a reach, so that branches do
not stretch; and the push of far nodes is taken from the centres of the cells of a grid, so that a step costs nodes
times cells, not nodes squared.

The seed is fixed: the same graph has the same picture.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Pairs = NDArray[np.intp]

__all__ = ["layout"]

EDGE = 90.0
"""How long an edge should be, in pixels at full size."""

_SMALL = 30
_STEPS = 120
_CELLS = 24  # cells along the side of the grid: more is truer and slower
_REACH = 6 * EDGE  # beyond it nodes hardly push one another, so that branches do not stretch
_GRAVITY = 0.12
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def layout(count: int, edges: Sequence[tuple[int, int]], *, seed: int = 1) -> list[tuple[int, int]]:
    """Give each of ``count`` nodes its place, in whole pixels around the origin.

    Args:
        count: how many nodes there are; ``edges`` name them by number from 0.
        edges: pairs of nodes; direction and repetition do not matter.
        seed: another seed gives another picture of the same graph.

    >>> layout(1, [])
    [(0, 0)]
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    components = sorted((sorted(nodes) for nodes in nx.connected_components(graph)), key=lambda c: (-len(c), c[0]))
    drawn = [_component(graph, nodes, seed) for nodes in components]
    places: list[tuple[int, int]] = [(0, 0)] * count
    for nodes, points, centre in zip(components, drawn, _pack(drawn), strict=True):
        for node, (x, y) in zip(nodes, points, strict=True):
            places[node] = (round(x + centre[0]), round(y + centre[1]))
    return places


def _component(graph: nx.Graph[int], nodes: list[int], seed: int) -> Points:
    """The places of a component's nodes around their middle, in the order of ``nodes``."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    part: nx.Graph[int] = nx.Graph(graph.subgraph(nodes).edges)
    if len(nodes) > _SMALL:
        points = _large(part, nodes, seed)
    else:
        spring = nx.spring_layout(part, seed=seed, iterations=150)
        lengths = [math.dist(spring[a], spring[b]) for a, b in part.edges]
        points = np.array([spring[node] for node in nodes]) * (EDGE * 1.7 * len(lengths) / sum(lengths))
        points = _broaden(points)
    middle: Points = (points.min(axis=0) + points.max(axis=0)) / 2
    return points - middle


def _broaden(points: Points) -> Points:
    """Stretch a narrow drawing across, up to 1.6 times, so that names beside its lines find room."""
    extent = points.max(axis=0) - points.min(axis=0)
    wanted = 0.7 * extent[::-1]
    stretched: Points = points * np.clip(wanted / np.maximum(extent, EDGE), 1.0, 1.6)
    return stretched


def _large(part: nx.Graph[int], nodes: list[int], seed: int) -> Points:
    rank = {node: place for place, node in enumerate(nodes)}
    core = sorted(nx.k_core(part, 2).nodes) or nodes[:1]
    random = Random(seed)  # noqa: S311 - a picture, not a secret
    side = EDGE * math.sqrt(len(core))
    points = np.zeros((len(nodes), 2))
    for node in core:
        points[rank[node]] = (random.random() - 0.5) * side, (random.random() - 0.5) * side
    inner = np.array([rank[node] for node in core])
    pairs = _pairs(part.subgraph(core), {node: place for place, node in enumerate(core)})
    weight = np.array([float(part.degree(node)) for node in core])
    points[inner] = _settle(points[inner], pairs, weight, _STEPS, heat=side / 8)
    placed = set(core)
    for parent, child in nx.bfs_edges(part, core[0]):
        if child not in placed:
            angle = random.random() * 2 * math.pi
            points[rank[child]] = points[rank[parent]] + EDGE / 2 * np.array([math.cos(angle), math.sin(angle)])
            placed.add(child)
    weight = np.array([float(part.degree(node)) for node in nodes])
    return _settle(points, _pairs(part, rank), weight, _STEPS // 2, heat=EDGE)


def _pairs(graph: nx.Graph[int], rank: dict[int, int]) -> Pairs:
    pairs = sorted((min(rank[a], rank[b]), max(rank[a], rank[b])) for a, b in graph.edges)
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _settle(points: Points, pairs: Pairs, weight: Points, steps: int, heat: float) -> Points:
    """Let nodes push one another off and edges pull, for a number of ever smaller steps."""
    mass = np.sqrt(weight)
    for step in range(steps):
        force = _repulsion(points, mass) - points * (_GRAVITY * mass)[:, None]
        along = points[pairs[:, 0]] - points[pairs[:, 1]]
        length = np.sqrt((along * along).sum(axis=1)) + 1e-9
        pull = along * (length / EDGE)[:, None]
        for axis in (0, 1):
            force[:, axis] -= np.bincount(pairs[:, 0], pull[:, axis], len(points))
            force[:, axis] += np.bincount(pairs[:, 1], pull[:, axis], len(points))
        size = np.sqrt((force * force).sum(axis=1)) + 1e-9
        limit = heat * (1 - step / steps) ** 1.5 + 0.5
        points = points + force * (np.minimum(size, limit) / size)[:, None]
    return points


def _repulsion(points: Points, mass: Points) -> Points:
    """The push that a node gets from those of its cell one by one, from others as if in their cell's middle."""
    low, high = points.min(axis=0), points.max(axis=0)
    column, row = (np.minimum((points - low) / (high - low + 1e-9) * _CELLS, _CELLS - 1).astype(np.intp)).T
    _, cell = np.unique(column * _CELLS + row, return_inverse=True)
    total = np.bincount(cell, mass)
    centre = np.column_stack([np.bincount(cell, mass * points[:, axis]) / total for axis in (0, 1)])
    x = points[:, 0, None] - centre[None, :, 0]
    y = points[:, 1, None] - centre[None, :, 1]
    square = x * x + y * y + 1.0
    push = total / (square * (1 + square / _REACH**2))
    push[np.arange(len(points)), cell] = 0.0
    force = np.column_stack([(x * push).sum(axis=1), (y * push).sum(axis=1)])
    order = np.argsort(cell, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(cell[order])) + 1):
        if len(members) > 1:
            apart = points[members, None] - points[None, members]
            near = mass[members] / ((apart * apart).sum(axis=2) + 1.0)
            force[members] += (apart * near[:, :, None]).sum(axis=1)
    return force * (EDGE * EDGE * mass)[:, None]


def _pack(drawn: Sequence[Points]) -> list[tuple[float, float]]:
    """A centre for each component, the largest first, where its cells of a coarse raster are free.

    The free place nearest to the middle is looked for along a spiral.
    """
    taken: set[tuple[int, int]] = set()
    centres = []
    for points in drawn:
        cells = {(int(x), int(y)) for x, y in np.floor(points / EDGE + 0.5)}
        margin = {(x + i, y + j) for x, y in cells for i in (-1, 0, 1) for j in (-1, 0, 1)}
        turn, column, row = 0, 0, 0
        while any((x + column, y + row) in taken for x, y in margin):
            turn += 1
            distance, angle = math.sqrt(turn), turn * _GOLDEN_ANGLE
            column, row = round(distance * math.cos(angle)), round(distance * math.sin(angle))
        taken.update((x + column, y + row) for x, y in cells)
        centres.append((column * EDGE, row * EDGE))
    return centres
