"""Beyond one machine: articles -> shards that a cluster makes, and shards -> a graph folder like any other."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.finish import draw_page, write_report
from kg.build.folder import SHARDS, held, scratch
from kg.build.imports import rejoin
from kg.build.plan import plan, versions
from kg.build.report import DECISIONS, STORE, TURTLE, BuildReport, Changes, Options, Skipped
from kg.engine import Order, Place, cluster, read_shards, records, write_shards
from kg.engine.driver import SHARD
from kg.engine.manifest import intact
from kg.errors import GraphError, KgError
from kg.graph.notations import Source, write_turtle
from kg.graph.store import load_quads, open_store
from kg.graph.vocab import DEFAULT_BASE, Vocabulary
from kg.harvest import TIMEOUT
from kg.schema import keep, kept, load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import IO

    from kg.build.gather import Extractor, Progress
    from kg.engine import Shards

__all__ = ["build_sharded", "load_shards", "make_shards"]


def make_shards(
    sources: str | Path | Sequence[str | Path],
    place: str,
    *,
    engine: str = "ray",
    pipeline: str | None = None,
    schema: str | Path | None = None,
    base: str = DEFAULT_BASE,
    min_confidence: float = 0.0,
    decisions: str | Path | None = None,
    language: str | None = None,
    strict: bool = False,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    size: int = SHARD,
    web: bool = False,
    dashboard: bool = False,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
) -> Shards:
    """Make the graph of some articles as sorted files of N-Quads, by a cluster.

    What is there already and was made of the same articles, options and program is not made again. The quads are those
    of :func:`kg.build.build` with the same options.

    Args:
        sources: files, folders and globs; files of JSON lines and of Parquet; addresses that fsspec knows.
        place: a folder, or an address, that all workers see.
        engine: see :func:`kg.engine.cluster`.
        pipeline: as for :func:`kg.build.build`; it must be installed, or lie, on all workers.
        schema: as for :func:`kg.build.build`, and so are those that follow.
        base: likewise.
        min_confidence: likewise.
        decisions: likewise, but none is looked for.
        language: likewise.
        strict: likewise.
        jobs: processors to use of this machine, where the cluster is started here.
        timeout: seconds that one article may take to be read.
        size: about how many bytes of articles make a shard.
        web: whether addresses of the web may be fetched.
        dashboard: whether to start Ray's dashboard, where the cluster is started here.
        progress: hears of every shard.
        extractor: takes the place of the pipeline.

    Raises:
        KgError: a source, the schema, an option, the place or the cluster does not serve, or no article could be read.
    """
    if size < 1:
        raise KgError(f"size {size}: must be more than 0; leave it out for the usual one")
    asked = plan(
        sources,
        None,
        pipeline=pipeline,
        schema=schema,
        base=base,
        min_confidence=min_confidence,
        decisions=decisions,
        language=language,
        timeout=timeout,
        jobs=jobs,
    )
    told: dict[str, Any] = {
        "sources": asked.sources,
        "directory": str(Path.cwd()),
        "options": asdict(asked.options),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "fingerprints": asked.fingerprints,
    }
    order = Order(
        articles=records(asked.sources, web=web),
        place=Place.at(place),
        recipe=asked.recipe,
        base=base,
        min_confidence=min_confidence,
        timeout=timeout,
        shard=size,
        strict=strict,
        extractor=extractor,
        told=told,
    )
    with cluster(engine, jobs=jobs, dashboard=dashboard) as machines:
        return write_shards(order, machines, progress)


def load_shards(
    place: str,
    out: str | Path,
    *,
    schema: str | Path | None = None,
    reproducible: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Make a graph folder of shards: store, Turtle, page and report.

    Args:
        place: of the shards.
        out: the graph folder.
        schema: that the shards were made with, where it is not the built-in one.
        reproducible: as for :func:`kg.build.build`.
        progress: hears of every file.

    Raises:
        KgError: there are no shards, one is damaged, or the folder cannot be written.
    """
    shards = read_shards(Place.at(place))
    with held(Path(out)):
        return _load(shards, Path(out), schema, progress, reproducible=reproducible)


def build_sharded(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    place: str | None = None,
    decisions: str | Path | None = None,
    schema: str | Path | None = None,
    reproducible: bool = False,
    progress: Progress | None = None,
    **options: Any,  # noqa: ANN401 - passed on as they are
) -> BuildReport:
    """Make the shards of some articles by a cluster, and a graph folder of them.

    Args:
        sources: as for :func:`make_shards`.
        out: the graph folder.
        place: of the shards; a folder in the graph folder unless given.
        decisions: as for :func:`kg.build.build`.
        schema: likewise.
        reproducible: likewise.
        progress: hears of every shard, and of every file.
        options: as for :func:`make_shards`.

    Raises:
        KgError: as for both.
    """
    folder = Path(out)
    with held(folder):
        decided = decisions or (folder / DECISIONS if (folder / DECISIONS).is_file() else None)
        target = str(folder / SHARDS) if place is None else place
        shards = make_shards(sources, target, decisions=decided, schema=schema, progress=progress, **options)
        return _load(shards, folder, schema, progress, reproducible=reproducible)


def _load(
    shards: Shards, folder: Path, schema: str | Path | None, progress: Progress | None, *, reproducible: bool
) -> BuildReport:
    """Load shards into a folder that is held."""
    clock, facts = time.perf_counter(), shards.manifest.facts
    tell: Callable[[int, int, str], None] = progress or (lambda _done, _all, _what: None)
    own = None if schema is None else Path(schema)
    rules, vocabulary = load_schema(own or kept(folder)), Vocabulary(facts["base"])
    with scratch(folder) as work:
        load_quads(work / STORE, _streams(shards, tell))
        rejoin(folder, work / STORE, rules, vocabulary)
        tell(1, 1, "writing the Turtle")
        with open_store(work / STORE) as store:
            with (work / TURTLE).open("wb") as stream:
                write_turtle(Source(store, store.ontology()), stream)
            triples = len(store)
        tell(1, 1, "drawing the page")
        draw_page(work, folder, facts["languages"], anew=reproducible)
        if own is not None:
            keep(own, work)
        report = _report(shards, folder, triples, time.perf_counter() - clock)
        return write_report(report, work, reproducible=reproducible)


def _streams(shards: Shards, tell: Callable[[int, int, str], None]) -> Iterator[IO[bytes]]:
    """The files of the graph, each looked at before it is given."""
    parts = [*shards.manifest.parts.values()]
    for number, one in enumerate(parts):
        tell(number, len(parts), f"loading {one.name}")
        if not intact(shards.place, one):
            raise GraphError(f"{shards.place.of(one.name)}: damaged, or gone; build the shards again, which mends them")
        with shards.place.open(one.name) as stream:
            yield stream


def _report(shards: Shards, folder: Path, triples: int, seconds: float) -> BuildReport:
    facts = shards.manifest.facts
    rows = (Skipped(path, line, problem, advice) for path, line, problem, advice in facts["aside"])
    options = Options(**facts["options"])
    return BuildReport(
        folder=folder,
        articles=facts["articles"],
        skipped=tuple(sorted(rows, key=lambda row: (row.path, row.line or 0))),
        entities=facts["entities"],
        relations=facts["relations"],
        statuses=facts["statuses"],
        mentions=facts["mentions"],
        evidence=facts["evidence"],
        seconds=round(seconds, 2),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=facts["versions"],
        model=facts["model"],
        sources=tuple(facts["sources"]),
        directory=facts["directory"],
        decisions=options.decisions,
        unmatched=tuple(facts["unmatched"]),
        copies=facts["copies"],
        doubts=facts["doubts"],
        options=options,
        changes=Changes(added=facts["articles"]),
        read=facts["articles"],
        fresh=0,
        triples=triples,
        started=facts["started"],
        inputs=shards.manifest.inputs,
        fingerprints=facts["fingerprints"],
    )
