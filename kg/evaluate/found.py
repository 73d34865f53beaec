"""What a graph says of single articles: the entities they name and where, and the relations they state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.graph.vocab import OA, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["FoundArticle", "FoundEntity", "FoundMention", "FoundRelation", "read_found"]


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of the graph: its IRI, its class by the schema's name (a compact IRI for others), its label."""

    iri: str
    type: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class FoundMention:
    """A stretch of an article that names an entity, given by its IRI."""

    start: int
    end: int
    exact: str
    entity: str


@dataclass(frozen=True, slots=True, order=True)
class FoundRelation:
    """A passage of an article that puts one entity in a relation to another; ``status`` says how."""

    start: int
    end: int
    exact: str
    head: str
    predicate: str
    tail: str
    status: str


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """What the graph has from one article, in the order of the text.

    Attributes:
        id: the article's identifier.
        path: its file, as the build named it.
        entities: those that the article mentions or relates, by IRI.
    """

    id: str
    path: str
    entities: Mapping[str, FoundEntity]
    mentions: tuple[FoundMention, ...]
    relations: tuple[FoundRelation, ...]


def read_found(store: Store, ids: Collection[str], schema: Schema) -> dict[str, FoundArticle]:
    """What the graph has from each of the articles named; those that it does not know are left out."""
    reader = _Reader(store, schema)
    versions: defaultdict[str, list[NamedNode]] = defaultdict(list)
    for article in store.subjects(SCHEMA.identifier):
        if reader.is_article(article) and (name := reader.text(article, SCHEMA.identifier)) in ids:
            versions[name].append(article)
    return {name: reader.article(name, found) for name, found in sorted(versions.items())}


class _Reader:
    """Reads article after article by looking up single nodes, so that a large graph costs no more than a small one."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self.store = store
        vocabulary = store.vocabulary
        self.kg = vocabulary.kg
        self.classes = {vocabulary.entity_class(one).value: one.name for one in schema.classes.values()}
        self.relations = {vocabulary.relation(name).value: name for name in schema.relations}
        self.known: dict[str, FoundEntity] = {}

    def is_article(self, node: NamedNode) -> bool:
        """Whether the node is an article of the graph."""
        return SCHEMA.NewsArticle.value in self._values(node, RDF.type)

    def text(self, node: NamedNode, predicate: NamedNode) -> str:
        """The first value of a property in order, or an empty string."""
        return next(iter(self._values(node, predicate)), "")

    def article(self, name: str, versions: Sequence[NamedNode]) -> FoundArticle:
        """All that the graph has from the articles that bear a name."""
        mentions: set[FoundMention] = set()
        relations: set[FoundRelation] = set()
        for version in versions:
            for passage in self._subjects(OA.hasSource, version):
                mentions.update(self._mentions(passage))
                relations.update(self._relations(passage))
        ends = {iri for relation in relations for iri in (relation.head, relation.tail)}
        iris = sorted({mention.entity for mention in mentions} | ends)
        entities = {iri: self._entity(iri) for iri in iris}
        path = self.text(versions[0], self.kg.path)
        return FoundArticle(name, path, entities, tuple(sorted(mentions)), tuple(sorted(relations)))

    def _mentions(self, passage: NamedNode) -> Iterator[FoundMention]:
        for entity in self._values(passage, self.kg.mentionOf):
            yield FoundMention(*self._span(passage), entity)

    def _relations(self, passage: NamedNode) -> Iterator[FoundRelation]:
        for statement in self._subjects(self.kg.evidence, passage):
            head, predicate, tail = (
                self.text(statement, part) for part in (self.kg.subject, self.kg.predicate, self.kg.object)
            )
            name = self.relations.get(predicate) or self.store.vocabulary.compact(predicate)
            status = self.text(passage, self.kg.status)
            yield FoundRelation(*self._span(passage), head, name, tail, status)

    def _span(self, passage: NamedNode) -> tuple[int, int, str]:
        return int(self.text(passage, OA.start)), int(self.text(passage, OA.end)), self.text(passage, OA.exact)

    def _entity(self, iri: str) -> FoundEntity:
        if iri not in self.known:
            node = NamedNode(iri)
            name = self.text(node, RDFS.label) or self.store.vocabulary.compact(iri)
            self.known[iri] = FoundEntity(iri, self._class(self._values(node, RDF.type)), name)
        return self.known[iri]

    def _class(self, iris: Sequence[str]) -> str:
        """The class by the schema's name, the compact IRI of one that the schema does not know, ``?`` for none."""
        names = [self.classes[iri] for iri in iris if iri in self.classes]
        return next(iter([*names, *map(self.store.vocabulary.compact, iris)]), "?")

    def _values(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        quads = self.store.raw.quads_for_pattern(node, predicate, None, DefaultGraph())
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal))

    def _subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        quads = self.store.raw.quads_for_pattern(None, predicate, value, DefaultGraph())
        return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
