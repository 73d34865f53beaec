"""Making a graph: ``kg build``, which shows progress while it works and a summary when it is done."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import progress, say
from kg.cli.follow import follow, say_again
from kg.cli.options import at_least_one, confidence, seconds
from kg.cli.program import Terminated
from kg.cli.summary import say_up_to_date, summarize
from kg.cli.unfinished import interruptible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.build import BuildReport

__all__ = ["build"]

READ, WRITTEN, AGAIN, HOW, CLUSTER, SAID = (
    "What is read", "What is written", "Again", "How", "By a cluster", "What is said",
)  # fmt: skip
"""The headings of the options in the help."""


def build(
    context: typer.Context,
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLES",
            help="Files and folders of Markdown or text, .jsonl, .parquet, globs, addresses (s3://…), or - for "
            "standard input.",
        ),
    ],
    *,
    pipeline: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_PATH", rich_help_panel=READ, help="A spaCy pipeline in place of the bundled French one."
        ),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=READ,
            help="Your classes, relations, names and patterns: a TOML file, or a folder.",
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            rich_help_panel=READ,
            show_default="DIR/decisions.yaml",
            help="What people have decided; see kg review.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="CODE", rich_help_panel=READ, help="Take every article for this language (fr, en, …)."),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            parser=confidence,
            metavar="0–1",
            rich_help_panel=READ,
            show_default=False,
            help="Leave out passages that are less sure than this.",
        ),
    ] = 0.0,
    strict: Annotated[
        bool,
        typer.Option("--strict", rich_help_panel=READ, help="Build nothing if one article must be skipped."),
    ] = False,
    web: Annotated[
        bool,
        typer.Option("--web", rich_help_panel=READ, help="Fetch articles from http(s) addresses, if you name any."),
    ] = False,
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", rich_help_panel=WRITTEN, help="The graph folder."),
    ] = Path("out"),
    base: Annotated[
        str | None,
        typer.Option(
            metavar="IRI",
            rich_help_panel=WRITTEN,
            show_default="https://kg.example/",
            help="The IRI below which everything in the graph is named.",
        ),
    ] = None,
    reproducible: Annotated[
        bool,
        typer.Option(
            "--reproducible",
            rich_help_panel=WRITTEN,
            help="Leave out of DIR what differs from run to run: times, history.",
        ),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            rich_help_panel=AGAIN,
            help="Go on, and build again whenever the articles change; Ctrl-C ends it.",
        ),
    ] = False,
    retry: Annotated[
        bool,
        typer.Option(
            "--retry",
            rich_help_panel=AGAIN,
            help="Read again what could not be read before, though it has not changed.",
        ),
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", rich_help_panel=AGAIN, help="Do everything anew; the graph is the same as without."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            parser=at_least_one,
            metavar="N",
            rich_help_panel=HOW,
            show_default="one per processor",
            help="Processes that read.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            parser=seconds,
            metavar="SECONDS",
            rich_help_panel=HOW,
            show_default="300",
            help="Set an article aside that takes longer to read.",
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="ray[=ADDRESS]",
            rich_help_panel=CLUSTER,
            help="Build by Ray: on this machine, or on the cluster at an address (auto, ray://HOST:10001).",
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            rich_help_panel=CLUSTER,
            show_default="DIR/.shards",
            help="The folder or address (s3://…) for what the cluster makes, which all its machines see.",
        ),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option(
            parser=at_least_one,
            metavar="KB",
            rich_help_panel=CLUSTER,
            show_default="4096",
            help="How many kilobytes of articles make a shard.",
        ),
    ] = None,
    dashboard: Annotated[
        bool,
        typer.Option("--dashboard", rich_help_panel=CLUSTER, help="Show Ray's page of what goes on, at port 8265."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", rich_help_panel=SAID, help="Print errors only.")] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            rich_help_panel=SAID,
            help="Print the report as JSON on standard output, and nothing else there.",
        ),
    ] = False,
) -> None:
    """Build a graph from articles.

    DIR then holds graph.ttl (Turtle), graph.html (the page), store (what the other commands ask), build.json
    (the report) and a copy of the schema that was given. A build that fails leaves a former graph as it was, and the
    next one goes on where it stopped: only what is new or has changed is read. kg status says what a build would do.
    It applies DIR/decisions.yaml, which kg review, merge, split, rename, retype and reject write, and leaves it alone.
    """
    from kg.build import build as run
    from kg.build import build_sharded
    from kg.build.folder import SHARDS
    from kg.build.report import former_report
    from kg.graph.vocab import DEFAULT_BASE
    from kg.harvest import TIMEOUT
    from kg.schema import load_schema

    asked: dict[str, Any] = {
        "pipeline": pipeline,
        "schema": schema,
        "base": base or DEFAULT_BASE,
        "min_confidence": min_confidence,
        "decisions": decisions,
        "language": language,
        "strict": strict,
        "jobs": jobs,
        "timeout": TIMEOUT if timeout is None else timeout,
        "web": web,
        "reproducible": reproducible,
        "extractor": context.obj,  # None but for a program that runs the command with its own
    }
    _agree(engine, {"--shards": shards, "--shard-size": shard_size, "--dashboard": dashboard},
           {"--retry": retry, "--fresh": fresh, "--watch": watch})  # fmt: skip
    if watch:
        _no_watching(articles)

    made = None if engine is None else shards or str(out / SHARDS)

    def once() -> BuildReport:
        with interruptible(out, fresh=fresh, shards=made), progress(quiet=quiet) as tell:
            if engine is None:
                return run(articles, out, retry=retry, fresh=fresh, progress=tell, **asked)
            size = {} if shard_size is None else {"size": shard_size << 10}
            beyond = asked | size | {"engine": engine, "dashboard": dashboard}
            return build_sharded(articles, out, place=shards, progress=tell, **beyond)

    def tell_again(report: BuildReport, last: BuildReport) -> None:
        if as_json:
            say(report.to_json().rstrip())
        elif not quiet:
            say_again(report, last)

    _end_in_order()
    former = former_report(out)
    report = once()
    if as_json:
        say(report.to_json().rstrip())
    elif not quiet and report.written:
        summarize(report, load_schema(schema), former)
    elif not quiet:
        say_up_to_date(report)
    if watch:
        if not (quiet or as_json):
            say(f"\nWatching {', '.join(articles)}; Ctrl-C ends it.")
        depends = [path for path in (schema, decisions or out / "decisions.yaml") if path is not None]
        follow(articles, depends, out, once, first=report, tell=tell_again)


def _no_watching(articles: Sequence[str]) -> None:
    """Refuse to watch what nobody tells the changes of.

    Raises:
        typer.BadParameter: one of the sources is no file or folder of this machine.
    """
    for source in articles:
        if source == "-" or "://" in source:
            what = "standard input" if source == "-" else source
            raise typer.BadParameter(f"follows files and folders, not {what}; build again when it has changed",
                                     param_hint="'--watch'")  # fmt: skip


def _agree(engine: str | None, needs: Mapping[str, object], refuses: Mapping[str, object]) -> None:
    """Refuse options that mean nothing without an engine, or with one.

    Raises:
        typer.BadParameter: one of them was given.
    """
    for option in (name for name, given in (refuses if engine else needs).items() if given):
        raise typer.BadParameter("goes with --engine only" if engine is None else "does not go with --engine",
                                 param_hint=f"'{option}'")  # fmt: skip


def _end_in_order() -> None:
    """Have whoever terminates this process wait until it has tidied up, as after an interrupt."""

    def end(*_signal: object) -> None:
        raise Terminated

    if threading.current_thread() is threading.main_thread():  # the only one that may say so
        signal.signal(signal.SIGTERM, end)
