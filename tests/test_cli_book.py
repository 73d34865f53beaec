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
    (tmp_path / "schema" / "kg.toml").touch()
    assert open_book(tmp_path, None).command == f"kg build in -o {tmp_path} --schema {tmp_path / 'schema'}"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sources": "in"}', '{"sources": ["-"], "decisions": 3}'])
def test_without_a_report_that_says_it_people_name_the_articles(tmp_path: Path, text: str) -> None:
    (tmp_path / "build.json").write_text(text, encoding="utf-8")
    book = open_book(tmp_path, None)
    assert book.command == f"kg build ARTICLES -o {tmp_path}"
    assert book.path == tmp_path / "decisions.yaml"


def test_the_command_builds_as_the_build_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").touch()
    options = {"base": "https://x.example/", "schema": "kg.toml", "pipeline": "mine", "min_confidence": 0.4}
    report(
        tmp_path, sources=["my articles"], options=options | {"language": "fr"}, finished="", directory=str(tmp_path)
    )
    assert open_book(Path("out"), None).command == "kg build ARTICLES -o out"
    assert open_book(Path(), None).command == (
        "kg build 'my articles' -o . --schema kg.toml --pipeline mine --base https://x.example/ --min-confidence 0.4 "
        "--language fr --reproducible"
    )


def test_paths_are_those_of_the_folder_in_which_the_build_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, out, here = tmp_path / "a b", tmp_path / "a b" / "out", tmp_path / "here"
    for folder in (out, here):
        folder.mkdir(parents=True)
    options = {"base": "https://kg.example/", "decisions": "mine.yaml"}
    report(out, sources=["in"], options=options, decisions="mine.yaml", directory=str(start))
    monkeypatch.chdir(here)
    book = open_book(Path("../a b/out"), None)
    assert book.path == start / "mine.yaml"
    assert book.command == f"cd '{start}' && kg build in -o '{out}' --decisions '{start}/mine.yaml'"


def test_the_decisions_of_a_graph_folder_are_its_own_wherever_it_lies(tmp_path: Path) -> None:
    options = {"base": "https://kg.example/"}
    report(tmp_path, sources=["in"], options=options, decisions="out/decisions.yaml", directory="/gone")
    assert open_book(tmp_path, None).path == tmp_path / "decisions.yaml"


def test_the_command_has_a_cluster_build_what_a_cluster_has_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = {"name": "ray=auto", "shards": "s3://shards", "size": 65536, "timeout": 60.0}
    report(tmp_path, sources=["s3://news", "https://news.example/"], engine=engine)
    assert open_book(tmp_path, None).command == (
        f"kg build s3://news https://news.example/ -o {tmp_path} --engine ray=auto --shards s3://shards "
        "--shard-size 64 --timeout 60 --web"
    )
    report(tmp_path, sources=["in"], engine={"name": "ray", "shards": None, "size": None, "timeout": None})
    open_book(tmp_path, None).say_how_to_apply()
    assert capsys.readouterr().out == f"  apply it with: kg build in -o {tmp_path} --engine ray\n"


def test_shards_that_were_loaded_must_be_made_again_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(tmp_path, sources=["in"], directory="/elsewhere", engine={"name": "", "shards": "/big shards"}, finished="")
    open_book(tmp_path, None).say_how_to_apply()
    assert capsys.readouterr().out == (
        f"  have the shards made again with --decisions {tmp_path}/decisions.yaml, since kg load applies none\n"
        f"  then load them with: kg load '/big shards' -o {tmp_path} --reproducible\n"
    )


@pytest.mark.parametrize("engine", [[], "ray", {"size": 3}, {"name": "ray", "more": 1}])
def test_an_engine_that_no_build_has_written_is_not_believed(tmp_path: Path, engine: object) -> None:
    report(tmp_path, sources=["in"], engine=engine)
    assert open_book(tmp_path, None).engine is None
