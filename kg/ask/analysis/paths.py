"""The network of entities -> the ways from one to another, and what lies around one.

The best way has the fewest hops, and of the equally short ones it is the surest: the confidences of its hops
have the largest product. A hop may go against the direction in which its statement is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.analysis.network import joined
from kg.ask.tables import rounded, to_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.ask.analysis.backing import Backing
    from kg.ask.analysis.network import Network
    from kg.ask.answers import Table
    from kg.graph.vocab import Vocabulary

__all__ = ["Direction", "Path", "Spoke", "Step", "around", "around_table", "path_table", "paths"]

_SURENESS = 1e-3
"""What doubt weighs beside a hop: a confidence of 0.0001, the least that is kept, is 9.2, so it tells only equals."""


class Direction(StrEnum):
    """How a statement is walked: as it is said, against that, or along a relation that holds both ways."""

    FORTH = "->"
    BACK = "<-"
    BOTH = "--"


@dataclass(frozen=True, slots=True)
class Step:
    """A statement, walked from one of its ends to the other; ``origin``, ``goal`` and ``statement`` are IRIs."""

    origin: str
    goal: str
    statement: str
    origin_name: str
    direction: Direction
    relation: str
    goal_name: str
    status: str
    confidence: float

    @property
    def said(self) -> str:
        """The statement in the direction in which it is said.

        >>> Step("n", "a", "s", "Nvidia", Direction.BACK, "uses", "AWS", "asserted", 0.9).said
        'AWS uses Nvidia'
        """
        ends = (self.origin_name, self.goal_name)
        head, tail = reversed(ends) if self.direction is Direction.BACK else ends
        return f"{head} {self.relation} {tail}"


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another: for each hop the statements that join its ends, the surest first."""

    hops: tuple[tuple[Step, ...], ...]

    @property
    def confidence(self) -> float:
        """How sure it is that every hop holds by its surest statement, were they independent of one another."""
        return math.prod(hop[0].confidence for hop in self.hops)


@dataclass(frozen=True, slots=True)
class Spoke:
    """A statement that joins an entity ``hop`` steps from a centre to one that is a step nearer to it."""

    hop: int
    step: Step
    type: str
    articles: int


def paths(
    network: Network,
    origin: str,
    goal: str,
    *,
    count: int = 1,
    max_hops: int | None = None,
    avoid: Collection[str] = (),
    symmetric: Collection[str] = (),
) -> tuple[Path, ...]:
    """The best ways from one entity to another, none of which passes one entity twice; empty where there is none.

    Every statement of the network counts; pass it through :func:`kg.ask.analysis.network.chosen` first to leave out
    what is denied.

    Args:
        network: as :func:`kg.graph.network.to_networkx` gives it.
        origin: the IRI of the entity where they begin.
        goal: the IRI of the entity where they end.
        count: how many to give at most.
        max_hops: how many hops they have at most.
        avoid: IRIs of entities that they do not pass.
        symmetric: the relations that hold both ways.

    Raises:
        QueryError: the ends are one entity, or to be avoided; or a number is out of range.
    """
    import networkx as nx

    if count < 1 or (max_hops is not None and max_hops < 1):
        raise QueryError("count and max_hops are at least 1; give such numbers")
    name = network.nodes[origin]["label"]
    if origin == goal:
        raise QueryError(f"both ends are {name}, one entity; name two")
    if blocked := sorted({origin, goal} & set(avoid)):
        raise QueryError(f"{network.nodes[blocked[0]]['label']} is an end of the path and to be avoided; choose one")
    graph = joined(network)
    graph.remove_nodes_from(avoid)
    if origin not in graph or goal not in graph or not nx.has_path(graph, origin, goal):
        return ()
    for _, _, about in graph.edges(data=True):
        about["cost"] = 1 - _SURENESS * math.log(about["weight"])
    found = takewhile(
        lambda nodes: max_hops is None or len(nodes) - 1 <= max_hops,
        nx.shortest_simple_paths(graph, origin, goal, weight="cost"),
    )
    return tuple(
        Path(tuple(_steps(network, *ends, symmetric) for ends in pairwise(nodes))) for nodes in islice(found, count)
    )


def around(network: Network, centre: str, *, depth: int = 1, symmetric: Collection[str] = ()) -> tuple[Spoke, ...]:
    """The statements that lead away from an entity, hop by hop; in each by relation, the surest first.

    Args:
        network: as :func:`kg.graph.network.to_networkx` gives it; every statement of it counts.
        centre: the IRI of the entity.
        depth: how many hops to go.
        symmetric: the relations that hold both ways.

    Raises:
        QueryError: the depth is below 1.
    """
    import networkx as nx

    if depth < 1:
        raise QueryError(f"depth {depth}: not a number of hops; give 1 or more")
    graph = joined(network)
    if centre not in graph:
        return ()
    hops = nx.single_source_shortest_path_length(graph, centre, cutoff=depth)
    spokes = [
        Spoke(hop, step, network.nodes[goal]["type"], network.nodes[goal]["article_count"])
        for goal, hop in hops.items()
        for origin in graph[goal]
        if hops.get(origin, depth) == hop - 1
        for step in _steps(network, origin, goal, symmetric)
    ]
    return tuple(sorted(spokes, key=_by_relation))


def _by_relation(spoke: Spoke) -> tuple[object, ...]:
    step = spoke.step
    return spoke.hop, step.relation, step.direction, -step.confidence, step.goal_name, step.origin_name, step.statement


def _steps(network: Network, origin: str, goal: str, symmetric: Collection[str]) -> tuple[Step, ...]:
    """The statements between two entities in either direction, walked from one to the other, the surest first."""
    names = [network.nodes[iri]["label"] for iri in (origin, goal)]
    steps = []
    for head, tail, direction in ((origin, goal, Direction.FORTH), (goal, origin, Direction.BACK)):
        for statement, about in network.succ[head].get(tail, {}).items():
            if about["confidence"] > 0:
                relation = about["predicate"]
                way = Direction.BOTH if relation in symmetric else direction
                step = Step(
                    origin,
                    goal,
                    str(statement),
                    names[0],
                    way,
                    relation,
                    names[1],
                    about["status"],
                    about["confidence"],
                )
                steps.append(step)
    return tuple(sorted(steps, key=lambda step: (-step.confidence, step.relation, step.statement)))


def path_table(found: Sequence[Path], evidence: Mapping[str, Backing], vocabulary: Vocabulary) -> Table:
    """One hop a row, by its surest statement, with the passage that backs it.

    Args:
        found: the paths.
        evidence: for each statement that leads a hop its passage, see :func:`kg.ask.analysis.backing.backings`.
        vocabulary: of the graph.
    """
    columns = (
        "path", "hop", "from", "direction", "relation", "to", "status", "confidence",
        "sentence", "title", "published", "url", "file", "statement",
    )  # fmt: skip
    rows = []
    for number, path in enumerate(found, 1):
        for hop, (step, *_) in enumerate(path.hops, 1):
            backing = evidence[step.statement]
            article = (backing.sentence, backing.title, backing.published, backing.url, backing.path)
            rows.append((number, hop, *_cells(step), *article, NamedNode(step.statement)))
    return to_table(columns, rows, vocabulary)


def around_table(spokes: Sequence[Spoke], vocabulary: Vocabulary) -> Table:
    """One statement a row."""
    columns = (
        "hop", "from", "direction", "relation", "to", "status", "confidence", "class", "articles", "iri", "statement",
    )  # fmt: skip
    rows = [
        (one.hop, *_cells(one.step), vocabulary.expand(one.type), one.articles,
         NamedNode(one.step.goal), NamedNode(one.step.statement))
        for one in spokes
    ]  # fmt: skip
    return to_table(columns, rows, vocabulary)


def _cells(step: Step) -> tuple[str | float, ...]:
    names = (step.origin_name, step.direction, step.relation, step.goal_name)
    return (*map(str, names), step.status, rounded(step.confidence))
