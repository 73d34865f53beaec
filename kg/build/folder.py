"""The folder that a build writes: never a half-made graph, never a stranger's files.

Everything is made in a scratch folder inside the target, so that moving it is a rename on one file system. When it is
done and lies on the disk, one rename says so; from then on the new graph holds, and its parts are moved to their
places, the report last. Whatever is cut off before that rename leaves the former graph, and whatever is cut off after
it is carried on by the next who writes here; meanwhile :func:`kg.files.part` shows readers the new graph.

The lock is the kernel's on the folder itself: it ends with the process, so that a killed build blocks nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.build.report import DECISIONS, IMPORTS, LEDGER, LOG, PAGE, REPORT, STORE, TURTLE
from kg.errors import GraphError
from kg.files import COMPLETE, part, settle
from kg.schema import KEPT

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["ASKED", "SHARDS", "SHELF", "held", "holder", "scratch"]

SCRATCH, FORMER, HOLDER, SHELF = ".building", ".former", ".holder", ".readings"
"""What a build needs beside the graph: where it makes the new one, where the old one goes, who is at work, and what has
been read of the articles."""

ASKED = ".asked"
"""What a build was asked for, in a folder that holds no graph yet; it goes when the graph comes."""

SHARDS = ".shards"
"""Where a cluster leaves what it makes, unless another place is named."""

BUILT = (STORE, TURTLE, PAGE, LEDGER, LOG, KEPT, ASKED, REPORT)
"""What a build makes; what of it is not there after a build is not there in the folder either."""

_OURS = {
    SCRATCH,
    COMPLETE,
    FORMER,
    HOLDER,
    ASKED,
    SHARDS,
    DECISIONS,
    *(SHELF + end for end in ("", "-wal", "-shm", "-journal")),
}
"""What may be in a folder that holds no graph yet."""

_SIGNS, _LOST = {LEDGER, SHELF}, {*BUILT, IMPORTS}
"""What no program but kg leaves, and what a graph consists of that lies beside it though its report is gone."""


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep others from writing to a graph folder, which is made where it is missing, while the block runs.

    A folder that was made and in which nothing lies in the end is taken away again.

    Raises:
        GraphError: ``out`` is a file, is not empty and holds no graph, cannot be written, or another process is
            writing it.
    """
    _refuse_strangers(out)
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        with _locked(out):
            try:
                _move_into_place(out)
                yield
            except OSError as error:
                raise _cannot_write(out, error) from error
            finally:
                shutil.rmtree(out / SCRATCH, ignore_errors=True)
    finally:
        for folder in made:  # innermost first; those that now hold a graph stay
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def scratch(out: Path, parts: Sequence[str] = BUILT) -> Iterator[Path]:
    """A fresh folder to build in; its content takes its place in a folder that is held when the block ends well.

    Args:
        out: the graph folder.
        parts: the files and folders of ``out`` that are replaced, or go where the block makes none; what else is made
            is forgotten, and what else is in ``out`` stays.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    work = out / SCRATCH
    shutil.rmtree(work, ignore_errors=True)  # what a killed build left
    work.mkdir()
    yield work
    for made in work.iterdir():
        if made.name not in parts:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
    for name in parts:
        if not (work / name).exists():
            (work / name).mkdir()  # an empty folder stands for nothing
    settle(*(path for path in work.rglob("*") if not path.is_symlink()), work)
    work.rename(out / COMPLETE)
    settle(out)
    _move_into_place(out)


def _move_into_place(out: Path) -> None:
    """Put the parts of a graph that is complete where they belong; it may have been begun before."""
    complete, former = out / COMPLETE, out / FORMER
    if not complete.is_dir():
        shutil.rmtree(former, ignore_errors=True)
        return
    shutil.rmtree(former, ignore_errors=True)
    former.mkdir()
    for fresh in sorted(complete.iterdir(), key=lambda path: (path.name == REPORT, path.name)):
        place = out / fresh.name
        if place.exists() or place.is_symlink():
            place.rename(former / place.name)
        if fresh.is_dir() and not any(fresh.iterdir()):
            fresh.rmdir()
        else:
            fresh.rename(place)
    complete.rmdir()
    settle(out)
    shutil.rmtree(former)


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise GraphError(f"{out}: a file, not a folder; choose a folder with -o")
    if out.is_dir() and not part(out, REPORT).is_file():
        there = {path.name for path in out.iterdir()}
        others = sorted(there - _OURS - (_LOST if there & _SIGNS else set()))
        if others:
            raise GraphError(
                f"{out}: holds other files ({others[0]}{', …' if len(others) > 1 else ''}) and no graph; "
                "choose an empty or a new folder with -o"
            )


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(out, error) from error
    if sys.platform == "win32":
        yield
        return
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise GraphError(
            f"{out}: another build is writing here ({holder(out) or 'another process'}); wait for it or choose another "
            "folder"
        ) from error
    try:
        _sign(out)
        yield
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        try:
            with suppress(OSError):
                (out / HOLDER).unlink()
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)  # also in a process that another thread is about to start
            os.close(handle)


def _sign(out: Path) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": since})
    (out / HOLDER).write_text(text, encoding="utf-8")


def holder(out: Path) -> str:
    """Who is at work in a folder, as far as that can be told; an empty string where nobody is."""
    if _is_free(out):
        return ""
    try:
        told = json.loads((out / HOLDER).read_text(encoding="utf-8"))
        return f"process {told['process']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _is_free(out: Path) -> bool:
    if sys.platform == "win32":
        return not (out / HOLDER).is_file()
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _cannot_write(out: Path, error: OSError) -> GraphError:
    place = "" if error.filename is None or str(error.filename).startswith(str(out)) else f" {error.filename}:"
    return GraphError(
        f"{out}:{place} cannot be written ({error.strerror or error}); give it room and permission, or choose another "
        "folder with -o"
    )
