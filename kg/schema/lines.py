"""Where everything stands in a TOML file: the line of every table, key and element of an array.

The standard library reads TOML and forgets the lines. This module walks once more over a text that it has
accepted, so it need not judge, only find where things begin: a key with its line, and for what lies inside a value
the line of each element and inner key.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Path", "toml_lines"]

Path = tuple[str | int, ...]
"""Keys and indexes from the top of a document down to a value."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_LONG = re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})', re.DOTALL)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def toml_lines(text: str) -> Mapping[Path, int]:
    r"""The 1-based line of every value in a valid TOML text, the document itself included.

    >>> toml_lines('[a]\nb = [1,\n 2]')
    {(): 1, ('a',): 1, ('a', 'b'): 2, ('a', 'b', 0): 2, ('a', 'b', 1): 3}
    """
    return _Walk(text.replace("\r\n", "\n")).lines


class _Walk:
    """One pass over a text, from its first character to its last."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.lines: dict[Path, int] = {(): 1}
        self.line, self.counted = 1, 0
        self.arrays: dict[Path, int] = {}
        table: Path = ()
        self.take(_BLANK)
        while self.at < len(text):
            if text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.take(_BLANK)

    def take(self, pattern: re.Pattern[str]) -> str:
        """What the pattern matches here, stepped over."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def mark(self, path: Path) -> None:
        """Note the present line for a path that has none."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(path, self.line)

    def header(self) -> Path:
        """A line ``[a.b]`` or ``[[a.b]]``."""
        array = self.text.startswith("[[", self.at)
        self.at += 1 + array
        *above, last = self.keys()
        self.at += 1 + array
        table = self.inside((), above)
        if array:
            self.mark((*table, last))
            self.arrays[*table, last] = self.arrays.get((*table, last), -1) + 1
        table = self.inside(table, [last])
        self.mark(table)
        return table

    def inside(self, table: Path, keys: list[str]) -> Path:
        """The path of a table below another one; an array of tables stands for its last element."""
        for key in keys:
            table = (*table, key)
            self.mark(table)
            if table in self.arrays:
                table = (*table, self.arrays[table])
        return table

    def pair(self, table: Path) -> None:
        """``a.b = value``."""
        *above, last = self.keys()
        self.at += 1
        table = self.inside(table, above)
        self.mark((*table, last))
        self.take(_SPACE)
        self.value((*table, last))

    def keys(self) -> list[str]:
        """``a."b c".d``, with the space around it."""
        keys = []
        while True:
            self.take(_SPACE)
            raw = self.take(_BARE) or self.take(_QUOTED)
            keys.append(raw if raw[0] not in "\"'" else tomllib.loads(f"key = {raw}")["key"])
            self.take(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def value(self, path: Path) -> None:
        """Anything that stands right of an equals sign or in an array."""
        first = self.text[self.at]
        if first == "[":
            self.elements(path)
        elif first == "{":
            self.inline(path)
        elif not (self.take(_LONG) or self.take(_QUOTED)):
            self.take(_PLAIN)

    def elements(self, path: Path) -> None:
        """An array."""
        self.at += 1
        index = 0
        while self.take(_BLANK) is not None and self.text[self.at] != "]":
            self.mark((*path, index))
            self.value((*path, index))
            self.take(_BLANK)
            index += 1
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def inline(self, path: Path) -> None:
        """An inline table."""
        self.at += 1
        while self.take(_BLANK) is not None and self.text[self.at] != "}":
            self.pair(path)
            self.take(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1
