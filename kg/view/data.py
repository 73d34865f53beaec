"""A graph on disk -> :class:`GraphData`, what a page shows of it.

The statements are read first, without their sentences; the filters, the neighbourhood and the limit choose
among them; only what is left is read in full. Everything comes in the order of names, so that the same graph
gives the same page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.vocab import local
from kg.model import Status
from kg.schema import load_schema
from kg.view.choice import choose, neighbourhood
from kg.view.labels import Labels
from kg.view.reading import Reader
from kg.view.values import GraphData, Hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from kg.graph.store import Store
    from kg.schema import Schema
    from kg.view.choice import Claim
    from kg.view.values import Edge, Passage

__all__ = ["GraphData", "graph_data"]

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
    limit: int = 1500,
    isolated: bool = False,
) -> GraphData:
    """Read from a graph what a page is to show.

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
        limit: keep at most so many entities: the nearest, then the most connected ones.
        isolated: whether to show entities that no statement joins to another.

    Raises:
        QueryError: a filter names a class, relation, status or entity that the graph does not know, or a
            number is out of range.
    """
    if limit < 1 or depth < 0 or not 0 <= min_confidence <= 1:
        raise QueryError("limit is at least 1, depth at least 0, min_confidence from 0 to 1; give such numbers")
    reader = Reader(store)
    every = list(reader.claims())
    known = schema or load_schema()
    wanted, joining = _classes(classes, reader, known), _relations(relations, every, known)
    _check("status", statuses, [status.value for status in Status])
    claims = [
        claim
        for claim in every
        if (not relations or claim.relation in joining)
        and (not statuses or claim.status in statuses)
        and claim.confidence >= min_confidence
        and (not wanted or {reader.type(claim.head), reader.type(claim.tail)} <= wanted)
        and ((since is None and until is None) or reader.within(claim, since, until))
    ]
    if around is not None:
        _check("entity", [around], reader.entities)
        distance = neighbourhood(claims, around, depth)
        claims = [claim for claim in claims if claim.head in distance and claim.tail in distance]
    elif isolated:
        distance = {iri: 0 for iri in reader.entities if not wanted or reader.type(iri) in wanted}
    else:
        distance = {end: 0 for claim in claims for end in (claim.head, claim.tail)}
    kept, shown = choose(claims, distance, limit, isolated=isolated or around is not None)
    hidden = Hidden(len(distance) - len(kept), len(claims) - len(shown))
    return _read(reader, kept, shown, _degrees(every), hidden)


def _read(
    reader: Reader, entities: Sequence[str], claims: Sequence[Claim], degree: Counter[str], hidden: Hidden
) -> GraphData:
    """Read in full what was chosen, and give everything its place."""
    nodes = [reader.node(iri, degree[iri]) for iri in entities]
    places = {iri: place for place, iri in enumerate(entities)}
    edges: list[Edge] = []
    evidence: list[Passage] = []
    articles: dict[str, int] = {}
    for claim in claims:
        first = len(evidence)
        for article, passage in reader.passages(claim, nodes[places[claim.head]], nodes[places[claim.tail]]):
            evidence.append(replace(passage, article=articles.setdefault(article, len(articles))))
        edges.append(reader.edge(claim, places, tuple(range(first, len(evidence)))))
    labels = Labels(reader.store)
    return GraphData(
        nodes=tuple(nodes),
        edges=tuple(edges),
        evidence=tuple(evidence),
        articles=tuple(reader.source(article) for article in articles),
        classes=tuple(labels.node_class(iri) for iri in _by_count(node.type for node in nodes)),
        relations=tuple(labels.relation(name) for name in _by_count(edge.relation for edge in edges)),
        hidden=hidden,
    )


def _classes(names: Collection[str], reader: Reader, schema: Schema) -> set[str]:
    """The compact IRIs of classes, each by its IRI, its local name, a label, or the name that annotations use."""
    if not names:
        return set()
    vocabulary = reader.store.vocabulary
    used = sorted({*map(reader.type, reader.entities)})
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


def _degrees(claims: Iterable[Claim]) -> Counter[str]:
    return Counter(end for claim in claims for end in {claim.head, claim.tail})


def _by_count(names: Iterable[str]) -> list[str]:
    return [name for name, _ in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))]
