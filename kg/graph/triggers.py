"""The words of ``kg:trigger`` found again in their passage.

The graph names the words that give a relation away, each once. Short ones such as "par" may stand in the passage
several times; those that gave the relation away are then taken to be the ones that stand closest together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["places", "trigger_places"]


def trigger_places(passage: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a passage, as (start, end) in order: each once, as close together as they can be.

    Args:
        passage: the text to look in; a word that it does not hold has no place.
        words: as written, each matched as a whole word; an elided one ("d'") may touch the next.

    >>> trigger_places("Vendu par lots, Acme est racheté par Globex.", ["par", "racheté"])
    ((25, 32), (33, 36))
    """
    latest: dict[str, tuple[int, int]] = {}
    best: tuple[tuple[int, int], ...] = ()
    for start, end in places(passage, words, touching=True):
        latest[passage[start:end]] = (start, end)
        found = tuple(sorted(latest.values()))
        if len(found) > len(best) or _width(found) < _width(best):
            best = found
    return best


def places(text: str, words: Iterable[str], *, touching: bool = False) -> list[tuple[int, int]]:
    """Every place of every word in order; of two that overlap the first counts, or the longer that begins there.

    Args:
        text: the text to look in.
        words: what to look for, whole words only.
        touching: whether a word that begins or ends with a sign, such as "d'", may touch another there.

    >>> places("C++ et C, pas Cobol", ["C", "C++"])
    [(0, 3), (7, 8)]
    """
    found: list[tuple[int, int]] = []
    for word in filter(None, words):
        begins, ends = (not touching or _in_word(sign) for sign in (word[0], word[-1]))
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not (begins and _in_word(text[start - 1 : start])) and not (ends and _in_word(text[end : end + 1])):
                found.append((start, end))
            start = text.find(word, start + 1)
    found.sort(key=lambda place: (place[0], -place[1]))
    kept: list[tuple[int, int]] = []
    position = 0
    for start, end in found:
        if start >= position:
            kept.append((start, end))
            position = end
    return kept


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _width(found: tuple[tuple[int, int], ...]) -> int:
    return found[-1][1] - found[0][0]
