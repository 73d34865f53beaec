"""Builds that are killed at random moments, over a folder that changes: no graph is ever half-made, and none is lost.

::

    python -m tests.chaos [--seconds N] [--seed N]

Articles are added, changed, renamed and deleted at random; builds are started and killed with SIGKILL, or interrupted,
after a random time; so are, now and then, the processes that read. After every kill the folder must hold the graph of
the last build that was done or of the one that was cut off, whole: the store, the Turtle file and the report say the
same. After every build that was let finish the Turtle and the quads of the store must be, byte for byte, those of a
build from scratch in another folder.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.ask import open_graph
from kg.build import read_report
from kg.files import part

SEEDS = Path(__file__).parent.parent / "seeds"
MARK = "KG_CHAOS"
"""What tells the processes of these builds from others."""

ENDINGS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM)


@dataclass
class Chaos:
    """A folder of articles, a graph folder, and what happened to them.

    Attributes:
        place: a folder to work in.
        luck: decides what happens.
        seen: how often each thing happened.
        longest: seconds that a build took last, within which the next one is ended.
    """

    place: Path
    luck: random.Random
    seen: Counter[str] = field(default_factory=Counter)
    longest: float = 8.0

    def __post_init__(self) -> None:
        self.articles, self.out = self.place / "articles", self.place / "out"
        self.articles.mkdir()
        for number, seed in enumerate(sorted(SEEDS.glob("*.md"))[:3]):
            shutil.copyfile(seed, self.articles / f"{number}.md")

    def change(self) -> None:
        """Do to the articles what people do."""
        files = sorted(self.articles.glob("*.md"))
        one = self.luck.choice(files)
        what = self.luck.choice(["add", "change", "rename", "delete", "copy", "nothing"])
        if what == "delete" and len(files) < 3:
            what = "add"
        fresh = self.articles / f"{self.luck.randrange(10**6)}.md"
        if what == "add":
            company = self.luck.choice(["Nvidia", "Mistral AI", "OpenAI", "AMD", "Orange"])
            fresh.write_text(f"# {company}\n\n{company} a signé un partenariat avec AWS en {fresh.stem}.\n")
        elif what == "change":
            one.write_text(f"{one.read_text()}\n\nAMD fournit des puces à OpenAI ({fresh.stem}).\n")
        elif what == "rename":
            one.rename(fresh)
        elif what == "copy":
            shutil.copyfile(one, fresh)
        elif what == "delete":
            one.unlink()
        self.seen[what] += 1

    def start(self, out: Path, *options: str) -> subprocess.Popen[bytes]:
        """Start a build."""
        command = [sys.executable, "-m", "kg", "build", str(self.articles), "-o", str(out), "-q", *options]
        return subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, MARK: str(self.place)})

    def cut_off(self) -> None:
        """Start a build and end it, or one of the processes that it started, at some moment."""
        build = self.start(self.out)
        time.sleep(self.longest * self.luck.uniform(0.05, 1.1))
        if self.luck.random() < 0.2 and (readers := _children(build.pid)):
            os.kill(self.luck.choice(readers), signal.SIGKILL)
            self.seen["a reader killed"] += 1
            _, complaint = build.communicate(timeout=300)
            assert build.returncode == 0, complaint.decode()
        else:
            ending = self.luck.choice(ENDINGS)
            build.send_signal(ending)
            build.communicate(timeout=60)
            self.seen["done before it was killed" if build.returncode == 0 else f"killed by {ending.name}"] += 1
        if self.out.exists() and part(self.out, "build.json").exists():
            self.whole()

    def whole(self) -> None:
        """See that the folder holds one graph, and no mixture."""
        report = read_report(self.out)
        turtle = part(self.out, "graph.ttl").read_bytes()
        assert hashlib.sha256(turtle).hexdigest() == report.turtle, "Turtle and report are of two builds"
        with open_graph(self.out) as graph:
            assert len(graph.store) == report.triples, "store and report are of two builds"
        self.seen["looked at"] += 1

    def finish(self) -> None:
        """Let a build finish, and compare it with one from scratch."""
        clean = self.place / "clean"
        for out in (clean, self.out):
            begun = time.monotonic()
            build = self.start(out, "--reproducible")
            _, complaint = build.communicate(timeout=600)
            assert build.returncode == 0, complaint.decode()
            self.longest = max(1.0, time.monotonic() - begun)
        self.whole()
        for name in ("graph.ttl", "build.json"):
            ours, theirs = (out / name for out in (self.out, clean))
            same = ours.read_text().replace(str(self.out), str(clean)) == theirs.read_text()
            assert same, f"{name} is not that of a build from scratch"
        quads = [sorted(map(str, open_graph(out).store.raw)) for out in (self.out, clean)]
        assert quads[0] == quads[1], "the store is not that of a build from scratch"
        shutil.rmtree(clean)
        self.nothing_runs()
        left = {path.name for path in self.out.iterdir()}
        assert left <= {"store", "graph.ttl", "graph.html", "build.json", ".nodes", ".readings", ".history.jsonl"}, left
        self.seen["compared with a build from scratch"] += 1

    def nothing_runs(self) -> None:
        """See that the processes of builds that were killed end by themselves."""
        end = time.monotonic() + 60
        while left := _marked(str(self.place)):
            assert time.monotonic() < end, f"processes go on: {left}"
            time.sleep(0.1)


def _marked(mark: str) -> list[str]:
    """The processes that were started under a mark, and those that they have started."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0"):
                found.append(place.name)
    return found


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in found.read_text().split()] if found.exists() else []


def run(seconds: float, seed: int) -> Counter[str]:
    """Go on for so many seconds, and tell how often what happened.

    Raises:
        AssertionError: something was lost, or is not as it should be.
    """
    with tempfile.TemporaryDirectory() as place:
        chaos = Chaos(Path(place), random.Random(seed))
        end = time.monotonic() + seconds
        while time.monotonic() < end or not chaos.seen["compared with a build from scratch"]:
            for _ in range(chaos.luck.randrange(1, 4)):
                chaos.change()
                chaos.cut_off()
            chaos.finish()
        return chaos.seen


def main() -> None:
    """Read the command line and go."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which builds would ignore, started in the background
    print(f"seed {given.seed}", flush=True)  # noqa: T201
    for what, times in sorted(run(given.seconds, given.seed).items()):
        print(f"{times:5}  {what}")  # noqa: T201


if __name__ == "__main__":
    main()
