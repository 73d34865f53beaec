"""A graph -> what another tool reads: RDF in six notations, drawings, tables, a Neo4j import, notes.

All of them come in reading order, so that the same graph gives the same bytes however it was loaded. The RDF
notations hold the data and, unless told otherwise, the ontology that lies beside it, because Protégé and
other OWL tools take every property for an annotation where none is declared. N-Quads and TriG keep the
ontology, and what was brought along, in named graphs. The others hold entities as nodes and statements as edges.
Some formats are a folder of files.
"""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import GraphError
from kg.files import whole_file
from kg.graph.folders import whole_folder
from kg.graph.notations import (
    Source,
    write_jsonld,
    write_nquads,
    write_ntriples,
    write_rdfxml,
    write_trig,
    write_turtle,
)
from kg.graph.reification import Reification
from kg.graph.store import Store, memory_store
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

__all__ = ["Format", "Reification", "export", "folder_for"]


_SPREADSHEETS = frozenset({"excel", "xls", "xlsx", "ods"})
"""Names that people use for what they open tables with."""


class Format(StrEnum):
    """What a graph can be exported to."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    TABLES = "tables"
    PARQUET = "parquet"
    NEO4J = "neo4j"
    OBSIDIAN = "obsidian"

    @property
    def is_rdf(self) -> bool:
        """Whether it is a notation of RDF."""
        return self in _RDF

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return self in _FOLDERS

    @property
    def suffix(self) -> str:
        """The usual end of a file's name, with its dot; empty for a folder.

        >>> Format.TURTLE.suffix, Format.NEO4J.suffix
        ('.ttl', '')
        """
        short = {Format.TURTLE: "ttl", Format.NTRIPLES: "nt", Format.NQUADS: "nq", Format.RDFXML: "rdf"}
        return "" if self.is_folder else f".{short.get(self, self.value)}"

    @property
    def about(self) -> str:
        """What it is and who reads it, in one line."""
        return _ABOUT[self]

    @classmethod
    def of(cls, file: Path) -> Format:
        """The format that the end of a file's name stands for; Turtle where it stands for none.

        >>> Format.of(Path("graph.nt")), Format.of(Path("graph"))
        (<Format.NTRIPLES: 'ntriples'>, <Format.TURTLE: 'turtle'>)
        """
        return next((one for one in cls if one.suffix and one.suffix == file.suffix.lower()), cls.TURTLE)

    @classmethod
    def named(cls, name: str) -> Format:
        """The format of that name.

        Raises:
            GraphError: there is none.
        """
        if name not in list(cls):
            if name in _SPREADSHEETS:
                raise GraphError(f"no format {str(name)!r}; spreadsheets open csv (one file) and tables (a folder)")
            advice = meant(str(name), cls, f"use one of {', '.join(cls)}")
            raise GraphError(f"unknown format {str(name)!r}; {advice}")
        return cls(name)


_RDF: dict[Format, Callable[[Source, IO[bytes]], None]] = {
    Format.TURTLE: write_turtle,
    Format.NTRIPLES: write_ntriples,
    Format.NQUADS: write_nquads,
    Format.TRIG: write_trig,
    Format.JSONLD: write_jsonld,
    Format.RDFXML: write_rdfxml,
}
_FOLDERS = {Format.TABLES, Format.PARQUET, Format.NEO4J, Format.OBSIDIAN}
_ABOUT = {
    Format.TURTLE: "RDF to read and to load anywhere, Protégé included",
    Format.NTRIPLES: "RDF, a triple a line",
    Format.NQUADS: "RDF, a line each, with the ontology and imports in named graphs",
    Format.TRIG: "Turtle with the ontology and imports in named graphs",
    Format.JSONLD: "RDF as JSON",
    Format.RDFXML: "RDF as XML, for older OWL tools",
    Format.GRAPHML: "nodes and edges for yEd, Cytoscape, igraph, networkx",
    Format.GEXF: "nodes and edges with days, for Gephi",
    Format.CSV: "a table of edges, for spreadsheets",
    Format.TABLES: "a folder of CSV tables: entities, relations, evidence, mentions, articles",
    Format.PARQUET: "the same tables as Parquet, for pandas, DuckDB, R",
    Format.NEO4J: "a folder for neo4j-admin database import",
    Format.OBSIDIAN: "a folder of Markdown notes with links, for Obsidian",
}


def export(
    source: Store | Iterable[Triple],
    format: Format | str,  # noqa: A002 - the field's name
    target: Path | IO[bytes],
    *,
    ontology: Iterable[Triple] | None = None,
    reification: Reification | str = Reification.NONE,
) -> None:
    """Write a graph in another format; a file or a folder is written whole or not at all.

    Notes are not written here, since they show what a page shows; see :meth:`kg.ask.KnowledgeGraph.export`.

    Args:
        source: an open graph, or its triples in any order.
        format: a :class:`Format` or its name.
        target: a file, or a binary stream that stays open; a folder where the format is one.
        ontology: what to put before the data in the RDF notations: None for what the store has beside the
            data, an empty list for nothing.
        reification: how statements say in RDF's own words which triple they are about.

    Raises:
        GraphError: the format is unknown, cannot say it so, or is a folder and no folder is given; or the target cannot
            be written.
        MissingExtra: the format needs a package that is not installed.
    """
    wanted = Format.named(format)
    way = _way(reification, wanted)
    store = source if isinstance(source, Store) else memory_store(source)
    if wanted.is_folder:
        with folder_for(wanted, target) as folder:
            _folder_writer(wanted)(store, folder)
        return
    with _opened(target) as stream:
        if wanted in _RDF:
            about = store.ontology() if ontology is None else sorted(set(ontology), key=str)
            _RDF[wanted](Source(store, about, way), stream)
        else:
            _drawing_writer(wanted)(store, stream)


@contextmanager
def folder_for(
    wanted: Format, target: Path | IO[bytes], reification: Reification | str = Reification.NONE
) -> Iterator[Path]:
    """A new folder that takes the place of the target when all is written; see :func:`kg.graph.folders.whole_folder`.

    Raises:
        GraphError: the target is a stream, or a folder that is not ours, or the format has no such reification.
    """
    _way(reification, wanted)
    if not isinstance(target, Path):
        raise GraphError(f"{wanted} is a folder of files; name one with -o DIR")
    with whole_folder(target) as folder:
        yield folder


def _way(name: Reification | str, wanted: Format) -> Reification:
    if name not in list(Reification):
        advice = meant(str(name), Reification, f"use one of {', '.join(Reification)}")
        raise GraphError(f"unknown reification {str(name)!r}; {advice}")
    way = Reification(name)
    if way is not Reification.NONE and wanted not in _RDF:
        raise GraphError(f"{wanted} is no RDF, so it has no reification; leave it away or use one of {', '.join(_RDF)}")
    if way is Reification.RDF12 and wanted is Format.JSONLD:
        others = ", ".join(one for one in _RDF if one is not Format.JSONLD)
        raise GraphError(f"jsonld has no triple terms of RDF 1.2; use one of {others}, or the reification rdf")
    return way


def _drawing_writer(wanted: Format) -> Callable[[Store, IO[bytes]], None]:
    from kg.graph.drawings import write_gexf, write_graphml
    from kg.graph.tables import write_csv

    return {Format.GRAPHML: write_graphml, Format.GEXF: write_gexf, Format.CSV: write_csv}[wanted]


def _folder_writer(wanted: Format) -> Callable[[Store, Path], None]:
    from kg.graph.datasets import write_csv_tables, write_parquet_tables
    from kg.graph.neo4j import write_neo4j

    writers = {
        Format.TABLES: write_csv_tables,
        Format.PARQUET: write_parquet_tables,
        Format.NEO4J: write_neo4j,
    }
    return writers[wanted]


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
