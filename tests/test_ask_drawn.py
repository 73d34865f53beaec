"""What of an answer can be drawn, and what is said where nothing can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.ask.answers import Table, Triples
from kg.ask.drawn import drawn_facts
from kg.errors import QueryError
from kg.graph.vocab import Vocabulary

if TYPE_CHECKING:
    from kg.ask.answers import Answer

A, B, KNOWS = NamedNode("urn:x:a"), NamedNode("urn:x:b"), NamedNode("urn:x:knows")
FACT = ("urn:x:a", "urn:x:knows", "urn:x:b")


def table(*columns: str) -> Table:
    terms = {"s": A, "p": KNOWS, "o": B}
    row = tuple(terms.get(name) for name in columns)
    return Table(columns, (tuple(str(term) for term in row),), terms=(row,))


def test_triples_of_names_are_facts() -> None:
    triples = (Triple(A, KNOWS, B), Triple(A, KNOWS, Literal("b")), Triple(BlankNode("c"), KNOWS, B))
    assert drawn_facts(Triples(triples, Vocabulary())) == [FACT]


@pytest.mark.parametrize("columns", ["spo", "ops", "sxpo"])
def test_rows_of_s_p_o_are_facts_in_whatever_order_they_come(columns: str) -> None:
    assert drawn_facts(table(*columns)) == [FACT]


def test_a_row_with_a_gap_is_no_fact() -> None:
    assert drawn_facts(Table(("s", "p", "o"), ((None,) * 3,), terms=((A, None, B),))) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            table("s", "name"),
            r"this SELECT has no \?p and no \?o and cannot be drawn; call the two entities \?s and \?o",
        ),
        (table("a", "p", "o"), r"this SELECT has no \?s and cannot be drawn"),
        (True, r"yes or no cannot be drawn; write CONSTRUCT"),
    ],
)
def test_an_answer_without_triples_says_how_to_ask(answer: Answer, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        drawn_facts(answer)
