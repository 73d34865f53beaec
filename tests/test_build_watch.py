"""Following a folder: what counts as a change, and what does not."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
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


@contextmanager
def followed(place: Path, others: list[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue[tuple[Path, ...]]]:
    """What is told, as it is, while a folder and further files are followed."""
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
        for changed in changes_of([str(place / "in")], others, place / "out"):
            told.put(changed)

    following = threading.Thread(target=follow, daemon=True)
    following.start()
    try:
        yield told
    finally:
        stop.set()
        following.join(30)
        assert not following.is_alive()


def test_a_file_that_is_saved_under_its_name_again_and_again_is_followed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = place / "mine.toml"
    schema.write_text("0", encoding="utf-8")
    with followed(place, [schema], monkeypatch) as told:
        assert told.get(timeout=30) == ()
        for number in range(3):
            (place / "new").write_text(str(number), encoding="utf-8")
            (place / "new").replace(schema)
            assert schema in told.get(timeout=30)
            while told.get(timeout=30):  # until another file of its name is looked at
                pass


def test_changes_are_told_until_the_user_interrupts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with followed(place, [], monkeypatch) as told:
        assert told.get(timeout=30) == ()  # somebody looks; what has changed before is not missed
        (place / "out" / "graph.ttl").write_text("built", encoding="utf-8")
        (place / "in" / "new.md").write_text("new", encoding="utf-8")
        assert told.get(timeout=30) == (place / "in" / "new.md",)
        shutil.rmtree(place / "in")
        assert place / "in" / "new.md" in told.get(timeout=30)
        (place / "in").mkdir()
        (place / "in" / "again.md").write_text("again", encoding="utf-8")
        last = place / "in" / "last.md"
        while last not in told.get(timeout=30):  # until then they name nothing: it is looked at again
            last.write_text(last.name * 2 if last.exists() else last.name, encoding="utf-8")
