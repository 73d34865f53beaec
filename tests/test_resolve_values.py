"""What resolution finds out, as values: compared by content, sorted, never changed."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields

import pytest

from kg.model import ArticleKey, Entity
from kg.resolve import Copy, Doubt, Merge, Reading, Resolution, Triple
from tests.make_resolve import corpus

ONE, OTHER = Entity.named("ORG", "Alma"), Entity.named("ORG", "Brio")
VALUES = (
    Merge(ONE, "A", "alias", "so", 1),
    Doubt(ONE, OTHER, "similar", "so", 0.5),
    Reading(ONE, "PLACE", 1, 0.25),
    Copy(ArticleKey("a", "1"), ArticleKey("b", "2"), 1.0, "so"),
)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_compared_by_content_and_cannot_be_changed(value: object) -> None:
    same = pickle.loads(pickle.dumps(value))  # noqa: S301
    assert same == value
    assert hash(same) == hash(value)
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, None)  # type: ignore[arg-type]


def test_values_are_sorted_by_entity_first() -> None:
    merges = [Merge(OTHER, "A", "alias", "a", 1), Merge(ONE, "B", "alias", "a", 1), Merge(ONE, "A", "maker", "a", 9)]
    assert sorted(merges) == merges[::-1]
    readings = [Reading(ONE, "PLACE", 2, 0.1), Reading(ONE, "EVENT", 9, 0.9)]
    assert sorted(readings) == readings[::-1]
    doubts = [Doubt(ONE, OTHER, "similar", "b", 0.1), Doubt(ONE, OTHER, "maker", "c", 0.9)]
    assert sorted(doubts) == doubts[::-1]


def test_articles_that_repeat_one_another_have_one_source() -> None:
    first, second, third = extractions = corpus("Un.", "Deux.", "Trois.")
    copy = Copy(second.article.key, first.article.key, 1.0, "both give one address")
    sources = {
        first.article.key: first.article.key,
        second.article.key: first.article.key,
        third.article.key: third.article.key,
    }
    assert Resolution(tuple(extractions), copies=(copy,)).sources() == sources
    assert Resolution((), copies=(copy,), keys=tuple(one.article.key for one in extractions)).sources() == sources
    assert Resolution(()).sources() == {}


def test_a_fact_is_its_three_parts() -> None:
    assert Triple(ONE, "uses", OTHER) == (ONE, "uses", OTHER)
    assert Triple(ONE, "uses", OTHER) != Triple(OTHER, "uses", ONE)


def test_a_resolution_without_findings_has_none() -> None:
    empty = Resolution(())
    assert (empty.merges, empty.doubts, empty.readings, empty.copies, empty.unmatched) == ((), (), (), (), ())
    assert (dict(empty.links), empty.accepted) == ({}, frozenset())
