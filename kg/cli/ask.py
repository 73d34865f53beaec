"""Asking a graph: a question that comes with kg or one's own, and the evidence for a statement."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, on_terminal, printable, say, say_marked, show_table
from kg.cli.options import Graph  # noqa: TC001 - typer reads the annotation
from kg.cli.part import (
    Around,
    Classes,
    Confidence,
    Depth,
    Relations,
    Since,
    Statuses,
    Until,
    divided,
    part_of,
)

if TYPE_CHECKING:
    from kg.ask import Table
    from kg.ask.engine import Engine

__all__ = ["explain", "query"]


def query(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(metavar="NAME|FILE|-", help="The name of a question, a SPARQL file, or standard input."),
    ],
    *,
    graph: Graph = Path("out"),
    format: Annotated[  # noqa: A002 - the option's name
        str,
        typer.Option(
            "--format", "-f", metavar="FORMAT", help="table, csv, json (SPARQL results) or turtle (for CONSTRUCT)."
        ),
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Stop after so many rows.")] = None,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="When to give up; 0 for never.")] = 60.0,
    since: Since = None,
    until: Until = None,
    classes: Classes = None,
    relations: Relations = None,
    statuses: Statuses = None,
    min_confidence: Confidence = None,
    around: Around = None,
    depth: Depth = None,
) -> None:
    """Ask a graph a question, by name or in SPARQL.

    A question's own parameters are options: kg query partners --org Nvidia. kg queries NAME lists them. The options
    that say what counts choose a part of the graph, which alone is asked; one that the question declares as a parameter
    is the question's. A yes-or-no question (ASK) prints yes or no and leaves with status 0 or 1.
    """
    parameters = _parameters(context)
    engine = _started(graph)
    from kg.ask import Table, open_graph, read_query, write_answer

    question = read_query(sys.stdin.read() if source == "-" else source)
    own, filters = divided(
        {
            "since": since, "until": until, "class": classes, "relation": relations, "status": statuses,
            "min_confidence": min_confidence, "around": around, "depth": depth,
        },
        {parameter.name for parameter in question.params},
    )  # fmt: skip
    parameters |= own
    with open_graph(graph, engine) as opened, part_of(opened, filters) as opened:
        answer = opened.answer(question, parameters, limit=limit, timeout=timeout or None)
    if isinstance(answer, Table) and format in {"", "table"} and on_terminal():
        if answer.rows:
            show_table(answer.columns, answer.rows)
        else:
            typer.echo("no rows", err=True)
    else:
        default = "turtle" if question.form in {"construct", "describe"} else "table"
        text = write_answer(answer, format or default)
        typer.echo(printable(text) if on_terminal() else text, nl=False)
    if isinstance(answer, Table) and answer.truncated:
        typer.echo(f"cut after {count(len(answer.rows), 'row')}; --limit changes that", err=True)
    if isinstance(answer, bool):
        raise typer.Exit(0 if answer else 1)


def _started(graph: Path) -> Engine:
    """What will answer for a graph; its process starts while this one imports what asks it."""
    from kg.ask.engine import STORE, Engine
    from kg.files import part

    engine = Engine(part(graph, STORE))
    engine.warm()
    return engine


def _parameters(context: typer.Context) -> dict[str, object]:
    """The options that typer does not know, which are the question's own; ``-`` and ``_`` in their names are one.

    Raises:
        typer.BadParameter: a word is no option, or an option has no value or two.
    """
    found: dict[str, object] = {}
    words = iter(context.args)
    for word in words:
        option, equals, value = word.removeprefix("--").partition("=")
        name = option.replace("-", "_")
        if not word.startswith("--") or not option:
            advice = "write parameters as --name value, and > FILE for an answer in a file"
            raise typer.BadParameter(f"{word!r} is out of place; {advice}", context)
        if not equals:
            value = next(words, "")
            if not value or value.startswith("--"):
                raise typer.BadParameter(f"--{option} has no value; write --{option} VALUE", context)
        if name in found:
            raise typer.BadParameter(f"--{option} is given twice; give it once", context)
        found[name] = value
    return found


def explain(
    subject: Annotated[str, typer.Argument(help="The entity that a statement is about.")],
    predicate: Annotated[str | None, typer.Argument(help="The relation, such as partnersWith; all without it.")] = None,
    object: Annotated[str | None, typer.Argument(help="The other entity; all without it.")] = None,  # noqa: A002
    *,
    graph: Graph = Path("out"),
) -> None:
    """Show the sentences behind a fact, or an entity's names.

    An entity alone comes with its names, each with the reason why it stands for the entity, and with what is doubtful.
    Each sentence comes with how it puts the fact, the words that gave it away, its article, its place in the file, and
    the rule or model that read it. A terminal shows those words bold and underlined.
    """
    engine = _started(graph)
    from kg.ask import open_graph
    from kg.graph.triggers import trigger_places

    with open_graph(graph, engine) as opened:
        passages = opened.table("evidence", entity=subject, relation=predicate, other=object)
        names = None if predicate or object else opened.table("identity", entity=subject)
    if names is not None:
        _explain_names(names)
    for row in passages.rows:
        of = dict(zip(passages.columns, row, strict=True))
        reviewed = f", {of['reviewed']} by a person" if of["reviewed"] else ""
        fact = f"{of['subject']} {of['relation_name']} {of['object']}"
        heading(f"{fact}: {of['status']}, {of['confidence']:.2f}{reviewed}")
        words = [word for word in str(of["words"]).split(", ") if word]
        sentence = " ".join(str(of["sentence"]).split())
        say_marked(f"  “{sentence}”", trigger_places(f"  “{sentence}”", words))
        if words and not on_terminal():
            say(f"  words: {', '.join(words)}")
        published = f"{of['published']:%Y-%m-%d}" if isinstance(of["published"], date) else None
        say("  " + ", ".join(str(part) for part in (of["title"], published, of["url"]) if part))
        say(f"  {of['path']}, characters {of['start']} to {of['end']}, read by {of['extracted_by']}")
        say()
    say(count(len(passages.rows), "passage"))


def _explain_names(names: Table) -> None:
    """Print which names stand for an entity and why, and what is doubtful."""
    rows = [dict(zip(names.columns, row, strict=True)) for row in names.rows]
    if not rows:
        return
    heading(f"{rows[0]['label']} ({rows[0]['class']})")
    for of in rows:
        match of["kind"]:
            case "merged":
                articles = of["articles"]
                number = f", {count(articles, 'article')}" if isinstance(articles, int) else ""
                say(f"  also named {of['name']} ({of['rule']}{number}): {of['reason']}")
            case "same as":
                say(f"  the same as <{of['name']}>")
            case "read as":
                say(
                    f"  read as {of['name']} in {of['articles']} of its articles, {_share(of['score'])} of the readings"
                )
            case _:
                say(f"  may be {of['name']}, {_share(of['score'])} likely ({of['rule']}): {of['reason']}")
    say()


def _share(score: object) -> str:
    return f"{score:.0%}" if isinstance(score, int | float) else "?"
