"""Resolution -> triples: the graph as ``kg/data/ontology.ttl`` describes it.

In: what was found in each article, with one entity for each thing. Out: facts, statements, evidence, mentions,
articles and entities, as plain RDF 1.1 without blank nodes, each triple once, in reading order, the same whatever the
order of the input. Only nodes are held in memory, never the triples, and no text is copied.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import SchemaError
from kg.graph.identity import Identities
from kg.graph.literals import address, decimal, integer, moment, text
from kg.graph.statements import aggregate
from kg.graph.vocab import DCTERMS, KINDS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Vocabulary
from kg.model import Status
from kg.resolve.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from kg.graph.statements import Statement
    from kg.model import Article, ArticleKey, Entity, Extraction, Mention
    from kg.resolve import Copy, Resolution
    from kg.schema import Schema

    Subject = NamedNode | BlankNode | Triple

__all__ = ["Run", "reading_order", "to_triples"]

type_ = RDF.type


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph, so that each piece of evidence can say it; leave it out for the same bytes each time.

    Attributes:
        version: of this package.
        model: name and version of the language pipeline.
        time: when the run ended, or None.
    """

    version: str
    model: str
    time: datetime | None = None


def to_triples(
    resolution: Resolution, *, schema: Schema, vocabulary: Vocabulary | None = None, run: Run | None = None
) -> Iterator[Triple]:
    """Write down what was found, sorted.

    First comes the graph's own node, then entities, articles, statements, evidence, mentions, what was decided on
    identity, and the run. A fact stands as a plain triple when at least one passage asserts it, both ways where the
    relation is symmetric. Two copies of one article are one; two articles that share an identifier but not their
    content get names that differ.

    Raises:
        SchemaError: an entity's type or a relation is not in the schema.
    """
    vocabulary = vocabulary or Vocabulary()
    writer = _Writer(resolution, schema, vocabulary, None if run is None else _run_node(run, vocabulary))
    writer.gather()
    yield from writer.triples()
    if run is not None:
        yield from _run(run, vocabulary)


def reading_order(subject: Subject, vocabulary: Vocabulary) -> tuple[int, str]:
    """Sort key of a subject: the section of the graph that it belongs to, then its name as N-Triples writes it."""
    return _section(subject, vocabulary), str(subject)


def _section(subject: Subject, vocabulary: Vocabulary) -> int:
    if not isinstance(subject, NamedNode):
        return len(KINDS) + 2
    kind = vocabulary.kind(subject.value)
    if subject == vocabulary.dataset or not kind:
        return 0
    return KINDS.index(kind) + 2 if kind in KINDS else 1


@dataclass(slots=True)
class _Seen:
    """How the articles name an entity, and where."""

    names: defaultdict[str, set[ArticleKey]] = field(default_factory=lambda: defaultdict(set))
    surfaces: set[str] = field(default_factory=set)
    articles: set[ArticleKey] = field(default_factory=set)
    mentions: int = 0


class _Writer:
    """Collects the nodes of the graph, then writes the triples of one node after the other."""

    def __init__(self, resolution: Resolution, schema: Schema, vocabulary: Vocabulary, run: NamedNode | None) -> None:
        self.resolution, self.schema, self.vocabulary, self.run = resolution, schema, vocabulary, run
        self.copies: dict[ArticleKey, Copy] = {copy.article: copy for copy in resolution.copies}
        self.articles: dict[ArticleKey, Article] = {}
        self.nodes: dict[ArticleKey, NamedNode] = {}
        self.entities: defaultdict[Entity, _Seen] = defaultdict(_Seen)
        self.entity_nodes: dict[Entity, NamedNode] = {}
        self.mentions: dict[NamedNode, tuple[Mention, NamedNode]] = {}
        self.statements: list[tuple[NamedNode, Statement]] = []
        self.facts: defaultdict[Entity, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        self.mentioned: defaultdict[ArticleKey, set[Entity]] = defaultdict(set)

    def gather(self) -> None:
        """Find out which nodes there are and what their names are."""
        extractions = self.resolution.extractions
        for extraction in extractions:
            article = extraction.article
            key = article.key
            if key not in self.articles or article.path < self.articles[key].path:
                self.articles[key] = article
        self._name_articles()
        for extraction in extractions:
            self._gather_mentions(extraction)
        for entity in self.entities:
            self.entity_nodes[entity] = self.vocabulary.entity(entity)
        for extraction in extractions:
            self._mint_mentions(extraction)
        for statement in aggregate(self.resolution, self.schema):
            self._gather_statement(statement)

    def _name_articles(self) -> None:
        versions: defaultdict[str, int] = defaultdict(int)
        for key in self.articles:
            versions[key.id] += 1
        for key in self.articles:
            told_apart_by = key.content_hash if versions[key.id] > 1 else None
            self.nodes[key] = self.vocabulary.article(key.id, told_apart_by)

    def _gather_mentions(self, extraction: Extraction) -> None:
        key = extraction.article.key
        for entity in extraction.named():
            seen = self.entities[entity]
            seen.names[entity.name].add(key)
            seen.articles.add(key)
            self.mentioned[key].add(entity)

    def _mint_mentions(self, extraction: Extraction) -> None:
        source = self.nodes[extraction.article.key]
        for mention in extraction.mentions:
            node = self.vocabulary.mention(source, mention.start, mention.end, self.entity_nodes[mention.entity])
            if node not in self.mentions:
                seen = self.entities[mention.entity]
                seen.mentions += 1
                seen.surfaces.add(plain(mention.exact))
            elif _rank(self.mentions[node][0]) <= _rank(mention):
                continue
            self.mentions[node] = mention, source

    def _gather_statement(self, statement: Statement) -> None:
        predicate = self.vocabulary.relation(statement.predicate)
        head, tail = self.entity_nodes[statement.head], self.entity_nodes[statement.tail]
        self.statements.append((self.vocabulary.statement(head, predicate, tail), statement))
        if statement.status is Status.ASSERTED:
            self.facts[statement.head].append((predicate, tail))
            if self.schema.relations[statement.predicate].symmetric:
                self.facts[statement.tail].append((predicate, head))

    def triples(self) -> Iterator[Triple]:
        """The triples of every node, in reading order."""
        graph = self.vocabulary.dataset
        yield Triple(graph, DCTERMS.conformsTo, self.vocabulary.ontology)
        yield Triple(graph, type_, SCHEMA.Dataset)
        identities = Identities(self.resolution, self.entity_nodes, self.schema, self.vocabulary)
        for entity in sorted(self.entities, key=lambda entity: str(self.entity_nodes[entity])):
            yield from _sorted([*self._entity(entity), *identities.of(entity)])
        for key in sorted(self.articles, key=lambda key: str(self.nodes[key])):
            yield from _sorted(self._article(key))
        self.statements.sort(key=lambda pair: str(pair[0]))
        for node, statement in self.statements:
            yield from _sorted(self._statement(node, statement))
        evidence = {
            self._evidence_node(node, article, passage.start, passage.end): (article, position, statement)
            for node, statement in self.statements
            for position, (article, passage) in enumerate(statement.evidence)
        }
        for node in sorted(evidence, key=str):
            yield from _sorted(self._evidence(node, *evidence[node]))
        for node in sorted(self.mentions, key=str):
            yield from _sorted(self._mention(node, *self.mentions[node]))
        for triples in identities.triples():
            yield from _sorted(triples)

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node, seen = self.entity_nodes[entity], self.entities[entity]
        if entity.type not in self.schema.classes:
            known = ", ".join(self.schema.classes)
            raise SchemaError(
                f"unknown class {entity.type!r} of {entity.name!r}; add it to the schema, which has {known}"
            )
        label = min(seen.names, key=lambda name: (-len(seen.names[name]), name))
        yield Triple(node, type_, self.vocabulary.entity_class(self.schema.classes[entity.type]))
        yield Triple(node, RDFS.label, Literal(label))
        for surface in (seen.surfaces | seen.names.keys()) - {label, ""}:
            yield Triple(node, SKOS.altLabel, Literal(surface))
        yield Triple(node, self.vocabulary.kg.mentionCount, integer(seen.mentions))
        yield Triple(node, self.vocabulary.kg.articleCount, integer(len(seen.articles)))
        for predicate, tail in self.facts[entity]:
            yield Triple(node, predicate, tail)

    def _article(self, key: ArticleKey) -> Iterator[Triple]:
        node, article, kg = self.nodes[key], self.articles[key], self.vocabulary.kg
        yield Triple(node, type_, SCHEMA.NewsArticle)
        yield Triple(node, SCHEMA.identifier, Literal(article.id))
        yield Triple(node, kg.path, Literal(article.path))
        yield Triple(node, kg.contentHash, Literal(article.content_hash))
        if article.language:
            yield Triple(node, SCHEMA.inLanguage, Literal(article.language))
        if article.title:
            yield Triple(node, SCHEMA.headline, text(article.title, article.language))
        if article.published:
            yield Triple(node, SCHEMA.datePublished, moment(article.published))
        if article.url:
            yield Triple(node, SCHEMA.url, address(article.url))
        if article.publisher:
            yield Triple(node, SCHEMA.publisher, Literal(article.publisher))
        for author in set(article.authors):
            yield Triple(node, SCHEMA.author, Literal(author))
        for tag in set(article.tags):
            yield Triple(node, SCHEMA.keywords, Literal(tag))
        if key in self.copies:
            yield Triple(node, kg.copyOf, self.nodes[self.copies[key].original])
            yield Triple(node, kg.similarity, decimal(self.copies[key].similarity))
            yield Triple(node, kg.reason, Literal(self.copies[key].because))
        for entity in self.mentioned[key]:
            yield Triple(node, SCHEMA.mentions, self.entity_nodes[entity])

    def _statement(self, node: NamedNode, statement: Statement) -> Iterator[Triple]:
        kg = self.vocabulary.kg
        yield Triple(node, type_, kg.Statement)
        yield Triple(node, kg.subject, self.entity_nodes[statement.head])
        yield Triple(node, kg.predicate, self.vocabulary.relation(statement.predicate))
        yield Triple(node, kg.object, self.entity_nodes[statement.tail])
        yield Triple(node, kg.status, Literal(statement.status.value))
        yield Triple(node, kg.confidence, decimal(statement.confidence))
        yield Triple(node, kg.sourceCount, integer(statement.source_count))
        if (statement.head, statement.predicate, statement.tail) in self.resolution.accepted:
            yield Triple(node, kg.reviewed, Literal("accepted"))
        if statement.first_seen:
            yield Triple(node, kg.firstSeen, Literal(statement.first_seen.isoformat(), datatype=XSD.date))
        if statement.last_seen:
            yield Triple(node, kg.lastSeen, Literal(statement.last_seen.isoformat(), datatype=XSD.date))
        for role in statement.roles:
            yield Triple(node, kg.role, text(role.text, role.language))
        for article, passage in statement.evidence:
            yield Triple(node, kg.evidence, self._evidence_node(node, article, passage.start, passage.end))

    def _evidence_node(self, statement: NamedNode, article: Article, start: int, end: int) -> NamedNode:
        return self.vocabulary.evidence(self.nodes[article.key], start, end, statement)

    def _evidence(self, node: NamedNode, article: Article, position: int, statement: Statement) -> Iterator[Triple]:
        kg, evidence = self.vocabulary.kg, statement.evidence[position].evidence
        yield Triple(node, type_, kg.Evidence)
        yield Triple(node, OA.hasSource, self.nodes[article.key])
        yield Triple(node, OA.start, integer(evidence.start))
        yield Triple(node, OA.end, integer(evidence.end))
        yield Triple(node, OA.exact, text(evidence.exact, article.language))
        yield Triple(node, kg.status, Literal(evidence.status.value))
        yield Triple(node, kg.confidence, decimal(evidence.confidence))
        yield Triple(node, kg.extractedBy, Literal(evidence.extracted_by))
        for word in {article.text[start:end] for start, end in evidence.triggers}:
            yield Triple(node, kg.trigger, Literal(word))
        if self.run is not None:
            yield Triple(node, PROV.wasGeneratedBy, self.run)

    def _mention(self, node: NamedNode, mention: Mention, source: NamedNode) -> Iterator[Triple]:
        kg = self.vocabulary.kg
        yield Triple(node, type_, kg.Mention)
        yield Triple(node, kg.mentionOf, self.entity_nodes[mention.entity])
        yield Triple(node, OA.hasSource, source)
        yield Triple(node, OA.start, integer(mention.start))
        yield Triple(node, OA.end, integer(mention.end))
        yield Triple(node, OA.exact, Literal(mention.exact))
        yield Triple(node, kg.confidence, decimal(mention.confidence))
        yield Triple(node, kg.extractedBy, Literal(mention.extracted_by))


def _run_node(run: Run, vocabulary: Vocabulary) -> NamedNode:
    return vocabulary.run(run.version, run.model, "" if run.time is None else moment(run.time).value)


def _run(run: Run, vocabulary: Vocabulary) -> Iterator[Triple]:
    node = _run_node(run, vocabulary)
    triples = [
        Triple(node, type_, PROV.Activity),
        Triple(node, RDFS.label, Literal(f"kg {run.version}, {run.model}")),
        Triple(node, SCHEMA.softwareVersion, Literal(run.version)),
        Triple(node, vocabulary.kg.model, Literal(run.model)),
    ]
    if run.time is not None:
        triples.append(Triple(node, PROV.endedAtTime, moment(run.time)))
    yield from _sorted(triples)


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(triples, key=str)


def _rank(mention: Mention) -> tuple[float, str]:
    return -mention.confidence, mention.extracted_by
