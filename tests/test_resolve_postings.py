"""In which articles things are, against sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.postings import Postings, distinct

SIZE, WIDTH = 6, 9
PAIRS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, WIDTH - 1)))


def postings(pairs: list[tuple[int, int]]) -> Postings:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Postings(table[:, 0], table[:, 1], SIZE)


@given(PAIRS)
def test_each_thing_has_its_places_once_in_order(pairs: list[tuple[int, int]]) -> None:
    found = postings(pairs)
    for thing in range(SIZE):
        assert found[thing].tolist() == sorted({place for one, place in pairs if one == thing})
    assert found.counts().tolist() == [len(found[thing]) for thing in range(SIZE)]


@given(PAIRS)
def test_turned_round_each_place_has_its_things(pairs: list[tuple[int, int]]) -> None:
    found = postings(pairs).inverted(WIDTH)
    for place in range(WIDTH):
        assert found[place].tolist() == sorted({thing for thing, one in pairs if one == place})


@given(st.lists(st.integers(-9, 9)))
def test_distinct_numbers_are_sorted(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))
