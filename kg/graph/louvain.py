"""Nodes and the weights between them -> communities, by the method of Louvain.

Each node in turn, in an order that is drawn by lot, moves to the community of a neighbour by which modularity gains
most; when none moves any more, communities become nodes, and it begins again (Blondel, Guillaume, Lambiotte and
Lefebvre 2008, "Fast unfolding of communities in large networks"). It does step by step what networkx does and finds
the same, without the time that networkx takes to import and to check.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Near = Sequence[Mapping[int, float]]

__all__ = ["communities", "modularity"]

_LITTLE = 1e-7
"""What modularity must gain for another round."""


def communities(near: Near, *, resolution: float, seed: int) -> list[list[int]]:
    """Divide nodes into communities.

    Args:
        near: for each node its neighbours, each with the weight between the two, which both have.
        resolution: above 1 for more and smaller communities, below 1 for fewer and larger ones.
        seed: of the lots that are drawn.
    """
    draw = Random(seed)  # noqa: S311 - nothing is to be kept secret
    members = [[node] for node in range(len(near))]
    size = sum(_degrees(near)) / 2
    reached = modularity(near, range(len(near)), resolution)
    while True:
        homes = _moved(near, size, resolution, draw)
        joined: list[list[int]] = [[] for _ in range(max(homes) + 1)]
        for one, home in zip(members, homes, strict=True):
            joined[home] += one
        members, before, reached = joined, reached, modularity(near, homes, resolution)
        if reached - before <= _LITTLE:
            return members
        near = _condensed(near, homes, len(members))


def modularity(near: Near, homes: Sequence[int], resolution: float = 1.0) -> float:
    """How much more the members of communities are joined to one another than chance would have it.

    Args:
        near: as for :func:`communities`.
        homes: the number of the community of each node.
        resolution: likewise.
    """
    within, degrees = [0.0] * len(near), [0.0] * len(near)
    for node, degree in enumerate(_degrees(near)):
        home = homes[node]
        degrees[home] += degree
        within[home] += sum(weight for other, weight in near[node].items() if other >= node and homes[other] == home)
    twice = sum(degrees)
    return sum(
        2 * inner / twice - resolution * (all_ / twice) ** 2 for inner, all_ in zip(within, degrees, strict=True)
    )


def _degrees(near: Near) -> list[float]:
    """The weight at each node, in which that of a loop counts twice."""
    return [sum(weights.values()) + weights.get(node, 0.0) for node, weights in enumerate(near)]


def _moved(near: Near, size: float, resolution: float, draw: Random) -> list[int]:
    """The community of each node after all have moved as they like, numbered from 0."""
    homes, degrees = list(range(len(near))), _degrees(near)
    total = degrees.copy()  # of each community
    order = list(range(len(near)))
    draw.shuffle(order)
    moving = True
    while moving:
        moving = False
        for node in order:
            home, degree = homes[node], degrees[node]
            weights: dict[int, float] = {}
            for other, weight in near[node].items():
                if other != node:
                    there = homes[other]
                    weights[there] = weights.get(there, 0.0) + weight
            total[home] -= degree
            leaving = -weights.get(home, 0.0) / size + resolution * (total[home] * degree) / (2 * size**2)
            best, most = home, 0.0
            for there, weight in weights.items():
                gain = leaving + weight / size - resolution * (total[there] * degree) / (2 * size**2)
                if gain > most:
                    best, most = there, gain
            total[best] += degree
            if best != home:
                homes[node], moving = best, True
    numbers = {home: number for number, home in enumerate(sorted(set(homes)))}
    return [numbers[home] for home in homes]


def _condensed(near: Near, homes: Sequence[int], count: int) -> list[dict[int, float]]:
    """The graph whose nodes are the communities of another one; what is within a community becomes a loop."""
    condensed: list[dict[int, float]] = [{} for _ in range(count)]
    for node, weights in enumerate(near):
        for other, weight in weights.items():
            if other >= node:
                one, two = homes[node], homes[other]
                condensed[one][two] = condensed[two][one] = weight + condensed[one].get(two, 0.0)
    return condensed
