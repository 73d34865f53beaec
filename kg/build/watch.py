"""A folder that is followed: whenever something in it has changed, and is at rest again, the graph is built anew."""

from __future__ import annotations

import glob
import stat
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["changes_of"]

REST = 500
"""Milliseconds without a change after which a folder is at rest."""


LOOK = 2000
"""Milliseconds after which it is seen whether the folders are still the same ones."""


def changes_of(sources: Iterable[str], others: Iterable[Path], out: Path) -> Iterator[tuple[Path, ...]]:
    """What has changed, sorted, each time that something has; ends when the user interrupts.

    The first time, soon after the start, is for what has changed before anybody looked. So is one after a folder that
    was away, or is another one under the same name; these name nothing.

    Args:
        sources: files, folders and globs, as a build takes them.
        others: further files and folders that a build depends on.
        out: the graph folder, whose own changes do not count but for its decisions.
    """
    named, depends = tuple(sources), tuple(others)
    own, counted = out.resolve(), {path.resolve() for path in depends}

    def counts(_change: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return path in counted or path in folders or not (path.is_relative_to(own) or path.name.startswith("."))

    try:
        while True:
            folders, first = _folders(named, depends), True
            gone = {(watchfiles.Change.deleted, str(folder)) for folder in folders}
            looking = watchfiles.watch(
                *sorted(folders), watch_filter=counts, debounce=REST, rust_timeout=LOOK, yield_on_timeout=True
            )
            with closing(looking):
                for found in looking:
                    if found or first:
                        first = False
                        yield tuple(sorted(Path(name) for _, name in found))
                    # Another folder of its name may have got the number of the old one, and a look may miss the change.
                    if not gone.isdisjoint(found) or _folders(named, depends) != folders:
                        break
    except KeyboardInterrupt:
        return


def _folders(sources: Iterable[str], others: Iterable[Path]) -> dict[Path, int]:
    """The files and folders to look at, each with what tells it from another one of its name."""
    roots = {_root(source) for source in sources} | {path if path.exists() else path.parent for path in others}
    found = {}
    for root in roots:
        with suppress(OSError):  # it is away
            there = root.stat()
            found[root] = there.st_ino if stat.S_ISDIR(there.st_mode) else 0  # a file that is saved may be another one
    return found


def _root(source: str) -> Path:
    """The folder below which a source lies; of a glob, the part before its first wildcard."""
    path = Path(source)
    while glob.has_magic(str(path)) and not path.exists():
        path = path.parent
    return path.resolve()
