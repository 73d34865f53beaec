"""Nodes -> a Turtle file and its ledger, with what a former file says already taken from there.

Each node is a paragraph, and a paragraph depends on its node alone. Both files have their nodes in reading order, so
that one pass over the two finds what came, what went and what changed; stretches that stayed are copied as they are,
and only the rest is put into words.
"""

from __future__ import annotations

import hashlib
from array import array
from contextlib import nullcontext
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, NamedTuple

from kg.graph.ledger import Entry
from kg.graph.notations import turtle_header, turtle_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.graph.ledger import Former, LedgerWriter
    from kg.graph.nodes import Node, Speaker

__all__ = ["Changes", "Span", "Spliced", "splice"]

FEW = 1 / 8
"""What part of the former file the changes may come to so that they are made in its store; beyond that, loading a new
store is faster."""

_TOGETHER = 2048
"""How many nodes are looked at together, so that those among them that are new are put into words at once."""

_BLOCK = 1 << 20


class Span(NamedTuple):
    """A stretch of a file."""

    start: int
    length: int


_NOWHERE = Span(0, 0)


class Changes:
    """Where two files differ: for each node that does, its paragraph in the former file and in the new one.

    Attributes:
        size: how many bytes these paragraphs are.
    """

    def __init__(self, most: int) -> None:
        """No changes yet; where they come to more than ``most`` bytes, nobody wants to know them one by one."""
        self.size, self._most = 0, most
        self._numbers = array("Q")

    @property
    def few(self) -> bool:
        """Whether they are known one by one."""
        return self.size <= self._most

    def add(self, former: Span, new: Span) -> None:
        """Take down a node that came, went or changed; the span of what is not there is empty."""
        self.size += former.length + new.length
        if self.few:
            self._numbers.extend((*former, *new))

    def __iter__(self) -> Iterator[tuple[Span, Span]]:
        """Each node's former paragraph and its new one."""
        for place in range(0, len(self._numbers), 4):
            one, length, other, size = self._numbers[place : place + 4]
            yield Span(one, length), Span(other, size)


class Spliced(NamedTuple):
    """What was written.

    Attributes:
        triples: how many, without the ontology.
        fresh: how many nodes were put into words.
        start: where the first node's paragraph begins.
        size, digest: of the file.
        changes: against the former file.
    """

    triples: int
    fresh: int
    start: int
    size: int
    digest: bytes
    changes: Changes


def splice(
    nodes: Iterable[Node],
    speaker: Speaker,
    ontology: Iterable[Triple],
    stream: IO[bytes],
    ledger: LedgerWriter,
    former: Former | None,
) -> Spliced:
    """Write nodes as Turtle, after the prefixes and the ontology.

    Args:
        nodes: in reading order.
        speaker: puts them into words.
        ontology: what stands before them.
        stream: the new file.
        ledger: takes down each node.
        former: what the same writer has written before, if anything.
    """
    with nullcontext() if former is None else former.turtle.open("rb") as source:
        writer = _Writer(speaker, stream, ledger, former, source)
        start = writer.begin(ontology)
        pending = iter(nodes)
        while batch := list(islice(pending, _TOGETHER)):
            writer.write(batch)
        return writer.end(start)


class _Writer:
    """Writes one file beside another."""

    def __init__(
        self,
        speaker: Speaker,
        stream: IO[bytes],
        ledger: LedgerWriter,
        former: Former | None,
        source: IO[bytes] | None,
    ) -> None:
        self._speaker, self._stream, self._ledger, self._source = speaker, stream, ledger, source
        self._prefixes = speaker.vocabulary.prefixes
        self._hash, self._size, self._triples, self._fresh = hashlib.blake2b(digest_size=16), 0, 0, 0
        self._changes = Changes(0 if former is None else int(former.imprint.size * FEW))
        self._entries = iter(()) if former is None else former.entries()
        self._entry = next(self._entries, None)
        self._place = 0 if former is None else former.imprint.start  # of that entry in the former file
        self._waiting = _NOWHERE  # a stretch of the former file that is to be copied

    def begin(self, ontology: Iterable[Triple]) -> int:
        """Write what comes before the nodes, and say how long it is."""
        self._put(turtle_header(self._prefixes))
        for paragraph in turtle_paragraphs(sorted(set(ontology), key=str), self._prefixes):
            self._put(paragraph)
        return self._size

    def write(self, batch: Iterable[Node]) -> None:
        """Write some nodes."""
        steps: list[tuple[Entry | None, Span, Entry]] = []
        said: list[list[Triple]] = []
        for node in batch:
            entry, span = self._former(node.key)
            digest = node.digest
            if entry is not None and entry.digest == digest:
                steps.append((entry, span, entry))
            else:
                said.append(self._speaker.triples(node))
                steps.append((None, span, Entry(node.key, digest, len(said[-1]), 0)))
        paragraphs = iter(turtle_paragraphs(chain.from_iterable(said), self._prefixes))
        self._fresh += len(said)
        for kept, span, entry in steps:
            self._triples += entry.triples
            if kept is not None:
                self._copy(span)
                self._ledger.add(kept)
            else:
                paragraph = next(paragraphs)
                self._copy_waiting()
                self._changes.add(span, Span(self._size, len(paragraph)))
                self._put(paragraph)
                self._ledger.add(entry._replace(length=len(paragraph)))

    def end(self, start: int) -> Spliced:
        """Write what is left, and say what was written."""
        while self._entry is not None:
            self._changes.add(self._next(self._entry), _NOWHERE)
        self._copy_waiting()
        return Spliced(self._triples, self._fresh, start, self._size, self._hash.digest(), self._changes)

    def _former(self, key: bytes) -> tuple[Entry | None, Span]:
        """What the former file has under a key; what it has before that is gone."""
        while self._entry is not None and self._entry.key < key:
            self._changes.add(self._next(self._entry), _NOWHERE)
        entry = self._entry
        if entry is None or entry.key != key:
            return None, _NOWHERE
        return entry, self._next(entry)

    def _next(self, entry: Entry) -> Span:
        """Leave an entry behind, and say where its paragraph stands."""
        span = Span(self._place, entry.length)
        self._place += entry.length
        self._entry = next(self._entries, None)
        return span

    def _copy(self, span: Span) -> None:
        """Copy a stretch of the former file, together with those that touch it."""
        if self._waiting.start + self._waiting.length == span.start:
            self._waiting = Span(self._waiting.start, self._waiting.length + span.length)
        else:
            self._copy_waiting()
            self._waiting = span

    def _copy_waiting(self) -> None:
        start, left = self._waiting
        self._waiting = _NOWHERE
        if self._source is None or not left:
            return
        self._source.seek(start)
        while left and (block := self._source.read(min(left, _BLOCK))):
            self._put(block)
            left -= len(block)

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._size += len(data)
        self._stream.write(data)
