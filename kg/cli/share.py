"""Handing a graph on: other formats, and the page."""

from __future__ import annotations

import sys
import webbrowser
from datetime import date  # noqa: TC003 - typer reads the annotation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, say
from kg.cli.options import Confidence, day, status

if TYPE_CHECKING:
    from kg.ask.graph import Filters

__all__ = ["export", "view"]

_FILTERS = {
    "classes": "--class",
    "relations": "--relation",
    "statuses": "--status",
    "min_confidence": "--min-confidence",
    "since": "--since",
    "until": "--until",
}
"""The options that leave things out of a page, by what the page calls them."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")]
FORMATS = "turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf or csv"


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
            help=f"One of {FORMATS}.",
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; standard output without it.")
    ] = None,
    ontology: Annotated[
        bool, typer.Option("--ontology/--no-ontology", help="Write the classes and relations along with the data.")
    ] = True,
) -> None:
    """Write a graph in another format.

    RDF for triple stores, GraphML and GEXF for Gephi, yEd and networkx, CSV for spreadsheets.
    """
    from kg.ask import open_graph
    from kg.graph.exports import Format
    from kg.graph.exports import export as write

    wanted = format or Format.of(out or Path())
    with open_graph(folder) as graph:
        write(graph.store, wanted, out or sys.stdout.buffer, ontology=None if ontology else ())


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
    around: Annotated[str | None, typer.Option(metavar="NAME", help="Only what lies near this entity.")] = None,
    depth: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default="1", help="With --around: how many steps from it."),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help="Only this class (ORG, …), in any case; may be repeated."),
    ] = None,
    relations: Annotated[
        list[str] | None, typer.Option("--relation", metavar="NAME", help="Only this relation; may be repeated.")
    ] = None,
    statuses: Annotated[
        list[str] | None,
        typer.Option(
            "--status",
            parser=status,
            metavar="STATUS",
            help="Only asserted, planned, hypothetical or denied; may be repeated.",
        ),
    ] = None,
    min_confidence: Confidence = 0.0,
    since: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Only what articles say from this day on.")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="Only what articles say up to this day.")
    ] = None,
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
    filters: Filters = {
        "classes": classes or (),
        "relations": relations or (),
        "statuses": statuses or (),
        "min_confidence": min_confidence,
        "since": since,
        "until": until,
        "limit": limit,
    }
    if depth is not None:
        filters["depth"] = depth
    with open_graph(folder) as graph:
        picture = graph.view(
            query=query,
            around=around,
            title=title,
            language=language,
            drawn=drawn,
            embed=embed,
            known=places(out),
            **filters,
        )
    picture.save(out)
    data = picture.data
    say(f"{out}: {count(len(data.nodes), 'entity')}, {count(len(data.edges), 'statement')}")
    if not data.nodes:
        say(f"  nothing to draw: {_nothing(filters)}")
    elif filters["classes"] and not data.edges:
        say("  no statement joins two of them; name a second --class to see what they have to do with it")
    if data.hidden.entities:
        say(f"  {count(data.hidden.entities, 'less important entity')} left out; --limit changes that")
    if open_it:
        webbrowser.open(out.resolve().as_uri())


def _nothing(filters: Filters) -> str:
    """Why a page is empty, and what to do about it."""
    given = [option for name, option in _FILTERS.items() if filters.get(name)]
    if not given:
        return "the graph holds no entity; build it from articles that name some"
    if len(given) == 1:
        return f"nothing passes {given[0]}; loosen it"
    second = ", or name a second --class, since a statement has two ends" if filters["classes"] else ""
    return f"nothing passes {', '.join(given[:-1])} and {given[-1]} together; loosen one of them{second}"
