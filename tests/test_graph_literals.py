from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.literals import decimal, integer, moment

if TYPE_CHECKING:
    from pyoxigraph import Literal

A = pyoxigraph.NamedNode("urn:a")


def given_back(value: Literal) -> object:
    """The value as a store gives it back."""
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(A, A, value))
    return next(iter(store)).object


@pytest.mark.parametrize(
    ("value", "text"), [(0.9, "0.9"), (1.0, "1"), (0, "0"), (0.12345, "0.1235"), (0.00001, "0"), (10, "10")]
)
def test_a_decimal_has_no_more_digits_than_it_needs(value: float, text: str) -> None:
    assert decimal(value).value == text


@given(st.floats(0, 1000))
def test_a_decimal_comes_back_as_it_was_written(value: float) -> None:
    assert given_back(decimal(value)) == decimal(value)


@given(st.integers(0, 2**70))
def test_an_integer_comes_back_as_it_was_written(value: int) -> None:
    assert given_back(integer(value)) == integer(value)


@given(st.datetimes(timezones=st.sampled_from([None, UTC])))
def test_a_time_comes_back_as_it_was_written(time: datetime) -> None:
    assert given_back(moment(time)) == moment(time)
