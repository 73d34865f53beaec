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
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    entities_of,
    opposed,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from kg.model import Entity
    from kg.schema import Schema

__all__ = ["Contradiction", "Misfit", "contradictions", "misfits"]


class Contradiction(NamedTuple):
    """A decision, and those before it that leave no room for it."""

    decision: Decision
    others: tuple[Decision, ...]


def contradictions(decisions: Sequence[Decision]) -> Iterator[Contradiction]:
    """What contradicts itself among decisions, each of which stands once."""
    under: defaultdict[Hashable, dict[Decision, int]] = defaultdict(dict)
    for place, decision in enumerate(decisions):
        rivals = {other: before for subject in _opposing(decision) for other, before in under[subject].items()}
        if against := tuple(other for other in sorted(rivals, key=rivals.__getitem__) if opposed(decision, other)):
            yield Contradiction(decision, against)
        for subject in _subjects(decision):
            under[subject][decision] = place
    merges = {one.one: one for one in reversed(decisions) if isinstance(one, Merged)}
    yield from _circles(merges)
    ends = _ends(merges)
    for decision in decisions:
        if isinstance(decision, Split) and decision.one != decision.origin and not decision.articles:
            one, origin = decision.one, decision.origin
            if ends.get(one, one) == ends.get(origin, origin):
                yield from _joined(decision, merges)


def _subjects(decision: Decision) -> Iterator[Hashable]:
    """What a decision is about, so that it can be opposed only to those about the same."""
    match decision:
        case Rejected(one=name):
            yield "rejected", name
            return
        case Merged(one=one, into=other):
            yield from (("merged", one), frozenset((one, other)))
        case Split(one=one, origin=other):
            yield frozenset((one, other))
        case Renamed(one=one) | Linked(one=one):
            yield type(decision), one
        case Retyped(one=one) | Kept(one=one):
            yield "typed", one
        case RejectedRelation() | AcceptedRelation():
            yield decision.head, decision.predicate, decision.tail
    yield from (("named", name) for name in entities_of(decision))


def _opposing(decision: Decision) -> Iterator[Hashable]:
    """What the decisions are about that may be opposed to one: what it is about, but for the names that it names."""
    if isinstance(decision, Rejected):
        yield "named", decision.one
        return
    names = set(entities_of(decision))
    yield from (subject for subject in _subjects(decision) if subject not in {("named", name) for name in names})
    yield from (("rejected", name) for name in sorted(names))


def _chain(entity: Entity, merges: Mapping[Entity, Merged]) -> list[Merged]:
    """The merges that lead from an entity to what it is in the end, or once round a circle."""
    found: dict[Entity, Merged] = {}
    while entity in merges and entity not in found:
        found[entity] = merges[entity]
        entity = merges[entity].into
    return list(found.values())


def _ends(merges: Mapping[Entity, Merged]) -> dict[Entity, Entity]:
    """What each merged entity is in the end; of those that lead into a circle, one of the circle for all."""
    ends: dict[Entity, Entity] = {}
    for start in merges:
        walked: dict[Entity, None] = {}
        entity = start
        while entity in merges and entity not in ends and entity not in walked:
            walked[entity] = None
            entity = merges[entity].into
        ends |= dict.fromkeys(walked, ends.get(entity, entity))
    return ends


def _circles(merges: Mapping[Entity, Merged]) -> Iterator[Contradiction]:
    """Each circle of more than two merges once, as the one that stands last and the others in turn."""
    ends = _ends(merges)
    for entry in dict.fromkeys(end for end in ends.values() if end in merges):
        around = _chain(entry, merges)
        last = max(around, key=lambda merge: merge.line)
        if len(around) > 2:
            yield Contradiction(last, tuple(_chain(last.one, merges)[1:]))


def _joined(split: Split, merges: Mapping[Entity, Merged]) -> Iterator[Contradiction]:
    """A split of two that merges make one, unless one of these is opposed to it alone."""
    pair = (split.one, split.origin)
    merged = [merge for one in pair for merge in _chain(one, merges)]
    if not any(merge.one in pair and merge.into in pair for merge in merged):
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
    given: dict[Entity, frozenset[str]] = {}
    for decision in decisions:
        if isinstance(decision, RejectedRelation | AcceptedRelation) and decision.predicate in schema.relations:
            known = schema.relations[decision.predicate]
            ends = [_classes(end, merges, retyped, given) for end in (decision.head, decision.tail)]
            if not any(schema.allows(head, decision.predicate, tail) for head, tail in product(*ends)):
                pairs = " or ".join(f"{head} to {tail}" for head, tail in sorted(known.signatures))
                problem = f"{known.name} does not join {decision.head.type} to {decision.tail.type}"
                yield Misfit(decision, problem, f"it joins {pairs}")


def _classes(
    entity: Entity, merges: Mapping[Entity, Merged], retyped: Mapping[Entity, str], given: dict[Entity, frozenset[str]]
) -> frozenset[str]:
    """The classes that an entity has, or has once it is merged or given another; ``given`` keeps what was found."""
    walked: dict[Entity, None] = {}
    end = entity
    while end in merges and end not in given and end not in walked:
        walked[end] = None
        end = merges[end].into
    circle = walked if end in walked else (end,)
    classes = given.get(end) or frozenset(kind for one in circle for kind in (one.type, retyped.get(one, one.type)))
    for one in reversed(walked):
        classes |= {one.type, retyped.get(one, one.type)}
        given[one] = classes
    return classes
