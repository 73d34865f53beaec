"""How much of one text stands in another, and which texts may be alike at all.

A text is the set of its *shingles*, runs of four words, and two texts are compared by the share of the shorter one's
shingles that the longer one has too. What very many texts hold, such as the last lines of every article of a site, is
left out where it is the lesser part of the text.

Not every pair is compared. MinHash signatures, cut into bands (locality-sensitive hashing), bring those together that
may be alike: where 60 % of one text stands in another of its length, one pair in a million is missed; where 60 % stands
in one twice as long, one in fourteen. The signatures are rensa's rather than datasketch's: the same estimate, sixty
times as fast, in 1 MB instead of the 140 of SciPy.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from rensa import RMinHash

from kg.resolve.spool import Spool
from kg.resolve.summary import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.model import Article

    Hashes = NDArray[np.uint64]

__all__ = ["Texts", "buckets", "to_text"]

WIDTH = 4
"""Words in a shingle."""

COMMON = 50
"""Texts from which on a shingle is taken for a site's words, unless most of a text is made of such."""

BANDS, ROWS = 170, 3
SEED = 20
CHUNK = 1000
"""Texts whose signatures are made at a time."""

AT_ONCE = 1 << 22
"""Shingles that are counted at a time, as long as that makes no more than half as many parts as ``COMMON``."""

FIRST = 18
"""Bits of a hash by which most of those that are not in a set are told."""

_REST = np.uint64(64 - FIRST)
_WORD = re.compile(r"\w+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def to_text(article: Article) -> Text:
    """The running text of an article, as hashes that are the same everywhere, unlike Python's own."""
    text = unicodedata.normalize("NFKC", "\n".join(block.text for block in article.blocks))
    words = _WORD.findall(text.casefold())
    telling = {_number(word) & 0xFFFFFFFF for word in words if len(word) > 3}
    return Text(
        words=len(words),
        digest=hashlib.blake2b("\n".join(words).encode(), digest_size=16).digest(),
        shingles=_shingles([_number(word) for word in words]).astype("<u8").tobytes(),
        vocabulary=np.sort(np.fromiter(telling, dtype="<u4", count=len(telling))).tobytes(),
    )


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _shingles(numbers: list[int]) -> Hashes:
    """The hash of every run of four words, each once, sorted."""
    text = np.array(numbers, dtype=np.uint64)
    runs = np.zeros(max(len(numbers) - WIDTH + 1, 0), dtype=np.uint64)
    for place in range(WIDTH):
        runs = runs * _FACTOR + text[place : place + len(runs)]
    return np.unique(runs)


class Texts:
    """Texts by their places, each without what very many of them hold."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._digests: list[bytes] = []
        self._shingles = Spool(np.dtype("<u8"))
        for text in texts:
            self._digests.append(text.digest)
            self._shingles.append(text.shingles)
        self._common = _common(self._shingles)
        self.lengths = self._shingles.lengths()
        if len(self._common):
            for place in range(len(self)):
                self.lengths[place] = len(self.shingles(place))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._digests)

    def shingles(self, place: int) -> Hashes:
        """The hashes of the shingles of a text, sorted."""
        text = self._shingles[place]
        if not len(self._common):
            return text
        rest = text[~self._common.holds(text)]
        return rest if 2 * len(rest) >= len(text) else text

    def same(self, one: int, other: int) -> bool:
        """Whether two texts have the same words."""
        return self._digests[one] == self._digests[other]

    def share(self, one: int, other: int) -> float:
        """The share of the shorter text that the longer one has too."""
        fewest = min(self.lengths[one], self.lengths[other])
        if not fewest:
            return float(self.same(one, other))
        both = np.concatenate((self.shingles(one), self.shingles(other)))
        both.sort(kind="stable")  # two sorted runs, which only need merging
        return int(np.count_nonzero(both[1:] == both[:-1])) / int(fewest)

    def times(self, one: int, other: int) -> float:
        """How many times as long the longer one is."""
        shorter, longer = sorted((int(self.lengths[one]), int(self.lengths[other])))
        return longer / shorter if shorter else float("inf")


class _Set:
    """Hashes by which others are sifted, fast where few of those are among them.

    Args:
        hashes: sorted.
    """

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = hashes
        self._starts = np.zeros(1 << FIRST, dtype=np.bool_)
        self._starts[hashes >> _REST] = True

    def __len__(self) -> int:
        """How many there are."""
        return len(self.hashes)

    def holds(self, others: Hashes) -> NDArray[np.bool_]:
        """Which of others are among them."""
        found: NDArray[np.bool_] = self._starts[others >> _REST]
        likely = np.flatnonzero(found)
        if len(likely):
            some = others[likely]
            found[likely] = self.hashes[np.minimum(self.hashes.searchsorted(some), len(self) - 1)] == some
        return found


def _common(texts: Spool) -> _Set:
    """The shingles that more texts hold than ``COMMON``, sorted, counted part by part.

    What more than ``COMMON`` of all texts hold, more than an equal share of those of one part at least hold: only such
    shingles are counted in a second round.
    """
    total = int(texts.lengths().sum())
    parts = [*_parts(texts, max(AT_ONCE, 2 * total // COMMON))] if len(texts) > COMMON else []
    hashes = np.zeros(0, dtype=np.uint64)
    for first, last in parts:
        kinds, counts = np.unique(texts.between(first, last), return_counts=True)
        hashes = np.union1d(hashes, kinds[counts > COMMON // len(parts)])
    likely = _Set(hashes)
    counted = np.zeros(len(hashes), dtype=np.int64)
    for first, last in parts if len(hashes) else ():
        part = texts.between(first, last)
        counted += np.bincount(hashes.searchsorted(part[likely.holds(part)]), minlength=len(hashes))
    return _Set(hashes[counted > COMMON])


def _parts(texts: Spool, size: int) -> Iterator[tuple[int, int]]:
    """The texts cut into stretches of about so many shingles: the first place of each, and the first of the next."""
    first, total = 0, 0
    for place, length in enumerate(texts.lengths().tolist()):
        total += length
        if total >= size:
            yield first, place + 1
            first, total = place + 1, 0
    if first < len(texts):
        yield first, len(texts)


def buckets(texts: Texts, places: Sequence[int]) -> Iterator[list[int]]:
    """Which of the texts at some places have a band of their signatures in common, by their order among the places.

    Each bucket is in order; pairs may come again.
    """
    if len(places) < 2:
        return
    keys = np.zeros((BANDS, len(places)), dtype=np.uint64)
    for start in range(0, len(places), CHUNK):
        signatures = _signatures([texts.shingles(place) for place in places[start : start + CHUNK]])
        for row in range(ROWS):
            part = keys[:, start : start + CHUNK]
            part *= _FACTOR
            part += signatures[:, row::ROWS].T
    for band in keys:
        order = np.argsort(band, kind="stable")
        edges = np.concatenate(([0], np.flatnonzero(np.diff(band[order])) + 1, [len(order)]))
        several = np.flatnonzero(np.diff(edges) > 1)
        for start, end in zip(edges[several].tolist(), edges[several + 1].tolist(), strict=True):
            yield order[start:end].tolist()


def _signatures(texts: list[Hashes]) -> NDArray[np.uint32]:
    ends = np.cumsum([len(text) for text in texts]).tolist()
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(texts), [0, *ends], BANDS * ROWS, SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32)
