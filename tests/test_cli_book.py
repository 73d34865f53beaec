"""Where decisions on a graph lie, and the command that applies them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.book import open_book


def report(folder: Path, **said: object) -> None:
    (folder / "build.json").write_text(json.dumps(said), encoding="utf-8")


def test_a_build_says_what_it_read_and_which_decisions_it_applied(tmp_path: Path) -> None:
    report(tmp_path, sources=["my articles", "more/*.md"], decisions="shared/mine.yaml")
    book = open_book(tmp_path, None)
    assert book.path == Path("shared/mine.yaml")
    assert book.command == f"kg build 'my articles' 'more/*.md' -o {tmp_path} --decisions shared/mine.yaml"


def test_a_file_that_is_given_comes_before_the_one_of_the_build(tmp_path: Path) -> None:
    report(tmp_path, sources=["in"], decisions="shared/mine.yaml")
    assert open_book(tmp_path, Path("other.yaml")).path == Path("other.yaml")


def test_the_file_beside_the_graph_needs_no_option(tmp_path: Path) -> None:
    report(tmp_path, sources=["in"], decisions=None)
    book = open_book(tmp_path, None)
    assert book.path == tmp_path / "decisions.yaml"
    assert book.command == f"kg build in -o {tmp_path}"
    assert open_book(tmp_path, tmp_path / "x" / ".." / "decisions.yaml").command == book.command


def test_a_schema_that_the_graph_keeps_is_named(tmp_path: Path) -> None:
    report(tmp_path, sources=["in"])
    (tmp_path / "schema").mkdir()
    assert open_book(tmp_path, None).command == f"kg build in -o {tmp_path} --schema {tmp_path / 'schema'}"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sources": "in"}', '{"sources": ["-"], "decisions": 3}'])
def test_without_a_report_that_says_it_people_name_the_articles(tmp_path: Path, text: str) -> None:
    (tmp_path / "build.json").write_text(text, encoding="utf-8")
    book = open_book(tmp_path, None)
    assert book.command == f"kg build ARTICLES -o {tmp_path}"
    assert book.path == tmp_path / "decisions.yaml"
