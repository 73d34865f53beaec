"""One name, several things: the words around a name tell which one it stands for.

``kg/data/senses.toml`` lists such names, each with what it stands for and the words that show it. A name that has none
of them near in an article stays as it was read.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.groups import Step
from kg.resolve.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Extraction, Mention
    from kg.schema import Schema

__all__ = ["Sense", "in_context", "load_senses"]

NEAR = 60
"""Characters before and behind a name in which the telling words are looked for; a line break ends the search."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for where one of some words is near; ``near`` finds them in lower case."""

    thing: Entity
    near: re.Pattern[str]


@lru_cache(maxsize=1)
def load_senses() -> Mapping[str, tuple[Sense, ...]]:
    """The senses of every name, in the order of the file."""
    rows = tomllib.loads(files("kg").joinpath("data/senses.toml").read_text(encoding="utf-8"))["sense"]
    found: defaultdict[str, list[Sense]] = defaultdict(list)
    for row in rows:
        near = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, row['near']))})(?!\w)")
        for name in row["names"]:
            found[name].append(Sense(Entity.named(row["class"], row["name"]), near))
    return {name: tuple(senses) for name, senses in found.items()}


def in_context(extraction: Extraction, schema: Schema) -> Iterator[tuple[Mention, Step]]:
    """The mentions that the words around them give a sense to, with the step from the name to what it stands for.

    A name has one sense in an article (Gale, Church and Yarowsky, One sense per discourse, 1992): the one that the
    words near most of its mentions give.
    """
    senses, given = load_senses(), schema.given
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        name = plain(mention.exact)
        if name in senses and mention.entity.name not in given:
            mentions[name].append(mention)
    for name, places in sorted(mentions.items()):
        words: defaultdict[Entity, list[str]] = defaultdict(list)
        for mention in places:
            around = _around(extraction.article.text, mention)
            for sense in senses[name]:
                if sense.thing.type in schema.classes and (word := sense.near.search(around)):
                    words[sense.thing].append(word[0])
        if words:
            thing = max(
                (sense.thing for sense in senses[name]), key=lambda thing: len(words[thing])
            )  # the first of equals
            because = f"“{words[thing][0]}” stands near it in {extraction.article.path}"
            yield from ((mention, Step(mention.entity, thing, "context", because)) for mention in places)


def _around(text: str, mention: Mention) -> str:
    """What stands before and behind a mention in its line, in lower case."""
    before = text[max(mention.start - NEAR, 0) : mention.start].rpartition("\n")[2]
    behind = text[mention.end : mention.end + NEAR].partition("\n")[0]
    return f"{before} {behind}".casefold()
