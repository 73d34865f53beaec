"""Between the terms of Oxigraph, in which the graph is built and kept, and those of rdflib.

rdflib is the door for whoever wants its graphs, serialisers or plugins; SPARQL is 20 to 600 times faster in
Oxigraph, so ask the store.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["as_rdflib", "from_rdflib", "to_rdflib"]


def to_rdflib(store: Store, *, ontology: bool = False) -> rdflib.Graph:
    """Copy a graph into memory as an :class:`rdflib.Graph`, the same that rdflib reads from the Turtle file.

    The prefixes are bound. Rdflib writes some values in its own way, a time as ``+00:00`` instead of ``Z``.

    Args:
        store: the graph to copy; 100,000 triples take about 80 MB.
        ontology: whether to add what the terms mean, where the graph has it.
    """
    return as_rdflib(chain(store.triples(), store.ontology() if ontology else ()), store.vocabulary)


def as_rdflib(triples: Iterable[Triple], vocabulary: Vocabulary) -> rdflib.Graph:
    """Triples as an rdflib graph with the prefixes of a vocabulary."""
    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in vocabulary.prefixes.items():
        graph.bind(prefix, namespace)
    term = cache(_rdflib)  # one object for each term, however often it occurs
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """The triples of an rdflib graph in Oxigraph's terms, sorted."""
    triples = (Triple(_subject(s), _iri(p), _object(o)) for s, p, o in graph)
    return iter(sorted(triples, key=str))


def _rdflib(term: Hashable) -> rdflib.term.Node:
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case Literal() if term.datatype == XSD.string:
            return rdflib.Literal(term.value)
        case Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    raise TypeError(f"no RDF 1.1 term: {term!r}")


def _subject(term: rdflib.term.Node) -> NamedNode | BlankNode:
    return BlankNode(str(term)) if isinstance(term, rdflib.BNode) else _iri(term)


def _iri(term: rdflib.term.Node) -> NamedNode:
    if not isinstance(term, rdflib.URIRef):
        raise TypeError(f"no IRI: {term!r}")
    return NamedNode(str(term))


def _object(term: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    if not isinstance(term, rdflib.Literal):
        return _subject(term)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
