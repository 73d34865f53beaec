"""What the questions of the library cost: through kg, straight in Oxigraph, in rdflib and in kglab.

::

    python -m benchmarks.queries [--triples N]... [--limit SECONDS] [--kglab PYTHON] [-o FILE] [NAME]...

The graphs are invented (:mod:`benchmarks.queries.invented`): 200,000 triples and 2,000,000, unless told otherwise. Each
question is asked as it stands and, where it takes an entity, of one that articles name often. All figures are CPU time,
the fastest of a few runs of a warm library: of kg that of its process and of the one that answers, together; of
pyoxigraph until every row is a tuple of terms. kglab is asked where an interpreter that has it is given, for it does
not go together with what kg needs. Each line is told on standard error as it comes, for all of it takes an hour.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.queries.invented import write_graph
from benchmarks.queries.measure import measure
from benchmarks.queries.report import report, row

SIZES = (200_000, 2_000_000)


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print a table for each graph or write it to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of questions; all unless given")
    parser.add_argument("--triples", type=int, action="append", metavar="N", help="of a graph; may be repeated")
    parser.add_argument("--limit", type=float, default=10.0, metavar="SECONDS", help="for a question")
    parser.add_argument("--kglab", metavar="PYTHON", help="an interpreter that has kglab")
    parser.add_argument("--without-rdflib", action="store_true", help="measure kg and pyoxigraph alone")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where the tables go")
    options = parser.parse_args(arguments)
    pythons = {"pyoxigraph": sys.executable}
    if not options.without_rdflib:
        pythons["rdflib"] = sys.executable
    if options.kglab:
        pythons["kglab"] = options.kglab
    tables = []
    for size in options.triples or SIZES:
        with TemporaryDirectory() as folder:
            triples = write_graph(Path(folder) / "graph", size)
            loaded, measured = measure(
                Path(folder) / "graph",
                pythons,
                options.limit,
                options.names,
                lambda one: print(row(one, [*pythons][1:]), file=sys.stderr, flush=True),
            )
        tables.append(report(f"{triples:,} triples", loaded, measured))
        if not options.output:
            print(tables[-1], flush=True)
    if options.output:
        options.output.write_text("\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
