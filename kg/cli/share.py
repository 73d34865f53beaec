"""Handing a graph on: other formats, and the page."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import count, say
from kg.cli.part import (
    Around,
    Classes,
    Confidence,
    Depth,
    Relations,
    Since,
    Statuses,
    Until,
    nothing_passes,
    part_of,
    understood,
)

__all__ = ["export", "view"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")]
FORMATS = (
    "turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf or csv, or one of the folders tables, parquet, "
    "neo4j and obsidian"
)

_NEXT = {"obsidian": "open it as a vault in Obsidian", "neo4j": "load it with: sh {}/import.sh"}
"""What to do with a folder that does not say so itself."""


def export(
    folder: Folder = Path("out"),
    *,
    format: Annotated[  # noqa: A002 - the option's name
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            show_default="by the end of FILE, or turtle",
            help=f"One of {FORMATS}; list tells what each is for.",
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The file or folder to write; standard output without it, or for -."
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    classes: Classes = None,
    relations: Relations = None,
    statuses: Statuses = None,
    min_confidence: Confidence = None,
    around: Around = None,
    depth: Depth = None,
    ontology: Annotated[
        bool, typer.Option("--ontology/--no-ontology", help="Write the classes and relations along with the data.")
    ] = True,
    reification: Annotated[
        str,
        typer.Option(
            metavar="WAY",
            help="How RDF says which triple a statement is about, beside our own properties: none, rdf (rdf:Statement) "
            "or rdf12 (triple terms).",
        ),
    ] = "none",
    language: Annotated[str, typer.Option(metavar="CODE", help="The language of notes: fr or en.")] = "fr",
) -> None:
    """Write a graph, or a part of it, for another tool.

    RDF for triple stores and Protégé, GraphML and GEXF for Gephi, yEd, igraph and networkx, CSV for spreadsheets;
    tables for pandas and DuckDB, an import for Neo4j, notes for Obsidian, each a folder. A folder that is written again
    keeps what was added to it.
    """
    from kg.ask import open_graph
    from kg.graph.exports import Format

    if format == "list":
        width = max(map(len, Format))
        for one in Format:
            say(f"{one:{width}}  {one.about}")
        return
    out = None if str(out) == "-" else out
    wanted = Format.named(format) if format else Format.of(out or Path())
    filters = understood(
        {
            "since": since, "until": until, "class": classes, "relation": relations, "status": statuses,
            "min_confidence": min_confidence, "around": around, "depth": depth,
        }
    )  # fmt: skip
    with open_graph(folder) as graph, part_of(graph, filters) as part:
        part.export(out or sys.stdout.buffer, wanted, ontology=ontology, reification=reification, language=language)
        kg = part.store.vocabulary.kg
        entities, statements = (len(part.store.subjects(one)) for one in (kg.mentionCount, kg.predicate))
    if filters and not entities:
        typer.echo(f"nothing is left to export: {nothing_passes(filters)}", err=True)
    elif out:
        say(f"{out}: {count(entities, 'entity')}, {count(statements, 'statement')}")
        if wanted in _NEXT:
            say(f"  {_NEXT[wanted].format(out)}")


def view(
    folder: Folder = Path("out"),
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    query: Annotated[
        str | None,
        typer.Option(
            metavar="FILE.rq",
            help="Draw the answer of this query: a CONSTRUCT, a DESCRIBE, or a SELECT of ?s ?p ?o.",
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    classes: Classes = None,
    relations: Relations = None,
    statuses: Statuses = None,
    min_confidence: Confidence = None,
    around: Around = None,
    depth: Depth = None,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="The page holds at most so many entities, the most important first.")
    ] = 10_000,
    drawn: Annotated[
        int, typer.Option(min=1, metavar="N", help="So many are drawn when it opens; the others are a search away.")
    ] = 1000,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What stands at the top.")] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help="The language of the page: fr or en.")] = "fr",
    embed: Annotated[bool, typer.Option("--embed", help="For a frame in a report: only what fits there.")] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Draw a graph, or a part of it, as a page.

    Drawn again into the same file, what was there before stays where it was.
    """
    from kg.ask import open_graph
    from kg.view import places

    if str(out) == "-":
        raise typer.BadParameter("a page goes into a file, not to standard output; name one, such as -o graph.html")
    filters = understood(
        {
            "since": since, "until": until, "class": classes, "relation": relations, "status": statuses,
            "min_confidence": min_confidence, "around": around, "depth": depth,
        }
    )  # fmt: skip
    with open_graph(folder) as graph:
        picture = graph.view(
            query=query,
            title=title,
            language=language,
            drawn=drawn,
            embed=embed,
            known=places(out),
            limit=limit,
            **filters,
        )
    picture.save(out)
    data = picture.data
    say(f"{out}: {count(len(data.nodes), 'entity')}, {count(len(data.edges), 'statement')}")
    if not data.nodes:
        say(f"  nothing to draw: {nothing_passes(filters)}")
    elif classes and not data.edges:
        say("  no statement has to do with them" if len(classes) == 1 else "  no statement joins two of them")
    if data.hidden.entities:
        say(f"  {count(data.hidden.entities, 'less important entity')} left out; --limit changes that")
    if open_it:
        webbrowser.open(out.resolve().as_uri())
