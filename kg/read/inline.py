"""The inline tokens of one stretch of Markdown or HTML -> passages of running text.

Running text is what a reader reads as sentences: text, code spans, the text of links. Left out are images with
their alternative text, addresses shown as such, HTML tags, comments, scripts, styles and preformatted code. A tag
that breaks the line or begins a block (``<br>``, ``<p>``, ``<td>`` …) ends a passage.

An entity stands for its character where the file shows that very character (``&amp;`` for ``&``); any other stays as
it is written, since a block's text must be the file's, character for character.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from markdown_it.common.html_blocks import block_names

from kg.read.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from kg.read.passages import Alignment

__all__ = ["passages"]

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_BREAKS = frozenset({*block_names, "br"})
_BOLD = frozenset({"a", "b", "strong"})
_SILENT = frozenset({"pre", "script", "style", "template", "textarea"})


def passages(tokens: Sequence[Token], content: str, alignment: Alignment) -> list[Passage]:
    """The passages that the inline tokens of ``content`` make, with their places by ``alignment``.

    A passage may turn out empty.
    """
    reader = _Reader(content, alignment)
    for token in tokens:
        reader.read(token)
    return reader.passages


class _Reader:
    """Collects passages token by token."""

    def __init__(self, content: str, alignment: Alignment) -> None:
        self.content = content
        self.alignment = alignment
        self.passages = [Passage()]
        self._open: defaultdict[str, list[int]] = defaultdict(list)
        self._silent = 0

    def read(self, token: Token) -> None:
        at: int = token.meta["at"]
        match token.type:
            case "text" | "code_inline":
                self._add(at, len(token.content))
            case "text_special":
                self._special(token, at)
            case "softbreak" | "hardbreak":
                self._add(self.content.index("\n", at), 1)
            case "strong_open":
                self._begin("strong", at)
            case "strong_close":
                self._end("strong", at)
            case "link_open" if token.markup == "autolink":
                self._silent += 1
            case "link_close" if token.markup == "autolink":
                self._silent -= 1
            case "link_open":
                self._begin("link", at)
            case "link_close":
                self._end("link", at)
            case "html_inline":
                self._tag(token.content, at)

    def _add(self, at: int, length: int) -> None:
        if not self._silent:
            self.passages[-1].pieces.extend(
                (piece.source, self.content[piece.start : piece.start + piece.length])
                for piece in self.alignment.pieces(at, length)
            )

    def _special(self, token: Token, at: int) -> None:
        if token.info == "escape" and token.content != token.markup:
            self._add(at + 1, len(token.content))
        elif token.content == token.markup[0]:
            self._add(at, 1)
        else:
            self._add(at, len(token.markup))

    def _tag(self, tag: str, at: int) -> None:
        if not (match := _TAG.match(tag)):
            return
        closing, name = match[1], match[2].lower()
        if name in _SILENT and not tag.endswith("/>"):
            self._silent = max(self._silent + (-1 if closing else 1), 0)
        elif name in _BOLD:
            (self._end if closing else self._begin)(name, at)
        elif name in _BREAKS:
            self.passages.append(Passage())

    def _begin(self, name: str, at: int) -> None:
        self._open[name].append(at)

    def _end(self, name: str, at: int) -> None:
        """Close the innermost stretch of that name; one that was never opened is nothing."""
        if self._open[name]:
            self._mark(self._open[name].pop(), at)

    def _mark(self, start: int, end: int) -> None:
        ends = [piece.source for at in (start, end) for piece in self.alignment.pieces(at, 1)]
        if len(ends) == 2:
            self.passages[-1].bold.append((ends[0], ends[1]))
