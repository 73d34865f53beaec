"""The answer of a query -> the facts in it that can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.answers import Table, Triples
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.ask.answers import Answer
    from kg.view import Fact

__all__ = ["drawn_facts"]

_ENDS = ("s", "p", "o")


def drawn_facts(answer: Answer) -> list[Fact]:
    """The triples of a CONSTRUCT or DESCRIBE, or the rows ``?s ?p ?o`` of a SELECT, in which all three are IRIs.

    Raises:
        QueryError: the answer has no triples.
    """
    match answer:
        case Triples(triples=triples):
            rows: list[tuple[object, ...]] = [tuple(triple) for triple in triples]
        case Table(columns=columns, terms=terms):
            missing = [f"?{name}" for name in _ENDS if name not in columns]
            if missing:
                raise QueryError(
                    f"this SELECT has no {' and no '.join(missing)} and cannot be drawn; call the two entities ?s and "
                    "?o and what relates them ?p, or write CONSTRUCT { ?s ?p ?o } in place of SELECT"
                )
            places = [columns.index(name) for name in _ENDS]
            rows = [tuple(row[place] for place in places) for row in terms]
        case _:
            raise QueryError("yes or no cannot be drawn; write CONSTRUCT { ?s ?p ?o } in place of ASK")
    named = [[term.value for term in row if isinstance(term, NamedNode)] for row in rows]
    return [(row[0], row[1], row[2]) for row in named if len(row) == len(_ENDS)]
