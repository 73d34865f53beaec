"""Triples <-> a graph on disk; the only module that opens stores.

A graph lies in a folder of its own, as an Oxigraph database. It is written whole into a fresh folder beside
its place and moved there when it is complete, so that a reader sees the old graph or the new one and never a
part. It is opened read-only, by as many readers as like. The data lies in the default graph, the ontology in a
named one, whose name is the ontology's, and what an analyst has brought along in one named graph for each import.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Triple

from kg.errors import GraphError
from kg.graph.notations import turtle_header
from kg.graph.vocab import DCTERMS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode

    Term = NamedNode | BlankNode | Literal | Triple

__all__ = [
    "Store",
    "load_quads",
    "load_store",
    "memory_store",
    "open_store",
    "patch_store",
    "revise_store",
    "write_store",
]

_DATA = DefaultGraph()
_PIECE = 8 << 20  # bytes of Turtle that are loaded at once, some 240,000 triples
_MARK = "CURRENT"  # the file that every RocksDB database has


class Store:
    """A graph that is open for reading.

    Attributes:
        raw: the Oxigraph store; :meth:`select` asks it in the prefixes of the graph.
        vocabulary: the names that this graph uses, read from the graph itself.
    """

    def __init__(self, raw: pyoxigraph.Store) -> None:
        self.raw = raw
        self.vocabulary = _vocabulary(raw)

    def __len__(self) -> int:
        """How many triples the data has; counts them all."""
        return sum(1 for _ in self.raw.quads_for_pattern(None, None, None, _DATA))

    def triples(self) -> Iterator[Triple]:
        """The data in reading order, the same for the same graph; holds the names of subjects only."""
        from kg.graph.rdf import reading_order  # brings what resolves articles along, which takes long to import

        found = (subject for (subject,) in self.select("SELECT DISTINCT ?s { ?s ?p ?o }"))
        subjects = [subject for subject in found if subject is not None and not isinstance(subject, Literal)]
        for subject in sorted(subjects, key=lambda subject: reading_order(subject, self.vocabulary)):
            yield from sorted((quad.triple for quad in self.raw.quads_for_pattern(subject, None, None, _DATA)), key=str)

    def subjects(self, predicate: NamedNode) -> list[NamedNode]:
        """What has the property, each once, sorted by name."""
        quads = self.raw.quads_for_pattern(None, predicate, None, _DATA)
        return sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)

    def about(self, subject: NamedNode) -> dict[NamedNode, list[NamedNode | Literal]]:
        """The properties of a subject, each with its values in N-Triples order."""
        found: defaultdict[NamedNode, list[NamedNode | Literal]] = defaultdict(list)
        for quad in sorted(self.raw.quads_for_pattern(subject, None, None, _DATA), key=str):
            if isinstance(quad.object, NamedNode | Literal):
                found[quad.predicate].append(quad.object)
        return dict(found)

    def select(self, text: str) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT in the graph's prefixes, as they come; None where a variable is unbound.

        Raises:
            TypeError: the query is no SELECT.
        """
        return map(tuple, self._solutions(text))

    def texts(self, text: str) -> Iterator[tuple[str, ...]]:
        """The rows of a SELECT as :meth:`select` gives them, terms as plain text, "" where a variable is unbound."""
        return (tuple([getattr(term, "value", "") for term in row]) for row in self._solutions(text))

    def _solutions(self, text: str) -> QuerySolutions:
        found = self.raw.query(text, prefixes=dict(self.vocabulary.prefixes))
        if not isinstance(found, QuerySolutions):
            raise TypeError("a SELECT gives solutions")
        return found

    def ontology(self) -> list[Triple]:
        """The ontology that was written beside the data, in reading order; empty where none was."""
        return self.named(self.vocabulary.ontology)

    @cached_property
    def imports(self) -> tuple[NamedNode, ...]:
        """The named graphs that hold what an analyst has brought along, sorted by name."""
        names = self.raw.named_graphs()
        mine = (one for one in names if isinstance(one, NamedNode) and self.vocabulary.is_import(one.value))
        return tuple(sorted(mine, key=str))

    def named(self, graph: NamedNode) -> list[Triple]:
        """What a named graph holds, in N-Triples order; empty where there is no such graph."""
        return sorted((quad.triple for quad in self.raw.quads_for_pattern(None, None, None, graph)), key=str)


def write_store(
    path: Path, triples: Iterable[Triple], *, ontology: Iterable[Triple] = (), beside: Store | None = None
) -> int:
    """Write a graph to the folder ``path``, in place of the graph that may lie there; give the number of triples.

    Args:
        path: the folder; what lies above it is made where it is missing.
        triples: the data, each triple once.
        ontology: what the terms mean, kept in a named graph beside the data.
        beside: a graph whose named graphs, the ontology and what was brought along, are to lie beside the data too.

    Raises:
        GraphError: ``path`` holds something that is no graph, or cannot be written.
    """
    if path.exists() and not _is_graph(path) and not (path.is_dir() and not any(path.iterdir())):
        raise GraphError(f"{path}: holds something that is no graph; give a new folder or an empty one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            fresh, former = Path(folder) / "new", Path(folder) / "old"
            count = _fill(pyoxigraph.Store(str(fresh)), triples, ontology, beside)
            if path.exists():
                path.rename(former)
            fresh.rename(path)
    except OSError as error:
        advice = "give a folder that you may write to, on a disk with room"
        raise GraphError(f"{path}: cannot be written ({error}); {advice}") from error
    return count


def revise_store(path: Path, target: Path, graph: NamedNode, triples: Iterable[Triple]) -> None:
    """Write a copy of the graph in the folder ``path`` to the new folder ``target``, with another named graph in it.

    The files of the database are shared as far as they are alike, so that this costs what the named graph costs.

    Args:
        path: a graph, which stays as it is.
        target: a folder that does not exist.
        graph: the named graph that is replaced.
        triples: what it holds from now on; without any it is gone.

    Raises:
        GraphError: ``path`` holds no graph, or ``target`` cannot be written.
    """
    with open_store(path) as store:
        try:
            store.raw.backup(str(target))
            raw = pyoxigraph.Store(str(target))
            raw.remove_graph(graph)
            raw.bulk_extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
        except OSError as error:
            raise GraphError(f"{target}: cannot be written ({error}); give the disk room, then try again") from error


def load_store(path: Path, turtle: Path, start: int, ontology: Iterable[Triple], vocabulary: Vocabulary) -> None:
    """Write a graph to a new folder ``path`` from its Turtle, piece by piece, so that memory does not grow with it.

    Args:
        path: a folder that does not exist.
        turtle: a file of paragraphs, as :func:`kg.graph.notations.write_turtle` writes it.
        start: where in the file the data begins, after the prefixes and the ontology.
        ontology: what the terms mean, kept in a named graph beside the data.
        vocabulary: the names of the graph.

    Raises:
        GraphError: the folder cannot be written.
    """
    header = turtle_header(vocabulary.prefixes)
    with _writing(path), turtle.open("rb") as stream:
        raw = pyoxigraph.Store(str(path))
        stream.seek(start)
        rest = b""
        while block := stream.read(_PIECE):
            piece, end, rest = (rest + block).rpartition(b" .\n\n")
            if end:
                raw.bulk_load(header + piece + end, format=RdfFormat.TURTLE)
        raw.bulk_extend(_in(vocabulary.ontology, ontology))
        raw.flush()


def load_quads(path: Path, streams: Iterable[IO[bytes]]) -> None:
    """Write a graph to a new folder ``path`` from files of N-Quads, piece by piece.

    Args:
        path: a folder that does not exist.
        streams: of the files.

    Raises:
        GraphError: the folder cannot be written.
    """
    with _writing(path):
        raw = pyoxigraph.Store(str(path))
        for stream in streams:
            rest = b""
            while block := stream.read(_PIECE):
                piece, end, rest = (rest + block).rpartition(b"\n")
                if end:
                    raw.bulk_load(piece + end, format=RdfFormat.N_QUADS)
            if rest:
                raw.bulk_load(rest, format=RdfFormat.N_QUADS)
        raw.flush()


def patch_store(
    former: Path,
    path: Path,
    pieces: Iterable[tuple[bytes, bytes]],
    ontology: Iterable[Triple],
    vocabulary: Vocabulary,
) -> bool:
    """Write a graph to a new folder ``path``: what another folder holds, with some paragraphs of its Turtle changed.

    The files of the database are shared as far as they are alike, so that this costs what the changes cost. Named
    graphs but for the ontology's are left out.

    Args:
        former: a graph, which stays as it is.
        path: a folder that does not exist.
        pieces: paragraphs of its Turtle, and what takes their place.
        ontology: as for :func:`load_store`.
        vocabulary: the names of both graphs.

    Returns:
        Whether the former graph held what its Turtle says; if it did not, what was written is of no use.

    Raises:
        GraphError: ``former`` holds no graph, or ``path`` cannot be written.
    """
    header = turtle_header(vocabulary.prefixes)
    with open_store(former) as store, _writing(path):
        store.raw.backup(str(path))
        raw = pyoxigraph.Store(str(path))
        for graph in raw.named_graphs():
            if graph != vocabulary.ontology:
                raw.remove_graph(graph)
        for before, after in pieces:
            gone, made = ({*pyoxigraph.parse(header + text, format=RdfFormat.TURTLE)} for text in (before, after))
            if not _replace(raw, gone - made, made - gone):
                return False
        there = {*raw.quads_for_pattern(None, None, None, vocabulary.ontology)}
        wanted = {*_in(vocabulary.ontology, ontology)}
        _replace(raw, there - wanted, wanted - there)
        raw.flush()
    return True


def _replace(raw: pyoxigraph.Store, gone: set[Quad], made: set[Quad]) -> bool:
    """Take quads out and put others in; False where one of the former is missing or one of the latter is there."""
    if not all(quad in raw for quad in gone) or any(quad in raw for quad in made):
        return False
    for quad in gone:
        raw.remove(quad)
    raw.extend(made)
    return True


def _in(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError is what Oxigraph raises on a corrupt database
        advice = "give a folder that you may write to, on a disk with room"
        raise GraphError(f"{path}: cannot be written ({_first_line(error)}); {advice}") from error


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the graph in the folder ``path`` for reading, beside any other readers.

    Raises:
        GraphError: there is no such folder, it holds no graph, or the graph is damaged.
    """
    if not path.exists():
        raise GraphError(f"{path}: no such folder; build a graph first: kg build ARTICLES -o FOLDER")
    if not _is_graph(path):
        raise GraphError(f"{path}: holds no graph; give the folder that a build wrote its store to")
    try:
        store = Store(pyoxigraph.Store.read_only(str(path)))
    except (OSError, RuntimeError) as error:  # RuntimeError is what Oxigraph raises on a corrupt database
        raise GraphError(f"{path}: the graph is damaged ({_first_line(error)}); build it again") from error
    yield store


def memory_store(triples: Iterable[Triple], *, ontology: Iterable[Triple] = (), beside: Store | None = None) -> Store:
    """A graph in memory, for what needs no folder; the arguments are those of :func:`write_store`."""
    raw = pyoxigraph.Store()
    _fill(raw, triples, ontology, beside)
    return Store(raw)


def _fill(raw: pyoxigraph.Store, triples: Iterable[Triple], ontology: Iterable[Triple], beside: Store | None) -> int:
    count = 0

    def quads() -> Iterator[Quad]:
        nonlocal count
        for triple in triples:
            count += 1
            yield Quad(triple.subject, triple.predicate, triple.object, _DATA)

    raw.bulk_extend(quads())
    about = list(ontology)
    if about:
        graph = _vocabulary(raw).ontology
        raw.bulk_extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in about)
    if beside is not None:
        for name in (beside.vocabulary.ontology, *beside.imports):
            raw.bulk_extend(beside.raw.quads_for_pattern(None, None, None, name))
    return count


def _vocabulary(raw: pyoxigraph.Store) -> Vocabulary:
    """The names that a graph uses, from what its own node says it conforms to."""
    for quad in raw.quads_for_pattern(None, DCTERMS.conformsTo, None, _DATA):
        if isinstance(quad.object, NamedNode) and quad.object.value.endswith("ns"):
            vocabulary = Vocabulary(quad.object.value.removesuffix("ns"))
            if quad.subject == vocabulary.dataset:
                return vocabulary
    return Vocabulary()


def _is_graph(path: Path) -> bool:
    return (path / _MARK).is_file()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
