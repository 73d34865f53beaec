"""Builds that are not finished: what an interrupt leaves, and what is said of a graph that is not there yet."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.console import count
from kg.cli.program import INTERRUPTED, TERMINATED, Terminated, fail
from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.build import BuildReport
    from kg.build.begun import Begun

__all__ = ["interruptible", "report_of"]


@contextmanager
def interruptible(out: Path, *, fresh: bool = False, shards: str | None = None) -> Iterator[None]:
    """Have whoever interrupts a build be told what it leaves.

    Args:
        out: the graph folder.
        fresh: whether the build would read everything anew if it were run again as it was.
        shards: the folder or address where it leaves what it makes, if it is a cluster that builds.
    """
    before = _report(out)
    try:
        yield
    except (KeyboardInterrupt, Terminated) as end:
        left = _left(out, before, fresh=fresh, shards=shards)
        if isinstance(end, Terminated):
            fail(f"terminated; {left}", status=TERMINATED)
        fail(f"interrupted; {left}", status=INTERRUPTED)


def _left(out: Path, before: bytes | None, *, fresh: bool, shards: str | None) -> str:
    from kg.build.begun import progress

    if _report(out) != before:
        return "the new graph is complete"
    read, _ = progress(out)
    if not read and not (shards is not None and _may_be_there(shards)):
        return "nothing was changed"
    graph = "there is no graph yet" if before is None else "the graph is as it was"
    kept = "what has been read is kept" if shards is None else "what has been made is kept"
    return f"{graph}; {kept}, run the same command again{' without --fresh' if fresh else ''}"


def _may_be_there(shards: str) -> bool:
    """Whether something lies at a place; elsewhere nobody looks."""
    from kg.engine.places import elsewhere, local_path

    return elsewhere(shards) or local_path(shards).exists()


def _report(out: Path) -> bytes | None:
    from kg.build.report import REPORT
    from kg.files import read_part

    try:
        return read_part(out, REPORT)
    except OSError:
        return None


def report_of(folder: Path) -> BuildReport:
    """The report of a graph.

    Raises:
        GraphError: there is none; the error says how far the first build is, where one was begun.
    """
    from kg.build import read_report
    from kg.build.begun import begun

    try:
        return read_report(folder)
    except GraphError:
        if (one := begun(folder)) is None:
            raise
        raise GraphError(f"{folder}: no graph yet: {_how_far(folder, one)}") from None


def _how_far(folder: Path, one: Begun) -> str:
    from kg.cli.again import again

    far = f"; {one.read:,} of {count(one.articles, 'article')} read" if one.articles else ""
    if one.holder:
        return f"a build is going on ({one.holder}){far}"
    options, start = one.options, Path() if one.directory == str(Path.cwd()) else Path(one.directory)
    command = again(
        folder,
        one.sources,
        options,
        one.engine,
        directory=one.directory,
        decisions=None if options is None or options.decisions is None else start / options.decisions,
        reproducible=one.reproducible,
    )
    return f"a build was not finished{far}; run it again with: {command}"
