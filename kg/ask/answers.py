"""What a query gives: a table, triples, or yes and no; and how each is written down.

A :class:`Table` holds plain Python values with short names for IRIs, for people and for pandas, and beside
them the RDF terms, for the SPARQL formats. pandas and rdflib take half a second to import each, so they are
imported where they are needed.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.store import memory_store
from kg.graph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    import rdflib

    from kg.graph.vocab import Vocabulary

__all__ = ["Answer", "AnswerFormat", "Table", "Triples", "Value", "literal_value", "to_value", "write_answer"]

Value = str | int | float | bool | date | datetime | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD = XSD.iri
_INTEGERS = {f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger")}
_FLOATS = {f"{_XSD}{name}" for name in ("decimal", "double", "float")}
_BOOLEAN, _MOMENT, _DAY = f"{_XSD}boolean", f"{_XSD}dateTime", f"{_XSD}date"
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


class AnswerFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    TURTLE = "turtle"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT.

    Attributes:
        columns: their names.
        rows: plain values; an IRI is its short name, a missing value None.
        truncated: whether there are more rows than were asked for.
        terms: the same rows as RDF terms, read when they are asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool = False
    terms: Sequence[tuple[Term | None, ...]] = field(default=(), repr=False, compare=False)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame whose columns have the types of their values: text, whole number, number, date, truth value."""
        import pandas as pd

        columns = {name: _series([row[place] for row in self.rows]) for place, name in enumerate(self.columns)}
        return pd.DataFrame(columns, columns=list(self.columns))


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, sorted, each triple once."""

    triples: tuple[ox.Triple, ...]
    vocabulary: Vocabulary = field(repr=False)
    truncated: bool = False

    def __len__(self) -> int:
        """How many triples there are."""
        return len(self.triples)

    def to_turtle(self) -> str:
        """Turtle with the graph's prefixes; the same bytes for the same triples."""
        from kg.graph.exports import export

        buffer = io.BytesIO()
        store = memory_store(self.triples)
        store.vocabulary = self.vocabulary  # an answer need not hold the node that tells the base IRI
        export(store, "turtle", buffer, ontology=[])
        return buffer.getvalue().decode()

    def to_rdflib(self) -> rdflib.Graph:
        """A graph in memory, with the prefixes bound."""
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, namespace in self.vocabulary.prefixes.items():
            graph.bind(prefix, namespace)
        return graph.parse(data=ox.serialize(self.triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


Answer = Table | Triples | bool


def write_answer(answer: Answer, format: AnswerFormat | str) -> str:  # noqa: A002 - the field's name
    """An answer as text.

    Args:
        answer: what a query gave.
        format: ``table`` for a terminal, ``csv`` for a spreadsheet (a cell that would run as a formula gets an
            apostrophe before it), ``json`` for the SPARQL 1.1 results format, ``turtle`` for triples.

    Raises:
        QueryError: the format is unknown or does not fit the answer.
    """
    try:
        format = AnswerFormat(format)  # noqa: A001 - the field's name
    except ValueError as error:
        raise QueryError(f"unknown format {format!r}; the formats are {', '.join(AnswerFormat)}") from error
    match answer, format:
        case bool(), AnswerFormat.TABLE | AnswerFormat.CSV:
            return "yes\n" if answer else "no\n"
        case bool(), AnswerFormat.JSON:
            return json.dumps({"head": {}, "boolean": answer}) + "\n"
        case Table(), AnswerFormat.TABLE:
            return _plain(answer.columns, answer.rows)
        case Table(), AnswerFormat.CSV:
            return _csv(answer.columns, answer.rows)
        case Table(), AnswerFormat.JSON:
            return _json(answer)
        case Triples(), AnswerFormat.TURTLE:
            return answer.to_turtle()
        case Triples(), AnswerFormat.TABLE | AnswerFormat.CSV:
            compact = answer.vocabulary.compact
            rows = [tuple(to_value(term, compact) for term in triple) for triple in answer.triples]
            columns = ("subject", "predicate", "object")
            return _plain(columns, rows) if format is AnswerFormat.TABLE else _csv(columns, rows)
        case Triples(), _:
            raise QueryError("json holds tables, and this query gives triples; choose turtle, table or csv")
        case _:
            raise QueryError("turtle holds triples, and this query gives none; choose table, csv or json")


def to_value(term: Term | None, compact: Callable[[str], str]) -> Value:
    """A term as a plain value: a number, a date, a moment, a truth value, text, or the short name of an IRI."""
    match term:
        case None:
            return None
        case ox.NamedNode():
            return compact(term.value)
        case ox.Literal():
            return literal_value(term.value, term.datatype.value)
        case ox.BlankNode():
            return f"_:{term.value}"
        case _:
            return str(term)


def literal_value(text: str, kind: str) -> Value:
    """The value of a literal from its text and the IRI of its datatype.

    >>> literal_value("2026-01-06", "http://www.w3.org/2001/XMLSchema#date"), literal_value("Nvidia", "")
    (datetime.date(2026, 1, 6), 'Nvidia')
    """
    try:
        if kind in _INTEGERS:
            return int(text)
        if kind in _FLOATS:
            return float(text)
        if kind == _BOOLEAN:
            return text in {"true", "1"}
        if kind == _MOMENT:
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment
        if kind == _DAY:
            return date.fromisoformat(text[:10])
    except ValueError:  # a value outside Python's range stays as it is written
        return text
    return text


def _series(values: Sequence[Value]) -> pd.Series[Any]:
    import pandas as pd

    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean")
    if kinds == {int}:
        return pd.Series(values, dtype="Int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(values, dtype="float64")
    if kinds == {datetime}:
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="object"), utc=True))
    if kinds == {date}:
        return pd.Series(pd.to_datetime(pd.Series(list(values), dtype="object")))
    if kinds <= {str}:
        return pd.Series(values, dtype="object")
    return pd.Series([None if value is None else _cell(value) for value in values], dtype="object")


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
        case str():
            return value
        case _:
            return str(value)


def _plain(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Columns of text, padded; a line break or another control character in a cell shows as a space."""
    table = [list(columns), *([_one_line(_cell(value)) for value in row] for row in rows)]
    widths = [max(_width(row[place]) for row in table) for place in range(len(columns))]
    rule = ["─" * width for width in widths]
    lines = ("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in [table[0], rule, *table[1:]])  # fmt: skip
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character for character in text)


def _width(text: str) -> int:
    """How many columns a terminal needs: two for wide characters, none for combining ones (UAX #11)."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return buffer.getvalue()


def _guarded(value: Value) -> str:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _cell(value).replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a bare return unquoted
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _json(table: Table) -> str:
    """SPARQL 1.1 Query Results JSON Format."""
    bindings = [
        {name: _binding(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.terms
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _binding(term: Term) -> dict[str, Any]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            binding = {"type": "literal", "value": term.value}
            if term.language:
                binding["xml:lang"] = term.language
            elif term.datatype != XSD.string:
                binding["datatype"] = term.datatype.value
            return binding
        case _:
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _binding(part) for name, part in parts.items()}}
