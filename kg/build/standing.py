"""How a graph folder stands to its articles: what a build would do now, and why."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.build.causes import WHY, changed
from kg.build.changes import Difference, compare
from kg.build.folder import SHARDS, SHELF, holder
from kg.build.gather import Desk, listing
from kg.build.plan import plan
from kg.build.report import DECISIONS, BuildReport, Options, read_report
from kg.engine import Job, Place, read_shards, records, survey
from kg.engine.driver import SHARD
from kg.engine.places import elsewhere
from kg.errors import GraphError, KgError
from kg.harvest import TIMEOUT, file_hash, view_shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.build.plan import Plan
    from kg.build.report import Engine
    from kg.errors import ArticleError
    from kg.harvest import Listed

__all__ = ["Standing", "standing"]

RETRIED = "a build that was to read again what could not be read was cut off"
WHOLE = "what has changed is read with the other articles of its shard"


@dataclass(frozen=True, slots=True)
class Standing:
    """What has changed since a graph was built.

    Attributes:
        report: of the last build.
        difference: what has become of the articles, or None where that is not known any more.
        causes: what else has changed, each a clause.
        unread: how many articles a build would have to read.
        skipped: articles that would be left out as far as that is known, each with the reason.
        holder: who is building at this moment, or an empty string.
        notes: what cannot be told, or what else is to be done, each a clause.
    """

    report: BuildReport
    difference: Difference | None
    causes: tuple[str, ...]
    unread: int
    skipped: tuple[str, ...]
    holder: str
    notes: tuple[str, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether a build would give another graph."""
        return self.difference is None or bool(self.difference) or bool(self.causes)


class _Present(NamedTuple):
    """The articles as they are now, how many would be read, and why others cannot be; whether the graph has others."""

    listed: list[Listed]
    unread: int
    skipped: list[ArticleError]
    otherwise: bool = False


def standing(folder: Path) -> Standing:
    """Compare a graph folder with the articles and options that it was built from; nothing is written.

    A graph that was loaded is compared with the shards that it was loaded from.

    Raises:
        KgError: the folder holds no graph, the graph does not say what it was built from, or that is no longer there.
    """
    report = read_report(folder)
    options, engine = report.options, report.engine
    if options is None or "-" in report.sources:
        from_what = "from standard input" if options is not None else "by an older version"
        raise GraphError(f"{folder}: was built {from_what}, so what has changed cannot be told; build it again")
    if engine is not None and engine.loaded:
        return _loaded(folder, report, engine)
    now = plan([_source(report, source) for source in report.sources], _from_here(report, options), folder)
    there = _here(folder, now, report) if engine is None else _by_engine(folder, now, report, engine)
    difference = _compared(folder, report, there.listed)
    new = 0 if difference is None else len(difference.added) + len(difference.changed)
    causes = _causes(report, now.fingerprints)
    if there.otherwise and not (difference or causes):
        causes = (RETRIED,)
    return Standing(
        report=report,
        difference=difference,
        causes=causes,
        unread=there.unread,
        skipped=tuple(map(str, sorted(there.skipped, key=lambda error: (error.path, error.line or 0)))),
        holder=holder(folder),
        notes=(WHOLE,) if engine is not None and there.unread > new > 0 else (),
    )


def _here(folder: Path, now: Plan, report: BuildReport) -> _Present:
    """What this machine alone would have to read, articles of the same content once."""
    desk = Desk(records(now.sources, web=True))
    there = list(listing(desk, now.recipe))
    read, unread = 0, set()
    with view_shelf(folder / SHELF) as shelf:
        lost = shelf is None or not shelf.holds_any()
        for one in there:
            reading = None if shelf is None else shelf.namesake(one.key)
            if reading is None:
                unread.add(one.key)
            elif reading.problem:
                desk.skip(reading.error(desk.place(one.name)))
            else:
                read += 1
    otherwise = not lost and (bool(unread) or read != report.articles)
    return _Present(there, len(unread), desk.skipped, otherwise)


def _by_engine(folder: Path, now: Plan, report: BuildReport, engine: Engine) -> _Present:
    """What a cluster would have to read; an article that has changed is read with its shard."""
    place = str(folder / SHARDS) if engine.shards is None else _source(report, engine.shards)
    job = Job(Place.at(place), now.recipe, now.options.base, engine.timeout or TIMEOUT)
    found = survey(records(now.sources, web=True), job, engine.size or SHARD)
    return _Present(found.listed, found.unread, found.problems)


def _loaded(folder: Path, report: BuildReport, engine: Engine) -> Standing:
    """What has become of the shards that a graph was loaded from; the articles of these are not looked at."""
    shards = read_shards(Place.at(engine.shards or str(folder / SHARDS)))
    facts, same = shards.manifest.facts, shards.manifest.inputs == report.inputs
    causes = _causes(report, facts["fingerprints"])
    notes = ["it was loaded from shards; whether their articles have changed is told where kg build made them"]
    decided = folder / DECISIONS
    if decided.is_file() and file_hash(decided) != facts["fingerprints"]["decisions"]:
        notes.append(f"{decided} waits until the shards are made again with it: kg build … --decisions {decided}")
    return Standing(
        report=report,
        difference=Difference(kept=len(shards.listed)) if same else _compared(folder, report, shards.listed),
        causes=causes if same or causes else ("the shards have been made again",),
        unread=0,
        skipped=(),
        holder=holder(folder),
        notes=tuple(notes),
    )


def _compared(folder: Path, report: BuildReport, now: Iterable[Listed]) -> Difference | None:
    """What has become of the articles that a graph was made of; None where these are not known any more."""
    with view_shelf(folder / SHELF) as shelf:
        before = iter(()) if shelf is None else shelf.listed(report.inputs)
        first = next(before, None)
        return None if first is None else compare(chain([first], before), now)


def _causes(report: BuildReport, fingerprints: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(WHY[name] for name in changed(report.fingerprints, fingerprints))


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
