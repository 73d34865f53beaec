"""Comparing two builds of a graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, printable, say
from kg.cli.options import say_backing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ask.analysis.differences import Differences, EntityChange, FactChange

__all__ = ["diff"]

MARKS = {"added": "+", "gone": "-", "moved": "=", "changed": "~"}
COLOURS = {"added": typer.colors.GREEN, "gone": typer.colors.RED, "moved": None, "changed": typer.colors.YELLOW}


def diff(
    older: Annotated[Path, typer.Argument(metavar="OLD", help="The folder of the older graph.")],
    newer: Annotated[Path, typer.Argument(metavar="NEW", help="The folder of the newer one.")],
    *,
    min_change: Annotated[
        float, typer.Option(min=0, max=1, metavar="0–1", help="Leave out confidences that changed by less.")
    ] = 0.0,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Show at most so many of each kind.")] = 10,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with status 1 where they differ.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all differences as JSON.")] = False,
) -> None:
    """Show what changed between two builds of a graph.

    Facts that were added, that are gone, and that are put otherwise or more or less surely, each with a sentence; and
    what moved, because its subject or object has another name or class now. Graphs of two base IRIs can be compared.
    """
    from kg.ask import open_graph
    from kg.ask.analysis.differences import differences

    with open_graph(older) as old, open_graph(newer) as new:
        symmetric = old.symmetric() | new.symmetric()
        found = differences(old.store, new.store, min_change=min_change, symmetric=symmetric)
    if as_json:
        say(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        _show(found, limit)
    if exit_code and found:
        raise typer.Exit(1)


def _document(found: Differences) -> dict[str, object]:
    facts = []
    for one in found.facts:
        fact = asdict(one)
        backing = fact.pop("backing")
        published = one.backing.published
        fact |= {name: backing[name] for name in ("sentence", "title", "url")}
        facts.append(fact | {"published": published.isoformat() if published else None, "file": one.backing.path})
    return {
        "before": found.before._asdict(),
        "after": found.after._asdict(),
        "facts": facts,
        "entities": [asdict(one) for one in found.entities],
    }


def _show(found: Differences, limit: int) -> None:
    sizes = zip(found.before._asdict().items(), found.after, strict=True)
    heading(", ".join(f"{noun} {before:,} → {after:,}" for (noun, before), after in sizes))
    if not found:
        say("no difference")
    for change, facts in groupby(found.facts, key=lambda one: one.change):
        _show_facts(change, list(facts), limit)
    for change, entities in groupby(found.entities, key=lambda one: one.change):
        _show_entities(change, list(entities), limit)


def _show_facts(change: str, facts: Sequence[FactChange], limit: int) -> None:
    say()
    heading(f"{count(len(facts), 'fact')} {change}")
    for one in facts[:limit]:
        line = f"{MARKS[change]} {one.subject} {one.relation} {one.object}: {_put(one)}"
        typer.secho(printable(line), fg=COLOURS[change])
        if one.before:
            say(f"    before: {one.before}")
            continue
        say_backing(one.backing)
    _more(len(facts) - limit)


def _put(one: FactChange) -> str:
    """How a fact is put, and how it was put where that has changed."""
    statuses = dict.fromkeys(part for part in (one.status_before, one.status) if part)
    confidences = dict.fromkeys(f"{part:.2f}" for part in (one.confidence_before, one.confidence) if part is not None)
    return f"{' → '.join(statuses)}, {' → '.join(confidences)}"


def _show_entities(change: str, entities: Sequence[EntityChange], limit: int) -> None:
    from kg.graph.vocab import local

    say()
    heading(f"{count(len(entities), 'entity')} {change}")
    for one in entities[:limit]:
        before = f"; before: {one.before}" if one.before else ""
        line = f"{MARKS[change]} {one.name} ({local(one.type)}), {count(one.articles, 'article')}{before}"
        typer.secho(printable(line), fg=COLOURS[change])
    _more(len(entities) - limit)


def _more(number: int) -> None:
    if number > 0:
        say(f"  … and {number:,} more; --limit changes that")
