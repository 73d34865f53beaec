"""Components in one picture: none over another, the first in the middle, what stands stays."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.arrange import arrange
from kg.view.forces import WIDE

sizes = st.lists(st.tuples(st.floats(0, 400), st.floats(0, 200)), min_size=1, max_size=25)


def corners(wide: float, high: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[0, 0], [wide, 0], [0, high], [wide, high]], dtype=float)


def filled(wide: int, high: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A drawing of nodes all over a rectangle."""
    return np.array([(x, y) for x in range(0, wide, 40) for y in range(0, high, 40)], dtype=float)


@settings(max_examples=50, deadline=None)
@given(sizes)
def test_no_drawing_lies_over_another_and_none_is_turned_or_scaled(found: list[tuple[float, float]]) -> None:
    drawn = [(corners(*size), np.full(4, 8.0)) for size in found]
    placed = arrange(drawn, [], 9.0)
    for (points, _), there in zip(drawn, placed, strict=True):
        assert np.allclose(there - there[0], points - points[0])
    for one, other in combinations(placed, 2):
        gap = np.maximum(one.min(axis=0) - other.max(axis=0), other.min(axis=0) - one.max(axis=0))
        assert gap.max() >= 16


def test_many_small_ones_fill_a_wide_rectangle() -> None:
    placed = np.concatenate(arrange([(np.zeros((1, 2)), np.array([5.0]))] * 600, [], 9.0))
    wide, high = np.ptp(placed, axis=0)
    assert 0.9 * WIDE < wide / high < 1.1 * WIDE
    assert len(np.unique(placed, axis=0)) == 600


def test_small_ones_lie_around_a_large_one_not_in_it() -> None:
    ring = np.array([p for p in filled(1200, 800).tolist() if not (300 < p[0] < 900 and 200 < p[1] < 600)])
    large, *small = arrange([(ring, np.full(len(ring), 8.0)), *[(corners(60, 0), np.full(4, 8.0))] * 30], [], 9.0)
    low, high = large.min(axis=0), large.max(axis=0)
    for one in small:
        assert not ((low < one) & (one < high)).all(axis=1).any()


def test_newcomers_go_where_nothing_stands() -> None:
    standing = [filled(800, 600) + np.array([5000.0, -3000.0])]
    (new,) = arrange([(corners(100, 50), np.full(4, 8.0))], standing, 9.0)
    low, high = standing[0].min(axis=0), standing[0].max(axis=0)
    assert not ((low - 20 < new) & (new < high + 20)).all(axis=1).any()
    assert np.abs(new - (low + high) / 2).max() < 900


def test_nothing_to_arrange() -> None:
    assert arrange([], [], 9.0) == []
