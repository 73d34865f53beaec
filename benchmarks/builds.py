"""One ``kg build`` after another, each with its CPU time, its time by the clock and the memory of all its processes.

::

    python -m benchmarks.builds ARTICLES [--jobs N]... [--engine NAME]... [--rounds N]

Builds one graph with each number of processes and on each engine, by turns, and compares the graphs byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Built", "build", "compare", "main", "table"]

EVERY = 0.2
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took.

    Attributes:
        cpu, wall: seconds, of all its processes together and of the clock.
        megabytes: the most memory that its processes held at a time, as far as looking now and then shows; pages that
            they share are shared out among them where the machine tells.
        digest: of the graph.
        failure: what it said where it failed, else an empty string.
    """

    cpu: float
    wall: float
    megabytes: float
    digest: str = ""
    failure: str = ""


def build(articles: Sequence[str], out: Path, *options: str) -> Built:
    """Run ``kg build``, in the same Python, and watch it."""
    words = [sys.executable, "-m", "kg", "build", *articles, "--quiet", "-o", str(out), *options]
    start = time.monotonic()
    with TemporaryDirectory() as folder, (Path(folder) / "said").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=said)
        most = 0.0
        while True:
            most = max(most, _megabytes(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(EVERY)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().strip().splitlines()
    failure = (lines[-1] if lines else f"it ended with {process.returncode}") if process.returncode else ""
    turtle = out / "graph.ttl"
    digest = hashlib.sha256(_without_run(turtle.read_bytes())).hexdigest() if turtle.exists() else ""
    return Built(usage.ru_utime + usage.ru_stime, time.monotonic() - start, most, digest, failure)


def _without_run(turtle: bytes) -> bytes:
    """The graph without what differs from run to run: times."""
    return b"\n".join(line for line in turtle.split(b"\n") if b"prov:startedAtTime" not in line
                      and b"prov:endedAtTime" not in line)  # fmt: skip


def _megabytes(pid: int) -> float:
    import psutil

    try:
        process = psutil.Process(pid)
        return sum(map(_resident, [process, *process.children(recursive=True)])) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def _resident(process: object) -> int:
    import psutil

    assert isinstance(process, psutil.Process)
    try:
        full = process.memory_full_info() if sys.platform == "linux" else process.memory_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(getattr(full, "pss", full.rss))


def compare(articles: Sequence[str], ways: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, Built]:
    """Build by each way, by turns; of each the round of the least CPU time."""
    found: dict[str, list[Built]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, options in ways.items():
            with TemporaryDirectory() as folder:
                found[name].append(build(articles, Path(folder) / "out", *options))
    return {name: min(of, key=lambda one: (bool(one.failure), one.cpu)) for name, of in found.items()}


def table(title: str, built: Mapping[str, Built]) -> Iterator[str]:
    r"""Each way with its figures, as lines of Markdown; what failed says why.

    >>> one = Built(10.0, 10.0, 300.0, "a")
    >>> built = {"1 process": one, "2 processes": Built(11.0, 6.0, 500.0, "a"), "ray": Built(0, 0, 0, "", "no ray")}
    >>> print(*table("40 articles", built), sep="\n")
    | 40 articles | CPU s | wall s | MB | CPU, to the first | wall, to the first | same graph |
    | --- | --: | --: | --: | --: | --: | --- |
    | 1 process | 10.0 | 10.0 | 300 | 1.00 | 1.00 | yes |
    | 2 processes | 11.0 | 6.0 | 500 | 1.10 | 0.60 | yes |
    | ray | - | - | - | - | - | no ray |
    """
    yield f"| {title} | CPU s | wall s | MB | CPU, to the first | wall, to the first | same graph |"
    yield "| --- | --: | --: | --: | --: | --: | --- |"
    first = next(iter(built.values()))
    for name, one in built.items():
        if one.failure:
            yield f"| {name} | - | - | - | - | - | {one.failure.strip('│╰─╯ ')[:100]} |"
            continue
        times = f"{one.cpu / first.cpu:.2f} | {one.wall / first.wall:.2f}" if not first.failure else "- | -"
        same = "yes" if one.digest == first.digest else "no"
        yield f"| {name} | {one.cpu:.1f} | {one.wall:.1f} | {one.megabytes:.0f} | {times} | {same} |"


def ways(jobs: Sequence[int], engines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The options of each way to build."""
    here = {f"{number} process{'es' if number > 1 else ''}": ("--jobs", str(number)) for number in jobs}
    return here | {f"engine {name}": ("--engine", *name.split()) for name in engines}


def main(arguments: Sequence[str] | None = None) -> None:
    """Build a graph with each number of processes and on each engine, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.builds", description=main.__doc__)
    parser.add_argument("articles", metavar="ARTICLES", nargs="?", default="seeds")
    parser.add_argument("--jobs", metavar="N", type=int, nargs="+", default=[1, 2], help="processes; 1 and 2 if not")
    parser.add_argument("--engine", metavar="NAME", nargs="*", default=[], help="engines to build on, such as ray")
    parser.add_argument("--rounds", metavar="N", type=int, default=1, help="how often each is timed")
    given = parser.parse_args(arguments)
    if not Path(given.articles).exists():
        parser.error(f"{given.articles}: is not there; give a folder of articles")
    built = compare([given.articles], ways(given.jobs, given.engine), rounds=max(1, given.rounds))
    print(*table(given.articles, built), sep="\n")


if __name__ == "__main__":
    main()
