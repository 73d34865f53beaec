"""What loading a graph costs: by kg onto disk, straight in Oxigraph, and into memory by rdflib and kglab.

::

    python -m benchmarks.loading [--triples N] [--kglab PYTHON] [--rounds N]

The graph is invented (:mod:`benchmarks.queries.invented`). kg makes its store on disk from Turtle, as a build does;
Oxigraph bulk-loads N-Triples, and rdflib and kglab parse them, for all of them are quicker that way. Each round runs
in a process of its own, they take turns, and of each the least CPU time counts. kg is to load 100,000 triples a second.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph

from benchmarks.queries.invented import write_graph
from kg.graph.notations import turtle_header, turtle_paragraphs
from kg.graph.vocab import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Loaded", "main", "measure", "table"]

TRIPLES = 200_000
KG = """
from kg.graph.notations import turtle_header
from kg.graph.store import load_store
from kg.graph.vocab import Vocabulary
names = Vocabulary()
turtle = Path(place).with_suffix(".ttl")
start = time.process_time()
load_store(Path(place).with_name(f"store-{os.getpid()}"), turtle, len(turtle_header(names.prefixes)), [], names)
"""
JOBS = {
    "kg": KG,
    "pyoxigraph": """
import pyoxigraph
store = pyoxigraph.Store(str(Path(place).with_name(f"store-{os.getpid()}")))
start = time.process_time()
store.bulk_load(path=place, format=pyoxigraph.RdfFormat.N_TRIPLES)
""",
    "rdflib": """
import rdflib
start = time.process_time()
rdflib.Graph(bind_namespaces="none").parse(place, format="nt")
""",
    "kglab": """
import kglab
start = time.process_time()
kglab.KnowledgeGraph().load_rdf(place, format="nt")
""",
}
FRAME = "import os, sys, time\nfrom pathlib import Path\nplace = sys.argv[1]\n{}print(time.process_time() - start)\n"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading took.

    Attributes:
        triples: of the graph.
        seconds: CPU seconds of the fastest round of each library.
    """

    triples: int
    seconds: Mapping[str, float]


def measure(triples: int, pythons: Mapping[str, str], *, rounds: int) -> Loaded:
    """Let each library load an invented graph of about so many triples, by turns."""
    times: dict[str, list[float]] = {name: [] for name in pythons}
    with TemporaryDirectory() as folder:
        place = Path(folder) / "graph.nt"
        count = write_graph(Path(folder), triples)
        _as_turtle(place)
        for _ in range(rounds):
            for name, python in pythons.items():
                words = [python, "-c", FRAME.format(JOBS[name]), str(place)]
                times[name].append(float(subprocess.run(words, check=True, capture_output=True, text=True).stdout))
    return Loaded(count, {name: min(of) for name, of in times.items()})


def _as_turtle(triples: Path) -> None:
    """Write the graph as a build does: prefixes first, then the nodes."""
    prefixes = Vocabulary().prefixes
    data = (quad.triple for quad in pyoxigraph.parse(path=str(triples), format=pyoxigraph.RdfFormat.N_TRIPLES))
    with triples.with_suffix(".ttl").open("wb") as file:
        file.write(turtle_header(prefixes))
        file.writelines(turtle_paragraphs(data, prefixes))


def table(loaded: Loaded) -> Iterator[str]:
    r"""Each library with its time and speed, as lines of Markdown.

    >>> print(*table(Loaded(200_000, {"kg": 2.0, "rdflib": 8.0})), sep="\n")
    | 200,000 triples | CPU s | triples / CPU s | times kg's |
    | --- | --: | --: | --: |
    | kg | 2.00 | 100,000 | 1.00 |
    | rdflib | 8.00 | 25,000 | 4.00 |
    """
    yield f"| {loaded.triples:,} triples | CPU s | triples / CPU s | times kg's |"
    yield "| --- | --: | --: | --: |"
    for name, seconds in loaded.seconds.items():
        speed, times = loaded.triples / seconds, seconds / loaded.seconds["kg"]
        yield f"| {name} | {seconds:.2f} | {speed:,.0f} | {times:.2f} |"


def libraries(kglab: str | None) -> dict[str, str]:
    """The interpreter that has each library."""
    return {**dict.fromkeys(("kg", "pyoxigraph", "rdflib"), sys.executable), **({"kglab": kglab} if kglab else {})}


def main(arguments: Sequence[str] | None = None) -> None:
    """Load an invented graph with every library there is and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=main.__doc__)
    parser.add_argument("--triples", metavar="N", type=int, default=TRIPLES, help="of the graph")
    parser.add_argument("--kglab", metavar="PYTHON", help="an interpreter that has kglab")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="how often each is timed; 3 unless given")
    given = parser.parse_args(arguments)
    if given.rounds < 1 or given.triples < 1:
        parser.error("nothing would be timed; give --rounds 1 or more, and --triples 1 or more")
    print(*table(measure(given.triples, libraries(given.kglab), rounds=given.rounds)), sep="\n")


if __name__ == "__main__":
    main()
