"""A graph in a notebook: questions in cells, tables whose names are links, pictures, charts.

``%load_ext kg`` brings the magics: ``%kg open out`` opens a graph, ``%%sparql`` asks it, ``%kg help`` says how.
pandas, IPython and matplotlib are this room's alone and load when a notebook asks for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, MissingExtra
from kg.notebook.faults import without_traceback

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kg.notebook.charts import bars, events, matrix, timeline
    from kg.notebook.frames import Frame
    from kg.notebook.paper import Chart

__all__ = ["Chart", "Frame", "bars", "events", "load", "matrix", "timeline", "unload"]

_HOMES = {
    "Chart": "paper",
    "Frame": "frames",
    "bars": "charts",
    "events": "charts",
    "matrix": "charts",
    "timeline": "charts",
}
"""What a notebook imports by name, by the module that has it; matplotlib loads with the first picture."""

_SHOWN = (
    ("kg.ask.graph", "KnowledgeGraph", "graph_html"),
    ("kg.build.report", "BuildReport", "report_html"),
    ("kg.view.picture", "Picture", "picture_html"),
)
"""What a notebook shows in a way of its own, by module and name, and the function of :mod:`kg.notebook.shown`."""


def __getattr__(name: str) -> object:
    """Fetch a name from its module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"kg.notebook.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise MissingExtra(f"kg.notebook.{name}", "matplotlib", "notebook") from error


def load(shell: InteractiveShell) -> None:
    """Give a notebook the magics, what Tab offers in them, a way to show graphs, and errors without a traceback."""
    from kg.notebook import shown
    from kg.notebook.complete import Completions
    from kg.notebook.magics import KgMagics

    magics = KgMagics(shell)
    shell.register_magics(magics)
    _forget_completions(shell).append(Completions(magics.session, lambda: magics.variables).matcher())
    formats: Any = shell.display_formatter
    for module, name, function in _SHOWN:
        formats.formatters["text/html"].for_type_by_name(module, name, getattr(shown, function))
    shell.set_custom_exc((KgError,), without_traceback)  # type: ignore[no-untyped-call]


def unload(shell: InteractiveShell) -> None:
    """Take the magics away again."""
    held: Any = shell.magics_manager
    for kind, name in (("line", "kg"), ("line", "sparql"), ("cell", "sparql")):
        held.magics[kind].pop(name, None)
    _forget_completions(shell)
    shell.set_custom_exc((), None)  # type: ignore[no-untyped-call]


def _forget_completions(shell: InteractiveShell) -> list[Any]:
    """What else completes in a notebook, without what an earlier load has brought."""
    from kg.notebook.complete import MATCHER

    others: list[Any] = shell.Completer.custom_matchers
    others[:] = [one for one in others if getattr(one, "matcher_identifier", "") != MATCHER]
    return others
