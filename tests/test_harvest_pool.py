"""Processes that read: what one article does costs the others nothing, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import PipelineError
from kg.harvest import Reading, Recipe, Source, harvest, pool, recipe
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PROGRAM", "tests.fake_reader")


@pytest.fixture(scope="module", name="plain")
def _plain() -> Recipe:
    return recipe(load_schema())


def sources(*data: str) -> list[Source]:
    return [Source(f"{number}.md", f"in/{number}.md", text.encode()) for number, text in enumerate(data)]


def read(data: Iterable[str], plain: Recipe, *, jobs: int = 1, timeout: float = 60) -> dict[str, Reading]:
    there = sources(*data)
    got = list(harvest(there, plain, count=1000, jobs=jobs, timeout=timeout))
    assert sorted(one.name for one in got) == sorted(one.name for one in there)
    assert children() == []
    return {one.name: one for one in got}


def children() -> list[int]:
    """The processes that this one has started, and that still run, with the ones that wait to be asked how they end."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return [int(one) for one in found if b"fake_reader" in Path(f"/proc/{one}/cmdline").read_bytes()]


def wait_for(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def test_one_process_reads_in_the_order_that_is_given(plain: Recipe) -> None:
    got = read(["a", "b", "c", "d"], plain)
    assert list(got) == ["0.md", "1.md", "2.md", "3.md"]
    assert len({one.raw for one in got.values()}) == 1


def test_several_processes_share_the_articles(plain: Recipe) -> None:
    got = read(["sleep 0.3"] * 8, plain, jobs=2)
    assert len({one.raw for one in got.values()}) == 2


def test_few_articles_are_read_by_one_process(plain: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 8)
    got = list(harvest(sources("a", "b", "c"), plain, count=3))
    assert len({one.raw for one in got}) == 1


def test_no_process_is_started_where_there_is_nothing_to_read(plain: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PROGRAM", "tests.no_such_program")
    assert list(harvest([], plain, count=0)) == []


def test_an_article_is_taken_when_a_process_has_nothing_to_do(plain: Recipe) -> None:
    taken: list[str] = []

    def one_by_one() -> Iterator[Source]:
        for source in sources("a", "b", "c"):
            taken.append(source.name)
            yield source

    got = harvest(one_by_one(), plain, count=1000, jobs=1)
    assert taken == []
    next(got)
    assert taken == ["0.md"]
    next(got)
    assert taken == ["0.md", "1.md"]
    got.close()
    assert children() == []


def test_a_late_article_is_set_aside_and_the_others_are_read(plain: Recipe) -> None:
    got = read(["a", "hang", "b"], plain, timeout=1)
    error = got["1.md"].error("in/1.md")
    assert str(error) == (
        "in/1.md: not read after 1 s; split it into articles, leave it out, or allow it more time: --retry --timeout 4"
    )
    assert not got["0.md"].problem
    assert not got["2.md"].problem


def test_the_seconds_count_from_when_a_process_is_ready(plain: Recipe) -> None:
    assert not read(["sleep 0.1"], plain, timeout=0.4)["0.md"].problem  # to start takes longer than that


def test_an_article_that_was_done_in_time_counts_however_late_it_is_looked_at(plain: Recipe) -> None:
    got = harvest(sources("a", "b"), plain, count=1000, jobs=2, timeout=1)
    first = next(got)
    time.sleep(1.5)
    assert [bool(one.problem) for one in (first, *got)] == [False, False]


@pytest.mark.parametrize("timeout", [float("inf"), 1e12])
def test_an_article_may_take_as_long_as_one_likes(plain: Recipe, timeout: float) -> None:
    assert not read(["a"], plain, timeout=timeout)["0.md"].problem


def test_an_article_that_ends_its_process_is_tried_once_more_and_set_aside(plain: Recipe) -> None:
    got = read(["a", "die", "b"], plain)
    assert str(got["1.md"].error("in/1.md")) == (
        "in/1.md: ended the processes that read it (SIGABRT); split it up, or leave it out"
    )
    assert not got["2.md"].problem


def test_an_article_whose_process_was_ended_by_something_else_is_read(plain: Recipe, tmp_path: Path) -> None:
    assert not read([f"die once {tmp_path / 'mark'}"], plain)["0.md"].problem


def test_what_nobody_foresaw_is_told_in_a_line(plain: Recipe) -> None:
    error = read(["raise"], plain)["0.md"].error("in/0.md")
    assert "(ZeroDivisionError: nobody expected this)" in str(error)


def test_a_reading_may_be_large(plain: Recipe) -> None:
    assert len(read(["grow 30000000"], plain)["0.md"].raw) == 30_000_000


def test_no_more_processes_are_started_than_there_are_processors(
    plain: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 2)
    got = harvest(sources(*["sleep 0.2"] * 6), plain, count=1000, jobs=99)
    next(got)
    assert len(children()) == 2
    assert len(list(got)) == 5


def test_a_process_that_is_killed_costs_nothing(plain: Recipe) -> None:
    got = harvest(sources(*["sleep 0.2"] * 6), plain, count=1000, jobs=1)
    done = [next(got)]
    os.kill(children()[0], signal.SIGKILL)
    done += got
    assert sorted(one.name for one in done) == [f"{number}.md" for number in range(6)]
    assert not any(one.problem for one in done)


def test_a_process_that_is_killed_while_it_answers_costs_nothing(
    plain: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []

    def kill_first(lines: list[object], timeout: float | None) -> list[object]:
        said = wait(lines, timeout)  # type: ignore[arg-type]
        if said and not killed and next(iter(taken), None) == "ready":
            killed.extend(children())  # which is in the midst of 30 MB, of which the system takes some only
            os.kill(killed[0], signal.SIGKILL)
        taken.append("ready")
        return list(said)

    taken: list[str] = []
    monkeypatch.setattr(pool, "wait", kill_first)
    assert len(read(["grow 30000000"], plain)["0.md"].raw) == 30_000_000
    assert killed


def test_a_pipeline_that_cannot_be_loaded_is_the_error() -> None:
    with pytest.raises(PipelineError, match="there is no pipeline for Latin"):
        list(harvest(sources("a"), recipe(load_schema(), language="la"), count=1))
    assert children() == []


def test_processes_that_do_not_start_are_the_error() -> None:
    with pytest.raises(PipelineError, match=r"do not start \(the library is broken\)"):
        list(harvest(sources("a", "b"), recipe(load_schema(), language="grc"), count=1))
    assert children() == []


def test_a_process_that_is_ended_while_it_starts_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_READER_MARK", str(tmp_path / "mark"))
    (one,) = harvest(sources("a"), recipe(load_schema(), language="non"), count=1)
    assert not one.problem


def test_where_no_process_can_be_started_that_is_the_error(plain: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(PipelineError, match=r"no process can be started that reads articles \(No such file"):
        list(harvest(sources("a"), plain, count=1))


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_whoever_stops_half_way_leaves_nothing_running(plain: Recipe, error: type[BaseException]) -> None:
    got = harvest(sources("a", "b", *["hang"] * 6), plain, count=1000, jobs=2)
    next(got)
    assert children()
    with pytest.raises(error):
        got.throw(error)
    assert children() == []


def test_a_source_that_fails_leaves_nothing_running(plain: Recipe) -> None:
    def failing() -> Iterator[Source]:
        yield from sources("hang")
        raise LookupError

    with pytest.raises(LookupError):
        list(harvest(failing(), plain, count=1000, jobs=2))
    assert children() == []


PARENT = """
import sys
from kg.harvest import Source, harvest, pool, recipe
from kg.schema import load_schema
pool.PROGRAM = "tests.fake_reader"
there = [Source("a.md", "a.md", b"a"), *(Source(f"{n}.md", "", sys.argv[1].encode()) for n in range(2))]
for reading in harvest(there, recipe(load_schema()), count=1000, jobs=1, timeout=60):
    print(reading.raw.decode(), flush=True)
"""


def parent(article: str) -> tuple[subprocess.Popen[bytes], int]:
    """A process that has one article read and goes on with another, and the process that reads."""
    started = subprocess.Popen([sys.executable, "-c", PARENT, article], stdout=subprocess.PIPE, cwd=ROOT)
    assert started.stdout is not None
    return started, int(started.stdout.readline())


def gone(process: int) -> bool:
    """Whether a process has ended, though nobody may have asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_process_whose_parent_was_killed_ends_after_its_article() -> None:
    started, reader = parent("sleep 0.5")
    with started:
        started.kill()
    wait_for(lambda: gone(reader))


def test_an_interrupt_ends_the_processes_that_read() -> None:
    started, reader = parent("hang")
    with started:
        started.send_signal(signal.SIGINT)
        assert started.wait(30) == -signal.SIGINT
    wait_for(lambda: gone(reader))
