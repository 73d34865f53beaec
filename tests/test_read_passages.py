"""Alignments and passages: what was cut, trimmed or moved still quotes the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import BlockKind, Run
from kg.read.passages import Alignment, Passage, normalise


@given(st.text())
def test_normalising_keeps_the_length_and_is_done_once(text: str) -> None:
    once = normalise(text)
    assert len(once) == len(text)
    assert normalise(once) == once
    assert not any(character.isspace() and character != " " for character in once)


def test_an_alignment_gives_only_what_the_file_holds() -> None:
    alignment = Alignment([Run(0, 10, 3), Run(5, 20, 4)])
    assert list(alignment.pieces(0, 9)) == [Run(0, 10, 3), Run(5, 20, 4)]
    assert list(alignment.pieces(2, 4)) == [Run(2, 12, 1), Run(5, 20, 1)]
    assert list(alignment.pieces(3, 2)) == []
    assert list(alignment.pieces(9, 5)) == []
    assert list(Alignment([]).pieces(0, 5)) == []


def test_an_inner_alignment_goes_through_the_outer_one() -> None:
    outer = Alignment([Run(0, 100, 5), Run(5, 200, 5)])
    inner = outer.inner([Run(0, 3, 4), Run(4, 9, 1)])
    assert inner.runs == (Run(0, 103, 2), Run(2, 200, 2), Run(4, 204, 1))


@given(st.lists(st.text(alphabet="ab \n\u202f’", max_size=6), max_size=8), st.integers(0, 3))
def test_a_block_quotes_its_pieces(texts: list[str], gap: int) -> None:
    file, pieces = "", []
    for text in texts:
        pieces.append((len(file), text))
        file += text + "#" * gap
    block = Passage(pieces).block(BlockKind.PARAGRAPH)
    joined = normalise("".join(texts)).strip()
    if block is None:
        assert not joined
    else:
        assert block.text == joined
        for index, character in enumerate(block.text):
            start, end = block.source(index, index + 1)
            assert normalise(file[start:end]) == character


def test_pieces_that_touch_make_one_run() -> None:
    block = Passage([(4, "cd"), (2, "ab"), (9, "e")]).block(BlockKind.PARAGRAPH)
    assert block is not None
    assert block.text == "abcde"
    assert block.runs == (Run(0, 2, 4), Run(4, 9, 1))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Voir https://a.example/b?c=d#e.", "Voir ."),
        ("Voir (https://a.example/b) ici", "Voir () ici"),
        ("https://a.example/", None),
        ("www.a.example dit", "dit"),
        ("Booking.com et Node.js", "Booking.com et Node.js"),
        ("HTTP et https", "HTTP et https"),
        ("l’un https://a.example, l’autre https://b.example", "l'un , l'autre"),
    ],
)
def test_addresses_are_cut_out_and_names_stay(text: str, left: str | None) -> None:
    block = Passage([(0, text)]).block(BlockKind.PARAGRAPH)
    assert (block and block.text) == left


def test_bold_stretches_are_trimmed_sorted_and_within_the_text() -> None:
    bold = [(7, 12), (0, 3), (7, 12), (3, 4), (50, 60)]
    block = Passage([(0, "  a "), (8, "bc d")], bold).block(BlockKind.ITEM)
    assert block is not None
    assert block.text == "a bc d"
    assert [block.text[start:end] for start, end in block.bold] == ["a", "bc d"]
