"""How a graph folder stands to its articles: what a build would do now, and why."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.changes import Difference, compare
from kg.build.folder import SHELF, holder
from kg.build.gather import Desk, listing
from kg.build.report import DECISIONS, BuildReport, Options, read_report
from kg.engine.places import elsewhere
from kg.engine.sources import records
from kg.errors import GraphError, KgError
from kg.harvest import file_hash, program_hash, recipe, view_shelf
from kg.resolve import Decisions, read_decisions
from kg.schema import load_schema, schema_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.harvest import Recipe

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
    schema = None if options.schema is None else _place(report, options.schema)
    rules = load_schema(schema)
    decided = _decisions(folder, report, options)
    now = recipe(
        rules,
        () if schema is None else schema_files(schema),
        pipeline=options.pipeline if options.pipeline is None else _named(report, options.pipeline),
        language=options.language,
        decisions=Decisions() if decided is None else read_decisions(decided, rules),
    )
    desk = Desk(records([_source(report, source) for source in report.sources], web=True))
    there = list(listing(desk, now))
    with view_shelf(folder / SHELF) as shelf:
        before = [] if shelf is None else list(shelf.listed(report.inputs))
        unread = [one for one in there if shelf is None or shelf.namesake(one.key) is None]
    return Standing(
        report=report,
        difference=compare(before, there) if before else None,
        causes=tuple(_causes(report, now, decided)),
        unread=len(unread),
        skipped=tuple(map(str, desk.skipped)),
        holder=holder(folder),
    )


def _causes(report: BuildReport, now: Recipe, decided: Path | None) -> Iterator[str]:
    present = {
        "program": program_hash(),
        "pipeline": now.pipeline_hash,
        "schema": now.schema_hash,
        "decisions": "" if decided is None else file_hash(decided),
    }
    for name, why in WHY.items():
        if report.fingerprints.get(name, "") != present[name]:
            yield why


def _decisions(folder: Path, report: BuildReport, options: Options) -> Path | None:
    path = folder / DECISIONS if options.decisions is None else _place(report, options.decisions)
    if options.decisions is not None and not path.is_file():
        raise KgError(f"{path}: no such file, and the graph was built with it; put it back, or build without it")
    return path if path.is_file() else None


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
