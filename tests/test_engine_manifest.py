"""Manifests: what was made of the same inputs and is still what it was counts as made, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.engine import Place
from kg.engine.manifest import Making, Manifest, intact, made, read_manifest

if TYPE_CHECKING:
    from pathlib import Path


def make(place: Place) -> Manifest:
    making = Making(place, "sub/task", "inputs")
    with making.part("rows", ".rows") as writer:
        for row in (b"one\n", b"two\n"):
            writer.add(row)
    return making.done({"count": 2})


def test_what_is_made_is_found(tmp_path: Path) -> None:
    place = Place.at(str(tmp_path))
    assert made(place, "sub/task", "inputs") is None
    manifest = make(place)
    assert made(place, "sub/task", "inputs") == manifest
    assert made(place, "sub/task", "others") is None
    part = manifest.parts["rows"]
    assert (part.name, part.size, part.rows) == ("sub/task.rows", 8, 2)
    assert place.read(part.name) == b"one\ntwo\n"
    assert intact(place, part)


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    place = Place.at(str(tmp_path))
    make(place)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    make(place)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize("name", ["task.rows", "task.json"])
def test_any_byte_that_has_changed_is_seen(tmp_path: Path, name: str) -> None:
    place = Place.at(str(tmp_path))
    make(place)
    path = tmp_path / "sub" / name
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert made(place, "sub/task", "inputs") is None or path.read_bytes().split() == whole.split()
    path.write_bytes(whole[:-2])
    assert made(place, "sub/task", "inputs") is None
    path.write_bytes(whole)
    assert made(place, "sub/task", "inputs") is not None


def test_the_manifest_of_another_task_is_not_taken(tmp_path: Path) -> None:
    place = Place.at(str(tmp_path))
    make(place)
    (tmp_path / "sub/task.json").rename(tmp_path / "sub/other.json")
    assert read_manifest(place, "sub/other") is None
