"""One name, one class, where nearly all articles agree."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from kg.resolve.agree import agree
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from kg.model import Extraction

SCHEMA = load_schema()


def read(place: int, type_: str, confidence: float = 0.9) -> Extraction:
    """An article that takes Acme for something of a class, and lets it partner with Globex where it is a company."""
    relations = [("Acme", "partnersWith", "Globex", "asserted")] if type_ == "ORG" else []
    names = [("Acme", type_), ("Globex", "ORG")]
    return extraction(article("Acme et Globex.", id=f"a{place}"), names, relations, confidence=confidence)


def classes(found: list[Extraction]) -> list[str]:
    return [mention.entity.type for one in found for mention in one.mentions if mention.exact == "Acme"]


@pytest.mark.parametrize(
    ("types", "agreed"),
    [
        (["ORG", "ORG", "ORG", "PRODUCT"], ["ORG"] * 4),
        (["ORG", "ORG", "PRODUCT"], ["ORG", "ORG", "PRODUCT"]),
        (["ORG", "PRODUCT"], ["ORG", "PRODUCT"]),
        (["ORG"], ["ORG"]),
        (["PRODUCT", "PRODUCT", "PRODUCT", "PRODUCT", "ORG"], ["PRODUCT"] * 5),
    ],
)
def test_a_great_majority_holds_everywhere_and_no_other(types: list[str], agreed: list[str]) -> None:
    assert classes(agree([read(place, type_) for place, type_ in enumerate(types)], SCHEMA)) == agreed


def test_readings_weigh_as_much_as_they_are_sure() -> None:
    sure, unsure = read(0, "ORG", 0.9), read(1, "PRODUCT", 0.2)
    assert classes(agree([sure, unsure], SCHEMA)) == ["ORG", "ORG"]


def test_a_relation_that_the_classes_no_longer_allow_is_left_out() -> None:
    found = agree([*(read(place, "PRODUCT") for place in range(4)), read(4, "ORG")], SCHEMA)
    assert found[4].relations == ()
    assert [mention.exact for mention in found[4].mentions] == ["Acme", "Globex"]


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = [read(place, type_, confidence) for place, (type_, confidence) in enumerate(
        [("ORG", 0.9), ("ORG", 0.7), ("PRODUCT", 0.6), ("ORG", 0.8), ("TECHNOLOGY", 0.3)]
    )]  # fmt: skip
    expected = {one.article.id: one for one in agree(articles, SCHEMA)}
    for seed in range(5):
        shuffled = list(articles)
        Random(seed).shuffle(shuffled)
        assert {one.article.id: one for one in agree(shuffled, SCHEMA)} == expected
