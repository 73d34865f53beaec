"""Arrays one after the other, in memory or in a file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve import spool
from kg.resolve.spool import Spool

KIND = np.dtype("<u8")


def spooled(arrays: list[list[int]]) -> Spool:
    found = Spool(KIND)
    for one in arrays:
        found.append(np.array(one, dtype=KIND).tobytes())
    return found


@pytest.mark.parametrize("limit", [0, 10, 1 << 20])
@given(arrays=st.lists(st.lists(st.integers(0, (1 << 64) - 1), max_size=5), max_size=9))
def test_what_is_put_in_comes_out_wherever_it_lies(limit: int, arrays: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "IN_MEMORY", limit)
        found = spooled(arrays)
    assert len(found) == len(arrays)
    assert found.lengths().tolist() == list(map(len, arrays))
    assert [found[place].tolist() for place in reversed(range(len(arrays)))] == arrays[::-1]
    middle = len(arrays) // 2
    assert found.between(middle, len(arrays)).tolist() == [number for one in arrays[middle:] for number in one]


def test_more_is_put_in_after_something_was_looked_at() -> None:
    found = spooled([[1, 2], []])
    assert found[0].tolist() == [1, 2]
    found.append(np.array([3], dtype=KIND).tobytes())
    assert [found[place].tolist() for place in range(3)] == [[1, 2], [], [3]]
