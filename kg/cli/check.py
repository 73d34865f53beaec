"""Checking a graph: its own questions, its shapes, and the files that it quotes."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, say
from kg.cli.options import give
from kg.cli.program import fail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ask import KnowledgeGraph
    from kg.ask.faults import Finding

__all__ = ["validate"]

FEW = 5
"""Faults that people are shown of each check unless they ask for more."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")]


def validate(
    folder: Folder = Path("out"),
    *,
    schema: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", show_default="the one that the build was given", help="Your classes and relations."
        ),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            show_default="those of the build, where they are still there",
            help="The articles that the passages must quote: files, folders or patterns; may be repeated.",
        ),
    ] = None,
    shapes: Annotated[
        bool, typer.Option("--shapes/--no-shapes", help="Check the SHACL shapes too, which takes longest.")
    ] = True,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail as well.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default=f"{FEW}, or all with --format", help="Show so many of a kind."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str,
        typer.Option("--format", "-f", metavar="FORMAT", help="For a program: table, csv or json (SPARQL results)."),
    ] = "",
) -> None:
    """Check a graph: its evidence, its quotations, its shapes.

    No fact without evidence, no passage that misquotes, nothing that the shapes forbid.
    Each fault comes with the article and the sentence to look at. kg queries checks/NAME explains a check. Warnings
    may be right, and fail only with --strict. The shapes need the extra: pip install 'kg[validate]'.
    """
    from kg.ask import open_graph

    with open_graph(folder) as graph:
        found = [*_findings(graph), *_quotations(graph, articles)]
        if shapes:
            found += _violations(graph, schema)
        [(triples,)] = graph.store.texts("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        if format:
            _give(graph, found, format, limit)
        else:
            _show(found, limit or FEW)
    errors = sum(not one.warning or strict for one in found)
    warnings = len(found) - errors
    if errors:
        fail(f"{folder}: {count(errors, 'fault')}; build the graph again with this version, or mend what was edited")
    if not format:
        besides = f"; {count(warnings, 'warning')}" if warnings else ""
        say(f"{folder}: {count(int(triples), 'triple')}, all as they should be{besides}")


def _findings(graph: KnowledgeGraph) -> Iterator[Finding]:
    from kg.ask.faults import findings

    return findings(graph.store)


def _violations(graph: KnowledgeGraph, schema: Path | None) -> Iterator[Finding]:
    from kg.ask.faults import broken_shapes
    from kg.schema import load_schema

    return broken_shapes(graph.store, load_schema(schema) if schema else graph.schema)


def _quotations(graph: KnowledgeGraph, articles: Sequence[str] | None) -> Iterator[Finding]:
    """The passages that are not in the files as they are quoted; says what could not be compared."""
    from kg.ask.faults import misquotes
    from kg.build import read_report
    from kg.errors import ArticleError, GraphError
    from kg.read import article_files

    try:
        sources = articles or list(read_report(graph.folder).sources)
        files = article_files(sources)
    except (ArticleError, GraphError) as error:
        if articles:
            raise
        typer.echo(f"passages not compared with the articles ({error}); --articles says where they are", err=True)
        return
    quoted = misquotes(graph.store, [(file.name, file.path) for file in files if file.path is not None])
    if quoted.changed:
        number = count(len(quoted.changed), "article")
        typer.echo(f"{number} changed or gone since the build, such as {quoted.changed[0]}: not compared", err=True)
    yield from quoted.findings


def _show(found: Sequence[Finding], limit: int) -> None:
    """Print the faults, check after check, for people."""
    for name, group in groupby(found, lambda one: one.check):
        of_check = list(group)
        heading(f"{name}: {count(len(of_check), 'warning' if of_check[0].warning else 'fault')}")
        for one in of_check[:limit]:
            say(f"  {one.node} {one.detail}")
            if one.place.path:
                sentence = " ".join(one.place.sentence.split())
                say(f"    {one.place.path}: “{sentence}”" if sentence else f"    {one.place.path}")
        if len(of_check) > limit:
            say(f"  and {len(of_check) - limit:,} more; --limit changes that")
        say()


def _give(graph: KnowledgeGraph, found: Sequence[Finding], format: str, limit: int | None) -> None:  # noqa: A002
    """Print the faults as a table for a program."""
    from kg.ask.tables import to_table

    rows = [
        ("warning" if one.warning else "error", one.check, one.node, one.detail, one.place.path, one.place.sentence)
        for one in found
    ]
    give(
        to_table(("level", "check", "node", "detail", "path", "sentence"), rows, graph.store.vocabulary), format, limit
    )
