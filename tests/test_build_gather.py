"""What has to be read is read, what is known is taken as it is, and files may change meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.build import gather as module
from kg.build.gather import Desk, gather, listing
from kg.harvest import Listed, open_shelf, recipe
from kg.read import article_files
from kg.schema import load_schema
from tests import stub_build
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.harvest import Reading, Recipe, Shelf, Source

PLAIN = recipe(load_schema())
LIST = "now"


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path / "in" / name, line("Nvidia", "avec", "AWS", name))
    return tmp_path


@pytest.fixture(name="shelf")
def _shelf(tmp_path: Path) -> Iterator[Shelf]:
    with open_shelf(tmp_path / "shelf") as shelf:
        yield shelf


def gathered(place: Path, shelf: Shelf, how: Recipe = PLAIN) -> tuple[Desk, list[str]]:
    """Read what has to be read; the desk, and the names of what was read."""
    desk = Desk(article_files([str(place / "in")]))
    shelf.list_articles(LIST, listing(desk, how))
    with stubbed() as read:
        assert gather(desk, shelf, how, LIST, jobs=None, timeout=9) == len(read)
    assert shelf.unread(LIST) == []
    assert desk.done == desk.total
    return desk, read


def names(shelf: Shelf) -> list[str]:
    return [one.name for one in shelf.listed(LIST)]


def test_every_article_is_read_once(place: Path, shelf: Shelf) -> None:
    assert gathered(place, shelf)[1] == ["a.md", "b.md", "c.md"]
    assert gathered(place, shelf)[1] == []


def test_of_articles_that_say_the_same_one_is_read(place: Path, shelf: Shelf) -> None:
    for name in ("b.md", "d.md"):
        (place / "in" / name).write_bytes((place / "in" / "a.md").read_bytes())
    assert gathered(place, shelf)[1] == ["a.md", "c.md"]
    assert [one.article.path for one in shelf.extractions(LIST)] == ["a.md", "b.md", "c.md", "d.md"]


def test_a_renamed_article_is_not_read_and_bears_its_new_name(place: Path, shelf: Shelf) -> None:
    gathered(place, shelf)
    (place / "in" / "a.md").rename(place / "in" / "z.md")
    assert gathered(place, shelf)[1] == []
    assert [one.article.path for one in shelf.extractions(LIST)] == ["b.md", "c.md", "z.md"]


def test_another_kind_of_file_is_another_article(place: Path, shelf: Shelf) -> None:
    gathered(place, shelf)
    (place / "in" / "a.md").rename(place / "in" / "a.txt")
    assert gathered(place, shelf)[1] == ["a.txt"]


def test_an_article_that_cannot_be_read_is_known_not_to_be(place: Path, shelf: Shelf) -> None:
    (place / "in" / "bad.md").write_bytes(b"")
    desk, read = gathered(place, shelf)
    assert "bad.md" in read
    assert desk.skipped == []  # that is told from the shelf
    assert [one.name for one in shelf.problems(LIST)] == ["bad.md"]
    assert gathered(place, shelf)[1] == []


def during(monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[], object]) -> None:
    """Do something whenever an article has been read and before the next is taken."""
    plain = stub_build.harvest

    def harvest(sources: Iterable[Source], how: Recipe, **other: object) -> Iterator[Reading]:
        for reading in plain(sources, how, **other):  # type: ignore[arg-type]
            yield reading
            if reading.name == name:
                change()

    monkeypatch.setattr(module, "harvest", harvest)


def gather_now(place: Path, shelf: Shelf) -> Desk:
    desk = Desk(article_files([str(place / "in")]))
    shelf.list_articles(LIST, listing(desk, PLAIN))
    gather(desk, shelf, PLAIN, LIST, jobs=None, timeout=9)
    assert shelf.unread(LIST) == []
    return desk


def test_an_article_that_changes_meanwhile_is_read_as_it_is_then(
    place: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    during(monkeypatch, "a.md", lambda: write(place / "in" / "b.md", line("OpenAI", "avec", "Orange")))
    assert gather_now(place, shelf).skipped == []
    there = {one.article.path: one.article.text for one in shelf.extractions(LIST)}
    assert "OpenAI" in there["b.md"]
    assert names(shelf) == ["a.md", "b.md", "c.md"]


def test_an_article_that_goes_meanwhile_is_left_out_and_told(
    place: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    during(monkeypatch, "a.md", lambda: (place / "in" / "b.md").unlink())
    desk = gather_now(place, shelf)
    assert [error.path.rpartition("/")[2] for error in desk.skipped] == ["b.md"]
    assert names(shelf) == ["a.md", "c.md"]
    assert desk.done == desk.total


def test_a_copy_that_changes_meanwhile_is_read_as_it_is_then(
    place: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "in" / "b.md").write_bytes((place / "in" / "a.md").read_bytes())
    during(monkeypatch, "c.md", lambda: write(place / "in" / "b.md", line("OpenAI", "avec", "Orange")))
    assert gather_now(place, shelf).skipped == []
    assert "OpenAI" in {one.article.path: one.article.text for one in shelf.extractions(LIST)}["b.md"]


def test_whatever_is_never_read_is_left_out_and_told(
    place: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "harvest", lambda *_, **__: iter(()))
    desk = gather_now(place, shelf)
    assert [error.problem for error in desk.skipped] == ["changes while it is read"] * 3
    assert names(shelf) == []
    assert desk.done == desk.total


def test_readings_by_other_rules_of_names_are_made_anew_without_reading(place: Path, shelf: Shelf) -> None:
    gathered(place, shelf)
    other = recipe(load_schema())
    object.__setattr__(other, "local", "other rules")
    assert gathered(place, shelf, other)[1] == []
    assert list(shelf.otherwise(LIST, "other rules")) == []


def test_a_copy_of_an_article_takes_the_reading_of_whatever_name_is_left(place: Path, shelf: Shelf) -> None:
    gathered(place, shelf)
    (place / "in" / "d.md").write_bytes((place / "in" / "c.md").read_bytes())
    (place / "in" / "c.md").write_bytes((place / "in" / "a.md").read_bytes())
    assert gathered(place, shelf)[1] == []
    assert {one.name: one.content for one in shelf.listed(LIST)}["c.md"] == Listed(*next(shelf.listed(LIST))).content
