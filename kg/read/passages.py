r"""Text that knows where it lies in the file: alignments of derived text, and passages of running text.

A Markdown parser works on text that is not quite the file's: line ends are unified, block quote marks and
indentation are gone, ``\|`` in a table cell has become ``|``. An :class:`Alignment` maps such text back to the
file. A :class:`Passage` collects the pieces that are running text, and becomes a :class:`~kg.model.Block`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import TYPE_CHECKING

from kg.model import Block, BlockKind, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Alignment", "Passage", "normalise"]

_SPACES = re.compile(r"\s")

# Addresses with a scheme or ``www.``; "Booking.com" is a name and stays. Closing punctuation belongs to the sentence.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?'\"»”’)\]]")


def normalise(text: str) -> str:
    r"""The text with every white space as a plain space and every curly apostrophe straight; the length stays.

    >>> normalise("l’IA\u202f:\nun")
    "l'IA : un"
    """
    return _SPACES.sub(" ", text).replace("’", "'").replace("‘", "'")


class Alignment:
    """Where the characters of a derived text lie in the file, as runs in the order of the derived text."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs = tuple(runs)
        self._starts = [run.start for run in self.runs]

    def pieces(self, start: int, length: int) -> Iterator[Run]:
        """The parts of ``length`` characters from ``start`` on that lie in the file, in order.

        Characters that the file does not hold, such as the spaces that a tab was expanded to, give no part.
        """
        end = start + length
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.runs) and (run := self.runs[index]).start < end:
            first, last = max(start, run.start), min(end, run.start + run.length)
            if first < last:
                yield Run(first, run.source + first - run.start, last - first)
            index += 1

    def inner(self, runs: Iterable[Run]) -> Alignment:
        """The alignment of a text that is itself aligned, by ``runs``, with the text of this one."""
        return Alignment(
            Run(run.start + piece.start - run.source, piece.source, piece.length)
            for run in runs
            for piece in self.pieces(run.source, run.length)
        )


@dataclass(slots=True)
class Passage:
    """Running text under construction: pieces in the order of the file, and the stretches in bold.

    Attributes:
        pieces: (offset in the file, text as the file has it).
        bold: (start, end) offsets in the file of bold type and link text.
    """

    pieces: list[tuple[int, str]] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)

    def block(self, kind: BlockKind, parents: tuple[int, ...] = ()) -> Block | None:
        """The finished block: addresses cut out, ends trimmed, white space normalised; None if nothing is left."""
        pieces = sorted(self.pieces)
        text = "".join(piece for _, piece in pieces)
        kept = _kept(text)
        if not kept:
            return None
        source = "".join(text[start:end] for start, end in kept)
        runs = tuple(_cut(_runs(pieces), kept))
        return Block(kind, normalise(source), runs, parents, tuple(_stretches(self.bold, source, runs)))


def _runs(pieces: Iterable[tuple[int, str]]) -> Iterator[Run]:
    position = 0
    for offset, piece in pieces:
        yield Run(position, offset, len(piece))
        position += len(piece)


def _kept(text: str) -> list[tuple[int, int]]:
    """The spans of the text that remain when addresses and the white space at both ends are cut out."""
    spans, position = [], 0
    for match in _ADDRESS.finditer(text):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, len(text)))
    kept = list(dropwhile(lambda span: not text[slice(*span)].strip(), spans))
    while kept and not text[slice(*kept[-1])].strip():
        kept.pop()
    if kept:
        start, end = kept[0]
        kept[0] = (end - len(text[start:end].lstrip()), end)
        start, end = kept[-1]
        kept[-1] = (start, start + len(text[start:end].rstrip()))
    return kept


def _cut(runs: Iterable[Run], kept: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """The runs of the kept spans set end to end, those that touch in the file joined."""
    alignment, position = Alignment(runs), 0
    last: Run | None = None
    for start, end in kept:
        for piece in alignment.pieces(start, end - start):
            if last is not None and last.source + last.length == piece.source:
                last = Run(last.start, last.source, last.length + piece.length)
            else:
                if last is not None:
                    yield last
                last = Run(position, piece.source, piece.length)
            position += piece.length
    if last is not None:
        yield last


def _stretches(bold: Iterable[tuple[int, int]], text: str, runs: tuple[Run, ...]) -> list[tuple[int, int]]:
    """The bold stretches as (start, end) in the text, trimmed of white space, sorted, each once."""
    sources = [run.source for run in runs]

    def position(offset: int) -> int:
        run = runs[max(bisect_right(sources, offset) - 1, 0)]
        return run.start + min(max(offset - run.source, 0), run.length)

    found = set()
    for start, end in bold:
        first, last = position(start), position(end)
        stretch = text[first:last]
        first, last = last - len(stretch.lstrip()), first + len(stretch.rstrip())
        if first < last:
            found.add((first, last))
    return sorted(found)
