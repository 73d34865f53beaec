"""The help of a command, as people read it: options under the headings that they name, and no marks of a grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["plain", "sections", "usage"]

_BRACKETS = re.compile(r"\[default: \((.*?)\)(?=[;\]])")
_RANGE = re.compile(r"(?:; |(?<=\[))(?:[\d.]+<=)?x(?:[<>]=[\d.]+)?(?=[;\]])")
_MARKS = str.maketrans("", "", "{}")


def plain(text: str) -> str:
    """The help of an option without brackets in brackets, and without its bounds, which an error tells.

    >>> plain("Give at most so many.  [default: (20, or all with --format); x>=1]")
    'Give at most so many.  [default: 20, or all with --format]'
    >>> plain("How deep.  [1<=x<=4]")
    'How deep.'
    """
    return _RANGE.sub("", _BRACKETS.sub(r"[default: \1", text)).removesuffix("  []")


def usage(pieces: Iterable[str]) -> list[str]:
    """What a command takes.

    >>> usage(["[OPTIONS]", "{ARTICLES}..."])
    ['[OPTIONS]', 'ARTICLES...']
    """
    return [piece.translate(_MARKS) for piece in pieces]


def sections(parameters: Iterable[Any], context: Any) -> dict[str, list[tuple[str, str]]]:  # noqa: ANN401 - not public
    """The arguments and the options with their help, by heading; who names none stands under the one before."""
    found: dict[str, list[tuple[str, str]]] = {}
    heading = "Options"
    for parameter in parameters:
        if (record := parameter.get_help_record(context)) is None:
            continue
        name, help_ = record
        if parameter.param_type_name == "argument":
            found.setdefault("Arguments", []).append((name.partition(" <")[0], plain(help_)))
        else:
            heading = parameter.rich_help_panel or heading
            found.setdefault(heading, []).append((name, plain(help_)))
    return found
