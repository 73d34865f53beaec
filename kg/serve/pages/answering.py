"""What the editor asks -> an answer, as JSON for the page, as a file to keep, or as a picture.

A question comes as its text, with the name of the question of the library that it began as, if any, and with values
for that question's parameters. Values are bound after the text has been parsed and never become part of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from starlette.responses import JSONResponse, Response

from kg.ask.answers import AnswerFormat, Table, Triples, to_value, write_answer
from kg.ask.header import parse_query
from kg.errors import QueryError
from kg.graph.ends import COLUMN, labelled_ends, naming_columns
from kg.serve.pages.addresses import node
from kg.serve.pages.questions import question_named
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import BlankNode, Literal, Triple

    from kg.ask import Answer, Query
    from kg.serve.pages.paper import Paper

    Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["Asked", "as_file", "as_json", "fault", "file_form", "read_asked"]

SHOWN = 5_000
"""Rows that the page shows at most; a file has all that the site's limits allow."""

_EXACT = 2**53  # beyond it a script cannot tell whole numbers apart

_PLACE = re.compile(r"^[^:\n]+:\d+:(?:\d+:)? ")
_KINDS = {
    AnswerFormat.CSV: ("text/csv", "csv"),
    AnswerFormat.JSON: ("application/sparql-results+json", "json"),
    AnswerFormat.TURTLE: ("text/turtle", "ttl"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the editor asks it.

    Attributes:
        query: its text, with the parameters and columns of the question of the library that it began as.
        values: those that were given for its parameters.
        default_graphs: IRIs of the graphs that make up the default graph; None for the usual ones.
        named_graphs: IRIs of the graphs that ``GRAPH`` may name; None as above.
    """

    query: Query
    values: Mapping[str, object]
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


def read_asked(content: Mapping[str, object]) -> Asked:
    """What was asked, from ``text``, ``question``, ``values``, ``defaultGraph`` and ``namedGraph``.

    Raises:
        QueryError: the text is no query, or there is no such question in the library.
    """
    text, name = content.get("text"), content.get("question") or ""
    given = content.get("values") or {}
    if not isinstance(text, str) or not isinstance(name, str) or not isinstance(given, dict):
        raise QueryError("text and question are texts, and values an object; send them so")
    default, named = _graphs(content, "defaultGraph"), _graphs(content, "namedGraph")
    graphs = (default, named) if default or named else (None, None)
    plain = parse_query(text)
    if not name:
        return Asked(plain, {}, *graphs)
    known = question_named(name)
    if known is None:
        raise QueryError(f"no question of the library is named {name!r}; they are listed at /queries")
    query = replace(known, text=plain.text, form=plain.form, path=None)
    return Asked(query, {key: value for key, value in given.items() if value not in (None, "")}, *graphs)


def _graphs(content: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The IRIs of graphs that were sent.

    Raises:
        QueryError: they are no IRIs.
    """
    found = content.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, str) and node(one) is not None for one in found):
        raise QueryError(f"{name} is a list of the IRIs of graphs; send such a list, or none")
    return tuple(found)


def as_json(answer: Answer, asked: Asked, seconds: float, paper: Paper) -> Response:
    """An answer for the page: rows of cells, each with the address of what it names."""
    head: dict[str, object] = {"seconds": round(seconds, 3)}
    match answer:
        case bool():
            head |= {"kind": "truth", "truth": answer}
        case Table():
            columns = [{"name": name, "help": asked.query.columns.get(name, "")} for name in answer.columns]
            rows = _rows(answer, paper)
            head |= {"kind": "rows", "columns": columns, "rows": rows, "more": answer.truncated}
            head["drawable"] = _is_drawable(answer, paper)
        case Triples():
            names = ("subject", "predicate", "object")
            rows = [[_cell(term, paper) for term in triple] for triple in answer.triples]
            head |= {"kind": "triples", "columns": [{"name": name, "help": ""} for name in names], "rows": rows}
            head |= {"more": answer.truncated, "drawable": True}
    return JSONResponse(head, headers={"Cache-Control": "no-store"})


def as_file(answer: Answer, asked: Asked, form: AnswerFormat) -> Response:
    """An answer as a file to keep; CSV has no cell that a spreadsheet would run."""
    media_type, suffix = _KINDS[form]
    name = f"{asked.query.name}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if isinstance(answer, bool):
        text = (
            json.dumps({"head": {}, "boolean": answer}) + "\n" if form is AnswerFormat.JSON else f"{answer}\n".lower()
        )
        return Response(text, headers=headers, media_type=media_type)
    return Response(write_answer(answer, form), headers=headers, media_type=media_type)


def file_form(wanted: object) -> AnswerFormat | None:
    """The form of a file that is asked for, or None where ``page`` is.

    Raises:
        Problem: there is no such form.
    """
    if wanted == "page":
        return None
    form = next((one for one in _KINDS if one == wanted), None)
    if form is None:
        raise Problem(400, f"there is no form {wanted!r} of an answer; use page, {', '.join(_KINDS)}")
    return form


def fault(error: QueryError) -> Response:
    """What is wrong with a question, and where."""
    message = _PLACE.sub("", str(error)) if error.line else str(error)
    content = {"message": message, "line": error.line, "column": error.column}
    return JSONResponse(content, 400, headers={"Cache-Control": "no-store"})


def _is_drawable(table: Table, paper: Paper) -> bool:
    if {"s", "p", "o"} <= set(table.columns):
        return True
    first = next(iter(table.terms), ())
    vocabulary = paper.store.vocabulary
    return any(term is not None and vocabulary.kind(getattr(term, "value", "")) == "statement" for term in first)


def _rows(table: Table, paper: Paper) -> list[list[object]]:
    """The cells of a table; a label leads to the entity that it names where the statement of its row tells which."""
    if COLUMN not in table.columns:
        return [[_cell(term, paper) for term in row] for row in table.terms]
    place = table.columns.index(COLUMN)
    told = [term if isinstance(term := row[place], NamedNode) else None for row in table.terms]
    ends = labelled_ends(paper.store, (statement for statement in told if statement))
    named = [ends.get(statement, {}) if statement else {} for statement in told]
    rows = [[_cell(term, paper) for term in row] for row in table.terms]
    for column in naming_columns(rows, named):
        for row, labels in zip(rows, named, strict=True):
            row[column] = _name(row[column], labels, paper)
    return rows


def _name(cell: object, named: Mapping[str, NamedNode], paper: Paper) -> object:
    """A cell, which leads to an entity where it is the label of one."""
    if not isinstance(cell, str) or cell not in named:
        return cell
    iri = named[cell].value
    return {"text": cell, "iri": iri, "href": paper.href(iri), "name": cell}


def _cell(term: Term | None, paper: Paper) -> object:
    """A cell: a number or a truth value as it is, text, a day as ``{day}``, an IRI as its short name and address."""
    if term is None:
        return None
    value = to_value(term, paper.store.vocabulary.compact)
    iri = getattr(term, "value", "") if type(term).__name__ == "NamedNode" else ""
    if iri:
        entry = paper.directory.entities.get(iri)
        return {"text": value, "iri": iri, "href": paper.href(iri), "name": entry.name if entry else ""}
    match value:
        case float() | int() if not isinstance(value, bool) and not abs(value) < _EXACT:
            return str(value)
        case bool() | float() | int() | str():
            return value
        case _:
            return None if value is None else {"day": value.isoformat()}
