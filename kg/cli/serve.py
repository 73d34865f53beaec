"""Serving a graph on the web."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["serve"]


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Where to listen; 0 for any free one.")
    ] = 8000,
    open_it: Annotated[bool, typer.Option("--open", help="Open the pages in a browser.")] = False,
) -> None:
    """Serve a graph: pages for people, a SPARQL endpoint for programs."""
    import uvicorn

    from kg.serve.app import make_app

    uvicorn.run(make_app(folder), port=port)
