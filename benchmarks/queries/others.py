"""Answers questions with a library that is not ours, under whatever Python has it; needs nothing of kg.

::

    python others.py pyoxigraph STORE
    python others.py rdflib|kglab GRAPH.nt

A question is a line of JSON on standard input: its text, what its variables are bound to, seconds. An answer is a line
of JSON on standard output: rows, and the CPU seconds of the fastest of a few runs; or why there is none. Each question
runs in a fork of the process that holds the graph, so that one which takes too long can be stopped.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Bindings = dict[str, list[str]]
    Ask = Callable[[str, Bindings], int]

RUNS, ENOUGH = 30, 1.0
"""A question is run so often at most, and no more once it has run for so many seconds."""


def pyoxigraph(place: str) -> Ask:
    """Questions to a store on disk, which each fork opens: the engine's own threads do not survive it."""
    import pyoxigraph as ox

    opened: list[Ask] = []

    def ask(text: str, bindings: Bindings) -> int:
        if not opened:
            opened.append(asks(ox.Store.read_only(place)))
        return opened[0](text, bindings)

    return ask


def asks(store: Any) -> Ask:  # noqa: ANN401 - the type is known where pyoxigraph is
    """Questions to an open store, straight; every term of the answer becomes a Python object."""
    import pyoxigraph as ox

    def ask(text: str, bindings: Bindings) -> int:
        terms = {ox.Variable(name): _term(ox.NamedNode, ox.Literal, *value) for name, value in bindings.items()}
        found = store.query(text, substitutions=terms or None)
        if isinstance(found, ox.QueryBoolean):
            return int(bool(found))
        return len(list(found) if isinstance(found, ox.QueryTriples) else [tuple(row) for row in found])

    return ask


def rdflib(place: str) -> Ask:
    """Questions to a graph in memory."""
    import rdflib as library

    graph = library.Graph(bind_namespaces="none").parse(place, format="nt")

    def ask(text: str, bindings: Bindings) -> int:
        terms = {name: _term(library.URIRef, library.Literal, *value) for name, value in bindings.items()}
        return _size(list(graph.query(text, initBindings=terms)))

    return ask


def kglab(place: str) -> Ask:
    """Questions to kglab's graph, which is rdflib's with a layer above it."""
    import kglab as library  # it lies under another Python
    import rdflib as terms_of

    graph = library.KnowledgeGraph()
    graph.load_rdf(place, format="nt")

    def ask(text: str, bindings: Bindings) -> int:
        terms = {name: _term(terms_of.URIRef, terms_of.Literal, *value) for name, value in bindings.items()}
        return _size(list(graph.query(text, bindings=terms)))

    return ask


def _size(found: list[Any]) -> int:
    return int(found[0]) if len(found) == 1 and isinstance(found[0], bool) else len(found)


def _term(node: Any, literal: Any, value: str, datatype: str | None = None) -> Any:  # noqa: ANN401 - of any library
    return node(value) if datatype is None else literal(value, datatype=node(datatype))


def _run(ask: Ask, question: dict[str, Any], pipe: Any) -> None:  # noqa: ANN401 - a pipe's end
    best, rows, start = float("inf"), 0, time.monotonic()
    try:
        ask("ASK { ?s <http://e/p> ?o }", {})
        for _ in range(RUNS):
            before = time.process_time()
            rows = ask(question["text"], question["bindings"])
            best = min(best, time.process_time() - before)
            if time.monotonic() - start > min(ENOUGH, question["seconds"] / 4):
                break
    except Exception as error:  # noqa: BLE001 - whatever another library raises is its answer
        pipe.send({"failed": f"{type(error).__name__}: {error}"[:200]})
        return
    pipe.send({"rows": rows, "seconds": best})


def main() -> None:
    """Load the graph, say so, and answer until there are no more questions."""
    name, place = sys.argv[1:]
    ask: Ask = {"pyoxigraph": pyoxigraph, "rdflib": rdflib, "kglab": kglab}[name](place)
    print(json.dumps({"loaded": time.process_time()}), flush=True)
    fork = multiprocessing.get_context("fork")
    for line in sys.stdin:
        question = json.loads(line)
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_run, args=(ask, question, theirs))
        process.start()
        theirs.close()
        answer: dict[str, Any] = {"late": True}
        if ours.poll(question["seconds"]):
            try:
                answer = ours.recv()
            except EOFError:
                answer = {"failed": "the process has died"}
        process.kill()
        process.join()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
