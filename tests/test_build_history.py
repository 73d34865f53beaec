"""The history of a graph folder, as it is written and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build.history import append, history
from kg.build.report import LOG, Changes
from kg.cli import app
from kg.errors import GraphError
from tests.make_report import report

if TYPE_CHECKING:
    from pathlib import Path

FIRST = report(finished="2026-01-02T03:04:05+00:00", changes=Changes(added=2), triples=10)
SECOND = report(finished="2026-01-03T03:04:05+00:00", changes=Changes(added=1, kept=2), triples=12)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    append(tmp_path / "none", tmp_path / "one", FIRST)
    append(tmp_path / "one", tmp_path / LOG, SECOND)
    return tmp_path


def test_a_folder_without_a_history_has_none(tmp_path: Path) -> None:
    assert history(tmp_path) == ()


def test_builds_come_in_their_order(folder: Path) -> None:
    assert [one.triples for one in history(folder)] == [10, 12]
    assert history(folder)[1].changes == Changes(added=1, kept=2)


def test_a_build_that_is_not_to_be_told_leaves_the_history_as_it_was(folder: Path) -> None:
    append(folder / LOG, folder / "next", None)
    assert (folder / "next").read_bytes() == (folder / LOG).read_bytes()


def test_where_there_is_nothing_to_say_no_file_is_written(tmp_path: Path) -> None:
    append(tmp_path / "none", tmp_path / "next", None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [1, 40, 10**6])
def test_a_line_that_was_cut_off_is_left_out(folder: Path, cut: int) -> None:
    data = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(data[: max(-cut, 1 - len(data))])
    append(folder / LOG, folder / "next", SECOND)
    (folder / "next").rename(folder / LOG)
    assert [one.triples for one in history(folder)] == ([12] if cut > len(data) else [10, 12])


@pytest.mark.parametrize("line", ["no json", "{}", "[]", '"text"', "\ufeff{}"])
def test_a_line_that_was_changed_by_hand_is_named(folder: Path, line: str) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(GraphError, match=r"\.history\.jsonl:3: not as a build leaves it .*; take the line out"):
        history(folder)


def test_the_command_shows_the_last_build_first(folder: Path) -> None:
    shown = CliRunner().invoke(app, ["log", str(folder)], env={"COLUMNS": "200"}).stdout.splitlines()
    assert shown[0].split() == ["finished", "articles", "what", "changed", "read", "triples", "seconds", "by"]
    assert [line.split()[0] for line in shown if "2026" in line] == [SECOND.finished, FIRST.finished]
    lines = CliRunner().invoke(app, ["log", str(folder), "--json"]).stdout.splitlines()
    assert len(lines) == 2
