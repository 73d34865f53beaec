"""The history of a graph folder, as it is written and read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kg.build.history import append, history
from kg.build.report import LOG, REPORT, Changes, Options
from kg.cli import app
from kg.errors import GraphError
from tests.make_report import report

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build import BuildReport

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


def shown(*builds: BuildReport, folder: Path) -> list[str]:
    """What the command says of a history, in a terminal of 80 columns."""
    former = folder / "none"
    for number, build in enumerate(builds):
        append(former, folder / str(number), build)
        former = folder / str(number)
    former.rename(folder / LOG)
    return CliRunner().invoke(app, ["log", str(folder)], env={"COLUMNS": "80"}).stdout.splitlines()


def test_the_command_shows_the_last_build_first(tmp_path: Path) -> None:
    lines = [line.rstrip() for line in shown(FIRST, SECOND, folder=tmp_path)]
    assert lines == [
        f"{tmp_path}, 2 builds by kg 0.1.0, fr_kg 0.1.0; times are UTC",
        "",
        "built             articles  what changed  read  triples  seconds",
        "2026-01-03 03:04  2 of 3    1 added          0       12      1.2",
        "2026-01-02 03:04  2 of 3    2 added          0       10      1.2",
    ]
    assert len(CliRunner().invoke(app, ["log", str(tmp_path), "--json"]).stdout.splitlines()) == 2


def test_what_else_made_another_graph_is_told_in_its_place(tmp_path: Path) -> None:
    options, prints = Options("https://kg.example/"), {"program": "1", "pipeline": "1", "schema": "", "decisions": ""}
    first = replace(FIRST, options=options, fingerprints=prints)
    schema = replace(options, schema="kg.toml")
    second = replace(SECOND, options=schema, fingerprints=prints | {"schema": "s"}, changes=Changes(kept=2))
    third = replace(SECOND, options=schema, fingerprints=prints | {"schema": "s", "program": "2"})
    lines = shown(first, second, third, folder=tmp_path)
    assert [line[28:].rpartition("  0  ")[0].strip() for line in lines[3:]] == [
        "1 added, other kg",
        "other schema",
        "2 added",
    ]


def test_large_builds_of_several_versions_fit_a_narrow_terminal(tmp_path: Path) -> None:
    large: dict[str, Any] = {"articles": 123_456, "read": 123_456, "triples": 98_765_432, "seconds": 12_345.6}
    most = Changes(added=1234, changed=567, renamed=89, deleted=1011, kept=120_000)
    old = replace(FIRST, **large, versions={"kg": "0.0.9"})
    lines = shown(old, replace(SECOND, **large, changes=most), folder=tmp_path)
    assert lines[:4] == [
        f"{tmp_path}, 2 builds; times are UTC",
        "  from 2026-01-03 03:04 on by kg 0.1.0, fr_kg 0.1.0",
        "  from 2026-01-02 03:04 on by kg 0.0.9, fr_kg 0.1.0",
        "",
    ]
    assert max(map(len, lines[1:])) <= 80
    assert lines[4].split() == ["built", "articles", "what", "changed", "read", "triples", "seconds"]
    assert lines[5].startswith("2026-01-03 03:04  123456 of 123457  ")


def test_a_build_without_a_time_is_no_row(tmp_path: Path) -> None:
    (tmp_path / REPORT).write_text(replace(FIRST, finished="").to_json(), encoding="utf-8")
    assert CliRunner().invoke(app, ["log", str(tmp_path)]).stdout == (
        f"{tmp_path}, built with --reproducible, which keeps no history; kg info {tmp_path} shows the graph\n"
    )
