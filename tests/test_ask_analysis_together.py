"""Which entities are named together."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.analysis.together import likelihood, npmi, together, together_table
from kg.errors import QueryError
from tests.ask_sample import sample_store
from tests.make_network import Fact, fact_store


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """How often two things meet, how often there is each, and how often there is anything."""
    total = draw(st.integers(1, 500))
    one, other = (draw(st.integers(1, total)) for _ in range(2))
    return draw(st.integers(max(0, one + other - total), min(one, other))), one, other, total


@given(counts())
def test_the_measures_agree_on_the_side_of_chance_and_do_not_mind_the_order(counted: tuple[int, int, int, int]) -> None:
    both, one, other, total = counted
    assert -1 <= npmi(*counted) <= 1 + 1e-9
    assert npmi(*counted) == npmi(both, other, one, total)
    assert likelihood(*counted) == pytest.approx(likelihood(both, other, one, total), abs=1e-9)
    if both < total:
        for value in (npmi(*counted), likelihood(*counted)):
            assert math.isclose(value, 0, abs_tol=1e-9) or (value > 0) == (both * total > one * other)


def test_the_likelihood_is_that_of_dunning() -> None:
    """The words "the swiss" of his paper: together 110 times of 31,777 words, 2442 and 111 more apart."""
    assert likelihood(110, 110 + 2442, 110 + 111, 31777) == pytest.approx(270.72, abs=0.05)


@given(st.integers(1, 50), st.integers(0, 200))
def test_what_is_never_apart_has_all_the_information_and_what_never_meets_none(number: int, others: int) -> None:
    assert npmi(number, number, number, number + others) == pytest.approx(1)
    assert npmi(0, number, number, 2 * number + others) == -1


def test_the_companions_of_one_entity_furthest_from_chance_first() -> None:
    facts = [("Ada", "founded", "Bell")] * 3 + [("Ada", "founded", "Cray")] * 2 + [("Dell", "competesWith", "Cray")] * 4
    store = fact_store(Fact(*fact) for fact in facts)
    ada = "https://kg.example/id/person/ada"
    found = together(store, ada)
    assert [(one.one_name, one.other_name, one.articles, one.one_articles, one.other_articles) for one in found] == [
        ("Ada", "Bell", 3, 5, 3),
        ("Ada", "Cray", 2, 5, 6),
    ]
    assert found[0].npmi > 0 > found[1].npmi
    assert [one.other_name for one in together(store, ada, min_articles=3)] == ["Bell"]
    assert len(together(store)) == 3


def test_articles_that_repeat_one_another_count_once() -> None:
    facts = [Fact("Ada", "founded", "Bell")] * 4
    for copies, times in (({}, 4), ({1: 0, 3: 0}, 2), ({1: 0, 2: 0, 3: 0}, 1)):
        [pair] = together(fact_store(facts, copies=copies), min_articles=1)
        assert (pair.articles, pair.one_articles, pair.other_articles) == (times, times, times)


def test_whether_a_statement_joins_the_two_is_told() -> None:
    store = sample_store()
    nvidia = "https://kg.example/id/org/nvidia"
    related = {one.other_name: one.related for one in together(store, nvidia, min_articles=1)}
    assert related["AWS"]
    assert not related["OpenAI"]


def test_every_pair_is_there_once() -> None:
    found = together(sample_store(), min_articles=1)
    pairs = [frozenset((one.one, one.other)) for one in found]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


def test_fewer_than_one_article_is_refused() -> None:
    with pytest.raises(QueryError, match="min_articles 0: not a number of articles"):
        together(sample_store(), min_articles=0)


def test_companions_as_a_table() -> None:
    store = sample_store()
    table = together_table(together(store, "https://kg.example/id/org/nvidia"), store.vocabulary)
    assert table.rows[0][:5] == ("Nvidia", "AWS", "schema:Organization", 2, 2)
    assert table.rows[0][-2:] == (True, "org:aws")
    assert len(table.columns) == len(table.rows[0]) == 9
