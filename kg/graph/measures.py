"""Statements -> which entities are joined, which of them matter, and which belong together.

All measures are taken on the same picture of a graph (:func:`joined`): two entities are joined once, whatever the
number of statements between them, and in both directions, since a relation and its inverse say the same and a
ranking must not turn on which of the two the schema happens to name. A join weighs as much as the surest of its
statements: several relations of one pair are mostly read from the same sentence, so they do not add up.

Nothing depends on chance or on the order in which articles were read: entities come in the order of their names,
and what draws lots is seeded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.louvain import communities, modularity

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DAMPING", "Division", "Joins", "divide", "joined", "pagerank"]

Joins = Mapping[str, Mapping[str, float]]
"""What each entity is joined to, with the weight of the join."""

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


def joined(statements: Iterable[tuple[str, str, float]]) -> Joins:
    """The entities that a statement joins to another, sorted, each with those and the weight of the surest statement.

    A statement with confidence 0 joins nothing, nor does one that relates an entity to itself.

    Args:
        statements: the two ends of each, and how sure it is.
    """
    weights: dict[tuple[str, str], float] = {}
    for head, tail, confidence in statements:
        if head != tail and confidence > 0:
            pair = (min(head, tail), max(head, tail))
            weights[pair] = max(weights.get(pair, 0.0), confidence)
    joins: dict[str, dict[str, float]] = {end: {} for end in sorted({end for pair in weights for end in pair})}
    for one, other in sorted(weights):
        joins[one][other] = joins[other][one] = weights[one, other]
    return joins


def pagerank(joins: Joins) -> dict[str, float]:
    """PageRank by power iteration."""
    import numpy as np

    if not joins:
        return {}
    place = {node: index for index, node in enumerate(joins)}
    ends = [(place[one], place[two], near[two]) for one, near in joins.items() for two in near if one < two]
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


def divide(joins: Joins, *, resolution: float = 1.0) -> Division:
    """Divide what is joined into groups (Louvain; Blondel and others 2008), the same for the same joins.

    Args:
        joins: as :func:`joined` gives them.
        resolution: above 1 for more and smaller groups, below 1 for fewer and larger ones.
    """
    if not joins:
        return Division((), 0.0)
    names = list(joins)
    place = {name: number for number, name in enumerate(names)}
    near = [{place[other]: weight for other, weight in others.items()} for others in joins.values()]
    groups = map(sorted, communities(near, resolution=resolution, seed=_SEED))
    found = sorted(groups, key=lambda group: (-len(group), group))
    homes = [0] * len(names)
    for number, group in enumerate(found):
        for member in group:
            homes[member] = number
    return Division(tuple(tuple(names[one] for one in group) for group in found), modularity(near, homes))
