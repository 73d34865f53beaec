"""In which articles things are: sorted numbers, one after the other, instead of a set for each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["Postings", "distinct"]

T = TypeVar("T", np.int32, np.int64)


def distinct(numbers: NDArray[T]) -> NDArray[T]:
    """Numbers, each once, sorted; numpy's own ``unique`` builds a table of them first, which takes longer here."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    found: NDArray[T] = ordered[first]
    return found


class Postings:
    """The places of every thing, each once, sorted.

    Args:
        things, places: pairs, in any order and perhaps more than once.
        size: how many things there are.
    """

    def __init__(self, things: Numbers, places: Numbers, size: int) -> None:
        width = int(places.max()) + 1 if len(places) else 1
        pairs = distinct(things * width + places)
        self._places = (pairs % width).astype(np.int32)
        self._ends = np.concatenate(([0], np.cumsum(np.bincount(pairs // width, minlength=size))))

    def __getitem__(self, thing: int) -> NDArray[np.int32]:
        """The places of a thing."""
        return self._places[self._ends[thing] : self._ends[thing + 1]]

    def counts(self) -> Numbers:
        """In how many places each thing is."""
        return np.diff(self._ends)

    def inverted(self, size: int) -> Postings:
        """The things of so many places, instead of the places of the things."""
        things = np.repeat(np.arange(len(self._ends) - 1), self.counts())
        return Postings(self._places.astype(np.int64), things, size)
