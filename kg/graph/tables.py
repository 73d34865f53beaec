"""Nodes and edges for drawing programs and spreadsheets: GraphML, GEXF, CSV."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg.graph.network import to_networkx
from kg.graph.notations import xml_text

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["write_csv", "write_gexf", "write_graphml"]

COLUMNS = (
    "Source", "Target", "Type", "Label", "status", "confidence", "source_count", "evidence_count", "first_seen",
    "last_seen", "role", "source_label", "source_type", "target_label", "target_type", "sentence", "Id",
)  # fmt: skip
"""Gephi reads the capitalised columns as an edge table."""


def write_graphml(store: Store, stream: IO[bytes]) -> None:
    """Write GraphML, for yEd, Cytoscape, igraph and networkx."""
    GraphMLWriter(graph=_plain(to_networkx(store)), encoding="utf-8", prettyprint=True).dump(stream)


def write_gexf(store: Store, stream: IO[bytes]) -> None:
    """Write GEXF 1.2, for Gephi."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(_plain(to_networkx(store)))
    for meta in list(writer.xml.iter("meta")):
        writer.xml.remove(meta)  # it holds the day and the version of networkx, and no more
    writer.write(stream)


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
        rows.writerow(_cell(row.get(column, "")) for column in COLUMNS)
    text.detach()


def _cell(value: str | float) -> str | float:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula (CWE-1236).

    >>> _cell("=HYPERLINK(A1)")
    "'=HYPERLINK(A1)"
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph with values that XML can hold, and labels and weights where drawing programs look for them."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        plain.add_node(node, **_clean({**values, "aliases": " | ".join(values["aliases"])}))
    for head, tail, key, values in graph.edges(keys=True, data=True):
        shown = {"id": key, "label": values["predicate"], "weight": values["source_count"], **values}
        plain.add_edge(head, tail, key=key, **_clean(shown))
    return plain


def _clean(values: dict[str, str | int | float]) -> dict[str, str | int | float]:
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in values.items()}
