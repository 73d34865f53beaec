"""A graph -> one table of edges, for spreadsheets and for Gephi."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

from kg.graph.network import to_networkx

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["cell", "write_csv"]

COLUMNS = (
    "Source", "Target", "Type", "Label", "status", "confidence", "source_count", "evidence_count", "first_seen",
    "last_seen", "role", "source_label", "source_type", "target_label", "target_type", "sentence", "Id",
)  # fmt: skip
"""Gephi reads the capitalised columns as an edge table."""


def write_csv(store: Store, stream: IO[bytes]) -> None:
    """Write one statement a line, as RFC 4180 and UTF-8 without a byte order mark."""
    graph = to_networkx(store)
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for head, tail, key, edge in graph.edges(keys=True, data=True):
        source, target = graph.nodes[head], graph.nodes[tail]
        row = {
            **edge, "Source": head, "Target": tail, "Type": "Directed", "Label": edge["predicate"], "Id": key,
            "source_label": source["label"], "source_type": source["type"],
            "target_label": target["label"], "target_type": target["type"],
        }  # fmt: skip
        rows.writerow(cell(row.get(column, "")) for column in COLUMNS)
    text.detach()


def cell(value: str | float) -> str | float:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula (CWE-1236).

    >>> cell("=HYPERLINK(A1)")
    "'=HYPERLINK(A1)"
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
