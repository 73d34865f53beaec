"""The values that flow between the rooms: frozen, plain, compared by content.

Offsets count Unicode code points in the decoded article file, front matter included, so that
``article.text[start:end] == exact`` can be checked by anyone who has the file. :class:`Extraction` checks
it on construction. No spaCy and no RDF object appears here.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - the types are read at run time, by what stores these values
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Status(StrEnum):
    """How a passage puts a relation, from the strongest claim to the denial."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class BlockKind(StrEnum):
    """What part of an article a block is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's text that lies in one piece in the file.

    ``block.text[start + i]`` was read from ``article.text[source + i]`` for ``i`` in ``range(length)``.
    """

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell … of running text, without its markup.

    Attributes:
        kind: what part of the article it is.
        text: the running text. Character for character it is the file's, save that every white space is a
            plain space and every curly apostrophe a straight one, so that lengths never change.
        runs: where the text lies in the file, in order, covering every character of ``text``.
        parents: indexes in ``article.blocks`` of the blocks that give this one its context, outermost first:
            the title, the headings above it, the list lead, for a cell the header of its column and the first
            cell of its row.
        bold: (start, end) in ``text`` of every stretch in bold type or link text, which often are names.
    """

    kind: BlockKind
    text: str
    runs: tuple[Run, ...]
    parents: tuple[int, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the file of ``text[start:end]``; markup between two runs lies inside.

        Raises:
            ValueError: the span is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a block of {len(self.text)} characters")
        return self._offset(start), self._offset(end - 1) + 1

    def _offset(self, position: int) -> int:
        run = self.runs[bisect_right(self.runs, position, key=lambda run: run.start) - 1]
        return run.source + position - run.start


class ArticleKey(NamedTuple):
    """What tells two articles apart: an identifier alone may be given twice."""

    id: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article file, decoded, with its metadata and its running text in blocks.

    Attributes:
        id: the front matter's ``cuid``, else ``id``, else the file's stem.
        path: the file as a POSIX path relative to the folder that was read, or its name.
        text: the whole decoded file, front matter included; offsets count in it.
        content_hash: SHA-256 of the file's bytes, in hexadecimal.
        title: the headline, or an empty string.
        language: ISO 639-1 code, from the front matter or detected.
        published: the date of publication in UTC, or None.
        url: the address of the original, or None.
        publisher: the host of that address without ``www.``, or None.
        authors, tags: as the front matter gives them.
        blocks: the running text in reading order, the title first when the file states it.
    """

    id: str
    path: str
    text: str = field(repr=False)
    content_hash: str
    title: str
    language: str
    published: datetime | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @property
    def key(self) -> ArticleKey:
        """What tells the article from all others; two copies of one file share it."""
        return ArticleKey(self.id, self.content_hash)


def folded(text: str) -> str:
    """A text without what does not matter in names, but for its white space: letter case, width, curly apostrophes."""
    return unicodedata.normalize("NFKC", text).replace("’", "'").casefold()


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A thing that articles name: its type (``ORG``, ``PERSON`` …), its identity within the type, its label.

    Two entities are the same node exactly when ``type`` and ``key`` are equal.
    """

    type: str
    key: str
    name: str = field(compare=False)

    @classmethod
    def named(cls, type: str, name: str) -> Entity:  # noqa: A002 - the field's name
        """The entity that a name alone identifies: letter case, width and white space do not matter.

        >>> Entity.named("ORG", "NVIDIA") == Entity.named("ORG", "Nvidia")
        True
        """
        return cls(type, " ".join(folded(name).split()), name)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of an article that names an entity; ``article.text[start:end] == exact``."""

    entity: Entity
    start: int
    end: int
    exact: str
    confidence: float
    extracted_by: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that states a relation, how it puts it, and what found it.

    Attributes:
        start, end, exact: the passage, ``article.text[start:end] == exact``.
        status: asserted, planned, hypothetical or negated.
        confidence: between 0 and 1.
        extracted_by: the rule, or the model and its version.
        role: what a person is in an organisation, as written, for ``worksFor``.
        triggers: (start, end) in the file of each word of the passage that gives the relation away, in order.
    """

    start: int
    end: int
    exact: str
    status: Status
    confidence: float
    extracted_by: str
    role: str | None = None
    triggers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """One reading of one passage: ``head`` stands in the relation ``predicate`` (``partnersWith``) to ``tail``."""

    head: Entity
    predicate: str
    tail: Entity
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one article.

    Raises:
        ValueError: a mention or a piece of evidence does not quote the article exactly, or a word that gives a
            relation away stands outside the passage.
    """

    article: Article
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]

    def named(self) -> Iterator[Entity]:
        """What the article names: the entity of each mention, then the two of each relation."""
        yield from (mention.entity for mention in self.mentions)
        yield from (end for relation in self.relations for end in (relation.head, relation.tail))

    def __post_init__(self) -> None:
        quotes: list[Mention | Evidence] = [*self.mentions, *(relation.evidence for relation in self.relations)]
        for quote in quotes:
            if self.article.text[quote.start : quote.end] != quote.exact:
                raise ValueError(f"{self.article.path}: {quote.start}:{quote.end} is not {quote.exact!r}")
        for relation in self.relations:
            passage = relation.evidence
            for start, end in passage.triggers:
                if not passage.start <= start < end <= passage.end:
                    raise ValueError(
                        f"{self.article.path}: {start}:{end} is no word of the passage {passage.start}:{passage.end}"
                    )
