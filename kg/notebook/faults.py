"""An error of kg -> what a notebook shows of it: what is wrong, where, the line with a caret below; no traceback.

Every error of kg says what to do, so a stack of frames adds nothing that its reader needs; ``%tb`` still shows it.
The line and the column are those of the cell, the line of the magic counted, as the numbers beside the cell have it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.ask.syntax import tokens
from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    Origin = Callable[[int, int], tuple[int, int]]

__all__ = ["placed", "shown", "without_traceback"]

_RED, _BOLD, _PLAIN = "\x1b[31m", "\x1b[1m", "\x1b[0m"
_WIDEST = 100
"""Characters of a line of a query that are shown around its fault."""

_PLACE = re.compile(r"\{\s*\w+\s*\}")
_CARETS = re.compile(r"\^+$", re.MULTILINE)
_INNER = re.compile(r"\bat (\d+):(\d+)\b")
_PREFIX = re.compile(r"^[^\s:]+(?::\d+)*: ")


def placed(error: QueryError, source: str, origin: Origin, *, before: int = 1) -> QueryError:
    """An error of a query that says where in a cell it is, with the line and a caret below the text at fault.

    Args:
        error: with its line and column in the query as it ran.
        source: the query as it stands in the cell.
        origin: leads from a line and column in the query as it ran to those in the source.
        before: lines of the cell above the query.
    """
    line, column = origin(error.line or 1, error.column or 1)
    lines = source.rstrip().split("\n")
    if line > len(lines):  # what is missing at the end is missing behind the last word
        line, column = len(lines), len(lines[-1]) + 1
    what = _INNER.sub(lambda match: _moved(match, origin, before), _PREFIX.sub("", str(error), count=1))
    fault = QueryError(f"line {line + before}, column {column}: {what}", line=line + before, column=column)
    fault.add_note(_excerpt(source.split("\n")[line - 1], line + before, column))
    return fault


def _moved(match: re.Match[str], origin: Origin, before: int) -> str:
    """Another place that the message of an error speaks of, as a place of the cell."""
    line, column = origin(int(match[1]), int(match[2]))
    return f"at line {line + before}, column {column}"


def _excerpt(text: str, number: int, column: int) -> str:
    """The line, cut around the column where it is long, and a caret under every character at fault."""
    text = text.replace("\t", " ")
    start = max(0, min(column - 1 - _WIDEST // 2, len(text) - _WIDEST))
    shown = ("…" if start else "") + text[start : start + _WIDEST] + ("…" if start + _WIDEST < len(text) else "")
    offset = column - 1 - start + (1 if start else 0)
    width = max(1, min(_reach(text, column - 1), len(shown) - offset))
    gutter = f"{number:>5} │ "
    return f"{gutter}{shown}\n{' ' * (len(gutter) - 2)}│ {' ' * offset}{'^' * width}"


def _reach(text: str, start: int) -> int:
    """How many characters from there on belong together: a place for a variable, or a token."""
    place = _PLACE.match(text, start)
    if place is not None:
        return place.end() - start
    ends = (token.start + len(token.text) for token in tokens(text) if token.start <= start)
    return next((end - start for end in ends if end > start), 1)


def shown(error: KgError) -> str:
    """An error as a terminal or a notebook shows it."""
    notes = [_CARETS.sub(rf"{_RED}{_BOLD}\g<0>{_PLAIN}", note) for note in getattr(error, "__notes__", ())]
    return "\n".join([f"{_RED}{_BOLD}{type(error).__name__}{_PLAIN}: {error}", *([""] if notes else []), *notes])


def without_traceback(
    shell: Any,  # noqa: ANN401 - IPython's shell, which has no type of its own here
    kind: type[BaseException],
    error: BaseException,
    traceback: TracebackType | None,
    tb_offset: int | None = None,
) -> None:
    """Show an error of kg by its lines; IPython calls this in place of its own way to show it."""
    if isinstance(error, KgError):
        lines = [shown(error)]
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
