"""A reader without a pipeline, as the program of the pool's processes: it does what an article's bytes say.

``hang`` computes for ever; ``die`` ends the process, ``die once PATH`` only where the file is missing, which it makes;
``raise`` raises; ``grow N`` gives a reading of N bytes; ``sleep S`` takes so many seconds; anything else is read at
once. A recipe for the language ``la`` cannot be loaded, one for ``grc`` ends the process that loads it, and one for
``non`` does so once.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import PipelineError
from kg.harvest import Reading, key_of, worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.harvest import Recipe, Source

__all__ = ["make"]


def make(recipe: Recipe) -> Callable[[Source], Reading]:
    """Load nothing."""
    if recipe.language == "la":
        raise PipelineError("there is no pipeline for Latin")
    if recipe.language == "grc" or (recipe.language == "non" and _first(Path(os.environ["FAKE_READER_MARK"]))):
        sys.exit("the library is broken")

    def read(source: Source) -> Reading:
        return Reading(source.name, key_of(recipe, source.name, source.data), recipe.local, raw=_do(source.data))

    return read


def _do(data: bytes) -> bytes:
    what, _, rest = data.decode().partition(" ")
    match what:
        case "hang":
            while True:
                pass
        case "die":
            if not rest or _first(Path(rest.removeprefix("once "))):
                os.abort()
        case "raise":
            raise ZeroDivisionError("nobody expected this")
        case "grow":
            return bytes(int(rest))
        case "sleep":
            time.sleep(float(rest))
        case _:
            pass
    return str(os.getpid()).encode()


def _first(mark: Path) -> bool:
    """Whether this is the first call with a file, which is made."""
    if mark.exists():
        return False
    mark.touch()
    return True


if __name__ == "__main__":
    worker.main(int(sys.argv[1]), make)
