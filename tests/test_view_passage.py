"""Passages as people read them: without markup, cut at the names of the two ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.passage import plain, segments


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Nvidia développe CUDA.", "Nvidia développe CUDA."),
        ("**Nvidia** développe *CUDA*.", "Nvidia développe CUDA."),
        ("__Nvidia__ et `nvcc`", "Nvidia et nvcc"),
        ("snake_case_name reste", "snake_case_name reste"),
        ("[Nvidia](https://nvidia.example/a_b) agit", "Nvidia agit"),
        ('![Le logo](logo.png "Un logo") de Nvidia', "Le logo de Nvidia"),
        ("Nvidia](https://nvidia.example) agit", "Nvidia agit"),
        ("[Rust](https://fr.wiki.example/Rust_(langage)) mûrit", "Rust mûrit"),
        ("selon [Nvidia", "selon Nvidia"),
        ("- un\n- deux\n> trois", "un deux trois"),
        ("## Titre\n\ntexte", "Titre texte"),
        ("| AWS | Trainium3 |", "AWS · Trainium3"),
        (r"2 \* 3", "2 * 3"),
        ("<b>gras</b>", "<b>gras</b>"),
        ("", ""),
    ],
)
def test_markup_goes_and_text_stays(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize("part", ["[", " ", "](", "*", "_", "- ", "[a](b", "> ", "|", "\\", "(", '[a](b "'])
def test_a_long_passage_takes_no_longer_than_its_length(part: str) -> None:
    started = time.process_time()
    plain(part * 10_000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "head", "tail", "cut"),
    [
        ("AWS et Nvidia", ["AWS"], ["Nvidia"], (("AWS", "head"), (" et ", ""), ("Nvidia", "tail"))),
        ("AWS, puis AWS", ["AWS"], ["X"], (("AWS", "head"), (", puis ", ""), ("AWS", "head"))),
        ("le superAWS", ["AWS"], [], (("le superAWS", ""),)),
        ("C++ et C", ["C"], ["C++"], (("C++", "tail"), (" et ", ""), ("C", "head"))),
        ("rien", [], [], (("rien", ""),)),
        ("", ["AWS"], [], (("", ""),)),
        ("AWS", ["AWS"], ["AWS"], (("AWS", "head"),)),
    ],
)
def test_a_passage_is_cut_at_the_names(
    text: str, head: list[str], tail: list[str], cut: tuple[tuple[str, str], ...]
) -> None:
    assert segments(text, head, tail) == cut


@pytest.mark.parametrize(
    ("text", "triggers", "cut"),
    [
        ("AWS **utilise** `CUDA`.", ["utilise"], ["AWS:head", " ", "utilise:trigger", " ", "CUDA:tail", "."]),
        ("AWS utilise CUDA.", ["CUDA", "utilise"], ["AWS:head", " ", "utilise:trigger", " ", "CUDA:tail", "."]),
        ("AWS utilise CUDA.", ["exploite", ""], ["AWS:head", " utilise ", "CUDA:tail", "."]),
        ("Par CUDA, AWS l'emporte.", ["l'"], ["Par ", "CUDA:tail", ", ", "AWS:head", " ", "l':trigger", "emporte."]),
    ],
)
def test_a_passage_is_cut_at_the_words_that_give_the_statement_away(
    text: str, triggers: list[str], cut: list[str]
) -> None:
    found = segments(text, ["AWS"], ["CUDA"], triggers)
    assert [f"{part}:{mark}" if mark else part for part, mark in found] == cut


WORDS = st.lists(st.text(max_size=4), max_size=3)


@given(st.text(), WORDS, WORDS, WORDS)
def test_the_cuts_give_the_whole_text_back(text: str, head: list[str], tail: list[str], triggers: list[str]) -> None:
    assert "".join(part for part, _ in segments(text, head, tail, triggers)) == plain(text)
