"""Markdown -> blocks of running text, each with the blocks that give it its context.

The parents of a block are, outermost first: the title, the headings above it, the paragraph that leads its list, the
first paragraph of its list item, and for a table cell the header of its column and the first cell of its row. A
heading inside a quote or a list item governs only what follows in there.

Code and HTML comments are left out, and so is a paragraph that is nothing but a link named "source". A fence marked
``markdown`` or ``md`` is read as if the fence were not there: generators that wrap a whole article in one exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import BlockKind, Run
from kg.read.inline import passages
from kg.read.parser import html_tokens, markdown_tokens
from kg.read.passages import Alignment, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from kg.model import Block

__all__ = ["markdown_blocks", "plain_blocks"]

_LINE_END = re.compile(r"\r\n?|\n")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_SOURCE_NAMES = frozenset(
    {
        "article original",
        "consulter l'article original",
        "l'article original",
        "lien",
        "lien original",
        "lien vers l'article",
        "lien vers l'article original",
        "lien vers la source",
        "link",
        "lire l'article",
        "lire l'article original",
        "original",
        "original article",
        "original source",
        "source",
        "source article",
        "source link",
        "source originale",
        "sources",
        "via",
        "voir l'article original",
    }
)
"""Texts of a link to the original, in lower case."""

_AROUND = " .:→"
"""What may stand around such a text."""

_MAX_FENCES = 4
"""Fences of Markdown within one another that are read as Markdown."""


def markdown_blocks(text: str, start: int, title: Block | None = None) -> list[Block]:
    """The blocks of the Markdown in ``text[start:]``, after that of the title where there is one."""
    outline = _Outline([title] if title else [])
    outline.read(*_unified(text, start))
    return outline.blocks


def plain_blocks(text: str, start: int, title: Block | None = None) -> list[Block]:
    """The blocks of the plain text in ``text[start:]``: paragraphs between blank lines."""
    blocks = [title] if title else []
    parents = tuple(range(len(blocks)))
    source, alignment = _unified(text, start)
    ends = [(match.start(), match.end()) for match in _BLANK_LINES.finditer(source)]
    position = 0
    for end, after in [*ends, (len(source), len(source))]:
        pieces = alignment.pieces(position, end - position)
        passage = Passage([(piece.source, source[piece.start : piece.start + piece.length]) for piece in pieces])
        if block := passage.block(BlockKind.PARAGRAPH, parents):
            blocks.append(block)
        position = after
    return blocks


def _unified(text: str, start: int) -> tuple[str, Alignment]:
    """The text from ``start`` on with every line end a line feed, and where its characters lie in ``text``."""
    lines: list[str] = []
    runs: list[Run] = []
    position, offset = 0, start
    for match in _LINE_END.finditer(text, start):
        length = match.start() - offset + 1
        lines.append(text[offset : match.start()])
        if runs and runs[-1].source + runs[-1].length == offset:
            runs[-1] = Run(runs[-1].start, runs[-1].source, runs[-1].length + length)
        else:
            runs.append(Run(position, offset, length))
        position += length
        offset = match.end()
    lines.append(text[offset:])
    runs.append(Run(position, offset, len(text) - offset))
    return "\n".join(lines), Alignment(runs)


@dataclass(slots=True)
class _Container:
    """A list, list item or quote that is being read.

    Attributes:
        kind: what paragraphs in it are.
        leads: indexes of the blocks that give its content context.
        headings: the headings in force before it, which are so again after it.
    """

    kind: BlockKind
    leads: list[int]
    headings: list[tuple[int, int]]


@dataclass(slots=True)
class _Outline:
    """The blocks read so far, and the headings and containers that govern the next one."""

    blocks: list[Block]
    headings: list[tuple[int, int]] = field(default_factory=list)
    containers: list[_Container] = field(default_factory=list)
    fences: int = 0

    def read(self, source: str, alignment: Alignment) -> None:
        """Add the blocks of a Markdown source."""
        tokens = iter(markdown_tokens(source))
        lead: int | None = None
        for token in tokens:
            before, lead = lead, None
            match token.type:
                case "heading_open":
                    self._heading(int(token.tag[1:]), next(tokens), alignment)
                case "inline":
                    lead = self._paragraph(token, alignment)
                case "paragraph_close":
                    lead = before
                case "bullet_list_open" | "ordered_list_open":
                    self._enter(BlockKind.ITEM, before)
                case "list_item_open":
                    self._enter(BlockKind.ITEM, None)
                case "blockquote_open":
                    self._enter(BlockKind.QUOTE, None)
                case "bullet_list_close" | "ordered_list_close" | "list_item_close" | "blockquote_close":
                    self.headings = self.containers.pop().headings
                case "table_open":
                    self._table(tokens, alignment)
                case "html_block":
                    found = passages(html_tokens(token.content), token.content, _placed(token, alignment))
                    self._add(found, self._kind())
                case "fence" if _is_markdown(token) and self.fences < _MAX_FENCES:
                    self.fences += 1
                    self.read(token.content, _placed(token, alignment))
                    self.fences -= 1

    def _enter(self, kind: BlockKind, lead: int | None) -> None:
        self.containers.append(_Container(kind, [] if lead is None else [lead], list(self.headings)))

    def _kind(self) -> BlockKind:
        return self.containers[-1].kind if self.containers else BlockKind.PARAGRAPH

    def _parents(self) -> tuple[int, ...]:
        title = [0] if self.blocks and self.blocks[0].kind is BlockKind.TITLE else []
        headings = [index for _, index in self.headings]
        leads = [index for container in self.containers for index in container.leads]
        return tuple(dict.fromkeys([*title, *headings, *leads]))

    def _add(self, found: Sequence[Passage], kind: BlockKind, more: tuple[int, ...] = ()) -> int | None:
        """Add the passages that are not empty; the index of the first, or None."""
        parents, first = (*self._parents(), *more), None
        for passage in found:
            if block := passage.block(kind, parents):
                self.blocks.append(block)
                first = len(self.blocks) - 1 if first is None else first
        return first

    def _heading(self, level: int, inline: Token, alignment: Alignment) -> None:
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        index = self._add(_inline(inline, alignment), BlockKind.HEADING)
        if index is not None:
            self.headings.append((level, index))

    def _paragraph(self, inline: Token, alignment: Alignment) -> int | None:
        if _is_source_link(inline):
            return None
        index = self._add(_inline(inline, alignment), self._kind())
        inside = self.containers[-1:]
        if index is not None and inside and inside[0].kind is BlockKind.ITEM and not inside[0].leads:
            inside[0].leads.append(index)
        return index

    def _table(self, tokens: Iterator[Token], alignment: Alignment) -> None:
        header: list[int | None] = []
        row: list[int | None] = []
        for token in tokens:
            match token.type:
                case "tr_open":
                    row = []
                case "inline":
                    above = header[len(row) : len(row) + 1]
                    more = tuple(index for index in [*above, *row[:1]] if index is not None)
                    row.append(self._add(_inline(token, alignment), BlockKind.CELL, more if header else ()))
                case "thead_close":
                    header = row
                case "table_close":
                    return


def _placed(token: Token, alignment: Alignment) -> Alignment:
    return alignment.inner(token.meta.get("runs", ()))


def _inline(token: Token, alignment: Alignment) -> list[Passage]:
    return passages(token.children or [], token.content, _placed(token, alignment))


def _is_markdown(fence: Token) -> bool:
    return fence.info.lower().split()[:1] in (["markdown"], ["md"])


def _is_source_link(inline: Token) -> bool:
    """Whether a paragraph is only a link that is called "source", "lien", "original" …."""
    tokens = inline.children or []
    shape = [token.type for token in tokens if token.type.startswith("link") or token.content.strip(_AROUND)]
    text = "".join(token.content for token in tokens)
    names_source = text.replace("’", "'").strip(_AROUND).casefold() in _SOURCE_NAMES
    return names_source and shape[0] == "link_open" and shape[-1] == "link_close" and shape.count("link_open") == 1
