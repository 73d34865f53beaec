"""Resolution -> a graph on disk: Turtle, store and ledger, making anew only what differs from a former graph.

Turtle comes first (:mod:`kg.graph.splice`), and the store is filled from it: with the whole, or with the paragraphs
that changed where a former store is at hand and little did. Either way both are what a graph written from scratch would
be, byte for byte and quad for quad.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

import pyoxigraph

from kg import __version__
from kg.errors import GraphError
from kg.graph.ledger import Imprint, LedgerWriter, read_ledger
from kg.graph.nodes import Speaker
from kg.graph.ontology import ontology_triples
from kg.graph.splice import splice
from kg.graph.store import load_store, patch_store
from kg.graph.stream import Counts, nodes
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.graph.ledger import Former
    from kg.graph.nodes import Node
    from kg.graph.splice import Changes, Span, Spliced
    from kg.graph.stream import Run
    from kg.graph.vocab import Vocabulary
    from kg.resolve import Resolution
    from kg.schema import Schema

__all__ = ["GraphFiles", "Written", "write_graph"]

WORN = 1.0
"""How many bytes may change, as a part of the file, until the store is loaded afresh: it never lets go of a name."""

_TOGETHER = 1 << 20
"""How many bytes of changed paragraphs are made in the store at once."""


class GraphFiles(NamedTuple):
    """Where a graph lies.

    Attributes:
        store: the folder of the database.
        turtle: the same as text.
        nodes: the ledger of that text.
    """

    store: Path
    turtle: Path
    nodes: Path


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        triples: how many the data has.
        fresh: how many nodes were made anew.
        entities: how many by class, in the order of the schema, classes without any left out.
        relations: how many statements by type, likewise.
        statuses: how many statements by the strongest status that their evidence gives.
        mentions: how many stretches of text name an entity.
        evidence: how many passages state a relation.
    """

    triples: int
    fresh: int
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    statuses: Mapping[Status, int]
    mentions: int
    evidence: int


def write_graph(
    resolution: Resolution,
    files: GraphFiles,
    *,
    schema: Schema,
    vocabulary: Vocabulary,
    run: Run | None = None,
    former: GraphFiles | None = None,
    scratch: Path,
    listener: Callable[[Iterator[Node]], Iterator[Node]] | None = None,
) -> Written:
    """Write a graph to new files.

    Args:
        resolution: what was found.
        files: where to; nothing lies there.
        schema: the classes and relations of the graph.
        vocabulary: its names.
        run: what made it, if that is to be told.
        former: a graph written before, whose parts are taken over where they are the same; it is left as it is, and
            nothing is taken from it where its files do not fit together.
        scratch: a folder for what does not fit into memory.
        listener: is given all nodes, and passes them on.

    Raises:
        SchemaError: an entity's type or a relation is not in the schema.
        GraphError: a file cannot be written.
    """
    made_by = _made_by(schema, vocabulary, run)
    before = None if former is None else read_ledger(former.nodes, former.turtle, made_by)
    ontology, counts = ontology_triples(schema, vocabulary), Counts()
    found = nodes(resolution, schema=schema, vocabulary=vocabulary, run=run, scratch=scratch, counts=counts)
    if listener is not None:
        found = listener(found)
    speaker = Speaker(vocabulary, schema, None if run is None else run.node(vocabulary))
    try:
        with files.turtle.open("wb") as turtle, files.nodes.open("wb") as stream:
            ledger = LedgerWriter(stream)
            spliced = splice(found, speaker, ontology, turtle, ledger, before)
            turtle.flush()
            worn = _worn(spliced, before)
            if (
                former is None
                or worn > WORN * spliced.size
                or not _patched(files, former, spliced, ontology, vocabulary)
            ):
                worn = 0
                shutil.rmtree(files.store, ignore_errors=True)
                load_store(files.store, files.turtle, spliced.start, ontology, vocabulary)
            ledger.finish(Imprint(made_by, spliced.size, spliced.digest, spliced.start, worn))
    except OSError as error:
        advice = "give a folder that you may write to, on a disk with room"
        raise GraphError(f"{files.turtle}: cannot be written ({error.strerror or error}); {advice}") from error
    return Written(
        triples=spliced.triples,
        fresh=spliced.fresh,
        entities={name: counts.entities[name] for name in schema.classes if name in counts.entities},
        relations={name: counts.relations[name] for name in schema.relations if name in counts.relations},
        statuses={status: counts.statuses[status] for status in Status if status in counts.statuses},
        mentions=counts.mentions,
        evidence=counts.evidence,
    )


def _made_by(schema: Schema, vocabulary: Vocabulary, run: Run | None) -> str:
    """Tells what would write the same paragraphs for the same nodes from what might not."""
    facts = [
        __version__,
        pyoxigraph.__version__,
        vocabulary.base,
        "" if run is None else run.node(vocabulary).value,
        *chain.from_iterable(vocabulary.prefixes.items()),
        *chain.from_iterable((name, one.iri) for name, one in schema.classes.items()),
    ]
    return hashlib.blake2b("\n".join(facts).encode(), digest_size=16).hexdigest()


def _worn(spliced: Spliced, before: Former | None) -> int:
    """How much a store that is patched once more has been worn; more than any store where it cannot be patched."""
    if before is None or not spliced.changes.few:
        return sys.maxsize
    return before.imprint.worn + spliced.changes.size


def _patched(
    files: GraphFiles, former: GraphFiles, spliced: Spliced, ontology: Iterable[Triple], vocabulary: Vocabulary
) -> bool:
    """Make the changes in a copy of the former store; False where that store does not serve."""
    try:
        pieces = _pieces(former.turtle, files.turtle, spliced.changes)
        return patch_store(former.store, files.store, pieces, ontology, vocabulary)
    except GraphError:  # the former store is gone or damaged; whether the disk serves is seen when a new one is loaded
        return False


def _pieces(former: Path, fresh: Path, changes: Changes) -> Iterator[tuple[bytes, bytes]]:
    """The changed paragraphs of two files, many at once."""
    with former.open("rb") as one, fresh.open("rb") as other:
        before, after, size = [], [], 0
        for gone, made in changes:
            before.append(_read(one, gone))
            after.append(_read(other, made))
            size += gone.length + made.length
            if size >= _TOGETHER:
                yield b"".join(before), b"".join(after)
                before, after, size = [], [], 0
        yield b"".join(before), b"".join(after)


def _read(stream: IO[bytes], span: Span) -> bytes:
    stream.seek(span.start)
    return stream.read(span.length)
