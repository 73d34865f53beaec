"""The application: the site's own addresses, and before them the guards that every request passes."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Router

from kg.ask import open_graph
from kg.ask.engine import Engines
from kg.ask.graph import STORE, UNNAMED
from kg.errors import ServerError
from kg.files import COMPLETE, part
from kg.serve import graphs, pages, sparql
from kg.serve.guards import Guards, with_headers
from kg.serve.limits import Limits
from kg.serve.live import Live
from kg.serve.problems import answer_problem, answer_unforeseen
from kg.serve.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["make_app"]

ENGINES = 4
"""Queries that run at the same time."""

LAST = "build.json"
"""What a build writes last; named here again, because its room takes seconds to import."""

A_DAY = 24 * 60 * 60

_ORIGIN = re.compile(r"https?://[^/\s?#@]+")


def make_app(
    folder: str | Path,
    *,
    title: str | None = None,
    language: str = "fr",
    limits: Limits | None = None,
    engines: int = ENGINES,
    names: Collection[str] = (),
    cors: Collection[str] = (),
) -> Starlette:
    """An ASGI application that serves the graph in a folder.

    Its ``state.live`` is the :class:`~kg.serve.live.Live` site; close it where no lifespan events come.

    Args:
        folder: what a build wrote.
        title: of the pages; the name of the folder where none is given.
        language: of pages for people who prefer none that there is.
        limits: on requests and answers.
        engines: how many queries may run at the same time.
        names: by which this server is known beside localhost and addresses of numbers.
        cors: origins of other sites whose pages may ask here, such as ``https://yasgui.example``, or ``*`` for all.

    Raises:
        GraphError: the folder holds no graph, or the graph is damaged.
        ServerError: an origin is none.
    """
    place = Path(folder)
    name = place.resolve().name
    limits = limits or Limits()

    def open_site() -> Site:
        graph = open_graph(place, follow=False)
        _ = graph.schema  # which is read now, while it is that of this graph
        shown = title or ("" if name == UNNAMED else name)
        pool = Engines(part(place, STORE), engines, [graph.value for graph in graph.store.imports], graph.which)
        pool.warm()
        return Site(graph, pool, shown, language, limits, CapacityLimiter(engines))

    watched = (place / COMPLETE, place / STORE, place / STORE / "CURRENT", place / LAST)
    live = Live(watched, open_site, _answers)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            live.close()

    origins = frozenset(map(_origin, cors))
    guards = Middleware(
        Guards,
        names=frozenset(one.lower() for one in names),
        origins=origins,
        address_bytes=limits.address_bytes,
        head_bytes=limits.head_bytes,
    )
    app = Starlette(
        routes=[Mount("/", app=live)],
        middleware=[guards, *_sharing(origins)],
        exception_handlers={HTTPException: answer_problem, Exception: _answer_unforeseen},
        lifespan=lifespan,
    )
    app.state.live = live
    return app


def _answers(site: Site) -> Router:
    return Router([*sparql.routes(site), *graphs.routes(site), *pages.routes(site)])


def _sharing(origins: frozenset[str]) -> list[Middleware]:
    """What tells browsers which other sites may read answers; without origins there is nothing to tell."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=sorted(origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=["Retry-After"],
            allow_private_network=True,
            max_age=A_DAY,
        )
    ]


def _origin(given: str) -> str:
    if given == "*" or _ORIGIN.fullmatch(given):
        return given.lower()
    raise ServerError(
        f"{given!r} is no origin; give a scheme and a host, and a port if need be, such as https://yasgui.example, or *"
    )


def _answer_unforeseen(request: Request, error: Exception) -> Response:
    response = answer_unforeseen(request, error)
    with_headers(response.headers)
    return response
