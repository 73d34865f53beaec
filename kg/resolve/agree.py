"""One name, one class: what nearly all articles take a name for, the others take it for as well.

A class is decided article by article, and goes wrong where an article says little of a thing. So the readings of all
articles that give one name are set against each other. Where one class has the great majority, it holds everywhere;
where none has, the name may well name several things ("Mercury", "Go"), and each stays what it is.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Entity, Extraction
    from kg.schema import Schema

__all__ = ["agree"]

MAJORITY = 0.75
"""The share of the readings, each weighed by its confidence, from which a class holds for all."""


def agree(extractions: Sequence[Extraction], schema: Schema) -> list[Extraction]:
    """The same extractions, in the same order, with the class of each name settled where the articles settle it.

    A relation that the schema does not allow between the classes that its ends now have is left out.
    """
    settled = _settled(extractions)
    return [_retyped(extraction, settled, schema) for extraction in extractions]


def _settled(extractions: Sequence[Extraction]) -> dict[Entity, Entity]:
    """Every entity whose class is overruled, and the entity that it is instead."""
    readings: dict[Entity, list[float]] = defaultdict(list)
    for extraction in extractions:
        best: dict[Entity, float] = {}
        for mention in extraction.mentions:
            best[mention.entity] = max(best.get(mention.entity, 0.0), mention.confidence)
        for entity, confidence in best.items():
            readings[entity].append(confidence)
    by_key: dict[str, dict[Entity, float]] = defaultdict(dict)
    for entity, confidences in readings.items():
        by_key[entity.key][entity] = sum(sorted(confidences))
    settled = {}
    for rivals in by_key.values():
        first = min(rivals, key=lambda entity: (-rivals[entity], entity.type))
        if len(rivals) > 1 and rivals[first] >= MAJORITY * sum(sorted(rivals.values())):
            settled.update({entity: replace(entity, type=first.type) for entity in rivals if entity != first})
    return settled


def _retyped(extraction: Extraction, settled: dict[Entity, Entity], schema: Schema) -> Extraction:
    if not any(mention.entity in settled for mention in extraction.mentions):
        return extraction
    mentions = tuple(
        replace(mention, entity=settled.get(mention.entity, mention.entity)) for mention in extraction.mentions
    )
    relations = tuple(
        replace(
            relation, head=settled.get(relation.head, relation.head), tail=settled.get(relation.tail, relation.tail)
        )
        for relation in extraction.relations
    )
    allowed = tuple(
        relation
        for relation in relations
        if relation.predicate not in schema.relations
        or schema.allows(relation.head.type, relation.predicate, relation.tail.type)
    )
    return replace(extraction, mentions=mentions, relations=allowed)
