"""The questions that come with kg: the list of them, and what one takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import heading, say

if TYPE_CHECKING:
    from kg.ask import Query

__all__ = ["queries"]


def queries(
    name: Annotated[str | None, typer.Argument(help="One of them, to see its parameters and columns.")] = None,
) -> None:
    """List the questions that come with kg, or explain one."""
    from kg.ask import queries as library
    from kg.ask import read_query

    if name is not None:
        _describe(read_query(name))
        return
    known = library()
    width = max(len(one.name) for one in known)
    for one in known:
        parameters = "".join(f" {_option(parameter.name)}" for parameter in one.params)
        say(f"{one.name:{width}}  {one.summary['en']}{f' ({parameters.strip()})' if parameters else ''}")


def _describe(one: Query) -> None:
    heading(f"{one.name}: {one.summary['en']}")
    rows = [(_option(parameter.name), f"{parameter.help} ({_kind(parameter.type, parameter.default)})")
            for parameter in one.params]  # fmt: skip
    for title, pairs in (("Parameters", rows), ("Columns", list(one.columns.items()))):
        if pairs:
            say()
            heading(title)
            width = max(len(name) for name, _ in pairs)
            for name, meaning in pairs:
                say(f"  {name:{width}}  {meaning}")
    say()
    say(f"Run it: kg query {one.name}")


def _option(parameter: str) -> str:
    """A parameter as the command line writes it.

    >>> _option("min_confidence")
    '--min-confidence'
    """
    return f"--{parameter.replace('_', '-')}"


def _kind(type_: str, default: object) -> str:
    return type_ if default in (None, "") else f"{type_}, {default} unless given"
