"""The ledger of a Turtle file: which nodes it holds, in which version, and where each stands.

A later build reads from it what it need not write again. For each node it has a record of the node's key, the hash of
its values, how many triples it is, and how long its paragraph is; the paragraphs follow one another without a gap. The
end says which file the ledger belongs to, and what made it, and a hash over all tells that the ledger is whole. A
ledger that is damaged, or whose file has been touched by other hands, is as good as none.
"""

from __future__ import annotations

import hashlib
from struct import Struct
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Entry", "Former", "Imprint", "LedgerWriter", "read_ledger", "tally"]

_MAGIC = b"kg nodes 1\n"
_RECORD = Struct("<HII16s")
_END = Struct("<I16s")
_BLOCK = 1 << 20


class Entry(NamedTuple):
    """A node as a file has it: its key, its version, how many triples it is, how many bytes its paragraph has."""

    key: bytes
    digest: bytes
    triples: int
    length: int


class Imprint(msgspec.Struct, frozen=True, array_like=True):
    """What a ledger belongs to.

    Attributes:
        made_by: tells what wrote the file, and with which names, from all that would write other bytes.
        size, digest: of the file.
        start: where in it the first node's paragraph begins.
        worn: how many bytes of paragraphs have been replaced or taken out since the store was loaded afresh.
    """

    made_by: str
    size: int
    digest: bytes
    start: int
    worn: int


class LedgerWriter:
    """Writes the ledger of a file that is being written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash = stream, _hasher()
        self._write(_MAGIC)

    def add(self, entry: Entry) -> None:
        """Take down the next node."""
        key, digest, triples, length = entry
        self._write(_RECORD.pack(len(key), triples, length, digest) + key)

    def finish(self, imprint: Imprint) -> None:
        """Say what file it was; nothing comes after that."""
        end = msgspec.msgpack.encode(imprint)
        self._write(end)
        self._stream.write(_END.pack(len(end), self._hash.digest()))

    def _write(self, data: bytes) -> None:
        self._hash.update(data)
        self._stream.write(data)


class Former(NamedTuple):
    """A ledger that may be relied on, and the file that it belongs to."""

    ledger: Path
    turtle: Path
    imprint: Imprint
    end: int

    def entries(self) -> Iterator[Entry]:
        """The nodes in the order of the file."""
        with self.ledger.open("rb") as stream:
            stream.seek(len(_MAGIC))
            left = self.end - len(_MAGIC)
            while left > 0:
                size, triples, length, digest = _RECORD.unpack(stream.read(_RECORD.size))
                yield Entry(stream.read(size), digest, triples, length)
                left -= _RECORD.size + size


def read_ledger(ledger: Path, turtle: Path, made_by: str) -> Former | None:
    """The ledger of a file; None where there is none, it is not whole, or the file or its writer is another one."""
    if not ledger.is_file() or not turtle.is_file():
        return None
    size = ledger.stat().st_size
    if size < len(_MAGIC) + _END.size:
        return None
    with ledger.open("rb") as stream:
        stream.seek(size - _END.size)
        length, digest = _END.unpack(stream.read(_END.size))
        end = size - _END.size - length
        if end < len(_MAGIC) or tally(ledger, size - _END.size) != digest:
            return None
        stream.seek(0)
        if stream.read(len(_MAGIC)) != _MAGIC:
            return None
        stream.seek(end)
        imprint = msgspec.msgpack.decode(stream.read(length), type=Imprint)
    whole = imprint.made_by == made_by and imprint.size == turtle.stat().st_size and imprint.digest == tally(turtle)
    return Former(ledger, turtle, imprint, end) if whole else None


def tally(path: Path, size: int | None = None) -> bytes:
    """The hash of a file, or of its first bytes."""
    found = _hasher()
    left = path.stat().st_size if size is None else size
    with path.open("rb") as stream:
        while left > 0 and (block := stream.read(min(left, _BLOCK))):
            found.update(block)
            left -= len(block)
    return found.digest()


def _hasher() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=16)
