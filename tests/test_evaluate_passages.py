"""What of an article counts, and where annotated strings stand in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.compare import compare
from kg.evaluate.found import FoundArticle
from kg.evaluate.gold import GoldArticle, GoldEntity
from kg.evaluate.passages import counted_text, gold_spans

WORDS = st.lists(st.sampled_from(["Linux", "GNU", "Linux GNU", "GNU Linux 7", ",", "\n"]), max_size=20).map(" ".join)


def named(*names: str, type_: str = "PRODUCT", id_: str = "e1") -> GoldEntity:
    return GoldEntity(id_, type_, names[0], names)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('---\ntitle: "Un accord"\nauthor: Nvidia\n---\n\nAWS.\n', 'Un accord" AWS.'),
        ("---\nauthor: Nvidia\ntitle: Un accord\n---\nAWS.", "Un accord AWS."),
        ("---\r\ntitle: Un accord\r\ntags: x\r\n---\r\nAWS.\r\n", "Un accord AWS."),
        ("AWS\n---\ntags: x\n---\n", "AWS --- tags: x ---"),
        ("AWS\n```python\nimport numpy\n```\nNvidia", "AWS Nvidia"),
        ("```markdown\nAWS\n```", "```markdown AWS ```"),
        ("AWS, [Nvidia](https://x.example/Nvidia).", "AWS, [Nvidia] ."),
        ("AWS\n\n[source](https://x.example/a b)\n", "AWS"),
        ("AWS https://x.example/Nvidia, Linux", "AWS Linux"),
    ],
)
def test_the_title_and_the_body_count(text: str, kept: str) -> None:
    counted = counted_text(text)
    assert counted.split() == kept.split()
    assert len(counted) == len(text)
    assert all(now in (" ", was) for now, was in zip(counted, text, strict=True))


@pytest.mark.parametrize(
    ("names", "text", "spans"),
    [
        (["Linux"], "Linux, GNU/Linux et Linuxes", [(0, 5), (11, 16)]),
        (["C++"], "C++, C++17", [(0, 3)]),
        (["Windows", "Windows 11"], "Windows 11 et Windows", [(0, 10), (14, 21)]),
        (["A B", "B C"], "A B C", [(0, 3)]),
        (["absent"], "Linux", []),
    ],
)
def test_strings_are_marked_as_whole_words_the_longest_first(
    names: list[str], text: str, spans: list[tuple[int, int]]
) -> None:
    assert [one[:2] for one in gold_spans([named(*names)], text)] == spans


def test_a_string_of_two_entities_belongs_to_the_first() -> None:
    both = [named("Gemini", type_="ORG"), named("Gemini", id_="e2")]
    assert [(start, end, one.type) for start, end, one in gold_spans(both, "Gemini")] == [(0, 6, "ORG")]


@given(WORDS)
def test_no_two_spans_overlap(text: str) -> None:
    names = ["Linux", "GNU", "Linux GNU", "GNU Linux 7"]
    spans = gold_spans([named(*names)], text)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(text[start:end] in names for start, end, _ in spans)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Avant. Il a Linux 7.1, dit-on ! Après.", "Il a Linux 7.1, dit-on !"),
        ("Une ligne.\n- **Linux**\nUne autre.", "- **Linux**"),
        ("« Fini. » Linux\u00a0: oui", "Linux : oui"),
        ("Voici Linux", "Voici Linux"),
    ],
)
def test_a_difference_shows_its_sentence(text: str, sentence: str) -> None:
    gold = GoldArticle("a1", (named("Linux"),), ())
    nothing = FoundArticle("a1", "", {}, (), ())
    assert [one.sentence for one in compare(gold, nothing, text, symmetric=()).differences] == [sentence] * 2
