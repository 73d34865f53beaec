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

from kg.ask.answers import AnswerFormat
from kg.errors import QueryError
from kg.serve.forms import FORM, body_text, form_parameters, sent_type
from kg.serve.pages import answering, browse, questions, resources, running
from kg.serve.pages.explorer import Explorer
from kg.serve.pages.paper import Paper, asset_response, speaks
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


def routes(site: Site) -> list[BaseRoute]:
    """The pages of a site."""
    paper = Paper(site)
    explorer = Explorer(paper)

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
        try:
            wanted = content.get("form", "page")
            limit = answering.SHOWN if wanted == "page" else site.limits.rows
            asked, answer, seconds = await answered(content, limit, request)
            if wanted == "page":
                return await run_in_threadpool(answering.as_json, answer, asked, seconds, paper)
            return await run_in_threadpool(answering.as_file, answer, asked, AnswerFormat(str(wanted)))
        except QueryError as error:
            return answering.fault(error)
        except ValueError as error:
            raise Problem(400, f"form={content.get('form')!r}: use page, {', '.join(AnswerFormat)}") from error

    async def drawn(request: Request) -> Response:
        sent_type(request, (FORM,))
        parameters = dict(form_parameters(await body_text(request, site.limits.body_bytes)))
        content = {**parameters, **_object(parameters.pop("more", "") or "{}")}
        try:
            asked, answer, _ = await answered(content, site.limits.rows, request)
        except QueryError as error:
            return await run_in_threadpool(explorer.note, request, str(error), 400)
        language = speaks(request, site.language)
        title = asked.query.summary.get(language) or paper.title(language)
        return await run_in_threadpool(explorer.answer, request, answer, title)

    async def answered(content: dict[str, object], limit: int, visitor: Request) -> tuple[Asked, Answer, float]:
        asked = answering.read_asked(content)
        begin = time.perf_counter()
        answer = await running.answer(asked, paper, limit, visitor)
        return asked, answer, time.perf_counter() - begin

    return [
        Route("/", editor),
        Route("/ask", ask, methods=["POST"]),
        Route("/explore", explorer.around),
        Route("/explore/picture", explorer.picture),
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
    except ValueError as error:
        raise Problem(400, f"the body is no JSON ({error}); send an object") from error
    if not isinstance(content, dict):
        raise Problem(400, "the body is no JSON object; send one")
    return content
