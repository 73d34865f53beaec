"""A :class:`GraphData` -> one HTML page that needs nothing beside it.

pyvis holds the network that is drawn when the page opens and renders it through a template of our own, with every
part of the page inside it: vis-network as pyvis bundles it (MIT or Apache-2.0), our styles and scripts, and the
graph, packed by :mod:`kg.view.pack`. pyvis's own template and its ways of writing are left alone: they load from
other hosts, put text into the page unescaped and write in the encoding of the machine. A Content Security Policy
names our scripts by their hash, so that nothing else can run, whatever the articles say. One script stands in the
page as it is; it unpacks the others and runs them.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from kg.errors import GraphError, QueryError
from kg.files import whole_file
from kg.later import later
from kg.view.layout import layout
from kg.view.look import looks
from kg.view.pack import columns, facts, pack, pairs, passages, placed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyvis.network import Network

    from kg.view.values import GraphData

__all__ = ["DRAWN", "LANGUAGES", "draw", "graph_title", "places", "write_page"]

LANGUAGES = ("fr", "en")
"""The languages that the page speaks; it has a button to change."""

DRAWN = 1000
"""How many entities are drawn when a page opens, unless told otherwise; the others are a search away."""

_TEMPLATE = "page.html.j2"
_BOOT = "boot.js"
_SCRIPTS = (  # in reading order: a script may use what those before it define
    "parts.js", "words.js", "elements.js", "hash.js", "graph.js", "view.js", "filters.js", "walks.js", "shown.js",
    "places.js", "canvas.js", "lines.js", "over.js", "labels.js", "moves.js", "copy.js", "gestures.js", "panel.js",
    "facets.js", "dates.js", "search.js", "tools.js", "vector.js", "exports.js", "table.js", "main.js",
)  # fmt: skip
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


_TITLES = {
    "fr": ("Graphe d\u2019un article", "Graphe de {:,} articles", "Graphe «\u00a0{}\u00a0»"),
    "en": ("Graph of 1 article", "Graph of {:,} articles", "Graph “{}”"),
}


def graph_title(language: str, articles: int, name: str = "") -> str:
    """What stands at the top of a page of a whole graph: its name, or how many articles it comes from.

    >>> graph_title("en", 1_200), graph_title("en", 1_200, "biology")
    ('Graph of 1,200 articles', 'Graph “biology”')

    Raises:
        QueryError: pages do not speak that language.
    """
    one, many, named = _TITLES[_spoken(language)]
    if name:
        return named.format(name)
    text = one if articles == 1 else many.format(articles)
    return text.replace(",", "\u202f") if language == "fr" else text


def draw(
    data: GraphData,
    *,
    title: str,
    language: str = "fr",
    drawn: int = DRAWN,
    embed: bool = False,
    known: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> str:
    """Draw a graph: the page as a string, the same for the same graph and the same known places.

    Args:
        data: what the page holds.
        title: the heading of the page.
        language: the language that the page opens in, ``fr`` or ``en``.
        drawn: how many entities are drawn when it opens, the most important first.
        embed: whether the page is part of another one, and leaves away what that has no room for.
        known: where entities stand in an earlier page, by IRI (:func:`places`); they stay there, unless less than half
            of the earlier page or of this one is in both, which then show different things.

    Raises:
        QueryError: the page does not speak that language, or nothing would be drawn.
    """
    _spoken(language)
    if drawn < 1:
        raise QueryError(f"a page that draws {drawn} entities shows nothing; give 1 or more")
    former = {place: known[node.iri] for place, node in enumerate(data.nodes) if node.iri in known}
    joins = pairs(data)
    stand = layout(
        len(data.nodes),
        joins,
        groups=[node.community for node in data.nodes],
        known=former if 2 * len(former) >= max(len(known), len(data.nodes)) else {},
    )
    network = _network(data, stand, joins, drawn)
    boot, style, script, vis = _asset(_BOOT), _asset("page.css"), _script(), _vis()
    network.templateEnv = _environment()
    network.templateEnv.globals |= {
        "title": title,
        "language": language,
        "style": Markup(style),  # noqa: S704 - a file of ours
        "style_hash": _hash(style),
        "script_hashes": [_hash(text) for text in (boot, vis, script)],
        "facts": facts(data, title=title, language=language, drawn=drawn, embed=embed),
        "graph": columns(data, stand),
        "passages": passages(data),
        "vis": vis,
        "script": script,
        "boot": Markup(boot),  # noqa: S704 - a file of ours
    }
    network.path = _TEMPLATE
    return str(network.generate_html())


def _spoken(language: str) -> str:
    if language not in LANGUAGES:
        raise QueryError(f"no page in the language {language!r}; use {' or '.join(LANGUAGES)}")
    return language


def places(path: Path) -> dict[str, tuple[int, int]]:
    """Where entities stand in a page that was written earlier, by IRI; empty where there is no such page.

    Raises:
        GraphError: the file cannot be read.
    """
    try:
        page = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be read ({error.strerror or error}), though it is to be replaced; give another file"
        ) from error
    return placed(page)


def write_page(path: Path, html: str) -> None:
    """Write a page whole or not at all, in UTF-8; the folder is made where it is missing.

    Raises:
        GraphError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as stream:
            stream.write(html.encode())
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror or error}); give a file in a folder that you may write to, on "
            "a disk with room"
        ) from error


def _network(
    data: GraphData, stand: Sequence[tuple[int, int]], joins: Sequence[tuple[int, int]], drawn: int
) -> Network:
    """What is drawn when the page opens, as pyvis holds it: the most important entities, and one line for each pair.

    Entities that nothing joins to another are drawn only where no entity is.
    """
    with later("IPython.display", "networkx"):
        from pyvis.network import Network  # only who draws waits for it

    network = Network(directed=True)
    network.toggle_physics(False)  # noqa: FBT003 - pyvis's signature
    look = looks(row.iri for row in data.classes)
    candidates = {end for pair in joins for end in pair} or range(len(data.nodes))
    first = sorted(candidates, key=lambda place: (-data.nodes[place].degree, -data.nodes[place].rank, place))
    shown = set(first[:drawn])
    for place in sorted(shown):
        kind, (x, y) = look[data.nodes[place].type], stand[place]
        network.add_node(place, x=x, y=y, shape=kind.shape, color=kind.color)
    for number, (one, other) in enumerate(joins):
        if one in shown and other in shown:
            network.add_edge(one, other, id=f"p{number}")
    for item in (*network.nodes, *network.edges):
        for unasked in ("label", "arrows"):  # pyvis names a node by its number and puts an arrow on an edge
            item.pop(unasked, None)
    return network


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pack"] = pack
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    return environment


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")


def _script() -> str:
    """Our scripts in one closure, which they may leave to wait for what they unpack with ``inflate``."""
    scripts = "\n".join(_asset(name) for name in _SCRIPTS)
    return f'(async (inflate) => {{\n"use strict";\n{scripts}}})(document.currentScript.inflate);\n'


def _vis() -> str:
    return files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The source expression that lets this text run (W3C, Content Security Policy Level 3)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
