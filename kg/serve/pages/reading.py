"""An open store -> what a page says of one thing; only what belongs to it is read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.graph.vocab import RDF, RDFS, SCHEMA, local
from kg.serve.pages.values import Bar, Cell, Fact, Group, Origin, Passage, Piece, Row, Thing
from kg.view.passage import marks, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Quad

    from kg.graph.store import Store
    from kg.serve.pages.directory import Directory

__all__ = ["ROWS", "Reading", "neighbours", "timeline"]

ROWS = 200
"""How many properties of a thing, or things that point to it, a page lists at most."""

_BARS = 60  # how many bars a timeline has at most

_OF_ENTITY = "{ ?statement kg:subject THIS } UNION { ?statement kg:object THIS }"
_OF_STATEMENT = "THIS kg:subject ?any BIND(THIS AS ?statement)"
_OF_ARTICLE = "{ SELECT DISTINCT ?statement { ?quoted oa:hasSource THIS . ?statement kg:evidence ?quoted } }"
_OF_RELATION = """
{ SELECT ?statement { ?statement kg:predicate THIS ; kg:sourceCount ?backing ; kg:confidence ?sure }
  ORDER BY DESC(?backing) DESC(?sure) ?statement LIMIT 12 }
"""
_BETWEEN = """
THIS kg:subject ?one ; kg:object ?two
{ ?statement kg:subject ?one ; kg:object ?two } UNION { ?statement kg:subject ?two ; kg:object ?one }
FILTER(?statement != THIS)
"""
_CLAIMS = """
SELECT ?statement ?head ?relation ?tail ?status ?confidence ?sources ?first ?last ?reviewed {
  WHICH
  ?statement kg:subject ?head ; kg:predicate ?relation ; kg:object ?tail ; kg:status ?status ;
    kg:confidence ?confidence ; kg:sourceCount ?sources .
  OPTIONAL { ?statement kg:firstSeen ?first } OPTIONAL { ?statement kg:lastSeen ?last }
  OPTIONAL { ?statement kg:reviewed ?reviewed }
}
"""
_PASSAGES = """
SELECT ?statement ?passage ?article ?start ?end ?exact ?status ?confidence ?by {
  WHICH
  ?statement kg:evidence ?passage .
  ?passage oa:hasSource ?article ; oa:start ?start ; oa:end ?end ; oa:exact ?exact ; kg:status ?status ;
    kg:confidence ?confidence ; kg:extractedBy ?by .
}
"""
_NAMING = "SELECT ?article (COUNT(?m) AS ?n) { ?m kg:mentionOf THIS ; oa:hasSource ?article } GROUP BY ?article"
_NAMED = "SELECT ?entity (COUNT(?m) AS ?n) { ?m kg:mentionOf ?entity ; oa:hasSource THIS } GROUP BY ?entity"


class Reading:
    """Reads a store for pages, with the names of the graph at hand."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self.store, self.directory = store, directory

    # ---- facts

    def facts_of(self, entity: NamedNode) -> list[Group]:
        """The facts of an entity by relation and direction, the largest group first."""
        groups: defaultdict[tuple[str, bool], list[Fact]] = defaultdict(list)
        for fact in self._facts(entity, _OF_ENTITY):
            backwards = fact.tail.iri == entity.value and not fact.relation.symmetric
            groups[fact.relation.uri, backwards].append(fact)
        found = []
        for (uri, backwards), facts in groups.items():
            relation = facts[0].relation
            facts.sort(key=lambda fact: (*_weight(fact), fact.other(entity.value).name))
            found.append(Group(f"{local(uri)}{'-of' if backwards else ''}",
                               relation.inverse if backwards else relation.label, tuple(facts)))  # fmt: skip
        return sorted(found, key=lambda group: (-len(group.facts), group.key))

    def statement(self, statement: NamedNode) -> Fact | None:
        """A statement; None where the IRI names none."""
        return next(iter(self._facts(statement, _OF_STATEMENT)), None)

    def between(self, statement: NamedNode) -> list[Fact]:
        """The other statements between the two ends of one."""
        return sorted(self._facts(statement, _BETWEEN), key=_weight)

    def stated_by(self, article: NamedNode) -> list[Fact]:
        """What an article states, in the order in which it does, with its own passages alone."""
        found = [
            (min(passage.start for passage in own), fact, tuple(sorted(own, key=lambda passage: passage.start)))
            for fact in self._facts(article, _OF_ARTICLE)
            if (own := [passage for passage in fact.passages if passage.origin.iri == article.value])
        ]
        return [replace(fact, passages=own) for _, fact, own in sorted(found, key=lambda one: (one[0], one[1].iri))]

    def best_of(self, relation: NamedNode) -> list[Fact]:
        """The best backed statements of a relation."""
        return sorted(self._facts(relation, _OF_RELATION), key=_weight)

    def _facts(self, node: NamedNode, which: str) -> list[Fact]:
        passages = self._passages(node, which)
        roles: defaultdict[str, list[str]] = defaultdict(list)
        claims = sorted(set(self._texts_of(_CLAIMS.replace("WHICH", which), node)))
        for iri, *_ in claims:
            for quad in self.store.raw.quads_for_pattern(NamedNode(iri), self.store.vocabulary.kg.role, None):
                roles[iri].append(getattr(quad.object, "value", ""))
        facts = []
        for iri, head, relation, tail, status, confidence, sources, first, last, reviewed in claims:
            ends = self.thing(head), self.thing(tail)
            own = [self._passage(row, ends) for row in passages.get(iri, ())]
            own.sort(key=lambda passage: (passage.origin.date or "", passage.confidence, passage.iri), reverse=True)
            name = relation.removeprefix(self.store.vocabulary.ns)
            fact = Fact(
                iri=iri,
                head=ends[0],
                relation=self.directory.relation(name if name != relation else self.store.vocabulary.compact(relation)),
                tail=ends[1],
                status=status,
                confidence=float(confidence),
                sources=int(sources),
                first=first or None,
                last=last or None,
                roles=tuple(sorted(roles[iri])),
                reviewed=reviewed,
                passages=tuple(own),
            )
            facts.append(fact)
        return facts

    def _passages(self, node: NamedNode, which: str) -> dict[str, list[tuple[str, ...]]]:
        found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for row in sorted(set(self._texts_of(_PASSAGES.replace("WHICH", which), node))):
            found[row[0]].append(row[1:])
        return found

    def _passage(self, row: tuple[str, ...], ends: tuple[Thing, Thing]) -> Passage:
        iri, article, start, end, exact, status, confidence, by = row
        trigger = self.store.vocabulary.kg.trigger
        triggers = [plain(text) for text in self._texts(NamedNode(iri), trigger)]
        return Passage(
            iri=iri,
            pieces=self._pieces(plain(exact), ends, triggers),
            origin=self.origin(article),
            status=status,
            confidence=float(confidence),
            by=by,
            start=int(start),
            end=int(end),
        )

    def _pieces(self, text: str, ends: tuple[Thing, Thing], triggers: Sequence[str]) -> tuple[Piece, ...]:
        """The text cut where names and triggers begin and end."""
        head, tail = (self._names(end) for end in ends)
        pieces, place = [], 0
        for start, end, mark in marks(text, head, tail, triggers):
            if start > place:
                pieces.append(Piece(text[place:start]))
            type_ = "" if mark == "trigger" else ends[mark == "tail"].type
            pieces.append(Piece(text[start:end], mark, type_))
            place = end
        return (*pieces, Piece(text[place:])) if place < len(text) else tuple(pieces)

    def _names(self, thing: Thing) -> list[str]:
        entry = self.directory.entities.get(thing.iri)
        return [plain(name) for name in ((thing.name,) if entry is None else (entry.name, *entry.aliases))]

    # ---- what names what

    def thing(self, iri: str) -> Thing:
        """Anything by its name: an entity's label, another label, a headline, or else the short form of the IRI."""
        entry = self.directory.entities.get(iri)
        if entry is not None:
            return Thing(iri, entry.name, entry.type)
        node = NamedNode(iri)
        named = [*self._texts(node, RDFS.label), *self._texts(node, SCHEMA.headline)]
        return Thing(iri, named[0] if named else self.store.vocabulary.compact(iri))

    def origin(self, article: str) -> Origin:
        """An article by its IRI; a title that it lacks is its path."""
        node = NamedNode(article)
        day, address = self._first(node, SCHEMA.datePublished), self._first(node, SCHEMA.url) or ""
        path = self._first(node, self.store.vocabulary.kg.path)
        return Origin(
            iri=article,
            title=self._first(node, SCHEMA.headline) or path or self.store.vocabulary.compact(article),
            date=day[:10] if day else None,
            publisher=self._first(node, SCHEMA.publisher),
            url=address if address.lower().startswith(("http://", "https://")) else None,
            language=self._first(node, SCHEMA.inLanguage) or "",
        )

    def naming(self, entity: NamedNode) -> list[tuple[Origin, int]]:
        """The articles that name an entity, and how often; the latest first."""
        found = [(self.origin(iri), int(count)) for iri, count in self._texts_of(_NAMING, entity)]
        return sorted(found, key=lambda pair: (pair[0].date or "", pair[1], pair[0].iri), reverse=True)

    def named_in(self, article: NamedNode) -> list[tuple[Thing, int]]:
        """The entities that an article names, and how often; those named most first."""
        found = [(self.thing(iri), int(count)) for iri, count in self._texts_of(_NAMED, article)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].name, pair[0].iri))

    def classes_of(self, node: NamedNode) -> list[str]:
        """The classes of a thing as full IRIs."""
        return sorted(self._texts(node, RDF.type))

    # ---- anything at all

    def about(self, node: NamedNode) -> list[Row]:
        """The properties of a thing, in every graph of the store."""
        quads = self.store.raw.quads_for_pattern(node, None, None, None)
        return self._rows((quad, quad.object) for quad in quads)

    def pointing_to(self, node: NamedNode) -> list[Row]:
        """What has a thing as the value of a property; at most one row more than :data:`ROWS`."""
        quads = islice(self.store.raw.quads_for_pattern(None, None, node, None), ROWS + 1)
        return self._rows((quad, quad.subject) for quad in quads)

    def _rows(self, quads: Iterable[tuple[Quad, object]]) -> list[Row]:
        found = {
            Row(self._cell(quad.predicate), self._cell(value), getattr(quad.graph_name, "value", ""))
            for quad, value in quads
        }
        return sorted(found, key=lambda row: (row.graph, row.property.text, row.value))

    def _cell(self, term: object) -> Cell:
        match term:
            case NamedNode():
                return Cell(self.store.vocabulary.compact(term.value), term.value)
            case Literal():
                return Cell(term.value, "", term.language or "")
            case _:
                return Cell(str(term))

    def _texts_of(self, text: str, node: NamedNode) -> Iterable[tuple[str, ...]]:
        """The rows of a SELECT about one thing; an IRI holds no character that could end it."""
        return self.store.texts(text.replace("THIS", str(node)))

    def _first(self, node: NamedNode, predicate: NamedNode) -> str | None:
        return next(iter(self._texts(node, predicate)), None)

    def _texts(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        quads = self.store.raw.quads_for_pattern(node, predicate, None, DefaultGraph())
        return sorted(str(quad.object.value) for quad in quads if isinstance(quad.object, NamedNode | Literal))


def _weight(fact: Fact) -> tuple[float, ...]:
    """The best backed first."""
    return -fact.sources, -len(fact.passages), -fact.confidence


def timeline(counts: Iterable[tuple[str | None, int]]) -> list[Bar]:
    """How often something is met over time, by day, week or month, so that there are not too many bars.

    >>> timeline([("2025-11-03", 2), ("2025-11-05", 1), (None, 4)])[1:]
    [Bar(first='2025-11-04', last='2025-11-04', times=0), Bar(first='2025-11-05', last='2025-11-05', times=1)]
    """
    totals: Counter[date] = Counter()
    for iso, count in counts:
        if iso is not None:
            totals[date.fromisoformat(iso)] += count
    if not totals:
        return []
    first, last = min(totals), max(totals)
    starts = _starts(first, last)
    sums = [0] * len(starts)
    for day, times in totals.items():
        sums[bisect_right(starts, day) - 1] += times
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    return [
        Bar(max(start, first).isoformat(), end.isoformat(), times)
        for start, end, times in zip(starts, ends, sums, strict=True)
    ]


def _starts(first: date, last: date) -> list[date]:
    """The first day of each bar, from the first day on: of days, weeks, months, years, decades and so on."""
    days = (last - first).days + 1
    for step in (1, 7):
        if days <= step * _BARS:
            return [first + timedelta(days=place) for place in range(0, days, step)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= _BARS:
        return [date(month // 12, month % 12 + 1, 1) for month in months]
    step = 1
    while (last.year - first.year) // step >= _BARS:
        step *= 10
    return [date(max(year, 1), 1, 1) for year in range(first.year - first.year % step, last.year + 1, step)]


def neighbours(groups: Iterable[Group], iri: str) -> list[tuple[Thing, int]]:
    """The entities at the other end of facts, with how many facts join them; those of the most first."""
    counts = Counter(fact.other(iri) for group in groups for fact in group.facts)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name, pair[0].iri))
