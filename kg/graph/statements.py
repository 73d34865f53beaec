"""Many readings of many passages -> one statement per fact, with all that backs it.

In: the extractions of all articles, with one entity for each thing. Out: a :class:`Statement` for each distinct
(head, predicate, tail). The result is the same whatever the order of the extractions and of what they hold.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.errors import SchemaError
from kg.graph.nodes import StatementNode
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from kg.graph.nodes import EvidenceNode
    from kg.model import Article, ArticleKey, Entity, Evidence
    from kg.resolve import Resolution
    from kg.schema import Schema

__all__ = ["Passage", "Role", "Statement", "Weight", "aggregate", "weigh"]

STRENGTH: Mapping[str, int] = {status: rank for rank, status in enumerate(Status)}
"""The rank of each status, the strongest claim first."""


class Said(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a passage, which ``evidence`` names, states a fact; ``source`` is the article that it comes from at last."""

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


class Passage(NamedTuple):
    """A piece of evidence with the article that it quotes."""

    article: Article
    evidence: Evidence


class Role(NamedTuple):
    """What a person is in an organisation, as written, with the language of the article."""

    text: str
    language: str


class Weight(NamedTuple):
    """What the readings of a fact amount to; see :class:`Statement`."""

    status: Status
    confidence: float
    source_count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A distinct fact and everything that backs it.

    Attributes:
        head, predicate, tail: the fact; the smaller entity is the head where the relation is symmetric.
        status: the strongest over the evidence, from asserted to negated.
        confidence: between 0 and 1, rounded to four decimals. Within a source the best passage that puts the
            fact with this status counts, and independent sources combine by noisy-or, 1 − ∏(1 − cᵢ)
            (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, § 4.3.2), so that a denial never
            makes an assertion more certain.
        source_count: how many independent sources speak of it, whatever they say.
        first_seen, last_seen: the dates (UTC) of the earliest and the latest article, None when none is dated.
        roles: the distinct roles that the passages give.
        evidence: one passage per span, those that say it most strongly and most surely first.
    """

    head: Entity
    predicate: str
    tail: Entity
    status: Status
    confidence: float
    source_count: int
    first_seen: date | None
    last_seen: date | None
    roles: tuple[Role, ...]
    evidence: tuple[Passage, ...]


def aggregate(resolution: Resolution, schema: Schema) -> list[Statement]:
    """Gather the relations of all articles into distinct statements, sorted by head, predicate and tail.

    A relation of an entity to itself says nothing and is left out: it is what remains when two names in one
    sentence turn out to be one thing. Where two rules read the same fact in the same span, the stronger
    status and then the higher confidence wins.

    Raises:
        SchemaError: a relation has a name that the schema does not know.
    """
    found: defaultdict[tuple[Entity, str, Entity], list[Passage]] = defaultdict(list)
    for extraction in resolution.extractions:
        for relation in extraction.relations:
            if relation.predicate not in schema.relations:
                known = ", ".join(schema.relations)
                raise SchemaError(f"unknown relation {relation.predicate!r}; add it to the schema, which has {known}")
            head, tail = schema.ends(relation.head, relation.predicate, relation.tail)
            if head != tail:
                found[head, relation.predicate, tail].append(Passage(extraction.article, relation.evidence))
    sources = resolution.sources()
    return [_statement(*key, found[key], sources) for key in sorted(found)]


def _statement(
    head: Entity, predicate: str, tail: Entity, passages: list[Passage], sources: Mapping[ArticleKey, ArticleKey]
) -> Statement:
    distinct = _one_per_span(passages)
    weight = weigh((sources[article.key], evidence.status, evidence.confidence) for article, evidence in distinct)
    dates = sorted(article.published.date() for article, _ in distinct if article.published)
    roles = {Role(evidence.role, article.language) for article, evidence in distinct if evidence.role}
    return Statement(
        head=head,
        predicate=predicate,
        tail=tail,
        status=weight.status,
        confidence=weight.confidence,
        source_count=weight.source_count,
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        roles=tuple(sorted(roles)),
        evidence=distinct,
    )


def stated(readings: Iterable[Said], *, accepted: bool) -> StatementNode:
    """What the passages of one fact amount to, as :class:`kg.graph.nodes.StatementNode` tells it.

    Where two rules read the same fact in the same span, the stronger status and then the higher confidence wins.
    Within a source the best passage that puts the fact with the strongest status counts, and independent sources
    combine by noisy-or, 1 − ∏(1 − cᵢ) (Pearl, Probabilistic Reasoning in Intelligent Systems, 1988, § 4.3.2), so that
    a denial never makes an assertion more certain.

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


def _one_per_span(passages: list[Passage]) -> tuple[Passage, ...]:
    """The best passage for each span of each article, the strongest and surest first."""
    kept: dict[tuple[str, str, int, int], Passage] = {}
    for passage in sorted(passages, key=_rank):
        article, evidence = passage
        kept.setdefault((article.id, article.content_hash, evidence.start, evidence.end), passage)
    return tuple(kept.values())


def _rank(passage: Passage) -> tuple[object, ...]:
    article, evidence = passage
    place = (article.id, article.content_hash, article.path, evidence.start, evidence.end)
    by = (evidence.extracted_by, evidence.role or "", evidence.triggers)
    return (STRENGTH[evidence.status], -evidence.confidence, *place, *by)
