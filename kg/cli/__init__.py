"""The command line: one function per command, each parses, calls one thing and prints.

The heavy libraries are imported by the command that needs them, and a command by who needs it, so that ``kg --help``
and ``kg query`` answer at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.cli.commands import COMMANDS, add_commands
from kg.later import collect_later

if TYPE_CHECKING:
    from kg.cli.program import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line of this process and leave with its exit status."""
    from kg.cli.complete import words_so_far
    from kg.cli.program import app

    collect_later()
    named = [word for word in (sys.argv[1:] or words_so_far())[:1] if word in COMMANDS]
    add_commands(app, named or COMMANDS)
    app()


def __getattr__(name: str) -> object:
    """The application with all its commands, for whoever runs commands in a program."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.cli.program import app

    add_commands(app)
    globals()["app"] = app
    return app
