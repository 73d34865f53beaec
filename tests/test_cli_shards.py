"""The command line of a build by a cluster, and of loading what it has made."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build_sharded, history, sharded
from kg.cli import app
from kg.engine import cluster
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.engine.machines import Cluster

RUN = CliRunner()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["load", "nowhere", "--for", "x"], 2, "'--for': no such store 'x'; use one of qlever, jena, virtuoso"),
        (["build", "in", "--engine"], 2, "'--engine' requires an argument; see kg build --help"),
        (["build", "in", "--engine", "ray="], 1, "no engine 'ray='; use ray, or ray=ADDRESS for a cluster"),
        (["load", "nowhere"], 1, "nowhere: no shards of a whole graph; make them with: kg build ARTICLES --engine ray"),
    ],
)
def test_mistakes_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], status: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_articles(tmp_path / "in", "a0")
    result = RUN.invoke(app, words)
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


@pytest.mark.parametrize(
    ("engine", "told"), [("ray", "starting Ray"), ("ray=auto", "waiting for ray=auto"), ("here", "1 shard to read")]
)
def test_whoever_waits_for_a_cluster_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, told: str
) -> None:
    @contextmanager
    def machines(_engine: str, **_how: object) -> Iterator[Cluster]:
        with cluster("here") as here:
            yield here

    monkeypatch.setattr(sharded, "cluster", machines)
    heard: list[tuple[int, int, str]] = []
    folder = write_articles(tmp_path / "in", "a0", "a1")
    build_sharded(folder, tmp_path / "out", engine=engine, extractor=find, progress=lambda *step: heard.append(step))
    assert heard[0] == (0, 2, told)


def test_the_same_command_twice_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    folder, out = write_articles(tmp_path / "in", "a0", "a1"), tmp_path / "out"
    words = ["build", str(folder), "-o", str(out), "--engine", "here"]
    assert RUN.invoke(app, words, obj=find).stdout.startswith("2 articles")
    assert RUN.invoke(app, words, obj=find).stdout.startswith("Up to date: 2 articles, 0 skipped; nothing to do")
    assert RUN.invoke(app, ["load", str(out / ".shards"), "-o", str(out), "-q"]).stdout == ""
    assert len(history(out)) == 1
