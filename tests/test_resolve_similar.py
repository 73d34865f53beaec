"""Names that are nearly the same, found without comparing all with all."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Entity
from kg.resolve.similar import SIMILAR, similar_names


def pairs(type_: str, *names: str) -> dict[tuple[str, str], bool]:
    """The pairs of names, in order, and whether the difference may be a slip."""
    found = similar_names(Entity.named(type_, name) for name in names)
    return {(pair.one.name, pair.other.name): pair.slip for pair in found}


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("ORG", "Anthropic", "Anthropics"),
        ("ORG", "Hewlet Packard", "Hewlett Packard"),
        ("ORG", "Velmora Sistems", "Velmora Systems"),
        ("PERSON", "Sundar Pichai", "Sundar Pitchai"),
        ("PRODUCT", "GrahBit", "GraphBit"),
        ("PRODUCT", "Ostrelle 7", "Ostrellle 7"),
    ],
)
def test_a_letter_more_less_or_other_in_a_long_word_may_be_a_slip(type_: str, one: str, other: str) -> None:
    assert pairs(type_, other, one) == {(one, other): True}


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("ORG", "Free Software Foundation", "Green Software Foundation"),
        ("PRODUCT", "Ostrelle Quest II", "Ostrelle Quest III"),
        ("PRODUCT", "Ostrelle Quest XV", "Ostrelle Quest XVI"),
        ("PRODUCT", "Ostrelle Note Pro", "Ostrelle Note Pro+"),
        ("PRODUCT", "Home Assistant", "Home Assistant OS"),
        ("PRODUCT", "LangChain", "LangChain.js"),
        ("PERSON", "Daniel Velmora", "Daniela Velmora"),
        ("PERSON", "Christian Velmora", "Christine Velmora"),
        ("PERSON", "Jean Velmora", "Jeanne Velmora"),
    ],
)
def test_short_words_more_words_and_first_names_are_no_slips(type_: str, one: str, other: str) -> None:
    assert pairs(type_, one, other) == {(one, other): False}


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("PRODUCT", "Gemini 2.5 Flash", "Gemini 3.5 Flash"),
        ("PRODUCT", "GeForce RTX 5090", "GeForce RTX 5080"),
        ("PRODUCT", "Instinct MI300X", "Instinct MI300A"),
        ("PRODUCT", "Galaxy S26", "Galaxy S26+"),
        ("PRODUCT", "GeForce RTX 5070", "GeForce RTX 5070 Ti"),
        ("VULNERABILITY", "CVE-2025-55182", "CVE-2025-55183"),
        ("EVENT", "Velmora Expo 2025", "Velmora Expo 2026"),
        ("PRODUCT", "Rust", "Ruast"),
        ("ORG", "Velmora", "Ostrelle"),
        ("PLACE", "Autriche", "Australie"),
    ],
)
def test_other_models_years_and_names_are_no_pair(type_: str, one: str, other: str) -> None:
    assert pairs(type_, one, other) == {}


def test_names_of_two_classes_are_no_pair() -> None:
    found = similar_names([Entity.named("ORG", "Anthropic"), Entity.named("PRODUCT", "Anthropics")])
    assert list(found) == []


def test_a_slip_at_either_end_is_found_from_the_other() -> None:
    assert pairs("ORG", "Xelmora Systems", "Velmora Systems") == {("Velmora Systems", "Xelmora Systems"): True}
    assert pairs("ORG", "Velmora Systemz", "Velmora Systems") == {("Velmora Systems", "Velmora Systemz"): True}


def test_the_likeness_is_that_of_the_spellings() -> None:
    (pair,) = similar_names([Entity.named("ORG", "Anthropics"), Entity.named("ORG", "Anthropic")])
    assert pair.likeness == pytest.approx(18 / 19)


def test_pairs_come_in_one_order_whatever_that_of_the_names() -> None:
    names = ["Anthropic", "Anthropics", "Antropic", "Velmora"]
    orders = [list(similar_names([Entity.named("ORG", name) for name in order])) for order in permutations(names)]
    assert all(order == orders[0] for order in orders)
    assert len(orders[0]) >= 2


NAMES = st.lists(st.text(st.sampled_from("ab c1"), min_size=6, max_size=9), max_size=12, unique=True)


@given(NAMES)
def test_pairs_are_ordered_alike_and_never_twice(names: list[str]) -> None:
    found = list(similar_names({Entity.named("ORG", name) for name in names if name.strip()}))
    assert all(pair.one < pair.other and pair.likeness >= SIMILAR for pair in found)
    assert len({(pair.one, pair.other) for pair in found}) == len(found)


def test_of_many_names_that_begin_and_end_alike_neighbours_only_are_compared() -> None:
    letters = "abcdefgh"
    many = [
        Entity.named("ORG", f"Microso{one}{two}{three}ware") for one in letters for two in letters for three in letters
    ]
    found = list(similar_names(many))
    alike = len(many) * 3 * (len(letters) - 1) // 2  # those that differ by one letter
    assert len(many) < len(found) < alike
