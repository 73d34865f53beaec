"""All articles: one thing, one node, and why."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from kg.resolve import resolve
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from kg.model import Extraction


def test_the_label_is_how_most_articles_write_the_name_whatever_their_order() -> None:
    spelt = ["NVIDIA", "Nvidia", "Nvidia", "NVidia"]
    read = [extraction(article(f"{name} vend.", id=f"a{i}"), [(name, "ORG")], []) for i, name in enumerate(spelt)]
    for seed in range(5):
        shuffled = list(read)
        Random(seed).shuffle(shuffled)
        assert {
            mention.entity.name for one in resolve(shuffled, load_schema()).extractions for mention in one.mentions
        } == {"Nvidia"}


def test_a_person_and_a_place_of_one_name_are_two_where_several_articles_say_so() -> None:
    def read(place: int, type_: str) -> Extraction:
        return extraction(article("Jordan.", id=f"a{place}"), [("Jordan", type_)], [])

    def classes(*types: str) -> set[str]:
        resolved = resolve([read(place, type_) for place, type_ in enumerate(types)], load_schema()).extractions
        return {mention.entity.type for one in resolved for mention in one.mentions}

    assert classes("PERSON", "PERSON", "PLACE", "PLACE") == {"PERSON", "PLACE"}
    assert classes("PERSON", "PERSON", "PERSON", "PLACE") == {"PERSON"}
    assert classes("PRODUCT", "PRODUCT", "ORG", "ORG", "ORG") == {"ORG"}
