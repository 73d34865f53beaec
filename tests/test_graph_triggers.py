"""The words that give a relation away, found again in their passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.triggers import trigger_places


@pytest.mark.parametrize(
    ("passage", "words", "found"),
    [
        ("Acme est racheté par Globex.", ["racheté", "par"], ["racheté", "par"]),
        ("Le rachat, le rachat !", ["rachat"], [(3, 9)]),
        ("Vendu par lots, Acme est racheté par Globex.", ["par", "racheté"], [(25, 32), (33, 36)]),
        ("Racheté par Globex, et par Initech.", ["par", "Racheté"], [(0, 7), (8, 11)]),
        ("Un partenaire, en partenariat.", ["part"], []),
        ("L'achat d'Acme plaît.", ["achat", "d'"], ["achat", "d'"]),
        ("Il vient en cours de route.", ["en", "en cours"], ["en cours"]),
        ("Acme (C++) gagne.", ["C++"], ["C++"]),
        ("Acme gagne.", ["perd", "gagne"], ["gagne"]),
        ("Acme gagne.", ["", "perd"], []),
        ("", ["gagne"], []),
    ],
)
def test_each_word_has_one_place_and_all_stand_close_together(
    passage: str, words: list[str], found: list[str | tuple[int, int]]
) -> None:
    places = trigger_places(passage, words)
    assert [
        place if isinstance(one, tuple) else passage[slice(*place)] for place, one in zip(places, found, strict=True)
    ] == found


@given(st.text("ab '", max_size=30), st.lists(st.text("ab'", min_size=1, max_size=3), max_size=3))
def test_the_places_are_in_order_apart_and_each_holds_a_word_of_its_own(passage: str, words: list[str]) -> None:
    places = trigger_places(passage, words)
    edges = [edge for place in places for edge in place]
    held = [passage[start:end] for start, end in places]
    assert edges == sorted(edges)
    assert len(set(held)) == len(held)
    assert set(held) <= set(words)
    assert places == trigger_places(passage, reversed(words))
