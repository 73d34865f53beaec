"""Names that are one thing, as groups that grow by steps, each with its reason; some names may never meet.

Union-find (Galler and Fisher, An improved equivalence algorithm, 1964), with the longer or better known name above the
other, and a guard: what people have split, and what is known to be two things, is never joined, however the steps come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Apart", "Groups", "Moves", "Step", "follow"]

Apart = frozenset[frozenset[str]]
"""Pairs of keys of names that a person has told apart."""


Moves = Mapping[Entity, Entity]
"""What entities are after a stage, where that changes them."""


class Step(NamedTuple):
    """A finding: ``short`` stands for ``long``, by a rule, with the reason as an English sentence."""

    short: Entity
    long: Entity
    rule: str
    because: str


def follow(entity: Entity, moves: Iterable[Moves]) -> Entity:
    """What an entity is after some stages."""
    for move in moves:
        entity = move.get(entity, entity)
    return entity


class Groups:
    """Groups of entities, each named after the one that stands above the others.

    Args:
        entities: each in a group of its own at first.
        apart: pairs of keys that may never share a group.
        known: the known thing that an entity is, or None; two known things never share a group.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        apart: Apart = frozenset(),
        known: Callable[[Entity], Entity | None] = lambda _: None,
    ) -> None:
        self._parent = {entity: entity for entity in entities}
        self._strangers: dict[str, set[str]] = {}
        for one, other in (sorted(pair) for pair in apart if len(pair) > 1):
            self._strangers.setdefault(one, set()).add(other)
            self._strangers.setdefault(other, set()).add(one)
        self._guarded: dict[Entity, set[str]] = {
            entity: {entity.key} for entity in self._parent if entity.key in self._strangers
        }
        self._known = {entity: thing for entity in self._parent if (thing := known(entity)) is not None}
        self.steps: list[Step] = []

    def root(self, entity: Entity) -> Entity:
        """What stands for the group of an entity."""
        above = self._parent[entity]
        while above != (higher := self._parent[above]):
            self._parent[entity] = higher
            entity, above = above, higher
        return above

    def join(self, step: Step) -> bool:
        """Put the short name's group below the long one's, unless the two must stay apart; whether they are one now.

        A group that has a known thing stays above one that has none. The step is kept as one from the name that the
        lower group was called by, so that every name but the last has the reason why it is no longer one.
        """
        below, above = self.root(step.short), self.root(step.long)
        if below == above:
            return True
        if self.refuses(below, above):
            return False
        if below in self._known and above not in self._known:
            below, above, step = above, below, step._replace(long=step.short)
        self._parent[below] = above
        if below in self._guarded:
            self._guarded.setdefault(above, set()).update(self._guarded.pop(below))
        self.steps.append(step._replace(short=below))
        return True

    def refuses(self, one: Entity, other: Entity) -> bool:
        """Whether the groups of two entities may never be one."""
        below, above = self.root(one), self.root(other)
        known = self._known.get(below), self._known.get(above)
        if None not in known and known[0] != known[1]:
            return True
        names = self._guarded.get(above, set())
        return any(stranger in names for name in self._guarded.get(below, ()) for stranger in self._strangers[name])

    def representatives(self) -> Mapping[Entity, Entity]:
        """For every entity, what stands for its group: the known thing that is in it, else the one above all others."""
        return {entity: self._known.get(root, root) for entity in self._parent for root in [self.root(entity)]}
