"""The SPARQL 1.1 Graph Store HTTP Protocol, for reading: whole graphs, named in the address.

``/data?default`` is the graph that queries see when they name none, ``/data?graph=IRI`` a named one, and ``/data/ns``
the graph whose name is this address, or ``ns`` below the base IRI of the store. A graph is written into a file of
its own before the first byte is sent, so that its length is known and a fault is told and not just cut off.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from pyoxigraph import DefaultGraph, NamedNode, serialize
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kg.serve.accept import TRIPLES
from kg.serve.description import FORMATS
from kg.serve.forms import absolute, address_parameters
from kg.serve.negotiate import VARIES, negotiate
from kg.serve.problems import Problem
from kg.serve.site import DATA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from pyoxigraph import Triple
    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import Receive, Scope, Send

    from kg.graph.store import Store
    from kg.serve.site import Site

__all__ = ["routes"]

METHODS = ("GET", "HEAD", "OPTIONS")

AT_ONCE = 2
"""Graphs that are written at the same time; others wait."""

CHUNK = 256 * 1024
"""Bytes that are sent at a time."""

Graphs = tuple[DefaultGraph | NamedNode, ...]

_DEFAULT = DefaultGraph()


def routes(site: Site) -> list[BaseRoute]:
    """The graphs of a site."""
    places = anyio.CapacityLimiter(AT_ONCE)
    store = site.graph.store

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        parameters = address_parameters(request)
        graphs = _wanted(request, store, parameters)
        wanted = [value for name, value in parameters if name == "format"]
        choice = negotiate(request, TRIPLES, "a graph", wanted)
        if request.method == "HEAD":
            return Response(headers=VARIES, media_type=choice.media_type)
        with tempfile.NamedTemporaryFile(prefix="kg-", delete=False) as empty:
            file = Path(empty.name)
        try:
            write = partial(_write, store, graphs, choice.format.media_type, file)
            await anyio.to_thread.run_sync(write, limiter=places)
        except BaseException:
            file.unlink()
            raise
        return _FileOnce(file, choice.media_type)

    return [Route(DATA, answer, methods=METHODS), Route(DATA + "/{path:path}", answer, methods=METHODS)]


def _wanted(request: Request, store: Store, parameters: Sequence[tuple[str, str]]) -> Graphs:
    """The graphs whose union an address means."""
    default = [value for name, value in parameters if name == "default"]
    named = [value for name, value in parameters if name == "graph"]
    path = request.path_params.get("path", "")
    if len(default) + len(named) + bool(path) != 1:
        raise Problem(400, f"name one graph: {DATA}?default, or {DATA}?graph= and its IRI; {_there(store)}")
    if default:
        return (_DEFAULT, *store.imports)
    names = named or [str(request.url.replace(query="", fragment="")), store.vocabulary.base + path]
    graphs = [graph for name in names if (graph := absolute(name))]
    if named and not graphs:
        raise Problem(400, f"{named[0]!r} is no absolute IRI; write it in full; {_there(store)}")
    for graph in graphs:
        if store.raw.contains_named_graph(graph):
            return (graph,)
    raise Problem(404, f"there is no graph {names[-1]}; {_there(store)}")


def _there(store: Store) -> str:
    names = sorted(name.value for name in store.raw.named_graphs() if isinstance(name, NamedNode))
    return f"beside the default graph there is {', '.join(names)}" if names else "there is the default graph alone"


def _write(store: Store, graphs: Graphs, media_type: str, file: Path) -> None:
    """Write the union of some graphs to a file."""
    form, prefixes = FORMATS[media_type], dict(store.vocabulary.prefixes)
    if len(graphs) == 1:
        store.raw.dump(file, form, from_graph=graphs[0], prefixes=prefixes)
    else:
        serialize(_triples(store, graphs), file, form, prefixes=prefixes)


def _triples(store: Store, graphs: Graphs) -> Iterator[Triple]:
    """The triples of some graphs, each once.

    This is a generator, which the engine writes down while other threads take their turns; over its own iterators it
    would let none of them in.
    """
    for place, graph in enumerate(graphs):
        for quad in store.raw.quads_for_pattern(None, None, None, graph):
            terms = quad.subject, quad.predicate, quad.object
            if not any(next(store.raw.quads_for_pattern(*terms, former), None) for former in graphs[:place]):
                yield quad.triple


class _FileOnce(StreamingResponse):
    """The content of a file, which is gone when it has been sent, or when nobody wants it any more."""

    def __init__(self, file: Path, media_type: str) -> None:
        headers = {**VARIES, "Cache-Control": "no-cache", "Content-Length": str(file.stat().st_size)}
        super().__init__(self._chunks(), headers=headers, media_type=media_type)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.unlink()

    async def _chunks(self) -> AsyncIterator[bytes]:
        async with await anyio.open_file(self._file, "rb") as content:
            while chunk := await content.read(CHUNK):
                yield chunk
