"""A question from a cell -> what the cell shows: a frame, a picture, or yes and no."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask import Table, Triples, read_query
from kg.ask.graph import STORE
from kg.ask.header import parse_query
from kg.ask.parameters import bind
from kg.ask.syntax import rebase
from kg.errors import QueryError
from kg.files import part
from kg.graph.vocab import DEFAULT_BASE
from kg.notebook.drawings import to_drawn
from kg.notebook.faults import placed
from kg.notebook.fill import Filled, fill
from kg.notebook.frames import to_frame
from kg.notebook.plans import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ask import KnowledgeGraph, Query
    from kg.ask.answers import Answer
    from kg.ask.names import Names
    from kg.notebook.drawings import Drawn
    from kg.notebook.frames import Frame
    from kg.notebook.plans import Plan

__all__ = ["LIMIT", "Question", "Reply", "ask"]

LIMIT = 10_000
"""Rows, or triples, that a cell gets unless it asks for more."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a cell asks.

    Attributes:
        source: a query with places for variables, the name of a question of the library, or a file.
        named: whether it is the name of a question or a file.
        params: values of the parameters of a named question.
        values: of the variables that a query may name.
        limit: rows to give at most.
        plan: whether to tell how the engine goes about it.
        timed: whether to tell how long it took.
        title: of a picture, where the question has none of its own.
        site: where ``kg serve`` shows the pages of this graph.
        language: of pictures.
    """

    source: str
    named: bool = False
    params: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    limit: int = LIMIT
    plan: bool = False
    timed: bool = False
    title: str = ""
    site: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a cell gets.

    Attributes:
        value: the answer, which shows itself.
        plan: how the engine went about it, where that was asked.
        seconds: how long the answer took.
        timed: whether that is to be told.
    """

    value: Frame | Drawn | bool
    plan: Plan | None
    seconds: float
    timed: bool


def ask(graph: KnowledgeGraph, question: Question, names: Names) -> Reply:
    """Ask a graph what a cell asks.

    Args:
        graph: that is asked.
        question: what is asked.
        names: of the graph.

    Raises:
        QueryError: the query, a variable or a parameter is wrong; for a query in the cell with its line and column
            there, and the line as a note.
    """
    if question.named:
        return _ask(graph, question, read_query(question.source), names, Filled(question.source, ""))
    filled = Filled(question.source, question.source)
    try:
        filled = fill(question.source, question.values, names)
        return _ask(graph, question, parse_query(filled.text), names, filled)
    except QueryError as error:
        if error.line is None:
            raise
        raise placed(error, question.source, filled.origin) from error


def _ask(graph: KnowledgeGraph, question: Question, query: Query, names: Names, filled: Filled) -> Reply:
    plan = _plan(graph, query, question, names) if question.plan else None
    start = time.perf_counter()
    answer = graph.answer(query, dict(question.params), limit=question.limit)
    seconds = time.perf_counter() - start
    return Reply(_shown(answer, graph, question, query, filled, seconds), plan, seconds, question.timed)


def _plan(graph: KnowledgeGraph, query: Query, question: Question, names: Names) -> Plan:
    vocabulary = graph.store.vocabulary
    text = rebase(query.text, DEFAULT_BASE, vocabulary.base)
    place = part(graph.folder, STORE) if part(graph.folder, STORE).exists() else graph.folder
    bound = bind(query, question.params, names)
    return explain(text, Path(place), vocabulary.prefixes, vocabulary.compact, bound)


def _shown(
    answer: Answer, graph: KnowledgeGraph, question: Question, query: Query, filled: Filled, seconds: float
) -> Frame | Drawn | bool:
    if isinstance(answer, bool):
        return answer
    shown: Frame | Drawn
    if isinstance(answer, Table):
        told = {"site": question.site, "language": question.language}
        shown = to_frame(answer, graph.store, meanings=query.columns, **told)
    else:
        title = query.summary.get(question.language) or question.title or "Answer"
        shown = to_drawn(answer, graph, title=title, language=question.language, site=question.site)
    shown.notes = tuple(_notes(answer, question, query, filled, seconds))
    return shown


def _notes(answer: Table | Triples, question: Question, query: Query, filled: Filled, seconds: float) -> list[str]:
    noun = "row" if isinstance(answer, Table) else "triple"
    number = len(answer)
    head = f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"No {noun}s"
    spent = f" in {seconds:.3f} s" if question.timed else ""
    notes = [head + spent + (f" · {query.name}: {query.summary['en']}" if query.summary else "")]
    if answer.truncated:
        more = f"--limit {question.limit * 10} gives more"
        notes.append(
            f"Cut after {question.limit:,} {noun}{'' if question.limit == 1 else 's'}, and there are more; {more}"
        )
    if not number and filled.bound:
        notes.append(f"with {', '.join(f'{{{name}}} = {written}' for name, written in filled.bound.items())}")
    return notes
