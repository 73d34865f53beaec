"""Checking a graph: against its shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.program import fail
from kg.cli.console import count, say

__all__ = ["validate"]

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
) -> None:
    """Check a graph against its SHACL shapes.

    Every violation is a line on standard output. This needs the extra: pip install 'kg[validate]'.
    """
    from kg.ask import open_graph
    from kg.graph.validate import validate as check
    from kg.schema import kept, load_schema

    with open_graph(folder) as graph:
        violations = check(graph.store, schema=load_schema(schema or kept(folder)))
        triples = len(graph.store)
    for violation in violations:
        say(f"{violation.focus} {violation.path}: {violation.message}")
    if violations:
        fail(f"{folder}: {count(len(violations), 'violation')}; build the graph again with this version")
    say(f"{folder}: {count(triples, 'triple')}, all conform to the shapes")
