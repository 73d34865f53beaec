"""A file is written whole or not at all, for those who may read it."""

from __future__ import annotations

import os
from stat import S_IMODE
from typing import TYPE_CHECKING

import pytest

from kg.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(name="umask", params=[0o022, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """What the process keeps from its files for the time of a test."""
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


def mode(path: Path) -> int:
    return S_IMODE(path.stat().st_mode)


def test_a_new_file_is_for_those_whom_the_process_lets_read(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new"
    with whole_file(path) as stream:
        stream.write(b"all")
    assert path.read_bytes() == b"all"
    assert mode(path) == 0o666 & ~umask


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o664])
def test_a_file_that_was_there_keeps_its_permissions(tmp_path: Path, permissions: int) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(permissions)
    with whole_file(path) as stream:
        stream.write(b"all")
    assert (path.read_bytes(), mode(path)) == (b"all", permissions)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.touch()
    link.symlink_to(real)
    with whole_file(link) as stream:
        stream.write(b"all")
    assert link.is_symlink()
    assert real.read_bytes() == b"all"


def test_a_file_that_is_not_finished_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    with pytest.raises(TypeError), whole_file(path) as stream:
        stream.writelines([b"half", "text"])  # type: ignore[list-item]
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["nowhere/file", "file/file", "folder"])
def test_what_cannot_be_written_is_an_error_of_the_system(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"directory"), whole_file(tmp_path / name) as stream:
        stream.write(b"all")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
