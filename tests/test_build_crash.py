"""Builds that die at any moment, that find no room, or that are interrupted: a graph folder always holds one graph."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.ask import open_graph
from kg.build import build, read_report
from kg.build.folder import ASKED, BUILT, FORMER, HOLDER, SCRATCH, held, holder, scratch
from kg.build.report import LOG, PAGE, REPORT, STORE, TURTLE
from kg.errors import GraphError
from kg.files import COMPLETE, part
from kg.harvest import file_hash
from kg.schema import KEPT, kept
from tests.make_death import dying
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent

Seen = dict[str, str]

FIRST: Seen = {}
PLAIN = {f"{STORE}/data": "old", TURTLE: "old", PAGE: "old", REPORT: "old"}
OWN = {**PLAIN, f"{KEPT}/kg.toml": "old", LOG: "old"}
NEW = {f"{STORE}/other": "new", TURTLE: "new", PAGE: "new", REPORT: "new", LOG: "new"}


def put(folder: Path, files: Seen) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def commit(out: Path, files: Seen) -> None:
    with held(out), scratch(out) as work:
        put(work, files)


def seen(out: Path) -> Seen:
    """What a reader finds: every part by itself."""
    found: Seen = {}
    for name in BUILT:
        place = part(out, name)
        files = [place] if place.is_file() else place.rglob("*")
        found |= {f"{name}/{one.name}" if one != place else name: one.read_text(encoding="utf-8") for one in files}
    return found


def is_clean(out: Path) -> bool:
    return not {SCRATCH, COMPLETE, FORMER, HOLDER} & {one.name for one in out.iterdir()}


@pytest.mark.parametrize(
    "before", [FIRST, PLAIN, OWN, NEW], ids=["nothing", "a graph", "one with a schema", "its like"]
)
def test_whenever_a_build_dies_its_folder_holds_the_old_graph_or_the_new_one(before: Seen, tmp_path: Path) -> None:
    model, out = tmp_path / "model", tmp_path / "out"
    model.mkdir()
    if before:
        commit(model, before)
    states = []
    for moment in range(1000):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(model, out)
        with dying(moment) as taken:
            commit(out, NEW)
        states.append(seen(out))
        assert (kept(out) is not None) == (KEPT + "/kg.toml" in states[-1])
        if len(taken) < moment:
            break
        with held(out):  # whoever comes next
            assert seen(out) == states[-1]
        assert seen(out) == states[-1]
        assert is_clean(out)
        assert all(any(one.iterdir()) for one in out.iterdir() if one.is_dir())
    assert moment > 20
    assert states[0] == before
    assert states[-1] == NEW
    turn = states.index(NEW) if before != NEW else 0
    assert states == [before] * turn + [NEW] * (len(states) - turn)


def test_whoever_carries_on_may_die_as_well(tmp_path: Path) -> None:
    model, half, out = tmp_path / "model", tmp_path / "half", tmp_path / "out"
    commit(model, OWN)
    for moment in range(1000):
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(model, half)
        with dying(moment, ("rename",)) as taken:
            commit(half, NEW)
        wanted = seen(half)
        for second in range(1000):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(half, out)
            with dying(second, ("rename", "rmdir")) as again, held(out):
                pass
            assert seen(out) == wanted
            if len(again) < second:
                break
        if len(taken) < moment:
            break
    assert moment > 8


def test_a_graph_lies_on_the_disk_before_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, str]] = []
    fsync, rename = os.fsync, os.rename

    def synced(handle: int) -> None:
        done.append(("fsync", Path(f"/proc/self/fd/{handle}").resolve().name))
        fsync(handle)

    def renamed(path: Path, target: Path) -> None:
        done.append(("rename", Path(target).name))
        rename(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    commit(tmp_path / "out", NEW)
    turn = done.index(("rename", COMPLETE))
    assert {name for _, name in done[:turn]} >= {"other", STORE, TURTLE, PAGE, REPORT, SCRATCH}
    assert done[turn + 1] == ("fsync", "out")


@pytest.fixture(scope="module", name="model")
def _model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles, and a graph of some of them."""
    place = tmp_path_factory.mktemp("model")
    write(place / "in" / "a.md", line("Nvidia", "avec", "AWS"))
    with stubbed():
        build(place / "in", place / "out")
        write(place / "in" / "b.md", line("OpenAI", "développe", "Vera Rubin"))
        build(place / "in", place / "fresh", reproducible=True)
    return place


@pytest.fixture(name="place")
def _place(model: Path, tmp_path: Path) -> Path:
    shutil.copytree(model, tmp_path / "place")
    return tmp_path / "place"


def whole(out: Path) -> int:
    """See that a folder holds one graph, and tell how many articles it is of."""
    report = read_report(out)
    assert file_hash(part(out, TURTLE)) == report.turtle
    with open_graph(out) as graph:
        assert len(graph.store) == report.triples
        table = graph.table("SELECT (COUNT(*) AS ?n) { ?s a schema:NewsArticle }")
    assert table.rows == ((report.articles,),)
    return report.articles


def finish(place: Path) -> None:
    """Let a build be done, and see that it comes to what one from scratch does."""
    with stubbed():
        build(place / "in", place / "out", reproducible=True)
    assert whole(place / "out") == 2
    assert (place / "out" / TURTLE).read_bytes() == (place / "fresh" / TURTLE).read_bytes()
    assert is_clean(place / "out")


def test_a_build_that_dies_at_a_renaming_is_made_good_by_the_next(place: Path, tmp_path: Path) -> None:
    articles = []
    for moment in range(0, 100, 4):
        again = tmp_path / str(moment)
        shutil.copytree(place, again)
        with dying(moment, ("rename",)) as taken, stubbed():
            build(again / "in", again / "out")
        articles.append(whole(again / "out"))
        finish(again)
        if len(taken) < moment:
            break
    assert articles[0] == 1
    assert articles[-1] == 2
    assert articles == sorted(articles)


def kg(*arguments: object, limit: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stub_build", *map(str, arguments)]
    if limit is not None:
        code = f"import resource as r, os, sys; r.setrlimit(r.RLIMIT_FSIZE, ({limit}, {limit})); "
        command = [sys.executable, "-c", code + "os.execv(sys.executable, sys.argv[1:])", *command]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def refused(build_: subprocess.Popen[str]) -> str:
    """The one line of a build that was refused."""
    _, complaint = build_.communicate(timeout=120)
    assert build_.returncode == 1, complaint
    assert complaint.count("\n") == 1, complaint
    assert "Traceback" not in complaint
    return complaint


@pytest.mark.parametrize(
    "size", [*(pytest.param(size, marks=pytest.mark.slow) for size in (50, 20_000, 34_000)), 3_000, 60_000, 240_000]
)
def test_where_the_disk_is_full_the_former_graph_stays_and_a_line_says_what_to_do(size: int, place: Path) -> None:
    complaint = refused(kg("build", place / "in", "-o", place / "out", "-q", limit=size))
    assert str(place / "out") in complaint
    assert "room" in complaint
    assert whole(place / "out") == 1
    assert is_clean(place / "out")
    finish(place)


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "kg", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("only who administers the machine may mount a disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_small_disk_holds_its_graph_until_there_is_room_for_the_next(place: Path, small_disk: Path) -> None:
    out = small_disk / "out"
    shutil.copytree(place / "out", out)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 300_000))
    assert "room" in refused(kg("build", place / "in", "-o", out, "-q"))
    assert whole(out) == 1
    filler.unlink()
    with stubbed():
        build(place / "in", out)
    assert whole(out) == 2


def test_a_disk_that_may_not_be_written_keeps_its_graph(place: Path, small_disk: Path) -> None:
    out = small_disk / "out"
    shutil.copytree(place / "out", out)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert "cannot be written (Read-only file system); give it room and permission" in refused(
        kg("build", place / "in", "-o", out, "-q")
    )
    assert whole(out) == 1


SLOW = """
import signal, sys, time
from kg.build import gather
from tests import stub_build

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what it starts in the background ignore it
QUICK = int(sys.argv.pop(1))

def slow(sources, recipe, **how):
    for number, reading in enumerate(stub_build.harvest(sources, recipe, **how)):
        yield reading
        print("read", flush=True)
        time.sleep(0 if number < QUICK else 60)

from kg.cli import main
gather.harvest = slow
main()
"""


def at_work(place: Path, *options: str) -> subprocess.Popen[str]:
    """A build that has read an article, and takes its time now."""
    command = [sys.executable, "-c", SLOW, "0", "build", str(place / "in"), "-o", str(place / "out"), "-q", *options]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert started.stdout is not None
    assert started.stdout.readline() == "read\n"
    return started


@pytest.mark.parametrize(
    ("ending", "status", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_build_that_is_interrupted_says_so_and_leaves_what_it_has_read(
    ending: signal.Signals, status: int, word: str, place: Path
) -> None:
    write(place / "in" / "c.md", line("Orange", "avec", "AWS"))
    before = sorted(one.name for one in (place / "out").iterdir())
    with at_work(place) as started:
        started.send_signal(ending)
        _, complaint = started.communicate(timeout=60)
    assert started.returncode == status
    assert complaint == (
        f"kg: {word}; the graph is as it was; what has been read is kept, run the same command again\n"
    )
    assert sorted(one.name for one in (place / "out").iterdir()) == before
    assert whole(place / "out") == 1
    (place / "in" / "c.md").unlink()
    with stubbed() as read:
        build(place / "in", place / "out")
    assert read == []  # b.md was read before


def test_a_first_build_that_is_interrupted_leaves_what_it_has_read_and_what_it_was_asked_for(place: Path) -> None:
    shutil.rmtree(place / "out")
    with at_work(place) as started:
        started.send_signal(signal.SIGINT)
        _, complaint = started.communicate(timeout=60)
    assert complaint == (
        "kg: interrupted; there is no graph yet; what has been read is kept, run the same command again\n"
    )
    assert sorted(one.name for one in (place / "out").iterdir()) == [ASKED, ".readings"]
    finish(place)
    assert not (place / "out" / ASKED).exists()


def test_of_two_builds_at_once_the_second_names_the_process_of_the_first(place: Path) -> None:
    with at_work(place) as first:
        with pytest.raises(GraphError, match=rf"another build is writing here \(process {first.pid} on \S+, since 2"):
            build(place / "in", place / "out")
        first.kill()
    finish(place)


def test_a_build_that_was_killed_blocks_nobody(place: Path) -> None:
    with at_work(place) as started:
        started.kill()
    assert holder(place / "out") == ""
    assert whole(place / "out") == 1
    finish(place)
