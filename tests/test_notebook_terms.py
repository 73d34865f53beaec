"""Python values as RDF terms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode

from kg.ask.names import Names
from kg.errors import QueryError
from kg.graph.vocab import XSD
from kg.notebook.terms import items, to_iri, to_term, to_text
from tests.ask_sample import sample_store

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = Names(sample_store())
NVIDIA = NamedNode("https://kg.example/id/org/nvidia")
DAY = Literal("2025-12-02", datatype=XSD.date)
MOMENT = Literal("2025-12-02T08:30:00+00:00", datatype=XSD.dateTime)


@pytest.mark.parametrize(
    ("value", "term"),
    [
        (3, Literal("3", datatype=XSD.integer)),
        (-3, Literal("-3", datatype=XSD.integer)),
        (np.int64(3), Literal("3", datatype=XSD.integer)),
        (True, Literal(True)),
        (np.bool_(True), Literal(True)),
        (0.5, Literal(0.5)),
        (np.float32(0.5), Literal(0.5)),
        (Decimal("0.50"), Literal("0.50", datatype=XSD.decimal)),
        (date(2025, 12, 2), DAY),
        (datetime(2025, 12, 2, 8, 30, tzinfo=UTC), MOMENT),
        (pd.Timestamp("2025-12-02T08:30:00Z"), MOMENT),
        (pd.Timestamp("2025-12-02"), DAY),  # as the cells of a column of days are
        (np.datetime64("2025-12-02"), DAY),
        ("Nvidia", NVIDIA),
        ("  nvidia ", NVIDIA),
        ("NVIDIA (organisation)", NVIDIA),
        ("org:nvidia", NVIDIA),
        ("<https://kg.example/id/org/nvidia>", NVIDIA),
        ("https://elsewhere.example/x", NamedNode("https://elsewhere.example/x")),
        ("urn:isbn:0451450523", NamedNode("urn:isbn:0451450523")),
        ("schema:Organization", NamedNode("https://schema.org/Organization")),
        (NVIDIA, NVIDIA),
        (Literal("x", language="fr"), Literal("x", language="fr")),
        (rdflib.URIRef(NVIDIA.value), NVIDIA),
        (rdflib.Literal("x", lang="fr"), Literal("x", language="fr")),
        (rdflib.Literal(3), Literal("3", datatype=XSD.integer)),
    ],
)
def test_a_value_is_the_term_that_it_reads_as(value: object, term: NamedNode | Literal) -> None:
    assert to_term(value, NAMES) == term


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT, np.float64("nan"), np.datetime64("NaT")])
def test_a_missing_value_is_refused(value: object) -> None:
    with pytest.raises(QueryError, match="has no value; give it one"):
        to_term(value, NAMES)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("Nvidja", r"no entity named 'Nvidja'.*where text is meant, put the place in quotes"),
        ("Gemini", "may be"),
        (object(), "a object cannot go into a query"),
        (b"Nvidia", "a bytes cannot go into a query"),
        ("https://a<b", "no entity named"),
        ("https://a\\b", "is no IRI"),
        ("\ud800", "half a character"),
    ],
)
def test_a_value_that_is_no_term_is_refused(value: object, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        to_term(value, NAMES)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Nvidia", "Nvidia"),
        (3, "3"),
        (True, "true"),
        (date(2025, 12, 2), "2025-12-02"),
        (NVIDIA, NVIDIA.value),
        (Literal("x", language="fr"), "x"),
        (pd.Timestamp("2025-12-02T08:30:00Z"), "2025-12-02T08:30:00+00:00"),
    ],
)
def test_in_quotes_a_value_is_its_text(value: object, text: str) -> None:
    assert to_text(value) == text


@pytest.mark.parametrize(("of", "value"), [(to_text, ["a"]), (to_text, None)])
def test_what_has_no_text_is_refused(of: Callable[[object], str], value: object) -> None:
    with pytest.raises(QueryError):
        of(value)


def test_between_angle_brackets_a_value_is_an_iri() -> None:
    assert to_iri("org:nvidia", NAMES) == NVIDIA
    with pytest.raises(QueryError, match="'Nvidia' is no IRI"):
        to_iri("Nvidia", NAMES)


@pytest.mark.parametrize(
    ("value", "members"),
    [
        ("ab", None),
        (3, None),
        (["b", "a"], ["b", "a"]),
        (("b", "a"), ["b", "a"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({2, 1}), [1, 2]),
        (pd.Series(["b", "a"]), ["b", "a"]),
        (np.array([2, 1]), [2, 1]),
        (pd.DataFrame({"x": [1], "y": [2]}), [(1, 2)]),
    ],
)
def test_what_is_several_values(value: object, members: list[object] | None) -> None:
    assert items(value) == members
