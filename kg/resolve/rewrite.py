"""An extraction with other entities in the place of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Entity, Extraction, Mention
    from kg.schema import Schema

__all__ = ["allowed", "place", "rewrite"]


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
    for one in extraction.relations:
        inside = [
            mention for mention in instead if one.evidence.start <= mention.start and mention.end <= one.evidence.end
        ]
        moved = {mention.entity: instead[mention] for mention in inside}
        relations.append(replace(one, head=moved.get(one.head, one.head), tail=moved.get(one.tail, one.tail)))
    mentions = tuple(replace(one, entity=instead.get(one, one.entity)) for one in extraction.mentions)
    return replace(extraction, mentions=mentions, relations=tuple(relations))


def allowed(extraction: Extraction, schema: Schema) -> Extraction:
    """The extraction without the relations that the schema does not allow between the classes of their ends."""
    kept = tuple(
        one
        for one in extraction.relations
        if one.predicate not in schema.relations or schema.allows(one.head.type, one.predicate, one.tail.type)
    )
    return extraction if len(kept) == len(extraction.relations) else replace(extraction, relations=kept)
