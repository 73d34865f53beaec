"""What the endpoint says of itself: a SPARQL 1.1 Service Description."""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph.vocab import DCTERMS, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.serve.site import Site

__all__ = ["FORMATS", "Description"]

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS_IRI = "http://www.w3.org/ns/formats/"

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""The engine's names of the formats in which triples are written."""

_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


class Description:
    """The description of a site; what is in it is counted when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def write(self, endpoint: str, media_type: str) -> bytes:
        """The description of the service at an address, in one of :data:`FORMATS`."""
        prefixes = {"sd": SD, "void": VOID, "dcterms": DCTERMS.iri}
        file = io.BytesIO()
        serialize(self._triples(NamedNode(endpoint)), file, FORMATS[media_type], prefixes=prefixes)
        return file.getvalue()

    @cached_property
    def _graphs(self) -> tuple[tuple[NamedNode, int], ...]:
        """The named graphs, by name, each with how many triples it holds."""
        raw = self._site.graph.store.raw
        names = sorted((name for name in raw.named_graphs() if isinstance(name, NamedNode)), key=str)
        return tuple((name, sum(1 for _ in raw.quads_for_pattern(None, None, None, name))) for name in names)

    @cached_property
    def _default(self) -> int:
        """How many triples the default graph has when a query names no other: the data and what was imported."""
        store = self._site.graph.store
        return len(store) + sum(count for name, count in self._graphs if name in store.imports)

    def _triples(self, service: NamedNode) -> Iterator[Triple]:
        dataset, default = BlankNode("dataset"), BlankNode("default")
        yield Triple(service, RDF.type, _sd("Service"))
        yield Triple(service, NamedNode(f"{DCTERMS.iri}title"), Literal(self._site.title or "kg"))
        yield Triple(service, _sd("endpoint"), service)
        yield Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
        for format_ in _RESULTS:
            yield Triple(service, _sd("resultFormat"), NamedNode(FORMATS_IRI + format_))
        yield Triple(service, _sd("defaultDataset"), dataset)
        yield Triple(dataset, RDF.type, _sd("Dataset"))
        yield Triple(dataset, _sd("defaultGraph"), default)
        yield from _graph(default, self._default)
        for place, (name, count) in enumerate(self._graphs):
            named, graph = BlankNode(f"named{place}"), BlankNode(f"graph{place}")
            yield Triple(dataset, _sd("namedGraph"), named)
            yield Triple(named, RDF.type, _sd("NamedGraph"))
            yield Triple(named, _sd("name"), name)
            yield Triple(named, _sd("graph"), graph)
            yield from _graph(graph, count)


def _graph(node: BlankNode, count: int) -> Iterator[Triple]:
    yield Triple(node, RDF.type, _sd("Graph"))
    yield Triple(node, NamedNode(f"{VOID}triples"), Literal(str(count), datatype=XSD.integer))


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)
