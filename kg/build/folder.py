"""The folder that a build writes: never a half-made graph, never a stranger's files.

Everything is made in a scratch folder inside the target (so that moving it is a rename on one file system)
and moved into place at the end, the report last. A build that fails or is interrupted leaves the former graph.
The lock is the kernel's on the folder itself: it ends with the process, so that a killed build blocks nobody.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.build.report import DECISIONS, PAGE, REPORT, STORE, TURTLE
from kg.errors import GraphError
from kg.schema import KEPT

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["scratch"]

SCRATCH = ".building"

BUILT = (STORE, TURTLE, PAGE, KEPT, REPORT)
"""What a build makes, in the order in which it is moved into place."""


@contextmanager
def scratch(out: Path, parts: Sequence[str] = BUILT) -> Iterator[Path]:
    """A fresh folder to build in; its content takes its place in ``out`` when the block ends without an error.

    Args:
        out: the graph folder.
        parts: the files and folders of ``out`` that are replaced, in this order; what else is there stays.

    Raises:
        GraphError: ``out`` is a file, is not empty and holds no graph, cannot be written, or another build
            is writing it.
    """
    _refuse_strangers(out)
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        with _locked(out):
            work = out / SCRATCH
            try:
                _renew(work)
                yield work
                _move_into_place(work, out, parts)
            finally:
                shutil.rmtree(work, ignore_errors=True)
    finally:
        for folder in made:  # innermost first; those that now hold a graph stay
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise GraphError(f"{out}: a file, not a folder; choose a folder with -o")
    if out.is_dir() and not (out / REPORT).is_file():
        others = sorted(path.name for path in out.iterdir() if path.name not in {SCRATCH, DECISIONS})
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
        raise GraphError(f"{out}: another build is writing here; wait for it or choose another folder") from error
    try:
        yield
    finally:
        os.close(handle)


def _renew(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)  # what a killed build left
    try:
        work.mkdir()
    except OSError as error:
        raise _cannot_write(work.parent, error) from error


def _cannot_write(out: Path, error: OSError) -> GraphError:
    return GraphError(f"{out}: cannot be written ({error.strerror}); choose another folder with -o")


def _move_into_place(work: Path, out: Path, parts: Sequence[str]) -> None:
    former = work / "former"
    former.mkdir()
    for name in parts:
        if (out / name).is_dir():
            (out / name).rename(former / name)
        if name != KEPT or (work / name).exists():  # only a graph that was built with a schema of one's own keeps one
            (work / name).replace(out / name)
