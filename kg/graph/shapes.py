"""Schema -> the shapes in SHACL: what a graph must look like, for pySHACL, GraphDB, RDF4J or Jena.

``kg/data/shapes.ttl`` is what comes out for the built-in schema. Two things make it fast: only the core
language is used, with no SPARQL constraint, and every property shape has its own target, so that an engine
reads it once and not once for each node. Every shape has a name, so that a report says which one was broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

import rdflib
from rdflib import RDF, SH, XSD, BNode, Literal, URIRef

from kg.graph import vocab
from kg.graph.vocab import OA, RDFS, SCHEMA, Vocabulary
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import NamedNode

    from kg.schema import Schema

__all__ = ["shapes_turtle"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What one property of a node must be; None and empty values ask nothing."""

    path: NamedNode
    at_least: int = 1
    at_most: int | None = 1
    datatype: URIRef | None = None
    of_class: NamedNode | None = None
    iri: bool = False
    among: Sequence[rdflib.term.Node] = ()
    minimum: str | None = None
    maximum: str | None = None
    not_empty: bool = False
    less_than: NamedNode | None = None
    not_after: NamedNode | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the nodes that ``targets`` select must look like."""

    name: str
    targets: tuple[tuple[URIRef, NamedNode], ...]
    rules: tuple[_Rule, ...] = field(default=())


def shapes_turtle(schema: Schema, vocabulary: Vocabulary | None = None) -> str:
    """The shapes as Turtle, the same text for the same schema."""
    vocabulary = vocabulary or Vocabulary()
    shapes = rdflib.Namespace(f"{vocabulary.base}shapes#")
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in {**vocabulary.prefixes, "sh": str(SH), "shape": str(shapes)}.items():
        graph.bind(prefix, namespace)
    for shape in _shapes(schema, vocabulary):
        _add_shape(graph, shapes, shape)
    for name in schema.relations:
        _add_relation(graph, shapes, schema, vocabulary, name)
    return f"# Made from the schema by kg.graph.shapes.\n{graph.serialize(format='turtle')}"


def _shapes(schema: Schema, vocabulary: Vocabulary) -> list[_Shape]:
    kg = vocabulary.kg
    statuses = [status.value for status in Status]
    status = _Rule(
        kg.status, among=[*map(Literal, statuses)], message=f"the status must be one of {', '.join(statuses)}"
    )
    confidence = _Rule(kg.confidence, datatype=XSD.decimal, minimum="0.0", maximum="1.0")
    quotation = (
        _Rule(OA.hasSource, of_class=SCHEMA.NewsArticle),
        _Rule(OA.start, datatype=XSD.integer, minimum="0", less_than=OA.end, message="the start must be before end"),
        _Rule(OA.end, datatype=XSD.integer),
        _Rule(OA.exact, not_empty=True),
        _Rule(kg.extractedBy, datatype=XSD.string, not_empty=True),
        confidence,
    )
    trigger = _Rule(kg.trigger, at_least=0, at_most=None, datatype=XSD.string, not_empty=True)
    relations = [URIRef(vocabulary.relation(name).value) for name in schema.relations]
    article = (
        _Rule(SCHEMA.identifier, datatype=XSD.string, not_empty=True),
        _Rule(kg.path, datatype=XSD.string, not_empty=True),
        _Rule(kg.contentHash, datatype=XSD.string, not_empty=True),
        _Rule(SCHEMA.headline, at_least=0),
        _Rule(SCHEMA.inLanguage, at_least=0, datatype=XSD.string),
        _Rule(SCHEMA.datePublished, at_least=0, datatype=XSD.dateTime),
        _Rule(SCHEMA.url, at_least=0),
        _Rule(SCHEMA.publisher, at_least=0, datatype=XSD.string),
        _Rule(SCHEMA.mentions, at_least=0, at_most=None, iri=True),
        _Rule(kg.copyOf, at_least=0, of_class=SCHEMA.NewsArticle),
        _Rule(kg.reason, at_least=0, datatype=XSD.string, not_empty=True),
        _Rule(kg.similarity, at_least=0, datatype=XSD.decimal, minimum="0.0", maximum="1.0"),
    )
    statement = (
        _Rule(kg.subject, iri=True),
        _Rule(kg.predicate, among=relations, message="the predicate must be one relation of the schema"),
        _Rule(kg.object, iri=True),
        status,
        confidence,
        _Rule(kg.sourceCount, datatype=XSD.integer, minimum="1"),
        _Rule(kg.firstSeen, at_least=0, datatype=XSD.date, not_after=kg.lastSeen),
        _Rule(kg.lastSeen, at_least=0, datatype=XSD.date),
        _Rule(kg.reviewed, at_least=0, among=[Literal("accepted")], message="a person accepts a fact, or rejects it"),
        _Rule(kg.evidence, at_most=None, of_class=kg.Evidence, message="a statement needs evidence"),
    )
    classes = [URIRef(vocabulary.entity_class(one).value) for one in schema.classes.values()]
    entity = (
        _Rule(vocab.RDF.type, among=classes, message="an entity must have one class of the schema"),
        _Rule(RDFS.label, datatype=XSD.string, not_empty=True, message="an entity needs one label without a language"),
        _Rule(kg.mentionCount, datatype=XSD.integer, minimum="0"),
        _Rule(kg.articleCount, datatype=XSD.integer, minimum="1"),
        _Rule(kg.mergedBecause, at_least=0, at_most=None, of_class=kg.Merge),
        _Rule(kg.readAs, at_least=0, at_most=None, of_class=kg.Reading),
        _Rule(vocab.OWL.sameAs, at_least=0, iri=True),
    )
    decision = (
        _Rule(kg.rule, datatype=XSD.string, not_empty=True),
        _Rule(kg.reason, datatype=XSD.string, not_empty=True),
    )
    articles = _Rule(kg.articleCount, datatype=XSD.integer, minimum="1")
    between = _Rule(kg.between, at_least=2, at_most=2, iri=True, message="a doubt lies between two entities")
    score = _Rule(kg.score, datatype=XSD.decimal, minimum="0.0", maximum="1.0")
    entities = ((SH.targetSubjectsOf, kg.mentionCount), *((SH.targetObjectsOf, path) for path in (
        kg.mentionOf, kg.subject, kg.object, SCHEMA.mentions)))  # fmt: skip
    return [
        _Shape("Article", ((SH.targetClass, SCHEMA.NewsArticle),), article),
        _Shape("Doubt", ((SH.targetClass, kg.Doubt),), (*decision, between, score)),
        _Shape("Entity", entities, entity),
        _Shape("Evidence", ((SH.targetClass, kg.Evidence),), (*quotation, status, trigger)),
        _Shape("Mention", ((SH.targetClass, kg.Mention),), (*quotation, _Rule(kg.mentionOf, iri=True))),
        _Shape("Merge", ((SH.targetClass, kg.Merge),), (*decision, articles, _Rule(kg.name, not_empty=True))),
        _Shape("Reading", ((SH.targetClass, kg.Reading),), (_Rule(kg.readClass, iri=True), articles, confidence)),
        _Shape("Statement", ((SH.targetClass, kg.Statement),), statement),
    ]


def _add_shape(graph: rdflib.Graph, shapes: rdflib.Namespace, shape: _Shape) -> None:
    for rule in shape.rules:
        name = f"{shape.name}-{rule.path.value.rpartition('#')[2].rpartition('/')[2]}"
        for predicate, target in shape.targets:
            graph.add((shapes[name], predicate, URIRef(target.value)))
        _add_rule(graph, shapes, name, rule)


def _add_rule(graph: rdflib.Graph, shapes: rdflib.Namespace, name: str, rule: _Rule) -> None:
    def say(predicate: URIRef, value: rdflib.term.Node | None) -> None:
        if value is not None:
            graph.add((shapes[name], predicate, value))

    say(RDF.type, SH.PropertyShape)
    say(SH.path, _iri(rule.path))
    say(SH.minCount, Literal(rule.at_least) if rule.at_least else None)
    say(SH.maxCount, None if rule.at_most is None else Literal(rule.at_most))
    say(SH.datatype, rule.datatype)
    say(SH["class"], _iri(rule.of_class))
    say(SH.nodeKind, SH.IRI if rule.iri else None)
    say(SH["in"], _list(graph, rule.among, name) if rule.among else None)
    say(SH.minInclusive, Literal(rule.minimum, datatype=rule.datatype) if rule.minimum else None)
    say(SH.maxInclusive, Literal(rule.maximum, datatype=rule.datatype) if rule.maximum else None)
    say(SH.minLength, Literal(1) if rule.not_empty else None)
    say(SH.lessThan, _iri(rule.less_than))
    say(SH.lessThanOrEquals, _iri(rule.not_after))
    say(SH.message, Literal(rule.message, lang="en") if rule.message else None)


def _add_relation(
    graph: rdflib.Graph, shapes: rdflib.Namespace, schema: Schema, vocabulary: Vocabulary, name: str
) -> None:
    """Ask of every statement of a relation, denied ones included, that both ends are of classes it may join."""
    kg, relation, node = vocabulary.kg, schema.relations[name], _iri(vocabulary.relation(name))
    for end, place, classes in (("head", kg.subject, relation.domain), ("tail", kg.object, relation.range)):
        label = f"relation-{node.removeprefix(vocabulary.ns)}-{end}"
        shape, entity, class_of_it = shapes[label], shapes[f"{label}-entity"], shapes[f"{label}-class"]
        statements = BNode(f"{label}-statements")
        names = sorted(URIRef(vocabulary.entity_class(schema.classes[one]).value) for one in classes)
        message = f"the {end} of {name} must be one of {', '.join(classes)}"
        for triple in (
            (statements, SH.inversePath, _iri(kg.predicate)),
            (shape, RDF.type, SH.PropertyShape),
            (shape, SH.targetNode, node),
            (shape, SH.path, _list(graph, [statements, _iri(place)], f"{label}-path")),
            (shape, SH.node, entity),
            (shape, SH.message, Literal(message, lang="en")),
            (entity, RDF.type, SH.NodeShape),
            (entity, SH.property, class_of_it),
            (class_of_it, RDF.type, SH.PropertyShape),
            (class_of_it, SH.path, RDF.type),
            (class_of_it, SH["in"], _list(graph, names, f"{label}-classes")),
        ):
            graph.add(triple)


@overload
def _iri(node: NamedNode) -> URIRef: ...
@overload
def _iri(node: None) -> None: ...
def _iri(node: NamedNode | None) -> URIRef | None:
    return None if node is None else URIRef(node.value)


def _list(graph: rdflib.Graph, items: Sequence[rdflib.term.Node], name: str) -> BNode:
    """Add an RDF list, whose blank nodes bear names that stay the same, and give its head."""
    for position, item in enumerate(items):
        cell, rest = BNode(f"{name}-{position}"), BNode(f"{name}-{position + 1}")
        graph.add((cell, RDF.first, item))
        graph.add((cell, RDF.rest, rest if position + 1 < len(items) else RDF.nil))
    return BNode(f"{name}-0")
