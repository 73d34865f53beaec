"""Sending a graph to a store elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, say

if TYPE_CHECKING:
    from kg.remote.client import Remote

__all__ = ["publish"]

LEDGER = "published.json"
"""The file, in a graph folder, that says what has arrived where."""

TRIES = 5
"""How often a part is sent before the command gives up; it goes on from there when it is given again."""


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    to: Annotated[str, typer.Option(metavar="URL", help="The Graph Store Protocol address of the store.")],
    graph_name: Annotated[
        str | None,
        typer.Option(metavar="IRI", show_default="the graph's own", help="The named graph that the data goes to."),
    ] = None,
    default_graph: Annotated[bool, typer.Option("--default-graph", help="Send the data to the default graph.")] = False,
    sparql: Annotated[
        str | None,
        typer.Option(
            metavar="URL", show_default="by fetching the graph", help="The SPARQL address of the store, to count there."
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace graphs of these names that were not published from here.")
    ] = False,
    part: Annotated[int, typer.Option(min=1, metavar="N", help="Triples to send at a time.")] = 20_000,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How long one answer may take.")] = 300.0,
    user: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who sends; the password is asked for.", show_default=False)
    ] = None,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --user: where the password lies.", show_default=False)
    ] = None,
) -> None:
    """Send the graph to a store that you name.

    Fuseki, GraphDB, Oxigraph, Virtuoso, or whatever else speaks the SPARQL 1.1 Graph Store Protocol.
    The data, the ontology and your imports go to named graphs, in parts. A command that is cut off goes on where it
    stopped when you give it again. At the end the store is asked how many triples it holds.
    """
    from kg.ask import open_graph
    from kg.remote.client import Remote
    from kg.remote.publish import publish as send
    from kg.remote.publish import refuse_strangers, shipments

    if graph_name is not None and default_graph:
        raise typer.BadParameter("name a graph with --graph-name, or send to --default-graph; not both")
    login = None if user is None else (user, _password(password_file))
    remote = Remote(to, timeout, tries=TRIES, login=login)
    counts: Remote | None = None if sparql is None else Remote(sparql, timeout, tries=TRIES, login=login)
    with open_graph(folder) as graph:
        wanted = shipments(graph.store, "" if default_graph else _checked(graph_name))
        if not overwrite:
            refuse_strangers(wanted, remote, folder / LEDGER)
        for one in wanted:
            done = send(one, remote, folder / LEDGER, counts=counts, part=part, progress=_tell)
            where = f"<{done.name}>" if done.name else "the default graph"
            say(f"{where}: {count(done.triples, 'triple')}{'' if done.sent else ', there already'}")


def _tell(name: str, done: int, total: int) -> None:
    if done < total:
        typer.echo(f"  {name or 'the default graph'}: {done:,} of {total:,}", err=True)


def _checked(name: str | None) -> str | None:
    if name is not None and ("://" not in name or any(one in name for one in ' <>"{}|\\^`')):
        raise typer.BadParameter(f"{name!r} is no IRI; write it in full, such as https://data.example.org/graph")
    return name


def _password(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Password", hide_input=True, err=True))
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise typer.BadParameter(f"{file}: holds no password; write it on the first line")
    return lines[0]
