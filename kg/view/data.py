"""A graph on disk -> :class:`GraphData`, what a page holds of it.

The statements are read first, without their sentences; the filters, the neighbourhood and the limit choose
among them; only what is left is read in full. Everything comes in the order of names, so that the same graph gives
the same page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.vocab import local
from kg.model import Status
from kg.schema import load_schema
from kg.view.choice import choose, degrees, neighbourhood
from kg.view.gather import gather, standing
from kg.view.given import given
from kg.view.reading import Reader
from kg.view.values import GraphData, Hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from kg.graph.store import Store
    from kg.schema import Schema
    from kg.view.choice import Claim
    from kg.view.given import Fact

__all__ = ["LIMIT", "GraphData", "graph_data"]

LIMIT = 10_000
"""How many entities a page holds at most, unless told otherwise."""

_MANY = 40  # names that a message lists; of more it only says that there are


def graph_data(
    store: Store,
    *,
    facts: Collection[Fact] | None = None,
    schema: Schema | None = None,
    classes: Collection[str] = (),
    relations: Collection[str] = (),
    statuses: Collection[str] = (),
    min_confidence: float = 0.0,
    since: date | None = None,
    until: date | None = None,
    around: str | None = None,
    depth: int = 1,
    limit: int = LIMIT,
) -> GraphData:
    """Read from a graph what a page is to hold.

    Entities that no statement joins to another are there too, unless a filter asks for statements of some kind or
    for a neighbourhood.

    Args:
        store: an open graph.
        facts: triples of full IRIs, which are drawn in place of all that the graph states: the entities in them, and
            those between two entities, with the evidence of their statement where the graph states them.
        schema: whose classes and relations the filters may name, beside those that the graph has; the built-in one
            unless given.
        classes: keep entities of these classes, ``ORG``, ``schema:Organization``, ``organisation``, in any case; all
            where none is named.
        relations: keep statements of these relations, ``partnersWith``, ``est partenaire de``, in any case; all where
            none is named.
        statuses: keep statements of these statuses; all where none is named.
        min_confidence: keep statements of at least this confidence, between 0 and 1.
        since: keep statements that an article of this day or a later one makes.
        until: keep statements that an article of this day or an earlier one makes; with ``since``, the same article.
        around: keep the neighbourhood of the entity with this IRI.
        depth: how many steps the neighbourhood reaches.
        limit: keep at most so many entities: the nearest, then the most important ones.

    Raises:
        QueryError: a filter names a class, relation, status or entity that the graph does not know, or a
            number is out of range, or no day is meant, or no fact is between two entities.
    """
    if limit < 1 or depth < 0 or not 0 <= min_confidence <= 1:
        raise QueryError("limit is at least 1, depth at least 0, min_confidence from 0 to 1; give such numbers")
    if since and until and since > until:
        raise QueryError(f"no day is both since {since} and until {until}; give the earlier one as since")
    reader = Reader(store)
    entities, every, known = reader.entities, reader.claims(), schema or load_schema()
    named, drawn = (entities.keys(), every) if facts is None else given(facts, reader, every)
    wanted, joining = _classes(classes, reader, known), _relations(relations, [*every, *drawn], known)
    _check("status", statuses, [status.value for status in Status])
    among = {iri for iri in named if not wanted or entities[iri].type in wanted}
    dated = _dated(reader, since, until)
    claims = [
        claim
        for claim in drawn
        if (not relations or claim.relation in joining)
        and (not statuses or claim.status in statuses)
        and claim.confidence >= min_confidence
        and claim.head in among
        and claim.tail in among
        and (dated is None or claim.iri in dated)
    ]
    isolated = True
    if around is not None:
        _check("entity", [around], entities)
        distance = neighbourhood(claims, around, depth)
        claims = [claim for claim in claims if claim.head in distance and claim.tail in distance]
    elif relations or statuses or min_confidence or dated is not None:
        distance, isolated = dict.fromkeys(degrees(claims), 0), False
    else:
        distance = dict.fromkeys(among, 0)
    stand = standing(every)
    kept, shown = choose(claims, distance, stand.rank, limit, isolated=isolated)
    hidden = Hidden(len(distance) - len(kept), len(claims) - len(shown))
    return gather(reader, kept, shown, stand, hidden)


def _dated(reader: Reader, since: date | None, until: date | None) -> set[str] | None:
    """The statements that an article of these days makes; an article without a date is of no day. None for any day."""
    if since is None and until is None:
        return None
    first, last = since.isoformat() if since else "", until.isoformat() if until else "9999-12-31"
    return {statement for statement, days in reader.days().items() if any(first <= day <= last for day in days)}


def _classes(names: Collection[str], reader: Reader, schema: Schema) -> set[str]:
    """The compact IRIs of classes, each by its IRI, its local name, a label, or the name that annotations use."""
    if not names:
        return set()
    vocabulary = reader.store.vocabulary
    used = sorted({entity.type for entity in reader.entities.values()})
    known, short = {iri: {iri, local(iri)} for iri in used}, {iri: iri for iri in used}
    for entity_class in schema.classes.values():
        iri = vocabulary.compact(vocabulary.expand(entity_class.iri).value)
        known.setdefault(iri, set()).update({iri, local(iri), entity_class.name, *entity_class.label.values()})
        short[iri] = entity_class.name
    return _meant("class", names, known, short.values())


def _relations(names: Collection[str], claims: Iterable[Claim], schema: Schema) -> set[str]:
    """The names of relations, each by its name or a label."""
    known = {name: {name} for name in sorted({claim.relation for claim in claims})}
    for name, relation in schema.relations.items():
        known.setdefault(name, set()).update({name, *relation.label.values()})
    return _meant("relation", names, known, known)


def _meant(
    what: str, names: Collection[str], known: Mapping[str, Collection[str]], choice: Collection[str]
) -> set[str]:
    """What the names stand for; case does not matter, and where two bear a name the first counts."""
    meant = {called.casefold(): one for one in reversed(list(known)) for called in known[one]}
    _check(what, [name for name in names if name.casefold() not in meant], choice)
    return {meant[name.casefold()] for name in names}


def _check(what: str, names: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        choice = ", ".join(sorted(known)) if 0 < len(known) <= _MANY else "one that the graph has"
        raise QueryError(f"no {what} {', '.join(map(repr, unknown))}; use {choice}")
