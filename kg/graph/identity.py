"""Resolution -> nodes: which names were joined to which entity and why, and what is doubtful.

In: what resolution decided, and which entities the graph has. Out: nodes of their own, one for each joined name, each
overruled class and each doubtful pair, so that a query can list them and a person can review them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.nodes import DoubtNode, MergeNode, Node, ReadingNode, Section, ended, hashed, packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.vocab import Vocabulary
    from kg.model import Entity
    from kg.resolve import Doubt, Merge, Reading, Resolution
    from kg.schema import Schema

__all__ = ["Identities", "Identity"]


class Identity(NamedTuple):
    """What an entity's own node says of its identity: the merges and readings by their names, and a link."""

    merges: tuple[bytes, ...] = ()
    readings: tuple[bytes, ...] = ()
    link: str | None = None


class Identities:
    """What resolution decided, by entity. It speaks of those entities that it has been asked for, and no others."""

    def __init__(self, resolution: Resolution, schema: Schema, vocabulary: Vocabulary) -> None:
        self._schema, self._vocabulary = schema, vocabulary
        self._merges: defaultdict[bytes, dict[bytes, Merge]] = defaultdict(dict)
        self._readings: defaultdict[bytes, dict[bytes, Reading]] = defaultdict(dict)
        self._doubts: dict[bytes, Doubt] = {}
        for merge in resolution.merges:
            node = vocabulary.merge(vocabulary.entity(merge.entity), merge.name, merge.rule)
            self._merges[self._key(merge.entity)][hashed(node)] = merge
        for reading in resolution.readings:
            overruled = vocabulary.entity_class(schema.classes[reading.type])
            node = vocabulary.reading(vocabulary.entity(reading.entity), overruled)
            self._readings[self._key(reading.entity)][hashed(node)] = reading
        for doubt in resolution.doubts:
            node = vocabulary.doubt(vocabulary.entity(doubt.one), vocabulary.entity(doubt.other))
            self._doubts[hashed(node)] = doubt
        self._links = {self._key(entity): link for entity, link in resolution.links.items()}
        self._doubtful = {self._key(end) for doubt in resolution.doubts for end in (doubt.one, doubt.other)}
        self._there: set[bytes] = set()

    def speaks_of(self, entity: bytes) -> bool:
        """Whether any node tells something of an entity, by its key."""
        return entity in self._merges or entity in self._readings or entity in self._doubtful

    def of(self, entity: bytes) -> Identity:
        """What is known of an entity of the graph, by its key."""
        if self.speaks_of(entity):
            self._there.add(entity)
        return Identity(
            tuple(sorted(self._merges.get(entity, ()))),
            tuple(sorted(self._readings.get(entity, ()))),
            self._links.get(entity),
        )

    def nodes(self) -> Iterator[Node]:
        """A node for every merge, reading and doubt about the entities that the graph has, in reading order."""
        there = self._there
        merges = {name: one for key, found in self._merges.items() if key in there for name, one in found.items()}
        readings = {name: one for key, found in self._readings.items() if key in there for name, one in found.items()}
        for name, merge in sorted(merges.items()):
            yield _node(Section.MERGE, name, MergeNode(merge.name, merge.rule, merge.because, merge.articles))
        for name, reading in sorted(readings.items()):
            yield _node(Section.READING, name, ReadingNode(reading.type, reading.articles, reading.share))
        for name, doubt in sorted(self._doubts.items()):
            if self._key(doubt.one) in there and self._key(doubt.other) in there:
                ends = (self._short(doubt.one), self._short(doubt.other))
                yield _node(Section.DOUBT, name, DoubtNode(*ends, doubt.rule, doubt.because, doubt.score))

    def _key(self, entity: Entity) -> bytes:
        return ended(self._short(entity))

    def _short(self, entity: Entity) -> str:
        return self._vocabulary.entity(entity).value.removeprefix(f"{self._vocabulary.base}id/")


def _node(section: Section, name: bytes, values: MergeNode | ReadingNode | DoubtNode) -> Node:
    return Node(bytes((section,)) + name, packed(values))
