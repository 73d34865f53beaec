"""How a graph folder stands to its articles: what a build would do now, and why."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from kg.build.changes import Difference, compare
from kg.build.folder import SHELF, holder
from kg.build.gather import Desk, listing
from kg.build.plan import planned
from kg.build.report import BuildReport, Options, read_report
from kg.engine.places import elsewhere
from kg.engine.sources import records
from kg.errors import GraphError, KgError
from kg.harvest import view_shelf

__all__ = ["Standing", "standing"]

WHY = {
    "program": "kg, or a library that it stands on, is not the one that built the graph",
    "pipeline": "the language pipeline is not the one that read the articles",
    "schema": "the schema has changed",
    "decisions": "the decisions have changed",
}
"""What is to be said of a part of the fingerprint that is no longer the same."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has changed since a graph was built.

    Attributes:
        report: of the last build.
        difference: what has become of the articles, or None where that is not known any more.
        causes: what else has changed, each a clause.
        unread: how many articles a build would have to read.
        skipped: articles that cannot be opened, each with the reason.
        holder: who is building at this moment, or an empty string.
    """

    report: BuildReport
    difference: Difference | None
    causes: tuple[str, ...]
    unread: int
    skipped: tuple[str, ...]
    holder: str

    @property
    def stale(self) -> bool:
        """Whether a build would give another graph."""
        return self.difference is None or bool(self.difference) or bool(self.causes)


def standing(folder: Path) -> Standing:
    """Compare a graph folder with the articles and options that it was built from; nothing is written.

    Raises:
        KgError: the folder holds no graph, the graph does not say what it was built from, or that is no longer there.
    """
    report = read_report(folder)
    options = report.options
    if options is None or "-" in report.sources:
        from_what = "from standard input" if options is not None else "by an older version"
        raise GraphError(f"{folder}: was built {from_what}, so what has changed cannot be told; build it again")
    now = planned(tuple(_source(report, source) for source in report.sources), _from_here(report, options), folder)
    desk = Desk(records(now.sources, web=True))
    there = list(listing(desk, now.recipe))
    with view_shelf(folder / SHELF) as shelf:
        before = [] if shelf is None else list(shelf.listed(report.inputs))
        unread = [one for one in there if shelf is None or shelf.namesake(one.key) is None]
    return Standing(
        report=report,
        difference=compare(before, there) if before else None,
        causes=tuple(why for name, why in WHY.items() if report.fingerprints.get(name, "") != now.fingerprints[name]),
        unread=len(unread),
        skipped=tuple(map(str, desk.skipped)),
        holder=holder(folder),
    )


def _from_here(report: BuildReport, options: Options) -> Options:
    """What was asked for, its files as they are called from here."""
    schema, decisions = (None if one is None else _place(report, one) for one in (options.schema, options.decisions))
    if decisions is not None and not decisions.is_file():
        raise KgError(f"{decisions}: no such file, and the graph was built with it; put it back, or build without it")
    return replace(
        options,
        schema=None if schema is None else str(schema),
        decisions=None if decisions is None else str(decisions),
        pipeline=None if options.pipeline is None else _named(report, options.pipeline),
    )


def _place(report: BuildReport, given: str) -> Path:
    """Where something lies that was named from the folder in which the build was started."""
    return Path(os.path.normpath(Path(report.directory, given))) if report.directory != str(Path.cwd()) else Path(given)


def _source(report: BuildReport, given: str) -> str:
    """Where articles lie; an address is the same from everywhere."""
    return given if elsewhere(given) or given.startswith("file://") else str(_place(report, given))


def _named(report: BuildReport, pipeline: str) -> str:
    """A pipeline by its package, or by its path from here."""
    path = _place(report, pipeline)
    return str(path) if path.exists() else pipeline
