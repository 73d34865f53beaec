"""Loading what a cluster has made: into a graph folder here, or into another store by that store's own commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import progress, say
from kg.cli.summary import summarize

__all__ = ["load"]


def load(
    shards: Annotated[
        str,
        typer.Argument(metavar="PLACE", help="Where kg build --engine has left its shards: a folder or an address."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The graph folder to write.")] = Path("out"),
    store: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="STORE", help="Load nothing; print what to type for qlever, jena or virtuoso to load it."
        ),
    ] = None,
    schema: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The schema that the shards were made with, if any was given.")
    ] = None,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Leave out of DIR what differs from run to run: times, history.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Load the shards of a graph that a cluster has made.

    DIR becomes a graph folder like any other. For graphs too large for that, --for prints the commands by which QLever,
    Apache Jena TDB2 or Virtuoso load the same files: every shard is a file of sorted N-Quads. Decisions have their part
    in the shards: whoever makes these again gives them (kg build --engine ray --decisions FILE).
    """
    from kg.build import load_shards
    from kg.engine import LOADERS, Place, commands, read_shards
    from kg.schema import load_schema

    if store is not None and store not in LOADERS:
        raise typer.BadParameter(f"no such store {store!r}; use one of {', '.join(LOADERS)}", param_hint="'--for'")
    if store is not None:
        for line in commands(read_shards(Place.at(shards)), store):
            say(line)
        return
    with progress(quiet=quiet) as tell:
        report = load_shards(shards, out, schema=schema, reproducible=reproducible, progress=tell)
    if not quiet:
        summarize(report, load_schema(schema))
