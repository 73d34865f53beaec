"""Two builds of a graph -> what the newer one says that the older did not, says no more, or says otherwise.

An entity is one in both where its IRI below the base is the same, so that graphs of two bases can be compared;
a fact is one where its relation and its two ends are. Where an entity has gone into another (two names turned
out to be one thing), come out of one, or changed its class, the names tell: its facts are gone under the old
name and there under the new one, and each points to the other. Each graph is read by a few questions, whatever
its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from kg.ask.backing import backings
from kg.ask.keyed import Counts, Key, Keyed
from kg.ask.tables import to_table
from kg.errors import QueryError
from kg.graph.vocab import local

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.ask.answers import Table
    from kg.ask.backing import Backing
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["Change", "Differences", "EntityChange", "FactChange", "differences"]


class Change(StrEnum):
    """What became of an entity or a fact; ``changed`` means another label, or another status or confidence."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that the two graphs do not have alike.

    Attributes:
        status_before, confidence_before: in the older graph, None where it has no such fact.
        status, confidence: in the newer one, likewise.
        backing: the passage that says so, in the newer graph where that has the fact.
        counterpart: the fact under other names of its ends, in the graph that lacks this one; None where there is none.
    """

    change: Change
    subject: str
    relation: str
    object: str
    status_before: str | None
    status: str | None
    confidence_before: float | None
    confidence: float | None
    backing: Backing
    counterpart: str | None


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity that the two graphs do not have alike.

    Attributes:
        name: its label, in the newer graph where that has it.
        type: the compact IRI of its class.
        name_before: the label in the older graph of an entity that is called otherwise now, else None.
        articles: in how many articles it is named.
        counterpart: what shares its name in the graph that lacks it, as ``Name (Class)``; None where nothing does.
    """

    change: Change
    name: str
    type: str
    name_before: str | None
    articles: int
    counterpart: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """How a newer graph differs from an older one.

    Attributes:
        before, after: what the two graphs hold.
        facts: those added, those gone, those changed; the surest first, of the changed those that changed most.
        entities: those added, those gone, those that are called otherwise, the most named first.
    """

    before: Counts
    after: Counts
    facts: tuple[FactChange, ...]
    entities: tuple[EntityChange, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.facts or self.entities)

    def table(self, vocabulary: Vocabulary) -> Table:
        """One fact a row."""
        columns = (
            "change", "subject", "relation", "object", "status_before", "status", "confidence_before", "confidence",
            "sentence", "title", "published", "url", "file", "counterpart",
        )  # fmt: skip
        rows = []
        for one in self.facts:
            confidences = (one.status_before, one.status, one.confidence_before, one.confidence)
            article = (one.backing.sentence, one.backing.title, one.backing.published, one.backing.url)
            fact = (str(one.change), one.subject, one.relation, one.object)
            rows.append((*fact, *confidences, *article, one.backing.path, one.counterpart))
        return to_table(columns, rows, vocabulary)


def differences(older: Store, newer: Store, *, min_change: float = 0.0, symmetric: Collection[str] = ()) -> Differences:
    """Compare two graphs.

    Args:
        older: an open graph.
        newer: an open graph.
        min_change: by how much a confidence must differ to count; a status that differs always counts.
        symmetric: the relations that hold both ways.

    Raises:
        QueryError: ``min_change`` is not between 0 and 1.
    """
    if not 0 <= min_change <= 1:
        raise QueryError(f"{min_change:.15g} is no change of a confidence; give a number from 0 to 1, such as 0.05")
    before, after = Keyed(older), Keyed(newer)
    facts = [*_lone_facts(before, after, symmetric), *_changed_facts(before, after, min_change)]
    entities = [*_lone_entities(before, after), *_renamed(before, after)]
    return Differences(
        before.counts, after.counts, tuple(sorted(facts, key=_by_weight)), tuple(sorted(entities, key=_by_articles))
    )


def _sides(before: Keyed, after: Keyed) -> tuple[tuple[Change, Keyed, Keyed], ...]:
    """What is in the first of two graphs and not in the second is, for each change."""
    return (Change.ADDED, after, before), (Change.GONE, before, after)


def _lone_facts(before: Keyed, after: Keyed, symmetric: Collection[str]) -> Iterator[FactChange]:
    for change, here, there in _sides(before, after):
        keys = sorted(here.facts.keys() - there.facts.keys())
        passages = backings(here.store, (here.facts[key].iri for key in keys))
        for key in keys:
            fact = here.facts[key]
            status, confidence = (fact.status, None), (fact.confidence, None)
            place = 0 if change is Change.GONE else 1
            yield FactChange(
                change,
                *here.said(key),
                status_before=status[place],
                status=status[1 - place],
                confidence_before=confidence[place],
                confidence=confidence[1 - place],
                backing=passages[fact.iri],
                counterpart=_counterpart(key, here, there, symmetric),
            )


def _counterpart(key: Key, here: Keyed, there: Keyed, symmetric: Collection[str]) -> str | None:
    """A fact of one graph under other names of its ends in the other graph."""
    ends = [there.kin(here.entities[end]) for end in (key.head, key.tail)]
    for head, tail in product(*ends):
        candidates = [Key(head.key, key.relation, tail.key)]
        if key.relation in symmetric:
            candidates.append(Key(tail.key, key.relation, head.key))
        for candidate in candidates:
            if candidate in there.facts:
                return " ".join(there.said(candidate))
    return None


def _changed_facts(before: Keyed, after: Keyed, min_change: float) -> Iterator[FactChange]:
    changed = [
        key
        for key in sorted(before.facts.keys() & after.facts.keys())
        if (one := before.facts[key]).status != (two := after.facts[key]).status
        or (one.confidence != two.confidence and round(abs(one.confidence - two.confidence), 4) >= min_change)
    ]
    passages = backings(after.store, (after.facts[key].iri for key in changed))
    for key in changed:
        one, two = before.facts[key], after.facts[key]
        yield FactChange(
            Change.CHANGED,
            *after.said(key),
            status_before=one.status,
            status=two.status,
            confidence_before=one.confidence,
            confidence=two.confidence,
            backing=passages[two.iri],
            counterpart=None,
        )


def _lone_entities(before: Keyed, after: Keyed) -> Iterator[EntityChange]:
    for change, here, there in _sides(before, after):
        for key in sorted(here.entities.keys() - there.entities.keys()):
            one = here.entities[key]
            kin = next((f"{other.label} ({local(other.type)})" for other in there.kin(one)), None)
            yield EntityChange(change, one.label, one.type, None, one.articles, kin)


def _renamed(before: Keyed, after: Keyed) -> Iterator[EntityChange]:
    for key in sorted(before.entities.keys() & after.entities.keys()):
        one, two = before.entities[key], after.entities[key]
        if one.label != two.label:
            yield EntityChange(Change.CHANGED, two.label, two.type, one.label, two.articles, None)


_ORDER = list(Change)


def _by_weight(one: FactChange) -> tuple[object, ...]:
    before, after = one.confidence_before or 0.0, one.confidence or 0.0
    same = one.status == one.status_before
    return _ORDER.index(one.change), same, -abs(after - before), one.subject, one.relation, one.object


def _by_articles(one: EntityChange) -> tuple[object, ...]:
    return _ORDER.index(one.change), -one.articles, one.name, one.type
