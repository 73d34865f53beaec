"""A build that has not become a graph, or not yet: what it was asked for, and how far it is.

Of a graph that is there, the report says what it was made of; of a first build, a note in its folder says it until
there is one. It goes when the graph comes, or when nothing has come of the build: then no trace is left of it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.folder import ASKED, SHARDS, SHELF, holder
from kg.build.report import REPORT, Engine, Options
from kg.files import part
from kg.harvest import view_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ONGOING", "Begun", "begun", "noted", "progress"]

ONGOING = "being built"
"""The name of the list of articles of a build until its graph is there, when the list gets its own."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A first build that goes on, or was cut off.

    Attributes:
        holder: who is at work, or an empty string where nobody is.
        read: how many articles are read.
        articles: of how many; 0 where that is not known.
        sources: what it was given to read; empty where that is not known.
        directory: the folder that the paths in sources and options start from.
        options: what it was asked for, or None where that is not known.
        engine: what builds, or None for this machine alone.
        reproducible: as for :func:`kg.build.build`.
    """

    holder: str
    read: int
    articles: int
    sources: tuple[str, ...] = ()
    directory: str = ""
    options: Options | None = None
    engine: Engine | None = None
    reproducible: bool = False


def begun(folder: Path) -> Begun | None:
    """The first build of a folder in which there is no graph yet; None where none was begun, or there is a graph.

    Raises:
        GraphError: what has been read cannot be looked at.
    """
    if not folder.is_dir() or part(folder, REPORT).exists():
        return None
    at_work, (read, articles), told = holder(folder), progress(folder), _told(folder)
    if not (at_work or articles or told or (folder / SHARDS).is_dir()):
        return None
    return Begun(at_work, read, articles, **told)


def progress(folder: Path) -> tuple[int, int]:
    """How many articles an unfinished build has read that were not known before it, and how many it has altogether.

    Raises:
        GraphError: what has been read cannot be looked at.
    """
    with view_shelf(folder / SHELF) as shelf:
        return (0, 0) if shelf is None else (shelf.fresh(ONGOING), sum(1 for _ in shelf.listed(ONGOING)))


@contextmanager
def noted(
    folder: Path, sources: Sequence[str], options: Options, engine: Engine | None = None, *, reproducible: bool
) -> Iterator[None]:
    """Leave a note of a build in a folder without a graph, and take it away again where nothing could be read.

    Raises:
        OSError: the folder cannot be written.
    """
    note = folder / ASKED
    if not part(folder, REPORT).exists():
        told = {
            "sources": sources,
            "directory": str(Path.cwd()),
            "options": asdict(options),
            "engine": None if engine is None else asdict(engine),
            "reproducible": reproducible,
        }
        note.write_text(json.dumps(told), encoding="utf-8")
    try:
        yield
    finally:
        if not part(folder, REPORT).exists() and not _any_read(folder):
            for trace in (note, folder / SHELF):
                trace.unlink(missing_ok=True)


def _any_read(folder: Path) -> bool:
    """Whether the next build would find something that need not be read again, on the shelf or in shards."""
    if (folder / SHARDS).is_dir():
        return True
    with view_shelf(folder / SHELF) as shelf:
        return shelf is not None and shelf.holds_any()


def _told(folder: Path) -> dict[str, Any]:
    """What the note says; nothing where there is none, or it was cut off."""
    try:
        told = json.loads((folder / ASKED).read_text(encoding="utf-8"))
        engine = None if told["engine"] is None else Engine(**told["engine"])
        return {**told, "sources": tuple(told["sources"]), "options": Options(**told["options"]), "engine": engine}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
