"""One thing, one node: the two measures, and what they are told of."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.clusters import Placed, agreement, compare_clusters

CLUSTERS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("1234")), max_size=30)


@pytest.mark.parametrize(
    ("mentions", "b_cubed", "pairs"),
    [
        (["a1", "a1", "b2"], (1, 1), (1, 1)),
        (["a1", "a1", "b1"], (5 / 9, 1), (1 / 3, 1)),
        (["a1", "a2"], (1, 0.5), (1, 0)),
        (["a1", "b2"], (1, 1), (1, 1)),
        ([], (0, 0), (0, 0)),
    ],
)
def test_the_measures_of_small_examples(
    mentions: list[str], b_cubed: tuple[float, float], pairs: tuple[float, float]
) -> None:
    found = agreement(Counter((mention[0], mention[1]) for mention in mentions))
    assert [(one.precision, one.recall) for one in found] == [pytest.approx(b_cubed), pytest.approx(pairs)]


@given(CLUSTERS)
def test_counting_pairs_is_comparing_all_of_them(mentions: list[tuple[str, str]]) -> None:
    _, pairs = agreement(Counter(mentions))
    both = [(one[0] == two[0], one[1] == two[1]) for one, two in combinations(mentions, 2)]
    joined, annotated = sum(found for _, found in both), sum(gold for gold, _ in both)
    right = sum(gold and found for gold, found in both)
    if mentions:
        assert pairs.precision == pytest.approx(right / joined if joined else 1)
        assert pairs.recall == pytest.approx(right / annotated if annotated else 1)


@given(CLUSTERS)
def test_the_sides_mirror_each_other(mentions: list[tuple[str, str]]) -> None:
    here, there = agreement(Counter(mentions)), agreement(Counter((iri, name) for name, iri in mentions))
    assert [one.precision for one in here] == pytest.approx([one.recall for one in there])
    assert all(0 <= one.f1 <= 1 for one in here)


def test_what_is_mixed_is_named_the_worst_first() -> None:
    mentions = [
        *[Placed("aws", "i1", "Amazon Web Services")] * 3, Placed("amazon", "i1", "Amazon Web Services"),
        Placed("aws", "i2", "AWS"), *[Placed("mit", "i3", "MIT")] * 2, Placed("mit license", "i3", "MIT"),
    ]  # fmt: skip
    found = compare_clusters(mentions)
    assert found.mentions == 8
    assert [(one.name, one.parts) for one in found.merged] == [
        ("Amazon Web Services", (("aws", 3), ("amazon", 1))),
        ("MIT", (("mit", 2), ("mit license", 1))),
    ]
    assert [(one.name, one.parts) for one in found.split] == [("aws", (("Amazon Web Services", 3), ("AWS", 1)))]
