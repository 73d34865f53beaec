"""Names as strings: what is the same however it is written, and what is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.spelling import (
    LEGAL_FORMS,
    key,
    models,
    numbers,
    plain,
    singular,
    skeleton,
    without_initials,
    without_legal_form,
    words,
)

NBSP, HYPHEN, DASH = "\u00a0", "\u2011", "\u2013"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’Oréal", "L'Oréal"),
        (f"Galaxy{NBSP}S26", "Galaxy S26"),
        (f"Wi{HYPHEN}Fi", "Wi-Fi"),
        ("Wi-Fi", "WiFi"),
        ("États-Unis", "Etats Unis"),
        ("U.S.", "US"),
        ("S. T. A. R.", "STAR"),
        ("Node.js", "NodeJS"),
        ("GPT-4.1", "GPT 4.1"),
        ("iPhone 15", "iPhone15"),
        (f"CVE{HYPHEN}2025{HYPHEN}55182", "CVE-2025-55182"),
        (f"2025{DASH}2026", "2025-2026"),
        ("Pokémon", unicodedata.normalize("NFD", "POKÉMON")),
        ("Velmora👍", "Velmora"),
        ("Open\u200bVelmora", "OpenVelmora"),
        ("❤\ufe0f Velmora", "Velmora"),
    ],
)
def test_two_spellings_of_a_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RTX 50 90", "RTX 5090"),
        ("Gemini 2.5", "Gemini 25"),
        ("Python 3.1.4", "Python 3.14"),
        ("Falcon 1 80B", "Falcon 180B"),
        ("C", "C++"),
        ("C", "C#"),
        ("Galaxy S26", "Galaxy S26+"),
        (".NET", "NET"),
        ("ホンダ", "ホンタ"),
        ("हिन्दी", "हन्द"),
        ("-", "…"),
        ("😀", "😀😀"),
    ],
)
def test_other_names_have_other_skeletons(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


WORD = st.text(st.sampled_from("abcéñÖßçй"), min_size=1)


@given(WORD, WORD, st.sampled_from([" ", "-", "'", HYPHEN, NBSP, "_", ". "]))
def test_what_stands_between_words_changes_nothing(one: str, other: str, between: str) -> None:
    assert skeleton(one + between + other) == skeleton(one + other) == skeleton((one + other).upper())


@given(st.text(min_size=1))
def test_a_skeleton_is_never_empty(name: str) -> None:
    assert skeleton(name)


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)


@pytest.mark.parametrize(
    ("exact", "name"),
    [
        ("**AWS**", "AWS"),
        ("__AWS__", "AWS"),
        ("*AWS*", "AWS"),
        ("`tokio`", "tokio"),
        ("Grace\n  Blackwell", "Grace Blackwell"),
        ("Grace **Blackwell**", "Grace Blackwell"),
        ("snake_case", "snake_case"),
        ("-", "-"),
        ("**", "**"),
        ("", ""),
    ],
)
def test_markup_is_no_part_of_a_name(exact: str, name: str) -> None:
    assert plain(exact) == name


@pytest.mark.parametrize(
    ("name", "found"),
    [("Gemini 2.5 Pro", ("2.5",)), ("RTX 5090", ("5090",)), ("3,5 To", ("3,5",)), ("M1 et M2", ("1", "2")), ("Go", ())],
)
def test_numbers_in_a_name(name: str, found: tuple[str, ...]) -> None:
    assert numbers(name) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("radeon ai pro r9700s", ("r9700s",)), ("rtx 5070 ti", ("5070",)), ("galaxy s26+", ("s26+",)), ("claude", ())],
)
def test_model_words_of_a_name(name: str, found: tuple[str, ...]) -> None:
    assert models(name) == found


def test_words_are_cut_at_spaces_hyphens_of_all_kinds_and_apostrophes() -> None:
    name = key(f"Commission d’accès - semi{HYPHEN}publique 2025{DASH}26")
    assert words(name) == ["commission", "d", "accès", "semi", "publique", "2025", "26"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("velmora corp.", "velmora"),
        ("velmora, inc.", "velmora"),
        ("velmora s.a.s.", "velmora"),
        ("velmora holding co ltd", "velmora holding"),
        ("velmora (sa)", "velmora"),
        ("tiffany & co.", "tiffany"),
        ("velmora gmbh & co", "velmora"),
        ("ag", "ag"),
        ("co ltd", "co"),
        ("velmora", "velmora"),
        ("cobalt", "cobalt"),
        ("saab", "saab"),
    ],
)
def test_the_legal_form_is_taken_off_the_end_and_never_all_there_is(name: str, short: str) -> None:
    assert without_legal_form(name) == short


@given(st.lists(st.sampled_from([*sorted(LEGAL_FORMS), "velmora", "&", ","]), min_size=1, max_size=5).map(" ".join))
def test_something_is_left_without_the_legal_form_and_it_has_none_itself(name: str) -> None:
    short = without_legal_form(name)
    assert short
    assert name.startswith(short)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("donald j. trump", "donald trump"),
        ("donald j trump", "donald trump"),
        ("lloyd c. l. hollenberg", "lloyd hollenberg"),
        ("j. r. r. tolkien", "j. tolkien"),
        ("ursula von der leyen", "ursula von der leyen"),
        ("ana b. de la cruz", "ana b. de la cruz"),
        ("huang", "huang"),
    ],
)
def test_initials_between_first_name_and_surname_are_left_out(name: str, short: str) -> None:
    assert without_initials(name) == short


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("goroutines", "goroutine"),
        ("WebSockets", "websocket"),
        ("VPNs", "vpn"),
        ("QR codes", "qr code"),
        ("HTTPS", None),
        ("JS", None),
        ("js", None),
        ("iPhone 4s", None),
        ("Xbox Series S", None),
        ("Windows 11", None),
        ("iOS", None),
        ("s", None),
        ("", None),
    ],
)
def test_a_plural_ends_in_a_small_s_behind_letters(name: str, one: str | None) -> None:
    assert singular(name) == one
