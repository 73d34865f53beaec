"""What was measured -> a table with the budget beside each figure, and what others cost in the same run; JSON too."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["MEASURES", "Measure", "Row", "Size", "medians", "rows", "table"]

PANNED = "panning: kg moves a copy of a large picture while it is dragged; the others draw theirs at every frame"
OTHERS = {"vis": "vis-network", "cytoscape": "Cytoscape.js", "pyvis": "pyvis"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A thing that is measured: its key, what it is called, its unit, and the most it is to be for so many nodes."""

    key: str
    name: str
    unit: str
    budget: Mapping[int, float] = field(default_factory=dict)
    digits: int = 0


MEASURES = (
    Measure("made", "layout and writing", "cpu s", {1_000: 1, 3_000: 3, 10_000: 8}, 2),
    Measure("file", "file", "MB", {300: 0.7, 1_000: 1.0, 3_000: 1.5, 10_000: 3.5}, 2),
    Measure("interactive", "interactive after", "cpu s", {300: 0.5, 1_000: 0.8, 3_000: 1.2, 10_000: 2.5}, 2),
    Measure("drawn", "  entities drawn by then", ""),
    Measure("wall", "  on the clock", "s", digits=2),
    Measure("quiet", "  at rest after", "cpu s", digits=2),
    Measure("pan", "panning, a frame", "cpu ms", {1_000: 16, 3_000: 33}, 1),
    Measure("interactive all", "all drawn: interactive after", "cpu s", digits=2),
    Measure("pan all", "all drawn: panning, a frame", "cpu ms", {3_000: 33}, 1),
    Measure("facet", "facet to redraw", "ms", {1_000: 100, 3_000: 250}),
    Measure("facet cpu", "  until at rest", "cpu ms", {1_000: 100, 3_000: 250}),
    Measure("panel", "edge to its evidence, first", "ms", dict.fromkeys((300, 1_000, 3_000, 10_000), 100.0)),
    Measure("panel again", "  again", "ms", dict.fromkeys((300, 1_000, 3_000, 10_000), 100.0)),
    Measure("find", "search keystroke, the search", "ms", {10_000: 5}, 1),
    Measure("key", "  all that the page does", "ms", {10_000: 5}, 1),
    Measure("key painted", "  until painted", "ms", digits=1),
)


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one size, by side and by the measure's key.

    Attributes:
        nodes, statements, sentences: how many there are.
        packing: how many times smaller zlib makes the sentences.
        figures: the median of the rounds; what could not be measured is not there.
    """

    nodes: int
    statements: int
    sentences: int
    packing: float
    figures: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of kg, the most it is to be, and the same figure of the others by side."""

    nodes: int
    measure: str
    unit: str
    kg: float
    budget: float | None
    others: Mapping[str, float]

    @property
    def missed(self) -> bool:
        """Whether it is above its budget."""
        return self.budget is not None and self.kg > self.budget


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Of each figure its median, over the rounds that have it.

    >>> medians([{"a": 1.0, "b": 5.0}, {"a": 9.0}, {"a": 2.0}])
    {'a': 2.0, 'b': 5.0}
    """
    keys = dict.fromkeys(key for found in rounds for key in found)
    return {key: median(found[key] for found in rounds if key in found) for key in keys}


def rows(size: Size) -> Iterator[Row]:
    """Every figure of kg beside what it is to be and what others need."""
    own = size.figures["kg"]
    for measure in MEASURES:
        if measure.key in own:
            yield Row(
                nodes=size.nodes,
                measure=measure.key,
                unit=measure.unit,
                kg=own[measure.key],
                budget=measure.budget.get(size.nodes),
                others={
                    side: found[_of_others(measure.key)]
                    for side, found in size.figures.items()
                    if side != "kg" and _of_others(measure.key) in found
                },
            )


def _of_others(key: str) -> str:
    """Others draw all there is from the start."""
    return key.removesuffix(" all")


def table(sizes: Sequence[Size]) -> Iterator[str]:
    r"""Every size with its figures, as lines.

    >>> figures = {"kg": {"interactive": 0.9, "pan": 14.0}, "vis": {"interactive": 0.6, "pan": 14.0}}
    >>> print(*table([Size(1000, 1996, 2700, 2.81, figures)]), sep="\n")
                                                  kg   budget           vis-network
    1,000 nodes, 1,996 statements, 2,700 sentences that zlib packs 2.81 times
      interactive after, cpu s                  0.90     0.80  missed    0.60  1.50
      panning, a frame, cpu ms                  14.0     16.0            14.0  1.00
    panning: kg moves a copy of a large picture while it is dragged; the others draw theirs at every frame
    """
    sides = [side for side in OTHERS if any(side in size.figures for size in sizes)]
    yield f"{'':40} {'kg':>7} {'budget':>8}{'':8}{''.join(f'{OTHERS[side]:>14}' for side in sides)}".rstrip()
    for size in sizes:
        yield (
            f"{size.nodes:,} nodes, {size.statements:,} statements, {size.sentences:,} sentences "
            f"that zlib packs {size.packing:.2f} times"
        )
        for measure, row in zip((one for one in MEASURES if one.key in size.figures["kg"]), rows(size), strict=True):
            yield _line(measure, row, sides)
    if any("pan" in size.figures["kg"] for size in sizes):
        yield PANNED


def _line(measure: Measure, row: Row, sides: Sequence[str]) -> str:
    def figure(value: float | None, width: int) -> str:
        return " " * width if value is None else f"{value:{width}.{measure.digits}f}"

    def cell(other: float | None) -> str:
        return f"{figure(other, 8)} {row.kg / other:5.2f}" if other else " " * 14

    cells = "".join(cell(row.others.get(side)) for side in sides)
    name, mark = f"{measure.name}, {measure.unit}".removesuffix(", "), "missed" if row.missed else ""
    return f"  {name:38} {figure(row.kg, 7)} {figure(row.budget, 8)}  {mark:6}{cells}".rstrip()
