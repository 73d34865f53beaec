"""Schema -> the ontology in OWL: what every class and property of the graph means, in English and French.

``kg/data/ontology.ttl`` is what comes out for the built-in schema; the schema of an analyst adds to it.
Domains and ranges of several classes are unions, for OWL tools, and beside them plain
``schema:domainIncludes`` and ``schema:rangeIncludes``, for queries. Nothing is said here about what terms of
other vocabularies imply: they only get their kind and their labels.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, Triple

from kg.graph.vocab import OWL, RDF, RDFS, SCHEMA, SKOS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode

    from kg.schema import Schema

__all__ = ["ontology_triples", "ontology_turtle"]


_KINDS = {
    "class": OWL.Class,
    "object": OWL.ObjectProperty,
    "data": OWL.DatatypeProperty,
    "annotation": OWL.AnnotationProperty,
}


def ontology_turtle(schema: Schema, vocabulary: Vocabulary | None = None) -> str:
    """The ontology as Turtle, the same text for the same schema."""
    from kg.graph.convert import as_rdflib  # rdflib writes blank nodes in place, and takes long to import

    vocabulary = vocabulary or Vocabulary()
    graph = as_rdflib(_ontology(schema, vocabulary), vocabulary)
    return f"# Made from the schema by kg.graph.ontology.\n{graph.serialize(format='turtle')}"


def ontology_triples(schema: Schema, vocabulary: Vocabulary | None = None) -> list[Triple]:
    """The ontology to put beside data: sorted, and without the unions, which need blank nodes."""
    triples = set(_ontology(schema, vocabulary or Vocabulary()))
    return sorted((one for one in triples if not any(isinstance(term, BlankNode) for term in one)), key=str)


def _ontology(schema: Schema, vocabulary: Vocabulary) -> Iterator[Triple]:
    yield Triple(vocabulary.ontology, RDF.type, OWL.Ontology)
    yield from _described(vocabulary.ontology, {
        "en": "Knowledge graph of news", "fr": "Graphe de connaissances de l'actualité",
    }, {
        "en": "Who does what with whom, each fact as one plain triple, as a statement with its certainty, and with "
              "the passages that say it.",
        "fr": "Qui fait quoi avec qui, chaque fait en un triplet simple, en un énoncé avec son degré de certitude, "
              "et avec les passages qui le disent.",
    })  # fmt: skip
    yield from _terms(vocabulary)
    yield from _classes(schema, vocabulary)
    yield from _relations(schema, vocabulary)


def _terms(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Describe what every graph uses, whatever its schema: ``kg/data/terms.toml``."""
    terms = tomllib.loads(files("kg").joinpath("data/terms.toml").read_text(encoding="utf-8"))
    for kind, rows in terms.items():
        for name, row in rows.items():
            node = vocabulary.expand(name)
            yield Triple(node, RDF.type, _KINDS[kind])
            yield from _described(node, row["label"], row["comment"])
            domain = [vocabulary.expand(one) for one in row.get("domain", ())]
            yield from _joining(node, RDFS.domain, SCHEMA.domainIncludes, domain)
            if "range" in row:
                yield Triple(node, RDFS.range, vocabulary.expand(row["range"]))


def _classes(schema: Schema, vocabulary: Vocabulary) -> Iterator[Triple]:
    for entity_class in schema.classes.values():
        node = vocabulary.entity_class(entity_class)
        yield Triple(node, RDF.type, OWL.Class)
        yield from _described(node, entity_class.label, entity_class.comment)
        if entity_class.broader:
            yield Triple(node, RDFS.subClassOf, vocabulary.expand(entity_class.broader))


def _relations(schema: Schema, vocabulary: Vocabulary) -> Iterator[Triple]:
    classes = {name: vocabulary.entity_class(one) for name, one in schema.classes.items()}
    for relation in schema.relations.values():
        node = vocabulary.relation(relation.name)
        yield Triple(node, RDF.type, OWL.ObjectProperty)
        if relation.symmetric:
            yield Triple(node, RDF.type, OWL.SymmetricProperty)
        yield from _described(node, relation.label, {})
        for language, text in relation.inverse.items():
            yield Triple(node, vocabulary.kg.inverseLabel, Literal(text, language=language))
        for match in relation.close_match:
            yield Triple(node, SKOS.closeMatch, vocabulary.expand(match))
        yield from _joining(node, RDFS.domain, SCHEMA.domainIncludes, [classes[name] for name in relation.domain])
        yield from _joining(node, RDFS.range, SCHEMA.rangeIncludes, [classes[name] for name in relation.range])


def _described(node: NamedNode, labels: Mapping[str, str], comments: Mapping[str, str]) -> Iterator[Triple]:
    for predicate, texts in ((RDFS.label, labels), (RDFS.comment, comments)):
        for language, text in texts.items():
            yield Triple(node, predicate, Literal(text, language=language))


def _joining(node: NamedNode, axiom: NamedNode, includes: NamedNode, classes: Iterable[NamedNode]) -> Iterator[Triple]:
    """Say that a property joins things of these classes, as an axiom and as plain triples."""
    ordered = sorted(set(classes), key=lambda one: one.value)
    for one in ordered:
        yield Triple(node, includes, one)
    if len(ordered) == 1:
        yield Triple(node, axiom, ordered[0])
    elif ordered:
        name = "".join(letter if letter.isalnum() else "-" for letter in f"{node.value}-{axiom.value}")
        union = BlankNode(name)
        yield Triple(node, axiom, union)
        yield Triple(union, RDF.type, OWL.Class)
        yield Triple(union, OWL.unionOf, BlankNode(f"{name}-0"))
        yield from _list(ordered, name)


def _list(items: Sequence[NamedNode], name: str) -> Iterator[Triple]:
    """An RDF list, whose blank nodes bear names that stay the same, the head ending in 0."""
    for position, item in enumerate(items):
        cell, rest = BlankNode(f"{name}-{position}"), BlankNode(f"{name}-{position + 1}")
        yield Triple(cell, RDF.first, item)
        yield Triple(cell, RDF.rest, rest if position + 1 < len(items) else RDF.nil)
