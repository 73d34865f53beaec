"""Whatever a file holds, it becomes an article whose places are exact or one line that teaches, in bounded time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from kg.errors import ArticleError
from kg.read import parse_article
from kg.read.articles import MAX_BYTES, decode_article
from kg.read.passages import normalise
from tests.make_attacks import ATTACKS, BOMBS, hostile_bytes

if TYPE_CHECKING:
    from kg.model import Article

FEW, SOME, MANY = 2_000, 15_000, 60_000


def read(text: str | bytes, name: str = "a.md") -> Article | None:
    """The article, or None where it is refused in one line."""
    try:
        if isinstance(text, bytes):
            return decode_article(text, name=name, place=name)
        return parse_article(text, name=name, content_hash="0")
    except ArticleError as error:
        line = str(error)
    assert line.startswith(name)
    assert len(line.encode().splitlines()) == 1
    return None


def check(article: Article) -> None:
    """Every character of every block is where its runs say, and nothing is half a character."""
    for index, block in enumerate(article.blocks):
        shown = "".join(article.text[run.source : run.source + run.length] for run in block.runs)
        assert normalise(shown) == block.text
        assert all(parent < index for parent in block.parents)
        assert all(0 <= start < end <= len(block.text) for start, end in block.bold)
    fields = (article.id, article.title, article.path, article.language, *article.authors, *article.tags)
    assert all(field == field.encode().decode() for field in fields)
    assert not any(char in article.id + "".join(article.authors) for char in "\0\n\x1b")
    assert article.published is None or article.published.tzinfo is not None


@settings(max_examples=300)
@given(hostile_bytes())
def test_any_file_is_an_article_or_one_line(data: bytes) -> None:
    for name in ("a.md", "a.txt"):
        if article := read(data, name):
            check(article)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_an_attack_is_read_exactly_or_refused(attack: str, name: str) -> None:
    article = read(ATTACKS[attack](FEW), name)
    if article is not None:
        check(article)


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_one_line_at_once(text: str) -> None:
    started = time.process_time()
    assert read(text) is None
    assert time.process_time() - started < 1


QUADRATIC = (
    "tags never opened", "tags never opened, in a paragraph", "toml: a key of many parts", "date: brackets",
    "toml: a table of many parts", "date: comments", "nothing but addresses", "'[' again and again",
    "a square table", "deeper and deeper items", "'*a ' again and again",
)  # fmt: skip
"""What has cost more than its length, or is likely to."""


@pytest.mark.parametrize("attack", QUADRATIC)
def test_a_character_costs_the_same_in_a_long_text(attack: str) -> None:
    assert _grows_no_faster_than_its_length(attack)


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_no_attack_costs_more_than_its_length(attack: str, name: str) -> None:
    assert _grows_no_faster_than_its_length(attack, name)


def _grows_no_faster_than_its_length(attack: str, name: str = "a.md") -> bool:
    """Whether a character costs about as much in a text of four times the length, in one of three tries.

    In quadratic time it would cost four times as much; what is over in a moment may be as uneven as the machine is.
    """
    for _ in range(3):
        few, many = _cost(attack, SOME, name), _cost(attack, MANY, name)
        if many < max(2.5 * few, 4e-6):
            return True
    return False


def _cost(attack: str, size: int, name: str) -> float:
    """CPU seconds for a character."""
    text = ATTACKS[attack](size)
    started = time.process_time()
    read(text, name)
    return (time.process_time() - started) / len(text)


def test_a_line_of_the_largest_size_and_one_word_of_five_megabytes() -> None:
    line = "a " * (MAX_BYTES // 2)
    for text in (line, "a" * 5_000_000, "http://a.example/ " * 300_000 + "x"):
        started = time.process_time()
        article = read(text)
        assert time.process_time() - started < 20
        assert article is not None
    with pytest.raises(ArticleError, match="500,000 line ends and signs"):
        parse_article("|" * 600_000, name="a.md", content_hash="0")


def test_control_characters_from_escapes_are_spaces_in_what_front_matter_says() -> None:
    article = read('---\ntitle: "T\\0\\e\\x0b<b>"\nid: "a\\0\\n../b"\nauthor: "A\\x7f B"\ntags: ["\\x01t"]\n---\nx')
    assert article is not None
    assert (article.title, article.id, article.authors, article.tags) == ("T <b>", "a ../b", ("A B",), ("t",))


def test_a_tag_closes_the_innermost_of_its_name_whatever_stands_between() -> None:
    article = read("<b>un <strong>deux <b>trois</b> quatre</strong> cinq</b> six")
    assert article is not None
    [block] = article.blocks
    shown = [block.text[start:end] for start, end in block.bold]
    assert shown == ["un deux trois quatre cinq", "deux trois quatre", "trois"]


@pytest.mark.parametrize("code", [0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_is_no_character_is_refused_with_its_line(code: int) -> None:
    with pytest.raises(ArticleError) as caught:
        parse_article(f"Un\r\ntexte {chr(code)} ici", name="a.md", content_hash="0")
    assert str(caught.value) == f"a.md:2: U+{code:04X}, which is no character; take it out"
