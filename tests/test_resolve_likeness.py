"""Texts as hashes: what they share, and what very many of them have."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.resolve import likeness
from kg.resolve.likeness import COMMON, WIDTH, Texts, buckets, to_text
from tests.make import article

WORDS = st.lists(st.sampled_from(["un", "deux", "trois", "quatre", "cinq", "sixième"]), max_size=30)


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + WIDTH]) for place in range(len(words) - WIDTH + 1)}


@given(WORDS, WORDS)
def test_the_share_is_that_of_the_runs_of_four_words(one: list[str], other: list[str]) -> None:
    texts = Texts(to_text(article(" ".join(words))) for words in (one, other))
    fewest = min(len(runs(one)), len(runs(other)))
    share = len(runs(one) & runs(other)) / fewest if fewest else float(one == other)
    assert texts.share(0, 1) == texts.share(1, 0) == share
    assert texts.same(0, 1) == (one == other)
    assert [texts.lengths[0], texts.lengths[1]] == [len(runs(one)), len(runs(other))]


def test_a_text_has_its_words_of_more_than_three_letters_once() -> None:
    text = to_text(article("Un deux DEUX trois, un deux — Trois !"))
    assert (text.words, len(text.vocabulary) // 4) == (7, 2)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1 << 30), st.integers(1, 400))
def test_what_very_many_have_is_left_out_alike_whether_counted_at_once_or_in_parts(seed: int, size: int) -> None:
    chance = random.Random(seed)
    words = [
        chance.choices(["a", "b", "c", "d"], weights=[9, 2, 1, 1], k=chance.randrange(4, 20))
        for _ in range(COMMON + 30)
    ]
    counts = Counter(run for one in words for run in runs(one))
    own = [{run for run in runs(one) if counts[run] <= COMMON} for one in words]
    left = [len(rest if 2 * len(rest) >= len(runs(one)) else runs(one)) for rest, one in zip(own, words, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "AT_ONCE", size)
        assert Texts(to_text(article(" ".join(one))) for one in words).lengths.tolist() == left


@pytest.mark.parametrize("seed", range(3))
def test_every_two_of_a_bucket_share_a_band_and_every_two_alike_share_a_bucket(seed: int) -> None:
    chance = random.Random(seed)
    first = [chance.choices([f"mot{number}" for number in range(500)], k=150) for _ in range(20)]
    edited = [[*words[:70], "autre", *words[71:]] for words in first]
    texts = Texts(to_text(article(" ".join(words))) for words in (*first, *edited))
    pairs = {pair for bucket in buckets(texts, range(len(texts))) for pair in combinations(bucket, 2)}
    assert {(place, place + 20) for place in range(20)} <= pairs
    assert all(one < other for one, other in pairs)
