"""The commands, in the order of the help: where each lives, and an example of it.

``kg query`` imports nothing of the other commands, which saves a tenth of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.cli.program import Command

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typer

__all__ = ["COMMANDS", "add_commands"]

COMMANDS = {
    "build": ("make", "build", "kg build seeds -o out"),
    "load": ("shards", "load", "kg load out/.shards --for qlever"),
    "info": ("summary", "info", "kg info out"),
    "status": ("follow", "status", "kg status out"),
    "log": ("follow", "log", "kg log out"),
    "queries": ("library", "queries", "kg queries partners"),
    "query": ("ask", "query", "kg query partners --org Nvidia"),
    "explain": ("ask", "explain", "kg explain AWS partnersWith Nvidia"),
    "rank": ("analyse", "rank", "kg rank --by betweenness --class ORG"),
    "communities": ("analyse", "communities", "kg communities Nvidia"),
    "path": ("walk", "path", 'kg path AWS "Mistral AI" --count 3'),
    "around": ("walk", "around", "kg around Nvidia --depth 2"),
    "together": ("analyse", "together", "kg together Nvidia"),
    "timeline": ("analyse", "timeline", "kg timeline Nvidia --by week"),
    "diff": ("differences", "diff", "kg diff old out"),
    "duplicates": ("duplicates", "duplicates", "kg duplicates out"),
    "link": ("link", "link", "kg link out --service https://data.example.org/reconcile --dry-run"),
    "view": ("share", "view", "kg view out --around Nvidia -o nvidia.html"),
    "export": ("share", "export", "kg export out --format graphml -o graph.graphml"),
    "serve": ("serve", "serve", "kg serve out --open"),
    "publish": ("publish", "publish", "kg publish out --to http://localhost:3030/news/data"),
    "import": ("imports", "import_", "kg import register.ttl"),
    "validate": ("check", "validate", "kg validate out"),
    "evaluate": ("evaluate", "evaluate", "kg evaluate out gold.jsonl --articles seeds --misses 5"),
    "notebook": ("notebook", "notebook", "kg notebook my-notebooks"),
    "review": ("review", "review", "kg review out --only merges"),
    "merge": ("correct", "merge", 'kg merge "Amazon AWS" "Amazon Web Services"'),
    "split": ("correct", "split", 'kg split Apollo --from "Apollo Program"'),
    "rename": ("correct", "rename", "kg rename Nvidia NVIDIA"),
    "retype": ("correct", "retype", "kg retype Rust PRODUCT"),
    "reject": ("correct", "reject", 'kg reject OpenAI acquires "Mistral AI"'),
    "accept": ("correct", "accept", 'kg accept OpenAI partnersWith "Mistral AI"'),
    "decisions": ("correct", "decided", "kg decisions out --forget 12"),
}
"""Name -> module, function, example."""

OPEN = {"query": {"allow_extra_args": True, "ignore_unknown_options": True}}
"""Commands that take options which are not known beforehand."""


def add_commands(app: typer.Typer, names: Iterable[str] = COMMANDS) -> None:
    """Import commands and add them to an application, in the order given."""
    for name in names:
        module, function, example = COMMANDS[name]
        command = getattr(import_module(f"kg.cli.{module}"), function)
        app.command(name, epilog=f"Example: {example}", context_settings=OPEN.get(name), cls=Command)(command)
