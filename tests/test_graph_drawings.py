"""GraphML and GEXF: read back by networkx and igraph, and held against the published grammar of GEXF 1.3."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest

from kg.graph.exports import Format, export
from kg.graph.network import to_networkx
from tests.ask_sample import sample_store
from tests.make import extraction
from tests.make_view import hostile, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.store import Store

NETWORK = to_networkx(sample_store())
GEXF = "{http://gexf.net/1.3}"
TYPES = {"type": str, "mention_count": int, "article_count": int, "aliases": str}
OF_EDGES = {
    "predicate": str, "status": str, "confidence": float, "source_count": int, "evidence_count": int, "sentence": str,
}  # fmt: skip


def written(store: Store, format_: Format) -> bytes:
    stream = io.BytesIO()
    export(store, format_, stream)
    return stream.getvalue()


@pytest.mark.parametrize("format_", [Format.GRAPHML, Format.GEXF])
def test_networkx_reads_nodes_and_edges_with_typed_attributes(format_: Format) -> None:
    data = written(sample_store(), format_)
    read = (
        nx.parse_graphml(data.decode(), force_multigraph=True)
        if format_ is Format.GRAPHML
        else nx.read_gexf(io.BytesIO(data), version="1.3")
    )
    assert set(read.nodes) == set(NETWORK.nodes)
    for node, values in read.nodes(data=True):
        wanted = NETWORK.nodes[node]
        assert values["label"] == wanted["label"]
        assert {name: type(values[name]) for name in TYPES} == TYPES
        assert values["article_count"] == wanted["article_count"]
        assert values["aliases"].split(" | ") == list(wanted["aliases"] or [""])

    def edges(graph: nx.Graph[str]) -> set[tuple[object, ...]]:
        return {(h, t, *(d[name] for name in OF_EDGES), d.get("first_seen")) for h, t, d in graph.edges(data=True)}

    assert edges(read) == edges(NETWORK)
    for _, _, values in read.edges(data=True):
        assert {name: type(values[name]) for name in OF_EDGES} == OF_EDGES
        assert values["weight"] == values["source_count"]


def test_igraph_reads_the_graphml(tmp_path: Path) -> None:
    file = tmp_path / "graph.graphml"
    export(sample_store(), "graphml", file)
    read = igraph.Graph.Read_GraphML(str(file))
    assert read.is_directed()
    assert (read.vcount(), read.ecount()) == (NETWORK.number_of_nodes(), NETWORK.number_of_edges())
    assert dict(zip(read.vs["id"], read.vs["label"], strict=True)) == {
        node: values["label"] for node, values in NETWORK.nodes(data=True)
    }
    ends = {(read.vs[edge.source]["id"], read.vs[edge.target]["id"], edge["predicate"]) for edge in read.es}
    assert ends == {(head, tail, values["predicate"]) for head, tail, values in NETWORK.edges(data=True)}
    assert all(isinstance(weight, float) for weight in read.es["weight"] + read.es["confidence"])


GRAMMAR = {
    "gexf": (["graph"], {"version": "1.3"}),
    "graph": (
        ["attributes", "attributes", "nodes", "edges"],
        {"defaultedgetype": "directed", "idtype": "string|integer", "mode": "static|dynamic", "timeformat": "date",
         "timerepresentation": "interval"},
    ),
    "attributes": (["attribute"], {"class": "node|edge", "mode": "static|dynamic"}),
    "attribute": ([], {"id": ".+", "title": ".+", "type": "string|integer|long|double|float|boolean"}),
    "nodes": (["node"], {"count": r"\d+"}),
    "edges": (["edge"], {"count": r"\d+"}),
    "node": (["attvalues"], {"id": ".+", "label": r"\S+( \S+)*"}),
    "edge": (
        ["attvalues"],
        {"id": ".+", "source": ".+", "target": ".+", "label": r"\S+( \S+)*", "kind": r"\S+( \S+)*",
         "weight": r"\d+(\.\d+)?", "start": r"\d{4}-\d\d-\d\d", "end": r"\d{4}-\d\d-\d\d"},
    ),
    "attvalues": (["attvalue"], {}),
    "attvalue": ([], {"for": ".+", "value": "(?s:.*)"}),
}  # fmt: skip
"""What GEXF 1.3 allows of what is written here: for each element its children in order, and its attributes."""

REQUIRED = {
    "attributes": {"class"}, "attribute": {"id", "title", "type"}, "node": {"id"}, "edge": {"source", "target"},
    "attvalue": {"for", "value"},
}  # fmt: skip


def faults(element: ET.Element) -> list[str]:
    name = element.tag.removeprefix(GEXF)
    children, attributes = GRAMMAR[name]
    found = [child.tag.removeprefix(GEXF) for child in element]
    wrong = [] if found == children or set(found) <= set(children[:1]) else [f"{name} holds {found}"]
    wrong += [f"{name} lacks {one}" for one in sorted(REQUIRED.get(name, set()) - set(element.keys()))]
    for attribute, value in element.items():
        if not re.fullmatch(attributes.get(attribute, "(?!)"), value):
            wrong.append(f"{name} {attribute}={value!r}")
    return [*wrong, *(fault for child in element for fault in faults(child))]


@pytest.mark.parametrize("store", [sample_store(), hostile(), store_of(extraction(entities=(), relations=()))])
def test_gexf_keeps_to_the_grammar(store: Store) -> None:
    root = ET.fromstring(written(store, Format.GEXF))  # noqa: S314 - our own output
    assert faults(root) == []
    declared = {
        of.get("class"): {one.get("id"): one.get("type") for one in of} for of in root.iter(f"{GEXF}attributes")
    }
    nodes = {node.get("id") for node in root.iter(f"{GEXF}node")}
    for kind in ("node", "edge"):
        for one in root.iter(f"{GEXF}{kind}"):
            for value in one.iter(f"{GEXF}attvalue"):
                type_, text = declared[kind][value.get("for")], value.get("value") or ""
                assert {"integer": int, "double": float}.get(type_ or "", str)(text) is not None
    edges = list(root.iter(f"{GEXF}edge"))
    assert {end for edge in edges for end in (edge.get("source"), edge.get("target"))} <= nodes
    assert len({edge.get("id") for edge in edges}) == len(edges)


def test_the_grammar_of_the_test_finds_faults() -> None:
    assert faults(ET.fromstring(f'<gexf xmlns="{GEXF[1:-1]}" version="1.2"><nodes/></gexf>')) == [  # noqa: S314 - a constant
        "gexf holds ['nodes']", "gexf version='1.2'",
    ]  # fmt: skip


def test_an_edge_lasts_from_the_first_to_the_last_day() -> None:
    root = ET.fromstring(written(sample_store(), Format.GEXF))  # noqa: S314 - our own output
    [graph] = root
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    lasting = {edge.get("id"): (edge.get("start"), edge.get("end")) for edge in root.iter(f"{GEXF}edge")}
    for _, _, key, values in NETWORK.edges(keys=True, data=True):
        assert lasting[key] == (values.get("first_seen"), values.get("last_seen"))
    first, last = max(pair for pair in lasting.values() if None not in pair)
    assert date.fromisoformat(first or "") <= date.fromisoformat(last or "")
    assert None in {start for start, _ in lasting.values()}  # what no dated article says is always there


def test_relations_of_one_pair_stay_apart() -> None:
    root = ET.fromstring(written(sample_store(), Format.GEXF))  # noqa: S314 - our own output
    kinds = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in root.iter(f"{GEXF}edge")]
    assert len(set(kinds)) == len(kinds) > len({pair[:2] for pair in kinds})


def test_graphs_without_days_do_not_move() -> None:
    from tests.make import article

    root = ET.fromstring(written(store_of(extraction(article(published=None))), Format.GEXF))  # noqa: S314 - our own output
    [graph] = root
    assert (graph.get("mode"), graph.get("timeformat")) == ("static", None)
