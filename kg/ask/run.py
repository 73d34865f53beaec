"""A query and its parameters -> an answer.

The text is checked before it runs (:mod:`kg.ask.syntax`), the parameters become terms
(:mod:`kg.ask.parameters`), the graph's prefixes are known without PREFIX lines, and the engine's complaints
come back with file, line and column. A graph on disk is asked in a process of its own that is killed at the
time limit; that costs some hundredths of a second.
"""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.ask import worker
from kg.ask.answers import Table, Triples, to_value
from kg.ask.library import read_query
from kg.ask.mistakes import syntax_error
from kg.ask.names import Names
from kg.ask.parameters import bind
from kg.ask.syntax import rebase
from kg.errors import QueryError
from kg.graph.vocab import DEFAULT_BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ask.answers import Answer
    from kg.ask.header import Query
    from kg.graph.store import Store

__all__ = ["TIME_LIMIT", "run"]

TIME_LIMIT = 60.0
"""Seconds that a query may take."""

_UNSEEN = re.compile(r"does not contains variable \?(\w+)")


def run(
    store: Store,
    query: Query | str | Path,
    params: Mapping[str, object] | None = None,
    *,
    folder: Path | None = None,
    timeout: float | None = TIME_LIMIT,
    limit: int | None = None,
    names: Names | None = None,
) -> Answer:
    """Ask a graph.

    Args:
        store: the graph.
        query: a name of the library, the path of a ``.rq`` file, a SPARQL text, or a query already read.
        params: values of the query's parameters.
        folder: where the store lies on disk; without it the query runs in this process and has no time limit.
        timeout: seconds until the query is stopped, or None for no limit.
        limit: rows or triples to give at most; :attr:`Table.truncated` tells whether there are more.
        names: of the graph, to look them up once for many queries.

    Returns:
        A table for SELECT, triples for CONSTRUCT and DESCRIBE, a truth value for ASK.

    Raises:
        QueryError: the query or a parameter is wrong or refused, or the time limit has passed.
    """
    if limit is not None and limit < 1:
        raise QueryError(f"limit {limit}: not a number of rows; give 1 or more")
    query = read_query(query)
    vocabulary = store.vocabulary
    bound = bind(query, params or {}, names or Names(store))
    text = rebase(query.text, DEFAULT_BASE, vocabulary.base)
    request = (text, dict(vocabulary.prefixes), bound, limit)
    if folder is None or timeout is None:
        kind, content = worker.evaluate(store.raw, *request)
    else:
        kind, content = _in_a_process(query, folder, request, timeout)
    match kind:
        case "rows":
            return _table(query, store, *content)
        case "triples":
            triples, more = content
            return Triples(tuple(sorted(set(triples), key=str)), vocabulary, truncated=more)
        case "boolean":
            return bool(content)
        case "syntax":
            raise syntax_error(query.text, content, vocabulary.prefixes, _file(query))
        case _ if unseen := _UNSEEN.search(content):
            name = unseen[1]
            advice = f"select it, or write VALUES ?{name} {{ UNDEF }} in the pattern"
            raise QueryError(f"{_file(query)}: the parameter ?{name} is given and the query does not bind it; {advice}")
        case _:
            raise QueryError(f"{_file(query)}: the engine could not answer ({content}); simplify the query")


def _in_a_process(query: Query, folder: Path, request: tuple[Any, ...], timeout: float) -> tuple[str, Any]:
    command = [sys.executable, "-P", str(Path(worker.__file__))]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, the query on its standard input
            command, input=pickle.dumps((str(folder), *request)), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        advice = "narrow it with a parameter or a LIMIT inside a subquery, or allow more time"
        raise QueryError(f"{_file(query)}: stopped after {timeout:g} s; {advice}") from error
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"status {done.returncode}"
        raise QueryError(
            f"{_file(query)}: the engine stopped ({reason}); narrow the query, it may need too much memory"
        )
    kind, content = pickle.loads(done.stdout)  # noqa: S301 - written by our own child process
    return str(kind), content


def _table(
    query: Query,
    store: Store,
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    more: bool,  # noqa: FBT001 - unpacked from the worker's answer
) -> Table:
    """The rows without the columns that only carry parameters."""
    hidden = {parameter.name for parameter in query.params} - query.columns.keys()
    kept = [position for position, name in enumerate(columns) if name not in hidden]
    terms = tuple(tuple(row[position] for position in kept) for row in rows)
    compact = store.vocabulary.compact
    values = tuple(tuple(to_value(term, compact) for term in row) for row in terms)
    return Table(tuple(columns[position] for position in kept), values, truncated=more, terms=terms)


def _file(query: Query) -> str:
    return query.path.name if query.path else query.name
