"""Passages as people read them: without markup, the names of the two ends and the triggers marked."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view import passage
from kg.view.passage import marks, plain


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
        ("+ un", "un"),
        ("## Titre\n\ntexte", "Titre texte"),
        ("| AWS | Trainium3 |", "AWS · Trainium3"),
        (r"2 \* 3", "2 * 3"),
        ("<b>gras</b>", "<b>gras</b>"),
        ("un\u00a0% de", "un % de"),
        ("", ""),
    ],
)
def test_markup_goes_and_text_stays(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@given(st.text(alphabet="aé []()*_`~\\|#>-+.!\n\t\u00a0"), st.sampled_from(passage._MARKUP))
def test_a_pattern_finds_nothing_where_none_of_its_signs_stands(
    markdown: str, rule: tuple[str, re.Pattern[str], str]
) -> None:
    signs, pattern, _ = rule
    assert set(signs) & set(markdown) or not pattern.search(markdown)


@pytest.mark.parametrize("part", ["[", " ", "](", "*", "_", "- ", "[a](b", "> ", "|", "\\", "(", '[a](b "'])
def test_a_long_passage_takes_no_longer_than_its_length(part: str) -> None:
    started = time.process_time()
    plain(part * 10_000)
    assert time.process_time() - started < 1


def cut(text: str, head: list[str], tail: list[str], triggers: list[str] | tuple[str, ...] = ()) -> list[str]:
    """The marked stretches, each with what it is."""
    return [f"{text[start:end]}:{mark}" for start, end, mark in marks(text, head, tail, triggers)]


@pytest.mark.parametrize(
    ("text", "head", "tail", "found"),
    [
        ("AWS et Nvidia", ["AWS"], ["Nvidia"], ["AWS:head", "Nvidia:tail"]),
        ("AWS, puis AWS", ["AWS"], ["X"], ["AWS:head", "AWS:head"]),
        ("le superAWS", ["AWS"], [], []),
        ("AWSx et AWS_2, puis AWS", ["AWS"], [], ["AWS:head"]),
        ("C++ et C", ["C"], ["C++"], ["C++:tail", "C:head"]),
        ("Nvidia Blackwell", ["Nvidia"], ["Blackwell", "Nvidia Blackwell"], ["Nvidia Blackwell:tail"]),
        ("rien", [], [], []),
        ("rien", [""], [""], []),
        ("", ["AWS"], [], []),
        ("AWS", ["AWS"], ["AWS"], ["AWS:head"]),
    ],
)
def test_the_names_of_the_two_ends_are_marked(text: str, head: list[str], tail: list[str], found: list[str]) -> None:
    assert cut(text, head, tail) == found


@pytest.mark.parametrize(
    ("text", "triggers", "found"),
    [
        ("AWS utilise CUDA.", ["utilise"], ["AWS:head", "utilise:trigger", "CUDA:tail"]),
        ("AWS utilise CUDA.", ["CUDA", "utilise"], ["AWS:head", "utilise:trigger", "CUDA:tail"]),
        ("AWS utilise CUDA.", ["exploite", ""], ["AWS:head", "CUDA:tail"]),
        ("Par CUDA, AWS l'emporte.", ["l'"], ["CUDA:tail", "AWS:head", "l':trigger"]),
    ],
)
def test_the_words_that_give_the_statement_away_are_marked(text: str, triggers: list[str], found: list[str]) -> None:
    assert cut(text, ["AWS"], ["CUDA"], triggers) == found


LETTERS = st.text("ab' +", max_size=30)
WORDS = st.lists(st.text("ab' +", max_size=4), max_size=3)


@given(LETTERS, WORDS, WORDS, WORDS)
def test_marks_are_in_order_and_none_lies_over_another(
    text: str, head: list[str], tail: list[str], triggers: list[str]
) -> None:
    found = marks(text, head, tail, triggers)
    edges = [edge for start, end, _ in found for edge in (start, end)]
    assert edges == sorted(edges)
    for start, end, mark in found:
        assert text[start:end] in {"head": head, "tail": tail, "trigger": triggers}[mark]


@given(LETTERS, WORDS, WORDS)
def test_names_are_found_as_a_pattern_of_whole_words_finds_them(text: str, head: list[str], tail: list[str]) -> None:
    names = sorted({*head, *tail} - {""}, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else re.compile(r"(?!)")
    expected = [match.span() for match in pattern.finditer(text)]
    assert [(start, end) for start, end, _ in marks(text, head, tail)] == expected
