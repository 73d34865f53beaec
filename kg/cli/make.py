"""Making a graph.

``kg build`` shows progress while it works and a summary when it is done; ``kg info`` shows that summary again.
"""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import count, heading, progress, rows, say
from kg.cli.follow import follow, say_again, told
from kg.cli.options import at_least_one, confidence, seconds
from kg.cli.program import Terminated
from kg.cli.unfinished import interruptible, report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.build import BuildReport
    from kg.schema import Schema

__all__ = ["build", "info", "say_up_to_date", "summarize"]

FEW = 10
"""How many skipped articles a summary names; the report beside the graph names them all."""


def build(
    context: typer.Context,
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLES", help="Files, folders (with what lies below), globs, or - for standard input."
        ),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The graph folder to write.")] = Path("out"),
    pipeline: Annotated[
        str | None,
        typer.Option(metavar="NAME_OR_PATH", help="A spaCy pipeline in place of the bundled French one."),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your classes, relations, names and patterns: a TOML file, or a folder."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Take every article for this language (fr, en, …).")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="IRI",
            show_default="https://kg.example/",
            help="The IRI below which everything in the graph is named.",
        ),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(parser=confidence, metavar="0–1", help="Leave out passages that are less sure than this."),
    ] = 0.0,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", show_default="DIR/decisions.yaml", help="What people have decided; see kg review."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Build nothing if one article must be skipped.")] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            parser=at_least_one,
            metavar="N",
            show_default="one per processor",
            help="Processes that read.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            parser=seconds,
            metavar="SECONDS",
            show_default="300",
            help="Set an article aside that takes longer to read.",
        ),
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read again what could not be read before, though it has not changed.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do everything anew; the graph is the same as without.")
    ] = False,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Leave out of DIR what differs from run to run: times, history.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and build again whenever the articles change; Ctrl-C ends it.")
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="ray[=ADDRESS]",
            help="Build by a cluster: one of this machine, or the one at an address (auto, ray://HOST:10001).",
        ),
    ] = None,
    shards: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            show_default="DIR/.shards",
            help="With --engine: the folder or address (s3://…) for what it makes, which all its machines see.",
        ),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option(parser=at_least_one, metavar="KB", show_default="4096", help="With --engine: articles a shard."),
    ] = None,
    dashboard: Annotated[
        bool, typer.Option("--dashboard", help="With --engine ray: show Ray's page of what goes on, at port 8265.")
    ] = False,
    web: Annotated[bool, typer.Option("--web", help="Fetch articles from http(s) addresses, if you name any.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON on standard output, and nothing else there.")
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

    made = None if engine is None else Path(shards or out / SHARDS)

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


def info(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Show what a graph folder holds."""
    from kg.build import imports
    from kg.schema import kept, load_schema

    report = report_of(folder)
    if as_json:
        say(report.to_json().rstrip())
        return
    when = f" {report.finished}" if report.finished else ""
    say(f"{folder}, built{when} by kg {report.versions['kg']} with {report.model}")
    for one in imports(folder):
        say(f"  beside it {one.name}: {count(one.triples, 'triple')} from {one.source}")
    say()
    summarize(report, load_schema(kept(folder)))


def say_up_to_date(report: BuildReport) -> None:
    """Print that a build had nothing to do, and where the graph lies."""
    heading(f"Up to date: {_articles(report)}; nothing to do")
    say(f"  {report.files['page']}  the graph as a page; kg info {quote(str(report.folder))} shows what it holds")


def summarize(report: BuildReport, schema: Schema, former: BuildReport | None = None) -> None:
    """Print what a build read and found, where it lies, and what to do next; and what else it was than the former."""
    heading(f"{_articles(report)}, in {report.seconds:.1f} s" if report.seconds else _articles(report))
    if report.changes.kept:
        for line in _since(report, former):
            say(f"  {line}")
    for row in report.skipped[:FEW]:
        say(f"  {row}")
    if len(report.skipped) > FEW:
        say(f"  … and {len(report.skipped) - FEW:,} more, all in {report.files['report']}")
    say()
    statuses = ", ".join(f"{number:,} {name}" for name, number in report.statuses.items())
    heading(f"{count(sum(report.entities.values()), 'entity')}, {count(report.statements, 'statement')}")
    classes = {name: entity_class.label for name, entity_class in schema.classes.items()}
    types = {name: relation.label for name, relation in schema.relations.items()}
    for line in rows(_labelled(report.entities, classes), _labelled(report.relations, types)):
        say(line)
    say()
    say(f"  from {count(report.mentions, 'mention')} and {count(report.evidence, 'passage')}")
    if statuses:
        say(f"  stated as {statuses}")
    if report.copies:
        say(f"  {count(report.copies, 'article')} that repeat others count with them as one source: kg duplicates")
    for line in report.unmatched[:FEW]:
        say(f"  a decision that names nothing here: {line}")
    if len(report.unmatched) > FEW:
        say(f"  … and {len(report.unmatched) - FEW:,} more, all in {report.files['report']}")
    say()
    heading("Where it lies")
    width = len(str(report.files["page"]))
    say(f"  {report.files['turtle']!s:{width}}  the graph as Turtle, for any RDF tool")
    say(f"  {report.files['page']}  the graph as a page; open it in a browser")
    say()
    heading("What next")
    folder = "" if str(report.folder) == "out" else f" --graph {quote(str(report.folder))}"
    say("  kg queries")
    say(f"  kg query connected{folder}")
    if report.doubts:
        say(f"  kg review {quote(str(report.folder))}  ({count(report.doubts, 'pair')} of names may be one thing)")


def _since(report: BuildReport, former: BuildReport | None) -> Iterator[str]:
    """What has changed since the build before, and what that has cost."""
    from kg.build.causes import causes

    read = f"{report.read:,} had to be read" if report.read else "none had to be read"
    why = () if former is None else causes(former, report)
    if why:
        yield f"{told(report.changes)} since the last build"
        yield f"{read}: {'; '.join(why)}"
    else:
        yield f"{told(report.changes)} since the last build; {read}"


def _articles(report: BuildReport) -> str:
    """How many articles are in the graph, and how many are not."""
    return f"{count(report.articles, 'article')}, {len(report.skipped):,} skipped"


def _labelled(numbers: Mapping[str, int], labels: Mapping[str, Mapping[str, str]]) -> Mapping[str, int]:
    """The numbers by English label, the largest first; a name without a label stands for itself."""
    ordered = sorted(numbers.items(), key=lambda item: -item[1])
    return {labels.get(name, {}).get("en", name): number for name, number in ordered}
