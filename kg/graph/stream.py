"""Resolution -> the nodes of the graph, one after the other in reading order.

The articles are read once. What they say is sorted (:mod:`kg.graph.sorting`), parts of one node come to lie side by
side, and each node is put together when its turn comes; so memory holds what resolution found out about names, and
neither mentions, evidence nor statements. Statements are put together first: whether a fact is asserted decides what
the nodes of its ends say, and those come earlier.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from kg.graph.identity import Identities
from kg.graph.literals import moment
from kg.graph.nodes import (
    ArticleNode,
    EntityNode,
    EvidenceNode,
    GraphNode,
    MentionNode,
    Node,
    RunNode,
    Section,
    ended,
    hashed,
    packed,
)
from kg.graph.rows import Asserted, Named, Names, rows
from kg.graph.sorting import Sorter
from kg.graph.statements import Said, stated, strongest
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pyoxigraph import NamedNode

    from kg.graph.vocab import Vocabulary
    from kg.resolve import Resolution
    from kg.schema import Schema

    Rank = tuple[object, ...]

Values = TypeVar("Values", EvidenceNode, MentionNode)

__all__ = ["Counts", "Rows", "Run", "article_nodes", "confirmed", "entity_nodes", "nodes", "statement_rows"]

_HASH = 12  # bytes of the key of a node that is named by a hash


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph, so that each piece of evidence can say it; leave it out for the same bytes each time.

    Attributes:
        version: of this package.
        model: name and version of the language pipeline.
        time: when the run ended, or None.
        pipeline: fingerprint of the language pipeline's files.
        options: what was asked for, as ``name=value``, sorted.
        articles: how many were put into the graph.
    """

    version: str
    model: str
    time: datetime | None = None
    pipeline: str = ""
    options: tuple[str, ...] = ()
    articles: int | None = None

    def node(self, vocabulary: Vocabulary) -> NamedNode:
        """The resource that stands for the run."""
        return vocabulary.run(self.version, self.model, self.moment or "")

    def values(self) -> RunNode:
        """What the graph says of the run."""
        return RunNode(self.version, self.model, self.moment, self.pipeline, self.options, self.articles)

    @property
    def moment(self) -> str | None:
        """When it ended, in UTC as XML Schema writes it."""
        return None if self.time is None else moment(self.time).value


@dataclass(slots=True)
class Counts:
    """What the graph holds; complete when the last node has come.

    Attributes:
        entities: how many by class.
        relations: how many statements by type.
        statuses: how many statements by status.
        mentions: how many stretches of text name an entity.
        evidence: how many passages state a fact.
    """

    entities: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    mentions: int = 0
    evidence: int = 0


def nodes(
    resolution: Resolution,
    *,
    schema: Schema,
    vocabulary: Vocabulary,
    run: Run | None,
    scratch: Path,
    counts: Counts,
) -> Iterator[Node]:
    """All nodes of the graph in reading order, each once, the same whatever the order of the articles.

    Args:
        resolution: what was found; its extractions are read once.
        schema: its classes and relations.
        vocabulary: the names of the graph.
        run: what made the graph, if that is to be told.
        scratch: a folder for what does not fit into memory.
        counts: is filled on the way.

    Raises:
        SchemaError: an entity's type or a relation is not in the schema.
    """
    names = Names(resolution.sources(), resolution.copies, schema, vocabulary)
    parts = {section: Sorter(scratch, section.name.lower()) for section in Section}
    for extraction in resolution.extractions:
        counts.mentions += len(extraction.mentions)
        for section, key, row in rows(extraction, names):
            parts[section].add(key + row)
    accepted = confirmed(resolution, vocabulary)
    statements = Sorter(scratch, "stated")
    for key, row in statement_rows(parts[Section.STATEMENT], parts[Section.ENTITY], accepted, schema, counts):
        statements.add(key + row)
    identities = Identities(resolution, schema, vocabulary)

    yield _node(Section.GRAPH, b"", GraphNode())
    yield from entity_nodes(parts[Section.ENTITY], identities, counts)
    yield from _articles(parts[Section.ARTICLE])
    yield from (Node(_key(Section.STATEMENT, row[:_HASH]), row[_HASH:]) for row in statements)
    yield from _evidence(parts[Section.EVIDENCE], counts)
    yield from _best(parts[Section.MENTION], Section.MENTION, MentionNode, _surest)
    yield from identities.nodes()
    if run is not None:
        yield _node(Section.RUN, hashed(run.node(vocabulary)), run.values())


def confirmed(resolution: Resolution, vocabulary: Vocabulary) -> set[bytes]:
    """The keys of the statements that a person has confirmed."""
    return {
        hashed(vocabulary.statement(vocabulary.entity(head), vocabulary.relation(predicate), vocabulary.entity(tail)))
        for head, predicate, tail in resolution.accepted
    }


def article_nodes(parts: Mapping[Section, Iterable[bytes]], counts: Counts) -> Iterator[Node]:
    """The nodes of articles, evidence and mentions, from their sorted rows; all that one article says by itself."""
    yield from _articles(parts[Section.ARTICLE])
    yield from _evidence(parts[Section.EVIDENCE], counts)
    yield from _best(parts[Section.MENTION], Section.MENTION, MentionNode, _surest)


def _node(section: Section, name: bytes, values: msgspec.Struct) -> Node:
    return Node(_key(section, name), packed(values))


def _key(section: Section, name: bytes) -> bytes:
    return bytes((section,)) + name


def _by_hash(found: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Sorted rows by their key, which is a hash."""
    for key, group in groupby(found, key=lambda row: row[:_HASH]):
        yield key, [row[_HASH:] for row in group]


def _by_name(found: Iterable[bytes]) -> Iterator[tuple[bytes, Iterator[bytes]]]:
    """Sorted rows by their key, which is a name."""
    for key, group in groupby((row.partition(b">") for row in found), key=lambda row: row[0]):
        yield key + b">", (row for _, _, row in group)


class Rows(Protocol):
    """Takes rows; a :class:`Sorter`, for one."""

    def add(self, row: bytes) -> None:
        """Take a row."""


def statement_rows(
    said: Iterable[bytes], ends: Rows, accepted: set[bytes], schema: Schema, counts: Counts
) -> Iterator[tuple[bytes, bytes]]:
    """Every statement by its key, from the sorted rows of what is said; what is asserted goes to its ends too."""
    decode = msgspec.msgpack.Decoder(Said).decode
    for key, group in _by_hash(said):
        statement = stated(map(decode, group), accepted=key in accepted)
        counts.relations[statement.predicate] += 1
        counts.statuses[Status(statement.status)] += 1
        if statement.status == Status.ASSERTED:
            predicate, head, tail = statement.predicate, statement.head, statement.tail
            ends.add(ended(head) + packed(Asserted(predicate, tail)))
            if schema.relations[predicate].symmetric:
                ends.add(ended(tail) + packed(Asserted(predicate, head)))
        yield key, packed(statement)


def entity_nodes(found: Iterable[bytes], identities: Identities, counts: Counts) -> Iterator[Node]:
    """The nodes of entities, from the sorted rows of how they are named and what is asserted of them."""
    decode = msgspec.msgpack.Decoder(Named | Asserted).decode
    for key, group in _by_name(found):
        names: Counter[str] = Counter()
        surfaces: set[str] = set()
        facts: set[tuple[str, str]] = set()
        mentions = articles = 0
        named = []
        for part in map(decode, group):
            if isinstance(part, Asserted):
                facts.add((part.predicate, part.other))
            else:
                named.append(part)
        for _, same in groupby(named, key=lambda part: part.article):
            here = list(same)  # several where an article was given several times
            articles += 1
            names.update({name for part in here for name in part.names})
            mentions += len({place for part in here for place in part.places})
            surfaces.update(surface for part in here for surface in part.surfaces)
        label = min(names, key=lambda name: (-names[name], name))
        counts.entities[named[0].kind] += 1
        merges, readings, link = identities.of(key)
        yield _node(
            Section.ENTITY,
            key,
            EntityNode(
                type=named[0].kind,
                label=label,
                others=tuple(sorted((surfaces | names.keys()) - {label, ""})),
                mentions=mentions,
                articles=articles,
                facts=tuple(sorted(facts)),
                merges=merges,
                readings=readings,
                link=link,
            ),
        )


def _articles(found: Iterable[bytes]) -> Iterator[Node]:
    """One node for every article; of copies of one file, that with the first path stands for all."""
    decode = msgspec.msgpack.Decoder(ArticleNode).decode
    for key, group in _by_name(found):
        copies = [*map(decode, group)]
        first = min(copies, key=lambda article: article.path)
        mentioned = tuple(sorted({entity for article in copies for entity in article.mentioned}))
        yield _node(Section.ARTICLE, key, msgspec.structs.replace(first, mentioned=mentioned))


def _evidence(found: Iterable[bytes], counts: Counts) -> Iterator[Node]:
    for node in _best(found, Section.EVIDENCE, EvidenceNode, strongest):
        counts.evidence += 1
        yield node


def _best(
    found: Iterable[bytes], section: Section, kind: type[Values], rank: Callable[[Values], Rank]
) -> Iterator[Node]:
    """One node for every key; of several readings of one place the surest."""
    decode = msgspec.msgpack.Decoder(kind).decode
    for key, group in _by_hash(found):
        best = group[0] if len(group) == 1 else min(group, key=lambda row: rank(decode(row)))
        yield Node(_key(section, key), best)


def _surest(mention: MentionNode) -> Rank:
    return -mention.confidence, mention.extracted_by
