"""What each question of the library costs through each library, on one graph."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from benchmarks.queries import others
from kg.ask import KnowledgeGraph, ParameterType, Table, Triples, open_graph, queries
from kg.ask.engine import STORE
from kg.ask.parameters import bind
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kg.ask import Parameter, Query

RUNS, ENOUGH = (3, 60), 2.0
"""A question is asked by turns so often at least and at most, and no more after so many seconds."""

__all__ = ["Cell", "Measured", "Question", "measure", "questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library with values for its parameters."""

    query: Query
    values: Mapping[str, object]
    bindings: Mapping[str, NamedNode | Any]

    @property
    def name(self) -> str:
        """What the table calls it."""
        return " ".join([self.query.name, *(f"--{name}" for name in self.values)])

    def packed(self) -> dict[str, list[str]]:
        """The bindings as JSON has them: the text of a term, and of a literal its datatype."""
        return {
            name: [term.value] if isinstance(term, NamedNode) else [term.value, term.datatype.value]
            for name, term in self.bindings.items()
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """What one question took in one library: CPU seconds and rows, or why it has no answer."""

    seconds: float | None
    rows: int | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A question and its cell in each library, by the library's name."""

    question: Question
    cells: Mapping[str, Cell]

    @property
    def ratio(self) -> float | None:
        """What it costs through kg, over what it costs straight in Oxigraph."""
        ours, straight = self.cells["kg"].seconds, self.cells["pyoxigraph"].seconds
        return ours / straight if ours and straight else None


class Other:
    """A library in a process of its own; see :mod:`benchmarks.queries.others`."""

    def __init__(self, python: str, name: str, place: Path) -> None:
        command = [python, "-P", str(Path(others.__file__)), name, str(place)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.loaded = float(self._read()["loaded"])

    def __enter__(self) -> Other:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.communicate()

    def ask(self, question: Question, limit: float) -> Cell:
        asked = {"text": question.query.text, "bindings": question.packed(), "seconds": limit}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = self._read()
        if "late" in answer:
            return Cell(None, failure=f"> {limit:g} s")
        if "failed" in answer:
            return Cell(None, failure=str(answer["failed"]))
        return Cell(float(answer["seconds"]), int(answer["rows"]))

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} has died")
        found: dict[str, Any] = json.loads(line)
        return found


def questions(graph: KnowledgeGraph, names: Sequence[str] = ()) -> Iterator[Question]:
    """Each question of the library as it stands, and where it takes an entity, asked of one that is named often."""
    for query in queries():
        if names and query.name not in names:
            continue
        yield Question(query, {}, bind(query, {}, graph._names))  # noqa: SLF001
        entities = [parameter for parameter in query.params if parameter.type is ParameterType.ENTITY]
        if entities:
            values = {entities[0].name: _often(graph, entities[0])}
            yield Question(query, values, bind(query, values, graph._names))  # noqa: SLF001


def _often(graph: KnowledgeGraph, parameter: Parameter) -> str:
    """The IRI of the entity of the parameter's classes that is named most."""
    classes = " ".join(parameter.classes)
    kept = f"VALUES ?class {{ {classes} }} ?entity a ?class ." if classes else ""
    found = graph.store.texts(
        f"SELECT ?entity {{ {kept} ?entity kg:mentionCount ?n }} ORDER BY DESC(?n) ?entity LIMIT 1"
    )
    return next(found)[0]


def measure(
    folder: Path,
    pythons: Mapping[str, str],
    limit: float,
    names: Sequence[str] = (),
    tell: Callable[[Measured], None] = lambda _: None,
) -> tuple[dict[str, float], list[Measured]]:
    """The CPU seconds that each other library took to load the graph, and what each question took in each.

    Args:
        folder: of the graph, as :func:`benchmarks.queries.invented.write_graph` leaves it.
        pythons: the interpreter that has each library.
        limit: seconds for a question.
        names: of questions; all where none is given.
        tell: is given what was measured, as it comes.
    """
    with ExitStack() as stack:
        graph = stack.enter_context(open_graph(folder))
        libraries = {
            name: stack.enter_context(Other(python, name, folder / (STORE if name == "pyoxigraph" else "graph.nt")))
            for name, python in pythons.items()
        }
        measured = []
        for question in questions(graph, names):
            cells = side_by_side(graph, question, limit)
            cells |= {name: library.ask(question, limit) for name, library in libraries.items() if name not in cells}
            measured.append(Measured(question, cells))
            tell(measured[-1])
        return {name: library.loaded for name, library in libraries.items()}, measured


def side_by_side(graph: KnowledgeGraph, question: Question, limit: float) -> dict[str, Cell]:
    """What a question costs through kg and straight in Oxigraph, the fastest of a few runs of each by turns.

    A machine is faster now and slower then; by turns both have their share of it. Through kg, the time of this process
    and of the one that answers is counted. Where kg has stopped the question, nothing is said of Oxigraph.
    """
    graph.answer("ASK {}")  # a process that was killed is started anew, which is not to be measured
    straight = others.asks(graph.store.raw)
    ours: list[float] = []
    theirs: list[float] = []
    rows, start = 0, time.monotonic()
    while len(ours) < RUNS[0] or (len(ours) < RUNS[1] and time.monotonic() - start < ENOUGH):
        before = _spent(graph)
        try:
            answer = graph.answer(question.query, dict(question.values), timeout=limit)
        except QueryError as error:
            return {"kg": Cell(None, failure=f"> {limit:g} s" if "stopped after" in str(error) else str(error)[:200])}
        ours.append(_spent(graph) - before)
        before = time.process_time()
        rows = straight(question.query.text, question.packed())
        theirs.append(time.process_time() - before)
    mine = len(answer) if isinstance(answer, Table | Triples) else int(answer)
    return {"kg": Cell(min(ours), mine), "pyoxigraph": Cell(min(theirs), rows)}


def _spent(graph: KnowledgeGraph) -> float:
    """The CPU seconds of this process and of that which answers; Linux makes the clock of a process from its number."""
    state = graph._state  # noqa: SLF001
    worker = None if state is None else state.engine._worker  # noqa: SLF001
    assert worker is not None
    return time.process_time() + time.clock_gettime((~worker.process.pid << 3) | 2)
