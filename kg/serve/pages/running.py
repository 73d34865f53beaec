"""What the editor asks, run in one of the site's engines -> an answer of terms.

It is stopped at the site's deadline, and at once when the visitor has left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from kg.ask.answers import Triples
from kg.ask.engine import Request as Question
from kg.ask.parameters import bind
from kg.ask.rows import read_rows
from kg.ask.syntax import rebase
from kg.errors import QueryError
from kg.graph.vocab import DEFAULT_BASE
from kg.serve.asking import ask
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.ask import Answer
    from kg.ask.engine import Reply
    from kg.serve.pages.answering import Asked
    from kg.serve.pages.paper import Paper

__all__ = ["answer"]

_WRONG = 400
_UNSEEN = re.compile(r"does not contains variable \?(\w+)")


async def answer(asked: Asked, paper: Paper, limit: int, visitor: Request) -> Answer:
    """Ask the graph.

    Args:
        asked: the question with the values of its parameters.
        paper: of the site that is asked.
        limit: rows or triples to give at most.
        visitor: the request that asks, its body already read.

    Raises:
        QueryError: the text or a value is wrong; with line and column where they are known.
        Problem: it takes too long, is too large, or all engines are busy.
    """
    question = await run_in_threadpool(_question, asked, paper, limit)
    try:
        reply = await ask(paper.site, question, visitor)
    except Problem as problem:
        if unseen := _UNSEEN.search(problem.detail):
            raise QueryError(
                f"the value of {unseen[1]} is given and the query does not bind ?{unseen[1]}; select it, or empty the "
                "field"
            ) from problem
        if problem.status_code != _WRONG:
            raise
        raise QueryError(problem.detail, line=problem.line, column=problem.column) from problem
    return await run_in_threadpool(_read, reply, asked, paper)


def _question(asked: Asked, paper: Paper, limit: int) -> Question:
    vocabulary, query = paper.store.vocabulary, asked.query
    return Question(
        text=rebase(query.text, DEFAULT_BASE, vocabulary.base),
        prefixes=vocabulary.prefixes,
        substitutions=bind(query, asked.values, paper.names),
        limit=limit,
        largest=paper.site.limits.answer_bytes,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )


def _read(reply: Reply, asked: Asked, paper: Paper) -> Answer:
    """The answer in a reply; of a table the columns that only carry parameters are left out."""
    vocabulary = paper.store.vocabulary
    match reply.kind:
        case "boolean":
            return reply.truth
        case "triples":
            triples = {quad.triple for quad in ox.parse(reply.data, format=ox.RdfFormat.N_TRIPLES)}
            return Triples(tuple(sorted(triples, key=str)), vocabulary, truncated=reply.more)
        case _:
            hidden = {parameter.name for parameter in asked.query.params} - asked.query.columns.keys()
            return read_rows(reply.data, vocabulary.compact, hidden=hidden, truncated=reply.more)
