"""What is said of builds that are not finished: by an interrupt, and by commands that look for their graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.build.begun import noted
from kg.build.folder import SHARDS, held
from kg.build.report import REPORT
from kg.cli import app
from kg.cli.program import Terminated
from kg.cli.unfinished import interruptible
from tests.test_build_begun import OPTIONS, cut_off

RUN = CliRunner()
LOOKING = ("status", "log", "info")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", LOOKING)
def test_a_build_that_was_cut_off_is_told_with_the_command_that_goes_on(command: str) -> None:
    cut_off(Path("out"), "0", "2")
    found = RUN.invoke(app, [command, "out"])
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        "kg: out: no graph yet: a build was not finished; 2 of 3 articles read; "
        "run it again with: kg build in -o out --min-confidence 0.4 --reproducible\n"
    )


def test_decisions_are_named_from_where_the_build_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path.cwd()
    with noted(made("out"), ["in"], replace(OPTIONS, decisions="mine/d.yaml"), reproducible=False):
        assert RUN.invoke(app, ["status", "out"]).stderr.endswith(" --decisions mine/d.yaml\n")
        monkeypatch.chdir(made("elsewhere"))
        said = RUN.invoke(app, ["status", str(place / "out")]).stderr
    assert said.endswith(f" --decisions {place}/mine/d.yaml\n")


def made(folder: str) -> Path:
    """A folder, made."""
    Path(folder).mkdir()
    return Path(folder)


@pytest.mark.parametrize("command", LOOKING)
def test_a_build_that_goes_on_is_told_with_its_process(command: str) -> None:
    with held(Path("out")), noted(Path("out"), ["in"], OPTIONS, reproducible=False):
        found = RUN.invoke(app, [command, "out"])
    assert found.exit_code == 1
    assert found.stderr.startswith("kg: out: no graph yet: a build is going on (process ")


@pytest.mark.parametrize("command", LOOKING)
def test_where_no_build_was_begun_there_is_no_graph(command: str) -> None:
    found = RUN.invoke(app, [command, "out"])
    assert found.stderr == "kg: out: no graph here; make one with: kg build ARTICLES -o out\n"


def interrupted(
    graph: str | None,
    *read: str,
    end: type[BaseException] = KeyboardInterrupt,
    then: str | None = None,
    fresh: bool = False,
    shards: str | None = None,
) -> None:
    """A build that had a graph, has read some articles, perhaps has made another graph, and is interrupted."""
    if graph is not None:
        Path("out").mkdir()
        Path("out", REPORT).write_text(graph, encoding="utf-8")
    with interruptible(Path("out"), fresh=fresh, shards=shards):
        cut_off(Path("out"), *read)
        if then is not None:
            Path("out", REPORT).write_text(then, encoding="utf-8")
        raise end


KEPT = "what has been read is kept, run the same command again"


@pytest.mark.parametrize(
    ("graph", "read", "fresh", "left"),
    [
        (None, (), False, "nothing was changed"),
        ("{}", (), False, "nothing was changed"),
        (None, ("0",), False, f"there is no graph yet; {KEPT}"),
        ("{}", ("0",), False, f"the graph is as it was; {KEPT}"),
        ("{}", ("0",), True, f"the graph is as it was; {KEPT} without --fresh"),
    ],
)
def test_an_interrupt_says_what_it_leaves(
    graph: str | None, read: tuple[str, ...], fresh: bool, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        interrupted(graph, *read, fresh=fresh)
    assert caught.value.code == 130
    assert capsys.readouterr().err == f"kg: interrupted; {left}\n"


def test_a_build_that_is_terminated_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        interrupted(None, "0", end=Terminated)
    assert caught.value.code == 143
    assert capsys.readouterr().err == f"kg: terminated; there is no graph yet; {KEPT}\n"


def test_an_interrupt_in_the_moment_after_does_not_say_that_nothing_was_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        interrupted("{}", then='{"new": true}')
    assert capsys.readouterr().err == "kg: interrupted; the new graph is complete\n"


@pytest.mark.parametrize("place", [f"out/{SHARDS}", f"file://{{}}/out/{SHARDS}", "s3://bucket/shards"])
def test_an_interrupted_cluster_keeps_what_it_has_made(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out", SHARDS).mkdir(parents=True)
    with pytest.raises(SystemExit):
        interrupted(None, shards=place.format(Path.cwd()))
    assert "there is no graph yet; what has been made is kept, run the same command again" in capsys.readouterr().err
