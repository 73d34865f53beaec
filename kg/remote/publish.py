"""A graph -> a store elsewhere, by the SPARQL 1.1 Graph Store HTTP Protocol.

Each graph goes in parts of N-Triples: the first takes the place of what is there (PUT), the others are added (POST).
A graph has no blank nodes, so that a part which arrives twice does no harm; what has arrived is written down after
each part, and a run that is cut off goes on where it stopped. At the end the store says how many triples it holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import GraphError, ServiceError
from kg.files import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

    from kg.graph.store import Store
    from kg.remote.client import Remote

__all__ = ["PART", "Progress", "Published", "Shipment", "publish", "refuse_strangers", "shipments"]

NTRIPLES = "application/n-triples"

PART = 20_000
"""Triples in one part: some 3 MB."""

Progress = Callable[[str, int, int], None]
"""Hears how far a graph is: its name, so many of so many triples."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """One graph that is sent.

    Attributes:
        name: the IRI of the graph there; empty for the default graph.
        triples: gives what it holds, each time in the same order.
    """

    name: str
    triples: Callable[[], Iterable[Triple]]

    @property
    def query(self) -> Mapping[str, str]:
        """How the protocol names the graph in an address."""
        return {"graph": self.name} if self.name else {"default": ""}


@dataclass(frozen=True, slots=True)
class Published:
    """How a graph came to be there.

    Attributes:
        name: of the graph; empty for the default graph.
        triples: how many the store holds.
        sent: how many of them went over the network this time; 0 where they were there already.
    """

    name: str
    triples: int
    sent: int


@dataclass(frozen=True, slots=True)
class _State:
    """What has arrived of a graph: the digest of the whole, how many parts of which size, of how many triples."""

    digest: str
    size: int
    done: int
    triples: int


class _Ledger:
    """What has arrived where, in a file that is written whole after every part."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.rows = {key: _State(**row) for key, row in json.loads(path.read_text(encoding="utf-8")).items()}
        except FileNotFoundError:
            self.rows = {}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise GraphError(f"{path}: cannot be read ({error}); remove it, and all is sent anew") from error

    def write(self, key: str, state: _State) -> None:
        self.rows[key] = state
        rows = {key: asdict(row) for key, row in sorted(self.rows.items())}
        try:
            with whole_file(self.path) as stream:
                stream.write(json.dumps(rows, indent=2).encode())
        except OSError as error:
            advice = "give the folder the right to be written to: what has arrived is noted there"
            raise GraphError(f"{self.path}: cannot be written ({error.strerror}); {advice}") from error


def shipments(store: Store, name: str | None = None) -> list[Shipment]:
    """What there is to send: the data, the ontology, and what an analyst has brought along.

    Args:
        store: the graph.
        name: the IRI of the graph that the data goes to, empty for the default graph; the graph's own IRI unless given.
    """
    vocabulary = store.vocabulary
    ontology = vocabulary.ontology
    return [
        Shipment(vocabulary.dataset.value if name is None else name, store.triples),
        Shipment(ontology.value, store.ontology),
        *(Shipment(one.value, partial(store.named, one)) for one in store.imports),
    ]


def refuse_strangers(shipments: Iterable[Shipment], to: Remote, ledger: Path) -> None:
    """See that no graph would be replaced that was not published from here.

    Raises:
        ServiceError: one of the graphs is there and is not empty, or the store cannot be reached.
        GraphError: the ledger cannot be read.
    """
    book = _Ledger(ledger)
    for shipment in shipments:
        if _key(shipment, to) not in book.rows and to.lines(shipment.query, NTRIPLES, most=1):
            where = f"the graph {shipment.name}" if shipment.name else "the default graph"
            advice = "replace it with --overwrite, or name another one with --graph-name"
            raise ServiceError(f"{to.url}: {where} is not empty, and was not published from here; {advice}")


def publish(
    shipment: Shipment,
    to: Remote,
    ledger: Path,
    *,
    counts: Remote | None = None,
    part: int = PART,
    progress: Progress | None = None,
) -> Published:
    """Send a graph, or what is missing of it, and see that all of it is there.

    Args:
        shipment: what is sent.
        to: the graph store.
        ledger: the file that says what has arrived; it is made where it is missing.
        counts: a SPARQL endpoint over the same store, to be asked how many triples there are; without one, the graph
            is fetched and its lines are counted.
        part: triples in one part; a run that goes on keeps to the parts it began with.
        progress: hears of every part.

    Raises:
        ServiceError: the store cannot be reached or refuses, or ends up with another number of triples.
        GraphError: the ledger cannot be read or written.
    """
    book, key = _Ledger(ledger), _key(shipment, to)
    digest, total = _digest(shipment.triples())
    state = book.rows.get(key)
    if state is None or state.digest != digest:
        state = _State(digest, part, 0, total)
    elif state.done * state.size >= total:
        if _count(shipment, to, counts) == total:
            return Published(shipment.name, total, 0)
        state = replace(state, done=0)
    size, already = state.size, min(state.done * state.size, total)
    for number, body in enumerate(_parts(shipment.triples(), size, state.done), state.done):
        to.send("POST" if number else "PUT", body, NTRIPLES, shipment.query)
        state = replace(state, done=number + 1)
        book.write(key, state)
        if progress is not None:
            progress(shipment.name, min(state.done * size, total), total)
    there = _count(shipment, to, counts)
    if there != total:
        book.write(key, replace(state, done=0))
        advice = "does anybody else write to that graph? send it again"
        raise ServiceError(f"{to.url}: holds {there:,} triples of {shipment.name or 'the default graph'} where "
                           f"{total:,} were sent; {advice}")  # fmt: skip
    return Published(shipment.name, total, total - already)


def _key(shipment: Shipment, to: Remote) -> str:
    return f"{to.url} {shipment.name or 'default'}"


def _lines(triples: Iterable[Triple]) -> Iterator[bytes]:
    return (f"{triple} .\n".encode() for triple in triples)


def _digest(triples: Iterable[Triple]) -> tuple[str, int]:
    """What tells this content from another, and how many triples it has."""
    digest, total = hashlib.blake2b(digest_size=16), 0
    for line in _lines(triples):
        digest.update(line)
        total += 1
    return digest.hexdigest(), total


def _parts(triples: Iterable[Triple], size: int, skip: int) -> Iterator[bytes]:
    """The parts of that many triples each, without the first ones."""
    lines = islice(_lines(triples), skip * size, None)
    while body := b"".join(islice(lines, size)):
        yield body


def _count(shipment: Shipment, to: Remote, counts: Remote | None) -> int:
    """How many triples the store says that the graph has."""
    if counts is None:
        return to.lines(shipment.query, NTRIPLES)
    pattern = "?s ?p ?o"
    where = f"GRAPH <{shipment.name}> {{ {pattern} }}" if shipment.name else pattern
    fields = {"query": f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}"}
    answer = counts.json(fields, "application/sparql-results+json")
    match answer:
        case {"results": {"bindings": [{"n": {"value": str(number)}}]}} if number.isdigit():
            return int(number)
    raise ServiceError(f"{counts.url}: does not say how many triples there are; is it a SPARQL endpoint?")
