"""A process of its own that reads articles, so that one which takes too long or too much can be stopped.

:mod:`kg.harvest.pool` starts this module as a program with the number of an open socket. Through it come first a recipe
and a number of seconds, and then one article after the other; for each goes back its reading. The first answer is None,
once the pipelines are loaded, or the error that kept them from being loaded.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.harvest.reading import Reader
from kg.later import collect_later, later

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.harvest.reading import Reading, Source
    from kg.harvest.recipe import Recipe

__all__ = ["main"]

SPARE = 30
"""Seconds beyond the limit after which the process ends by itself, should nobody be left who could stop it."""

LONGEST = 10**8
"""Seconds that the system can count."""


def main(descriptor: int, make: Callable[[Recipe], Callable[[Source], Reading]] = Reader) -> None:
    """Read articles until nobody sends any more, by what ``make`` makes of the recipe."""
    collect_later()
    with Connection(descriptor) as line:
        first: tuple[Recipe, float] = line.recv()
        recipe, seconds = first
        try:
            with later("spacy.cli.info"):
                reader = make(recipe)
        except KgError as error:
            line.send(error)
            return
        line.send(None)
        with suppress(EOFError, OSError):  # whoever sent the articles is done, or dead
            while True:
                source: Source = line.recv()
                line.send(_read(reader, source, seconds))


def _read(reader: Callable[[Source], Reading], source: Source, seconds: float) -> Reading:
    _alarm(int(min(seconds, LONGEST)) + SPARE)
    try:
        return reader(source)
    except OSError as error:  # which is not the line's
        raise RuntimeError(f"{source.place}: {error}") from error
    finally:
        _alarm(0)


def _alarm(seconds: int) -> None:
    """Have the system end this process after so many seconds; 0 takes that back."""
    if sys.platform != "win32":
        signal.alarm(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
