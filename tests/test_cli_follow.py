"""``kg build --watch``, ``kg log``: what they print."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import Changes, watch
from kg.build.report import Skipped
from kg.cli import app
from kg.cli.follow import follow, say_again
from kg.errors import KgError
from tests.make_build import find, write_articles
from tests.make_report import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.build import BuildReport

RUN = CliRunner()


def test_only_what_has_changed_the_graph_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same, other = report(inputs="1", turtle="a"), report(inputs="2", turtle="b")
    reports: Iterator[BuildReport | KgError] = iter([same, other, KgError("in: no article"), other, same])

    def once() -> BuildReport:
        given = next(reports)
        if isinstance(given, KgError):
            raise given
        return given

    monkeypatch.setattr(watch, "changes_of", lambda *_: iter([()] * 5))
    told: list[tuple[BuildReport, BuildReport]] = []
    follow(["in"], [], Path("out"), once, first=same, tell=lambda *pair: told.append(pair))
    assert told == [(other, same), (same, other)]
    assert capsys.readouterr().err == "kg: in: no article\n"


def test_an_article_that_is_newly_left_out_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    known, fresh = Skipped("b.md", 3, "no text", "add some"), Skipped("c.md", None, "no pipeline", "install one")
    last = report(skipped=(known,))
    say_again(replace(last, skipped=(known, fresh), changes=Changes(added=1, kept=2)), last)
    said = capsys.readouterr().out.splitlines()
    assert "  1 added; " in said[0]
    assert said[1:] == ["  left out: c.md: no pipeline; install one"]


@pytest.mark.parametrize(("source", "what"), [("-", "standard input"), ("s3://bucket/news", "s3://bucket/news")])
def test_what_cannot_be_watched_is_refused_at_once(source: str, what: str, tmp_path: Path) -> None:
    result = RUN.invoke(app, ["build", source, "-o", str(tmp_path / "out"), "--watch"])
    assert result.exit_code == 2
    assert f"follows files and folders, not {what}" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("option", "lines"), [("--quiet", 0), ("--json", 1)])
def test_a_watching_build_says_no_more_than_it_was_asked_for(
    option: str, lines: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "changes_of", lambda *_: iter([()]))
    articles = write_articles(tmp_path / "in", "a1", "a2")
    result = RUN.invoke(app, ["build", str(articles), "-o", str(tmp_path / "out"), "--watch", option], obj=find)
    assert result.exit_code == 0
    assert len(result.stdout.split("\n}\n")) - 1 == lines
    if lines:
        assert json.loads(result.stdout)["articles"] == 2
