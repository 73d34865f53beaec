"""The explorer of a graph, of what lies around an entity, or of the answer of a question: the page of :mod:`kg.view`.

The page brings its own Content Security Policy, which names its scripts by their hash; it is shown in a frame.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.responses import HTMLResponse, Response

from kg.ask.answers import Table
from kg.ask.drawn import drawn_facts
from kg.errors import KgError, QueryError
from kg.files import part
from kg.serve.pages.packing import packed
from kg.serve.pages.paper import speaks
from kg.view import draw, graph_data, places

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.ask import Answer
    from kg.serve.pages.paper import Paper
    from kg.view import Fact

__all__ = ["Explorer", "facts_in"]

PAGE = "graph.html"
"""The page that a build leaves beside the store; entities stand here where they stand there."""

DEEPEST = 3
"""Steps from an entity that a picture shows at most."""

KEPT = 16
"""Pictures that are kept, so that they need not be drawn twice."""

_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_ENDS = ("s", "p", "o")


class Explorer:
    """Draws pictures of a site's graph; each takes a whole processor, so whoever calls takes turns."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._kept = lru_cache(maxsize=KEPT)(self._draw)

    def around(self, request: Request) -> Response:
        """The page with the explorer in it, and what chooses the part of the graph."""
        typed, depth = request.query_params.get("around", "").strip(), _depth(request)
        centre = self._centre(typed)
        if typed and centre is None:
            typed = ""
        asked = {"lang": speaks(request, self.paper.site.language)}
        asked |= {} if centre is None else {"around": centre, "depth": str(depth)}
        return self.paper.page(
            request,
            "explore.html.j2",
            section="/explore",
            centre=None if centre is None else self.paper.directory.entities[centre],
            depth=depth,
            picture=f"/explore/picture?{urlencode(asked)}",
        )

    def picture(self, request: Request) -> Response:
        """The explorer by itself: of the whole graph, or of what lies around an entity."""
        language = speaks(request, self.paper.site.language)
        typed = request.query_params.get("around", "").strip()
        centre = self._centre(typed)
        if typed and centre is None:
            return self.note(request, f"{typed}: no entity of this graph is named so", 404)
        return packed(request, _framed(self._kept(language, centre, _depth(request))))

    def answer(self, request: Request, answer: Answer, title: str) -> Response:
        """The explorer on the answer of a question, or a note that says why it cannot be drawn."""
        language = speaks(request, self.paper.site.language)
        try:
            facts = facts_in(answer, self.paper)
            data = graph_data(self.paper.store, facts=facts, schema=self.paper.site.graph.schema)
            return packed(request, _framed(draw(data, title=title, language=language, embed=True)))
        except KgError as error:
            return self.note(request, str(error), 200)

    def note(self, request: Request, message: str, status: int) -> Response:
        """A word in place of a picture."""
        return self.paper.page(request, "note.html.j2", status=status, message=message)

    def _centre(self, typed: str) -> str | None:
        """The entity that a name or an IRI means; the likeliest of several."""
        directory = self.paper.directory
        if not typed or typed in directory.entities:
            return typed or None
        found = directory.search(typed)
        return found[0].iri if found else None

    def _draw(self, language: str, centre: str | None, depth: int) -> str:
        paper = self.paper
        data = graph_data(paper.store, schema=paper.site.graph.schema, around=centre, depth=depth)
        if centre is not None:
            return draw(data, title=paper.directory.entities[centre].name, language=language)
        known = places(part(paper.site.graph.folder, PAGE))
        return draw(data, title=paper.title(language), language=language, known=known)


def facts_in(answer: Answer, paper: Paper) -> list[Fact]:
    """The facts in an answer: its triples, its rows ``?s ?p ?o``, or those of the statements that it names.

    Raises:
        QueryError: the answer has none of these.
    """
    if isinstance(answer, Table) and not set(_ENDS) <= set(answer.columns):
        named = {term.value for row in answer.terms for term in row if isinstance(term, NamedNode)}
        statements = sorted(iri for iri in named if paper.store.vocabulary.kind(iri) == "statement")
        if not statements:
            raise QueryError(
                "this answer has no facts that could be drawn; give the column ?statement, or ?s ?p ?o, or write "
                "CONSTRUCT { ?s ?p ?o } in place of SELECT"
            )
        return [fact for iri in statements if (fact := _stated(NamedNode(iri), paper))]
    return drawn_facts(answer)


def _stated(statement: NamedNode, paper: Paper) -> Fact | None:
    kg = paper.store.vocabulary.kg
    known = paper.store.about(statement)
    parts = [known.get(part, [None])[0] for part in (kg.subject, kg.predicate, kg.object)]
    one, two, three = (part.value if isinstance(part, NamedNode) else "" for part in parts)
    return (one, two, three) if one and two and three else None


def _depth(request: Request) -> int:
    text = request.query_params.get("depth", "1")
    return min(int(text), DEEPEST) if text in {"1", "2", "3"} else 1


def _framed(html: str) -> Response:
    """A page of the explorer under its own policy, to be framed by pages of this server and by no other."""
    found = _META.search(html)
    policy = found[1].replace("&#39;", "'") if found else "default-src 'none'"
    return HTMLResponse(html, headers={
        "Content-Security-Policy": f"{policy}; frame-ancestors 'self'",
        "X-Frame-Options": "SAMEORIGIN",
        "Cache-Control": "no-cache",
        "ETag": f'"{base64.urlsafe_b64encode(hashlib.sha256(html.encode()).digest()[:12]).decode()}"',
        "Vary": "Accept-Language, Cookie",
    })  # fmt: skip
