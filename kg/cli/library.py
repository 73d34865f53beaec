"""The questions that come with kg: the list of them, and what one takes and gives."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import heading, say
from kg.cli.options import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask import Query

__all__ = ["queries"]


def queries(
    name: Annotated[str | None, typer.Argument(help="One of them, to see what it takes and gives.")] = None,
    *,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="Only those about this, such as security.")] = None,
    theme: Annotated[str | None, typer.Option(metavar="THEME", help="Only those of this folder.")] = None,
) -> None:
    """List the questions of kg by theme, or explain one.

    The checks, which kg validate asks, are listed last. queries/README.md shows all of them with an answer each.
    """
    if name is None:
        _list(tag, theme)
    else:
        from kg.ask import read_query

        _describe(read_query(name))


def _list(tag: str | None, theme: str | None) -> None:
    from kg.ask import checks
    from kg.ask import queries as library
    from kg.ask.catalogue import option
    from kg.ask.library import THEMES

    known = library(theme=theme, tag=tag)
    if theme is None:
        known += [one for one in checks() if tag is None or tag in one.tags]
    width = max(len(one.name) for one in known)
    for place, (key, of_theme) in enumerate(groupby(known, lambda one: one.theme)):
        if place:
            say()
        heading(f"{key}: {THEMES[key]['en']}")
        for one in of_theme:
            parameters = " ".join(option(parameter.name) for parameter in one.params)
            say(f"  {one.name:{width}}  {one.summary['en']}{f' ({parameters})' if parameters else ''}")


def _describe(one: Query) -> None:
    from kg.ask.catalogue import command, option, takes

    heading(f"{one.name}: {one.summary['en']}" if one.summary else one.name)
    if one.summary:
        say(one.summary["fr"])
    unless = {each.name: "" if each.default is None else f", {each.default} unless given" for each in one.params}
    parameters = [(option(each.name), f"{each.help} ({takes(each)}{unless[each.name]})") for each in one.params]
    for title, pairs in (("Parameters", parameters), ("Columns", list(one.columns.items()))):
        if pairs:
            say()
            heading(title)
            for line in _aligned(pairs):
                say(line)
    if one.tags:
        say()
        say(f"Tags: {', '.join(one.tags)}")
    say()
    say(f"Run it: {command(one)}")
    if one.example:
        say()
        show(one.example.columns, one.example.rows)


def _aligned(pairs: list[tuple[str, str]]) -> Iterator[str]:
    width = max(len(name) for name, _ in pairs)
    for name, meaning in pairs:
        yield f"  {name:{width}}  {meaning}"
