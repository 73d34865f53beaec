"""Handing a graph on: other formats, the page, the check against the shapes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import fail
from kg.cli.console import count, say

__all__ = ["export", "validate"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")]
FORMATS = "turtle, ntriples, nquads, trig, jsonld, rdfxml, graphml, gexf or csv"


def export(
    folder: Folder = Path("out"),
    *,
    format: Annotated[str, typer.Option("--format", "-f", help=f"One of {FORMATS}.")] = "turtle",  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; standard output without it.")
    ] = None,
    ontology: Annotated[
        bool, typer.Option("--ontology/--no-ontology", help="Write the classes and relations along with the data.")
    ] = True,
) -> None:
    """Write a graph in another format: RDF for triple stores, GraphML and GEXF for Gephi, CSV for spreadsheets."""
    from kg.ask import open_graph
    from kg.graph.exports import export as write

    with open_graph(folder) as graph:
        write(graph.store, format, out or sys.stdout.buffer, ontology=None if ontology else ())


def validate(
    folder: Folder = Path("out"),
    *,
    schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The TOML file that the build was given, if any.")
    ] = None,
) -> None:
    """Check a graph against its SHACL shapes; every violation is a line."""
    from kg.ask import open_graph
    from kg.graph.validate import validate as check
    from kg.schema import load_schema

    with open_graph(folder) as graph:
        violations = check(graph.store, schema=load_schema(schema))
        triples = len(graph.store)
    for violation in violations:
        say(f"{violation.focus} {violation.path}: {violation.message}")
    if violations:
        fail(f"{folder}: {count(len(violations), 'violation')}; build the graph again with this version")
    say(f"{folder}: {count(triples, 'triple')}, all conform to the shapes")
