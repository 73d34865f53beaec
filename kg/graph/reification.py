"""Statements -> what says of them in RDF's own words which triple each is about.

A statement of ours says it with ``kg:subject``, ``kg:predicate`` and ``kg:object``, which every tool keeps. Two other
ways can be written beside that: the vocabulary of RDF 1.0 (``rdf:Statement``), which any RDF tool reads, and the triple
terms of RDF 1.2 (``rdf:reifies <<( s p o )>>``), in which ``?s ?p ?o {| kg:confidence ?c |}`` is a pattern.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.graph.vocab import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.store import Store

__all__ = ["Reification", "reified"]

_STATEMENT, _SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (
    NamedNode(f"{RDF.iri}{name}") for name in ("Statement", "subject", "predicate", "object", "reifies")
)


class Reification(StrEnum):
    """In what words of RDF itself a statement says which triple it is about."""

    NONE = "none"
    RDF = "rdf"
    RDF12 = "rdf12"


def reified(triples: Iterable[Triple], store: Store, way: Reification) -> Iterator[Triple]:
    """The triples of a graph in reading order, each statement with the triple that it is about.

    Where a relation holds both ways, a statement in RDF 1.2 is about the triple either way, as it stands in the graph.
    """
    if way is Reification.NONE:
        yield from triples
        return
    kg = store.vocabulary.kg
    for _, group in groupby(triples, key=lambda triple: triple.subject):
        about = list(group)
        yield from about
        parts = {triple.predicate: triple.object for triple in about}
        match [parts.get(part) for part in (kg.subject, kg.predicate, kg.object)]:
            case [NamedNode() as head, NamedNode() as relation, NamedNode() as tail]:
                yield from _said(about[0].subject, Triple(head, relation, tail), store, way)


def _said(statement: object, fact: Triple, store: Store, way: Reification) -> Iterator[Triple]:
    if not isinstance(statement, NamedNode):
        return
    if way is Reification.RDF:
        yield Triple(statement, RDF.type, _STATEMENT)
        yield Triple(statement, _SUBJECT, fact.subject)
        yield Triple(statement, _PREDICATE, fact.predicate)
        yield Triple(statement, _OBJECT, fact.object)
        return
    yield Triple(statement, _REIFIES, fact)
    head, relation, tail = fact
    if isinstance(head, NamedNode) and isinstance(tail, NamedNode):
        own = store.vocabulary.statement(tail, relation, head)
        turned = any(store.raw.quads_for_pattern(tail, relation, head, DefaultGraph()))
        if turned and not any(store.raw.quads_for_pattern(own, None, None, DefaultGraph())):
            yield Triple(statement, _REIFIES, Triple(tail, relation, head))
