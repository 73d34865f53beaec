"""The table of an answer -> a data frame that shows names and links in a notebook.

It is a :class:`pandas.DataFrame` in every respect; what it knows of its IRIs goes along when rows are filtered, sorted
or cut, so that ``frame.head()`` and ``frame[frame.sources > 1]`` show the same links. Its cells hold short names,
``org:nvidia``, which tell one thing from another and go into the next query as they are.
"""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype
from pyoxigraph import NamedNode

from kg.graph.ends import COLUMN, labelled_ends, naming_columns
from kg.notebook import html
from kg.notebook.links import Link, is_address, links

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.ask import Table
    from kg.graph.store import Store

__all__ = ["Frame", "to_frame"]

SHOWN = 200
"""Rows that are drawn; the frame holds all of them."""

_HEADLINE, _ADDRESS = "title", "url"
"""What the questions of the library call the headline of an article and its address."""

_LONG = 48
"""Characters from which a text is a sentence, and its column wide."""


class Frame(pd.DataFrame):
    """A data frame whose IRIs are shown as names that link to where they lead.

    Attributes:
        links: what is known of each IRI, by its short name.
        ends: the short names of the entities of each statement, by their labels; each statement by its short name.
        meanings: what the columns mean, where the question says so.
        notes: what there is to say of this answer as a whole; what is computed from it has none.
    """

    _metadata: ClassVar[list[str]] = ["links", "ends", "meanings"]
    _internal_names: ClassVar[list[str]] = [*pd.DataFrame._internal_names, "notes"]  # type: ignore[attr-defined] # noqa: SLF001 - documented for subclasses
    _internal_names_set: ClassVar[set[str]] = set(_internal_names)

    links: Mapping[str, Link] = MappingProxyType({})
    ends: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    meanings: Mapping[str, str] = MappingProxyType({})
    notes: tuple[str, ...] = ()

    @property
    def _constructor(self) -> Callable[..., Frame]:
        return Frame

    def names(self, column: str) -> list[str]:
        """The cells of a column as they are shown: an entity by its name."""
        return [
            self.links[cell].text if cell in self.links else "" if pd.isna(cell) else str(cell) for cell in self[column]
        ]

    def __repr__(self) -> str:
        """What a terminal shows."""
        return "\n".join([super().__repr__(), *self.notes])

    def _repr_html_(self) -> str:
        shown = self.head(SHOWN)
        columns = [self._column(place, name) for place, name in enumerate(shown.columns)]
        values = list(shown.itertuples(index=False, name=None))
        ends = [self._ends(row) for row in values]
        naming = naming_columns(values, ends)
        rows = [self._row(row, named, naming) for row, named in zip(values, ends, strict=True)]
        index = [] if _counts(self.index) else [str(label) for label in shown.index]
        if index:
            columns.insert(0, html.Column(str(self.index.name or "")))
            rows = [[html.escape(label), *row] for label, row in zip(index, rows, strict=True)]
        notes = [html.note(note, warning=note.startswith("Cut")) for note in self.notes]
        if len(self) > len(shown):
            notes.append(
                html.note(f"The first {len(shown):,} of {len(self):,} rows are shown; the data frame has all.")
            )
        if not notes:
            notes.append(html.note(f"{len(self):,} row{'' if len(self) == 1 else 's'}"))
        return html.page(html.table(columns, rows), *notes)

    def _column(self, place: int, name: object) -> html.Column:
        text = " ".join(map(str, name)) if isinstance(name, tuple) else str(name)
        return html.Column(text, _kind(self.iloc[:SHOWN, place]), self.meanings.get(text, ""))

    def _ends(self, row: tuple[Any, ...]) -> Mapping[str, str]:
        """The ends of the statement of a row, by their labels."""
        statement = next((cell for name, cell in zip(self.columns, row, strict=True) if name == COLUMN), None)
        return self.ends.get(statement, {}) if isinstance(statement, str) else {}

    def _row(self, row: tuple[Any, ...], named: Mapping[str, str], naming: Collection[int]) -> list[str]:
        """The cells as HTML; a headline leads to the address beside it, a label to an end of the statement there."""
        cells = [
            self._cell(named.get(cell, cell) if place in naming and isinstance(cell, str) else cell)
            for place, cell in enumerate(row)
        ]
        places = {str(name): place for place, name in enumerate(self.columns)}
        if _HEADLINE in places and _ADDRESS in places:
            title, href = row[places[_HEADLINE]], row[places[_ADDRESS]]
            if isinstance(title, str) and isinstance(href, str) and is_address(href):
                cells[places[_HEADLINE]] = html.anchor(Link(title, href, href))
        return cells

    def _cell(self, value: Any) -> str:  # noqa: ANN401 - whatever a frame holds
        if isinstance(value, str):
            return html.anchor(self.links[value]) if value in self.links else html.address(value)
        return _plain(value)


def to_frame(
    table: Table, store: Store, *, site: str = "", language: str = "en", meanings: Mapping[str, str] | None = None
) -> Frame:
    """The frame of a table.

    Args:
        table: the answer.
        store: the graph that gave it.
        site: where ``kg serve`` shows the pages of this graph.
        language: of the names of classes and relations.
        meanings: what the columns mean.
    """
    frame = Frame(table.to_pandas())
    nodes = dict.fromkeys(cell for row in table.terms for cell in row if isinstance(cell, NamedNode))
    ends = labelled_ends(store, nodes) if COLUMN in table.columns else {}
    named = (end for found in ends.values() for end in found.values())
    compact = store.vocabulary.compact
    frame.links = links(store, (*nodes, *named), site, language)
    frame.ends = {
        compact(statement.value): {label: compact(end.value) for label, end in found.items()}
        for statement, found in ends.items()
    }
    frame.meanings = dict(meanings or {})
    return frame


def _counts(index: pd.Index[Any]) -> bool:
    """Whether an index only numbers the rows."""
    return index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)


def _kind(values: pd.Series[Any]) -> str:
    if is_datetime64_any_dtype(values):
        return "date"
    if is_numeric_dtype(values) and values.dtype != "boolean":
        return "number"
    return "long" if any(isinstance(one, str) and len(one) > _LONG and "://" not in one for one in values) else "text"


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever a frame holds
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value == value:
            return html.escape(f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}")
        case datetime() if not pd.isna(value):
            midnight = value.hour == value.minute == value.second == 0 and value.tzinfo is None
            return f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M}"
        case date() if not pd.isna(value):
            return value.isoformat()
        case int():
            return f"{value:,}"
        case _ if pd.api.types.is_scalar(value) and pd.isna(value):
            return '<span class="kg-absent" title="no value">–</span>'
        case _:
            return html.rich(str(value))
