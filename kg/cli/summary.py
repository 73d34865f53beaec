"""What a build says when it is done, and ``kg info`` says again."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, rows, say
from kg.cli.follow import minute, told
from kg.cli.unfinished import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.build import BuildReport
    from kg.schema import Schema

__all__ = ["info", "say_up_to_date", "summarize"]

FEW = 10
"""How many skipped articles, or decisions that name nothing, a summary names; the report names them all."""


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
    when = f" {minute(report)} UTC" if report.finished else ""
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
    _say_first(report, report.skipped)
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
    _say_first(report, [f"a decision that names nothing here: {line}" for line in report.unmatched])
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


def _say_first(report: BuildReport, lines: Sequence[object]) -> None:
    """Print the first of some lines, and where all of them are."""
    for line in lines[:FEW]:
        say(f"  {line}")
    if len(lines) > FEW:
        say(f"  … and {len(lines) - FEW:,} more, all in {report.files['report']}")


def _since(report: BuildReport, former: BuildReport | None) -> Iterator[str]:
    """What has changed since the build before, and what that has cost."""
    from kg.build.causes import causes

    read = f"{report.read:,} had to be read" if report.read else "none had to be read"
    why = () if former is None else causes(former, report).values()
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
