"""Across articles: entities of one class and one key are one node, with one label.

The key comes from the canonical name, which the dictionary gives for known things in any language ("États-Unis"
-> "United States"), else from the name as written. The label is the way most articles write that name; ties go
to the first in alphabetical order, so that neither the order of articles nor their number of workers shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.resolve.agree import agree
from kg.resolve.values import Resolution
from kg.resolve.within import resolve_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Entity, Extraction
    from kg.schema import Schema

__all__ = ["resolve"]


def resolve(extractions: Sequence[Extraction], schema: Schema) -> Resolution:
    """The same extractions, in the same order, with one entity for each thing."""
    read = agree([resolve_within(extraction) for extraction in extractions], schema)
    names: dict[Entity, Counter[str]] = defaultdict(Counter)
    for extraction in read:
        for entity, name in {(mention.entity, mention.entity.name) for mention in extraction.mentions}:
            names[entity][name] += 1
    labels = {
        entity: replace(entity, name=min(counts, key=lambda name: (-counts[name], name)))
        for entity, counts in names.items()
    }
    return Resolution(tuple(_relabelled(extraction, labels) for extraction in read))


def _relabelled(extraction: Extraction, labels: dict[Entity, Entity]) -> Extraction:
    mentions = tuple(replace(mention, entity=labels[mention.entity]) for mention in extraction.mentions)
    relations = tuple(
        replace(relation, head=labels.get(relation.head, relation.head), tail=labels.get(relation.tail, relation.tail))
        for relation in extraction.relations
    )
    return replace(extraction, mentions=mentions, relations=relations)
