"""What is computed from a graph -> a :class:`Table`, which is written and becomes a data frame like any answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.ask.answers import Table, to_value
from kg.graph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.ask.answers import Term, Value
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["rounded", "select", "to_table"]


def to_table(columns: Sequence[str], rows: Iterable[Sequence[Value | NamedNode]], vocabulary: Vocabulary) -> Table:
    """A table whose cells are plain values, or nodes that show as their short names."""
    terms = tuple(tuple(_term(cell) for cell in row) for row in rows)
    values = tuple(tuple(to_value(term, vocabulary.compact) for term in row) for row in terms)
    return Table(tuple(columns), values, terms=terms)


def _term(cell: Value | NamedNode) -> Term | None:
    match cell:
        case None | NamedNode():
            return cell
        case datetime():
            return Literal(cell.isoformat(), datatype=XSD.dateTime)
        case date():
            return Literal(cell.isoformat(), datatype=XSD.date)
        case _:
            return Literal(cell)


def rounded(number: float) -> float:
    """A number to six significant digits, in which two machines agree.

    >>> rounded(1 / 3), rounded(0.0000123456789), rounded(2.0)
    (0.333333, 1.23457e-05, 2.0)
    """
    return float(f"{number:.6g}")


def select(store: Store, text: str) -> list[tuple[str, ...]]:
    """The sorted rows of a SELECT in the graph's prefixes: IRIs in full, literals as written, "" where unbound."""
    return sorted(tuple("" if term is None else _text(term) for term in row) for row in store.select(text))


def _text(term: Term) -> str:
    return str(term) if isinstance(term, Triple) else term.value
