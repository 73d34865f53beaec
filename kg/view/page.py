"""A :class:`GraphData` -> one HTML page that needs nothing beside it.

pyvis holds the network and renders it through a template of our own, with every part of the page inside it:
vis-network as pyvis bundles it (MIT or Apache-2.0), our styles and scripts, and the graph as JSON. pyvis's own
template and its ways of writing are left alone: they load from other hosts, put text into the page unescaped
and write in the encoding of the machine. A Content Security Policy names our scripts by their hash, so that
nothing else can run, whatever the articles say. The scripts read the JSON and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from kg.errors import GraphError, QueryError
from kg.view.layout import layout
from kg.view.look import bends, looks, node_size

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.view.values import GraphData

__all__ = ["LANGUAGES", "draw", "write_page"]

LANGUAGES = ("fr", "en")
"""The languages that the page speaks; it has a button to change."""

_TEMPLATE = "page.html.j2"
_SCRIPTS = (  # in reading order: a script may use what those before it define
    "words.js", "graph.js", "drawing.js", "canvas.js", "panel.js", "search.js", "legend.js", "table.js", "main.js",
)  # fmt: skip
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def draw(data: GraphData, *, title: str, language: str = "fr") -> str:
    """Draw a graph: the page as a string, the same for the same graph.

    Args:
        data: what to show.
        title: the heading of the page.
        language: the language that the page opens in, ``fr`` or ``en``.

    Raises:
        QueryError: the page does not speak that language.
    """
    if language not in LANGUAGES:
        raise QueryError(f"no page in the language {language!r}; use {' or '.join(LANGUAGES)}")
    network = _network(data)
    script = "\n".join(_asset(name) for name in _SCRIPTS)
    parts = {"vis": _vis(), "script": f'(() => {{\n"use strict";\n{script}}})();\n', "style": _asset("page.css")}
    network.templateEnv = _environment()
    network.templateEnv.globals |= {name: Markup(text) for name, text in parts.items()}  # noqa: S704 - files of ours
    network.templateEnv.globals |= {
        "script_hashes": [_hash(parts["vis"]), _hash(parts["script"])],
        "style_hash": _hash(parts["style"]),
        "title": title,
        "language": language,
        "facts": _facts(data, title),
    }
    network.path = _TEMPLATE
    return str(network.generate_html())


def write_page(path: Path, html: str) -> None:
    """Write a page whole or not at all: in UTF-8, beside its place, then moved there.

    Raises:
        GraphError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(html)
            fresh.chmod(0o644)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror or error}); give a file in a folder that you may write to"
        ) from error


def _network(data: GraphData) -> Network:
    """The network as pyvis holds it; its nodes and edges carry what the page's scripts read of them."""
    from pyvis.network import Network  # brings IPython along, so only who draws waits for it

    network = Network(directed=True)
    network.toggle_physics(False)  # noqa: FBT003 - pyvis's signature
    look = looks(row.iri for row in data.classes)
    symmetric = {relation.name for relation in data.relations if relation.symmetric}
    drawn = [0] * len(data.nodes)
    for edge in data.edges:
        for end in {edge.head, edge.tail}:
            drawn[end] += 1
    places = layout(len(data.nodes), [(edge.head, edge.tail) for edge in data.edges])
    for place, (node, (x, y)) in enumerate(zip(data.nodes, places, strict=True)):
        network.add_node(
            place,
            label=node.name,
            shape=look[node.type].shape,
            color=look[node.type].color,
            size=node_size(drawn[place]),
            x=x,
            y=y,
            iri=node.iri,
            type=node.type,
            aliases=list(node.aliases),
            mentions=node.mentions,
            articles=node.articles,
            degree=node.degree,
        )
    for place, (edge, bend) in enumerate(zip(data.edges, bends(data.edges), strict=True)):
        network.add_edge(
            edge.head,
            edge.tail,
            id=place,
            arrows="" if edge.relation in symmetric else "to",
            bend=bend,
            iri=edge.iri,
            relation=edge.relation,
            status=edge.status,
            confidence=edge.confidence,
            sources=edge.sources,
            first=edge.first_seen,
            last=edge.last_seen,
            roles=list(edge.roles),
            evidence=list(edge.evidence),
        )
    return network


def _facts(data: GraphData, title: str) -> dict[str, object]:
    """What the scripts read beside nodes and edges."""
    look = looks(row.iri for row in data.classes)
    return {
        "title": title,
        "classes": [
            {"iri": row.iri, "label": dict(row.label), "color": look[row.iri].color, "shape": look[row.iri].shape}
            for row in data.classes
        ],
        "relations": [
            {"name": row.name, "label": dict(row.label), "inverse": dict(row.inverse), "symmetric": row.symmetric}
            for row in data.relations
        ],
        "evidence": [
            {
                "article": passage.article,
                "start": passage.start,
                "end": passage.end,
                "segments": [list(segment) for segment in passage.segments],
                "status": passage.status,
                "confidence": passage.confidence,
                "by": passage.extracted_by,
            }
            for passage in data.evidence
        ],
        "articles": [
            {
                "title": article.title,
                "date": article.date,
                "url": article.url,
                "path": article.path,
                "publisher": article.publisher,
                "language": article.language,
            }
            for article in data.articles
        ],
        "hidden": {"entities": data.hidden.entities, "statements": data.hidden.statements},
    }


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    return environment


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")


def _vis() -> str:
    return files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression that lets this text run (W3C, Content Security Policy Level 3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
