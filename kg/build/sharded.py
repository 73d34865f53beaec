"""Beyond one machine: articles -> shards that a cluster makes, and shards -> a graph folder like any other."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.build.folder import SHARDS, held
from kg.build.loading import Loading
from kg.build.plan import plan, versions
from kg.build.report import DECISIONS, BuildReport, Engine
from kg.engine import Order, Place, cluster, read_shards, records, write_shards
from kg.engine.driver import SHARD
from kg.errors import KgError
from kg.graph.vocab import DEFAULT_BASE
from kg.harvest import TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    articles = records(asked.sources, web=web)
    order = Order(
        articles=articles,
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
    if progress is not None and engine != "here":
        progress(0, len(articles), "starting Ray" if engine == "ray" else f"waiting for {engine}")
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
    """Make a graph folder of shards: store, Turtle, page and report; nothing where it holds all that already.

    Args:
        place: of the shards.
        out: the graph folder.
        schema: that the shards were made with, where it is not the built-in one.
        reproducible: as for :func:`kg.build.build`.
        progress: hears of every file.

    Raises:
        KgError: there are no shards, one is damaged, or the folder cannot be written.
    """
    clock = time.perf_counter()
    shards = read_shards(Place.at(place))
    made_by = Engine("", shards.place.address)
    with held(Path(out)):
        return Loading(shards, Path(out), made_by, schema, progress, reproducible=reproducible).run(clock)


def build_sharded(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    engine: str = "ray",
    place: str | None = None,
    size: int = SHARD,
    timeout: float = TIMEOUT,
    decisions: str | Path | None = None,
    schema: str | Path | None = None,
    reproducible: bool = False,
    progress: Progress | None = None,
    **options: Any,  # noqa: ANN401 - passed on as they are
) -> BuildReport:
    """Make the shards of some articles by a cluster, and a graph folder of them; of both only what is not there.

    Args:
        sources: as for :func:`make_shards`.
        out: the graph folder.
        engine: as for :func:`make_shards`.
        place: of the shards; a folder in the graph folder unless given.
        size: as for :func:`make_shards`.
        timeout: likewise.
        decisions: as for :func:`kg.build.build`.
        schema: likewise.
        reproducible: likewise.
        progress: hears of every shard, and of every file.
        options: as for :func:`make_shards`.

    Raises:
        KgError: as for both.
    """
    folder, clock = Path(out), time.perf_counter()
    made_by = Engine(engine, place, None if size == SHARD else size, None if timeout == TIMEOUT else timeout)
    with held(folder):
        shards = make_shards(
            sources,
            str(folder / SHARDS) if place is None else place,
            engine=engine,
            size=size,
            timeout=timeout,
            decisions=decisions or (folder / DECISIONS if (folder / DECISIONS).is_file() else None),
            schema=schema,
            progress=progress,
            **options,
        )
        return Loading(shards, folder, made_by, schema, progress, reproducible=reproducible).run(clock)
