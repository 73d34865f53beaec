"""Shards -> a graph folder like any other: store, Turtle, page, report; nothing where it holds their graph already."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.changes import compare
from kg.build.finish import draw_page, rewrite_report, stands, write_report
from kg.build.folder import SHELF, scratch
from kg.build.imports import rejoin
from kg.build.report import PAGE, STORE, TURTLE, BuildReport, Changes, Options, Skipped, former_report
from kg.engine.manifest import intact
from kg.errors import GraphError
from kg.graph.notations import Source, write_turtle
from kg.graph.store import load_quads, open_store
from kg.graph.vocab import Vocabulary
from kg.harvest import file_hash, open_shelf
from kg.schema import keep, kept, load_schema, schema_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from kg.build.gather import Progress
    from kg.build.report import Engine
    from kg.engine import Shards

__all__ = ["Loading"]


class Loading:
    """The shards of a graph, and a folder for it that is held.

    Args:
        shards: what is loaded.
        folder: the graph folder.
        made_by: what the report calls that which made them.
        schema: that they were made with, where it is not the built-in one.
        progress: hears of every file.
        reproducible: as for :func:`kg.build.build`.
    """

    def __init__(
        self,
        shards: Shards,
        folder: Path,
        made_by: Engine,
        schema: str | Path | None,
        progress: Progress | None,
        *,
        reproducible: bool,
    ) -> None:
        self.shards, self.folder, self.made_by, self.reproducible = shards, folder, made_by, reproducible
        self.own = None if schema is None else Path(schema)
        self.rules = load_schema(self.own or kept(folder))
        self.tell: Callable[[int, int, str], None] = progress or (lambda _done, _all, _what: None)
        self.former = former_report(folder)

    def run(self, clock: float) -> BuildReport:
        """Do what has to be done, and report it; the clock was read when all began."""
        report, former = self._report(), self.former
        if former is not None and self._stands(former, report.inputs):
            now = former.asked_as(report)
            now = now.reproducible() if self.reproducible else now
            rewrite_report(former, now)
            self._list()
            return now.as_it_stands(len(self.shards.listed), time.perf_counter() - clock)
        with scratch(self.folder) as work:
            triples = self._write(work)
            report = replace(report, triples=triples, seconds=round(time.perf_counter() - clock, 2))
            report = write_report(report, work, reproducible=self.reproducible)
            self._list()
        with open_shelf(self.folder / SHELF) as shelf:
            shelf.keep_only(report.inputs, "" if former is None else former.inputs)
        return report

    def _stands(self, former: BuildReport, inputs: str) -> bool:
        """Whether the folder holds the graph of the shards."""
        same = self.own is None or _hashes(self.own) == _hashes(kept(self.folder))
        return same and stands(former, inputs, STORE, PAGE, reproducible=self.reproducible)

    def _list(self) -> None:
        """Keep the list of the articles, with which the next build compares its own."""
        with open_shelf(self.folder / SHELF) as shelf:
            shelf.list_articles(self.shards.manifest.inputs, self.shards.listed)

    def _changes(self) -> Changes:
        """What has become of the articles since the build before."""
        if self.former is None or not (self.folder / SHELF).is_file():
            return Changes(added=len(self.shards.listed))
        with open_shelf(self.folder / SHELF) as shelf:
            return Changes.of(compare(shelf.listed(self.former.inputs), self.shards.listed))

    def _write(self, work: Path) -> int:
        """Make all parts of the graph but the report in a scratch folder, and count the triples."""
        facts = self.shards.manifest.facts
        load_quads(work / STORE, self._streams())
        rejoin(self.folder, work / STORE, self.rules, Vocabulary(facts["base"]))
        self.tell(1, 1, "writing the Turtle")
        with open_store(work / STORE) as store:
            with (work / TURTLE).open("wb") as stream:
                write_turtle(Source(store, store.ontology()), stream)
            triples = len(store)
        self.tell(1, 1, "drawing the page")
        draw_page(work, self.folder, facts["languages"], anew=self.reproducible)
        if self.own is not None:
            keep(self.own, work)
        return triples

    def _streams(self) -> Iterator[IO[bytes]]:
        """The files of the graph, each looked at before it is given."""
        place, parts = self.shards.place, [*self.shards.manifest.parts.values()]
        for number, one in enumerate(parts):
            self.tell(number, len(parts), f"loading {one.name}")
            if not intact(place, one):
                raise GraphError(f"{place.of(one.name)}: damaged, or gone; build the shards again, which mends them")
            with place.open(one.name) as stream:
                yield stream

    def _report(self) -> BuildReport:
        """What the shards say of themselves, and what has become of the articles."""
        facts, inputs = self.shards.manifest.facts, self.shards.manifest.inputs
        rows = (Skipped(path, line, problem, advice) for path, line, problem, advice in facts["aside"])
        options = Options(**facts["options"])
        return BuildReport(
            folder=self.folder,
            articles=facts["articles"],
            skipped=tuple(sorted(rows, key=lambda row: (row.path, row.line or 0))),
            entities=facts["entities"],
            relations=facts["relations"],
            statuses=facts["statuses"],
            mentions=facts["mentions"],
            evidence=facts["evidence"],
            seconds=0.0,
            finished=datetime.now(UTC).isoformat(timespec="seconds"),
            versions=facts["versions"],
            model=facts["model"],
            sources=tuple(facts["sources"]),
            directory=facts["directory"],
            decisions=facts["decisions"],
            unmatched=tuple(facts["unmatched"]),
            copies=facts["copies"],
            doubts=facts["doubts"],
            options=options,
            engine=self.made_by,
            changes=self._changes(),
            read=self.shards.read,
            fresh=0,
            started=facts["started"],
            inputs=inputs,
            fingerprints=facts["fingerprints"],
        )


def _hashes(schema: Path | None) -> list[str]:
    """Of the files of a schema."""
    return [] if schema is None else sorted(map(file_hash, schema_files(schema)))
