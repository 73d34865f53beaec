"""The main job: read, extract, resolve, write down, draw; and of all that only what has not been done before.

Articles stream through reading, which keeps on disk what it finds (:mod:`kg.harvest`); names are settled from short
summaries; the graph is written from what is kept, node by node. So memory does not grow with the text of the articles,
a build that was cut off goes on where it stopped, and one that follows another does what has changed. The result is
that of a build from scratch, byte for byte. The files are made by the rooms above; here they are called in their order.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.build.begun import ONGOING, noted
from kg.build.changes import compare
from kg.build.finish import draw_page, rewrite_report, stands, write_report
from kg.build.folder import SHELF, held, scratch
from kg.build.gather import Desk, gather, gather_given, listing
from kg.build.imports import rejoin
from kg.build.plan import Effort, plan, versions
from kg.build.report import LEDGER, PAGE, STORE, TURTLE, BuildReport, Changes, Options, Skipped, former_report
from kg.engine.sources import records
from kg.engine.tasks import GIVEN
from kg.engine.verdict import confident
from kg.errors import KgError
from kg.files import part
from kg.graph.stream import Run
from kg.graph.vocab import DEFAULT_BASE, Vocabulary
from kg.graph.writing import GraphFiles, write_graph
from kg.harvest import TIMEOUT, digest, open_shelf, program_hash
from kg.resolve import sentence
from kg.schema import keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.build.changes import Difference
    from kg.build.gather import Extractor, Progress
    from kg.build.plan import Plan
    from kg.graph.writing import Written
    from kg.harvest import Shelf
    from kg.resolve import Resolution

__all__ = ["build"]

FEW = 5
"""How many skipped articles an error names."""


def build(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    pipeline: str | None = None,
    schema: str | Path | None = None,
    base: str = DEFAULT_BASE,
    min_confidence: float = 0.0,
    decisions: str | Path | None = None,
    language: str | None = None,
    strict: bool = False,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    retry: bool = False,
    fresh: bool = False,
    reproducible: bool = False,
    web: bool = False,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
) -> BuildReport:
    """Build the graph of some articles in a folder: store, Turtle, page and report, and the schema if one is given.

    The same articles give the same Turtle, byte for byte, whatever the folder held before: what is known of articles
    that have not changed is taken over, and so are the parts of the former graph that stay as they are. Entities stay
    where the former page has them. A build that fails leaves the former graph, and what it has read is not read again.

    Args:
        sources: one or several files, folders, globs, or ``-`` for one article on standard input; files of JSON lines
            and of Parquet; addresses that fsspec knows.
        out: the graph folder, made where it is missing.
        pipeline: name or path of a spaCy pipeline in place of the bundled one.
        schema: a TOML file, or a folder, that adds classes, relations and names to the built-in ones.
        base: the IRI below which the ontology and all resources are named.
        min_confidence: passages that state a relation less surely than this are left out, save those of facts that
            a person has accepted; 0 to 1.
        decisions: the file of what people have decided about the graph; without one, the ``decisions.yaml`` of the
            graph folder where it has one.
        language: ISO 639-1 code to take every article for, instead of what its front matter or text says.
        strict: whether one article that must be skipped makes the build fail.
        jobs: processes that read articles, of which no more are started than there are processors.
        timeout: seconds that one article may take to be read.
        retry: whether to read again what could not be read before, though it has not changed.
        fresh: whether to do everything, as if there were no former build.
        reproducible: whether to leave out all that differs between two builds of the same articles: times, counts of
            what was done, the history, and the places that the former page has for entities.
        web: whether addresses of the web may be fetched.
        progress: hears of every article that is done.
        extractor: takes the place of the pipeline altogether; what it finds is not kept for later builds.

    Raises:
        KgError: a source, the schema, the pipeline, the folder, the decisions or a number does not serve, or no
            article could be read.
    """
    folder = Path(out)
    options = Options.of(
        base=base,
        pipeline=pipeline,
        schema=schema,
        min_confidence=min_confidence,
        decisions=decisions,
        language=language,
    )
    how = _How(strict=strict, jobs=jobs, timeout=timeout, retry=retry, fresh=fresh, reproducible=reproducible)
    asked = plan(sources, options, folder)
    desk = Desk(records(asked.sources, web=web), progress)
    with held(folder), noted(folder, asked.sources, asked.options, reproducible=reproducible):
        return _Job(asked, how, folder, desk, extractor).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _How(Effort):
    """How a build of this machine is to be done; see :func:`build`."""

    retry: bool
    fresh: bool
    reproducible: bool


class _Job:
    """One build, in a folder that is held."""

    def __init__(self, asked: Plan, how: _How, folder: Path, desk: Desk, extractor: Extractor | None) -> None:
        self.clock, self.started = time.perf_counter(), datetime.now(UTC)
        self.plan, self.how, self.folder, self.desk, self.extractor = asked, how, folder, desk, extractor
        self.vocabulary = Vocabulary(asked.options.base)
        self.former = None if how.fresh else former_report(folder)

    def run(self) -> BuildReport:
        """Do what has to be done, and report it."""
        with self._shelf() as shelf:
            shelf.list_articles(ONGOING, listing(self.desk, self.plan.recipe))
            if (former := self.former) is not None and self._stands(former, shelf):
                return self._keep(former, shelf)
            read = self._gather(shelf)
            with scratch(self.folder) as work:
                report = self._write(work, shelf, read)
                shelf.rename_list(ONGOING, report.inputs)
            shelf.keep_only(report.inputs, "" if former is None else former.inputs)
        return report

    @contextmanager
    def _shelf(self) -> Iterator[Shelf]:
        """Where readings are kept: in the graph folder, but for those that an extractor of the caller's gives."""
        if self.extractor is not None:
            with tempfile.TemporaryDirectory() as place, open_shelf(Path(place) / SHELF) as shelf:
                yield shelf
            return
        with open_shelf(self.folder / SHELF) as shelf:
            if self.how.fresh:
                shelf.keep_only("")
            yield shelf

    def _stands(self, former: BuildReport, shelf: Shelf) -> bool:
        """Whether the folder already holds what this build would make."""
        return (
            not (self.extractor or self.how.retry)
            and stands(former, self._inputs(shelf), STORE, PAGE, LEDGER, reproducible=self.how.reproducible)
            and self._all_in(former, shelf)
        )

    @staticmethod
    def _all_in(former: BuildReport, shelf: Shelf) -> bool:
        """Whether no article was read since that could not be read before, by a build that was cut off."""
        if not shelf.holds_any():  # it was lost
            return True
        return len(shelf.summaries(ONGOING)) == former.articles and not shelf.unread(ONGOING)

    def _keep(self, former: BuildReport, shelf: Shelf) -> BuildReport:
        """Leave the graph as it is, and write down how it was asked for, where that was otherwise than before."""
        self._set_aside(shelf)
        asked = self._asked()
        if not shelf.holds_any():  # it was lost: the list is made anew, and why articles were left out is not known
            asked |= {"skipped": former.skipped}
        shelf.rename_list(ONGOING, former.inputs)
        now = replace(former, **asked)
        now = now.reproducible() if self.how.reproducible else now
        rewrite_report(former, now)
        kept = sum(1 for _ in shelf.listed(former.inputs))
        return now.as_it_stands(kept, time.perf_counter() - self.clock)

    def _inputs(self, shelf: Shelf) -> str:
        """The fingerprint of all that the graph is made of."""
        options, recipe, decided = self.plan.options, self.plan.recipe, self.plan.fingerprints["decisions"]
        articles = (f"{one.name}\t{one.key}" for one in shelf.listed(ONGOING))
        facts = [program_hash(), recipe.rules, recipe.schema_hash, options.base, repr(options.min_confidence), decided]
        finder = [] if self.extractor is None else [GIVEN]
        return digest([*facts, *finder, digest(articles)])

    def _gather(self, shelf: Shelf) -> int:
        if self.extractor is not None:
            read = gather_given(self.desk, shelf, self.plan.recipe, ONGOING, self.extractor)
        else:
            if self.how.retry:
                shelf.forget_problems(ONGOING)
            how = self.how
            read = gather(self.desk, shelf, self.plan.recipe, ONGOING, jobs=how.jobs, timeout=how.timeout)
        self._set_aside(shelf)
        if not len(shelf.summaries(ONGOING)):
            raise _refusal(self.desk)
        return read

    def _set_aside(self, shelf: Shelf) -> None:
        """Leave out what could not be read.

        Raises:
            KgError: that is forbidden.
        """
        for reading in shelf.problems(ONGOING):
            self.desk.skip(reading.error(self.desk.place(reading.name)))
        if self.how.strict and self.desk.skipped:
            raise _refusal(self.desk)

    def _write(self, work: Path, shelf: Shelf, read: int) -> BuildReport:
        """Make all parts of the graph in a scratch folder."""
        from kg.resolve import settle  # brings numpy along
        from kg.view import Overheard

        asked, desk, folder = self.plan, self.desk, self.folder
        desk.announce("resolving names")
        summaries = shelf.summaries(ONGOING)
        settled = settle(summaries, shelf.extractions(ONGOING), asked.schema, asked.decided)
        resolved = confident(settled, asked.options.min_confidence, asked.schema)
        desk.announce("writing the graph")
        run = Run(
            __version__,
            ", ".join(shelf.finders(ONGOING)),
            pipeline=asked.recipe.pipeline_hash,
            options=asked.recipe.asked(asked.options.min_confidence),
            articles=len(summaries),
        )
        overheard = Overheard(self.vocabulary, asked.schema)
        with tempfile.TemporaryDirectory(dir=work) as place:
            written = write_graph(
                resolved,
                _files(work),
                schema=asked.schema,
                vocabulary=self.vocabulary,
                run=run,
                former=self._former_files(),
                scratch=Path(place),
                listener=overheard.listen,
            )
        rejoin(folder, work / STORE, asked.schema, self.vocabulary)
        desk.announce("drawing the page")
        languages = Counter(one.language for one in summaries)
        draw_page(work, folder, languages, anew=self.how.reproducible, overheard=overheard)
        if asked.own_schema is not None:
            keep(asked.own_schema, work)
        difference = compare(() if self.former is None else shelf.listed(self.former.inputs), shelf.listed(ONGOING))
        report = self._report(written, resolved, run.model, difference)
        report = replace(report, read=read, inputs=self._inputs(shelf))
        return write_report(report, work, reproducible=self.how.reproducible)

    def _former_files(self) -> GraphFiles | None:
        """The files of the former graph, where the program that wrote it is this one."""
        if self.former is None or self.former.fingerprints.get("program") != program_hash():
            return None
        return GraphFiles(*(part(self.folder, name) for name in (STORE, TURTLE, LEDGER)))

    def _asked(self) -> dict[str, Any]:
        """What a report says of what was asked for, which does not show in the graph."""
        decided = self.plan.decided
        return {
            "skipped": tuple(sorted(map(Skipped.of, self.desk.skipped), key=lambda row: (row.path, row.line or 0))),
            "sources": self.plan.sources,
            "directory": str(Path.cwd()),
            "decisions": None if decided.path is None else str(decided.path),
            "options": self.plan.options,
            "engine": None,
            "fingerprints": self.plan.fingerprints,
        }

    def _report(self, written: Written, resolved: Resolution, model: str, difference: Difference) -> BuildReport:
        decided = self.plan.decided
        return BuildReport(
            folder=self.folder,
            articles=len(resolved.extractions),
            entities=written.entities,
            relations=written.relations,
            statuses={status.value: number for status, number in written.statuses.items()},
            mentions=written.mentions,
            evidence=written.evidence,
            seconds=round(time.perf_counter() - self.clock, 2),
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            versions=versions(),
            model=model,
            unmatched=tuple(f"{decided.place(one)}: {sentence(one)}" for one in resolved.unmatched),
            copies=len(resolved.copies),
            doubts=len(resolved.doubts),
            changes=Changes.of(difference),
            fresh=written.fresh,
            triples=written.triples,
            started=self.started.isoformat(timespec="seconds"),
            **self._asked(),
        )


def _files(folder: Path) -> GraphFiles:
    return GraphFiles(folder / STORE, folder / TURTLE, folder / LEDGER)


def _refusal(desk: Desk) -> KgError:
    skipped = desk.skipped
    if len(skipped) == 1 == desk.total:
        return skipped[0]
    lines = [f"{len(skipped)} of {desk.total} articles could not be read, so no graph was built:"]
    lines += [f"  {error}" for error in skipped[:FEW]]
    if len(skipped) > FEW:
        lines.append(f"  … and {len(skipped) - FEW} more")
    return KgError("\n".join(lines))
