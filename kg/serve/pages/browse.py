"""The entities of a graph: searched and listed for people, completed for the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from kg.serve.pages.directory import written

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.pages.directory import Entry, Term
    from kg.serve.pages.paper import Paper

__all__ = ["complete", "entities"]

PAGE = 60
"""Entities on a page of the list."""

TYPED = 200
"""Letters of what was typed that are looked for."""

OFFERED = 12
"""Names that a completion offers at most, unless asked for more."""

MOST_OFFERED = 500


def entities(request: Request, paper: Paper) -> Response:
    """The entities by name and class, a page of them."""
    directory = paper.directory
    typed, chosen = request.query_params.get("q", "")[:TYPED], request.query_params.get("class", "")
    found = directory.search(typed, [chosen] if chosen else [])
    pages = max(1, -(-len(found) // PAGE))
    near = directory.near(typed, [chosen] if chosen else []) if typed and not found else []
    page = min(_whole(request.query_params.get("page", ""), 1), pages)

    def address(**changed: object) -> str:
        asked = {"q": typed, "class": chosen, "page": page} | changed
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("page", 1)}
        return f"/entities?{urlencode(kept)}" if kept else "/entities"

    return paper.page(
        request,
        "entities.html.j2",
        section="/entities",
        typed=typed,
        chosen=chosen,
        classes=[(name, directory.class_labels(name), times) for name, times in directory.classes()],
        everything=len(directory.entities),
        found=found[(page - 1) * PAGE : page * PAGE],
        near=near,
        total=len(found),
        page=page,
        pages=pages,
        address=address,
    )


def complete(request: Request, paper: Paper) -> Response:
    """What may be meant by the beginning of a name: entities, classes or properties.

    The address takes ``q``, ``kind`` (``entity``, ``class`` or ``property``), ``class`` to narrow entities, several
    times if need be, and ``limit``.
    """
    directory, asked = paper.directory, request.query_params
    typed, kind = asked.get("q", "")[:TYPED], asked.get("kind", "entity")
    limit = min(_whole(asked.get("limit", ""), OFFERED), MOST_OFFERED)
    if kind == "entity":
        found = directory.search(typed, asked.getlist("class"))[:limit]
        offered = [_entity(paper, entry) for entry in found]
    else:
        offered = [_term(paper, term) for term in directory.find_terms(typed, kind)[:limit]]
    return JSONResponse({"offered": offered}, headers={"Cache-Control": "no-cache"})


def _entity(paper: Paper, entry: Entry) -> dict[str, object]:
    look = paper.directory.looks[entry.type]
    return {
        "iri": entry.iri,
        "name": entry.name,
        "written": written(paper.store.vocabulary.compact(entry.iri), entry.iri),
        "note": paper.directory.class_labels(entry.type),
        "uses": entry.mentions,
        "href": paper.href(entry.iri),
        "color": look.color,
        "shape": look.shape,
    }


def _term(paper: Paper, term: Term) -> dict[str, object]:
    return {
        "iri": term.iri,
        "name": term.name,
        "written": written(term.name, term.iri),
        "note": term.labels,
        "uses": term.uses,
        "href": paper.href(term.iri),
    }


def _whole(text: str, usual: int) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else usual
