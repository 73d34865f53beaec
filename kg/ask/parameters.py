"""What a user gives for the parameters of a query -> the RDF terms that the engine binds.

A value becomes a term, and the engine puts the term in the place of the variable after it has parsed the
query, so that no value can change what a query asks.
"""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.header import Parameter, ParameterType, Query
from kg.errors import QueryError
from kg.graph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ask.names import Names

__all__ = ["bind"]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_WHOLE = re.compile(r"[+-]?\d{1,18}")


def bind(query: Query, values: Mapping[str, object], names: Names) -> dict[str, NamedNode | Literal]:
    """The term of each parameter that has a value or a default; the others mean any.

    Args:
        query: whose parameters are bound.
        values: by parameter; None counts as not given.
        names: of the graph that is asked.

    Raises:
        QueryError: a parameter is unknown, or its value has another type or names nothing.
    """
    known = {parameter.name: parameter for parameter in query.params}
    for name in values:
        if name not in known:
            raise QueryError(_unknown(query, name))
    terms: dict[str, NamedNode | Literal] = {}
    for name, parameter in known.items():
        value = values.get(name)
        value = parameter.default if value is None else value
        if value is not None:
            terms[name] = _term(query, parameter, value, names)
    return terms


def _unknown(query: Query, name: str) -> str:
    if not query.params:
        return f"{query.name} takes no parameters; leave {name!r} out"
    listed = ", ".join(f"{parameter.name} ({parameter.type})" for parameter in query.params)
    close = difflib.get_close_matches(name, [parameter.name for parameter in query.params], n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"{query.name} has no parameter {name!r}; {meant}it takes {listed}"


def _term(query: Query, parameter: Parameter, value: object, names: Names) -> NamedNode | Literal:
    try:
        return _typed(parameter, value, names)
    except QueryError as error:
        raise QueryError(f"{query.name}, parameter {parameter.name}: {error}") from error


def _typed(parameter: Parameter, value: object, names: Names) -> NamedNode | Literal:
    match parameter.type:
        case ParameterType.DATE:
            return Literal(_date(value).isoformat(), datatype=XSD.date)
        case ParameterType.INTEGER:
            return Literal(str(_integer(value)), datatype=XSD.integer)
        case ParameterType.DECIMAL:
            return Literal(format(_decimal(value), "f"), datatype=XSD.decimal)
        case ParameterType.CONFIDENCE:
            return Literal(format(_confidence(value), "f"), datatype=XSD.decimal)
        case ParameterType.STRING:
            return Literal(_text(value, "text"))
        case ParameterType.ENTITY:
            if isinstance(value, NamedNode):
                value = value.value
            return names.entity(_text(value, "the name or IRI of an entity"), parameter.classes)
        case ParameterType.CLASS:
            return names.entity_class(_text(value, "the name of a class"))
        case ParameterType.RELATION:
            return names.relation(_text(value, "the name of a relation"))


def _text(value: object, expected: str) -> str:
    if not isinstance(value, str):
        raise QueryError(f"{value!r} is a {type(value).__name__}; give {expected}")
    if not value.strip():
        raise QueryError(f"the value is empty; give {expected}, or leave the parameter out")
    return value


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if partial := _PARTIAL_DATE.fullmatch(text):
            return date(int(partial[1]), int(partial[2] or 1), 1)
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"{value!r} is no date; write it as 2025-12-31, 2025-12 or 2025") from error


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise QueryError(f"{value!r} is no whole number; write it as 2")


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise QueryError(f"{value!r} is no number; write it as 0.8") from error
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 15:
        raise QueryError(f"{value!r} is no number that fits here; write it as 0.8")
    return number


def _confidence(value: object) -> Decimal:
    number = _decimal(value)
    if not 0 <= number <= 1:
        raise QueryError(f"{value!r} is no confidence; give a number from 0 to 1, such as 0.8")
    return number
