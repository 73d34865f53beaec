"""The application: the site's own addresses, and before them the guards that every request passes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Mount, Router

from kg.ask import open_graph
from kg.ask.engine import Engines
from kg.ask.graph import STORE, UNNAMED
from kg.serve import pages
from kg.serve.limits import Limits
from kg.serve.live import Live
from kg.serve.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute

__all__ = ["make_app"]

ENGINES = 4
"""Queries that run at the same time."""


def make_app(
    folder: str | Path,
    *,
    title: str | None = None,
    language: str = "fr",
    limits: Limits | None = None,
    engines: int = ENGINES,
) -> Starlette:
    """An ASGI application that serves the graph in a folder.

    Args:
        folder: what a build wrote.
        title: of the pages; the name of the folder where none is given.
        language: of pages for people who prefer none that there is.
        limits: on requests and answers.
        engines: how many queries may run at the same time.

    Raises:
        GraphError: the folder holds no graph, or the graph is damaged.
    """
    place = Path(folder)
    name = place.resolve().name

    def open_site() -> Site:
        graph = open_graph(place)
        shown = title or ("" if name == UNNAMED else name)
        return Site(graph, Engines(place / STORE, engines), shown, language, limits or Limits())

    live = Live((place / STORE, place / STORE / "CURRENT"), open_site, lambda site: Router(_routes(site)))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            live.close()

    return Starlette(routes=[Mount("/", app=live)], lifespan=lifespan)


def _routes(site: Site) -> list[BaseRoute]:
    return [*pages.routes(site)]
