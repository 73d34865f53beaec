"""Pages for people: the editor, the explorer, the entities with their evidence, the questions of the library.

==================  =====================================================================================
/                   the editor, with the library beside it
/ask                what the editor asks: JSON for the page, or a file
/explore            the explorer of the whole graph, or around an entity
/entities           the entities, searched and listed
/id/…, /ns          what the graph's own IRIs name: HTML for people, RDF for machines
/resource           what any other IRI names
/queries            the library
/complete           names for the editor and for search, as JSON
/assets/…           styles and scripts
==================  =====================================================================================
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from kg.errors import QueryError
from kg.serve.forms import FORM, body_text, form_parameters, sent_type
from kg.serve.pages import answering, browse, questions, resources, running
from kg.serve.pages.explorer import Explorer
from kg.serve.pages.packing import packed
from kg.serve.pages.paper import Paper, asset_response, speaks
from kg.serve.pages.turns import Turns
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.ask import Answer
    from kg.serve.pages.answering import Asked
    from kg.serve.site import Site

__all__ = ["routes"]

JSON = "application/json"

PAGE = "page"
"""What ``form`` says, or nothing, where the answer is for the page and not for a file."""


def routes(site: Site) -> list[BaseRoute]:
    """The pages of a site."""
    paper = Paper(site)
    explorer = Explorer(paper)
    at_work, drawing = Turns(round(site.places.total_tokens), site.limits.wait), Turns(1)

    def editor(request: Request) -> Response:
        language = speaks(request, site.language)
        facts = {
            "questions": questions.catalogue(language),
            "prefixes": dict(paper.store.vocabulary.prefixes),
            "rows": answering.SHOWN,
            "endpoint": "/sparql",
        }
        return paper.page(request, "editor.html.j2", section="/", facts=facts)

    def library(request: Request) -> Response:
        return questions.library(request, paper, speaks(request, site.language))

    async def ask(request: Request) -> Response:
        sent_type(request, (JSON,))
        content = _object(await body_text(request, site.limits.body_bytes))
        form = answering.file_form(content.get("form", PAGE))
        limit = answering.SHOWN if form is None else site.limits.rows
        try:
            async with at_work.turn(request):
                asked, answer, seconds = await answered(content, limit, request)
                if form is None:
                    told = await run_in_threadpool(answering.as_json, answer, asked, seconds, paper)
                    return await run_in_threadpool(packed, request, told)
                return await run_in_threadpool(answering.as_file, answer, asked, form)
        except QueryError as error:
            return answering.fault(error)

    async def drawn(request: Request) -> Response:
        sent_type(request, (FORM,))
        parameters = dict(form_parameters(await body_text(request, site.limits.body_bytes)))
        content = {**parameters, **_object(parameters.pop("more", "") or "{}")}
        try:
            asked, answer, _ = await answered(content, answering.SHOWN, request)
        except QueryError as error:
            return await run_in_threadpool(explorer.note, request, str(error), 400)
        language = speaks(request, site.language)
        title = asked.query.summary.get(language) or paper.title(language)
        async with drawing.turn(request):
            return await run_in_threadpool(explorer.answer, request, answer, title)

    async def picture(request: Request) -> Response:
        async with drawing.turn(request):
            return await run_in_threadpool(explorer.picture, request)

    async def answered(content: dict[str, object], limit: int, visitor: Request) -> tuple[Asked, Answer, float]:
        asked = await run_in_threadpool(answering.read_asked, content)
        begin = time.perf_counter()
        answer = await running.answer(asked, paper, limit, visitor)
        return asked, answer, time.perf_counter() - begin

    return [
        Route("/", editor),
        Route("/ask", ask, methods=["POST"]),
        Route("/explore", explorer.around),
        Route("/explore/picture", picture),
        Route("/explore/answer", drawn, methods=["POST"]),
        Route("/entities", lambda request: browse.entities(request, paper)),
        Route("/complete", lambda request: browse.complete(request, paper)),
        Route("/queries", library),
        Route("/queries/{name}.rq", questions.question_file),
        Route("/queries/{name}", lambda request: questions.one_question(request, paper)),
        Route("/resource", lambda request: resources.by_iri(request, paper)),
        Route("/assets/{name}", asset_response),
        Route("/ns", lambda request: resources.at_path(request, paper)),
        Route("/ns.{suffix}", lambda request: resources.at_path(request, paper)),
        Route("/id/{path:path}", lambda request: resources.at_path(request, paper)),
    ]


def _object(text: str) -> dict[str, object]:
    try:
        content = json.loads(text)
        json.dumps(content, ensure_ascii=False).encode()
    except RecursionError as error:
        raise Problem(400, "the body is nested too deeply; send a flatter object") from error
    except UnicodeEncodeError as error:
        raise Problem(400, "the body has halves of characters (\\ud800 to \\udfff); send whole ones") from error
    except ValueError as error:
        raise Problem(400, f"the body is no JSON ({error}); send an object") from error
    if not isinstance(content, dict):
        raise Problem(400, "the body is no JSON object; send one")
    return content
