"""A graph -> nodes and edges for drawing programs: GraphML and GEXF.

Both give every attribute a type, and the weight of an edge is the number of its independent sources. In GEXF 1.3 an
edge lasts from the first to the last day on which an article says so, which is what Gephi's timeline plays, and its
``kind`` keeps relations of one pair apart.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from kg.graph.network import to_networkx
from kg.graph.notations import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.graph.store import Store

    Values = Mapping[str, str | int | float]

__all__ = ["write_gexf", "write_graphml"]

_NAMESPACE = "http://gexf.net/1.3"
_NODE = (
    ("type", "string"), ("mention_count", "integer"), ("article_count", "integer"), ("aliases", "string"),
)  # fmt: skip
_EDGE = (
    ("predicate", "string"), ("status", "string"), ("confidence", "double"), ("source_count", "integer"),
    ("evidence_count", "integer"), ("first_seen", "string"), ("last_seen", "string"), ("role", "string"),
    ("sentence", "string"),
)  # fmt: skip


def write_graphml(store: Store, stream: IO[bytes]) -> None:
    """Write GraphML, for yEd, Cytoscape, igraph and networkx."""
    graph = to_networkx(store)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        plain.add_node(node, **_clean(_named(values)))
    for head, tail, key, values in graph.edges(keys=True, data=True):
        shown = {"label": values["predicate"], "weight": values["source_count"], **values}
        plain.add_edge(head, tail, key=key, **_clean(shown))
    GraphMLWriter(graph=plain, encoding="utf-8", prettyprint=True).dump(stream)


def write_gexf(store: Store, stream: IO[bytes]) -> None:
    """Write GEXF 1.3, for Gephi."""
    for line in _gexf(to_networkx(store)):
        stream.write(f"{line}\n".encode())


def _gexf(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    dated = any("first_seen" in values for *_, values in graph.edges(data=True))
    time = ' mode="dynamic" timeformat="date" timerepresentation="interval"' if dated else ' mode="static"'
    yield "<?xml version='1.0' encoding='utf-8'?>"
    yield f'<gexf xmlns="{_NAMESPACE}" version="1.3">'
    yield f'  <graph defaultedgetype="directed" idtype="string"{time}>'
    yield from _attributes("node", _NODE)
    yield from _attributes("edge", _EDGE)
    yield f'    <nodes count="{graph.number_of_nodes()}">'
    for node, values in graph.nodes(data=True):
        yield f"      <node{_given(id=node, label=_token(values['label']))}>"
        yield from _values("node", _NODE, _named(values))
        yield "      </node>"
    yield "    </nodes>"
    yield f'    <edges count="{graph.number_of_edges()}">'
    for head, tail, key, values in graph.edges(keys=True, data=True):
        relation = _token(values["predicate"])
        ends = {"id": key, "source": head, "target": tail, "label": relation, "kind": relation}
        lasts = {"start": values["first_seen"], "end": values["last_seen"]} if "first_seen" in values else {}
        yield f"      <edge{_given(**ends, weight=values['source_count'], **lasts)}>"
        yield from _values("edge", _EDGE, values)
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _attributes(of: str, columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f'    <attributes class="{of}" mode="static">'
    for name, type_ in columns:
        yield f'      <attribute id="{of}_{name}" title="{name}" type="{type_}"/>'
    yield "    </attributes>"


def _values(of: str, columns: Sequence[tuple[str, str]], values: Values) -> Iterator[str]:
    yield "        <attvalues>"
    for name, _ in columns:
        if name in values:
            yield f"          <attvalue{_given(**{'for': f'{of}_{name}'}, value=values[name])}/>"
    yield "        </attvalues>"


def _given(**attributes: str | float) -> str:
    entities = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
    return "".join(f" {name}={quoteattr(xml_text(str(value)), entities)}" for name, value in attributes.items())


def _token(text: str) -> str:
    """The text as ``xsd:token`` has it: no spaces at its ends, and single ones within."""
    return " ".join(text.split())


def _named(values: Mapping[str, object]) -> dict[str, str | int | float]:
    """The values of a node, its other names as one text."""
    aliases = values["aliases"]
    return {**values, "aliases": " | ".join(aliases) if isinstance(aliases, tuple) else ""}  # type: ignore[dict-item]


def _clean(values: Values) -> dict[str, str | int | float]:
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in values.items()}
