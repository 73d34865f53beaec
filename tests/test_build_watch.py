"""Following a folder: what counts as a change, and what does not."""

from __future__ import annotations

import shutil
import threading
from queue import Queue
from typing import TYPE_CHECKING

import pytest
import watchfiles

from kg.build import watch
from kg.build.watch import changes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    for name in ("in/sub", "out/store", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def counted(place: Path, monkeypatch: pytest.MonkeyPatch, *sources: str) -> tuple[set[Path], Callable[[str], bool]]:
    """The folders that are watched, and what counts in them."""
    told: dict[str, object] = {}

    def look(*places: Path, **how: object) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        told.update(how, places=places)
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watchfiles, "watch", look)
    others = [place / "out" / "decisions.yaml", place / "mine.toml"]
    assert list(changes_of([str(place / one) for one in sources], others, place / "out")) == [()]
    counts, places = told["watch_filter"], told["places"]
    assert callable(counts)
    assert isinstance(places, tuple)
    return set(places), lambda name: bool(counts(watchfiles.Change.modified, str(place / name)))


@pytest.mark.parametrize(
    ("source", "root"),
    [("in", "in"), ("in/*.md", "in"), ("in/**/*.md", "in"), ("i?/sub/*.md", "."), ("in/a[1].md", "in")],
)
def test_the_folder_that_a_source_names_is_watched(
    source: str, root: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places, _ = counted(place, monkeypatch, source)
    assert (place / root).resolve() in places
    assert place / "out" in places  # for the decisions


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("in/a.md", True),
        ("in/sub/b.md", True),
        ("in/.a.md.swp", False),
        ("out/graph.ttl", False),
        ("out/store/CURRENT", False),
        ("out/.readings-wal", False),
        ("out/decisions.yaml", True),
        ("mine.toml", True),
    ],
)
def test_what_counts(name: str, wanted: bool, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, counts = counted(place, monkeypatch, "in")
    assert counts(name) is wanted


def test_changes_are_told_until_the_user_interrupts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "REST", 50)
    monkeypatch.setattr(watch, "LOOK", 50)
    look = watchfiles.watch
    stop = threading.Event()

    def stoppable(*places: Path, **how: object) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        yield from look(*places, **how, stop_event=stop)  # type: ignore[arg-type]
        raise KeyboardInterrupt  # which only the main thread hears

    monkeypatch.setattr(watchfiles, "watch", stoppable)
    told: Queue[tuple[Path, ...]] = Queue()

    def follow() -> None:
        for changed in changes_of([str(place / "in")], [], place / "out"):
            told.put(changed)

    following = threading.Thread(target=follow)
    following.start()
    assert told.get(timeout=30) == ()  # somebody looks; what has changed before is not missed
    (place / "out" / "graph.ttl").write_text("built", encoding="utf-8")
    (place / "in" / "new.md").write_text("new", encoding="utf-8")
    assert told.get(timeout=30) == (place / "in" / "new.md",)
    shutil.rmtree(place / "in")
    assert place / "in" / "new.md" in told.get(timeout=30)
    (place / "in").mkdir()
    (place / "in" / "again.md").write_text("again", encoding="utf-8")
    while not (place / "in" / "last.md").exists():
        if told.get(timeout=30) == ():  # it is looked at again
            (place / "in" / "last.md").write_text("last", encoding="utf-8")
    while place / "in" / "last.md" not in told.get(timeout=30):
        pass
    stop.set()
    following.join(30)
    assert not following.is_alive()
