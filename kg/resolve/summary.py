"""What is left of an article once its own names are resolved: all that the other articles need to know of it.

A :class:`Summary` holds numbers, names and hashes, and no text but the reasons of what was found. It stands for its
article when all of them are settled (:mod:`kg.resolve.identity`), and can be kept from one build to the next: its
values are those that msgspec writes and reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the types are read at run time, by what stores these values
from typing import NamedTuple

from kg.model import ArticleKey, Entity

__all__ = ["Found", "Name", "Stated", "Summary", "Surface", "Text", "Told"]


class Name(NamedTuple):
    """A way to write an entity: its class, its key, and how it is called."""

    type: str
    key: str
    name: str

    def entity(self) -> Entity:
        """The entity that is called so."""
        return Entity(*self)


class Found(NamedTuple):
    """An entity that the article mentions, by its place among the names, and how surely at best."""

    name: int
    confidence: float


class Surface(NamedTuple):
    """The key of a name as the article writes it, and what it stands for there, by its place among the names."""

    name: int
    key: str


class Stated(NamedTuple):
    """A relation that the article states, its ends by their places among the names."""

    head: int
    predicate: str
    tail: int


class Told(NamedTuple):
    """A step that the article gave rise to; see :class:`kg.resolve.groups.Step`."""

    short: int
    long: int
    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Text:
    """The running text of an article, as hashes.

    Attributes:
        words: how many it has.
        digest: of its words in order; two texts that have the same are one.
        shingles: the hashes of its runs of four words, each once, sorted: 64-bit integers, little end first.
        vocabulary: the hashes of its words of more than three letters likewise, most of which are more than grammar:
            32-bit integers.
    """

    words: int
    digest: bytes
    shingles: bytes
    vocabulary: bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """One article, for what is decided over all of them.

    Attributes:
        id, content_hash, path, language, published, url: the article's own.
        text: what tells whether another article repeats it.
        names: every way in which its entities are called; the other attributes point into them.
        written: how many of the names, the first ones, the article has before or after its own are resolved; those
            that follow occur in reasons only.
        found: the entities that it mentions after that, each once, in the order of the text.
        surfaces, stated, told: each once, in the order of the text.
    """

    id: str
    content_hash: str
    path: str
    language: str
    published: datetime | None
    url: str | None
    text: Text
    names: tuple[Name, ...]
    written: int
    found: tuple[Found, ...]
    surfaces: tuple[Surface, ...]
    stated: tuple[Stated, ...]
    told: tuple[Told, ...]

    @property
    def key(self) -> ArticleKey:
        """What tells the article from all others; two copies of one file share it."""
        return ArticleKey(self.id, self.content_hash)
