"""A graph on disk -> :class:`GraphData`, what a page holds of it.

The statements are read first, without their sentences; the filters, the neighbourhood and the limit choose
among them; only what is left is read in full. How much an entity matters and which others it belongs with is said
of the whole graph, whatever part of it the page holds. Everything comes in the order of names, so that the same
graph gives the same page.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import QueryError
from kg.graph.measures import divide, joined, pagerank
from kg.graph.vocab import local
from kg.model import Status
from kg.schema import load_schema
from kg.view.choice import choose, degrees, neighbourhood
from kg.view.labels import Labels
from kg.view.passage import marks, plain
from kg.view.reading import Reader
from kg.view.values import Edge, GraphData, Hidden, Node, Passage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from kg.graph.store import Store
    from kg.schema import Schema
    from kg.view.choice import Claim
    from kg.view.reading import Entity, Quote

__all__ = ["LIMIT", "GraphData", "graph_data"]

LIMIT = 10_000
"""How many entities a page holds at most, unless told otherwise."""

_MANY = 40  # names that a message lists; of more it only says that there are


def graph_data(
    store: Store,
    *,
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
            number is out of range.
    """
    if limit < 1 or depth < 0 or not 0 <= min_confidence <= 1:
        raise QueryError("limit is at least 1, depth at least 0, min_confidence from 0 to 1; give such numbers")
    reader = Reader(store)
    entities, every, known = reader.entities, reader.claims(), schema or load_schema()
    wanted, joining = _classes(classes, reader, known), _relations(relations, every, known)
    _check("status", statuses, [status.value for status in Status])
    among = {iri for iri, entity in entities.items() if not wanted or entity.type in wanted}
    dated = _dated(reader, since, until)
    claims = [
        claim
        for claim in every
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
    standing = _standing(every)
    kept, shown = choose(claims, distance, standing.rank, limit, isolated=isolated)
    hidden = Hidden(len(distance) - len(kept), len(claims) - len(shown))
    return _read(reader, kept, shown, standing, hidden)


class _Standing(NamedTuple):
    """How entities stand in the whole graph, by their IRIs."""

    degree: Counter[str]
    rank: Mapping[str, float]
    community: Mapping[str, int]


def _standing(claims: Sequence[Claim]) -> _Standing:
    """What is denied joins nothing."""
    graph = joined((one.head, one.tail, one.confidence) for one in claims if one.status != Status.NEGATED)
    groups = divide(graph).groups
    return _Standing(
        degrees(claims),
        {iri: float(f"{score:.4g}") for iri, score in pagerank(graph).items()},
        {iri: number for number, group in enumerate(groups) for iri in group},
    )


def _read(
    reader: Reader, entities: Sequence[str], claims: Sequence[Claim], standing: _Standing, hidden: Hidden
) -> GraphData:
    """Read in full what was chosen, and give everything its place."""
    named = reader.named(set(entities))
    quotes = reader.quotes({claim.iri for claim in claims})
    naming = {article for pairs in named.values() for article, _ in pairs}
    naming |= {quote.article for found in quotes.values() for quote in found}
    articles = {iri: place for place, iri in enumerate(iri for iri in reader.articles if iri in naming)}
    nodes = tuple(_node(iri, reader.entities[iri], named[iri], articles, standing) for iri in entities)
    evidence, backing = _evidence(claims, quotes, reader.entities, articles)
    dates = [reader.articles[iri].date or "" for iri in articles]
    places, roles, edges = {iri: place for place, iri in enumerate(entities)}, reader.roles(), []
    for claim in claims:
        backed = backing[claim.iri]
        backed.sort(key=lambda place: (evidence[place].confidence, dates[evidence[place].article]), reverse=True)
        edges.append(_edge(claim, places, roles.get(claim.iri, ()), backed))
    labels = Labels(reader.store)
    return GraphData(
        nodes=nodes,
        edges=tuple(edges),
        evidence=evidence,
        articles=tuple(reader.articles[iri] for iri in articles),
        classes=tuple(labels.node_class(iri) for iri in _by_count(node.type for node in nodes)),
        relations=tuple(labels.relation(name) for name in _by_count(edge.relation for edge in edges)),
        hidden=hidden,
        prefixes=dict(reader.store.vocabulary.prefixes),
    )


def _node(
    iri: str, entity: Entity, named: Iterable[tuple[str, int]], articles: Mapping[str, int], standing: _Standing
) -> Node:
    return Node(
        iri=iri,
        name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        mentions=entity.mentions,
        degree=standing.degree[iri],
        rank=standing.rank.get(iri, 0.0),
        community=standing.community.get(iri, -1),
        articles=tuple((articles[article], count) for article, count in named),
    )


def _edge(claim: Claim, places: Mapping[str, int], roles: Iterable[str], evidence: Iterable[int]) -> Edge:
    return Edge(
        iri=claim.iri,
        head=places[claim.head],
        tail=places[claim.tail],
        relation=claim.relation,
        status=claim.status,
        confidence=claim.confidence,
        sources=claim.sources,
        roles=tuple(roles),
        evidence=tuple(evidence),
    )


def _evidence(
    claims: Iterable[Claim],
    quotes: Mapping[str, Sequence[Quote]],
    entities: Mapping[str, Entity],
    articles: Mapping[str, int],
) -> tuple[tuple[Passage, ...], dict[str, list[int]]]:
    """All evidence in the order of articles and of places in them, and which of it backs each statement."""
    text = cache(plain)
    names = cache(lambda iri: tuple(name for name in map(text, (entities[iri].name, *entities[iri].aliases)) if name))
    found = [(claim, quote) for claim in claims for quote in quotes.get(claim.iri, ())]
    found.sort(key=lambda pair: (articles[pair[1].article], pair[1].start, pair[1].end, pair[0].iri))
    backing: dict[str, list[int]] = {claim.iri: [] for claim in claims}
    evidence: list[Passage] = []
    for claim, quote in found:
        sentence = text(quote.exact)
        backing[claim.iri].append(len(evidence))
        passage = Passage(
            article=articles[quote.article],
            start=quote.start,
            end=quote.end,
            text=sentence,
            marks=marks(sentence, names(claim.head), names(claim.tail), map(text, quote.triggers)),
            status=quote.status,
            confidence=quote.confidence,
            extracted_by=quote.extracted_by,
        )
        evidence.append(passage)
    return tuple(evidence), backing


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
    known = {iri: {iri, local(iri)} for iri in used}
    for entity_class in schema.classes.values():
        iri = vocabulary.compact(vocabulary.expand(entity_class.iri).value)
        known.setdefault(iri, set()).update({iri, local(iri), entity_class.name, *entity_class.label.values()})
    return _meant("class", names, known, [*schema.classes, *used])


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


def _by_count(names: Iterable[str]) -> list[str]:
    return [name for name, _ in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))]
