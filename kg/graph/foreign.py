"""RDF that somebody else has written -> triples that can lie beside the graph.

Every notation that the engine reads is taken; nothing is fetched, neither a remote context of JSON-LD nor an entity of
XML. Blank nodes get names in the order in which the file has them, so that the same file gives the same graph and two
files cannot mix theirs; that is what RDF 1.1 Concepts, section 3.5, calls Skolemisation.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kg.errors import GraphError
from kg.graph.bounds import BoundsError, check_bounds

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Literal

    Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["SUFFIXES", "read_rdf"]

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD, ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}  # fmt: skip
"""The notation by the end of a file's name."""

_SHOWN = 300
"""Characters of what the parser says; some of it is the file."""


def read_rdf(path: Path, graph: NamedNode) -> list[Triple]:
    """The triples of a file, each once, sorted; those of its named graphs, where it has any, among the others.

    Args:
        path: the file; the end of its name tells the notation.
        graph: where the triples will lie; relative IRIs and blank nodes are named below it.

    Raises:
        GraphError: the file cannot be read, is in no known notation, or is not well-formed; with line and column.
    """
    notation = SUFFIXES.get(path.suffix.lower())
    if str(path).startswith(("http:", "https:")):
        raise GraphError(f"{path}: an address, and nothing is fetched; download it and give the file")
    if notation is None:
        hint = "; a table must become RDF first" if path.suffix.lower() in {".csv", ".tsv", ".xlsx"} else ""
        raise GraphError(f"{path}: no RDF by its name, which must end in {', '.join(SUFFIXES)}{hint}")
    names = _Names(graph)
    try:
        data = path.read_bytes().removeprefix(BOM_UTF8)  # an editor on Windows may write it, and no parser takes it
        check_bounds(data, notation)
        quads = parse(data, notation, base_iri=f"{graph.value}/")
        return sorted({names.triple(quad.triple) for quad in quads}, key=str)
    except BoundsError as error:
        problem = f"not well-formed {notation.name}, or refused ({error.problem})"
        raise GraphError(f"{path}{error.place}: {problem}; mend it there") from error
    except SyntaxError as error:
        place = "" if error.lineno is None else f":{error.lineno}:{error.offset}"
        problem = str(error.msg).rpartition(": ")[2] if place else str(error.msg)
        problem = problem if len(problem) <= _SHOWN else f"{problem[:_SHOWN]}…"
        if "remote contexts" in problem:
            problem = "its @context lies elsewhere, and nothing is fetched"
            raise GraphError(f"{path}: {problem}; write the context into the file, or convert it to Turtle") from error
        raise GraphError(f"{path}{place}: not well-formed {notation.name} ({problem}); mend it there") from error
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be read ({error.strerror or error}); give a file that you may read"
        ) from error


class _Names:
    """Names for the blank nodes of one file, by their order of appearance."""

    def __init__(self, graph: NamedNode) -> None:
        self.graph = graph
        self.given: dict[BlankNode, NamedNode] = {}

    def triple(self, triple: Triple) -> Triple:
        return Triple(self.named(triple.subject), triple.predicate, self.named(triple.object))  # type: ignore[arg-type]

    def named(self, term: Term) -> Term:
        if isinstance(term, BlankNode):
            return self.given.setdefault(term, NamedNode(f"{self.graph.value}#b{len(self.given) + 1}"))
        return self.triple(term) if isinstance(term, Triple) else term
