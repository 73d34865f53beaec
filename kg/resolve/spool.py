"""Arrays of many articles, one after the other: in memory while they are few, else in a file that nobody else sees."""

from __future__ import annotations

from array import array
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Spool"]

IN_MEMORY = 1 << 26
"""Bytes from which on the arrays lie in a file."""


class Spool:
    """Arrays by their places, in the order in which they came.

    Args:
        kind: of their numbers.
    """

    def __init__(self, kind: np.dtype[np.unsignedinteger]) -> None:
        self._kind = kind
        self._ends = array("q", [0])
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - it lives as long as the spool
        finalize(self, self._file.close)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends) - 1

    def append(self, data: bytes) -> None:
        """Add an array, given as bytes."""
        self._file.seek(self._ends[-1])
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __getitem__(self, place: int) -> NDArray[np.uint64]:
        """One of the arrays."""
        return self.between(place, place + 1)

    def between(self, first: int, last: int) -> NDArray[np.uint64]:
        """Several arrays as one: from the first to before the last."""
        start, end = self._ends[first], self._ends[last]
        self._file.seek(start)
        return np.frombuffer(self._file.read(end - start), dtype=self._kind)

    def lengths(self) -> NDArray[np.int64]:
        """How many numbers each has."""
        ends = np.array(self._ends, dtype=np.int64)
        return (ends[1:] - ends[:-1]) // self._kind.itemsize
