"""Two builds of a graph -> what the newer one says that the older did not, says no more, or says otherwise.

An entity is one in both where its IRI below the base is the same, so that graphs of two bases can be compared;
a fact is one where its relation and its two ends are. Where two names turned out to be one thing, one name to
be two, or an entity changed its class, an entity is gone under one IRI and there under another, and its facts
with it: they have moved, and are told apart from what is new or gone by their names. Each graph is read by a
few questions, whatever its size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from kg.ask.analysis.backing import backings
from kg.ask.analysis.keyed import Counts, Key, Keyed
from kg.ask.tables import to_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from kg.ask.analysis.backing import Backing
    from kg.ask.analysis.keyed import Fact
    from kg.ask.answers import Table
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["Change", "Differences", "EntityChange", "FactChange", "differences"]

K = TypeVar("K", str, Key)


class Change(StrEnum):
    """What became of an entity or a fact.

    ``moved``: it is there under another name or class. ``changed``: a fact has another status or confidence, an
    entity another label.
    """

    ADDED = "added"
    GONE = "gone"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that the two graphs do not have alike.

    Attributes:
        subject, relation, object: as the newer graph has them; of a fact that is gone, as the older one had them.
        before: of a fact that has moved, what the older graph has in its place.
        status_before, confidence_before: in the older graph, None for what is added.
        status, confidence: in the newer one, None for what is gone.
        backing: the passage that says so, in the newer graph where that has the fact.
    """

    change: Change
    subject: str
    relation: str
    object: str
    before: str | None
    status_before: str | None
    status: str | None
    confidence_before: float | None
    confidence: float | None
    backing: Backing


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity that the two graphs do not have alike.

    Attributes:
        name, type: its label and the compact IRI of its class, in the newer graph where that has it.
        before: what the older graph has in place of one that has moved or is called otherwise, as ``Name (Class)``.
        articles: in how many articles it is named.
    """

    change: Change
    name: str
    type: str
    before: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Differences:
    """How a newer graph differs from an older one.

    Attributes:
        before, after: how much the two graphs hold.
        facts: in the order of :class:`Change`; the surest first, of the changed those that changed most.
        entities: in the order of :class:`Change`, the most named first.
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
            "change", "subject", "relation", "object", "before", "status_before", "status", "confidence_before",
            "confidence", "sentence", "title", "published", "url", "file",
        )  # fmt: skip
        rows = []
        for one in self.facts:
            fact = (str(one.change), one.subject, one.relation, one.object, one.before)
            put = (one.status_before, one.status, one.confidence_before, one.confidence)
            backing = one.backing
            rows.append((*fact, *put, backing.sentence, backing.title, backing.published, backing.url, backing.path))
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
    facts = sorted(_facts(before, after, min_change, symmetric), key=_by_weight)
    entities = sorted(_entities(before, after), key=_by_articles)
    return Differences(before.counts, after.counts, tuple(facts), tuple(entities))


def _pairs(
    before: Collection[K], after: Collection[K], *, later: Callable[[K], K | None], earlier: Callable[[K], K | None]
) -> Iterator[tuple[K | None, K | None]]:
    """What only one of two graphs has, beside what the other has in its place: (old, None), (None, new), (old, new).

    Args:
        before: the keys of the older graph.
        after: the keys of the newer one.
        later: what the newer graph has in place of a key of the older one that it lacks, if anything.
        earlier: the same the other way round.
    """
    gone, added = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    moved = [(old, new) for old in gone if (new := later(old)) is not None]
    moved += [(old, new) for new in added if (old := earlier(new)) is not None]
    old_ends, new_ends = {old for old, _ in moved}, {new for _, new in moved}
    yield from ((old, None) for old in gone if old not in old_ends)
    yield from ((None, new) for new in added if new not in new_ends)
    yield from sorted(set(moved))


def _facts(before: Keyed, after: Keyed, min_change: float, symmetric: Collection[str]) -> Iterator[FactChange]:
    pairs: list[tuple[Key | None, Key | None]] = list(
        _pairs(
            before.facts.keys(),
            after.facts.keys(),
            later=lambda key: _counterpart(key, before, after, symmetric),
            earlier=lambda key: _counterpart(key, after, before, symmetric),
        )
    )
    pairs += [(key, key) for key in sorted(before.facts.keys() & after.facts.keys())
              if _differ(before.facts[key], after.facts[key], min_change)]  # fmt: skip
    passages = backings(before.store, (before.facts[old].iri for old, new in pairs if old and not new))
    passages |= backings(after.store, (after.facts[new].iri for _, new in pairs if new))
    for old, new in pairs:
        graph, key = _newest(before, old, after, new)
        one, two = before.facts[old] if old else None, after.facts[new] if new else None
        yield FactChange(
            _change(old, new),
            *graph.said(key),
            before=_otherwise(before, old, new) if old and new and old != new else None,
            status_before=one.status if one else None,
            status=two.status if two else None,
            confidence_before=one.confidence if one else None,
            confidence=two.confidence if two else None,
            backing=passages[graph.facts[key].iri],
        )


def _newest(before: Keyed, old: K | None, after: Keyed, new: K | None) -> tuple[Keyed, K]:
    """The newer graph where that has the thing, else the older one; with the key that it has there."""
    if new is not None:
        return after, new
    if old is None:
        raise ValueError("neither graph has it")
    return before, old


def _otherwise(graph: Keyed, key: Key, other: Key) -> str:
    """A fact of a graph, with the class of an end that is another entity in the other one."""
    head, tail = (
        graph.entities[end].label if end in (other.head, other.tail) else graph.called(end)
        for end in (key.head, key.tail)
    )
    return f"{head} {key.relation} {tail}"


def _change(old: str | Key | None, new: str | Key | None) -> Change:
    if old is None:
        return Change.ADDED
    if new is None:
        return Change.GONE
    return Change.CHANGED if old == new else Change.MOVED


def _differ(one: Fact, two: Fact, min_change: float) -> bool:
    apart = round(abs(one.confidence - two.confidence), 4)
    return one.status != two.status or (apart > 0 and apart >= min_change)


def _counterpart(key: Key, here: Keyed, there: Keyed, symmetric: Collection[str]) -> Key | None:
    """The fact of one graph under other names of its ends in the other graph; None where that has none."""
    for head, tail in product(*(there.kin(here.entities[end]) for end in (key.head, key.tail))):
        ends = [(head.key, tail.key), *([(tail.key, head.key)] if key.relation in symmetric else [])]
        for one, other in ends:
            if (candidate := Key(one, key.relation, other)) in there.facts:
                return candidate
    return None


def _entities(before: Keyed, after: Keyed) -> Iterator[EntityChange]:
    pairs: list[tuple[str | None, str | None]] = list(
        _pairs(
            before.entities.keys(),
            after.entities.keys(),
            later=lambda key: next((one.key for one in after.kin(before.entities[key])), None),
            earlier=lambda key: next((one.key for one in before.kin(after.entities[key])), None),
        )
    )
    both = sorted(before.entities.keys() & after.entities.keys())
    pairs += [(key, key) for key in both if before.entities[key].label != after.entities[key].label]
    for old, new in pairs:
        graph, key = _newest(before, old, after, new)
        entity = graph.entities[key]
        former = before.called(old) if old and new else None
        yield EntityChange(_change(old, new), entity.label, entity.type, former, entity.articles)


_ORDER = list(Change)


def _by_weight(one: FactChange) -> tuple[object, ...]:
    apart = abs((one.confidence or 0.0) - (one.confidence_before or 0.0))
    same = one.status == one.status_before
    return _ORDER.index(one.change), same, -apart, one.subject, one.relation, one.object, one.before or ""


def _by_articles(one: EntityChange) -> tuple[object, ...]:
    return _ORDER.index(one.change), -one.articles, one.name, one.type, one.before or ""
