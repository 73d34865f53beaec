"""A graph and a :class:`Selection` -> the triples of that part of it, a graph of its own in which nothing dangles.

Days come first, since they say which articles count: what is left is what a build from those articles alone would
hold, with the same names for the same things. Statements lose the passages of other articles, and their status,
confidence, sources and days are reckoned anew from the rest; entities that no article names any more are gone, and the
others are counted anew. Then statements are chosen, with the entities at their ends, and of the articles those that
name such an entity. What an entity is, its label, its other names and how they were joined, is said of the whole graph
and stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kg.graph.claims import chosen, claims
from kg.graph.filters import Selection
from kg.graph.literals import decimal, integer
from kg.graph.scan import joined
from kg.graph.statements import weigh
from kg.graph.store import open_store, write_store
from kg.graph.vocab import OA, SCHEMA, XSD
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from kg.graph.claims import Claim
    from kg.graph.store import Store

__all__ = ["open_part", "selected"]

_ARTICLES = "SELECT ?article ?date { ?article a schema:NewsArticle OPTIONAL { ?article schema:datePublished ?date } }"
_COPIES = "SELECT ?copy ?original { ?copy kg:copyOf ?original }"
_TYPES = joined("?entity ?class", "?entity kg:mentionCount ?mentions", "?entity rdf:type ?class")
_NAMED = "SELECT ?article ?entity { ?article schema:mentions ?entity }"
_PASSAGES = joined(
    "?statement ?passage ?article ?status ?confidence",
    "?statement kg:evidence ?passage",
    "?passage oa:hasSource ?article",
    "?passage kg:status ?status",
    "?passage kg:confidence ?confidence",
)
_DOUBTS = "SELECT ?doubt ?entity { ?doubt kg:between ?entity }"
_RUNS = "SELECT ?run { ?run a prov:Activity }"
_GRAPH = "SELECT ?graph { ?graph dcterms:conformsTo ?ontology }"


class _Passage(NamedTuple):
    iri: str
    article: str
    status: str
    confidence: float


def selected(store: Store, selection: Selection) -> Iterator[Triple]:
    """The triples of a part of a graph, each once, in no order; everything where nothing is asked for.

    Named graphs, the ontology and what was brought along, are no part of it.
    """
    if selection == Selection(depth=selection.depth):
        yield from (quad.triple for quad in store.raw.quads_for_pattern(None, None, None, DefaultGraph()))
    else:
        yield from _Part(store, selection).triples()


@contextmanager
def open_part(store: Store, selection: Selection, room: TemporaryDirectory[str], path: Path) -> Iterator[Store]:
    """Write a part of a graph to the folder ``path`` within a temporary one, and open it; closed, it is gone.

    The ontology and what was brought along lie beside it whole.

    Raises:
        GraphError: the disk has no room for it.
    """
    with room:
        write_store(path, selected(store, selection), beside=store)
        with open_store(path) as opened:
            yield opened


class _Part:
    """Finds what belongs to a part of a graph, each kind of thing from those above it, and writes it."""

    def __init__(self, store: Store, selection: Selection) -> None:
        self.store, self.selection = store, selection
        self.claims, self.entities = self._choose()

    @cached_property
    def days(self) -> Mapping[str, str]:
        """The articles of the chosen days, each with its day, which is empty where it has none."""
        rows = {article: date[:10] for article, date in self.store.texts(_ARTICLES)}
        return {article: day for article, day in sorted(rows.items()) if self.selection.of_day(day)}

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """For every article that repeats another one, that one, whether its day is chosen or not."""
        return {copy: original for copy, original in self.store.texts(_COPIES)}  # noqa: C416 - mypy wants pairs

    @cached_property
    def whole(self) -> Mapping[str, Claim]:
        """All statements as the whole graph has them."""
        return {claim.iri: claim for claim in claims(self.store)}

    @cached_property
    def passages(self) -> tuple[Mapping[str, list[_Passage]], frozenset[str]]:
        """The passages of each statement in articles of the chosen days, and the statements that have others too."""
        found: defaultdict[str, list[_Passage]] = defaultdict(list)
        cut = set()
        for statement, passage, article, status, confidence in sorted(self.store.texts(_PASSAGES)):
            if article in self.days:
                found[statement].append(_Passage(passage, article, status, float(confidence)))
            else:
                cut.add(statement)
        return found, frozenset(cut)

    @cached_property
    def naming(self) -> Mapping[str, frozenset[str]]:
        """The entities that articles of the chosen days name, each with these articles."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for article, entity in self.store.texts(_NAMED):
            if article in self.days:
                found[entity].add(article)
        return {entity: frozenset(articles) for entity, articles in found.items()}

    def _choose(self) -> tuple[Mapping[str, Claim], frozenset[str]]:
        """The statements and the entities of the part."""
        passages, cut = self.passages
        made = [
            self._weighed(claim, passages[iri]) if iri in cut else claim
            for iri, claim in self.whole.items()
            if iri in passages
        ]
        compact = self.store.vocabulary.compact
        types = {entity: compact(type_) for entity, type_ in sorted(self.store.texts(_TYPES)) if entity in self.naming}
        passing, distance = chosen(made, types, self.selection)
        return {claim.iri: claim for claim in passing}, frozenset(distance)

    def _weighed(self, claim: Claim, passages: Iterable[_Passage]) -> Claim:
        """A statement as these passages alone would have it."""
        weight = weigh(
            (self.originals.get(article, article), Status(status), confidence)
            for _, article, status, confidence in passages
        )
        return replace(claim, status=weight.status.value, confidence=weight.confidence, sources=weight.source_count)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles of the part: those of the chosen days that name one of its entities."""
        if not self.selection.narrow:
            return frozenset(self.days)
        return frozenset().union(*(self.naming[entity] for entity in self.entities))

    @cached_property
    def facts(self) -> frozenset[tuple[str, str, str]]:
        """What is asserted, as it stands in the whole graph: either way where the relation is symmetric."""
        asserted = {claim.iri for claim in self.claims.values() if claim.status == Status.ASSERTED}
        stated = {(one.head, one.relation, one.tail): iri in asserted for iri, one in self.whole.items()}
        turned = {(tail, relation, head): holds for (head, relation, tail), holds in stated.items()}
        return frozenset(fact for fact, holds in (turned | stated).items() if holds)

    def triples(self) -> Iterator[Triple]:
        """Everything that is said of what belongs to the part."""
        for (iri,) in chain(self.store.texts(_GRAPH), self.store.texts(_RUNS)):
            yield from self._about(iri)
        for entity in sorted(self.entities):
            mentions = list(self._mentions(entity))
            yield from chain.from_iterable(mentions)
            yield from self._entity(entity, len(mentions))
        yield from self._articles()
        yield from self._statements()
        yield from self._doubts()

    def _about(self, iri: str) -> Iterator[Triple]:
        return (quad.triple for quad in self.store.raw.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()))

    def _mentions(self, entity: str) -> Iterator[list[Triple]]:
        """The mentions of an entity in articles of the chosen days, all of which belong to the part."""
        kg = self.store.vocabulary.kg
        for quad in self.store.raw.quads_for_pattern(None, kg.mentionOf, NamedNode(entity), DefaultGraph()):
            about = list(self._about(str(quad.subject)[1:-1]))
            sources = (triple.object for triple in about if triple.predicate == OA.hasSource)
            if any(isinstance(source, NamedNode) and source.value in self.days for source in sources):
                yield about

    def _entity(self, entity: str, mentions: int) -> Iterator[Triple]:
        kg, relations = self.store.vocabulary.kg, self.store.vocabulary.ns
        for triple in self._about(entity):
            match triple.predicate, triple.object:
                case kg.mentionCount, _:
                    yield Triple(triple.subject, kg.mentionCount, integer(mentions))
                case kg.articleCount, _:
                    yield Triple(triple.subject, kg.articleCount, integer(len(self.naming[entity])))
                case ((kg.mergedBecause | kg.readAs), NamedNode() as reason):
                    yield triple
                    yield from self._about(reason.value)
                case predicate, NamedNode() as other if predicate.value.startswith(relations):
                    if (entity, predicate.value.removeprefix(relations), other.value) in self.facts:
                        yield triple
                case _:
                    yield triple

    def _articles(self) -> Iterator[Triple]:
        """The articles; of those that repeat one which is gone, the others repeat the first."""
        kg = self.store.vocabulary.kg
        first: dict[str, str] = {}
        for article in sorted(self.articles, key=lambda article: (self.days[article], article)):
            original = self.originals.get(article, article)
            first.setdefault(original, original if original in self.articles else article)
        for article in sorted(self.articles):
            original = self.originals.get(article, article)
            gone = original not in self.articles
            for triple in self._about(article):
                if triple.predicate == SCHEMA.mentions:
                    if isinstance(triple.object, NamedNode) and triple.object.value in self.entities:
                        yield triple
                elif not (gone and triple.predicate in (kg.copyOf, kg.similarity, kg.reason)):
                    yield triple
            if gone and first[original] != article:
                yield Triple(NamedNode(article), kg.copyOf, NamedNode(first[original]))

    def _statements(self) -> Iterator[Triple]:
        passages, cut = self.passages
        for iri, claim in self.claims.items():
            yield from self._cut(claim, passages[iri]) if iri in cut else self._about(iri)
            for passage in passages[iri]:
                yield from self._about(passage.iri)

    def _cut(self, claim: Claim, passages: list[_Passage]) -> Iterator[Triple]:
        """A statement that has lost passages, as the others have it."""
        kg, node = self.store.vocabulary.kg, NamedNode(claim.iri)
        kept = {passage.iri for passage in passages}
        days = sorted(filter(None, (self.days[passage.article] for passage in passages)))
        said = _letters(" ".join(self._quotes(kept)))
        for triple in self._about(claim.iri):
            match triple.predicate, triple.object:
                case ((kg.status | kg.confidence | kg.sourceCount | kg.firstSeen | kg.lastSeen), _):
                    pass
                case kg.evidence, NamedNode() as passage if passage.value not in kept:
                    pass
                case kg.role, Literal() as role if _letters(role.value) not in said:
                    pass
                case _:
                    yield triple
        yield Triple(node, kg.status, Literal(claim.status))
        yield Triple(node, kg.confidence, decimal(claim.confidence))
        yield Triple(node, kg.sourceCount, integer(claim.sources))
        if days:
            yield Triple(node, kg.firstSeen, Literal(days[0], datatype=XSD.date))
            yield Triple(node, kg.lastSeen, Literal(days[-1], datatype=XSD.date))

    def _quotes(self, passages: Iterable[str]) -> Iterator[str]:
        for passage in sorted(passages):
            for quad in self.store.raw.quads_for_pattern(NamedNode(passage), OA.exact, None, DefaultGraph()):
                if isinstance(quad.object, Literal):
                    yield quad.object.value

    def _doubts(self) -> Iterator[Triple]:
        """Whether two entities of the part are one."""
        between: defaultdict[str, set[str]] = defaultdict(set)
        for doubt, entity in self.store.texts(_DOUBTS):
            between[doubt].add(entity)
        for doubt in sorted(between):
            if between[doubt] <= self.entities:
                yield from self._about(doubt)


def _letters(text: str) -> str:
    """The text without marks and spaces, so that a word is found whatever markup it bears.

    >>> _letters("**Vice**-président")
    'viceprésident'
    """
    return "".join(letter for letter in text.casefold() if letter.isalnum())
