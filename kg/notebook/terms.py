"""Python values -> RDF terms, for the places of a query that name a variable.

A number, a date, a moment and a truth value are literals of their kind. Text is an IRI where it reads as one, full
or compact, and otherwise the name of an entity, which the graph looks up; text that is meant as text stands in
quotes in the query, and :func:`to_text` writes it.
"""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, SchemaError
from kg.graph.vocab import XSD

if TYPE_CHECKING:
    from kg.ask.names import Names

__all__ = ["items", "to_iri", "to_term", "to_text"]

_IRI = re.compile(r"<?[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>?")
_FULL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.+|(?:urn|mailto):.+")
_SEVERAL = (list, tuple, set, frozenset, np.ndarray, pd.Series, pd.Index)


def items(value: object) -> list[object] | None:
    """The members of a list, a set, a column or an array, those of a set sorted; None where it is one value.

    A data frame gives its rows, as tuples.

    >>> items({"b", "a"}), items("ab")
    (['a', 'b'], None)
    """
    if isinstance(value, pd.DataFrame):
        return list(value.itertuples(index=False, name=None))
    if isinstance(value, set | frozenset):
        return sorted(value, key=lambda one: (type(one).__name__, str(one)))
    if isinstance(value, _SEVERAL):
        return list(value)
    return None


def to_term(value: object, names: Names) -> NamedNode | Literal:
    """The term that a value is.

    Args:
        value: a number, truth value, date, moment, term, IRI, or the name of an entity.
        names: of the graph that is asked.

    Raises:
        QueryError: there is no value, no such entity, or the value is of a kind that RDF has not.
    """
    value = _plain(value)
    match value:
        case NamedNode() | Literal():
            return value
        case bool():
            return Literal(value)
        case Integral():
            return Literal(str(int(value)), datatype=XSD.integer)
        case Decimal():
            return Literal(format(value, "f"), datatype=XSD.decimal)
        case Real():
            return Literal(float(value))
        case datetime():
            return _moment(value)
        case date():
            return Literal(value.isoformat(), datatype=XSD.date)
        case str():
            return _named(value, names)
        case _:
            raise QueryError(
                f"a {type(value).__name__} cannot go into a query; give a number, a date, the name or IRI of an "
                "entity, or a list of these"
            )


def to_text(value: object) -> str:
    """The text of a value that stands in quotes.

    Raises:
        QueryError: there is no value, or it is a list.
    """
    if items(value) is not None:
        raise QueryError("a list cannot stand in quotes; ask with VALUES ?x {names} or IN {names}")
    value = _plain(value)
    match value:
        case NamedNode() | Literal():
            return value.value
        case bool():
            return "true" if value else "false"
        case datetime():
            return _moment(value).value
        case date():
            return value.isoformat()
        case _:
            return str(value)


def to_iri(value: object, names: Names) -> NamedNode:
    """The IRI that a value is, for a place between angle brackets.

    Raises:
        QueryError: it is none.
    """
    value = _plain(value)
    node = value if isinstance(value, NamedNode) else _iri(str(value), names)
    if node is None:
        raise QueryError(f"{value!r} is no IRI; give one such as https://www.wikidata.org/entity/Q312 or org:nvidia")
    return node


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever a variable may hold
    """The value without the clothes of numpy, pandas and rdflib."""
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    elif isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # as NaN alone is
        raise QueryError("the variable has no value; give it one")
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
        raise QueryError(f"{value!r} holds half a character; read the text as UTF-8 and give it again")
    rdflib: Any = sys.modules.get("rdflib")
    if rdflib is not None and isinstance(value, rdflib.URIRef):
        return _node(str(value))
    if rdflib is not None and isinstance(value, rdflib.Literal):
        kind = None if value.datatype is None or value.language else NamedNode(str(value.datatype))
        return Literal(str(value), datatype=kind, language=value.language)
    return value


def _moment(value: datetime) -> Literal:
    """A moment; one without a zone at midnight is the day that a data frame holds so, and is asked for as a day."""
    if value.tzinfo is None and value.time() == time():
        return Literal(value.date().isoformat(), datatype=XSD.date)
    return Literal(value.isoformat(), datatype=XSD.dateTime)


def _named(text: str, names: Names) -> NamedNode:
    node = _iri(text, names)
    if node is not None:
        return node
    try:
        return names.entity(text)
    except QueryError as error:
        raise QueryError(f"{error}; where text is meant, put the place in quotes") from error


def _iri(text: str, names: Names) -> NamedNode | None:
    """The IRI that a text is, full or with a prefix that the graph knows; None where it is a name."""
    text = text.strip()
    if not _IRI.fullmatch(text):
        return None
    bare = text.removeprefix("<").removesuffix(">")
    if _FULL.fullmatch(bare):
        return _node(bare)
    try:
        return names.store.vocabulary.expand(bare)
    except SchemaError:
        return None


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is no IRI ({error}); percent-encode what it may not hold") from error
