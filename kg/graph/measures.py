"""Statements -> which entities are joined, which of them matter, and which belong together.

All measures are taken on the same picture of a graph (:func:`joined`): two entities are joined once, whatever the
number of statements between them, and in both directions, since a relation and its inverse say the same and a
ranking must not turn on which of the two the schema happens to name. A join weighs as much as the surest of its
statements: several relations of one pair are mostly read from the same sentence, so they do not add up.

Nothing depends on chance or on the order in which articles were read: entities come in the order of their names,
and what draws lots is seeded. networkx is imported where it is needed, since that takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

__all__ = ["DAMPING", "Division", "divide", "joined", "pagerank"]

DAMPING = 0.85
"""How often the walker of PageRank follows a join rather than start anew (Brin and Page 1998)."""

_SEED = 20
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
    """Divide what is joined into groups (Louvain; Blondel and others 2008), the same for the same graph.

    Args:
        graph: as :func:`joined` gives it.
        resolution: above 1 for more and smaller groups, below 1 for fewer and larger ones.
    """
    import networkx as nx

    if not graph:
        return Division((), 0.0)
    names = list(graph)
    place = {name: number for number, name in enumerate(names)}
    numbered: nx.Graph[int] = nx.Graph()  # sets of numbers have an order, sets of names have none
    numbered.add_nodes_from(range(len(names)))
    for one, other, about in graph.edges(data=True):
        numbered.add_edge(place[one], place[other], weight=about["weight"])
    found = sorted(
        nx.community.louvain_communities(numbered, resolution=resolution, seed=_SEED),
        key=lambda group: (-len(group), min(group)),
    )
    groups = tuple(tuple(sorted(names[number] for number in group)) for group in found)
    return Division(groups, nx.community.modularity(numbered, found))
