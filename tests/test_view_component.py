"""One component: distances as in the graph when small, leaves in rings and communities in discs when large."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kg.view.component import draw_large, draw_small
from kg.view.look import radius_of


def path(length: int) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    return np.array(list(pairwise(range(length))), dtype=np.intp)


def test_a_small_path_lies_flat_and_straight() -> None:
    ((_, points),) = draw_small([np.arange(6)], path(6), np.full(6, 9.0), 9.0)
    wide, high = np.ptp(points, axis=0)
    assert wide > 300
    assert high < 0.3 * wide
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert steps.max() < 1.1 * steps.min()


def test_small_components_are_drawn_as_if_alone() -> None:
    both = np.concatenate([path(5), path(5) + 5])
    first, second = draw_small([np.arange(5), np.arange(5, 10)], both, np.full(10, 9.0), 9.0)
    ((_, alone),) = draw_small([np.arange(5)], path(5), np.full(5, 9.0), 9.0)
    assert (first[1] == alone).all()
    assert (second[1] == alone).all()
    assert second[0].tolist() == [5, 6, 7, 8, 9]


@pytest.mark.parametrize("size", [3, 12, 30])
def test_every_node_next_to_every_other_leaves_all_clear(size: int) -> None:
    pairs = np.array([(a, b) for a in range(size) for b in range(a)], dtype=np.intp)
    radius = np.full(size, radius_of(size - 1))
    ((_, points),) = draw_small([np.arange(size)], pairs, radius, 9.0)
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 1e9 * np.eye(size)
    assert distance.min() > 2 * radius[0]


def test_a_star_is_a_hub_in_full_rings() -> None:
    pairs = np.array([(0, leaf) for leaf in range(1, 80)], dtype=np.intp)
    radius = np.array([30.0, *[7.8] * 79])
    points = draw_large(pairs, radius, np.full(80, -1), 9.0, 1)
    out = np.hypot(*(points[1:] - points[0]).T)
    assert len(np.unique(out.round(6))) <= 5
    inner = points[1:][out < out.min() + 1] - points[0]
    angles = np.sort(np.arctan2(inner[:, 1], inner[:, 0]))
    assert np.diff(angles).max() < 1.5 * np.diff(angles).min()


def test_the_largest_of_a_community_is_not_at_its_edge() -> None:
    pairs = [(start, start + node) for start in (0, 60) for node in range(1, 60)]
    pairs += [(start + node, start + node % 59 + 1) for start in (0, 60) for node in range(1, 60)]
    pairs.append((5, 65))
    radius = np.array([27.0 if node % 60 == 0 else 10.0 for node in range(120)])
    points = draw_large(np.array(pairs, dtype=np.intp), radius, np.arange(120) // 60, 9.0, 1)
    for start in (0, 60):
        members = points[start : start + 60]
        out = np.hypot(*(members - members.mean(axis=0)).T)
        assert out[0] < 0.5 * out.max()
