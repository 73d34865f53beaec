"""A query and its parameters -> an answer.

The text is checked before it runs (:mod:`kg.ask.syntax`), the parameters become terms
(:mod:`kg.ask.parameters`), the graph's prefixes are known without PREFIX lines, and the engine's complaints
come back with file, line and column. A graph on disk is asked in a process of its own (:mod:`kg.ask.engine`), which
is killed at the time limit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.ask.answers import Triples
from kg.ask.engine import Request, ask_here, imports_of
from kg.ask.library import read_query
from kg.ask.mistakes import syntax_error
from kg.ask.names import Names
from kg.ask.parameters import bind
from kg.ask.rows import read_rows
from kg.ask.syntax import rebase
from kg.errors import GraphError, QueryError
from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.ask.answers import Answer
    from kg.ask.engine import Engine
    from kg.ask.header import Query
    from kg.graph.store import Store

__all__ = ["TIME_LIMIT", "ReplacedError", "run"]

TIME_LIMIT = 60.0
"""Seconds that a query may take."""

_UNSEEN = re.compile(r"does not contains variable \?(\w+)")


class ReplacedError(GraphError):
    """A build has put another graph in the place of the one that was asked."""

    def __init__(self) -> None:
        super().__init__("another graph has taken the place of the one that was asked; ask again, or open it again")


def run(
    store: Store,
    query: Query | str | Path,
    params: Mapping[str, object] | None = None,
    *,
    engine: Engine | None = None,
    timeout: float | None = TIME_LIMIT,
    limit: int | None = None,
    names: Names | None = None,
) -> Answer:
    """Ask a graph.

    Args:
        store: the graph.
        query: a name of the library, the path of a ``.rq`` file, a SPARQL text, or a query already read.
        params: values of the query's parameters.
        engine: which answers from the folder of the store; without one the query runs in this process, however long.
        timeout: seconds until the query is stopped, or None for no limit.
        limit: rows or triples to give at most; :attr:`Table.truncated` tells whether there are more.
        names: of the graph, to look them up once for many queries.

    Returns:
        A table for SELECT, triples for CONSTRUCT and DESCRIBE, a truth value for ASK.

    Raises:
        QueryError: the query or a parameter is wrong or refused, or the time limit has passed.
        ReplacedError: the graph that is asked is there no more.
    """
    if limit is not None and limit < 1:
        raise QueryError(f"limit {limit}: not a number of rows; give 1 or more")
    query = read_query(query)
    vocabulary = store.vocabulary
    bound = bind(query, params or {}, names or Names(store))
    text = rebase(query.text, DEFAULT_BASE, vocabulary.base)
    request = Request(text, vocabulary.prefixes, bound, limit)
    reply = ask_here(store.raw, request, imports_of(store)) if engine is None else engine.ask(request, timeout)
    match reply.kind:
        case "rows":
            hidden = {parameter.name for parameter in query.params} - query.columns.keys()
            return read_rows(reply.data, vocabulary.compact, hidden=hidden, truncated=reply.more)
        case "triples":
            return Triples(_sorted(reply.data), vocabulary, truncated=reply.more)
        case "boolean":
            return reply.truth
        case "syntax":
            raise syntax_error(query.text, reply.message, vocabulary.prefixes, _file(query))
        case "replaced":
            raise ReplacedError
        case "late":
            advice = "narrow it with a parameter or a LIMIT inside a subquery, or allow more time"
            raise QueryError(f"{_file(query)}: {reply.message}; {advice}")
        case _ if unseen := _UNSEEN.search(reply.message):
            name = unseen[1]
            advice = f"select it, or write VALUES ?{name} {{ UNDEF }} in the pattern"
            raise QueryError(f"{_file(query)}: the parameter ?{name} is given and the query does not bind it; {advice}")
        case _:
            raise QueryError(f"{_file(query)}: the engine could not answer ({reply.message}); simplify the query")


def _sorted(data: bytes) -> tuple[ox.Triple, ...]:
    """The triples of N-Triples, each once, in the order of their lines."""
    lines = sorted({line[:-2] for line in data.split(b"\n")[:-1]})
    return tuple([quad.triple for quad in ox.parse(b" .\n".join([*lines, b""]), format=ox.RdfFormat.N_TRIPLES)])


def _file(query: Query) -> str:
    return query.path.name if query.path else query.name
