"""A process of its own for one query, so that a query which takes too long can be stopped.

Oxigraph's Python binding has no time limit, and a thread cannot be stopped. The parent starts this file as a
script with the store's folder and the query on standard input, and reads the answer from standard output;
at the deadline it kills the process. The script imports nothing but the engine, to start in some hundredths
of a second.
"""

from __future__ import annotations

import pickle
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["evaluate"]

MEMORY = 4 * 1024**3
"""Bytes that the query may hold in memory, where the system can limit that."""


def evaluate(
    raw: ox.Store,
    text: str,
    prefixes: Mapping[str, str],
    substitutions: Mapping[str, ox.NamedNode | ox.Literal],
    limit: int | None,
) -> tuple[str, Any]:
    """Run a query that has been checked, and gather its answer.

    Returns:
        ``("rows", (columns, rows, more))``, ``("triples", (triples, more))`` or ``("boolean", value)``, where
        ``more`` tells that the answer was cut at ``limit``; or ``("syntax", message)`` or ``("failure",
        message)`` in the engine's words.
    """
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(name): term for name, term in substitutions.items()
    }
    try:
        result = raw.query(text, prefixes=dict(prefixes), substitutions=bound or None)
        if isinstance(result, ox.QueryBoolean):
            return "boolean", bool(result)
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            rows = [tuple(row) for row in islice(result, None if limit is None else limit + 1)]
            return "rows", (columns, rows[:limit], limit is not None and len(rows) > limit)
        triples = list(islice(result, None if limit is None else limit + 1))
        return "triples", (triples[:limit], limit is not None and len(triples) > limit)
    except SyntaxError as error:
        return "syntax", str(error)
    except (OSError, RuntimeError, ValueError) as error:
        return "failure", str(error)


def _main() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    folder, *request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
    pickle.dump(evaluate(ox.Store.read_only(folder), *request), sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    _main()
