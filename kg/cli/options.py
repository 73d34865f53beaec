"""Options that several commands share, and the two ways to give a result: to people, and to programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import confidence
from kg.cli.console import count, on_terminal, printable, say, show_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask import KnowledgeGraph, Table, Value
    from kg.ask.analyses import Choice
    from kg.ask.backing import Backing

__all__ = [
    "FEW",
    "Confidence",
    "Format",
    "Graph",
    "Limit",
    "Relations",
    "Statuses",
    "choice",
    "give",
    "labels",
    "say_backing",
    "show",
]

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
        metavar="STATUS",
        show_default="asserted",
        help="What counts: asserted, planned, hypothetical, negated or all; may be repeated.",
    ),
]
Relations = Annotated[
    list[str] | None, typer.Option("--relation", metavar="NAME", help="Only this relation counts; may be repeated.")
]
Confidence = Annotated[
    float, typer.Option("--min-confidence", callback=confidence, metavar="0–1", help="Only what is at least so sure.")
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
