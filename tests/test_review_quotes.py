"""Sentences from the files of articles, as long as they are what the graph was built from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kg.review.quotes import Files, Marked, Spot

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "---\ntitle: Un essai\ncuid: a1\n---\n\n# Un essai\n\n"
    "Une première phrase. La société **Alma** vend ses\nmachines, dit Alma ! Une autre.\n"
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a1.md").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


def spot(exact: str = "Alma", text: str = TEXT) -> Spot:
    start = text.index(exact)
    return Spot("a1.md", hashlib.sha256(TEXT.encode()).hexdigest(), start, start + len(exact))


def test_the_sentence_around_a_name_without_markup_and_with_every_place_of_the_name(folder: Path) -> None:
    found = Files([str(folder)]).sentence(spot())
    assert found == Marked("La société Alma vend ses machines, dit Alma !", ((11, 15), (39, 43)))


def test_a_source_may_be_the_file_itself_and_others_may_be_gone(folder: Path) -> None:
    assert Files([str(folder / "gone"), str(folder / "a1.md")]).sentence(spot()) is not None


def test_no_sources_give_nothing(folder: Path) -> None:
    assert folder.is_dir()
    assert Files().sentence(spot()) is None
    assert Files(["-", str(folder / "*.txt")]).sentence(spot()) is None


def test_a_file_that_has_changed_gives_nothing(folder: Path) -> None:
    (folder / "a1.md").write_text(TEXT + "Plus.\n", encoding="utf-8")
    assert Files([str(folder)]).sentence(spot()) is None


def test_a_file_that_is_no_article_any_more_gives_nothing(folder: Path) -> None:
    (folder / "a1.md").write_bytes(b"\xff\xfe\x00")
    assert Files([str(folder)]).sentence(spot()) is None


def test_a_place_outside_the_running_text_gives_nothing(folder: Path) -> None:
    assert Files([str(folder)]).sentence(spot("cuid")) is None
