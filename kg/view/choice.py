"""Which of the chosen statements and entities a page holds: the most important ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.claims import degrees

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph.claims import Claim

__all__ = ["choose"]


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
