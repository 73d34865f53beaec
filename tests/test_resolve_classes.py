"""One thing, one class: votes of whole articles, and what they overrule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Entity, Extraction
from kg.resolve import localise
from kg.resolve.classes import Classes, alike, overruled, settle_classes
from kg.resolve.columns import Columns, Stage
from kg.resolve.known import load_known
from kg.resolve.values import Reading
from tests.make_resolve import SCHEMA, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

KNOWN = load_known(SCHEMA)
CLASSES = ("ORG", "PERSON", "PLACE", "PRODUCT", "TECHNOLOGY", "MALWARE", "THREAT_ACTOR")


def articles(*types: str, name: str = "Velmora") -> list[Extraction]:
    """One article for each class that the name is read as."""
    return [read(f"{{{name}:{type_}}} vend.", f"a{place}") for place, type_ in enumerate(types)]


def settled(found: Iterable[Extraction]) -> Classes:
    """The classes of the names of those articles."""
    columns = Columns(localise(one, SCHEMA).summary for one in found)
    return settle_classes(Stage(columns, []).readings(), KNOWN)


def left(*types: str, name: str = "Velmora") -> set[str]:
    """The classes that are left of those."""
    instead = settled(articles(*types, name=name)).settled
    return {instead.get(one, one).type for one in (Entity.named(type_, name) for type_ in types)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ORG", "ORG", True),
        ("ORG", "PRODUCT", True),
        ("TECHNOLOGY", "PRODUCT", True),
        ("MALWARE", "THREAT_ACTOR", True),
        ("MALWARE", "PRODUCT", True),
        ("ORG", "THREAT_ACTOR", False),
        ("PERSON", "PLACE", False),
        ("REGULATION", "TECHNOLOGY", False),
    ],
)
def test_classes_that_are_taken_for_each_other(one: str, other: str, *, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


@pytest.mark.parametrize(
    ("types", "classes"),
    [
        (("ORG",), {"ORG"}),
        (("ORG", "ORG", "PRODUCT"), {"ORG"}),
        (("ORG", "PRODUCT", "PRODUCT", "TECHNOLOGY"), {"PRODUCT"}),
        (("PERSON", "PERSON", "PLACE"), {"PERSON"}),
        (("PERSON", "PERSON", "PLACE", "PLACE"), {"PERSON", "PLACE"}),
        (("PERSON",) * 7 + ("PLACE",) * 2, {"PERSON"}),
        (("PRODUCT",) * 3 + ("ORG",) * 3, {"ORG"}),
    ],
)
def test_the_class_of_most_articles_holds_unless_two_kinds_of_thing_bear_the_name(
    types: tuple[str, ...], classes: set[str]
) -> None:
    assert left(*types) == classes


def test_what_the_table_knows_tips_the_scales_but_does_not_outvote() -> None:
    assert left("TECHNOLOGY", "PRODUCT", name="Linux") == {"PRODUCT"}
    assert left("TECHNOLOGY", "TECHNOLOGY", "PRODUCT", name="Linux") == {"TECHNOLOGY"}


def test_two_things_that_the_table_knows_by_one_name_stay_two() -> None:
    assert left("ORG", "ORG", "ORG", "TECHNOLOGY", name="Arm") == {"ORG", "TECHNOLOGY"}


def test_a_company_and_its_service_are_one_even_where_the_table_has_both() -> None:
    assert left("PRODUCT", "PRODUCT", "ORG", name="GitHub") == {"PRODUCT"}


def test_a_surer_reading_weighs_more_and_an_article_votes_once() -> None:
    sure = read("{Velmora:ORG} vend.", "a1", confidence=0.9)
    unsure = read("{Velmora:PRODUCT} {Velmora:PRODUCT} {Velmora:PRODUCT}", "a2", confidence=0.6)
    instead = settled([sure, unsure]).settled
    assert instead == {Entity.named("PRODUCT", "Velmora"): Entity.named("ORG", "Velmora")}


def test_what_was_overruled_is_kept_with_its_share() -> None:
    readings = settled(articles("ORG", "ORG", "ORG", "PRODUCT")).readings
    assert readings == (Reading(Entity.named("ORG", "Velmora"), "PRODUCT", 1, 0.25),)


def test_names_that_are_read_in_one_way_are_no_matter() -> None:
    found = settled([read("{Velmora:ORG} et {Ostrelle:PRODUCT}."), read("Rien.", "a2")])
    assert (found.settled, found.readings) == ({}, ())


@settings(max_examples=50)
@given(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(types: list[str], random: Random) -> None:
    found = articles(*types)
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = settled(found), settled(shuffled)
    assert (dict(one.settled), one.readings) == (dict(other.settled), other.readings)


@given(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=9))
def test_what_holds_is_a_class_that_was_read_and_shares_are_parts_of_one(types: list[str]) -> None:
    found = settled(articles(*types))
    assert {one.type for one in found.settled.values()} <= set(types) - {one.type for one in found.settled}
    assert len(found.readings) == len(found.settled)
    assert sum(one.share for one in found.readings) < 1.001
    assert all(0 < one.share <= 1 for one in found.readings)


def test_the_readings_of_all_the_names_of_a_thing_are_one_for_each_class() -> None:
    thing = Entity.named("ORG", "Velmora")
    found = overruled([
        Reading(thing, "PRODUCT", 2, 0.2), Reading(thing, "PLACE", 1, 0.1), Reading(thing, "PRODUCT", 1, 0.5),
        Reading(thing, "ORG", 4, 0.9),
    ])  # fmt: skip
    assert found == (Reading(thing, "PLACE", 1, 0.1), Reading(thing, "PRODUCT", 3, 0.5))
