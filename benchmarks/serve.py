"""What others wait for while one visitor asks too much of the server.

::

    python -m benchmarks.serve GRAPH [--asks N] [--deadline SECONDS]

The graph is served as ``kg serve`` serves it, in a process of its own, and small questions are asked one after the
other: first alone, then while a heavy aggregate runs which is stopped at its deadline, then while somebody reads the
whole graph. A second user is to be answered within 0.3 s. Where the ``oxigraph`` program is there, its own server is
asked the same for comparison. Times are of the clock, since waiting is what users do; a busy machine makes them long.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Waited", "main", "measure", "table"]

SMALL = "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 20"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
PATIENCE = 30
"""Seconds after which nobody waits for an answer any more."""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long small questions took in one situation.

    Attributes:
        server: who answered.
        while_: what else went on.
        seconds: of each question, in the order in which they were asked.
        other: what became of the rest: its status, and when it was answered.
    """

    server: str
    while_: str
    seconds: tuple[float, ...]
    other: str = ""


def ask(port: int, path: str) -> tuple[int, float]:
    """The status of an answer, and the seconds until all of it was there."""
    begin = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept": "*/*"})
        response = connection.getresponse()
        while response.read(1 << 20):
            pass
        return response.status, time.perf_counter() - begin
    finally:
        connection.close()


def measure(server: str, port: int, path: str, whole: str, asks: int) -> Iterator[Waited]:
    """Ask small questions in each situation.

    Args:
        server: its name.
        port: where it listens.
        path: of its endpoint.
        whole: the address of the whole graph.
        asks: how many small questions in each situation.
    """
    small, heavy = (f"{path}?query={quote(query, safe='')}" for query in (SMALL, HEAVY))
    ask(port, small)
    yield Waited(server, "alone", tuple(ask(port, small)[1] for _ in range(asks)))
    for name, address in (("a heavy aggregate", heavy), ("the whole graph", whole)):
        ended: list[str] = []
        other = threading.Thread(target=_into(ended, port, address))
        other.start()
        time.sleep(0.1)
        seconds = [ask(port, small)[1]]
        while len(seconds) < asks and other.is_alive():
            seconds.append(ask(port, small)[1])
        other.join()
        yield Waited(server, name, tuple(seconds), ended[0])


def _into(ended: list[str], port: int, address: str) -> Callable[[], None]:
    """What asks, and says what became of it."""

    def work() -> None:
        try:
            status, took = ask(port, address)
            ended.append(f"{status} after {took:.1f} s")
        except TimeoutError:
            ended.append(f"no answer in {PATIENCE} s")

    return work


def table(waited: Sequence[Waited]) -> str:
    """The measurements as a table in Markdown, milliseconds."""
    lines = [
        "| server | meanwhile | questions | median | 95 % | longest | the other |",
        "| --- | --- " + "| ---: " * 4 + "| --- |",
    ]
    for one in waited:
        ordered = sorted(one.seconds)
        figures = (statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[-1])
        cells = " | ".join(f"{1000 * figure:.0f}" for figure in figures)
        lines.append(f"| {one.server} | {one.while_} | {len(ordered)} | {cells} | {one.other} |")
    return "\n".join(lines)


@contextmanager
def _kg(graph: str, deadline: float) -> Iterator[int]:
    command = [sys.executable, "-m", "kg", "serve", graph, "--port", "0", "--timeout", str(deadline)]
    with _running(command, subprocess.PIPE) as process:
        assert process.stdout
        said = process.stdout.readline().decode()
        found = re.search(r":(\d+)/", said)
        if not found:
            raise SystemExit(f"kg serve does not start: {said.strip() or 'it says why above'}")
        yield int(found[1])


@contextmanager
def _oxigraph(program: str, graph: str, deadline: float) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [program, "serve-read-only", "--location", f"{graph}/store", "--bind", f"127.0.0.1:{port}"]
    with _running([*command, "--timeout-s", str(max(1, round(deadline)))], subprocess.DEVNULL):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                ask(port, f"/query?query={quote('ASK {}')}")
                break
            except OSError:
                time.sleep(0.05)
        yield port


@contextmanager
def _running(command: list[str], output: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=output, stderr=None if output == subprocess.PIPE else output) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("graph", help="the folder of a graph")
    parser.add_argument("--asks", type=int, default=100, help="small questions in each situation, at most")
    parser.add_argument("--deadline", type=float, default=5.0, help="seconds until a query is stopped")
    given = parser.parse_args(arguments)
    if given.asks < 1:
        parser.error("--asks: give 1 or more")
    waited: list[Waited] = []
    with _kg(given.graph, given.deadline) as port:
        waited += measure("kg serve", port, "/sparql", "/data?default", given.asks)
    if program := shutil.which("oxigraph"):
        with _oxigraph(program, given.graph, given.deadline) as port:
            whole = f"/query?query={quote(EVERYTHING)}"
            waited += measure("oxigraph serve", port, "/query", whole, given.asks)
    print(table(waited))


if __name__ == "__main__":
    main()
