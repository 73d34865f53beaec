"""The query library as pages, and as the catalogue from which the editor makes its forms."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from kg.ask.library import THEMES, checks, queries
from kg.graph.vocab import Vocabulary
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.ask.header import Query
    from kg.serve.pages.paper import Paper

__all__ = ["Theme", "catalogue", "library", "one_question", "question_file", "question_named", "themes"]


class Theme(NamedTuple):
    """A folder of the library: its name, and its title in the language of the page."""

    key: str
    title: str


def question_named(name: str) -> Query | None:
    """The question of the library with this name; unlike for its owner, for a visitor a name is never a path."""
    return next((query for query in (*queries(), *checks()) if query.name == name), None)


def themes(language: str) -> list[tuple[Theme, list[Query]]]:
    """The questions of the library by theme, in reading order."""
    return [
        (Theme(key, THEMES.get(key, {}).get(language, key.capitalize())), list(inside))
        for key, inside in groupby([*queries(), *checks()], lambda query: query.theme)
    ]


def library(request: Request, paper: Paper, language: str) -> Response:
    """Every question, by theme."""
    return paper.page(request, "queries.html.j2", section="/queries", themes=themes(language))


def one_question(request: Request, paper: Paper) -> Response:
    """A question: what it takes, what it gives, its text."""
    name = request.path_params["name"]
    question = question_named(name)
    if question is None:
        return paper.page(request, "missing.html.j2", status=404, iri=f"/queries/{name}", typed="")
    return paper.page(request, "query.html.j2", section="/queries", question=question, text=question.text.strip())


def question_file(request: Request) -> Response:
    """The file of a question."""
    question = question_named(request.path_params["name"])
    if question is None:
        raise Problem(404, "no question of the library is named so; they are listed at /queries")
    return Response(question.text, media_type="application/sparql-query")


def catalogue(language: str) -> list[dict[str, object]]:
    """What the editor needs of each question: its text without the header, and what its form asks for."""
    return [
        {
            "name": query.name,
            "theme": theme.title,
            "summary": dict(query.summary),
            "text": body(query.text),
            "columns": dict(query.columns),
            "params": [
                {"name": one.name, "type": str(one.type), "default": one.default, "help": one.help,
                 "classes": list(one.classes)}
                for one in query.params
            ],
        }
        for theme, inside in themes(language)
        for query in inside
    ]  # fmt: skip


def body(text: str) -> str:
    r"""A question without its header, and without the prefixes, which every graph knows.

    >>> body("#+ tags: [a]\nPREFIX kg: <https://kg.example/ns#>\n\nASK { ?s kg:uses ?o }\n")
    'ASK { ?s kg:uses ?o }\n'
    """
    known = {f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in Vocabulary().prefixes.items()}
    lines = [line for line in text.splitlines() if not line.startswith("#+") and line.strip() not in known]
    return "\n".join(lines).strip() + "\n"
