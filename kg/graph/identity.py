"""Resolution -> triples: which names were joined to which entity and why, and what is doubtful.

In: what resolution decided, and the names of the entities. Out: nodes of their own, one for each joined name, each
overruled class and each doubtful pair, so that a query can list them and a person can review them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.literals import decimal, integer
from kg.graph.vocab import OWL, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.graph.vocab import Vocabulary
    from kg.model import Entity
    from kg.resolve import Doubt, Merge, Reading, Resolution
    from kg.schema import Schema

__all__ = ["Identities"]


class Identities:
    """Writes what resolution decided, for entities whose names are known."""

    def __init__(
        self, resolution: Resolution, nodes: Mapping[Entity, NamedNode], schema: Schema, vocabulary: Vocabulary
    ) -> None:
        self._nodes, self._schema, self._vocabulary = nodes, schema, vocabulary
        self._links = resolution.links
        self._merges = {self._merge_node(merge): merge for merge in resolution.merges if merge.entity in nodes}
        self._readings = {self._reading_node(one): one for one in resolution.readings if one.entity in nodes}
        self._doubts = {
            self._doubt_node(doubt): doubt for doubt in resolution.doubts if doubt.one in nodes and doubt.other in nodes
        }
        self._own: defaultdict[Entity, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        for node, merge in self._merges.items():
            self._own[merge.entity].append((vocabulary.kg.mergedBecause, node))
        for node, reading in self._readings.items():
            self._own[reading.entity].append((vocabulary.kg.readAs, node))

    def of(self, entity: Entity) -> Iterator[Triple]:
        """What an entity's own node says of its identity."""
        for predicate, node in self._own[entity]:
            yield Triple(self._nodes[entity], predicate, node)
        if entity in self._links:
            yield Triple(self._nodes[entity], OWL.sameAs, NamedNode(self._links[entity]))

    def triples(self) -> Iterator[list[Triple]]:
        """The triples of every merge, reading and doubt, node by node in reading order."""
        for merge in sorted(self._merges, key=str):
            yield list(self._merge(merge, self._merges[merge]))
        for reading in sorted(self._readings, key=str):
            yield list(self._reading(reading, self._readings[reading]))
        for doubt in sorted(self._doubts, key=str):
            yield list(self._doubt(doubt, self._doubts[doubt]))

    def _merge_node(self, merge: Merge) -> NamedNode:
        return self._vocabulary.merge(self._nodes[merge.entity], merge.name, merge.rule)

    def _merge(self, node: NamedNode, merge: Merge) -> Iterator[Triple]:
        kg = self._vocabulary.kg
        yield Triple(node, RDF.type, kg.Merge)
        yield Triple(node, kg.name, Literal(merge.name))
        yield Triple(node, kg.rule, Literal(merge.rule))
        yield Triple(node, kg.reason, Literal(merge.because))
        yield Triple(node, kg.articleCount, integer(merge.articles))

    def _reading_node(self, reading: Reading) -> NamedNode:
        return self._vocabulary.reading(self._nodes[reading.entity], self._class(reading.type))

    def _reading(self, node: NamedNode, reading: Reading) -> Iterator[Triple]:
        kg = self._vocabulary.kg
        yield Triple(node, RDF.type, kg.Reading)
        yield Triple(node, kg.readClass, self._class(reading.type))
        yield Triple(node, kg.articleCount, integer(reading.articles))
        yield Triple(node, kg.confidence, decimal(reading.share))

    def _class(self, name: str) -> NamedNode:
        return self._vocabulary.entity_class(self._schema.classes[name])

    def _doubt_node(self, doubt: Doubt) -> NamedNode:
        return self._vocabulary.doubt(self._nodes[doubt.one], self._nodes[doubt.other])

    def _doubt(self, node: NamedNode, doubt: Doubt) -> Iterator[Triple]:
        kg = self._vocabulary.kg
        yield Triple(node, RDF.type, kg.Doubt)
        yield Triple(node, kg.between, self._nodes[doubt.one])
        yield Triple(node, kg.between, self._nodes[doubt.other])
        yield Triple(node, kg.rule, Literal(doubt.rule))
        yield Triple(node, kg.reason, Literal(doubt.because))
        yield Triple(node, kg.score, decimal(doubt.score))
