"""Readers while builds replace the graph again and again: each answer is of one of the graphs, as a whole."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.ask import open_graph
from kg.ask.asking import ReplacedError
from kg.build import read_report
from kg.build.folder import held, scratch
from kg.build.report import REPORT, STORE
from kg.graph.store import write_store
from tests.ask_sample import triples, write_sample
from tests.make_report import report
from tests.make_serve import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.ask import KnowledgeGraph
    from tests.make_serve import Served

SECONDS = 3.0
PAUSE = 0.25
"""Seconds that a graph stays, at least: no build takes less."""

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ALL = "SELECT ?s { ?s ?p ?o }"


def replace(folder: Path, size: int) -> None:
    """Put a graph of so many triples in the place of the one that lies there, as a build does."""
    with held(folder), scratch(folder, (STORE, REPORT)) as work:
        write_store(work / STORE, triples()[:size])
        data = json.loads(report().to_json()) | {"triples": size}
        (work / REPORT).write_text(json.dumps(data), encoding="utf-8")


@dataclass
class Readers:
    """Threads that read until they are told to stop.

    Attributes:
        folder: the graph folder.
        seen: for each kind of reading, the sizes of the graphs that were seen; an answer of two graphs has two.
    """

    folder: Path
    seen: dict[str, set[tuple[int, ...]]] = field(default_factory=lambda: defaultdict(set))
    failures: list[Exception] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def read(self, read: Callable[[], tuple[int, ...]]) -> None:
        """Read again and again."""
        try:
            while not self.done.is_set():
                self.seen[read.__name__].add(read())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            self.failures.append(error)

    def run(self, *ways: Callable[[], tuple[int, ...]]) -> int:
        """Read in these ways while graphs of ever more triples take each other's place; tell how many there were."""
        threads = [threading.Thread(target=self.read, args=(way,)) for way in ways]
        for one in threads:
            one.start()
        size, end = 1, time.monotonic() + SECONDS
        while time.monotonic() < end or size < 5:
            size += 1
            replace(self.folder, size)
            self.done.wait(PAUSE)
        self.done.set()
        for one in threads:
            one.join()
        assert self.failures == []
        for way in ways:
            found = self.seen[way.__name__]
            assert all(len(set(one)) == 1 for one in found), (way.__name__, found)
            assert {one[0] for one in found} <= set(range(1, size + 1)), (way.__name__, found)
            assert found, f"{way.__name__} saw no graph"
        assert max(len(self.seen[way.__name__]) for way in ways) > 1, "nobody saw more than one graph"
        return size


def counted(graph: KnowledgeGraph) -> int:
    return int(str(graph.table(COUNT).rows[0][0]))


def test_whoever_reads_while_builds_replace_the_graph_sees_one_of_the_graphs(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "out")
    (folder / REPORT).write_text(report().to_json(), encoding="utf-8")
    replace(folder, 1)
    shared, own = open_graph(folder), open_graph(folder)

    def open_and_ask() -> tuple[int, ...]:
        with open_graph(folder) as graph:
            return (counted(graph),)

    def ask_a_graph_that_others_ask() -> tuple[int, ...]:
        return (counted(shared),)

    def ask_it_as_well() -> tuple[int, ...]:
        return (len(shared.rdflib()),)

    def ask_several_times_of_one_graph() -> tuple[int, ...]:
        while True:
            try:
                with own.steady():
                    return counted(own), len(own.store), len(own.rdflib()), len(own.table(ALL).rows)
            except ReplacedError:
                continue

    def read_the_report() -> tuple[int, ...]:
        return (read_report(folder).triples,)

    with shared, own:
        Readers(folder).run(
            open_and_ask, ask_a_graph_that_others_ask, ask_it_as_well, ask_several_times_of_one_graph, read_the_report
        )


def test_a_server_answers_while_builds_replace_the_graph(tmp_path: Path) -> None:
    folder = write_sample(tmp_path / "out")
    (folder / REPORT).write_text(report().to_json(), encoding="utf-8")
    replace(folder, 1)

    def served(server: Served) -> tuple[int, ...]:
        while (answer := server.ask(COUNT)).status == 503:
            assert "just been replaced" in answer.text
        return (int(answer.rows()[0]["n"]),)

    with serving(folder, engines=2) as server:

        def ask_the_server() -> tuple[int, ...]:
            return served(server)

        def ask_it_beside_others() -> tuple[int, ...]:
            return served(server)

        Readers(folder).run(ask_the_server, ask_it_beside_others)
