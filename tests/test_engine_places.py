"""Places: what is written is there whole or not at all, here and elsewhere."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from kg.engine import Place
from kg.errors import KgError, MissingExtra
from tests.make_build import write_articles
from tests.make_engine import files, sharded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(name="place", params=["here", "memory"])
def _place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "here":
        yield Place.at(str(tmp_path))
        return
    yield Place.at("memory://shards/")
    fsspec.filesystem("memory").rm("/", recursive=True)


def test_a_file_is_written_read_listed_and_removed(place: Place) -> None:
    for data in (b"one", b"two"):
        with place.writing("sub/a.bin") as stream:
            stream.write(data)
        assert place.read("sub/a.bin") == data
    with place.writing("sub/b.bin") as stream:
        stream.write(b"")
    assert place.names("sub") == ["sub/a.bin", "sub/b.bin"]
    place.remove("sub/a.bin")
    assert place.names("sub") == ["sub/b.bin"]
    assert place.names("elsewhere") == []
    with pytest.raises(FileNotFoundError):
        place.read("sub/a.bin")


def test_what_fails_while_it_is_written_leaves_the_former_file(place: Place) -> None:
    with place.writing("a") as stream:
        stream.write(b"former")
    with pytest.raises(ZeroDivisionError), place.writing("a") as stream:
        stream.write(b"half" * (1 // 0))
    assert place.read("a") == b"former"
    assert place.names("") in (["/a"], ["a"])


def test_what_was_cut_off_is_tidied_away(tmp_path: Path) -> None:
    place = Place.at(str(tmp_path))
    with place.writing("sub/a") as stream:
        stream.write(b"a")
    (tmp_path / "sub/.a-x1y2").mkdir()
    (tmp_path / "sub/.a-x1y2/a").write_bytes(b"half")
    place.tidy("sub")
    place.tidy("nowhere")
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["a"]


def test_shards_may_lie_elsewhere(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a1", "a2", "a3")
    there = sharded(folder, "memory://build/shards", shard=1)
    assert files(there) == files(sharded(folder, tmp_path / "shards", shard=1))
    assert sharded(folder, "memory://build/shards", shard=1) == there
    fsspec.filesystem("memory").rm("/", recursive=True)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match=r"file/a: cannot be written"), Place.at(str(tmp_path / "file")).writing("a"):
        pass


def test_where_fsspec_is_missing_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine.places.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg\[remote\]'"):
        Place.at("s3://bucket/shards")


@pytest.mark.parametrize("address", ["https://news.example/shards", "nonsense://a"])
def test_what_can_be_no_place_is_refused(address: str) -> None:
    with pytest.raises(KgError):
        Place.at(address)


def test_what_the_library_of_a_store_raises_is_told_as_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as taken:  # nobody listens there
        taken.bind(("127.0.0.1", 0))
        here = f"http://127.0.0.1:{taken.getsockname()[1]}"
        for name, value in (("ENDPOINT_URL", here), ("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b")):
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        with pytest.raises(OSError, match="Could not connect"):
            Place.at("s3://bucket/shards").read("manifest.json")
