"""The SPARQL 1.1 Protocol, its query operation: a request -> a question -> an answer in the format that is liked best.

A query comes by GET in the address, by POST as a form, or by POST as it is. A browser that follows a link to a query is
led to the editor with the query in it, since people want to see what they ask. Without a query the service describes
itself. Updates are refused in all their forms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import anyio.to_thread
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.ask.engine import Request as Question
from kg.ask.syntax import UPDATES, form, guard, measure, tokens
from kg.errors import QueryError
from kg.serve.accept import BOOLEANS, HTML, TABLES, TRIPLES, media_type
from kg.serve.asking import apart, ask
from kg.serve.description import Description
from kg.serve.forms import FORM, absolute, address_parameters, body_text, form_parameters, sent_type
from kg.serve.negotiate import VARIES, negotiate
from kg.serve.problems import Problem, refused
from kg.serve.site import SPARQL

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.serve.site import Site

__all__ = ["routes"]

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
READ_ONLY = "a graph is only read here, so updates are refused; change its articles or decisions and build it again"

_OFFERED = {"select": TABLES, "ask": BOOLEANS, "construct": TRIPLES, "describe": TRIPLES}


@dataclass(frozen=True)
class _Asked:
    """What a request asks.

    Attributes:
        text: the query, or None where there is none.
        default_graphs: IRIs of the graphs that make up the default graph; None for the usual dataset.
        named_graphs: IRIs of the graphs that ``GRAPH`` may name; None as above.
        formats: what ``format=`` says.
    """

    text: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    formats: tuple[str, ...]


def routes(site: Site) -> list[BaseRoute]:
    """The endpoint of a site."""
    description = Description(site)

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS, "Accept-Post": f"{QUERY}, {FORM}"})
        asked = await _read(request, site)
        if asked.text is None:
            choice = negotiate(request, (*TRIPLES, HTML), "the description of this service")
            if choice.format is HTML:
                return RedirectResponse("/", 303, headers=VARIES)
            written = await anyio.to_thread.run_sync(description.write, _address(request), choice.format.media_type)
            return Response(written, headers=VARIES, media_type=choice.media_type)
        return await _answer(request, site, asked, asked.text)

    methods = METHODS.split(", ")
    return [Route(SPARQL, endpoint, methods=methods), Route(f"{SPARQL}/", endpoint, methods=methods)]


async def _read(request: Request, site: Site) -> _Asked:
    parameters = address_parameters(request)
    direct: str | None = None
    if request.method == "POST":
        if (media_type(request.headers.get("content-type", "")) or ("", {}))[0] == UPDATE:
            raise Problem(403, READ_ONLY)
        kind = sent_type(request, (QUERY, FORM))
        text = await body_text(request, site.limits.body_bytes)
        if kind == FORM:
            parameters += form_parameters(text)
        else:
            direct = text
    return _asked(parameters, direct, posted=request.method == "POST")


def _asked(parameters: list[tuple[str, str]], direct: str | None, *, posted: bool) -> _Asked:
    def values(name: str) -> list[str]:
        return [value for key, value in parameters if key == name]

    if values("update"):
        raise Problem(403, READ_ONLY)
    queries = values("query") if direct is None else [*values("query"), direct]
    if len(queries) > 1:
        raise Problem(400, f"there are {len(queries)} queries; send one, by query= or as the body")
    default, named_ = values("default-graph-uri"), values("named-graph-uri")
    for iri in (*default, *named_):
        if absolute(iri) is None:
            raise Problem(400, f"the graph {iri!r} is no absolute IRI; write it in full, such as https://kg.example/ns")
    if not queries and (posted or parameters):
        raise Problem(400, "there is no query; send one as query=, or as the body with the Content-Type " + QUERY)
    given = bool(default or named_)
    return _Asked(
        text=queries[0] if queries else None,
        default_graphs=tuple(dict.fromkeys(default)) if given else None,
        named_graphs=tuple(dict.fromkeys(named_)) if given else None,
        formats=tuple(values("format")),
    )


async def _answer(request: Request, site: Site, asked: _Asked, text: str) -> Response:
    kind = await apart(text, _kind)
    choice = negotiate(request, (*_OFFERED[kind], HTML), f"the answer of {kind.upper()}", asked.formats)
    if choice.format is HTML:
        return RedirectResponse(_editor(asked, text), 303, headers=VARIES)
    try:
        await apart(text, guard)
    except QueryError as error:
        raise refused(error) from error
    question = Question(
        text=text,
        prefixes=site.graph.store.vocabulary.prefixes,
        limit=site.limits.rows,
        largest=site.limits.answer_bytes,
        media_type=choice.format.media_type,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    reply = await ask(site, question, request, base=_address(request))
    headers = {**VARIES, "Cache-Control": "no-cache"}
    if asked.formats:
        headers["Content-Disposition"] = f'inline; filename="answer.{choice.format.names[0]}"'
    return Response(reply.content, headers=headers, media_type=choice.media_type)


def _kind(text: str) -> str:
    """The form of a query.

    Raises:
        Problem: it is empty, too long, or an update.
    """
    if not text.strip():
        raise Problem(400, "the query is empty; ask something, such as SELECT * { ?s ?p ?o } LIMIT 10")
    try:
        measure(text)
    except QueryError as error:
        raise refused(error) from error
    if _is_update(text):
        raise Problem(403, READ_ONLY)
    return form(text) or "select"


def _is_update(text: str) -> bool:
    """Whether the first word after PREFIX and BASE is one of an update."""
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    return first in UPDATES


def _address(request: Request) -> str:
    """The address of the endpoint, as the client knows it."""
    return f"{str(request.base_url).rstrip('/')}{SPARQL}"


def _editor(asked: _Asked, text: str) -> str:
    """Where people see a query: the editor, with what is asked in the part of the address that stays in the browser.

    So a query of any length fits. The names are those of the editor's own links.
    """
    fields = [("query", text)]
    fields += [("defaultGraph", iri) for iri in asked.default_graphs or ()]
    fields += [("namedGraph", iri) for iri in asked.named_graphs or ()]
    return f"/#{urlencode(fields, quote_via=quote)}"
