"""What a layout costs, and how clear its picture is, beside the engines that could have done it.

::

    python -m benchmarks.layout [--nodes N ...]

The graphs are invented: power-law networks with clusters, two edges for each node (``powerlaw_cluster_graph`` of
networkx). Each engine is timed by the processor, once it has been warmed. ``clear`` is the mean length of an edge
divided by the mean distance of two nodes: the smaller, the nearer neighbours are to each other and the better clusters
show. A picture that piles nodes up does well by it, so ``covered`` counts the nodes whose disc, as the page draws it,
lies on another's, when every picture is scaled to the same room for its discs.

The page draws with :mod:`kg.view.layout`. Of the engines that were tried, those of networkx cost more than the rest of
the page together beyond a few hundred nodes; they are measured up to a thousand. Those of python-igraph are quick, but
the package comes under the GPL, so that it could be no more than an optional extra, and a page should not look
different for who has it; they are measured if it is installed. Its Fruchterman and Reingold is the quickest of all for
thousands of nodes; its DrL and UMAP make neighbours nearest, by piling most nodes upon others. None of them knows of
communities, of the size of a node or of the picture as it was yesterday, as ours does.
"""

from __future__ import annotations

import argparse
import importlib
import math
import random
import time
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.view.layout import layout
from kg.view.look import radius_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Graph = nx.Graph[int]
    Points = NDArray[np.float64]

__all__ = ["ENGINES", "Drawn", "Engine", "main", "measure", "table"]

SIZES = (300, 1_000, 3_000, 10_000)


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to lay a graph out.

    Attributes:
        name: what the table calls it.
        place: gives a graph's nodes their places; what it does beforehand is not timed.
        most: the largest graph that it is asked to lay out.
        needs: the packages that it needs beside ours.
    """

    name: str
    place: Callable[[Graph], Callable[[], Points]]
    most: int = 10_000
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one engine made of one graph.

    Attributes:
        seconds: CPU seconds.
        clearness: mean edge length by mean distance of two nodes.
        covered: the share of nodes that lie on another.
    """

    seconds: float
    clearness: float
    covered: float


def _ours(graph: Graph, groups: Sequence[int] = ()) -> Callable[[], Points]:
    edges = list(graph.edges)
    return lambda: np.array(layout(len(graph), edges, groups=groups), dtype=float)


def _grouped(graph: Graph) -> Callable[[], Points]:
    found = nx.community.louvain_communities(graph, seed=1)
    group = {node: number for number, nodes in enumerate(found) for node in nodes}
    return _ours(graph, [group[node] for node in range(len(graph))])


def _spring(graph: Graph) -> Callable[[], Points]:
    return lambda: _ordered(nx.spring_layout(graph, seed=1))


def _forceatlas2(graph: Graph) -> Callable[[], Points]:
    return lambda: _ordered(nx.forceatlas2_layout(graph, seed=1))


def _ordered(places: Mapping[int, NDArray[np.floating]]) -> Points:
    return np.array([places[node] for node in range(len(places))], dtype=float)


def _igraph(algorithm: str) -> Callable[[Graph], Callable[[], Points]]:
    def prepare(graph: Graph) -> Callable[[], Points]:
        igraph = importlib.import_module("igraph")
        random.seed(1)  # igraph draws its numbers there
        same = igraph.Graph(len(graph), list(graph.edges))
        return lambda: np.array(getattr(same, f"layout_{algorithm}")().coords)

    return prepare


ENGINES = (
    Engine("kg", _ours),
    Engine("kg, communities", _grouped),
    Engine("networkx spring", _spring, 1_000, ("scipy",)),
    Engine("networkx forceatlas2", _forceatlas2, 1_000),
    Engine("igraph FR", _igraph("fruchterman_reingold"), needs=("igraph",)),
    Engine("igraph DrL", _igraph("drl"), needs=("igraph",)),
    Engine("igraph UMAP", _igraph("umap"), needs=("igraph",)),
)


def measure(engine: Engine, nodes: int) -> Drawn | None:
    """Let an engine lay out a graph of so many nodes, if it can."""
    if nodes > engine.most or not all(find_spec(name) for name in engine.needs):
        return None
    graph: Graph = nx.powerlaw_cluster_graph(nodes, 2, 0.5, seed=1)
    engine.place(nx.path_graph(40))()  # brings in what it imports
    place = engine.place(graph)
    start = time.process_time()
    points = place()
    seconds = time.process_time() - start
    ends = np.array(graph.edges)
    edges = float(_apart(points[ends[:, 0]], points[ends[:, 1]]).mean())
    chosen = np.random.default_rng(0).integers(0, nodes, (2, 50_000))
    pairs = float(_apart(points[chosen[0]], points[chosen[1]]).mean())
    return Drawn(seconds, edges / pairs, _covered(points, graph))


def _apart(one: Points, other: Points) -> Points:
    distances: Points = np.hypot(*(one - other).T)
    return distances


def _covered(points: Points, graph: Graph) -> float:
    """The share of nodes that lie on another when the picture is scaled to four times the area of all discs' squares.

    The middle nine tenths of the nodes both ways stand for the picture, since a few may lie far out.
    """
    radius = np.array([radius_of(graph.degree(node)) for node in range(len(graph))])
    low, high = np.quantile(points, (0.05, 0.95), axis=0)
    scaled = points * math.sqrt(4 * ((2 * radius) ** 2).sum() / (high - low).prod())
    hit = [
        int((_apart(scaled, scaled[node]) < radius + radius[node]).sum()) > 1  # it lies on itself
        for node in range(len(graph))
    ]
    return sum(hit) / len(hit)


def table(rows: Sequence[tuple[str, Sequence[Drawn | None]]], sizes: Sequence[int]) -> Iterator[str]:
    r"""Every engine with what it costs at every size and how clear its picture is, as lines.

    >>> rows = [("kg", [Drawn(0.25, 0.34, 0.0), Drawn(0.5, 0.325, 0.001)]), ("other", [Drawn(12.0, 0.4, 0.3), None])]
    >>> print(*table(rows, [300, 1000]), sep="\n")
                                               300                     1,000
    engine                  CPU s   clear  covered    CPU s   clear  covered
    kg                       0.25    0.34       0%     0.50    0.33       0%
    other                   12.00    0.40      30%        -       -        -
    """
    yield f"{'':20}" + "".join(f"{size:26,}" for size in sizes)
    yield f"{'engine':20}" + f"{'CPU s':>9}{'clear':>8}{'covered':>9}" * len(sizes)
    for name, drawn in rows:
        cells = [
            f"{one.seconds:9.2f}{one.clearness:8.2f}{one.covered:9.0%}" if one else f"{'-':>9}{'-':>8}{'-':>9}"
            for one in drawn
        ]
        yield f"{name:20}" + "".join(cells)


def main(arguments: Sequence[str] | None = None) -> None:
    """Lay out power-law graphs with every engine there is and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layout", description=main.__doc__)
    parser.add_argument("--nodes", metavar="N", type=int, nargs="+", default=SIZES, help="sizes of the graphs")
    given = parser.parse_args(arguments)
    if min(given.nodes) < 10:
        parser.error(f"--nodes {min(given.nodes)}: too few; give 10 or more")
    rows = [(engine.name, [measure(engine, nodes) for nodes in given.nodes]) for engine in ENGINES]
    print(*table(rows, given.nodes), sep="\n")


if __name__ == "__main__":
    main()
