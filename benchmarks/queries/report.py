"""What was measured -> Markdown."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.queries.measure import Cell, Measured

__all__ = ["TARGET", "report", "row"]

TARGET = 1.3
"""Times what a question costs straight in Oxigraph, that it may cost through kg."""


def report(title: str, loaded: Mapping[str, float], measured: Sequence[Measured]) -> str:
    """A table of all questions, and below it how many meet the target, and which do not."""
    others = [name for name in loaded if name != "pyoxigraph"]
    head = ["question", "rows", "pyoxigraph", "kg", "kg : pyoxigraph", *others]
    lines = [f"## {title}", "", _row(head), _row(["---", *["--:"] * (len(head) - 1)])]
    lines += [row(one, others) for one in measured]
    return "\n".join([*lines, "", *_summary(loaded, measured)]) + "\n"


def row(one: Measured, others: Sequence[str]) -> str:
    """The line of a question."""
    return _row(_cells(one, others))


def _cells(one: Measured, others: Sequence[str]) -> Iterator[str]:
    rows = one.cells["pyoxigraph"].rows
    yield one.question.name
    yield "" if rows is None else f"{rows:,}"
    yield _time(one.cells["pyoxigraph"], rows)
    yield _time(one.cells["kg"], rows)
    yield "" if one.ratio is None else f"{one.ratio:.2f}"
    for name in others:
        yield _time(one.cells[name], rows)


def _time(cell: Cell, rows: int | None) -> str:
    """The seconds of a cell in a unit that reads well; an answer of another size says so.

    >>> from benchmarks.queries.measure import Cell
    >>> [_time(Cell(seconds, 3), 4) for seconds in (0.00042, 0.042, 4.2)], _time(Cell(None, failure="> 5 s"), 4)
    (['0.42 ms (3 rows)', '42 ms (3 rows)', '4.2 s (3 rows)'], '> 5 s')
    """
    if cell.seconds is None:
        return cell.failure
    milliseconds = cell.seconds * 1000
    text = f"{milliseconds:.2g} ms" if milliseconds < 10 else f"{milliseconds:.0f} ms"
    text = f"{cell.seconds:.2g} s" if milliseconds >= 1000 else text
    return text if rows is None or cell.rows == rows else f"{text} ({cell.rows:,} rows)"


def _summary(loaded: Mapping[str, float], measured: Sequence[Measured]) -> Iterator[str]:
    ratios = {one.question.name: one.ratio for one in measured if one.ratio is not None}
    over = [f"{name} ({ratio:.2f})" for name, ratio in ratios.items() if ratio > TARGET]
    middle = f", {median(ratios.values()):.2f} in the middle" if ratios else ""
    yield f"At most {TARGET} times as much as straight: {len(ratios) - len(over)} of {len(ratios)}{middle}."
    yield f"More: {', '.join(over)}." if over else "No question costs more."
    for name, seconds in loaded.items():
        answered = sum(one.cells[name].seconds is not None for one in measured)
        yield f"{name} loaded the graph in {seconds:.1f} s and answered {answered} of {len(measured)} in time."


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
