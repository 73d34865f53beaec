"""How the commands print: colour and bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import Console

__all__ = [
    "Lines",
    "count",
    "heading",
    "on_terminal",
    "printable",
    "progress",
    "rows",
    "say",
    "say_marked",
    "show_table",
]

PLAIN_EVERY = 5.0
"""Seconds between two lines of progress where there is no bar."""

GAP = 2
"""Characters between two columns of a table."""

SHORT, LINE = 12, 30
"""Characters that a column needs at least: one of names and addresses, and one of sentences."""


def printable(text: str) -> str:
    r"""The text without what would steer a terminal, since articles are others' words; lines and tabs stay.

    >>> printable("red: \x1b[31m\n")
    'red: �[31m\n'
    """
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else "�" for c in text)


def on_terminal() -> bool:
    """Whether a person sees what is printed, at a terminal and not in a file or another program."""
    return sys.stdout.isatty()


def say(text: str = "") -> None:
    """Print a line of text."""
    typer.echo(printable(text))


def say_marked(text: str, places: Iterable[tuple[int, int]]) -> None:
    """Print a line of text; on a terminal the places, (start, end) in order, are bold and underlined."""
    parts, position = [], 0
    for start, end in places:
        parts += [printable(text[position:start]), typer.style(printable(text[start:end]), bold=True, underline=True)]
        position = end
    typer.echo("".join([*parts, printable(text[position:])]))


def heading(text: str) -> None:
    """Print a line that opens a part; bold on a terminal."""
    typer.secho(printable(text), bold=True)


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "article"), count(0, "entity"), count(1200, "entity")
    ('1 article', '0 entities', '1,200 entities')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def rows(left: Mapping[str, int], right: Mapping[str, int]) -> Iterator[str]:
    r"""Two tables of numbers side by side, as aligned lines.

    >>> print(*rows({"person": 2, "place": 10}, {"develops": 3}), sep="\n")
      person   2   develops  3
      place   10
    """
    columns = [_column(left), _column(right)]
    width = max(map(len, columns[0]), default=0)
    for index in range(max(map(len, columns))):
        cells = [column[index] if index < len(column) else "" for column in columns]
        yield f"  {cells[0]:{width}}   {cells[1]}".rstrip()


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Draw a table as wide as the terminal, numbers to the right; rows one below the other where it is too narrow.

    Nothing is cut in either.
    """
    from rich.console import Console

    console = Console()
    cells = [["" if value is None else printable(str(value)) for value in row] for row in rows]
    widths = [_least(column) for column in zip(columns, *cells, strict=True)]
    if sum(widths) + GAP * (len(widths) - 1) > console.width:
        _draw_records(console, columns, cells)
        return
    numeric = [all(isinstance(row[index], int | float) or row[index] is None for row in rows)
               for index in range(len(columns))]  # fmt: skip
    _draw_grid(console, columns, cells, numeric)


def _least(cells: Sequence[str]) -> int:
    """The characters below which a column cannot be read: a line of a sentence, a date, a piece of an address."""
    from rich.cells import cell_len

    widest = max(cell_len(line) for cell in cells for line in cell.splitlines() or [""])
    prose = widest > 2 * SHORT and any(" " in cell for cell in cells)
    return min(widest, LINE if prose else SHORT)


def _draw_grid(
    console: Console, columns: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> None:
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for index, name in enumerate(columns):
        short = max(cell_len(cell) for cell in (name, *(row[index] for row in cells))) <= SHORT
        table.add_column(Text(name), justify="right" if numeric[index] else "left", overflow="fold", no_wrap=short)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _draw_records(console: Console, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    for index, row in enumerate(cells):
        record = Table(box=None, show_header=False, pad_edge=False)
        record.add_column(style="bold", no_wrap=True)
        record.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            if cell:
                record.add_row(Text(name), Text(cell))
        if index:
            console.print()
        console.print(record)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """What a build tells its progress to: a bar on a terminal, a line now and then elsewhere, both on stderr."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield bar
    else:
        yield Lines()


class Lines:
    """Progress as plain lines: one every few seconds, none for a build that is over before.

    Args:
        clock: gives the time in seconds; tests pass their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.told = clock()
        self.kept: int | None = None
        self.first: tuple[int, float] | None = None

    def __call__(self, done: int, total: int, name: str) -> None:
        """Say how far things are, if it is time."""
        now = self.clock()
        if self.kept is None:
            self.kept = done  # by the build that this one goes on with
        elif self.first is None and done > self.kept:
            self.first = done, now  # what came before is loading, and says nothing of articles
        if now - self.told < PLAIN_EVERY:
            return
        self.told = now
        typer.echo(f"{done:,} of {count(total, 'article')}{self._pace(done, total, now)}: {name}", err=True)

    def _pace(self, done: int, total: int, now: float) -> str:
        """How fast articles are done and how long the others will take, once that can be told."""
        if self.first is None or done <= self.first[0] or now <= self.first[1]:
            return ""
        rate = (done - self.first[0]) / (now - self.first[1])
        left = f", about {(total - done) / rate:.0f} s left" if done < total else ""
        return f", {rate:.1f} a second{left}"


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", style="progress.data.speed"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None, rate="")

        def tell(done: int, total: int, name: str) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f} articles/s" if speed else ""
            bar.update(task, completed=done, total=total, description=name, rate=rate)

        yield tell


def _column(numbers: Mapping[str, int]) -> list[str]:
    names = max(map(len, numbers), default=0)
    digits = max((len(f"{number:,}") for number in numbers.values()), default=0)
    return [f"{name:{names}}  {number:>{digits},}" for name, number in numbers.items()]
