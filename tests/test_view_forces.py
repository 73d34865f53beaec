"""Forces: nothing pushes where nodes fill the paper, charges push as charges do, and discs part."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.forces import WIDE, Paper, _close, part, settle

coordinates = st.floats(-500, 500)
discs = st.lists(st.tuples(coordinates, coordinates, st.floats(5, 80)), min_size=2, max_size=30)


def sunflower(count: int, wide: float = 1.0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Points that fill an oval of an area of pi evenly."""
    turn, out = 2.39996 * np.arange(count), np.sqrt((np.arange(count) + 0.5) / count)
    return np.column_stack([out * np.cos(turn) * math.sqrt(wide), out * np.sin(turn) / math.sqrt(wide)])


@pytest.mark.parametrize("wide", [1.0, WIDE, 3.0])
def test_nodes_that_fill_the_paper_feel_nothing(wide: float) -> None:
    points = 100 * sunflower(2000, wide)
    even = Paper.oval(math.pi * 100**2, 2000, wide).push(points, np.ones(2000))
    crowded = Paper.oval(math.pi * 200**2, 2000, wide).push(points, np.ones(2000))
    inner = np.hypot(*(points / [math.sqrt(wide), 1 / math.sqrt(wide)]).T) < 90
    assert np.hypot(*even[inner].T).mean() < 0.1 * np.hypot(*crowded[inner].T).mean()
    assert ((crowded * points).sum(axis=1) > 0).mean() > 0.95  # outwards, onto the free paper


def test_a_charge_pushes_by_charge_over_distance() -> None:
    paper = Paper.oval(1e6, 5000)
    points, charge = np.array([[0.0, 0.0], [150.0, 0.0], [0.0, 300.0]]), np.array([1000.0, 1e-6, 1e-6])
    alone = paper.push(points, np.array([1e-6, 1e-6, 1e-6]))
    density = 1000.0 / paper.area
    ground = -2 * math.pi * density * points * np.array([1 / (1 + WIDE), WIDE / (1 + WIDE)])  # inside an even ellipse
    push = paper.push(points, charge) - alone - ground
    assert push[1] == pytest.approx([1000 / 150, 0], abs=0.2)
    assert push[2] == pytest.approx([0, 1000 / 300], abs=0.2)


def test_what_edges_join_comes_near_and_the_rest_spreads() -> None:
    start = 400 * sunflower(60)
    pairs = np.array([(node, node + 30) for node in range(30)])
    radius = np.full(60, 10.0)
    area = 4.2 * 60 * 100
    points = settle(start, pairs, radius, Paper.oval(area, 60), pull=(30.0, 10.0))
    joined = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    assert joined.mean() < 0.3 * np.hypot(*(points[:30] - points[np.roll(np.arange(30), 7)]).T).mean()
    assert np.ptp(points, axis=0).prod() > 0.5 * area


def test_members_stay_at_home() -> None:
    pairs = np.array([(node, (node * 7 + 1) % 60) for node in range(60) if (node * 7 + 1) % 60 != node])
    middle = np.repeat([[-300.0, 0.0], [300.0, 0.0]], 30, axis=0)
    reach, radius = np.full(60, 110.0), np.full(60, 10.0)
    paper = Paper.discs(np.array([[-300.0, 0.0], [300.0, 0.0]]), np.array([110.0, 110.0]), 60)
    start = middle + 80 * np.tile(sunflower(30), (2, 1))
    points = settle(start, pairs, radius, paper, pull=(3.0, 1.0), home=(middle, reach))
    assert (np.hypot(*(points - middle).T) < 130).all()


@settings(max_examples=30, deadline=None)
@given(discs)
def test_discs_part(found: list[tuple[float, float, float]]) -> None:
    points, radius = np.array([disc[:2] for disc in found]), np.array([disc[2] for disc in found])
    apart = part(points, radius, rounds=1000)
    for one, other in combinations(range(len(found)), 2):
        assert math.dist(apart[one], apart[other]) > 0.975 * (radius[one] + radius[other])


def test_discs_that_are_clear_of_one_another_stay() -> None:
    points = np.array([[0.0, 0.0], [100.0, 0.0]])
    assert (part(points, np.array([40.0, 50.0])) == points).all()


@pytest.mark.parametrize("spread", [200, 600, 3000])
def test_among_many_discs_of_many_sizes_every_overlap_is_found_once(spread: int) -> None:
    random = np.random.default_rng(5)
    points, radius = random.normal(0, spread, (600, 2)), 5 * 2 ** random.uniform(0, 4, 600)
    found = np.sort(np.column_stack(_close(points, radius)), axis=1)
    one, other = np.triu_indices(600, 1)
    reach = radius[one] + radius[other]
    hit = ((points[one] - points[other]) ** 2).sum(axis=1) < (0.98 * reach) ** 2
    assert sorted(found.tolist()) == np.column_stack([one, other])[hit].tolist()


@settings(max_examples=40, deadline=None)
@given(discs, st.floats(0, 30))
def test_no_disc_leaves_its_hold(found: list[tuple[float, float, float]], most: float) -> None:
    points, radius = np.array([disc[:2] for disc in found]), np.array([disc[2] for disc in found])
    moved = part(points, radius, hold=(points, np.full(len(found), most)))
    assert (np.hypot(*(moved - points).T) <= most + 1e-6).all()
