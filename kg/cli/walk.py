"""Walking through a graph: from one entity to another, and around one."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, say
from kg.cli.options import Confidence, Format, Graph, Relations, Statuses, choice, give, say_backing, show
from kg.cli.program import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.ask.analysis.backing import Backing
    from kg.ask.analysis.paths import Path as Trail
    from kg.ask.analysis.paths import Spoke, Step

__all__ = ["around", "path"]

MANY = 12
"""Entities that a line names unless told otherwise."""


def path(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="The entity where the path begins.")],
    goal: Annotated[str, typer.Argument(metavar="TO", help="The entity where it ends.")],
    *,
    graph: Graph = Path("out"),
    number: Annotated[int, typer.Option("--count", min=1, metavar="N", help="Show the N best paths.")] = 1,
    max_hops: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only paths with at most so many hops.")
    ] = None,
    avoid: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only paths that do not pass this entity; may be repeated.")
    ] = None,
    statuses: Statuses = None,
    relations: Relations = None,
    min_confidence: Confidence = 0.0,
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """Show the shortest paths between two entities.

    Every hop comes with the sentence that it rests on. Of equally short paths the surest comes first. A hop is said
    from left to right (->), the other way round (<-) or both ways (--). The confidence of a path is that of all its
    hops together. Where no path is, the status is 1.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.backing import backings
    from kg.ask.analysis.paths import path_table, paths

    with open_graph(graph) as opened:
        ends = opened.find(origin), opened.find(goal)
        avoided, symmetric = [opened.find(name) for name in avoid or ()], opened.symmetric()
        network = opened.networkx(**choice(statuses, relations, min_confidence))
        found = paths(network, *ends, count=number, max_hops=max_hops, avoid=avoided, symmetric=symmetric)
        if not found:
            any_ = paths(opened.networkx(), *ends, symmetric=symmetric)
            names = [network.nodes[end]["label"] for end in ends]
            fail(f"no path from {names[0]} to {names[1]}: {_advice(any_)}")
        evidence = backings(opened.store, (hop[0].statement for one in found for hop in one.hops))
        table = path_table(found, evidence, opened.store.vocabulary)
    if format:
        give(table, format)
        return
    for place, one in enumerate(found):
        if place:
            say()
        _show_path(one, evidence)


def _advice(others: Sequence[Trail]) -> str:
    """What to do where the options leave no path, from the best of all that there are."""
    if not others:
        return "no chain of statements joins the two; kg together NAME shows what is named with either"
    hops = count(len(others[0].hops), "hop")
    unsure = sorted({step.status for (step, *_) in others[0].hops} - {"asserted"})
    if unsure:
        how = " and ".join(unsure)
        return f"what is asserted does not join the two; with --status all there is one of {hops}, partly {how}"
    return f"the options leave none; without them there is one of {hops}"


def _show_path(one: Trail, evidence: Mapping[str, Backing]) -> None:
    chain = "".join(f" {step.direction} {step.goal_name}" for (step, *_) in one.hops)
    heading(f"{one.hops[0][0].origin_name}{chain}: {count(len(one.hops), 'hop')}, {one.confidence:.2f}")
    for step, *others in one.hops:
        say(f"  {step.said}: {step.status}, {step.confidence:.2f}")
        say_backing(evidence[step.statement])
        if others:
            say(f"    also: {', '.join(_short(other) for other in others)}")


def _short(step: Step) -> str:
    return f"{step.said} ({step.status}, {step.confidence:.2f})"


def around(
    name: Annotated[str, typer.Argument(help="The entity in the middle.")],
    *,
    graph: Graph = Path("out"),
    depth: Annotated[int, typer.Option(min=1, metavar="N", help="How many hops to go.")] = 1,
    statuses: Statuses = None,
    relations: Relations = None,
    min_confidence: Confidence = 0.0,
    limit: Annotated[
        int, typer.Option(min=1, metavar="N", help="Name at most so many entities of each relation, the surest first.")
    ] = MANY,
    format: Format = "",  # noqa: A002 - the option's name
) -> None:
    """Show what an entity is related to.

    That is told hop by hop and relation by relation. A relation is said from the middle outwards (->), inwards (<-) or
    both ways (--). From the second hop on, brackets hold the entity that leads there.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.paths import around as look
    from kg.ask.analysis.paths import around_table

    with open_graph(graph) as opened:
        centre = opened.find(name)
        network = opened.networkx(**choice(statuses, relations, min_confidence))
        spokes = look(network, centre, depth=depth, symmetric=opened.symmetric())
        table = around_table(spokes, opened.store.vocabulary)
        label = network.nodes[centre]["label"]
    if format:
        give(table, format)
        return
    if not spokes:
        say(f"{label}: no statement that counts relates it to anything; --status all counts every one")
        return
    rings = [len({one.step.goal for one in spokes if one.hop == hop}) for hop in range(1, depth + 1)]
    sizes = [f"{count(size, 'entity')} at {count(hop, 'hop')}" for hop, size in enumerate(rings, 1) if size]
    heading(f"{label}: {', '.join(sizes)}")
    rows = []
    for (hop, relation, direction), group in groupby(spokes, key=_kind):
        goals = _goals(group)
        rows.append((hop, f"{direction} {relation}", len(goals), _names(goals, limit, bracketed=hop > 1)))
    show(("hop", "relation", "entities", "names"), rows, len(rows))


def _kind(spoke: Spoke) -> tuple[int, str, str]:
    return spoke.hop, spoke.step.relation, str(spoke.step.direction)


def _goals(spokes: Iterable[Spoke]) -> dict[str, list[Step]]:
    """The entities that they lead to, each with the steps that do."""
    goals: dict[str, list[Step]] = {}
    for one in spokes:
        goals.setdefault(one.step.goal, []).append(one.step)
    return goals


def _names(goals: Mapping[str, Sequence[Step]], limit: int, *, bracketed: bool) -> str:
    names = []
    for steps in list(goals.values())[:limit]:
        origins = ", ".join(dict.fromkeys(step.origin_name for step in steps))
        names.append(f"{steps[0].goal_name} ({origins})" if bracketed else steps[0].goal_name)
    more = [f"… and {len(goals) - limit:,} more"] if len(goals) > limit else []
    return ", ".join(names + more)
