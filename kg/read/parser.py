"""A CommonMark parser whose every piece of inline text keeps its place in the file.

markdown-it-py gives line numbers for blocks and nothing for inline text. Its rules are left as they are and watched:
a block rule that has made an ``inline``, ``fence`` or ``html_block`` token is asked, while the parser still knows the
indentation of every line, which part of the source the token's content is (``token.meta["runs"]``); and the state of
the inline parser notes where each token begins in that content (``token.meta["at"]``). Adjacent texts stay
unmerged, so that each keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, fence, heading, html_block, lheading, paragraph, table
from markdown_it.rules_inline import StateInline, backtick

from kg.model import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token
    from markdown_it.utils import EnvType

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

__all__ = ["html_tokens", "markdown_tokens"]

_MAX_NESTING = 50
"""Levels of lists and quotes within one another; what lies deeper is left out."""


def markdown_tokens(source: str) -> list[Token]:
    """The block tokens of CommonMark with tables and ``~~strikethrough~~``; lines must end in a line feed."""
    return _MARKDOWN.parse(source)


def html_tokens(html: str) -> list[Token]:
    """The inline tokens of a block of HTML: tags and comments, text, line breaks, entities."""
    return _HTML.parse(html, _MARKDOWN, {}, [])


class _PlacedState(StateInline):
    """The state of the inline parser, noting where in the source each token begins.

    Text waits in ``pending`` until the next token; its place is the parser's position when the first piece came.
    """

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, out_tokens: list[Token]) -> None:
        self._waiting: list[str] = []
        self._waiting_at = 0
        super().__init__(src, md, env, out_tokens)

    @property
    def pending(self) -> str:
        """Text not yet in a token."""
        if len(self._waiting) > 1:
            self._waiting = ["".join(self._waiting)]
        return self._waiting[0] if self._waiting else ""

    @pending.setter
    def pending(self, value: str) -> None:
        if value and not self._waiting:
            self._waiting_at = self.pos
        self._waiting = [value] if value else []

    def append_pending(self, text: str) -> None:
        """Let text wait for the next token."""
        if not self._waiting:
            self._waiting_at = self.pos
        self._waiting.append(text)

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        """Make a token of the waiting text."""
        token = super().pushPending()
        token.meta["at"] = self._waiting_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Make a token; the marks of one run, ``***``, are pushed from one position and follow one another."""
        token = super().push(ttype, tag, nesting)
        at = self.pos
        if len(self.tokens) > 1 and (before := self.tokens[-2]).type == "text":
            at = max(at, before.meta["at"] + len(before.content))
        token.meta["at"] = at
        return token


class _PlacedInline(ParserInline):
    """The inline parser on a :class:`_PlacedState`."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Push the inline tokens of ``src`` into ``tokens``."""
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _placed_backtick(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """A code span begins after its marks and after the one space that may pad them."""
    start = state.pos
    if not backtick(state, silent):
        return False
    if not silent and state.tokens and (token := state.tokens[-1]).type == "code_inline" and token.meta["at"] == start:
        inside = state.pos - start - 2 * len(token.markup)
        token.meta["at"] = start + len(token.markup) + (inside - len(token.content)) // 2
    return True


def _placed(rule: BlockRule, align: Callable[[StateBlock, list[Token]], None]) -> BlockRule:
    def watched(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        known = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if not silent:
            align(state, state.tokens[known:])
        return True

    return watched


def _line_runs(state: StateBlock, first: int, content: str, cut: int = 0) -> Iterator[Run]:
    """Runs of a content made of whole lines, from line ``first``: each is the end of its source line.

    ``cut`` characters at the beginning of the content are left out. Indentation, of which the parser may have
    expanded a tab, is left out too.
    """
    lines = content.split("\n")
    position = -cut
    for index, line in enumerate(lines):
        text = line.lstrip(" \t")
        if length := len(text) + (index < len(lines) - 1):
            yield Run(position + len(line) - len(text), state.eMarks[first + index] - len(text), length)
        position += len(line) + 1


def _align_lines(state: StateBlock, tokens: list[Token]) -> None:
    """Paragraphs and underlined headings: lines, trimmed as a whole."""
    inline = tokens[1]
    first, last = _lines(inline)
    raw = state.getLines(first, last, state.blkIndent, False)  # noqa: FBT003
    inline.meta["runs"] = list(_line_runs(state, first, raw, raw.find(inline.content)))


def _align_heading(state: StateBlock, tokens: list[Token]) -> None:
    """Headings with number signs: a part of one line."""
    inline = tokens[1]
    start = state.bMarks[line := _lines(inline)[0]] + state.tShift[line] + len(tokens[0].markup)
    inline.meta["runs"] = [Run(0, state.src.find(inline.content, start), len(inline.content))]


def _align_block(state: StateBlock, tokens: list[Token]) -> None:
    """Fences and HTML: whole lines, after the opening line for a fence."""
    (token,) = tokens
    first = _lines(token)[0] + (token.type == "fence")
    token.meta["runs"] = list(_line_runs(state, first, token.content))


def _align_table(state: StateBlock, tokens: list[Token]) -> None:
    """Table cells: each is the next stretch between two bars of the line that holds its text."""
    cells: Iterator[list[Run]] = iter(())
    for token in tokens:
        if token.type == "tr_open":
            line, _ = _lines(token)
            cells = _cells(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
        elif token.type == "inline" and token.content:
            for runs in cells:
                raw = "".join(state.src[run.source : run.source + run.length] for run in runs)
                if raw.strip() == token.content.strip():
                    lead = raw.find(token.content)
                    token.meta["runs"] = [Run(run.start - lead, run.source, run.length) for run in runs]
                    break


def _cells(source: str, start: int, end: int) -> Iterator[list[Run]]:
    """The runs of each stretch between bars; a backslash before a bar makes it text and is left out itself."""
    begin, width = start, 0
    runs: list[Run] = []
    for bar in [*_bars(source, start, end), end]:
        escaped = start < bar < end and source[bar - 1] == "\\"
        if (length := bar - escaped - begin) > 0:
            runs.append(Run(width, begin, length))
        if escaped:
            begin, width = bar, width + length
        else:
            yield runs
            begin, width, runs = bar + 1, 0, []


def _bars(source: str, start: int, end: int) -> Iterator[int]:
    position = source.find("|", start, end)
    while position >= 0:
        yield position
        position = source.find("|", position + 1, end)


def _lines(token: Token) -> tuple[int, int]:
    first, last = token.map or (0, 0)
    return first, last


_WATCHED: dict[str, tuple[BlockRule, Callable[[StateBlock, list[Token]], None], list[str]]] = {
    "table": (table, _align_table, ["paragraph", "reference"]),
    "fence": (fence, _align_block, ["paragraph", "reference", "blockquote", "list"]),
    "html_block": (html_block, _align_block, ["paragraph", "reference", "blockquote"]),
    "heading": (heading, _align_heading, ["paragraph", "reference", "blockquote"]),
    "lheading": (lheading, _align_lines, []),
    "paragraph": (paragraph, _align_lines, []),
}
"""The block rules whose tokens hold text, what aligns these, and (as in markdown-it) what the rule interrupts."""


def _markdown() -> MarkdownIt:
    md = MarkdownIt()
    md.inline = _PlacedInline()
    md.configure("commonmark", {"maxNesting": _MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.core.ruler.enableOnly(["block", "inline"])
    md.inline.ruler.at("backticks", _placed_backtick)
    md.inline.ruler2.disable("fragments_join")
    for name, (rule, align, interrupts) in _WATCHED.items():
        md.block.ruler.at(name, _placed(rule, align), {"alt": interrupts})
    return md


def _html() -> ParserInline:
    parser = _PlacedInline()
    parser.ruler.enableOnly(["text", "newline", "html_inline", "entity"])
    parser.ruler2.enableOnly([])
    return parser


_MARKDOWN = _markdown()
_HTML = _html()
