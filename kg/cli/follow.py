"""Keeping a graph up to date: ``kg build --watch``, ``kg status``, ``kg log``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.book import open_book
from kg.cli.console import count, say, show_table
from kg.cli.unfinished import report_of
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.build import BuildReport, Changes
    from kg.build.standing import Standing

__all__ = ["follow", "log", "minute", "say_again", "status", "told"]

FEW = 10
"""How many articles of a kind are named."""

CALLED = {"program": "kg", "min_confidence": "min-confidence"}
"""What people call that which makes another graph, where that is not its name."""

BOUND = "\N{NO-BREAK SPACE}"

WIDE = 24
"""Characters of a line that says what changed, so that the table of all builds fits a terminal of 80."""


def follow(
    articles: Sequence[str],
    depends: Sequence[Path],
    out: Path,
    once: Callable[[], BuildReport],
    *,
    first: BuildReport,
    tell: Callable[[BuildReport, BuildReport], None],
) -> None:
    """Build again whenever something has changed, until the user interrupts; a build that fails is told.

    Args:
        articles: what is followed.
        depends: further files that a build depends on.
        out: the graph folder.
        once: a build.
        first: the report of the build before all others.
        tell: hears of every build that has changed the graph, with the one before.
    """
    from kg.build.watch import changes_of

    last = first
    for _ in changes_of(articles, depends, out):
        try:
            report = once()
        except KgError as error:
            typer.echo(f"kg: {error}", err=True)
            continue
        if (report.turtle, report.inputs) != (last.turtle, last.inputs):
            tell(report, last)
        last = report


def say_again(report: BuildReport, last: BuildReport) -> None:
    """Print a line for a build that followed another one, and one for each article that it left out newly."""
    say(f"{minute(report)} UTC  {told(report.changes)}; {count(report.triples, 'triple')}, in {report.seconds:.1f} s")
    for line in _left_out([row for row in report.skipped if row not in last.skipped]):
        say(f"  {line}")


def _left_out(skipped: Sequence[object]) -> Iterator[str]:
    """A line for each of the first articles that are left out."""
    yield from (f"left out: {one}" for one in skipped[:FEW])
    if len(skipped) > FEW:
        yield f"left out: … and {len(skipped) - FEW:,} more"


def _any_changed(changes: Changes) -> bool:
    return any(number for what, number in asdict(changes).items() if what != "kept")


def told(changes: Changes) -> str:
    """What has become of the articles, in words."""
    parts = [f"{number:,} {what}" for what, number in asdict(changes).items() if number and what != "kept"]
    return ", ".join(parts) or "no article changed"


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say what a build would change in a graph, and why."""
    from kg.build.standing import standing

    report_of(folder)  # says what is known of a graph that is not there yet
    found = standing(folder)
    if as_json:
        say(json.dumps(_plain(found), ensure_ascii=False, indent=2))
        return
    report = found.report
    say(f"{folder}, built{f' {minute(report)} UTC' if report.finished else ''} from {', '.join(report.sources)}")
    if found.holder:
        say(f"  a build is going on ({found.holder})")
    if not found.stale:
        say(f"  up to date: {count(report.articles, 'article')}")
    for line in (*_lines(found), *_left_out(found.skipped), *found.notes):
        say(f"  {line}")
    if found.stale:
        say(f"\n{open_book(folder, None).command}  (would read {count(found.unread, 'article')})")


def _lines(found: Standing) -> Iterator[str]:
    """What has changed, a line for each article and each other cause."""
    difference = found.difference
    if difference is None:
        yield "what it was built from is not known any more"
    else:
        renamed = [f"{former} -> {name}" for former, name in difference.renamed]
        named = {"added": difference.added, "changed": difference.changed, "renamed": renamed}
        for what, names in {**named, "deleted": difference.deleted}.items():
            yield from (f"{what:8} {name}" for name in names[:FEW])
            if len(names) > FEW:
                yield f"{what:8} … and {len(names) - FEW:,} more"
        if difference:
            yield f"{'kept':8} {count(difference.kept, 'article')}"
    yield from found.causes


def _plain(found: Standing) -> dict[str, object]:
    difference = None if found.difference is None else asdict(found.difference)
    return {
        "stale": found.stale,
        "articles": difference,
        "causes": found.causes,
        "unread": found.unread,
        "skipped": found.skipped,
        "notes": found.notes,
        "building": found.holder or None,
        "sources": found.report.sources,
        "finished": found.report.finished,
    }


def log(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print every report, a line of JSON each.")] = False,
    as_turtle: Annotated[
        bool, typer.Option("--turtle", help="Print the history as RDF, in the terms of W3C PROV-O.")
    ] = False,
) -> None:
    """Show the builds that made a graph, the last one first."""
    from kg.build import history
    from kg.build.provenance import write_history

    builds = history(folder) or (report_of(folder),)
    if as_turtle:
        say(write_history(builds).rstrip())
    elif as_json:
        for report in builds:
            say(json.dumps(json.loads(report.to_json()), ensure_ascii=False))
    else:
        _show(folder, [report for report in builds if report.finished])


def _show(folder: Path, builds: Sequence[BuildReport]) -> None:
    """Draw the builds as a table that fits a narrow terminal; what they were built by is said where it changes."""
    if not builds:
        say(
            f"{folder}, built with --reproducible, which keeps no history; kg info {quote(str(folder))} shows the graph"
        )
        return
    makers = [f"kg {report.versions['kg']}, {report.model}" for report in builds]
    since = [
        (minute(report), now)
        for report, now, before in zip(builds, makers, ["", *makers], strict=False)
        if now != before
    ]
    say(f"{folder}, {count(len(builds), 'build')}{'' if len(since) > 1 else f' by {makers[0]}'}; times are UTC")
    for when, maker in since[::-1] if len(since) > 1 else ():
        say(f"  from {when} on by {maker}")
    say()
    rows = [
        (
            minute(report),
            _articles(report),
            _folded(_why(before, report)),
            report.read,
            report.triples,
            round(report.seconds, 1),
        )
        for before, report in zip([None, *builds], builds, strict=False)
    ]
    show_table(("built", "articles", "what changed", "read", "triples", "seconds"), rows[::-1])


def minute(report: BuildReport) -> str:
    """When a build was done, as people read it."""
    return report.finished[:16].replace("T", " ")


def _why(before: BuildReport | None, report: BuildReport) -> str:
    """What has changed since the build before: the articles, and what else makes another graph."""
    from kg.build.causes import causes

    others = [] if before is None else [f"other {CALLED.get(name, name)}" for name in causes(before, report)]
    articles = [told(report.changes)] if not others or _any_changed(report.changes) else []
    return ", ".join([*articles, *others])


def _folded(changes: str) -> str:
    """What changed, in short lines, no number parted from its word."""
    bound = changes.replace(", ", ",\n").replace(" ", BOUND).replace("\n", " ")
    return fill(bound, WIDE).replace(BOUND, " ")


def _articles(report: BuildReport) -> int | str:
    """How many articles are in the graph, and of how many."""
    return f"{report.articles} of {report.articles + len(report.skipped)}" if report.skipped else report.articles
