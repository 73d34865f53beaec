"""Nodes of a graph, while they are written -> the parts of a page, without reading them from the store again.

Reading them back takes a third of what a page costs. What is kept of the nodes is what a page may show; of a graph with
more nodes than :data:`MOST` nothing is kept, and its page is read from the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

import msgspec

from kg.graph.claims import Claim
from kg.graph.literals import address, decimal
from kg.graph.nodes import ArticleNode, EntityNode, EvidenceNode, Section, StatementNode
from kg.graph.vocab import SCHEMA
from kg.view.reading import Entity, Quote, Reader, source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.graph.nodes import Node
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary
    from kg.schema import Schema
    from kg.view.values import Source

__all__ = ["MOST", "Overheard"]

MOST = 500_000
"""How many nodes are listened to at most: those of ten thousand articles."""

_KEPT = (Section.ENTITY, Section.ARTICLE, Section.STATEMENT, Section.EVIDENCE)


class _Naming(msgspec.Struct, array_like=True, gc=False):
    """What a page needs of a mention."""

    entity: str
    article: str


_entity = msgspec.msgpack.Decoder(EntityNode).decode
_article = msgspec.msgpack.Decoder(ArticleNode).decode
_statement = msgspec.msgpack.Decoder(StatementNode).decode
_evidence = msgspec.msgpack.Decoder(EvidenceNode).decode
_naming = msgspec.msgpack.Decoder(_Naming).decode


class Overheard:
    """Listens to the nodes of one graph.

    Args:
        vocabulary: the names of the graph.
        schema: its classes and relations.
        most: how many nodes to listen to.
    """

    def __init__(self, vocabulary: Vocabulary, schema: Schema, most: int = MOST) -> None:
        self.vocabulary, self.schema, self.root = vocabulary, schema, f"{vocabulary.base}id/"
        self._left = most
        self._nodes: dict[int, list[Node]] = {section: [] for section in _KEPT}
        self._mentions: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def listen(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Pass nodes on, and keep what a page needs of them."""
        for node in nodes:
            if self._left:
                self._keep(node)
            yield node

    def _keep(self, node: Node) -> None:
        section = node.key[0]
        if section == Section.MENTION:
            naming = _naming(node.values)
            self._mentions[naming.entity][naming.article] += 1
        elif section in self._nodes:
            self._nodes[section].append(node)
        self._left -= 1
        if not self._left:
            self._nodes.clear()
            self._mentions.clear()

    def reader(self, store: Store) -> Reader:
        """The parts of a page of the graph, which by now is in a store."""
        return _Remembering(store, self) if self._left else Reader(store)

    def named(self, section: Section) -> list[tuple[str, bytes]]:
        """The nodes of a section by their IRIs, sorted, with their values."""
        if section in {Section.ENTITY, Section.ARTICLE}:
            return sorted((f"{self.root}{node.key[1:-1].decode()}", node.values) for node in self._nodes[section])
        root = f"{self.root}{section.name.lower()}/"
        return sorted((f"{root}{node.key[1:].hex()}", node.values) for node in self._nodes[section])

    def articles(self, entity: str) -> dict[str, int]:
        """The articles that mention an entity, and how often."""
        named: Mapping[str, int] = self._mentions.get(entity.removeprefix(self.root), {})
        return {f"{self.root}{article}": count for article, count in named.items()}


class _Remembering(Reader):
    """Reads what was overheard as another reader reads the store."""

    def __init__(self, store: Store, heard: Overheard) -> None:
        super().__init__(store)
        self._heard, self._root = heard, heard.root
        self._relation = cache(lambda name: heard.vocabulary.relation(name).value.removeprefix(heard.vocabulary.ns))

    @cached_property
    def claims(self) -> list[Claim]:
        return [
            Claim(
                iri=iri,
                head=self._root + one.head,
                relation=self._relation(one.predicate),
                tail=self._root + one.tail,
                status=one.status,
                confidence=_exact(one.confidence),
                sources=one.sources,
            )
            for iri, one in self._statements
        ]

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        vocabulary, schema = self._heard.vocabulary, self._heard.schema
        class_of = cache(lambda name: vocabulary.compact(vocabulary.entity_class(schema.classes[name]).value))
        read = ((iri, _entity(values)) for iri, values in self._heard.named(Section.ENTITY))
        return {
            iri: Entity(one.label, class_of(one.type), one.others, (one.link,) if one.link else (), one.mentions)
            for iri, one in read
        }

    @cached_property
    def articles(self) -> Mapping[str, Source]:
        return {iri: self._source(_article(values)) for iri, values in self._heard.named(Section.ARTICLE)}

    def roles(self) -> Mapping[str, tuple[str, ...]]:
        return {iri: tuple(sorted({role for role, _ in one.roles})) for iri, one in self._statements if one.roles}

    def quotes(self, statements: Collection[str]) -> list[Quote]:
        backed = {f"{self._root}evidence/{one.hex()}": iri for iri, claim in self._statements for one in claim.evidence}
        found = []
        for iri, values in self._heard.named(Section.EVIDENCE):
            if backed[iri] in statements:
                one = _evidence(values)
                words = {one.exact[start - one.start : end - one.start] for start, end in one.triggers}
                quote = Quote(
                    article=self._root + one.source,
                    start=one.start,
                    end=one.end,
                    statement=backed[iri],
                    exact=one.exact,
                    status=one.status,
                    confidence=_exact(one.confidence),
                    extracted_by=one.extracted_by,
                    triggers=tuple(sorted(words)),
                )
                found.append(quote)
        return sorted(found)

    def mentions(self, entities: Collection[str]) -> dict[str, dict[str, int]]:
        return {entity: self._heard.articles(entity) for entity in entities}

    @cached_property
    def _statements(self) -> list[tuple[str, StatementNode]]:
        return [(iri, _statement(values)) for iri, values in self._heard.named(Section.STATEMENT)]

    def _source(self, article: ArticleNode) -> Source:
        path = self.store.vocabulary.kg.path.value
        values = {
            path: article.path,
            SCHEMA.headline.value: article.title,
            SCHEMA.datePublished.value: article.published,
            SCHEMA.url.value: address(article.url).value if article.url else None,
            SCHEMA.publisher.value: article.publisher,
            SCHEMA.inLanguage.value: article.language,
        }
        return source({name: value for name, value in values.items() if value}, path)


@cache
def _exact(confidence: float) -> float:
    """A confidence as the graph says it."""
    return float(decimal(confidence).value)
