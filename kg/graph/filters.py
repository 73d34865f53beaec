"""What somebody asks to see of a graph -> a :class:`Selection`, the same for exports, pages and queries.

People name classes and relations as they like, ``ORG``, ``organisation``, ``est partenaire de``; a selection holds what
the graph calls them. What names nothing is an error that lists what there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack

from kg.errors import QueryError
from kg.graph.vocab import local
from kg.model import Status
from kg.schema import load_schema
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Filters", "Selection", "selection_of"]

_MANY = 40  # names that a message lists; of more it only says that there are


class Filters(TypedDict, total=False):
    """What to leave of a graph; each as :class:`Selection` says, in the words of people."""

    since: date | None
    until: date | None
    classes: Collection[str]
    relations: Collection[str]
    statuses: Collection[str]
    min_confidence: float
    around: str | None
    depth: int


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a graph; what is left out asks nothing.

    Attributes:
        since, until: what articles of these days say, both days included; an article without a date is of no day.
        classes: of one class, what has to do with it: the statements with an end of that class. Of several, what they
            have to do with one another: the statements with both ends in them. Compact IRIs.
        relations: the statements of these relations, by their names in the schema.
        statuses: the statements that the articles left by the days put so.
        min_confidence: the statements of which the articles left by the days are at least so sure.
        around: the neighbourhood of the entity with this IRI.
        depth: how many steps the neighbourhood reaches, over the statements that pass everything else.

    Raises:
        QueryError: a number is out of range, or no day is meant.
    """

    since: date | None = None
    until: date | None = None
    classes: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    min_confidence: float = 0.0
    around: str | None = None
    depth: int = 1

    def __post_init__(self) -> None:
        if self.depth < 0 or not 0 <= self.min_confidence <= 1:
            raise QueryError("depth is at least 0, min_confidence from 0 to 1; give such numbers")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"no day is both since {self.since} and until {self.until}; give the earlier one as since")

    @property
    def dated(self) -> bool:
        """Whether some articles may fall away."""
        return self.since is not None or self.until is not None

    @property
    def joining(self) -> bool:
        """Whether statements of some kind are asked for, and with them only the entities that they join."""
        return bool(self.relations or self.statuses or self.min_confidence)

    @property
    def narrow(self) -> bool:
        """Whether anything but the days is asked for."""
        return self.joining or bool(self.classes) or self.around is not None

    def of_day(self, day: str) -> bool:
        """Whether a day as ISO 8601 writes it is meant; the empty day is none."""
        first, last = self.since or "", self.until or "9999-12-31"
        return not self.dated or (day != "" and str(first) <= day <= str(last))


def selection_of(
    store: Store, *, schema: Schema | None = None, drawn: Iterable[str] = (), **filters: Unpack[Filters]
) -> Selection:
    """Understand what somebody asks of a graph.

    Args:
        store: an open graph.
        schema: whose classes and relations may be named beside those of the graph; the built-in one unless given.
        drawn: further relations that may be named.
        **filters: classes as ``ORG``, ``schema:Organization`` or ``organisation``, relations as ``partnersWith`` or
            ``est partenaire de``, in any case; ``around`` an IRI; the others as :class:`Selection` has them.

    Raises:
        QueryError: a filter names a class, relation, status or entity that the graph does not know, a number is out of
            range, or no day is meant.
    """
    known = schema or load_schema()
    statuses, around = filters.get("statuses", ()), filters.get("around")
    _check("status", statuses, [status.value for status in Status])
    if around is not None:
        _check("entity", [around], [iri for (iri,) in store.texts("SELECT ?entity { ?entity kg:mentionCount ?n }")])
    return Selection(
        since=filters.get("since"),
        until=filters.get("until"),
        classes=_classes(filters.get("classes", ()), store, known),
        relations=_relations(filters.get("relations", ()), store, drawn, known),
        statuses=frozenset(statuses),
        min_confidence=filters.get("min_confidence", 0.0),
        around=around,
        depth=filters.get("depth", 1),
    )


def _classes(names: Collection[str], store: Store, schema: Schema) -> frozenset[str]:
    """The compact IRIs of classes, each by its IRI, its local name, a label, or the name that annotations use."""
    if not names:
        return frozenset()
    vocabulary = store.vocabulary
    found = store.texts("SELECT DISTINCT ?class { ?entity kg:mentionCount ?mentions ; a ?class }")
    used = sorted(vocabulary.compact(iri) for (iri,) in found)
    known, short = {iri: {iri, local(iri)} for iri in used}, {iri: iri for iri in used}
    for entity_class in schema.classes.values():
        iri = vocabulary.compact(vocabulary.expand(entity_class.iri).value)
        known.setdefault(iri, set()).update({iri, local(iri), entity_class.name, *entity_class.label.values()})
        short[iri] = entity_class.name
    return _meant("class", names, known, short.values())


def _relations(names: Collection[str], store: Store, drawn: Iterable[str], schema: Schema) -> frozenset[str]:
    """The names of relations, each by its name or a label."""
    if not names:
        return frozenset()
    found = store.texts("SELECT DISTINCT ?relation { ?statement kg:predicate ?relation }")
    used = {iri.removeprefix(store.vocabulary.ns) for (iri,) in found}
    known = {name: {name} for name in sorted(used.union(drawn))}
    for name, relation in schema.relations.items():
        known.setdefault(name, set()).update({name, *relation.label.values()})
    return _meant("relation", names, known, known)


def _meant(
    what: str, names: Collection[str], known: Mapping[str, Collection[str]], choice: Collection[str]
) -> frozenset[str]:
    """What the names stand for; case does not matter, and where two bear a name the first counts."""
    by_name = {called.casefold(): one for one in reversed(list(known)) for called in known[one]}
    _check(what, [name for name in names if name.casefold() not in by_name], choice, by_name)
    return frozenset(by_name[name.casefold()] for name in names)


def _check(what: str, names: Collection[str], known: Collection[str], called: Collection[str] = ()) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        few = 0 < len(known) <= _MANY
        advice = f"use {', '.join(sorted(known)) if few else 'one that the graph has'}"
        if few and len(unknown) == 1 and what != "entity":
            advice = meant(unknown[0], {*known, *called}, advice)
        raise QueryError(f"no {what} {', '.join(map(repr, unknown))}; {advice}")
