"""The measurements run and print what they promise; how fast anything is, is no test."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from benchmarks import resolution
from benchmarks.extraction import Measured, main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = r"""2 articles, [\d,]+ words
 +CPU s   articles/s   words/s
bare pipeline +\d+\.\d\d +\d+\.\d\d +[\d,]+
whole extraction +\d+\.\d\d +\d+\.\d\d +[\d,]+
whole / bare +\d+\.\d\d
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name in ("mistral-ai-asml.md", "openai-amd-calcul.md"):
        shutil.copy(ROOT / "seeds" / name, tmp_path)
    return tmp_path


def test_two_articles_give_both_times_and_their_ratio(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(two), "--rounds", "1"])
    assert re.fullmatch(SHAPE, capsys.readouterr().out)


def test_the_ratio_is_that_of_the_whole_to_the_bare() -> None:
    assert Measured(articles=1, words=1, bare=2.0, whole=3.0).ratio == 1.5


@pytest.mark.parametrize(
    ("words", "said"), [(["EMPTY"], "no French article"), (["TWO", "--rounds", "0"], "give 1 or more")]
)
def test_what_cannot_be_measured_is_refused(
    words: list[str], said: str, two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.md").write_text("The minister has said that the law will be applied next year.", "utf-8")
    places = {"EMPTY": str(tmp_path / "empty"), "TWO": str(two)}
    with pytest.raises(SystemExit) as left:
        main([places.get(word, word) for word in words])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_invented_articles_quote_their_names_and_are_the_same_each_time() -> None:
    first, second = resolution.invented(100), resolution.invented(100)
    assert first == second
    assert len({mention.exact for extraction in first for mention in extraction.mentions}) >= 80


def test_names_of_each_size_are_resolved_and_set_against_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    resolution.main(["--names", "80"])
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["names", "articles", "mentions", "entities"]
    assert len(rows) == len(resolution.SHARES)
    assert rows[0].split()[-1] == "1.00"
    with pytest.raises(SystemExit):
        resolution.main(["--names", "7"])
