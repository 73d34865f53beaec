"""A graph in a notebook: questions in cells, tables whose names are links, pictures, charts.

``%load_ext kg`` brings the magics: ``%kg open out`` opens a graph, ``%%sparql`` asks it, ``%kg help`` says how.
pandas, IPython and matplotlib are this room's alone and load when a notebook asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.notebook.faults import without_traceback

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load", "unload"]


def load(shell: InteractiveShell) -> None:
    """Give a notebook the magics, and errors of kg that are shown without a traceback."""
    from kg.notebook.magics import KgMagics

    shell.register_magics(KgMagics)
    shell.set_custom_exc((KgError,), without_traceback)  # type: ignore[no-untyped-call]


def unload(shell: InteractiveShell) -> None:
    """Take the magics away again."""
    held: Any = shell.magics_manager
    for kind, name in (("line", "kg"), ("line", "sparql"), ("cell", "sparql")):
        held.magics[kind].pop(name, None)
    shell.set_custom_exc((), None)  # type: ignore[no-untyped-call]
