"""Sentences on a screen: folded, cut around what matters, marked, and harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click import unstyle
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cards
from kg.review.exhibits import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest


def quote(text: str, names: Iterable[str] = (), words: Iterable[str] = ()) -> Quote:
    def places(found: Iterable[str]) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(one), text.index(one) + len(one)) for one in found)

    return Quote(text, places(names), places(words), "", "", "a1.md")


@given(st.text("ab \u00a0é"), st.integers(4, 30))
def test_folding_loses_no_word_and_fills_no_line_beyond_its_width(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in cards._folded(text, width)]
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line.strip() for line in lines)


def test_a_name_is_in_colour_and_a_telling_word_underlined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "_width", lambda: 100)
    (line,) = cards._lines(quote("Alma rachète Brio.", ["Alma", "Brio"], ["rachète"]))
    assert unstyle(line) == "“Alma rachète Brio.”"
    assert line == "“\x1b[36mAlma\x1b[0m \x1b[1m\x1b[4mrachète\x1b[0m \x1b[36mBrio\x1b[0m.”"


def test_a_mark_goes_on_over_the_end_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "_width", lambda: 20)
    lines = list(cards._lines(quote("La société Alma Brio Cador est là.", ["Alma Brio Cador"])))
    assert [unstyle(line) for line in lines] == ["“La société", "Alma Brio Cador", "est là.”"]
    assert lines[1] == "\x1b[36mAlma Brio Cador\x1b[0m"


def test_a_long_sentence_is_cut_between_words_around_what_matters() -> None:
    text = " ".join(["avant"] * 100 + ["Alma rachète Brio"] + ["après"] * 100)
    (line,) = cards._lines(quote(text, ["Alma", "Brio"], ["rachète"]))
    shown = unstyle(line)
    assert "Alma rachète Brio" in shown
    assert len(shown) <= cards.LONGEST + 4
    assert set(shown.strip("“”").strip("…").split()) == {"avant", "Alma", "rachète", "Brio", "après"}
    assert (shown[:2], shown[-2:]) == ("“…", "…”")


def test_nothing_in_a_sentence_steers_the_terminal() -> None:
    (line,) = cards._lines(quote("Alma \x1b[31mrachète"))
    assert "\x1b" not in line
