"""Sentences of invented words that zlib packs as well as it packs the news: 2.8 times, names included."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

__all__ = ["Prose", "Sentence", "word"]

LENGTH = 130
"""Characters of a sentence."""
WORDS, SHORT = 8_000, 60
"""How many words there are, and how many of those that are met most often are short ones."""
FOLLOWERS, FOLLOWS = 3, 0.85
"""How many words like to stand after a word, and how often one of them does."""
CONSONANTS, VOWELS = "bcdfglmnprstvlnrst", "aeiouéaei"


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """What an article says.

    Attributes:
        article: its number.
        start: where it stands in the article's file.
        text: the sentence.
        named: where each entity is named in it, by the entity's number.
        trigger: where the word stands that tells what is stated.
    """

    article: int
    start: int
    text: str
    named: Mapping[int, tuple[int, int]]
    trigger: tuple[int, int]

    @property
    def place(self) -> tuple[int, int]:
        """What sentences are put in order by."""
        return self.article, self.start


def word(random: Random, least: int, most: int) -> str:
    """A word of so many letters, vowels and consonants by turns."""
    first = random.randrange(2)
    return "".join(
        random.choice(VOWELS if (place + first) % 2 else CONSONANTS) for place in range(random.randint(least, most))
    )


class Prose:
    """A vocabulary whose words are met as often as those of a language are (Zipf's law)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        words: dict[str, None] = {}
        while len(words) < WORDS:
            words[word(random, *((1, 4) if len(words) < SHORT else (4, 11)))] = None
        self._words = list(words)
        self._often = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
        self._after: dict[str, list[str]] = {}

    def sentence(self, names: Mapping[int, str], article: int) -> Sentence:
        """A sentence that names these, each once, with some words before, between and after."""
        room = LENGTH - sum(len(name) + 1 for name in names.values())
        text, named, trigger = self._run(room // (len(names) + 1)).capitalize(), {}, (0, 0)
        for number, name in names.items():
            named[number] = (len(text) + 1, len(text) + 1 + len(name))
            words = self._run(room // (len(names) + 1))
            trigger = trigger if trigger[1] else (named[number][1] + 1, named[number][1] + 1 + words.index(" "))
            text += f" {name} {words}"
        return Sentence(article, self._random.randrange(40, 6000), f"{text}.", named, trigger)

    def _run(self, length: int) -> str:
        """Words, at least two, of about so many letters."""
        words = [self._next(""), self._next("")]
        while sum(map(len, words)) + len(words) < length - 4:
            words.append(self._next(words[-1]))
        return " ".join(words)

    def _next(self, before: str) -> str:
        if before and self._random.random() < FOLLOWS:
            if before not in self._after:
                self._after[before] = self._choose(FOLLOWERS)
            return self._random.choice(self._after[before])
        return self._choose(1)[0]

    def _choose(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._often, k=count)
