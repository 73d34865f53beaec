"""What the commands print, where it is no terminal."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.console import Lines, progress, rows, show_table

COLUMNS = ["organization", "sources", "confidence", "first_seen", "sentence", "url"]
FACT = ["Amazon Web Services", 3, 0.9943, None, "AWS collabore avec Nvidia " * 4, "https://news.example/" + "a" * 60]
NUMBERS = st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), st.integers(0, 10**6))


@given(left=NUMBERS, right=NUMBERS)
def test_two_tables_keep_every_number_and_align(left: dict[str, int], right: dict[str, int]) -> None:
    lines = list(rows(left, right))
    assert len(lines) == max(len(left), len(right))
    words = [word for line in lines for word in line.split()]
    cells = [word for name, number in [*left.items(), *right.items()] for word in (name, f"{number:,}")]
    assert sorted(words) == sorted(cells)
    if left and right:
        assert len({line.index(name, 2) for line, name in zip(lines, left, strict=False)}) == 1


def test_no_line_of_progress_comes_before_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = itertools.count()
    lines = Lines(lambda: next(seconds) / 10)
    for done in range(1, 40):
        lines(done, 100, "a.md")
    assert capsys.readouterr().err == ""


def test_a_line_of_progress_tells_speed_and_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = itertools.count()
    lines = Lines(lambda: float(next(seconds)))
    for done in range(11):
        lines(done * 100, 2000, f"{done}.md")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "400 of 2,000 articles, 100.0 a second, about 16 s left: 4.md",
        "900 of 2,000 articles, 100.0 a second, about 11 s left: 9.md",
    ]


@pytest.mark.parametrize("kept", [0, 100])
def test_the_time_that_a_pipeline_takes_to_load_is_no_time_of_articles(
    kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([0.0, 0.0, 60.0, 61.0, 66.0])
    lines = Lines(lambda: next(moments))
    for done in range(kept, kept + 4):
        lines(done, kept + 12, f"{done - kept}.md")
    assert capsys.readouterr().err.splitlines() == [
        f"{kept + 1} of {kept + 12} articles: 1.md",
        f"{kept + 3} of {kept + 12} articles, 0.3 a second, about 27 s left: 3.md",
    ]


def test_a_quiet_build_has_nobody_to_tell() -> None:
    with progress(quiet=True) as tell:
        assert tell is None


def test_where_there_is_no_terminal_progress_is_lines() -> None:
    with progress(quiet=False) as tell:
        assert isinstance(tell, Lines)


def test_the_bar_of_a_terminal_shows_count_and_speed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress(quiet=False) as tell:
        assert tell is not None
        tell(7, 9, "a [b].md")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "7/9" in captured.err
    assert "a [b].md" in captured.err


def test_a_table_that_fits_has_a_line_for_each_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    show_table(["name", "articles"], [["Nvidia", 5], ["AWS", 12]])
    assert capsys.readouterr().out.split("\n") == ["name    articles", "Nvidia         5", "AWS           12", ""]


@pytest.mark.parametrize("width", [20, 60, 80, 100, 200])
def test_a_table_keeps_every_character_and_never_breaks_a_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    show_table(COLUMNS, [FACT, FACT])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    letters = sorted("".join(str(cell) for cell in FACT if cell is not None for _ in range(2)).replace(" ", ""))
    heads = 2 if width < 100 else 1  # above the columns, or before each value
    named = [name for name in COLUMNS if heads == 1 or name != "first_seen"]  # records leave out what has no value
    assert sorted("".join(lines).replace(" ", "")) == sorted([*letters, *"".join(named * heads)])
    assert sum("0.9943" in line for line in lines) == 2


def test_rows_that_do_not_fit_side_by_side_stand_one_below_the_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    show_table(COLUMNS, [FACT, ["Nvidia", 1, 0.5, "2025-12-03", "", ""]])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    gap = lines.index("")
    assert lines[:3] == ["organization  Amazon Web Services", "sources       3", "confidence    0.9943"]
    assert lines[gap + 1 :] == [
        "organization  Nvidia",
        "sources       1",
        "confidence    0.5",
        "first_seen    2025-12-03",
    ]
