"""Files that are there whole or not at all, also after the power has gone.

A folder that is replaced part by part has one moment at which all of it changes: its new parts are made in a folder
inside it, which gets the name :data:`COMPLETE` when they are done, and are then moved to their places. Whoever asks
:func:`part` where a part lies never sees an old one beside a new one, even where the moving was cut off.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COMPLETE", "part", "read_part", "settle", "whole_file"]

COMPLETE = ".complete"
"""The folder, inside a folder that is being replaced, whose parts hold from the moment on that it has this name."""


def part(folder: Path, name: str) -> Path:
    """Where a part of a folder lies: in its place, unless it is still to be moved there."""
    waiting = folder / COMPLETE / name
    return waiting if waiting.exists() else folder / name


def read_part(folder: Path, name: str) -> bytes:
    """The bytes of a part that is a file, which may be moved to its place at this moment.

    Raises:
        OSError: there is no such file, or it cannot be read.
    """
    place = part(folder, name)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return (folder / name).read_bytes()


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream to a new file that takes the place of ``path`` when the block ends without an error.

    The new file has the permissions of the former one, or those that the process gives its files; a link stays a link.

    Raises:
        OSError: the file cannot be written.
    """
    target = path.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        with fresh.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            fresh.chmod(S_IMODE(target.stat().st_mode))
        fresh.replace(target)
    settle(target.parent)


def settle(*paths: Path) -> None:
    """Wait until files, and what is in folders and their names, lie on the disk itself.

    Raises:
        OSError: the disk reports that it could not write.
    """
    for path in paths:
        if path.is_dir() and sys.platform == "win32":  # which knows no such thing for a folder
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
