"""A build never leaves a half-made graph and never touches files that are not its own."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from kg.build.folder import SCRATCH, SHELF, held, scratch
from kg.build.report import LEDGER, LOG, PAGE, REPORT, STORE, TURTLE
from kg.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path


def fill(work: Path, content: str) -> None:
    (work / STORE).mkdir()
    for path in (work / STORE / "data", work / TURTLE, work / PAGE, work / REPORT):
        path.write_text(content, encoding="utf-8")


def fail_midway(out: Path, error: type[BaseException]) -> None:
    with held(out), scratch(out) as work:
        fill(work, "half")
        raise error


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def graph(content: str) -> dict[str, str]:
    return dict.fromkeys(["store/data", TURTLE, PAGE, REPORT], content)


def test_a_build_makes_its_folder_and_those_above_it(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with held(out), scratch(out) as work:
        fill(work, "new")
    assert contents(out) == graph("new")
    assert not (out / SCRATCH).exists()


def test_a_second_build_takes_the_place_of_the_first_and_spares_other_files(tmp_path: Path) -> None:
    for content in ("old", "new"):
        with held(tmp_path), scratch(tmp_path) as work:
            fill(work, content)
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert contents(tmp_path) == graph("new") | {"notes.txt": "mine"}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_build_that_fails_leaves_the_former_graph(tmp_path: Path, error: type[BaseException]) -> None:
    with held(tmp_path), scratch(tmp_path) as work:
        fill(work, "old")
    with pytest.raises(error):
        fail_midway(tmp_path, error)
    assert contents(tmp_path) == graph("old")
    assert not (tmp_path / SCRATCH).exists()


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), held(tmp_path / "a" / "b"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays_when_its_first_build_fails(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), held(tmp_path):
        raise RuntimeError
    assert tmp_path.is_dir()


def test_what_a_killed_build_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / SCRATCH).mkdir()
    (tmp_path / SCRATCH / TURTLE).write_text("half", encoding="utf-8")
    with held(tmp_path), scratch(tmp_path) as work:
        assert list(work.iterdir()) == []
        fill(work, "new")
    assert contents(tmp_path) == graph("new")


def test_a_folder_of_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError) as caught, held(tmp_path):
        pytest.fail("never entered")
    assert str(caught.value) == (
        f"{tmp_path}: holds other files (thesis.tex) and no graph; choose an empty or a new folder with -o"
    )
    assert contents(tmp_path) == {"thesis.tex": "mine"}


def test_a_graph_whose_report_is_gone_is_known_as_one(tmp_path: Path) -> None:
    files = [
        STORE + "/data",
        TURTLE,
        PAGE,
        LOG,
        LEDGER,
        SHELF,
        "schema/kg.toml",
        "imports/register.ttl",
        "decisions.yaml",
    ]
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old", encoding="utf-8")
    with held(tmp_path), scratch(tmp_path) as work:
        fill(work, "new")
    (tmp_path / REPORT).unlink()
    (tmp_path / LEDGER).write_text("old", encoding="utf-8")
    (tmp_path / "thesis.tex").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match=r"holds other files \(thesis\.tex\) and no graph"), held(tmp_path):
        pytest.fail("never entered")


def test_files_of_the_same_names_are_a_stranger_s_where_nothing_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / TURTLE).write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match=r"holds other files \(graph\.ttl\) and no graph"), held(tmp_path):
        pytest.fail("never entered")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="a file, not a folder; choose a folder with -o"), held(out):
        pytest.fail("never entered")


def test_a_file_on_the_way_to_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match=r"cannot be written \(Not a directory\)"), held(tmp_path / "file" / "out"):
        pytest.fail("never entered")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(GraphError, match=r"cannot be written \(Permission denied\)"), held(tmp_path / "out"):
        pytest.fail("never entered")


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(GraphError, match="another build is writing here"), held(tmp_path):
            pytest.fail("never entered")
    finally:
        os.close(handle)
    with held(tmp_path), scratch(tmp_path) as work:
        fill(work, "new")
