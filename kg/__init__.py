"""kg reads a folder of articles and gives a knowledge graph whose every edge carries the sentence that says so.

The rooms of the house, in reading order; each imports only from those above it:

===========  ==========================================================================================
errors       the exceptions, drawn as a tree
files        files that are there whole or not at all
later        importing libraries without what they need not bring along
model        Article, Block, Entity, Mention, Evidence, Relation, Extraction, Statement: frozen values
schema       which classes and relations exist, read from ``data/schema.toml``
read         files -> Articles: front matter, Markdown, dates, language; every character keeps its offset
extract      Articles -> Extractions: the spaCy pipeline that finds mentions and relations
resolve      Extractions -> a Resolution: one entity for each thing, why, and what people decided
harvest      articles -> readings: read, searched and resolved one by one, by several processes, and kept
graph        a Resolution -> triples: vocabulary, RDF, store, exports, validation
engine       articles -> sorted shards of a graph, made by a cluster
view         a graph -> one HTML page
ask          a graph on disk -> answers: the query library, tables, networkx, pictures
evaluate     a graph against articles annotated by hand
review       what people decide about a graph, and what is worth their look
remote       services elsewhere that a user names: links from them, the graph to them
build        the main job, from articles to a folder that holds store, Turtle and page
notebook     a graph in a notebook: questions in cells, tables with links, pictures, charts
serve        a graph on disk -> a web server: the SPARQL protocol, pages for people
cli          one function per command
===========  ==========================================================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ask import KnowledgeGraph
    from kg.ask import open_graph as open  # noqa: A004 - kg.open, as in gzip.open
    from kg.build import BuildReport
    from kg.build import build as build_graph
    from kg.errors import KgError

__version__ = "0.6.0"

__all__ = ["BuildReport", "KgError", "KnowledgeGraph", "__version__", "build_graph", "open"]

_HOMES = {
    "BuildReport": ("kg.build", "BuildReport"),
    "KgError": ("kg.errors", "KgError"),
    "KnowledgeGraph": ("kg.ask", "KnowledgeGraph"),
    "build_graph": ("kg.build", "build"),
    "open": ("kg.ask", "open_graph"),
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its room when it is first asked for, so that ``import kg`` loads no engine."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room, attribute = _HOMES[name]
    return getattr(import_module(room), attribute)


def load_ipython_extension(shell: object) -> None:
    """Give a notebook the magics ``%kg`` and ``%%sparql``; what ``%load_ext kg`` calls."""
    import_module("kg.notebook").load(shell)


def unload_ipython_extension(shell: object) -> None:
    """Take the magics away again; what ``%unload_ext kg`` calls."""
    import_module("kg.notebook").unload(shell)


def __dir__() -> list[str]:
    """The public names, for completion in a notebook and for ``dir``."""
    return __all__
