"""Readings on disk: kept from the moment on that they are put there, and found again."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ArticleError, GraphError
from kg.harvest import Listed, Reading, Shelf, open_shelf, recipe, set_aside, view_shelf, written
from kg.harvest import shelf as module
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = recipe(load_schema())


def reading(name: str, key: str = "k") -> Reading:
    return written(extraction(article(id=name)), PLAIN, key, "a finder")._replace(name=name)


def bad(name: str, key: str = "k") -> Reading:
    return set_aside(PLAIN, name, key, ArticleError("there", "empty", "fill it", line=3))


def fill(shelf: Shelf, pages: int = 10**6) -> None:
    """Put many readings there, and look for each, in a file of no more pages than that."""
    shelf._database.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(50):
        shelf.put(reading(f"{number}.md", f"{number}"))
        assert shelf.namesake(f"{number}") is not None


@pytest.fixture(name="shelf")
def _shelf(tmp_path: Path) -> Iterator[Shelf]:
    with open_shelf(tmp_path / "shelf") as opened:
        yield opened


def test_what_is_put_there_is_there_for_whoever_opens_it_next(tmp_path: Path) -> None:
    with open_shelf(tmp_path / "shelf") as shelf:
        shelf.put(reading("a.md"))
        shelf.put(bad("b.md", "other"))
        shelf.list_articles("now", [Listed("a.md", "1", "k"), Listed("b.md", "2", "other"), Listed("c.md", "3", "k2")])
    with open_shelf(tmp_path / "shelf") as shelf:
        assert shelf.unread("now") == [Listed("c.md", "3", "k2")]
        assert [one.article.path for one in shelf.extractions("now")] == ["a.md.md"]
        assert len(shelf.summaries("now")) == 1
        assert [str(one.error("x/b.md")) for one in shelf.problems("now")] == ["x/b.md:3: empty; fill it"]
        assert shelf.finders("now") == ["a finder"]
        assert shelf.namesake("k") == reading("a.md")


def test_collections_are_read_anew_by_each_iteration(shelf: Shelf) -> None:
    there = shelf.extractions("now")
    assert (len(there), list(there)) == (0, [])
    shelf.put(reading("b.md"))
    shelf.put(reading("a.md", "k2"))
    shelf.list_articles("now", [Listed("b.md", "1", "k"), Listed("a.md", "2", "k2")])
    first, second = [[one.article.id for one in there] for _ in range(2)]
    assert first == second == ["a.md", "b.md"]  # in the order of the names, not of what was put first
    assert next(iter(there)) in there


def test_a_list_may_be_changed_article_by_article(shelf: Shelf) -> None:
    shelf.list_articles("now", [Listed("a.md", "1", "k"), Listed("b.md", "1", "k")])
    shelf.relist("now", Listed("a.md", "2", "k2"))
    shelf.unlist("now", "b.md")
    shelf.list_articles("then", [Listed("z.md", "1", "k")])
    shelf.rename_list("now", "then")
    assert list(shelf.listed("now")) == []
    assert list(shelf.listed("then")) == [Listed("a.md", "2", "k2")]


def test_readings_on_no_list_go(shelf: Shelf) -> None:
    shelf.put(reading("a.md"))
    shelf.put(reading("b.md", "k2"))
    shelf.list_articles("now", [Listed("a.md", "1", "k")])
    shelf.list_articles("before", [Listed("b.md", "1", "k2")])
    shelf.keep_only("now")
    assert list(shelf.listed("before")) == []
    assert shelf.namesake("k2") is None
    assert shelf.unread("now") == []


def test_what_the_same_bytes_gave_by_another_recipe_stays_for_a_build(shelf: Shelf) -> None:
    for one in (reading("a.md", "k"), reading("a.md", "old k"), reading("b.md", "old k2"), reading("c.md", "old k3")):
        shelf.put(one)
    shelf.put(reading("b.md", "k2"))
    before = [Listed("a.md", "1", "old k"), Listed("b.md", "1", "old k2"), Listed("c.md", "1", "old k3")]
    shelf.list_articles("before", before)
    shelf.list_articles("now", [Listed("a.md", "1", "k"), Listed("b.md", "2", "k2")])
    shelf.keep_only("now", "before")
    assert list(shelf.listed("before")) == [Listed("a.md", "1", "old k")]
    assert shelf.namesake("old k") is not None
    assert [shelf.namesake(key) for key in ("old k2", "old k3")] == [None, None]  # rewritten, deleted
    shelf.rename_list("now", "later")
    shelf.keep_only("later", "now")  # by the same recipe
    assert shelf.namesake("old k") is not None
    shelf.put(reading("a.md", "newest k"))
    shelf.list_articles("latest", [Listed("a.md", "1", "newest k")])
    shelf.keep_only("latest", "later")
    assert [shelf.namesake(key) is not None for key in ("old k", "k", "newest k")] == [False, True, True]


def test_what_could_not_be_read_may_be_forgotten(shelf: Shelf) -> None:
    for one in (reading("a.md"), bad("b.md", "k2"), bad("c.md", "k3")):
        shelf.put(one)
    shelf.list_articles("now", [Listed("a.md", "1", "k"), Listed("b.md", "1", "k2")])
    shelf.forget_problems("now")
    assert [one.name for one in shelf.unread("now")] == ["b.md"]
    assert shelf.namesake("k3") is not None


def test_readings_by_other_rules_are_found_while_they_are_replaced(shelf: Shelf) -> None:
    for name in ("a.md", "b.md", "c.md"):
        shelf.put(reading(name, name)._replace(local="old" if name != "b.md" else "new"))
    shelf.list_articles("now", [Listed(name, "1", name) for name in ("a.md", "b.md", "c.md")])
    found = []
    for one in shelf.otherwise("now", "new"):
        shelf.put(one._replace(local="new"))
        found.append(one.name)
    assert found == ["a.md", "c.md"]
    assert list(shelf.otherwise("now", "new")) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0 and then something else" * 200])
def test_what_is_no_shelf_is_made_one(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "shelf").write_bytes(content)
    (tmp_path / "shelf-wal").write_bytes(content)
    with open_shelf(tmp_path / "shelf") as shelf:
        shelf.put(reading("a.md"))
        assert shelf.namesake("k") is not None


def test_a_shelf_of_another_version_is_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_shelf(tmp_path / "shelf") as shelf:
        shelf.put(reading("a.md"))
    monkeypatch.setattr(module, "VERSION", module.VERSION + 1)
    with view_shelf(tmp_path / "shelf") as viewed:
        assert viewed is None
    with open_shelf(tmp_path / "shelf") as shelf:
        assert shelf.namesake("k") is None


def test_a_shelf_may_be_looked_at_while_it_is_written_and_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "shelf"
    with view_shelf(path) as viewed:
        assert viewed is None
    assert not path.exists()
    with open_shelf(path) as shelf:
        shelf.put(reading("a.md"))
        with view_shelf(path) as viewed:
            assert viewed is not None
            assert viewed.namesake("k") == reading("a.md")
    before = {one: one.stat().st_mtime_ns for one in tmp_path.iterdir()}
    with view_shelf(path) as viewed:
        assert viewed is not None
        assert viewed.namesake("k") == reading("a.md")
    assert {one: one.stat().st_mtime_ns for one in tmp_path.iterdir()} == before


def test_a_shelf_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    (tmp_path / "shelf").write_bytes(b"no database" * 100)
    with (
        pytest.raises(GraphError, match=r"cannot be read .*; build again, which makes it anew"),
        view_shelf(tmp_path / "shelf"),
    ):
        pytest.fail("never entered")


def test_a_shelf_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(GraphError, match=r"what was read cannot be kept .*; give the disk room"),
        open_shelf(tmp_path / "no folder" / "shelf"),
    ):
        pytest.fail("never entered")


def test_a_shelf_that_is_damaged_inside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "shelf"
    with open_shelf(path) as shelf:
        fill(shelf)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))
    with pytest.raises(GraphError, match=r"is damaged .*; remove it and build again"), open_shelf(path) as shelf:
        fill(shelf)


KILLED = """
import os, sys
from pathlib import Path
from kg.harvest import Reading, open_shelf
with open_shelf(Path(sys.argv[1])) as shelf:
    for number in range(20):
        shelf.put(Reading(f"{number}.md", f"{number}", "local", raw=b"x" * 1000))
    os.kill(os.getpid(), 9)
"""


def test_what_was_put_there_outlives_a_process_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "shelf")]
    subprocess.run(command, check=False, cwd=Path(module.__file__).parents[2])
    with view_shelf(tmp_path / "shelf") as viewed:
        assert viewed is not None
        assert viewed.namesake("19") is not None
    with open_shelf(tmp_path / "shelf") as shelf:
        assert all(shelf.namesake(f"{number}") for number in range(20))
    assert sorted(os.listdir(tmp_path)) == ["shelf"]  # noqa: PTH208 - which is what the system says


def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(GraphError, match=r"cannot be kept \(database or disk is full\); give the disk room"),
        open_shelf(tmp_path / "shelf") as shelf,
    ):
        fill(shelf, pages=20)
    assert sqlite3.connect(tmp_path / "shelf").execute("PRAGMA integrity_check").fetchone() == ("ok",)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
blobs = st.binary(max_size=30)
readings = st.builds(Reading, texts, texts, texts, texts, blobs, blobs, blobs, blobs)


@settings(max_examples=30)
@given(st.lists(readings, max_size=8))
def test_a_reading_comes_back_as_it_was(given_: list[Reading]) -> None:
    with sqlite3.connect(":memory:", isolation_level=None) as database:
        database.executescript(module._TABLES)
        shelf = Shelf(Path("memory"), database)
        for one in given_:
            shelf.put(one)
        last = {(one.name, one.key): one for one in given_}
        for one in given_:
            found = shelf.namesake(one.key)
            assert found is not None
            assert found == last[found.name, found.key]
    database.close()


def test_readings_hold_what_was_found() -> None:
    one = reading("a.md")
    assert len(one.raw) < len(msgspec.msgpack.encode(extraction()))
    assert one.problem == b""


def test_keeping_one_list_of_many_articles_takes_time_by_their_number_alone(tmp_path: Path) -> None:
    with open_shelf(tmp_path / "shelf") as shelf:
        shelf._database.execute("BEGIN")
        for number in range(20_000):
            shelf.put(Reading(f"{number}.md", "k", "local"))
        shelf._database.execute("COMMIT")
        shelf.list_articles("now", [Listed(f"{number}.md", "c", "k") for number in range(19_999)])
        started = time.process_time()
        shelf.keep_only("now")
        assert time.process_time() - started < 2
        assert not shelf.unread("now")
        assert shelf._database.execute("SELECT count(*) FROM reading").fetchone() == (19_999,)
