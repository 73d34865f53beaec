"""Notebooks to learn from, opened in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import count, say
from kg.cli.program import fail

__all__ = ["notebook"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Where your copies lie; made where it is missing.")]


def notebook(
    folder: Folder = Path("kg-notebooks"),
    *,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, metavar="N", show_default="a free one", help="The port to listen on."),
    ] = None,
    copy: Annotated[bool, typer.Option("--copy-only", help="Copy the notebooks and leave.")] = False,
) -> None:
    """Open your own copies of kg's notebooks in JupyterLab.

    What you change stays: a notebook that is there already is not copied again. It listens to this machine alone and
    asks the network for nothing. This needs the extra: pip install 'kg[notebook]'.
    """
    from kg.notebook.folder import copy_notebooks
    from kg.notebook.lab import command, run_lab

    there = copy_notebooks(folder)
    say(f"{folder}: {count(len(there), 'notebook')}, from {there[0].name} on")
    if copy:
        return
    status = run_lab(command(folder, there[0], browser=browser, port=port))
    if status:
        fail(f"JupyterLab stopped with status {status}; what it printed above says why")
