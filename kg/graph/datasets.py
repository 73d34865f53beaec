"""A graph -> a folder of tables for pandas, DuckDB, R or a spreadsheet: one CSV or Parquet file a table.

Parquet holds every text as the graph has it, and lists and times as such. CSV joins the texts of a list with `` | ``
and puts an apostrophe before a text that a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra
from kg.graph.records import Kind, records
from kg.graph.tables import cell

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.records import Column, Value
    from kg.graph.store import Store

__all__ = ["write_csv_tables", "write_parquet_tables"]


def write_csv_tables(store: Store, folder: Path) -> None:
    """Write each table as RFC 4180 and UTF-8 without a byte order mark."""
    for table in records(store):
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(column.name for column in table.columns)
            rows.writerows([_plain(value) for value in row] for row in table.rows)


def _plain(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case tuple():
            return cell(" | ".join(value))
        case _:
            return cell(value)


def write_parquet_tables(store: Store, folder: Path) -> None:
    """Write each table as Parquet, the same bytes for the same graph and the same version of pyarrow.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("writing Parquet", "pyarrow", "tables") from error
    types = {
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INTEGER: pa.int64(),
        Kind.DECIMAL: pa.float64(),
        Kind.DAY: pa.date32(),
        Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    }
    for table in records(store):
        arrays = [
            pa.array([_typed(column, row[place]) for row in table.rows], types[column.kind])
            for place, column in enumerate(table.columns)
        ]
        made = pa.table(arrays, names=[column.name for column in table.columns])
        pq.write_table(made, folder / f"{table.name}.parquet", compression="zstd")


def _typed(column: Column, value: Value) -> Any:  # noqa: ANN401 - whatever pyarrow makes of it
    match column.kind, value:
        case Kind.DAY, str(day):
            return date.fromisoformat(day)
        case Kind.MOMENT, str(moment):
            time = datetime.fromisoformat(moment)
            return time if time.tzinfo else time.replace(tzinfo=UTC)
        case _:
            return value
