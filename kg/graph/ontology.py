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

import rdflib
from rdflib import OWL, RDF, RDFS, SDO, SKOS, BNode, URIRef

from kg.graph.convert import from_rdflib
from kg.graph.vocab import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from kg.schema import Schema

__all__ = ["add_list", "ontology_triples", "ontology_turtle"]


_KINDS = {
    "class": OWL.Class,
    "object": OWL.ObjectProperty,
    "data": OWL.DatatypeProperty,
    "annotation": OWL.AnnotationProperty,
}


def ontology_turtle(schema: Schema, vocabulary: Vocabulary | None = None) -> str:
    """The ontology as Turtle, the same text for the same schema."""
    graph = _ontology(schema, vocabulary or Vocabulary())
    return f"# Made from the schema by kg.graph.ontology.\n{graph.serialize(format='turtle')}"


def ontology_triples(schema: Schema, vocabulary: Vocabulary | None = None) -> list[Triple]:
    """The ontology to put beside data: sorted, and without the unions, which need blank nodes."""
    graph = _ontology(schema, vocabulary or Vocabulary())
    for triple in list(graph):
        if any(isinstance(term, BNode) for term in triple):
            graph.remove(triple)
    return list(from_rdflib(graph))


def add_list(graph: rdflib.Graph, items: Sequence[rdflib.term.Node], name: str) -> BNode:
    """Add an RDF list, whose blank nodes bear names that stay the same, and give its head."""
    for position, item in enumerate(items):
        cell, rest = BNode(f"{name}-{position}"), BNode(f"{name}-{position + 1}")
        graph.add((cell, RDF.first, item))
        graph.add((cell, RDF.rest, rest if position + 1 < len(items) else RDF.nil))
    return BNode(f"{name}-0")


def _ontology(schema: Schema, vocabulary: Vocabulary) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in vocabulary.prefixes.items():
        graph.bind(prefix, namespace)
    ontology = URIRef(vocabulary.ontology.value)
    graph.add((ontology, RDF.type, OWL.Ontology))
    _describe(graph, ontology, {"en": "Knowledge graph of news", "fr": "Graphe de connaissances de l'actualité"}, {
        "en": "Who does what with whom, each fact as one plain triple, as a statement with its certainty, and with "
              "the passages that say it.",
        "fr": "Qui fait quoi avec qui, chaque fait en un triplet simple, en un énoncé avec son degré de certitude, "
              "et avec les passages qui le disent.",
    })  # fmt: skip
    _add_terms(graph, vocabulary)
    _add_classes(graph, schema, vocabulary)
    _add_relations(graph, schema, vocabulary)
    return graph


def _add_terms(graph: rdflib.Graph, vocabulary: Vocabulary) -> None:
    """Describe what every graph uses, whatever its schema: ``kg/data/terms.toml``."""
    terms = tomllib.loads(files("kg").joinpath("data/terms.toml").read_text(encoding="utf-8"))
    for kind, rows in terms.items():
        for name, row in rows.items():
            node = URIRef(vocabulary.expand(name).value)
            graph.add((node, RDF.type, _KINDS[kind]))
            _describe(graph, node, row["label"], row["comment"])
            domain = [URIRef(vocabulary.expand(one).value) for one in row.get("domain", ())]
            _join(graph, node, RDFS.domain, SDO.domainIncludes, domain)
            if "range" in row:
                graph.add((node, RDFS.range, URIRef(vocabulary.expand(row["range"]).value)))


def _add_classes(graph: rdflib.Graph, schema: Schema, vocabulary: Vocabulary) -> None:
    for entity_class in schema.classes.values():
        node = URIRef(vocabulary.entity_class(entity_class).value)
        graph.add((node, RDF.type, OWL.Class))
        _describe(graph, node, entity_class.label, entity_class.comment)
        if entity_class.broader:
            graph.add((node, RDFS.subClassOf, URIRef(vocabulary.expand(entity_class.broader).value)))


def _add_relations(graph: rdflib.Graph, schema: Schema, vocabulary: Vocabulary) -> None:
    classes = {name: URIRef(vocabulary.entity_class(one).value) for name, one in schema.classes.items()}
    inverse_label = URIRef(vocabulary.kg.inverseLabel.value)
    for relation in schema.relations.values():
        node = URIRef(vocabulary.relation(relation.name).value)
        graph.add((node, RDF.type, OWL.ObjectProperty))
        if relation.symmetric:
            graph.add((node, RDF.type, OWL.SymmetricProperty))
        _describe(graph, node, relation.label, {})
        for language, text in relation.inverse.items():
            graph.add((node, inverse_label, rdflib.Literal(text, lang=language)))
        for match in relation.close_match:
            graph.add((node, SKOS.closeMatch, URIRef(vocabulary.expand(match).value)))
        _join(graph, node, RDFS.domain, SDO.domainIncludes, [classes[name] for name in relation.domain])
        _join(graph, node, RDFS.range, SDO.rangeIncludes, [classes[name] for name in relation.range])


def _describe(graph: rdflib.Graph, node: URIRef, labels: Mapping[str, str], comments: Mapping[str, str]) -> None:
    for predicate, texts in ((RDFS.label, labels), (RDFS.comment, comments)):
        for language, text in texts.items():
            graph.add((node, predicate, rdflib.Literal(text, lang=language)))


def _join(graph: rdflib.Graph, node: URIRef, axiom: URIRef, includes: URIRef, classes: Iterable[URIRef]) -> None:
    """Say that a property joins things of these classes, as an axiom and as plain triples."""
    ordered = sorted(set(classes))
    for one in ordered:
        graph.add((node, includes, one))
    if len(ordered) == 1:
        graph.add((node, axiom, ordered[0]))
    elif ordered:
        name = "".join(letter if letter.isalnum() else "-" for letter in f"{node}-{axiom}")
        union = BNode(name)
        graph.add((node, axiom, union))
        graph.add((union, RDF.type, OWL.Class))
        graph.add((union, OWL.unionOf, add_list(graph, ordered, name)))
