"""One resolved article -> the rows that the graph is put together from.

Mentions are nodes as they stand. What several articles have a part in, an entity or a statement, is a row for each
part; rows with one key lie side by side once they are sorted, and :mod:`kg.graph.stream` makes one node of them. The
rows of an article follow from its extraction and from how articles are named, so that any process can make them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from kg.errors import SchemaError
from kg.graph.literals import moment
from kg.graph.nodes import ArticleNode, EvidenceNode, MentionNode, Section, ended, hashed, packed
from kg.graph.statements import Said
from kg.resolve.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import NamedNode

    from kg.graph.vocab import Vocabulary
    from kg.model import ArticleKey, Entity, Extraction, Relation
    from kg.resolve import Copy
    from kg.schema import Schema

__all__ = ["Asserted", "Named", "Names", "Row", "rows"]

Row = tuple[Section, bytes, bytes]
"""The section of the graph that a row has a part in, the key within it, and what the row says, packed."""


class Named(msgspec.Struct, frozen=True, array_like=True, tag=0, gc=False):
    """How one article names an entity: its class, its names once resolved, where, and as written."""

    article: str
    kind: str
    names: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    surfaces: tuple[str, ...]


class Asserted(msgspec.Struct, frozen=True, array_like=True, tag=1, gc=False):
    """A fact that stands as a plain triple: a relation of an entity to another one."""

    predicate: str
    other: str


class Names:
    """What the rows of all articles share: how articles and entities are called, and what repeats what."""

    def __init__(
        self, sources: Mapping[ArticleKey, ArticleKey], copies: Iterable[Copy], schema: Schema, vocabulary: Vocabulary
    ) -> None:
        """Name the articles.

        Args:
            sources: every article with the one that stands for its source.
            copies: the articles that repeat another one.
            schema: what entities and relations may be.
            vocabulary: the names of the graph.
        """
        self.sources, self.schema, self.vocabulary = sources, schema, vocabulary
        self._copies = {copy.article: copy for copy in copies}
        self._versions = Counter(key.id for key in sources)
        self._root = len(f"{vocabulary.base}id/")
        self.entity = lru_cache(1 << 17)(self._entity)
        self.relation = {name: vocabulary.relation(name) for name in schema.relations}
        self.plain = lru_cache(1 << 16)(plain)

    def article(self, key: ArticleKey) -> NamedNode:
        """An article's resource, which the hash of its content tells from others of the same identifier."""
        return self.vocabulary.article(key.id, key.content_hash if self._versions[key.id] > 1 else None)

    def short(self, resource: NamedNode) -> str:
        """The name of a resource below ``<base>id/``."""
        return resource.value[self._root :]

    def copied(self, key: ArticleKey) -> tuple[str, float, str] | None:
        """What an article repeats, how nearly, and why that is thought."""
        copy = self._copies.get(key)
        if copy is None:
            return None
        return self.short(self.article(copy.original)), copy.similarity, copy.because

    def _entity(self, entity: Entity) -> NamedNode:
        if entity.type not in self.schema.classes:
            known = ", ".join(self.schema.classes)
            raise SchemaError(
                f"unknown class {entity.type!r} of {entity.name!r}; add it to the schema, which has {known}"
            )
        return self.vocabulary.entity(entity)


def rows(extraction: Extraction, names: Names) -> Iterator[Row]:
    """The rows of one article.

    Raises:
        SchemaError: an entity's type or a relation is not in the schema.
    """
    article = extraction.article
    source = names.article(article.key)
    called: defaultdict[NamedNode, set[str]] = defaultdict(set)
    types: dict[NamedNode, str] = {}
    for entity in extraction.named():
        node = names.entity(entity)
        called[node].add(entity.name)
        types[node] = entity.type
    short, of_source = names.short, names.short(source)
    places: defaultdict[NamedNode, set[tuple[int, int]]] = defaultdict(set)
    surfaces: defaultdict[NamedNode, set[str]] = defaultdict(set)
    for one in extraction.mentions:
        node = names.entity(one.entity)
        places[node].add((one.start, one.end))
        surfaces[node].add(names.plain(one.exact))
        mention = MentionNode(short(node), of_source, one.start, one.end, one.exact, one.confidence, one.extracted_by)
        key = hashed(names.vocabulary.mention(source, one.start, one.end, node))
        yield Section.MENTION, key, packed(mention)
    for node, found in called.items():
        part = Named(
            of_source,
            types[node],
            tuple(sorted(found)),
            tuple(sorted(places[node])),
            tuple(sorted(surfaces[node])),
        )
        yield Section.ENTITY, ended(short(node)), packed(part)
    yield Section.ARTICLE, ended(of_source), packed(_article(extraction, names, map(short, called)))
    for relation in extraction.relations:
        yield from _said(extraction, relation, source, names)


def _article(extraction: Extraction, names: Names, mentioned: Iterable[str]) -> ArticleNode:
    article = extraction.article
    return ArticleNode(
        id=article.id,
        path=article.path,
        content_hash=article.content_hash,
        language=article.language,
        title=article.title,
        published=moment(article.published).value if article.published else None,
        url=article.url,
        publisher=article.publisher,
        authors=tuple(sorted(set(article.authors))),
        tags=tuple(sorted(set(article.tags))),
        copy=names.copied(article.key),
        mentioned=tuple(sorted(mentioned)),
    )


def _said(extraction: Extraction, relation: Relation, source: NamedNode, names: Names) -> Iterator[Row]:
    """A reading of a passage: a part of a statement, and the node of the passage itself."""
    article, passage, predicate = extraction.article, relation.evidence, relation.predicate
    if predicate not in names.schema.relations:
        known = ", ".join(names.schema.relations)
        raise SchemaError(f"unknown relation {predicate!r}; add it to the schema, which has {known}")
    head, tail = map(names.entity, names.schema.ends(relation.head, predicate, relation.tail))
    if head == tail:
        return
    statement = names.vocabulary.statement(head, names.relation[predicate], tail)
    evidence = hashed(names.vocabulary.evidence(source, passage.start, passage.end, statement))
    short = names.short
    said = Said(
        evidence=evidence,
        head=short(head),
        predicate=predicate,
        tail=short(tail),
        status=passage.status.value,
        confidence=passage.confidence,
        extracted_by=passage.extracted_by,
        role=passage.role,
        triggers=passage.triggers,
        source=short(names.article(names.sources[article.key])),
        day=article.published.date().isoformat() if article.published else None,
        language=article.language,
    )
    yield Section.STATEMENT, hashed(statement), packed(said)
    node = EvidenceNode(
        source=short(source),
        start=passage.start,
        end=passage.end,
        exact=passage.exact,
        language=article.language,
        status=passage.status.value,
        confidence=passage.confidence,
        extracted_by=passage.extracted_by,
        role=passage.role,
        triggers=passage.triggers,
    )
    yield Section.EVIDENCE, evidence, packed(node)
