"""A graph -> a file for another tool: RDF in six notations, GraphML, GEXF, CSV.

All of them come in reading order, so that the same graph gives the same bytes however it was loaded. The RDF
notations hold the data and, unless told otherwise, the ontology that lies beside it, because Protégé and
other OWL tools take every property for an annotation where none is declared. N-Quads and TriG keep the
ontology in its named graph. GraphML, GEXF and CSV hold entities as nodes and statements as edges.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import GraphError
from kg.files import whole_file
from kg.graph import notations, tables
from kg.graph.store import Store, memory_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Triple

__all__ = ["Format", "export"]


class Format(StrEnum):
    """The notations that a graph can be exported to."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"

    @property
    def suffix(self) -> str:
        """The usual end of a file's name, with its dot.

        >>> Format.TURTLE.suffix
        '.ttl'
        """
        short = {Format.TURTLE: "ttl", Format.NTRIPLES: "nt", Format.NQUADS: "nq", Format.RDFXML: "rdf"}
        return f".{short.get(self, self.value)}"

    @classmethod
    def of(cls, file: Path) -> Format:
        """The format that the end of a file's name stands for; Turtle where it stands for none.

        >>> Format.of(Path("graph.nt")), Format.of(Path("graph"))
        (<Format.NTRIPLES: 'ntriples'>, <Format.TURTLE: 'turtle'>)
        """
        return next((one for one in cls if one.suffix == file.suffix.lower()), cls.TURTLE)


_RDF: dict[Format, Callable[[Store, Sequence[Triple], IO[bytes]], None]] = {
    Format.TURTLE: notations.write_turtle,
    Format.NTRIPLES: notations.write_ntriples,
    Format.NQUADS: notations.write_nquads,
    Format.TRIG: notations.write_trig,
    Format.JSONLD: notations.write_jsonld,
    Format.RDFXML: notations.write_rdfxml,
}
_TABLES: dict[Format, Callable[[Store, IO[bytes]], None]] = {
    Format.GRAPHML: tables.write_graphml,
    Format.GEXF: tables.write_gexf,
    Format.CSV: tables.write_csv,
}


def export(
    source: Store | Iterable[Triple],
    format: Format | str,  # noqa: A002 - the field's name
    target: Path | IO[bytes],
    *,
    ontology: Iterable[Triple] | None = None,
) -> None:
    """Write a graph in another notation; a file is written whole or not at all.

    Args:
        source: an open graph, or its triples in any order.
        format: a :class:`Format` or its name.
        target: a file, or a binary stream that stays open.
        ontology: what to put before the data in the RDF notations: None for what the store has beside the
            data, an empty list for nothing.

    Raises:
        GraphError: the format is unknown or the file cannot be written.
    """
    if format not in list(Format):
        raise GraphError(f"unknown format {str(format)!r}; use one of {', '.join(Format)}")
    wanted = Format(format)
    store = source if isinstance(source, Store) else memory_store(source)
    with _opened(target) as stream:
        if wanted in _RDF:
            _RDF[wanted](store, store.ontology() if ontology is None else sorted(set(ontology), key=str), stream)
        else:
            _TABLES[wanted](store, stream)


@contextmanager
def _opened(target: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream itself, or a new file that takes the target's place when all is written."""
    if not isinstance(target, Path):
        yield target
        return
    try:
        with whole_file(target) as stream:
            yield stream
    except OSError as error:
        raise GraphError(
            f"{target}: cannot be written ({error.strerror or error}); name a file that you may write"
        ) from error
