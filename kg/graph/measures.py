"""Statements -> which entities are joined, which of them matter, and which belong together.

All measures are taken on the same picture of a graph (:func:`joined`): two entities are joined once, whatever the
number of statements between them, and in both directions, since a relation and its inverse say the same and a
ranking must not turn on which of the two the schema happens to name. A join weighs as much as the surest of its
statements: several relations of one pair are mostly read from the same sentence, so they do not add up.

Nothing depends on chance or on the order in which articles were read: entities come in the order of their names.
networkx is imported where it is needed, since that takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.louvain import louvain, modularity

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

__all__ = ["DAMPING", "Division", "divide", "joined", "pagerank"]

DAMPING = 0.85
"""How often the walker of PageRank follows a join rather than start anew (Brin and Page 1998)."""

_ROUNDS, _CLOSE = 200, 1e-12  # of the power iteration, which converges as 0.85^n: 170 rounds reach 1e-12


@dataclass(frozen=True, slots=True)
class Division:
    """Entities divided into groups whose members are joined to one another more than to the rest.

    Attributes:
        groups: the entities of each, in the order of their names; the largest group first.
        modularity: how much more the members of a group are joined to one another than chance would have it;
            0 for not at all, towards 1 for groups with nothing between them (Newman and Girvan 2004).
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float


def joined(statements: Iterable[tuple[str, str, float]]) -> nx.Graph[str]:
    """The entities that a statement joins to another, sorted, each pair once with the ``weight`` of its surest one.

    A statement with confidence 0 joins nothing, nor does one that relates an entity to itself.

    Args:
        statements: the two ends of each, and how sure it is.
    """
    import networkx as nx

    weights: dict[tuple[str, str], float] = {}
    for head, tail, confidence in statements:
        if head != tail and confidence > 0:
            pair = (min(head, tail), max(head, tail))
            weights[pair] = max(weights.get(pair, 0.0), confidence)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((*pair, weights[pair]) for pair in sorted(weights))
    return graph


def pagerank(graph: nx.Graph[str]) -> dict[str, float]:
    """PageRank by power iteration; networkx has it too, but only where scipy is installed."""
    import numpy as np

    if not graph:
        return {}
    place = {node: index for index, node in enumerate(graph)}
    ends = [(place[one], place[other], about["weight"]) for one, other, about in graph.edges(data=True)]
    ends += [(other, one, weight) for one, other, weight in ends]
    origin, goal = (np.array([end[side] for end in ends]) for side in (0, 1))
    weight = np.array([end[2] for end in ends], dtype=np.float64)
    share = weight / np.bincount(origin, weights=weight)[origin]
    scores = np.full(len(place), 1 / len(place))
    for _ in range(_ROUNDS):
        former = scores
        arriving = np.bincount(goal, weights=scores[origin] * share, minlength=len(place))
        scores = (1 - DAMPING) / len(place) + DAMPING * arriving
        if np.abs(scores - former).sum() < _CLOSE:
            break
    return dict(zip(place, scores.tolist(), strict=True))


def divide(graph: nx.Graph[str], *, resolution: float = 1.0) -> Division:
    """Divide what is joined into groups (:mod:`kg.graph.louvain`), the same for the same graph.

    Args:
        graph: as :func:`joined` gives it.
        resolution: above 1 for more and smaller groups, below 1 for fewer and larger ones.
    """
    place = {name: number for number, name in enumerate(graph)}
    neighbours = [{place[other]: about["weight"] for other, about in near.items()} for near in graph.adj.values()]
    number = louvain(neighbours, resolution)
    groups: dict[int, list[str]] = {}
    for name, group in zip(place, number, strict=True):
        groups.setdefault(group, []).append(name)
    in_order = sorted(groups.values(), key=lambda names: (-len(names), names[0]))
    return Division(tuple(map(tuple, in_order)), modularity(neighbours, number))
