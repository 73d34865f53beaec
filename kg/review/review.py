"""What a person should look at in a graph, the most doubtful first, each with its evidence.

Three kinds of question: are two entities one, is an entity of its class, does a relation hold. What has been decided
is not asked again. Answers are decisions (:mod:`kg.resolve.corrections`); this module only says which.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.ask.tables import select
from kg.graph.vocab import local
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Kept,
    Merged,
    Rejected,
    RejectedRelation,
    Retyped,
    Split,
    relation,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.model import Entity
    from kg.review.entities import Entities, Known

__all__ = [
    "BELOW",
    "MergeQuestion",
    "Question",
    "RelationQuestion",
    "Review",
    "Topic",
    "TypeQuestion",
    "TypeReading",
]

BELOW = 0.5
"""The confidence from which on a relation is not asked about."""


class Topic(StrEnum):
    """What questions are about, in the order in which they are asked."""

    MERGES = "merges"
    TYPES = "types"
    RELATIONS = "relations"


@dataclass(frozen=True, slots=True)
class MergeQuestion:
    """Are two entities one thing?

    Attributes:
        one, into: the entities; ``into`` is named by more articles.
        rule, reason: what speaks for it.
        score: how likely it is, from 0 to 1.
        together: how many articles name both.
    """

    one: Known
    into: Known
    rule: str
    reason: str
    score: float
    together: int

    @property
    def parties(self) -> tuple[Known, ...]:
        """The entities that an answer may be about."""
        return self.into, self.one

    @property
    def order(self) -> tuple[float | int | str, ...]:
        """Sorts the likeliest first."""
        return -self.score, -self.one.articles, self.one.iri, self.into.iri


@dataclass(frozen=True, slots=True)
class TypeReading:
    """A class that articles read an entity as, and its part of all readings."""

    type: str
    articles: int
    share: float


@dataclass(frozen=True, slots=True)
class TypeQuestion:
    """Is an entity of its class? ``readings`` are the others that articles read, the likeliest first."""

    known: Known
    readings: tuple[TypeReading, ...]

    @property
    def parties(self) -> tuple[Known, ...]:
        """The entity."""
        return (self.known,)

    @property
    def order(self) -> tuple[float | int | str, ...]:
        """Sorts those first whose readings differ most."""
        return -self.readings[0].share, -self.known.articles, self.known.iri


@dataclass(frozen=True, slots=True)
class RelationQuestion:
    """Does a relation hold? The passages are those of ``statement``."""

    statement: str
    head: Known
    predicate: str
    tail: Known
    status: str
    confidence: float
    sources: int

    @property
    def parties(self) -> tuple[Known, ...]:
        """Its two ends."""
        return self.head, self.tail

    @property
    def order(self) -> tuple[float | int | str, ...]:
        """Sorts the least sure first."""
        return self.confidence, self.statement


Question = MergeQuestion | TypeQuestion | RelationQuestion


class Review:
    """The questions of one graph.

    Args:
        entities: of the graph.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities

    def questions(self, topics: Collection[Topic] = tuple(Topic), *, below: float = BELOW) -> list[Question]:
        """All questions, the most doubtful of each topic first.

        Args:
            topics: what to ask about.
            below: relations that are less sure than this are asked about.
        """
        found: list[Question] = []
        if Topic.MERGES in topics:
            found += sorted(self._merges(), key=_order)
        if Topic.TYPES in topics:
            found += sorted(self._types(), key=_order)
        if Topic.RELATIONS in topics:
            found += sorted(self._relations(below), key=_order)
        return found

    def _merges(self) -> Iterator[MergeQuestion]:
        pairs: defaultdict[tuple[str, str, str, str], list[Known]] = defaultdict(list)
        rows = select(
            self.entities.store,
            "SELECT ?doubt ?rule ?reason ?score ?e "
            "{ ?doubt a kg:Doubt ; kg:rule ?rule ; kg:reason ?reason ; kg:score ?score ; kg:between ?e }",
        )
        for doubt, rule, reason, score, iri in rows:
            if iri in self.entities.by_iri:
                pairs[doubt, rule, reason, score].append(self.entities.by_iri[iri])
        for (_, rule, reason, score), pair in pairs.items():
            if len(pair) == 2:
                one, into = sorted(pair, key=lambda known: (known.articles, known.mentions, known.iri))
                yield MergeQuestion(one, into, rule, reason, float(score), self._together(one, into))

    def _together(self, one: Known, other: Known) -> int:
        ((number,),) = select(
            self.entities.store,
            f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ ?a schema:mentions <{one.iri}> , <{other.iri}> }}",
        )
        return int(number)

    def _types(self) -> Iterator[TypeQuestion]:
        expand = self.entities.store.vocabulary.expand
        types = {expand(one.iri).value: one.name for one in self.entities.schema.classes.values()}
        readings: defaultdict[str, list[TypeReading]] = defaultdict(list)
        rows = select(
            self.entities.store,
            "SELECT ?e ?class ?articles ?share "
            "{ ?e kg:readAs ?r . ?r kg:readClass ?class ; kg:articleCount ?articles ; kg:confidence ?share }",
        )
        for iri, one, articles, share in rows:
            if iri in self.entities.by_iri and one in types:
                readings[iri].append(TypeReading(types[one], int(articles), float(share)))
        for iri, several in readings.items():
            ordered = sorted(several, key=lambda reading: (-reading.share, reading.type))
            yield TypeQuestion(self.entities.by_iri[iri], tuple(ordered))

    def _relations(self, below: float) -> Iterator[RelationQuestion]:
        rows = select(
            self.entities.store,
            f"""
            SELECT ?s ?head ?predicate ?tail ?status ?confidence ?sources {{
              ?s a kg:Statement ; kg:subject ?head ; kg:predicate ?predicate ; kg:object ?tail ;
                kg:status ?status ; kg:confidence ?confidence ; kg:sourceCount ?sources .
              FILTER(?confidence < {below:f}) FILTER NOT EXISTS {{ ?s kg:reviewed ?done }}
            }}
            """,
        )
        known = self.entities.by_iri
        for statement, head, predicate, tail, status, confidence, sources in rows:
            name = local(predicate)
            if head in known and tail in known and name in self.entities.schema.relations:
                ends = known[head], name, known[tail]
                yield RelationQuestion(statement, *ends, status, float(confidence), int(sources))

    def accepted(self, question: Question) -> Decision:
        """The decision that the graph's guess is right: two are one, a class is right, a relation holds."""
        match question:
            case MergeQuestion(one=one, into=into):
                return Merged(self._before(one), self._before(into))
            case TypeQuestion(known=known):
                return Kept(self._before(known))
            case RelationQuestion():
                return self._fact(AcceptedRelation, question)

    def rejected(self, question: Question) -> Decision:
        """The decision that it is wrong: two are two, an entity is of the likeliest other class, a relation is none."""
        match question:
            case MergeQuestion(one=one, into=into):
                return Split(self._before(one), self._before(into))
            case TypeQuestion(known=known, readings=readings):
                return Retyped(self._before(known), readings[0].type)
            case RelationQuestion():
                return self._fact(RejectedRelation, question)

    def _fact(self, kind: type[AcceptedRelation | RejectedRelation], question: RelationQuestion) -> Decision:
        head, tail = self._before(question.head), self._before(question.tail)
        return relation(kind, head, question.predicate, tail, self.entities.schema)

    def _before(self, known: Known) -> Entity:
        return self.entities.before(known)

    def undecided(self, questions: Iterable[Question], decisions: Iterable[Decision]) -> Iterator[Question]:
        """The questions that decisions leave open."""
        taken = _Taken(decisions)
        for question in questions:
            parties = [self._before(known) for known in question.parties]
            answers = {self.accepted(question), self.rejected(question)}
            if not taken.settles(question, parties, answers):
                yield question


class _Taken:
    """Decisions, so arranged that many questions can be held against them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.all = set(decisions)
        self.rejected = {one.one for one in self.all if isinstance(one, Rejected)}
        self.apart = {
            frozenset((one.one, one.origin)) for one in self.all if isinstance(one, Split) and not one.articles
        }
        self.merged = {one.one: one.into for one in self.all if isinstance(one, Merged)}
        self.classed = {one.one for one in self.all if isinstance(one, Kept | Retyped)}

    def settles(self, question: Question, parties: Collection[Entity], answers: Collection[Decision]) -> bool:
        """Whether a question on these entities, with these answers, needs not be asked."""
        if not self.rejected.isdisjoint(parties) or not self.all.isdisjoint(answers):
            return True
        match question:
            case MergeQuestion():
                return frozenset(parties) in self.apart or len({self._last(one) for one in parties}) == 1
            case TypeQuestion():
                return any(one in self.classed or one in self.merged for one in parties)
        return False

    def _last(self, entity: Entity) -> Entity:
        """What merges make of an entity; a set of decisions has no circle of them."""
        while entity in self.merged:
            entity = self.merged[entity]
        return entity


def _order(question: Question) -> tuple[float | int | str, ...]:
    return question.order
