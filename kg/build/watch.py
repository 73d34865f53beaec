"""A folder that is followed: whenever something in it has changed, and is at rest again, the graph is built anew."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["changes_of"]

REST = 500
"""Milliseconds without a change after which a folder is at rest."""


def changes_of(sources: Iterable[str], others: Iterable[Path], out: Path) -> Iterator[tuple[Path, ...]]:
    """What has changed, sorted, each time that something has; ends when the program is interrupted.

    Args:
        sources: files, folders and globs, as a build takes them.
        others: further files and folders that a build depends on.
        out: the graph folder, whose own changes do not count but for its decisions.
    """
    roots = {_root(source) for source in sources} | {path if path.exists() else path.parent for path in others}
    own, counted = out.resolve(), {path.resolve() for path in others}

    def counts(_change: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return path in counted or not (path.is_relative_to(own) or path.name.startswith("."))

    places = sorted(root for root in roots if root.exists())
    for found in watchfiles.watch(*places, watch_filter=counts, debounce=REST, raise_interrupt=False):
        yield tuple(sorted(Path(name) for _, name in found))


def _root(source: str) -> Path:
    """The folder below which a source lies; of a glob, the part before its first wildcard."""
    path = Path(source)
    while glob.has_magic(str(path)) and not path.exists():
        path = path.parent
    return path.resolve()
