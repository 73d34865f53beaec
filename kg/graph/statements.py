"""Many readings of many passages -> one statement for each fact, with all that backs it.

The result is the same whatever the order of the readings, and however often one of them comes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.graph.nodes import StatementNode
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from kg.graph.nodes import EvidenceNode

__all__ = ["Said", "Weight", "stated", "strongest", "weigh"]

STRENGTH: Mapping[str, int] = {status: rank for rank, status in enumerate(Status)}
"""The rank of each status, the strongest claim first."""


class Said(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a passage states a fact.

    Attributes:
        evidence: names the passage.
        head, predicate, tail: the fact; the smaller entity is the head where the relation is symmetric.
        status, confidence, extracted_by, role, triggers: as :class:`kg.model.Evidence` has them.
        source: the article that the passage comes from at last.
        day: when its article was published.
        language: of the article.
    """

    evidence: bytes
    head: str
    predicate: str
    tail: str
    status: str
    confidence: float
    extracted_by: str
    role: str | None
    triggers: tuple[tuple[int, int], ...]
    source: str
    day: str | None
    language: str


class Weight(NamedTuple):
    """What the readings of a fact amount to.

    Attributes:
        status: the strongest over the evidence, from asserted to negated.
        confidence: between 0 and 1, rounded to four decimals. Within a source the best passage that puts the
            fact with this status counts, and independent sources combine by noisy-or, 1 − ∏(1 − cᵢ)
            (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, § 4.3.2), so that a denial never
            makes an assertion more certain.
        source_count: how many independent sources speak of it, whatever they say.
    """

    status: Status
    confidence: float
    source_count: int


def stated(readings: Iterable[Said], *, accepted: bool) -> StatementNode:
    """What the passages of one fact amount to, with the first and the last day that any of them was published.

    Where two rules read the fact in the same span, the stronger status and then the higher confidence wins.

    Args:
        readings: at least one, in any order.
        accepted: whether a person has confirmed the fact.
    """
    distinct: dict[bytes, Said] = {}
    for said in sorted(readings, key=strongest):
        distinct.setdefault(said.evidence, said)
    found = [*distinct.values()]
    weight = weigh((said.source, Status(said.status), said.confidence) for said in found)
    days = sorted(said.day for said in found if said.day)
    return StatementNode(
        head=found[0].head,
        predicate=found[0].predicate,
        tail=found[0].tail,
        status=weight.status.value,
        confidence=weight.confidence,
        sources=weight.source_count,
        accepted=accepted,
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        roles=tuple(sorted({(said.role, said.language) for said in found if said.role})),
        evidence=tuple(sorted(distinct)),
    )


def strongest(one: Said | EvidenceNode) -> tuple[object, ...]:
    """Sort key of readings of one passage: the strongest and surest first."""
    return STRENGTH[one.status], -one.confidence, one.extracted_by, one.role or "", one.triggers


def weigh(readings: Iterable[tuple[Hashable, Status, float]]) -> Weight:
    """Put together what the passages of one fact say.

    >>> weigh([("a", Status.ASSERTED, 0.9), ("b", Status.ASSERTED, 0.5), ("b", Status.PLANNED, 0.8)])
    Weight(status=<Status.ASSERTED: 'asserted'>, confidence=0.95, source_count=2)

    Args:
        readings: the source of each passage, how it puts the fact and how sure that reading is; at least one.
    """
    found = list(readings)
    status = min((status for _, status, _ in found), key=STRENGTH.__getitem__)
    best: defaultdict[Hashable, float] = defaultdict(float)
    for source, put, confidence in found:
        if put is status:
            best[source] = max(best[source], confidence)
    confidence = round(1 - math.prod(1 - value for value in sorted(best.values())), 4)
    return Weight(status, confidence, len({source for source, _, _ in found}))
