"""Graph -> answers: the query library, parameters, tables."""

from kg.ask.answers import Answer, AnswerFormat, Table, Triples, Value, write_answer
from kg.ask.graph import KnowledgeGraph, open_graph
from kg.ask.header import Parameter, ParameterType, Query
from kg.ask.library import queries, read_query
from kg.ask.run import TIME_LIMIT, run

__all__ = [
    "TIME_LIMIT",
    "Answer",
    "AnswerFormat",
    "KnowledgeGraph",
    "Parameter",
    "ParameterType",
    "Query",
    "Table",
    "Triples",
    "Value",
    "open_graph",
    "queries",
    "read_query",
    "run",
    "write_answer",
]
