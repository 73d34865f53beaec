"""What nodes look like: a colour and a shape per class, and how large they are.

Colours are those of Okabe and Ito (Color Universal Design, 2008), which people with any colour vision tell
apart; each class has a shape of its own beside, and the page draws a dark border around it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["RADIUS", "Look", "looks", "radius_of"]

RADIUS = (5, 2.8)
"""The radius of a node that is joined to no other, in pixels, and what the first other adds; the page reads it too."""


@dataclass(frozen=True, slots=True)
class Look:
    """The fill colour of a class and its shape, by the name that vis-network gives it."""

    color: str
    shape: str


_BLUE, _SKY, _GREEN, _YELLOW = "#0072B2", "#56B4E9", "#009E73", "#F0E442"
_ORANGE, _VERMILION, _PURPLE, _GREY = "#E69F00", "#D55E00", "#CC79A7", "#A3A8AE"

_BUILT_IN = {
    "schema:Organization": Look(_BLUE, "dot"),
    "schema:Person": Look(_ORANGE, "triangle"),
    "schema:Product": Look(_GREEN, "square"),
    "kg:Technology": Look(_SKY, "diamond"),
    "schema:Event": Look(_PURPLE, "star"),
    "schema:Place": Look(_YELLOW, "triangleDown"),
    "kg:Vulnerability": Look(_VERMILION, "hexagon"),
    "kg:Malware": Look(_VERMILION, "diamond"),
    "kg:ThreatActor": Look(_VERMILION, "triangle"),
    "schema:Legislation": Look(_GREY, "square"),
}
_COLORS = (_GREY, _PURPLE, _SKY, _ORANGE, _GREEN, _BLUE, _YELLOW, _VERMILION)
_SHAPES = ("hexagon", "star", "dot", "diamond", "triangleDown", "square", "triangle")
_SPARE = tuple(  # 8 and 7 have no common divisor: 56 pairs before one comes again
    look
    for place in range(len(_COLORS) * len(_SHAPES))
    if (look := Look(_COLORS[place % len(_COLORS)], _SHAPES[place % len(_SHAPES)])) not in _BUILT_IN.values()
)


def looks(classes: Iterable[str]) -> dict[str, Look]:
    """A look for each class, by its compact IRI; classes of an analyst's own take the spare ones in IRI order."""
    names = list(classes)
    others = sorted(set(names) - _BUILT_IN.keys())
    own = {iri: _SPARE[place % len(_SPARE)] for place, iri in enumerate(others)}
    return {iri: _BUILT_IN.get(iri) or own[iri] for iri in names}


def radius_of(others: int) -> float:
    """The radius of a node that is joined to so many others: its area grows with them.

    >>> radius_of(0), round(radius_of(4), 1)
    (5.0, 10.6)
    """
    bare, first = RADIUS
    return bare + first * math.sqrt(others)
