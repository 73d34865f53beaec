"""Sorting more rows than fit into memory: sorted runs on disk, read side by side.

A row is a string of bytes and sorts as such. Rows are kept in memory until they take too much of it, then they are
sorted and written to a file of their own; reading merges all files (Knuth, The Art of Computer Programming, volume 3,
§ 5.4.1). What few rows there are never touch the disk.
"""

from __future__ import annotations

import heapq
from struct import Struct
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["MEMORY", "Sorter"]

MEMORY = 16 << 20
"""How many bytes of rows a sorter keeps in memory, unless told otherwise."""

FILES = 64
"""How many files are read side by side; more are first made one."""

_OVERHEAD = 41
"""What Python takes for a row beside its bytes: the object's head and its place in the list."""

_LENGTH = Struct("<I")
_BUFFER = 1 << 16


class Sorter:
    """Takes rows in any order and gives them back sorted; equal rows come as often as they were given."""

    def __init__(self, folder: Path, name: str, memory: int = MEMORY) -> None:
        """An empty sorter.

        Args:
            folder: where files may be put; it is there when the first row comes that does not fit into memory.
            name: what the files are called, so that several sorters may share the folder.
            memory: how many bytes of rows to keep in memory.
        """
        self._folder, self._name, self._memory = folder, name, memory
        self._rows: list[bytes] = []
        self._size = self._made = 0
        self._files: list[Path] = []

    def add(self, row: bytes) -> None:
        """Take a row."""
        self._rows.append(row)
        self._size += len(row) + _OVERHEAD
        if self._size > self._memory:
            self._rows.sort()
            self._put(self._rows)
            self._rows, self._size = [], 0
            if len(self._files) >= FILES:
                former, self._files = self._files, []
                self._put(heapq.merge(*map(_read, former)))
                for path in former:
                    path.unlink()

    def __iter__(self) -> Iterator[bytes]:
        """All rows that were added until now, in order."""
        self._rows.sort()
        return heapq.merge(*map(_read, self._files), self._rows) if self._files else iter(self._rows)

    def _put(self, rows: Iterable[bytes]) -> None:
        path = self._folder / f"{self._name}-{self._made}"
        self._made += 1
        with path.open("wb", buffering=_BUFFER) as stream:
            for row in rows:
                stream.write(_LENGTH.pack(len(row)) + row)
        self._files.append(path)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=_BUFFER) as stream:
        while head := stream.read(_LENGTH.size):
            yield _row(stream, *_LENGTH.unpack(head))


def _row(stream: IO[bytes], length: int) -> bytes:
    return stream.read(length)
