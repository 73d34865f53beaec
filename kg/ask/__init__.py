"""Graph -> answers: the query library, parameters, tables.

A name is fetched from its module when it is first asked for, so that listing the questions loads no engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ask.answers import Answer, AnswerFormat, Table, Triples, Value, write_answer
    from kg.ask.asking import TIME_LIMIT, run
    from kg.ask.graph import KnowledgeGraph, open_graph
    from kg.ask.header import Example, Parameter, ParameterType, Query
    from kg.ask.library import checks, queries, read_query

__all__ = [
    "TIME_LIMIT",
    "Answer",
    "AnswerFormat",
    "Example",
    "KnowledgeGraph",
    "Parameter",
    "ParameterType",
    "Query",
    "Table",
    "Triples",
    "Value",
    "checks",
    "open_graph",
    "queries",
    "read_query",
    "run",
    "write_answer",
]

_HOMES = {
    "TIME_LIMIT": "asking",
    "Answer": "answers",
    "AnswerFormat": "answers",
    "Example": "header",
    "KnowledgeGraph": "graph",
    "Parameter": "header",
    "ParameterType": "header",
    "Query": "header",
    "Table": "answers",
    "Triples": "answers",
    "Value": "answers",
    "checks": "library",
    "open_graph": "graph",
    "queries": "library",
    "read_query": "library",
    "run": "asking",
    "write_answer": "answers",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"kg.ask.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion in a notebook and for ``dir``."""
    return __all__
