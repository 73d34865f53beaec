"""The words of ``kg:trigger`` found again in their passage.

The graph names the words that give a relation away, each once. Short ones such as "par" may stand in the passage
several times; those that gave the relation away are then taken to be the ones that stand closest together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["trigger_places"]


def trigger_places(passage: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a passage, as (start, end) in order: each once, as close together as they can be.

    Args:
        passage: the text to look in; a word that it does not hold has no place.
        words: as written, each matched as a whole word.

    >>> trigger_places("Vendu par lots, Acme est racheté par Globex.", ["par", "racheté"])
    ((25, 32), (33, 36))
    """
    latest: dict[str, tuple[int, int]] = {}
    best: tuple[tuple[int, int], ...] = ()
    for place, word in _occurrences(passage, words):
        latest[word] = place
        places = tuple(sorted(latest.values()))
        if len(places) > len(best) or _width(places) < _width(best):
            best = places
    return best


def _occurrences(passage: str, words: Iterable[str]) -> list[tuple[tuple[int, int], str]]:
    """Every place of every word in order, those left out that begin inside another."""
    found: list[tuple[tuple[int, int], str]] = []
    longest_first = sorted(set(words) - {""}, key=lambda word: (-len(word), word))
    if longest_first:
        pattern = "|".join(map(_whole, longest_first))
        found += [(match.span(), match[0]) for match in re.finditer(pattern, passage)]
    return found


def _whole(word: str) -> str:
    """A pattern for a word that is no part of a longer one; an elided one ("d'") may touch the next."""
    before = r"(?<!\w)" if re.match(r"\w", word) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", word) else ""
    return f"{before}{re.escape(word)}{after}"


def _width(places: tuple[tuple[int, int], ...]) -> int:
    return places[-1][1] - places[0][0]
