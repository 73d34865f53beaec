"""Within one article: one thing, one entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.resolve.known import load_known
from kg.resolve.within import resolve_within
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from kg.model import Entity

KNOWN = load_known(load_schema())


def entities(text: str, *names: tuple[str, str]) -> dict[str, Entity]:
    """The entity of every surface string after resolution within the article."""
    read = resolve_within(extraction(article(text), names, []), KNOWN).extraction
    return {mention.exact: mention.entity for mention in read.mentions}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Jensen Huang parle. Huang répond.", ("Huang", "PERSON"), ("Jensen Huang", "PERSON")),
        ("Amazon Web Services (AWS) grandit. AWS vend.", ("AWS", "ORG"), ("Amazon Web Services", "ORG")),
        ("La CNIL (Commission nationale de l'informatique et des libertés) sanctionne.",
         ("CNIL", "ORG"), ("Commission nationale de l'informatique et des libertés", "ORG")),
        ("AWS re:Invent 2025 ouvre. AWS re:Invent ferme.", ("AWS re:Invent", "EVENT"), ("AWS re:Invent 2025", "EVENT")),
        ("Nvidia Corporation grandit. Nvidia vend.", ("Nvidia", "ORG"), ("Nvidia Corporation", "ORG")),
    ],
)  # fmt: skip
def test_short_and_long_forms_are_one(text: str, short: tuple[str, str], long: tuple[str, str]) -> None:
    found = entities(text, short, long)
    assert found[short[0]] == found[long[0]]


def test_the_makers_name_before_a_product_changes_nothing() -> None:
    found = entities("NVIDIA vend. Le NVIDIA H100 arrive. Le H100 part.",
                     ("NVIDIA", "ORG"), ("NVIDIA H100", "PRODUCT"), ("H100", "PRODUCT"))  # fmt: skip
    assert found["H100"] == found["NVIDIA H100"] != found["NVIDIA"]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Gemini 2.5 puis Gemini 3.", ("Gemini 2.5", "PRODUCT"), ("Gemini 3", "PRODUCT")),
        ("RTX 5090 et RTX 50.", ("RTX 5090", "PRODUCT"), ("RTX 50", "PRODUCT")),
        ("CES 2025 puis CES 2026.", ("CES 2025", "EVENT"), ("CES 2026", "EVENT")),
        ("Apple (ABC) parle.", ("Apple", "ORG"), ("ABC", "ORG")),
        ("Lisa Su, puis Sue.", ("Lisa Su", "PERSON"), ("Sue", "PERSON")),
    ],
)
def test_family_members_and_strangers_stay_apart(text: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    found = entities(text, one, other)
    assert found[one[0]] != found[other[0]]


def test_a_surname_that_two_people_bear_is_nobodys() -> None:
    names = [("Xavier Niel", "PERSON"), ("Jules Niel", "PERSON"), ("Niel", "PERSON")]
    found = entities("Xavier Niel et Jules Niel. Niel parle.", *names)
    assert len(set(found.values())) == 3


def test_a_relation_of_a_thing_with_itself_is_dropped() -> None:
    text = "Jensen Huang et Huang."
    names = [("Jensen Huang", "PERSON"), ("Huang", "PERSON")]
    read = extraction(article(text), names, [("Jensen Huang", "partnersWith", "Huang", "asserted")])
    assert resolve_within(read, KNOWN).extraction.relations == ()
