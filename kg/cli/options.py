"""Options that several commands share, their values, and the two ways to give a result: to people, and to programs."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, on_terminal, printable, say, show_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask import KnowledgeGraph, Table, Value
    from kg.ask.analysis.backing import Backing
    from kg.ask.analysis.methods import Choice

__all__ = [
    "FEW",
    "Confidence",
    "Format",
    "Graph",
    "Limit",
    "Relations",
    "Statuses",
    "at_least_one",
    "choice",
    "confidence",
    "day",
    "give",
    "labels",
    "say_backing",
    "seconds",
    "show",
    "status",
]

_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")

_DENIED = "denied"
"""What the page and people call that which the graph calls negated."""


def confidence(given: object) -> float:
    """Read a confidence, which a command line gives as text and a default as a number.

    Raises:
        typer.BadParameter: it is no number from 0 to 1.
    """
    try:
        number = float(str(given))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise typer.BadParameter(f"{str(given)!r} is no confidence; give a number from 0 to 1, such as 0.8")
    return number


def at_least_one(given: object) -> int:
    """Read how many there are to be of something.

    Raises:
        typer.BadParameter: it is no whole number, or less than one.
    """
    try:
        number = int(str(given))
    except ValueError:
        raise typer.BadParameter(f"{str(given)!r} is no whole number; give 1 or more") from None
    if number < 1:
        raise typer.BadParameter(f"{number} is too few; give 1 or more")
    return number


def seconds(given: object) -> float:
    """Read a time in seconds.

    Raises:
        typer.BadParameter: it is no number, or not more than 0.
    """
    try:
        number = float(str(given))
    except ValueError:
        number = -1.0
    if not number > 0:
        raise typer.BadParameter(f"{str(given)!r} is no time; give more than 0 seconds, such as 60")
    return number


def day(given: str, *, last: bool = False) -> date:
    """Read a day; a month or a year stands for its first day, or for its last.

    >>> day("2025-12"), day("2025", last=True)
    (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31))

    Raises:
        typer.BadParameter: there is no such day.
    """
    try:
        if partial := _MONTH_OR_YEAR.fullmatch(given):
            year, month = int(partial[1]), int(partial[2] or (12 if last else 1))
            return date(year, month, monthrange(year, month)[1] if last else 1)
        return date.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{given!r} is no day; write it as 2025-12-31, 2025-12 or 2025") from None


def status(given: str) -> str:
    """Read a status, in any case; what is denied is negated.

    >>> status("Denied"), status("planned")
    ('negated', 'planned')
    """
    name = given.casefold()
    return "negated" if name == _DENIED else name


FEW = 20
"""Rows that people are shown unless they ask for more or fewer; programs get all."""

Graph = Annotated[Path, typer.Option("--graph", "-g", metavar="DIR", help="The graph folder.")]
Format = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="Give all there is for a program: table, csv or json (SPARQL results)."
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", show_default=f"{FEW}, or all with --format", help="Give at most so many."),
]
Statuses = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        parser=status,
        metavar="STATUS",
        show_default="asserted",
        help="What counts: asserted, planned, hypothetical, denied or all; may be repeated.",
    ),
]
Relations = Annotated[
    list[str] | None, typer.Option("--relation", metavar="NAME", help="Only this relation counts; may be repeated.")
]
Confidence = Annotated[
    float, typer.Option("--min-confidence", parser=confidence, metavar="0–1", help="Only what is at least so sure.")
]


def choice(statuses: list[str] | None, relations: list[str] | None, min_confidence: float) -> Choice:
    """The statements that the options choose: what is asserted, unless they say otherwise."""
    wanted = statuses or ["asserted"]
    return {
        "statuses": () if "all" in wanted else wanted,
        "relations": relations or (),
        "min_confidence": min_confidence,
    }


def labels(graph: KnowledgeGraph) -> Mapping[str, str]:
    """What the classes of a graph are called in English, by compact IRI."""
    vocabulary = graph.store.vocabulary
    classes = graph.schema.classes.values()
    return {vocabulary.compact(vocabulary.expand(one.iri).value): one.label.get("en", one.name) for one in classes}


def say_backing(backing: Backing) -> None:
    """Print the passage that backs a statement, and its article."""
    published = f"{backing.published:%Y-%m-%d}" if backing.published else None
    say(f"    “{backing.sentence}”")
    say("    " + ", ".join(part for part in (backing.title, published, backing.path) if part))


def show(columns: Sequence[str], rows: Sequence[Sequence[Value]], limit: int | None = None) -> None:
    """Print a table for people, cut at the limit; what is cut is told on standard error."""
    from kg.ask import Table, write_answer

    shown = rows[: FEW if limit is None else limit]
    if on_terminal():
        show_table(columns, shown)
    else:
        typer.echo(write_answer(Table(tuple(columns), tuple(map(tuple, shown))), "table"), nl=False)
    if len(shown) < len(rows):
        typer.echo(f"{len(shown):,} of {count(len(rows), 'row')}; --limit changes that", err=True)


def give(table: Table, format: str, limit: int | None = None) -> None:  # noqa: A002 - the option's name
    """Print a table for a program, in the formats of ``kg query``; all of it where no limit is given."""
    from kg.ask import Table, write_answer

    cut = Table(table.columns, table.rows[:limit], terms=table.terms[:limit])
    text = write_answer(cut, format)
    typer.echo(printable(text) if on_terminal() else text, nl=False)
