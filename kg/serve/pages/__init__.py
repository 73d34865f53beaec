"""Pages for people: the editor, the explorer, the entities and the questions of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from kg.serve.site import Site

__all__ = ["routes"]


def routes(_site: Site) -> list[BaseRoute]:
    """The pages of a site."""
    return []
