"""One's own RDF beside the graph, so that queries join the two."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, say
from kg.cli.options import Graph  # noqa: TC001 - typer reads the annotation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.build import Imported
    from kg.review.meeting import Finding

__all__ = ["import_"]

FEW = 5
"""Findings of one kind that are shown unless all are asked for."""


def import_(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="RDF: .ttl, .nt, .nq, .trig, .jsonld, .rdf, .owl or .xml.", show_default=False
        ),
    ] = None,
    *,
    graph: Graph = Path("out"),
    name: Annotated[
        str | None, typer.Option(metavar="NAME", show_default="the file's", help="What to call the import.")
    ] = None,
    match_names: Annotated[
        bool, typer.Option("--match-names", help="Take things that are named alike, each only once, for the same.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what has been imported.")] = False,
    forget: Annotated[
        str | None, typer.Option(metavar="NAME", help="Take an import out of the graph.", show_default=False)
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=f"Show all that was found, not {FEW} of each kind.")] = False,
) -> None:
    """Put your own RDF beside a graph, for queries to join.

    That is a company register, say, or a taxonomy. It lies in a named graph of its own and stays there through later
    builds. Things that the file or a shared identity (owl:sameAs) says are the same are linked; what is only named
    alike, and what contradicts the graph, is told.
    """
    from kg.build import add_import, forget_import, imports

    if sum((file is not None, listed, forget is not None)) != 1:
        raise typer.BadParameter("give a FILE to bring in, or --list, or --forget NAME")
    if listed:
        there = imports(graph)
        if not there:
            say("nothing has been imported")
        for one in there:
            matched = ", names matched" if one.match_names else ""
            say(f"{one.name}: {count(one.triples, 'triple')} from {one.source}{matched}")
    elif forget is not None:
        forget_import(graph, forget)
        say(f"{forget} is no longer beside the graph")
    elif file is not None:
        _tell(add_import(graph, file, name=name, match_names=match_names), show_all=all_)


def _tell(done: Imported, *, show_all: bool) -> None:
    """Print what an import did, what it met and how to ask for it."""
    meeting = done.meeting
    say(f"{count(done.kept.triples, 'triple')} from {done.kept.source}, in the graph <{done.graph.value}>")
    linked = f", {len(meeting.links):,} of them linked by this import" if meeting.links else ""
    say(f"  {count(meeting.shared, 'thing')} that the graph has too{linked}")
    for kind, found in groupby(meeting.findings, key=lambda one: one.kind):
        say()
        _show(kind, list(found), show_all=show_all)
    say()
    heading("Ask it")
    say("  queries see it together with the graph; alone it is")
    say(f"  GRAPH <{done.graph.value}> {{ ?s ?p ?o }}")


def _show(kind: str, found: Sequence[Finding], *, show_all: bool) -> None:
    heading(f"{kind}: {len(found):,}")
    shown = found if show_all else found[:FEW]
    for one in shown:
        say(f"  {one.text}")
    if len(found) > len(shown):
        say(f"  … and {len(found) - len(shown):,} more; --all shows them")
