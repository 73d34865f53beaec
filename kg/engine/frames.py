"""Rows of bytes in a file, one after the other, each with its length before it."""

from __future__ import annotations

from collections.abc import Collection
from struct import Struct
from typing import IO, TYPE_CHECKING, TypeVar

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.engine.places import Place

__all__ = ["Stored", "framed", "rows_of"]

T = TypeVar("T")

_LENGTH = Struct("<I")


def framed(row: bytes) -> bytes:
    """A row as it stands in a file."""
    return _LENGTH.pack(len(row)) + row


def rows_of(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """The rows in the next so many bytes of a file.

    Raises:
        KgError: the file ends before.
    """
    while size > 0:
        head = stream.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
        row = stream.read(length) if length >= 0 else b""
        if len(row) != length:
            raise KgError("a shard is cut off; run the same build again, which makes it anew")
        size -= len(head) + length
        yield row


class Stored(Collection[T]):
    """What the rows of several files hold, read anew by each iteration.

    Args:
        place: where the files lie.
        files: their names and sizes, in order.
        count: how many rows they have.
        make: turns a row into what it holds.
    """

    def __init__(self, place: Place, files: Iterable[tuple[str, int]], count: int, make: Callable[[bytes], T]) -> None:
        self._place, self._files, self._count, self._make = place, [*files], count, make

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Each of them, in order."""
        for name, size in self._files:
            with self._place.open(name) as stream:
                yield from map(self._make, rows_of(stream, size))

    def __contains__(self, one: object) -> bool:
        """Whether one of them is like this."""
        return any(one == other for other in self)
