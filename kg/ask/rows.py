"""Rows as the engine writes them -> a :class:`Table`: plain values at once, RDF terms when they are asked for.

The engine writes rows as TSV, a line for each and a cell for each term, as Turtle has it (SPARQL 1.1 Query Results
CSV and TSV Formats, section 4). To read plain values off the cells costs a third of what it costs to make a term of
each, and a cell that comes again costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from kg.ask.answers import Table, literal_value, to_value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kg.ask.answers import Term, Value

__all__ = ["read_rows"]

_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def read_rows(
    data: bytes, compact: Callable[[str], str], *, hidden: Collection[str] = (), truncated: bool = False
) -> Table:
    """The table that TSV from the engine holds.

    Args:
        data: a line of variables, then a line for each row.
        compact: gives the short name of an IRI.
        hidden: columns to leave out.
        truncated: whether there are more rows.
    """
    head, *lines = data.decode().split("\n")[:-1]
    columns = [name[1:] for name in head.split("\t")] if head else []
    kept = [place for place, name in enumerate(columns) if name not in hidden]
    values = _Values(compact)
    if not kept:
        rows: tuple[tuple[Value, ...], ...] = ((),) * len(lines)
    elif len(kept) == len(columns):
        rows = tuple([tuple([values[cell] for cell in line.split("\t")]) for line in lines])
    else:
        rows = tuple([tuple([values[cells[place]] for place in kept]) for line in lines if (cells := line.split("\t"))])
    return Table(tuple(columns[place] for place in kept), rows, truncated, _Terms(data, kept, len(rows)))


class _Values(dict[str, "Value"]):
    """The values of cells, each read once."""

    def __init__(self, compact: Callable[[str], str]) -> None:
        super().__init__({"": None, "true": True, "false": False})
        self.compact = compact

    def __missing__(self, cell: str) -> Value:
        value = self[cell] = self.value(cell)
        return value

    def value(self, cell: str) -> Value:
        first = cell[0]
        if first == '"':
            end = cell.rindex('"')
            text = cell[1:end]
            if "\\" in text:
                text = _ESCAPE.sub(_unescape, text)
            return literal_value(text, cell[end + 4 : -1]) if cell.startswith("^^", end + 1) else text
        if first == "<" and cell[1] != "<":
            return self.compact(cell[1:-1])
        if first in "+-0123456789.":
            return float(cell) if "." in cell or "e" in cell or "E" in cell else int(cell)
        [[term]] = _solutions(f"?cell\n{cell}\n".encode())
        return to_value(term, self.compact)


def _unescape(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])


def _solutions(data: bytes) -> ox.QuerySolutions:
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.TSV)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - TSV holds nothing else
    return found


class _Terms(Sequence["tuple[Term | None, ...]"]):
    """The rows as terms, read off the TSV once they are needed."""

    def __init__(self, data: bytes, kept: Sequence[int], size: int) -> None:
        self.data, self.kept, self.size = data, kept, size

    @cached_property
    def all(self) -> list[tuple[Term | None, ...]]:
        return [tuple([row[place] for place in self.kept]) for row in _solutions(self.data)]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> tuple[Term | None, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[Term | None, ...]]: ...
    def __getitem__(self, place: int | slice) -> tuple[Term | None, ...] | list[tuple[Term | None, ...]]:
        return self.all[place]
