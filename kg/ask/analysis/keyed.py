"""What a graph holds, by keys that do not depend on its base, so that two graphs can be set side by side."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.ask.names import fold
from kg.ask.tables import select
from kg.graph.vocab import local

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store

__all__ = ["Counts", "Fact", "Key", "Keyed", "NamedEntity"]


class Counts(NamedTuple):
    """How many articles, entities and facts a graph has."""

    articles: int
    entities: int
    facts: int


class Key(NamedTuple):
    """A fact: its ends by their IRIs below the base, its relation by name."""

    head: str
    relation: str
    tail: str


class Fact(NamedTuple):
    """How a graph puts a fact: the statement's IRI, its status and its confidence."""

    iri: str
    status: str
    confidence: float


class NamedEntity(NamedTuple):
    """An entity.

    Attributes:
        key: its IRI below the base.
        type: the compact IRI of its class.
        names: all its names, the label too, without what people vary when they type them.
    """

    key: str
    label: str
    type: str
    articles: int
    names: frozenset[str]

    def is_kin(self, other: NamedEntity) -> bool:
        """Whether it may be what the other one is under another name or class."""
        one, two = fold(self.label), fold(other.label)
        return one == two or (self.type == other.type and (one in other.names or two in self.names))


class Keyed:
    """What one graph holds, by keys that do not depend on its base."""

    def __init__(self, store: Store) -> None:
        self.store, base, ns = store, store.vocabulary.base, store.vocabulary.ns
        names = defaultdict(set)
        for iri, name in select(store, "SELECT ?entity ?name { ?entity kg:articleCount ?n ; skos:altLabel ?name }"):
            names[iri].add(fold(name))
        self.entities = {
            (key := iri.removeprefix(base)): NamedEntity(
                key, label, store.vocabulary.compact(type_), int(count), frozenset(names[iri] | {fold(label)})
            )
            for iri, label, type_, count in select(store, _ENTITIES)
        }
        self.facts = {
            Key(head.removeprefix(base), relation.removeprefix(ns), tail.removeprefix(base)): Fact(
                iri, status, float(confidence)
            )
            for iri, head, relation, tail, status, confidence in select(store, _FACTS)
        }
        articles = select(store, "SELECT ?article { ?article a schema:NewsArticle }")
        self.counts = Counts(len(articles), len(self.entities), len(self.facts))

    def said(self, key: Key) -> tuple[str, str, str]:
        """A fact as people read it."""
        return self.entities[key.head].label, key.relation, self.entities[key.tail].label

    def called(self, key: str) -> str:
        """An entity as ``Name (Class)``."""
        return f"{self.entities[key].label} ({local(self.entities[key].type)})"

    def kin(self, entity: NamedEntity) -> list[NamedEntity]:
        """What may be that entity of another graph under another name or class, the likeliest first."""
        keys = {key for name in entity.names for key in self._labelled.get(name, ())}
        keys.update(self._called.get(fold(entity.label), ()))
        found = [one for key in keys if (one := self.entities[key]).is_kin(entity)]
        return sorted(found, key=lambda one: (one.key != entity.key, one.type != entity.type, -one.articles, one.key))

    @cached_property
    def _labelled(self) -> dict[str, list[str]]:
        return _index((fold(one.label), one.key) for one in self.entities.values())

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        return _index((name, one.key) for one in self.entities.values() for name in one.names)


_ENTITIES = """
SELECT ?entity ?label ?class ?articles {
  ?entity kg:mentionCount ?mentions ; kg:articleCount ?articles ; rdfs:label ?label ; rdf:type ?class
}
"""
_FACTS = """
SELECT ?statement ?head ?relation ?tail ?status ?confidence {
  ?statement kg:subject ?head ; kg:predicate ?relation ; kg:object ?tail ; kg:status ?status ; kg:confidence ?confidence
}
"""


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, key in pairs:
        found[name].append(key)
    return dict(found)
