"""Extractions with other entities in the place of their own: one, or very many, each rewritten when its turn comes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Extraction, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kg.model import Entity, Mention
    from kg.schema import Schema

__all__ = ["Ends", "Rewritten", "allowed", "place", "rewrite"]


class Rewritten(Collection[Extraction]):
    """Extractions with a change that is made to each when it is looked at, every time anew, so that none is held.

    Args:
        extractions: that may be iterated over again and again.
        change: to each of them.
    """

    def __init__(self, extractions: Collection[Extraction], change: Callable[[Extraction], Extraction]) -> None:
        self._extractions = extractions
        self._change = change

    @property
    def changes(self) -> tuple[Callable[[Extraction], Extraction], ...]:
        """All that is done to each, in the order in which it is done."""
        below = self._extractions
        return (*(below.changes if isinstance(below, Rewritten) else ()), self._change)

    def __iter__(self) -> Iterator[Extraction]:
        """Each of them, changed."""
        return map(self._change, self._extractions)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._extractions)

    def __contains__(self, one: object) -> bool:
        """Whether one of them is like this after the change."""
        return any(one == other for other in self)

    def __eq__(self, other: object) -> bool:
        """Whether another collection of extractions has the same in the same order."""
        if not isinstance(other, Collection):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Of the number alone: those with other extractions are others nevertheless."""
        return hash(len(self))


class Ends:
    """What entities become in the end, as a change to an extraction.

    Args:
        ends: what each entity is.
        joined: the class that is asked about the relations of an entity, where it is another than in the end.
        schema: which relations may join what.
    """

    def __init__(self, ends: Mapping[Entity, Entity], joined: Mapping[Entity, str], schema: Schema) -> None:
        self._ends = ends
        self._joined = joined
        self._schema = schema

    def of(self, entities: Collection[Entity]) -> tuple[Ends, set[Entity]]:
        """The same for extractions that have no other entities than these, and what these become."""
        ends = {one: self._ends[one] for one in entities if one in self._ends}
        joined = {one: self._joined[one] for one in ends if one in self._joined}
        return Ends(ends, joined, self._schema), {self._ends.get(one, one) for one in entities}

    def __call__(self, extraction: Extraction) -> Extraction:
        """The extraction without relations of a thing to itself and those that the schema does not allow."""
        mentions = tuple(_renamed(one, self._ends) for one in extraction.mentions)
        relations = tuple(read for one in extraction.relations if (read := self._read(one)) is not None)
        return Extraction(extraction.article, mentions, relations)

    def _read(self, one: Relation) -> Relation | None:
        head, tail = self._ends.get(one.head, one.head), self._ends.get(one.tail, one.tail)
        known = self._schema.relations.get(one.predicate)
        classes = self._joined.get(one.head, head.type), self._joined.get(one.tail, tail.type)
        if head == tail or (known is not None and classes not in known.signatures):
            return None
        return Relation(head, one.predicate, tail, one.evidence)


def rewrite(extraction: Extraction, instead: Mapping[Entity, Entity]) -> Extraction:
    """The extraction with ``instead`` looked up for every entity; relations of a thing to itself are left out."""
    mentions = tuple(_renamed(one, instead) for one in extraction.mentions)
    relations = tuple(
        replace(one, head=head, tail=tail)
        for one in extraction.relations
        if (head := instead.get(one.head, one.head)) != (tail := instead.get(one.tail, one.tail))
    )
    return replace(extraction, mentions=mentions, relations=relations)


def _renamed(mention: Mention, instead: Mapping[Entity, Entity]) -> Mention:
    former = mention.entity
    entity = instead.get(former, former)
    same = entity is former or (entity == former and entity.name == former.name)
    return mention if same else replace(mention, entity=entity)


def place(extraction: Extraction, instead: Mapping[Mention, Entity]) -> Extraction:
    """The extraction with other entities for single mentions, and for the relations whose passage holds those."""
    if not instead:
        return extraction
    relations = []
    ordered = sorted(instead, key=_start)  # those at one place stay in their order
    for one in extraction.relations:
        first, last = (bisect_left(ordered, place, key=_start) for place in (one.evidence.start, one.evidence.end))
        inside = (mention for mention in ordered[first:last] if mention.end <= one.evidence.end)
        moved = {mention.entity: instead[mention] for mention in inside}
        relations.append(replace(one, head=moved.get(one.head, one.head), tail=moved.get(one.tail, one.tail)))
    mentions = tuple(replace(one, entity=instead.get(one, one.entity)) for one in extraction.mentions)
    return replace(extraction, mentions=mentions, relations=tuple(relations))


def _start(mention: Mention) -> int:
    return mention.start


def allowed(extraction: Extraction, schema: Schema) -> Extraction:
    """The extraction without the relations that the schema does not allow between the classes of their ends."""
    kept = tuple(
        one
        for one in extraction.relations
        if one.predicate not in schema.relations or schema.allows(one.head.type, one.predicate, one.tail.type)
    )
    return extraction if len(kept) == len(extraction.relations) else replace(extraction, relations=kept)
