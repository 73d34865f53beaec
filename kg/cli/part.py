"""The options that choose a part of a graph, the same for ``kg export``, ``kg view`` and ``kg query``.

They come as words and are understood here, since in ``kg query`` an option that the question declares as a parameter is
the question's own.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import confidence, day, status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

    from kg.ask import KnowledgeGraph
    from kg.graph.filters import Filters

__all__ = [
    "OPTIONS",
    "Around", "Classes", "Confidence", "Depth", "Relations", "Since", "Statuses", "Until",
    "divided", "nothing_passes", "part_of", "understood",
]  # fmt: skip

Since = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only what articles say from this day on.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only what articles say up to this day.")
]
Classes = Annotated[
    list[str] | None,
    typer.Option(
        "--class",
        metavar="CLASS",
        help="Only what this class (ORG, …) has to do with any; of several, what they have to do with one another.",
    ),
]
Relations = Annotated[
    list[str] | None, typer.Option("--relation", metavar="NAME", help="Only this relation; may be repeated.")
]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Only asserted, planned, hypothetical or denied; may be repeated."),
]
Confidence = Annotated[
    str | None, typer.Option("--min-confidence", metavar="0–1", help="Only what is at least so sure.")
]
Around = Annotated[str | None, typer.Option("--around", metavar="NAME", help="Only what lies near this entity.")]
Depth = Annotated[
    str | None,
    typer.Option("--depth", metavar="N", show_default="1", help="With --around: how many steps from it."),
]


def _depth(given: str) -> int:
    """Read a number of steps.

    Raises:
        typer.BadParameter: it is no number of steps.
    """
    if not given.isdecimal() or not int(given):
        raise typer.BadParameter(f"{given!r} is no number of steps; give 1 or more")
    return int(given)


def _each(read: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    return lambda given: [read(one) for one in given]


_READ: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "class": ("classes", list),
    "relation": ("relations", list),
    "status": ("statuses", _each(status)),
    "min_confidence": ("min_confidence", confidence),
    "since": ("since", day),
    "until": ("until", partial(day, last=True)),
    "around": ("around", str),
    "depth": ("depth", _depth),
}
"""Each option, with ``_`` for ``-``: what Python calls it, and how its words are read."""

OPTIONS = frozenset(_READ)
"""What the options are called, with ``_`` for ``-``."""


def understood(words: Mapping[str, str | list[str] | None]) -> Filters:
    """The filters that options ask for; those that were not given are not there.

    >>> understood({"status": ["Denied"], "min_confidence": "0.5", "since": None})
    {'statuses': ['negated'], 'min_confidence': 0.5}

    Args:
        words: what was given, by the names of the options.

    Raises:
        typer.BadParameter: a day, a number or a confidence is none.
    """
    filters: Filters = {}
    for option, (name, read) in _READ.items():
        given = words.get(option)
        if given in (None, []):
            continue
        try:
            filters[name] = read(given)  # type: ignore[literal-required]
        except typer.BadParameter as error:
            raise typer.BadParameter(error.message, param_hint=f"'--{option.replace('_', '-')}'") from error
    return filters


def divided(
    words: Mapping[str, str | list[str] | None], declared: Collection[str]
) -> tuple[dict[str, object], Filters]:
    """The options that are parameters of a question, as they were written, and the filters that the others ask for.

    >>> divided({"class": ["ORG"], "since": "2026-01-01"}, {"class"})[0]
    {'class': 'ORG'}

    Args:
        words: what was given, by the names of the options.
        declared: the names of the question's parameters.

    Raises:
        typer.BadParameter: a parameter of the question is given twice, or a filter cannot be read.
    """
    own: dict[str, object] = {}
    for name in [name for name, given in words.items() if given not in (None, []) and name in declared]:
        match words[name]:
            case [_, _, *_]:
                option = name.replace("_", "-")
                raise typer.BadParameter(f"--{option} is given twice, and this question takes one; give it once")
            case [one] | str(one):
                own[name] = one
    return own, understood({name: given for name, given in words.items() if name not in declared})


def part_of(graph: KnowledgeGraph, filters: Filters) -> AbstractContextManager[KnowledgeGraph]:
    """The part of an open graph that filters choose; the graph itself, which stays open, where there are none."""
    return graph.only(**filters) if filters else nullcontext(graph)


def nothing_passes(filters: Filters) -> str:
    """Why a part of a graph is empty, and what to do about it."""
    given = [f"--{option.replace('_', '-')}" for option, (name, _) in _READ.items() if filters.get(name)]
    given = [option for option in given if option not in {"--around", "--depth"}] or given[:1]
    if not given:
        return "the graph holds no entity; build it from articles that name some"
    if len(given) == 1:
        return f"nothing passes {given[0]}; loosen it"
    several = len(filters.get("classes", ())) > 1
    fewer = ", or name one --class alone, for what it has to do with any" if several else ""
    return f"nothing passes {', '.join(given[:-1])} and {given[-1]} together; loosen one of them{fewer}"
