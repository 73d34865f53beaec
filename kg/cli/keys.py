"""What a person answers: one key at a terminal, one line from a pipe."""

from __future__ import annotations

import sys
from collections import deque

import typer

from kg.cli.console import printable

__all__ = ["Keys"]


class Keys:
    """Reads answers from standard input, and shows them, so that what is printed reads as a conversation."""

    def __init__(self) -> None:
        self._terminal = sys.stdin.isatty()
        self._typed: deque[str] = deque()

    def key(self) -> str:
        """One key, or an empty text for Enter; from a pipe, the first character of a line.

        Raises:
            EOFError: there is no more to read.
        """
        key = self._press() if self._terminal else self._read()[:1]
        typer.echo(key if key.isprintable() else "")
        return key

    def _press(self) -> str:
        """The next key; several may have been pressed at once, and keys such as arrows send several characters."""
        while not self._typed:
            pressed = typer.getchar()
            if not pressed.startswith("\x1b"):
                self._typed.extend("" if one in "\r\n" else one for one in pressed)
        return self._typed.popleft()

    def line(self, prompt: str) -> str:
        """A line of text, without white space around it.

        Raises:
            EOFError: there is no more to read.
        """
        typer.echo(printable(prompt), nl=False)
        if self._terminal:
            return input().strip()
        line = self._read()
        typer.echo(printable(line))
        return line

    @staticmethod
    def _read() -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()
