"""Which statements and entities a page holds: the neighbourhood of one, and the most important ones of many."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Claim", "choose", "degrees", "neighbourhood"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement without its sentences; ``head`` and ``tail`` are IRIs."""

    iri: str
    head: str
    relation: str
    tail: str
    status: str
    confidence: float
    sources: int


def neighbourhood(claims: Iterable[Claim], centre: str, depth: int) -> dict[str, int]:
    """The entities within ``depth`` steps of ``centre``, in either direction, with their distance."""
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        joined[claim.head].add(claim.tail)
        joined[claim.tail].add(claim.head)
    distance, edge = {centre: 0}, {centre}
    for step in range(1, depth + 1):
        edge = {other for entity in edge for other in joined[entity]} - distance.keys()
        distance.update(dict.fromkeys(edge, step))
    return distance


def degrees(claims: Iterable[Claim]) -> Counter[str]:
    """How many claims each entity takes part in."""
    return Counter(end for claim in claims for end in {claim.head, claim.tail})


def choose(
    claims: Sequence[Claim], distance: Mapping[str, int], rank: Mapping[str, float], limit: int, *, isolated: bool
) -> tuple[list[str], list[Claim]]:
    """At most ``limit`` of the entities in ``distance``, and the claims among them, both in their own order.

    The nearest come first and of those the most connected, then the highest in rank; equals are told apart by their
    IRI.

    Args:
        claims: the statements, every end of which has a distance.
        distance: the entities to choose from, each with its distance from the centre.
        rank: how important each entity is in the whole graph; 0 where it is not there.
        limit: how many entities to keep.
        isolated: whether to keep entities that the chosen claims do not join to another.
    """
    degree = degrees(claims)
    ranked = sorted(distance, key=lambda iri: (distance[iri], -degree[iri], -rank.get(iri, 0.0), iri))
    kept = set(ranked[:limit])
    shown = [claim for claim in claims if claim.head in kept and claim.tail in kept]
    if not isolated:
        kept = {end for claim in shown for end in (claim.head, claim.tail)}
    return sorted(kept), shown
