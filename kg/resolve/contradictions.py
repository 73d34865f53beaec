"""Decisions that cannot hold together.

Two may contradict each other (two names for one entity), or several may: merges in a circle, or a split of two things
that merges make one. Each contradiction is given once, as the decision that stands last in the file and those before
it that it contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Merged,
    RejectedRelation,
    Retyped,
    Split,
    entities_of,
    opposed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Entity
    from kg.schema import Schema

__all__ = ["Contradiction", "Misfit", "contradictions", "misfits"]


class Contradiction(NamedTuple):
    """A decision, and those before it that leave no room for it."""

    decision: Decision
    others: tuple[Decision, ...]


def contradictions(decisions: Sequence[Decision]) -> Iterator[Contradiction]:
    """What contradicts itself among decisions, each of which stands once."""
    by_entity: defaultdict[Entity, list[Decision]] = defaultdict(list)
    for decision in decisions:
        rivals = dict.fromkeys(other for one in entities_of(decision) for other in by_entity[one])
        if against := tuple(other for other in rivals if opposed(decision, other)):
            yield Contradiction(decision, against)
        for one in set(entities_of(decision)):
            by_entity[one].append(decision)
    merges = {one.one: one for one in reversed(decisions) if isinstance(one, Merged)}
    yield from _circles(merges)
    for decision in decisions:
        if isinstance(decision, Split) and decision.one != decision.origin and not decision.articles:
            yield from _joined(decision, merges)


def _chain(entity: Entity, merges: Mapping[Entity, Merged]) -> list[Merged]:
    """The merges that lead from an entity to what it is in the end, or once round a circle."""
    found: list[Merged] = []
    while entity in merges and merges[entity] not in found:
        found.append(merges[entity])
        entity = merges[entity].into
    return found


def _circles(merges: Mapping[Entity, Merged]) -> Iterator[Contradiction]:
    for merge in merges.values():
        chain = _chain(merge.one, merges)
        if chain[-1].into == merge.one and len(chain) > 2 and merge.line == max(one.line for one in chain):
            yield Contradiction(merge, tuple(chain[1:]))


def _joined(split: Split, merges: Mapping[Entity, Merged]) -> Iterator[Contradiction]:
    chains = [_chain(one, merges) for one in (split.one, split.origin)]
    ends = {chain[-1].into if chain else one for chain, one in zip(chains, (split.one, split.origin), strict=True)}
    merged = [merge for chain in chains for merge in chain]
    if len(ends) == 1 and not any(opposed(split, merge) for merge in merged):
        yield Contradiction(split, tuple(dict.fromkeys(merged)))


class Misfit(NamedTuple):
    """A decision on a relation that cannot join its two ends, and why, each a clause without a full stop."""

    decision: Decision
    problem: str
    advice: str


def misfits(decisions: Sequence[Decision], schema: Schema) -> Iterator[Misfit]:
    """The relations that cannot join what they name, whatever class the other decisions give to it."""
    merges = {one.one: one for one in decisions if isinstance(one, Merged)}
    retyped = {one.one: one.type for one in decisions if isinstance(one, Retyped)}
    for decision in decisions:
        if isinstance(decision, RejectedRelation | AcceptedRelation) and decision.predicate in schema.relations:
            known = schema.relations[decision.predicate]
            ends = [
                {one.type for one in same} | {retyped[one] for one in same if one in retyped}
                for end in (decision.head, decision.tail)
                for same in [[end, *(merge.into for merge in _chain(end, merges))]]
            ]
            if not any(schema.allows(head, decision.predicate, tail) for head, tail in product(*ends)):
                pairs = " or ".join(f"{head} to {tail}" for head, tail in sorted(known.signatures))
                problem = f"{known.name} does not join {decision.head.type} to {decision.tail.type}"
                yield Misfit(decision, problem, f"it joins {pairs}")
