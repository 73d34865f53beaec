"""What the graph page costs: to make, to open, to move about in, to ask; beside what others cost in the same run.

::

    python -m benchmarks.explorer [--nodes N …] [--rounds N] [--cache DIR] [--pyvis] [--json FILE]

Each side of each size is opened by a Chromium of its own that reaches no network. Processor seconds are those of
what draws the page, user and system; they say more than the clock on a machine that others use too, but they grow
as well where two share a core, so the ratios to the other sides weigh more than the figures. Of all rounds the
median counts. A figure above its budget is marked; under the name of another library stand its figure and how many
times that figure kg's is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.chromium import browser_program
from benchmarks.explorer import measures, pages
from benchmarks.explorer.invented import invented, packing
from benchmarks.explorer.report import Size, medians, rows, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["main"]

SIZES = (300, 1_000, 3_000, 10_000)
PYVIS_SIZE = 300
ALL_FROM = 3_000
"""From so many nodes on the page is also measured with all of them drawn."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the graph page and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description=main.__doc__)
    parser.add_argument("--nodes", metavar="N", type=int, nargs="+", default=SIZES, help="sizes; four unless given")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="how often each is measured; 3 unless given")
    parser.add_argument("--cache", metavar="DIR", type=Path, help="a folder that keeps what npm fetches")
    parser.add_argument("--pyvis", action="store_true", help=f"with pyvis as it comes, at {PYVIS_SIZE} nodes")
    parser.add_argument("--json", metavar="FILE", type=Path, help="a file for the figures")
    given = parser.parse_args(arguments)
    if given.rounds < 1:
        parser.error(f"--rounds {given.rounds}: nothing would be measured; give 1 or more")
    if min(given.nodes) < SIZES[0]:
        parser.error(f"--nodes {min(given.nodes)}: too few to click about in; give {SIZES[0]} or more")
    program = browser_program()
    if program is None:
        parser.error("no Chromium is installed; install one (Debian, Ubuntu: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        library = pages.cytoscape_script(given.cache or Path(folder, "cache"))
        sizes = [
            _measure(nodes, program, Path(folder), library, given.rounds, with_pyvis=given.pyvis)
            for nodes in given.nodes
        ]
    print(*table(sizes), sep="\n")
    if library is None:
        print(f"Cytoscape.js is left out: npm pack {pages.CYTOSCAPE} gave nothing")
    if given.json:
        found = [asdict(row) for size in sizes for row in rows(size)]
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _measure(nodes: int, program: str, folder: Path, library: str | None, rounds: int, *, with_pyvis: bool) -> Size:
    """The figures of one size."""
    data = invented(nodes)
    picture = pages.drawing(data)
    own, others = folder / "kg.html", {"vis": pages.vis_page(picture)}
    if library:
        others["cytoscape"] = pages.cytoscape_page(picture, library)
    if with_pyvis and nodes == PYVIS_SIZE:
        others["pyvis"] = pages.pyvis_page(picture)
    for side, page in others.items():
        (folder / f"{side}.html").write_text(page, encoding="utf-8")
    found: defaultdict[str, list[Mapping[str, float]]] = defaultdict(list)
    for number in range(rounds):
        print(f"{nodes:,} nodes, round {number + 1} of {rounds}", file=sys.stderr)
        found["kg"].append(measures.made(data, own))
        found["kg"].append(measures.used(program, own.as_uri(), data))
        if nodes >= ALL_FROM:
            every = measures.plain(program, "kg", f"{own.as_uri()}#all=1")
            found["kg"].append({f"{key} all": figure for key, figure in every.items()})
        for side in others:
            path = folder / f"{side}.html"
            found[side].append({"file": path.stat().st_size / 1e6})
            found[side].append(measures.plain(program, side, path.as_uri()))
    return Size(
        nodes=nodes,
        statements=len(data.edges),
        sentences=len({passage.text for passage in data.evidence}),
        packing=packing(data),
        figures={side: medians(values) for side, values in found.items()},
    )


if __name__ == "__main__":
    main()
