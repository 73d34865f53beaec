"""What classes and relations are called, by language: from the ontology beside the data, else from the schema."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.vocab import RDF, RDFS, local
from kg.schema import load_schema
from kg.view.values import NodeClass, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import Store

__all__ = ["Labels"]

_SYMMETRIC = "http://www.w3.org/2002/07/owl#SymmetricProperty"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Labels:
    """The labels of one graph; a term that nothing describes is called by its name, ``partners with``."""

    def __init__(self, store: Store) -> None:
        self._vocabulary = store.vocabulary
        self._labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._inverse: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._symmetric: set[str] = set()
        self._from_schema()
        for triple in store.ontology():
            term, text, language = (getattr(triple.subject, "value", ""), *_text(triple.object))
            if triple.predicate == RDFS.label and language:
                self._labels[term][language] = text
            elif triple.predicate == self._vocabulary.kg.inverseLabel and language:
                self._inverse[term][language] = text
            elif triple.predicate == RDF.type and text == _SYMMETRIC:
                self._symmetric.add(term)

    def node_class(self, iri: str) -> NodeClass:
        """The class with this compact IRI."""
        term = self._vocabulary.expand(iri).value
        return NodeClass(iri, term, self._label(term, iri))

    def relation(self, name: str) -> Relation:
        """The relation of this name, which is a compact or full IRI where it is none of the graph's own."""
        prefix, colon, rest = name.partition(":")
        foreign = f"{self._vocabulary.prefixes[prefix]}{rest}" if prefix in self._vocabulary.prefixes else name
        term = foreign if colon else f"{self._vocabulary.ns}{name}"
        label = self._label(term, name)
        return Relation(name, term, label, self._inverse.get(term) or label, term in self._symmetric)

    def _label(self, term: str, name: str) -> Mapping[str, str]:
        words = _HUMP.sub(" ", local(name) or name).lower()
        return self._labels.get(term) or {"en": words}

    def _from_schema(self) -> None:
        schema = load_schema()
        for entity_class in schema.classes.values():
            self._labels[self._vocabulary.expand(entity_class.iri).value].update(entity_class.label)
        for relation in schema.relations.values():
            term = self._vocabulary.relation(relation.name).value
            self._labels[term].update(relation.label)
            self._inverse[term].update(relation.inverse)
            if relation.symmetric:
                self._symmetric.add(term)


def _text(value: object) -> tuple[str, str]:
    return getattr(value, "value", ""), getattr(value, "language", None) or ""
