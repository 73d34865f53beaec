"""The command that builds a graph again as it was built, for people to type."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from kg.build.report import Engine, Options
from kg.graph.vocab import DEFAULT_BASE
from kg.schema import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["again"]


def again(
    folder: Path,
    sources: Sequence[str],
    options: Options | None = None,
    engine: Engine | None = None,
    *,
    directory: str = "",
    decisions: Path | None = None,
    reproducible: bool = False,
) -> str:
    """What to type in the present folder; its paths start where the former build was started, which comes first.

    >>> again(Path("out"), ["my articles"], Options(DEFAULT_BASE, language="fr", min_confidence=0.4))
    "kg build 'my articles' -o out --min-confidence 0.4 --language fr"
    >>> again(Path("out"), ["in"], engine=Engine("ray", size=65536)), again(Path("out"), ["in"], engine=Engine("", "s"))
    ('kg build in -o out --engine ray --shard-size 64', 'kg load s -o out')

    Args:
        folder: the graph folder.
        sources: the articles, where the former build says what they were.
        options: what it was asked for, where it says so.
        engine: what the graph was made by, where that was not this machine alone.
        directory: the folder in which it was started, likewise.
        decisions: a file of decisions that is not the one of the graph folder.
        reproducible: whether it left out what differs from run to run.
    """
    anew = ["--reproducible"] if reproducible else []
    if engine is not None and engine.loaded:
        copy = kept(folder)
        schema = [] if copy is None else ["--schema", str(copy)]
        return shlex.join(["kg", "load", engine.shards or "PLACE", "-o", str(folder), *schema, *anew])
    elsewhere = bool(directory) and Path(directory).is_dir() and not Path(directory).samefile(Path.cwd())
    start = Path(directory) if elsewhere else Path()
    words = ["kg", "build", *(sources or ["ARTICLES"]), "-o", str(folder.resolve() if elsewhere else folder)]
    words += _as_asked(folder, options or Options(DEFAULT_BASE), start)
    if decisions is not None:
        words += ["--decisions", str(decisions.resolve() if elsewhere else decisions)]
    words += _by_engine(engine)
    words += ["--web"] if any(source.startswith(("http://", "https://")) for source in sources) else []
    words += anew
    return f"cd {shlex.quote(directory)} && {shlex.join(words)}" if elsewhere else shlex.join(words)


def _by_engine(engine: Engine | None) -> Iterator[str]:
    """The options of a build by a cluster; the shards depend on all of them."""
    if engine is None:
        return
    yield from ("--engine", engine.name)
    if engine.shards is not None:
        yield from ("--shards", engine.shards)
    if engine.size is not None:
        yield from ("--shard-size", f"{engine.size >> 10}")
    if engine.timeout is not None:
        yield from ("--timeout", f"{engine.timeout:g}")


def _as_asked(folder: Path, options: Options, start: Path) -> Iterator[str]:
    """The options that were not the usual ones; of a schema that is gone the copy that the graph keeps."""
    copy = kept(folder)
    if options.schema is not None and (start / options.schema).exists():
        yield from ("--schema", options.schema)
    elif copy is not None:
        yield from ("--schema", str(copy if start == Path() else copy.resolve()))
    if options.pipeline is not None:
        yield from ("--pipeline", options.pipeline)
    if options.base != DEFAULT_BASE:
        yield from ("--base", options.base)
    if options.min_confidence:
        yield from ("--min-confidence", f"{options.min_confidence:g}")
    if options.language is not None:
        yield from ("--language", options.language)
