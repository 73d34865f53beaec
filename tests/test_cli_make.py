"""``kg build`` and ``kg info``: what they print and with which status they leave."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import Changes, watch
from kg.cli import app
from kg.cli.summary import summarize
from kg.schema import load_schema
from tests.make_build import ENGLISH, find, write_articles
from tests.make_report import report
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RUN = CliRunner()

SUMMARY = """\
2 articles, 1 skipped, in 1.2 s
  b.md:3: no text; add some

6 entities, 5 statements
  product       3   develops       2
  organization  2   partners with  1
  person        1   uses           1
                    works for      1

  from 10 mentions and 5 passages
  stated as 3 asserted, 1 planned, 1 negated

Where it lies
  out/graph.ttl   the graph as Turtle, for any RDF tool
  out/graph.html  the graph as a page; open it in a browser

What next
  kg queries
  kg query connected
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two French articles and an English one."""
    articles = write_articles(tmp_path / "in", "a1", "a2")
    (articles / "b.md").write_text(ENGLISH, encoding="utf-8")
    return articles


def test_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    summarize(report(), load_schema())
    assert capsys.readouterr().out == SUMMARY


def test_the_summary_of_another_folder_names_it_in_what_comes_next(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    summarize(report(folder=tmp_path), load_schema())
    assert f"  kg query connected --graph {tmp_path}\n" in capsys.readouterr().out


def test_the_summary_of_many_skipped_articles_names_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    summarize(report(skipped=report().skipped * 1234), load_schema())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 articles, 1,234 skipped")
    assert lines[1:11] == ["  b.md:3: no text; add some"] * 10
    assert lines[11] == "  … and 1,224 more, all in out/build.json"


def test_the_summary_of_a_class_that_an_analyst_added_shows_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    summarize(report(entities={"CURRENCY": 1}), load_schema())
    assert "  CURRENCY  1" in capsys.readouterr().out


def test_a_build_prints_its_summary_and_leaves_with_0_although_one_was_skipped(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = RUN.invoke(app, ["build", str(folder), "-o", str(out)], obj=find)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert re.fullmatch(r"2 articles, 1 skipped, in \d+\.\d s", lines[0])
    assert lines[1] == f"  {folder}/b.md: no pipeline for language en; install one"
    assert f"  {out}/graph.ttl " in result.stdout
    assert (out / "graph.ttl").is_file()


def built_twice(tmp_path: Path, *options: str) -> tuple[Path, Result]:
    """A graph folder whose second build had nothing to do, and what that said."""
    write(tmp_path / "in" / "a.md", line("Nvidia", "avec", "AWS"))
    (tmp_path / "in" / "b.md").write_text("", encoding="utf-8")
    words = ["build", str(tmp_path / "in"), "-o", str(tmp_path / "my graph")]
    with stubbed():
        assert RUN.invoke(app, words).stdout.startswith("1 article, 1 skipped, in ")
        return tmp_path / "my graph", RUN.invoke(app, [*words, *options])


def test_a_build_with_nothing_to_do_says_that_and_no_more(tmp_path: Path) -> None:
    out, again = built_twice(tmp_path)
    assert again.stdout == (
        "Up to date: 1 article, 1 skipped; nothing to do\n"
        f"  {out}/graph.html  the graph as a page; kg info '{out}' shows what it holds\n"
    )
    assert RUN.invoke(app, ["info", str(out)]).stdout.count("\n") > 10


def test_a_build_with_nothing_to_do_gives_programs_the_whole_report(tmp_path: Path) -> None:
    out, again = built_twice(tmp_path, "--json")
    told, kept = json.loads(again.stdout), json.loads((out / "build.json").read_text(encoding="utf-8"))
    assert (told.pop("written"), kept.pop("written")) == (False, True)
    assert (told["changes"]["kept"], kept["changes"]["added"]) == (2, 2)
    did = {"changes", "read", "fresh", "seconds"}
    assert {name for name in told if told[name] != kept[name]} <= did


def test_a_watching_build_with_nothing_to_do_says_so_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "changes_of", lambda *_: iter([()]))
    _, again = built_twice(tmp_path, "--watch")
    assert [line[:12] for line in again.stdout.splitlines() if line[:1] != " "] == ["Up to date: ", "", "Watching /tm"]


def test_what_was_asked_for_otherwise_is_told_with_what_it_costs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c"):
        write(tmp_path / "in" / f"{name}.md", line("Nvidia", "avec", "AWS", name))
    (tmp_path / "kg.toml").write_text('[names.ORG]\n"Acme" = []\n', encoding="utf-8")
    with stubbed():
        RUN.invoke(app, ["build", "in", "--schema", "kg.toml"])
        read = RUN.invoke(app, ["build", "in"]).stdout.splitlines()
        unread = RUN.invoke(app, ["build", "in", "--min-confidence", "0.7"]).stdout.splitlines()
    assert read[1:3] == [
        "  no article changed since the last build",
        "  3 had to be read: built without --schema kg.toml, which the build before had",
    ]
    assert max(map(len, read[:3])) <= 80
    assert unread[2] == "  none had to be read: built with --min-confidence 0.7, the build before without"


def test_articles_that_need_not_be_read_are_not_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    summarize(report(changes=Changes(kept=3), read=0), load_schema())
    assert capsys.readouterr().out.startswith(
        "2 articles, 1 skipped, in 1.2 s\n  no article changed since the last build; none had to be read\n"
    )


def test_a_quiet_build_prints_nothing(folder: Path, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["build", str(folder), "-o", str(tmp_path / "out"), "--quiet"], obj=find)
    assert (result.exit_code, result.output) == (0, "")


def test_the_report_as_json_is_all_that_stands_on_standard_output(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = RUN.invoke(app, ["build", str(folder), "-o", str(out), "--json"], obj=find)
    data = json.loads(result.stdout)
    assert (data["articles"], len(data["skipped"]), data["statements"]) == (2, 1, 5)
    assert result.stdout == (out / "build.json").read_text(encoding="utf-8")


def test_a_strict_build_fails_and_names_what_it_would_skip(folder: Path, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["build", str(folder), "-o", str(tmp_path / "out"), "--strict"], obj=find)
    assert result.exit_code == 1
    assert result.stderr == (
        "kg: 1 of 3 articles could not be read, so no graph was built:\n"
        f"  {folder}/b.md: no pipeline for language en; install one\n"
    )


def test_info_leaves_out_a_time_that_a_reproducible_build_does_not_tell(folder: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    RUN.invoke(app, ["build", str(folder), "-o", out, "--reproducible"], obj=find)
    assert RUN.invoke(app, ["info", out]).stdout.startswith(f"{out}, built by kg ")


def test_info_shows_the_summary_again(folder: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    built = RUN.invoke(app, ["build", str(folder), "-o", out], obj=find)
    shown = RUN.invoke(app, ["info", out])
    first, empty, rest = shown.stdout.split("\n", 2)
    assert re.fullmatch(rf"{out}, built 20\S+ \S+ UTC by kg \S+ with an extractor of the caller's", first)
    assert empty == ""
    assert rest == built.stdout


def test_info_as_json_is_the_report(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    RUN.invoke(app, ["build", str(folder), "-o", str(out)], obj=find)
    assert json.loads(RUN.invoke(app, ["info", str(out), "--json"]).stdout) == json.loads(
        (out / "build.json").read_text(encoding="utf-8")
    )
