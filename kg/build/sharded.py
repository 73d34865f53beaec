"""Beyond one machine: articles -> shards that a cluster makes, and shards -> a graph folder like any other."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.begun import noted
from kg.build.folder import SHARDS, held
from kg.build.loading import Loading
from kg.build.plan import Effort, plan, versions
from kg.build.report import BuildReport, Engine, Options
from kg.engine import Order, Place, cluster, read_shards, records, write_shards
from kg.engine.driver import SHARD
from kg.errors import KgError
from kg.graph.vocab import DEFAULT_BASE
from kg.harvest import TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.build.gather import Extractor, Progress
    from kg.build.plan import Plan
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
    options = Options.of(
        base=base,
        pipeline=pipeline,
        schema=schema,
        min_confidence=min_confidence,
        decisions=decisions,
        language=language,
    )
    how = _How(engine=engine, strict=strict, jobs=jobs, timeout=timeout, size=size, web=web, dashboard=dashboard,
               progress=progress, extractor=extractor)  # fmt: skip
    return _made(plan(sources, options, None), Place.at(place), how)


@dataclass(frozen=True, slots=True, kw_only=True)
class _How(Effort):
    """How a build by a cluster is to be done; see :func:`make_shards`."""

    engine: str
    size: int
    web: bool
    dashboard: bool
    progress: Progress | None
    extractor: Extractor | None

    def __post_init__(self) -> None:
        """Check the numbers."""
        Effort.__post_init__(self)
        if self.size < 1:
            raise KgError(f"size {self.size}: must be more than 0; leave it out for the usual one")


def _made(asked: Plan, place: Place, how: _How, *, reproducible: bool = False) -> Shards:
    """The shards of a plan, made at a place; reproducible ones do not say when and from where."""
    started = "" if reproducible else datetime.now(UTC).isoformat(timespec="seconds")
    _refuse_illegible(asked, place)
    articles = records(asked.sources, web=how.web)
    order = Order(
        articles=articles,
        place=place,
        recipe=asked.recipe,
        base=asked.options.base,
        min_confidence=asked.options.min_confidence,
        timeout=how.timeout,
        shard=how.size,
        strict=how.strict,
        extractor=how.extractor,
        told={
            "sources": asked.sources,
            "directory": "" if reproducible else str(Path.cwd()),
            "options": asdict(asked.options),
            "decisions": None if asked.decided.path is None else str(asked.decided.path),
            "started": started,
            "versions": versions(),
            "fingerprints": asked.fingerprints,
        },
    )
    if how.progress is not None and how.engine != "here":
        how.progress(0, len(articles), "starting Ray" if how.engine == "ray" else f"waiting for {how.engine}")
    with cluster(how.engine, jobs=how.jobs, dashboard=how.dashboard) as machines:
        return write_shards(order, machines, how.progress)


def _refuse_illegible(asked: Plan, place: Place) -> None:
    """See whether shards can say what they are made of.

    Raises:
        KgError: the name of a file or a folder is not UTF-8.
    """
    options, decided = asked.options, asked.decided.path
    named = (place.address, Path.cwd(), *asked.sources, options.schema, options.pipeline, decided)
    for name in map(str, named):
        try:
            name.encode()
        except UnicodeEncodeError as error:
            shown = name.encode("utf-8", "backslashreplace").decode()
            raise KgError(f"{shown}: not UTF-8, in which shards name what they are made of; rename it") from error


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
    reproducible: bool = False,
    web: bool = False,
    dashboard: bool = False,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
) -> BuildReport:
    """Make the shards of some articles by a cluster, and a graph folder of them; of both only what is not there.

    Args:
        sources: as for :func:`make_shards`.
        out: the graph folder.
        engine: as for :func:`make_shards`.
        place: of the shards; a folder in the graph folder unless given.
        pipeline: as for :func:`kg.build.build`, and so are those that follow.
        schema: likewise.
        base: likewise.
        min_confidence: likewise.
        decisions: likewise.
        language: likewise.
        strict: likewise.
        jobs: as for :func:`make_shards`.
        timeout: as for :func:`make_shards`.
        size: as for :func:`make_shards`.
        reproducible: as for :func:`kg.build.build`.
        web: as for :func:`kg.build.build`.
        dashboard: as for :func:`make_shards`.
        progress: hears of every shard, and of every file.
        extractor: takes the place of the pipeline.

    Raises:
        KgError: as for :func:`make_shards`, or the folder cannot be written.
    """
    folder, clock = Path(out), time.perf_counter()
    options = Options.of(
        base=base,
        pipeline=pipeline,
        schema=schema,
        min_confidence=min_confidence,
        decisions=decisions,
        language=language,
    )
    how = _How(engine=engine, strict=strict, jobs=jobs, timeout=timeout, size=size, web=web, dashboard=dashboard,
               progress=progress, extractor=extractor)  # fmt: skip
    asked = plan(sources, options, folder)
    made_by = Engine(engine, place, None if size == SHARD else size, None if timeout == TIMEOUT else timeout)
    with held(folder), noted(folder, asked.sources, options, made_by, reproducible=reproducible):
        shards = _made(asked, Place.at(place or str(folder / SHARDS)), how, reproducible=reproducible)
        return Loading(shards, folder, made_by, schema, progress, reproducible=reproducible).run(clock)
