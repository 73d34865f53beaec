"""The stub of :mod:`tests.stub_build` as the program of the pool's processes, with articles that harm them.

An article that says POISON-HANG computes for ever, and one that says POISON-DIE ends the process. Where
STUB_READER_SLEEP is set, every article takes so many seconds.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from kg.harvest import worker
from tests.stub_build import _read

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.harvest import Reading, Recipe, Source

__all__ = ["make"]


def make(recipe: Recipe) -> Callable[[Source], Reading]:
    """Load nothing."""

    def read(source: Source) -> Reading:
        time.sleep(float(os.environ.get("STUB_READER_SLEEP", "0")))
        while b"POISON-HANG" in source.data:
            pass
        if b"POISON-DIE" in source.data:
            os.abort()
        return _read(source, recipe)

    return read


if __name__ == "__main__":
    worker.main(int(sys.argv[1]), make)
