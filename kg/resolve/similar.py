"""Names that are nearly the same: found by blocks, never by comparing all with all.

Two names are compared only when they share a block: the first or the last letters of their spelling, within one class.
A block that is too large says nothing (everything begins with "Micro"), so its names are sorted and only neighbours are
compared (the sorted neighbourhood of Hernández and Stolfo, The merge/purge problem for large databases, 1995). The cost
is near linear in the number of names.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from kg.resolve.spelling import models, skeleton, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Entity

__all__ = ["SIMILAR", "Similar", "similar_names"]

SIMILAR = 0.9
"""The least normalised similarity (1 − indel distance over both lengths) of two names that may be one."""
WORD = 0.8
"""The least similarity of two words of which one may be a slip of the other."""
LONG = 5
"""Letters that a word must have for that, and nothing but letters."""
LETTERS = 6
"""Letters that a name must have before a difference of one can be a slip."""
BLOCK, NEIGHBOURS = 4, 10
"""Letters that name a block, and how far along its sorted names a name is compared."""


class Similar(NamedTuple):
    """Two entities, the smaller one first, whose names are nearly the same.

    Attributes:
        likeness: of their spellings, from 0 to 1.
        slip: whether it may be one name with a slip: as many words on both sides, each like its counterpart.
    """

    one: Entity
    other: Entity
    likeness: float
    slip: bool


def similar_names(entities: Iterable[Entity]) -> Iterator[Similar]:
    """Pairs of entities of one class whose names differ by a letter or two and not in a model number.

    Each pair comes once, in a fixed order.
    """
    blocks: defaultdict[tuple[str, bool, str], list[tuple[str, Entity]]] = defaultdict(list)
    for entity in entities:
        name = skeleton(entity.key)
        if len(name) >= LETTERS:
            blocks[entity.type, True, name[:BLOCK]].append((name, entity))
            blocks[entity.type, False, name[-BLOCK:]].append((name[::-1], entity))
    seen: set[tuple[Entity, Entity]] = set()
    for place in sorted(blocks):
        ordered = sorted(blocks[place])
        for index, (name, entity) in enumerate(ordered):
            for other_name, other in ordered[index + 1 : index + 1 + NEIGHBOURS]:
                likeness = fuzz.ratio(name, other_name, score_cutoff=100 * SIMILAR) / 100
                if not likeness:
                    continue
                pair = (entity, other) if entity < other else (other, entity)
                if pair not in seen and not _relatives(entity, other):
                    seen.add(pair)
                    yield Similar(*pair, likeness, _slip(*pair))


def _relatives(one: Entity, other: Entity) -> bool:
    """Whether the names are those of two models of a family: other numbers, or as many with a word more."""
    numbered = models(one.key)
    return numbered != models(other.key) or (bool(numbered) and len(words(one.key)) != len(words(other.key)))


def _slip(one: Entity, other: Entity) -> bool:
    """Whether the names have as many words, which are the same or long and alike: "Free" is no slip of "Green".

    Short words are often all that tells two things apart ("III", "Pro+"), and so are the first names of a family.
    """
    parts, others = words(one.key), words(other.key)
    pairs = list(zip(parts, others, strict=False))
    if len(parts) != len(others) or (one.type == "PERSON" and pairs[0][0] != pairs[0][1]):
        return False
    return all(word == counterpart or _alike(word, counterpart) for word, counterpart in pairs)


def _alike(word: str, other: str) -> bool:
    long = min(len(word), len(other)) >= LONG and word.isalpha() and other.isalpha()
    return long and fuzz.ratio(word, other) >= 100 * WORD
