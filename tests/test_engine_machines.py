"""Clusters: what names them, what is said where there is none, and a real one whose workers are killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from kg.build import build, build_sharded, load_shards
from kg.engine import Place, cluster, read_shards
from kg.engine.machines import _checked, _own_end, _undisturbed
from kg.engine.machines import _Ray as RayCluster
from kg.errors import KgError, MissingExtra
from kg.harvest import pool
from tests.conftest import ROOT
from tests.make_engine import files, quads, stored
from tests.stub_build import line, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKER = """
import sys

if any("default_worker" in word for word in sys.orig_argv):
    import kg.harvest.pool

    kg.harvest.pool.PROGRAM = "tests.stub_reader"
"""
"""What makes the workers of a cluster read by the stub."""

KILLS = 5
LATE = 4.0


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles that state facts, and three that cannot be read: one hangs, one kills, one is no text."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(20):
        what = f"sûr en {number}" if number % 3 else ""
        verb, tail = [("avec", "Nvidia"), ("développe", "Vera Rubin"), ("avec", "Mistral AI")][number % 3]
        write(folder / f"a{number:02}.md", line("AWS", verb, tail, what), line("NVIDIA Corporation", "avec", "OpenAI"))
    write(folder / "a05-hangs.md", line("AWS", "avec", "Orange"), "POISON-HANG\n")
    write(folder / "a13-dies.md", line("AWS", "avec", "Orange"), "POISON-DIE\n")
    (folder / "a17-binary.md").write_bytes(b"a\0b")
    return folder


@pytest.fixture(scope="module", name="local")
def _local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("local")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "PROGRAM", "tests.stub_reader")
        report = build(folder, out, timeout=LATE)
    assert len(report.skipped) == 3
    return out


@pytest.mark.parametrize("name", ["dask", "ray:auto", "ray=", "here=", "here=1", ""])
def test_an_unknown_engine_is_refused(name: str) -> None:
    with pytest.raises(KgError, match="no engine"), cluster(name):
        pass


def test_where_ray_is_missing_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engine.machines.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg\[ray\]'"), cluster("ray"):
        pass


class _Ray:
    """A cluster that runs what it is given at once."""

    class exceptions:  # noqa: N801 - as Ray calls it
        """What Ray raises."""

        class RayError(Exception):
            """Anything."""

        class RayTaskError(RayError):
            """A task has raised."""

            def __init__(self, cause: Exception) -> None:
                super().__init__(f"Traceback\n  in a task\n{type(cause).__name__}: {cause}")
                self.cause = cause

    def __init__(self) -> None:
        self.cancelled: list[object] = []

    def remote(self, task: Callable[..., Any]) -> Any:  # noqa: ANN401 - as in Ray
        return SimpleNamespace(options=lambda **_: SimpleNamespace(remote=lambda *call: (task, call)))

    def get(self, one: Any) -> Any:  # noqa: ANN401
        task, call = one
        try:
            return task(*call)
        except (KgError, ZeroDivisionError) as error:
            raise self.exceptions.RayTaskError(error) from error

    def wait(self, going: list[object], num_returns: int, timeout: float) -> tuple[list[object], list[object]]:
        assert timeout > 0
        return going[-num_returns:], going[:-num_returns]

    def cancel(self, one: object, *, force: bool) -> None:
        assert force
        self.cancelled.append(one)

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": 2.0}


def test_workers_need_the_same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(_checked(_Ray()), RayCluster)
    monkeypatch.setattr("kg.engine.machines.program_hash", lambda: "another")
    with pytest.raises(KgError, match="another kg than this machine; install the same version"):
        _checked(_Ray())
    monkeypatch.setitem(sys.modules, "kg.harvest", None)
    with pytest.raises(KgError, match=r"the workers of the cluster have no kg .*pip install 'kg\[ray\]'"):
        _checked(_Ray())


def test_a_signal_to_end_does_what_it_did_before_ray_was_started() -> None:
    heard: list[str] = []
    former = signal.signal(signal.SIGTERM, lambda *_: heard.append("ours"))
    try:
        with _own_end():
            signal.signal(signal.SIGTERM, lambda *_: heard.append("Ray's"))
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, former)
    assert heard == ["ours"]


def test_a_signal_to_end_waits_until_ray_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    class End(BaseException):
        """The process is to end."""

    def end(*_: object) -> None:
        raise End

    def get(one: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        done.append(one)

    former = signal.signal(signal.SIGTERM, end)
    ray, done = _Ray(), list[object]()
    monkeypatch.setattr(ray, "get", get)
    try:
        with pytest.raises(End):
            [*RayCluster(ray, 1).run(print, [(1,), (2,)])]
        with _undisturbed():
            pass
        assert signal.getsignal(signal.SIGTERM) is end
    finally:
        signal.signal(signal.SIGTERM, former)
    assert len(done) == 1
    assert len(ray.cancelled) == 1


def test_calls_are_taken_when_there_is_room_and_all_are_answered() -> None:
    taken: list[int] = []

    def calls() -> Iterator[tuple[int]]:
        for number in range(40):
            taken.append(number)
            yield (number,)

    answers = RayCluster(_Ray(), 2).run(lambda number: number * number, calls())
    first = next(answers)
    assert (len(taken), first[1]) == (8, first[0] ** 2)
    assert sorted([first, *answers]) == [(number, number**2) for number in range(40)]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KgError("mend it"), "^mend it$"),
        (ZeroDivisionError("nobody expected this"), "a task of the cluster failed: ZeroDivisionError: nobody expected"),
    ],
)
def test_what_a_task_raises_is_told_and_the_others_are_called_off(error: Exception, message: str) -> None:
    def fail(_number: int) -> None:
        raise error

    ray = _Ray()
    with pytest.raises(KgError, match=message):
        [*RayCluster(ray, 2).run(fail, ((number,) for number in range(40)))]
    assert len(ray.cancelled) == 7


def test_poisoned_articles_are_set_aside_with_their_errors_and_the_rest_is_whole(
    folder: Path, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "PROGRAM", "tests.stub_reader")
    report = build_sharded(folder, tmp_path / "out", engine="here", size=2000, timeout=LATE)
    assert [Path(row.path).name for row in report.skipped] == ["a05-hangs.md", "a13-dies.md", "a17-binary.md"]
    assert [row.problem.partition(" ")[0] for row in report.skipped] == ["not", "ended", "a"]
    assert (tmp_path / "out/graph.ttl").read_bytes() == (local / "graph.ttl").read_bytes()
    assert quads(read_shards(Place.at(str(tmp_path / "out/.shards")))) == stored(local)


@pytest.mark.slow
def test_workers_of_a_real_cluster_may_be_killed(
    folder: Path, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WORKER)
    command = [sys.executable, "-m", "kg", "build", str(folder), "-o", str(tmp_path / "out"), "--engine", "ray",
               "--jobs", "2", "--shard-size", "2", "--timeout", str(LATE), "--quiet"]  # fmt: skip
    paths = os.pathsep.join([str(tmp_path), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": paths, "STUB_READER_SLEEP": "0.5"}, stderr=subprocess.PIPE, text=True
    ) as process:
        killed = _kill_workers(process)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 0, said
    assert killed >= KILLS - 1

    place = tmp_path / "out/.shards"
    assert not [path for path in place.rglob("*") if path.name.startswith(".")]
    shards = read_shards(Place.at(str(place)))
    assert quads(shards) == stored(local)
    assert (tmp_path / "out/graph.ttl").read_bytes() == (local / "graph.ttl").read_bytes()
    monkeypatch.setattr(pool, "PROGRAM", "tests.stub_reader")
    build_sharded(folder, tmp_path / "quiet", engine="here", size=2048, timeout=LATE)
    assert files(shards) == files(read_shards(Place.at(str(tmp_path / "quiet/.shards"))))
    load_shards(str(tmp_path / "out/.shards"), tmp_path / "loaded")
    assert stored(tmp_path / "loaded") == stored(local)


def _kill_workers(process: subprocess.Popen[str]) -> int:
    """Kill processes of the cluster that have a task in hand, now and then, while it runs."""
    killed: set[int] = set()
    while process.poll() is None:
        busy = [one for one in _below(process.pid) if one not in killed and "ray::" in _title(one)]
        busy = [one for one in busy if not re.search("IDLE|its_program", _title(one))]
        if busy and len(killed) < KILLS:
            time.sleep(0.7)  # so that it is in the middle of it
            os.kill(busy[0], signal.SIGKILL)
            killed.add(busy[0])
        time.sleep(0.05)
    return len(killed)


def _title(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _below(process: int) -> list[int]:
    """The processes that a process, and those that it has started, have started."""
    found = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = [int(one) for one in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
        found += [one for child in own for one in (child, *_below(child))]
    return found


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "ray://127.0.0.1:many"])
def test_a_cluster_that_does_not_answer_is_named(address: str) -> None:
    pytest.importorskip("ray")
    with (
        pytest.raises(KgError, match=f"no Ray cluster answers at {address}: .*; give the address"),
        cluster(f"ray={address}"),
    ):
        pass
