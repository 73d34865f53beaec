"""Serving a graph to browsers and to programs."""

from __future__ import annotations

import logging
import webbrowser
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import say
from kg.errors import MissingExtra

__all__ = ["serve"]


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Where to listen; 0 for any free.")] = 8000,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Which address of this machine to listen at; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A name by which browsers may call this server, beside localhost; may be repeated."
        ),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A site whose pages may ask here, or * for all; may be repeated."),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the graph is called on the pages.")] = None,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of pages for who prefers neither: fr or en.")
    ] = "fr",
    timeout: Annotated[
        float | None, typer.Option(min=0.1, metavar="SECONDS", show_default="30", help="When a query is stopped.")
    ] = None,
    max_rows: Annotated[
        int | None, typer.Option(min=1, metavar="N", show_default="500,000", help="Rows that an answer may have.")
    ] = None,
    queries: Annotated[int, typer.Option(min=1, metavar="N", help="Queries that run at the same time.")] = 4,
    open_it: Annotated[bool, typer.Option("--open", help="Open the pages in a browser.")] = False,
) -> None:
    """Serve a graph: pages for people, SPARQL for programs.

    Only this machine reaches it unless --host says otherwise, and nobody can change anything. Ctrl-C ends it; a
    build that replaces the graph is noticed. This needs the extra: pip install 'kg[serve]'.
    """
    for package in ("starlette", "uvicorn"):
        if find_spec(package) is None:
            raise MissingExtra("kg serve", package, "serve")
    if language not in {"fr", "en"}:
        raise typer.BadParameter(f"{language!r} is no language of the pages; give fr or en")
    from kg.serve import Limits
    from kg.serve.app import make_app
    from kg.serve.server import Server, address, is_private, listen

    usual = Limits()
    limits = replace(usual, seconds=timeout or usual.seconds, rows=max_rows or usual.rows)
    names = [*(host_name or ()), host]
    with listen(host, port) as sock:
        app = make_app(
            folder, title=title, language=language, limits=limits, engines=queries, names=names, cors=cors or ()
        )
        where, private = address(sock), is_private(sock)

        def tell() -> None:
            say(f"{folder}: pages at {where}, queries at {where}sparql, graphs at {where}data; Ctrl-C ends it")
            if not private:
                typer.echo(
                    f"whoever reaches this machine at {host} can read the whole graph; nobody is asked who they are",
                    err=True,
                )
            if open_it:
                webbrowser.open(where)

        logging.basicConfig(format="kg: %(message)s", level=logging.WARNING)
        logging.getLogger("kg.serve").setLevel(logging.INFO)
        Server(app, sock, tell).work()
