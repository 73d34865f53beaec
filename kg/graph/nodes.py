"""The nodes of the graph as plain values, and what triples they are.

A node is packed: its place in the reading order, and the values that decide its triples as MessagePack. That is small,
sorts as bytes, tells two versions of a node apart by a hash, and passes from one process to another; the triples of a
node are made only where somebody needs them. A resource stands in the values by its name below ``<base>id/``, one that
is named by a hash by the twelve bytes of that hash, and a relation by its name in the schema.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.literals import address, decimal, integer, text
from kg.graph.vocab import DCTERMS, KINDS, OA, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph.vocab import Vocabulary
    from kg.schema import Schema

    Pairs = Iterator[tuple[NamedNode, NamedNode | Literal]]

__all__ = [
    "ArticleNode", "DoubtNode", "EntityNode", "EvidenceNode", "GraphNode", "MentionNode", "MergeNode", "Node",
    "ReadingNode", "RunNode", "Section", "Speaker", "StatementNode", "ended", "hashed", "packed",
]  # fmt: skip


class Section(IntEnum):
    """The parts of the graph in reading order."""

    GRAPH = 0
    ENTITY = 1
    ARTICLE = 2 + KINDS.index("article")
    STATEMENT = 2 + KINDS.index("statement")
    EVIDENCE = 2 + KINDS.index("evidence")
    MENTION = 2 + KINDS.index("mention")
    MERGE = 2 + KINDS.index("merge")
    READING = 2 + KINDS.index("reading")
    DOUBT = 2 + KINDS.index("doubt")
    RUN = 2 + KINDS.index("run")


class Node(NamedTuple):
    """A packed node.

    Attributes:
        key: its section and its name; keys sort as the reading order does.
        values: what decides its triples, packed.
    """

    key: bytes
    values: bytes

    @property
    def digest(self) -> bytes:
        """Tells this version of the node from all others."""
        return hashlib.blake2b(self.values, digest_size=16).digest()


class _Values(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Values that are packed without the names of their fields."""


class GraphNode(_Values, frozen=True):
    """The graph as a whole."""


class EntityNode(_Values, frozen=True):
    """An entity: what it is called, how often it is met, and what is asserted of it."""

    type: str
    label: str
    others: tuple[str, ...]
    mentions: int
    articles: int
    facts: tuple[tuple[str, str], ...]
    merges: tuple[bytes, ...]
    readings: tuple[bytes, ...]
    link: str | None


class ArticleNode(_Values, frozen=True):
    """An article: its metadata, the article that it repeats, and what it names."""

    id: str
    path: str
    content_hash: str
    language: str
    title: str
    published: str | None
    url: str | None
    publisher: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    copy: tuple[str, float, str] | None
    mentioned: tuple[str, ...]


class StatementNode(_Values, frozen=True):
    """A distinct fact with what its passages amount to."""

    head: str
    predicate: str
    tail: str
    status: str
    confidence: float
    sources: int
    accepted: bool
    first_seen: str | None
    last_seen: str | None
    roles: tuple[tuple[str, str], ...]
    evidence: tuple[bytes, ...]


class EvidenceNode(_Values, frozen=True):
    """A passage that states a fact; the words that give it away are (start, end) in the file."""

    source: str
    start: int
    end: int
    exact: str
    language: str
    status: str
    confidence: float
    extracted_by: str
    role: str | None
    triggers: tuple[tuple[int, int], ...]


class MentionNode(_Values, frozen=True):
    """A stretch of an article that names an entity."""

    entity: str
    source: str
    start: int
    end: int
    exact: str
    confidence: float
    extracted_by: str


class MergeNode(_Values, frozen=True):
    """A name that was joined to an entity, and why."""

    name: str
    rule: str
    because: str
    articles: int


class ReadingNode(_Values, frozen=True):
    """A class that some articles read an entity as, and which was overruled."""

    type: str
    articles: int
    share: float


class DoubtNode(_Values, frozen=True):
    """Two entities that may be one thing."""

    one: str
    other: str
    rule: str
    because: str
    score: float


class RunNode(_Values, frozen=True):
    """What made the graph."""

    version: str
    model: str
    time: str | None
    pipeline: str
    options: tuple[str, ...]
    articles: int | None


packed = msgspec.msgpack.Encoder().encode
"""Values as bytes, the same bytes for the same values."""


def ended(name: str) -> bytes:
    """A name as a key; it ends with the sign that ends an IRI in N-Triples, so that it sorts as it does there.

    >>> sorted(["org/a-b", "org/a", "org/a_b"], key=ended)
    ['org/a-b', 'org/a', 'org/a_b']
    """
    return f"{name}>".encode()


def hashed(node: NamedNode) -> bytes:
    """The twelve bytes of the hash that names a resource."""
    return bytes.fromhex(node.value[-24:])


class Speaker:
    """Turns packed nodes into triples, in the names of one vocabulary and one schema."""

    def __init__(self, vocabulary: Vocabulary, schema: Schema, run: NamedNode | None = None) -> None:
        """What stays the same for all nodes.

        Args:
            vocabulary: the names of the graph.
            schema: its classes and relations.
            run: what each piece of evidence was generated by, if the graph tells.
        """
        self.vocabulary, self.kg, self.run = vocabulary, vocabulary.kg, run
        self._root = f"{vocabulary.base}id/"
        self._resource: Callable[[str], NamedNode] = lru_cache(1 << 16)(lambda name: NamedNode(self._root + name))
        self._classes = {name: vocabulary.entity_class(one) for name, one in schema.classes.items()}
        self._relations = {name: vocabulary.relation(name) for name in schema.relations}
        self._order: dict[NamedNode, str] = {}
        kinds: dict[Section, tuple[type, Callable[..., Pairs]]] = {
            Section.GRAPH: (GraphNode, self._graph),
            Section.ENTITY: (EntityNode, self._entity),
            Section.ARTICLE: (ArticleNode, self._article),
            Section.STATEMENT: (StatementNode, self._statement),
            Section.EVIDENCE: (EvidenceNode, self._evidence),
            Section.MENTION: (MentionNode, self._mention),
            Section.MERGE: (MergeNode, self._merge),
            Section.READING: (ReadingNode, self._reading),
            Section.DOUBT: (DoubtNode, self._doubt),
            Section.RUN: (RunNode, self._run),
        }
        self._says: dict[int, tuple[Callable[[bytes], object], Callable[..., Pairs]]] = {
            int(section): (msgspec.msgpack.Decoder(kind).decode, say) for section, (kind, say) in kinds.items()
        }

    def subject(self, key: bytes) -> NamedNode:
        """The resource that a key stands for."""
        section, name = key[0], key[1:]
        if section == Section.GRAPH:
            return self.vocabulary.dataset
        if section in {Section.ENTITY, Section.ARTICLE}:
            return NamedNode(self._root + name[:-1].decode())
        return self._named(KINDS[section - 2], name)

    def triples(self, node: Node) -> list[Triple]:
        """The triples of a node, sorted as N-Triples writes them."""
        decode, say = self._says[node.key[0]]
        subject = self.subject(node.key)
        return [Triple(subject, predicate, value) for predicate, value in self._sorted(say(decode(node.values)))]

    def _sorted(self, pairs: Pairs) -> list[tuple[NamedNode, NamedNode | Literal]]:
        """By the predicate, then by the value; few nodes say several things with one predicate."""
        by_predicate: dict[str, list[tuple[NamedNode, NamedNode | Literal]]] = {}
        order = self._order
        for pair in pairs:
            name = order.get(pair[0])
            if name is None:
                name = order[pair[0]] = str(pair[0])
            by_predicate.setdefault(name, []).append(pair)
        return [
            pair
            for _, group in sorted(by_predicate.items())
            for pair in (sorted(group, key=_value) if len(group) > 1 else group)
        ]

    def _named(self, kind: str, name: bytes) -> NamedNode:
        return NamedNode(f"{self._root}{kind}/{name.hex()}")

    def _graph(self, _: GraphNode) -> Pairs:
        yield DCTERMS.conformsTo, self.vocabulary.ontology
        yield RDF.type, SCHEMA.Dataset

    def _entity(self, entity: EntityNode) -> Pairs:
        kg = self.kg
        yield RDF.type, self._classes[entity.type]
        yield RDFS.label, Literal(entity.label)
        for name in entity.others:
            yield SKOS.altLabel, Literal(name)
        yield kg.mentionCount, integer(entity.mentions)
        yield kg.articleCount, integer(entity.articles)
        for predicate, other in entity.facts:
            yield self._relations[predicate], self._resource(other)
        for merge in entity.merges:
            yield kg.mergedBecause, self._named("merge", merge)
        for reading in entity.readings:
            yield kg.readAs, self._named("reading", reading)
        if entity.link is not None:
            yield OWL.sameAs, NamedNode(entity.link)

    def _article(self, article: ArticleNode) -> Pairs:
        kg = self.kg
        yield RDF.type, SCHEMA.NewsArticle
        yield SCHEMA.identifier, Literal(article.id)
        yield kg.path, Literal(article.path)
        yield kg.contentHash, Literal(article.content_hash)
        if article.language:
            yield SCHEMA.inLanguage, Literal(article.language)
        if article.title:
            yield SCHEMA.headline, text(article.title, article.language)
        if article.published:
            yield SCHEMA.datePublished, Literal(article.published, datatype=XSD.dateTime)
        if article.url:
            yield SCHEMA.url, address(article.url)
        if article.publisher:
            yield SCHEMA.publisher, Literal(article.publisher)
        for author in article.authors:
            yield SCHEMA.author, Literal(author)
        for tag in article.tags:
            yield SCHEMA.keywords, Literal(tag)
        if article.copy is not None:
            original, similarity, because = article.copy
            yield kg.copyOf, self._resource(original)
            yield kg.similarity, decimal(similarity)
            yield kg.reason, Literal(because)
        for entity in article.mentioned:
            yield SCHEMA.mentions, self._resource(entity)

    def _statement(self, statement: StatementNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Statement
        yield kg.subject, self._resource(statement.head)
        yield kg.predicate, self._relations[statement.predicate]
        yield kg.object, self._resource(statement.tail)
        yield kg.status, _word(statement.status)
        yield kg.confidence, decimal(statement.confidence)
        yield kg.sourceCount, integer(statement.sources)
        if statement.accepted:
            yield kg.reviewed, Literal("accepted")
        if statement.first_seen:
            yield kg.firstSeen, Literal(statement.first_seen, datatype=XSD.date)
        if statement.last_seen:
            yield kg.lastSeen, Literal(statement.last_seen, datatype=XSD.date)
        for role, language in statement.roles:
            yield kg.role, text(role, language)
        for evidence in statement.evidence:
            yield kg.evidence, self._named("evidence", evidence)

    def _evidence(self, evidence: EvidenceNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Evidence
        yield OA.hasSource, self._resource(evidence.source)
        yield OA.start, integer(evidence.start)
        yield OA.end, integer(evidence.end)
        yield OA.exact, text(evidence.exact, evidence.language)
        yield kg.status, _word(evidence.status)
        yield kg.confidence, decimal(evidence.confidence)
        yield kg.extractedBy, _word(evidence.extracted_by)
        passage, before = evidence.exact, evidence.start
        for word in {passage[start - before : end - before] for start, end in evidence.triggers}:
            yield kg.trigger, Literal(word)
        if self.run is not None:
            yield PROV.wasGeneratedBy, self.run

    def _mention(self, mention: MentionNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Mention
        yield kg.mentionOf, self._resource(mention.entity)
        yield OA.hasSource, self._resource(mention.source)
        yield OA.start, integer(mention.start)
        yield OA.end, integer(mention.end)
        yield OA.exact, Literal(mention.exact)
        yield kg.confidence, decimal(mention.confidence)
        yield kg.extractedBy, _word(mention.extracted_by)

    def _merge(self, merge: MergeNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Merge
        yield kg.name, Literal(merge.name)
        yield kg.rule, Literal(merge.rule)
        yield kg.reason, Literal(merge.because)
        yield kg.articleCount, integer(merge.articles)

    def _reading(self, reading: ReadingNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Reading
        yield kg.readClass, self._classes[reading.type]
        yield kg.articleCount, integer(reading.articles)
        yield kg.confidence, decimal(reading.share)

    def _doubt(self, doubt: DoubtNode) -> Pairs:
        kg = self.kg
        yield RDF.type, kg.Doubt
        yield kg.between, self._resource(doubt.one)
        yield kg.between, self._resource(doubt.other)
        yield kg.rule, Literal(doubt.rule)
        yield kg.reason, Literal(doubt.because)
        yield kg.score, decimal(doubt.score)

    def _run(self, run: RunNode) -> Pairs:
        yield RDF.type, PROV.Activity
        yield RDFS.label, Literal(f"kg {run.version}, {run.model}")
        yield SCHEMA.softwareVersion, Literal(run.version)
        yield self.kg.model, Literal(run.model)
        if run.pipeline:
            yield self.kg.pipelineHash, Literal(run.pipeline)
        for option in run.options:
            yield self.kg.option, Literal(option)
        if run.articles is not None:
            yield self.kg.articleCount, integer(run.articles)
        if run.time is not None:
            yield PROV.endedAtTime, Literal(run.time, datatype=XSD.dateTime)


_word: Callable[[str], Literal] = lru_cache(1 << 10)(Literal)
"""A word that many nodes say."""


def _value(pair: tuple[NamedNode, NamedNode | Literal]) -> str:
    return str(pair[1])
