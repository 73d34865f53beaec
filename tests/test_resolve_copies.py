"""Articles that repeat one another: by address, word for word, with changes; and those that only tell the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Extraction
from kg.read import article_files, read_articles
from kg.resolve import Copy, localise
from kg.resolve.copies import FEW, canonical
from kg.resolve.copies import copies as copies_of
from kg.resolve.likeness import COMMON, Texts, to_text
from tests.make import article
from tests.make_resolve import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

DAY = datetime(2025, 12, 1, tzinfo=UTC)
WORDS = [f"mot{number}" for number in range(3000)]


def prose(seed: int, length: int = 200) -> list[str]:
    """Words that no other seed gives in this order."""
    return random.Random(seed).choices(WORDS, k=length)


def told(
    name: str, words: Sequence[str], day: int | None = 0, *, url: str | None = None, language: str = "fr"
) -> Article:
    published = None if day is None else DAY + timedelta(days=day)
    return article(" ".join(words) + "\n", id=name, published=published, url=url, language=language)


def copies(articles: Iterable[Article]) -> tuple[Copy, ...]:
    return copies_of([localise(Extraction(one, (), ()), SCHEMA).summary for one in articles])


def pairs(*articles: Article) -> dict[str, str]:
    return {copy.article.id: copy.original.id for copy in copies(articles)}


def reasons(*articles: Article) -> dict[str, tuple[float, str]]:
    return {copy.article.id: (copy.similarity, copy.because) for copy in copies(articles)}


def changed(words: Sequence[str], every: int) -> list[str]:
    return [f"autre{place}" if place % every == every - 1 else word for place, word in enumerate(words)]


def blended(words: Sequence[str], others: Sequence[str], seed: int) -> list[str]:
    """The words with every eighth or so taken from the others."""
    chance = random.Random(seed)
    return [other if chance.random() < 0.12 else word for word, other in zip(words, others, strict=True)]


def test_the_same_text_is_one_source_and_the_first_published_is_the_original() -> None:
    again, first = told("a", prose(1), 3), told("b", prose(1), 1)
    assert pairs(again, first) == {"a": "b"}
    assert reasons(again, first) == {"a": (1.0, "the text is the same")}
    [copy] = copies([again, first])
    assert (copy.article, copy.original) == (again.key, first.key)


def test_of_equal_dates_the_smallest_identifier_is_the_original_and_an_undated_article_is_the_copy() -> None:
    assert pairs(told("b", prose(1)), told("c", prose(1)), told("a", prose(1), None)) == {"a": "b", "c": "b"}


def test_what_is_written_apart_is_not_a_copy() -> None:
    assert pairs(told("a", prose(1)), told("b", prose(2)), told("c", [*prose(1)[:20], *prose(3)[:180]])) == {}


def test_letter_case_punctuation_and_markup_do_not_matter() -> None:
    plain = " ".join(prose(1))
    shouted = plain.upper().replace(" ", " — ", 9).replace(" ", "\N{NO-BREAK SPACE}", 5)
    assert reasons(article(plain, id="a", url=None), article(shouted, id="b", url=None))["b"][0] == 1


def test_one_word_changed_in_fifteen_is_a_copy_and_the_share_is_counted() -> None:
    first, second = told("a", prose(1)), told("b", changed(prose(1), 15))
    shingles = 200 - 4 + 1
    changes = 200 // 15
    share = round((shingles - 4 * changes) / shingles, 4)
    assert reasons(first, second) == {
        "b": (share, f"{int(100 * share)} % of the shorter text stands in the longer one")
    }


def test_one_word_changed_in_five_is_another_text() -> None:
    assert pairs(told("a", prose(1)), told("b", changed(prose(1), 5))) == {}


@pytest.mark.parametrize(("more", "copied"), [(20, True), (150, True), (250, False)])
def test_a_paragraph_may_be_added_but_who_quotes_a_text_in_a_longer_one_writes_another(more: int, copied: bool) -> None:
    long = [*prose(1), *prose(2, more)]
    assert pairs(told("a", prose(1)), told("b", long)) == ({"b": "a"} if copied else {})


def test_a_few_words_are_a_copy_only_when_they_are_the_same() -> None:
    few = prose(1, FEW - 1)
    nearly = [*few[:-1], "autre"]
    assert pairs(told("a", few), told("b", few), told("c", nearly)) == {"b": "a"}
    enough = prose(1, 2 * FEW)
    assert pairs(told("a", enough), told("b", [*enough[:-1], "autre"])) == {"b": "a"}


def test_articles_without_text_have_nothing_in_common() -> None:
    assert pairs(article("", id="a", url=None), article("\n", id="b", url=None)) == {}


def test_a_copy_of_a_copy_points_to_the_original_and_says_how_it_hangs_together() -> None:
    first = prose(1, 200)
    second = [*first[60:], *prose(2, 60)]
    third = [*second[60:], *prose(3, 60)]
    chain = (told("a", first, 0), told("b", second, 1), told("c", third, 2))
    assert pairs(*chain) == {"b": "a", "c": "a"}
    similarity, because = reasons(*chain)["c"]
    assert because == "it repeats b.md, which repeats the original"
    assert similarity < 0.6
    assert pairs(chain[0], chain[2]) == {}


def test_the_same_address_is_one_source_in_other_words_of_the_same_story() -> None:
    words = prose(1)
    retold = sorted(words)
    url = "https://news.example/story"
    assert pairs(told("a", words), told("b", retold)) == {}
    found = reasons(
        told("a", words, url=url), told("b", retold, url="http://www.news.example/story/?utm_source=feed#top")
    )
    assert found == {"b": (1.0, "both give the address news.example/story")}


def test_an_address_given_by_mistake_joins_nothing() -> None:
    url = "https://news.example/story"
    other = told("c", [f"ailleurs{number}" for number in range(200)], 2, url=url)
    version = told("d", other.text.split()[::-1], 3, url=url)
    assert pairs(told("a", prose(1), url=url), told("b", prose(1)[::-1], 1, url=url), other, version) == {
        "b": "a",
        "d": "c",
    }


def test_an_address_holds_across_languages_and_for_a_text_too_short_to_tell() -> None:
    url = "https://news.example/story"
    english = told("b", [f"word{number}" for number in range(200)], 1, url=url, language="en")
    short = told("c", ["un", "résumé"], 2, url=url)
    assert pairs(told("a", prose(1), url=url), english, short) == {"b": "a", "c": "a"}


def test_the_address_of_a_site_says_nothing_of_an_article() -> None:
    assert (
        pairs(told("a", prose(1), url="https://news.example/"), told("b", prose(1)[::-1], url="https://news.example"))
        == {}
    )


@pytest.mark.parametrize(
    ("url", "canon"),
    [
        ("https://www.news.example/a/", "news.example/a"),
        ("http://NEWS.example:80/a#part", "news.example/a"),
        ("https://news.example:8443/a", "news.example:8443/a"),
        ("https://news.example/A", "news.example/A"),
        ("https://news.example/a?b=2&utm_campaign=x&a=1&fbclid=9", "news.example/a?a=1&b=2"),
        ("https://news.example/?p=7", "news.example?p=7"),
        ("https://news.example/a?page", "news.example/a?page="),
        ("https://news.example/?utm_source=x", None),
        ("https://news.example:port/a", None),
        ("https://[news/a", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_compared_by_what_they_address(url: str | None, canon: str | None) -> None:
    assert canonical(url) == canon


def test_two_files_of_one_key_are_one_article_and_versions_of_one_identifier_are_two() -> None:
    one = told("a", prose(1))
    assert copies([one, one]) == ()
    longer = told("a", [*prose(1), "fin"])
    [copy] = copies([one, longer])
    assert {copy.article, copy.original} == {one.key, longer.key}


def test_the_last_lines_of_every_article_of_a_site_are_left_out() -> None:
    footer = prose(0, 120)
    many = [told(f"a{number:03}", [*prose(number, 150), *footer]) for number in range(1, COMMON + 5)]
    assert copies(many) == ()
    texts = Texts(map(to_text, many))
    assert max(texts.lengths) <= 153
    assert pairs(*many, told("b", [*changed(prose(9, 150), 15), *footer], 1)) == {"b": "a009"}


def test_one_text_in_very_many_articles_is_still_one_source() -> None:
    words = prose(1)
    many = [told(f"a{number:03}", [*words[:number], "autre", *words[number:]]) for number in range(COMMON + 10)]
    assert set(pairs(*many).values()) == {"a000"}
    assert len(copies(many)) == len(many) - 1


FOLDER = [
    *(told(f"a{seed}", prose(seed % 3), seed % 2, url=f"https://n.example/{seed % 4}") for seed in range(6)),
    *(told(f"b{seed}", changed(prose(seed), 20), None, url=f"https://n.example/{seed}") for seed in range(6)),
    *(told(f"c{seed}", [*prose(seed)[50:], *prose(seed + 1)[:50]], 3) for seed in range(4)),
]


@given(st.permutations(FOLDER))
def test_the_order_of_the_articles_does_not_matter(shuffled: list[Article]) -> None:
    assert copies(shuffled) == copies(FOLDER) != ()


@given(st.lists(st.sampled_from(FOLDER), max_size=8))
def test_a_copy_points_to_an_article_that_is_no_copy(articles: list[Article]) -> None:
    found = copies(articles)
    originals = {copy.original for copy in found}
    assert len({copy.article for copy in found}) == len(found)
    assert originals.isdisjoint(copy.article for copy in found)
    assert {one.key for one in articles} >= originals
    assert all(0 <= copy.similarity <= 1 for copy in found)


def test_texts_that_share_just_enough_are_found_among_hundreds() -> None:
    """The signatures bring together what they should: none of 60 edited texts is missed."""
    first = [told(f"a{seed:03}", prose(seed)) for seed in range(300)]
    edited = [told(f"b{seed:03}", changed(prose(seed), 10), 1) for seed in range(60)]
    assert pairs(*first, *edited) == {f"b{seed:03}": f"a{seed:03}" for seed in range(60)}


def test_the_pages_of_a_template_are_not_all_compared_with_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    share = Texts.share

    def counting(texts: Texts, one: int, other: int) -> float:
        nonlocal compared
        compared += 1
        return share(texts, one, other)

    monkeypatch.setattr(Texts, "share", counting)
    monkeypatch.setattr("kg.resolve.copies.PATIENCE", 10)
    pages = [told(f"a{seed:03}", blended(prose(0), prose(seed), seed)) for seed in range(1, 200)]
    assert copies(pages) == ()
    assert 10 * len(pages) < compared < 20 * len(pages)


@pytest.mark.slow
def test_the_copies_in_the_shared_corpus(shared: Path) -> None:
    """By eye: 20 stories, three of which word for word; one address that was given to four stories by mistake."""
    articles = [one for one in read_articles(article_files([str(shared / "corpus")])) if isinstance(one, Article)]
    found = copies(articles)
    assert len(found) == 32
    assert len({copy.original for copy in found}) == 20
    ids = {copy.article.id: copy.original.id for copy in found}
    assert ids["cmi6lbkmg000002jza1xp0s4h"] == "cmi67a3gu000302l017rsb0b0"
    assert not {"cmi6775j9000c02l44qmw3oy5", "cmi67761u000d02l46zve107m", "cmi6776kr000402l4dgmi5cu8"} & ids.keys()
