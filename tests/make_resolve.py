"""Builders for the resolver: articles whose names stand in the text itself, and what became of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import Entity, Evidence, Extraction, Mention, Relation, Status
from kg.resolve import resolve
from kg.resolve.corrections import reference
from kg.resolve.decisions import Decisions, in_order
from kg.resolve.spelling import plain
from kg.schema import load_schema
from tests.make import article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.resolve import Merge, Resolution
    from kg.resolve.corrections import Decision

SCHEMA = load_schema()
_NAME = re.compile(r"\{([^{}]*):([A-Z_]+)\}")


def read(text: str, name: str = "a1", *relations: tuple[str, str, str], confidence: float = 0.9) -> Extraction:
    """An article whose names are written as ``{Jensen Huang:PERSON}``; every relation quotes the whole text.

    >>> [mention.exact for mention in read("{Huang:PERSON} parle de {re:Invent:EVENT}.").mentions]
    ['Huang', 're:Invent']
    """
    bare, mentions, end = "", [], 0
    for found in _NAME.finditer(text):
        bare += text[end : found.start()]
        exact, end = found[1], found.end()
        named = Entity.named(found[2], plain(exact))
        mentions.append(Mention(named, len(bare), len(bare) + len(exact), exact, confidence, "test"))
        bare += exact
    bare += text[end:]
    by_name = {mention.exact: mention.entity for mention in mentions}
    passage = Evidence(0, len(bare), bare, Status.ASSERTED, confidence, "test")
    stated = tuple(Relation(by_name[head], predicate, by_name[tail], passage) for head, predicate, tail in relations)
    return Extraction(article(bare, id=name, url=None), tuple(mentions), stated)


def corpus(*texts: str) -> list[Extraction]:
    """Articles ``a1``, ``a2`` …, one for each text."""
    return [read(text, f"a{place}") for place, text in enumerate(texts, 1)]


def resolved(*texts: str, decided: Iterable[Decision] = ()) -> Resolution:
    """What resolution makes of articles ``a1``, ``a2`` …"""
    return resolve(corpus(*texts), SCHEMA, Decisions(in_order(decided)))


def names(resolution: Resolution) -> list[str]:
    """What every mention stands for, as decisions would name it, in the order of the articles and of their text."""
    return [reference(mention.entity) for one in resolution.extractions for mention in one.mentions]


def clusters(resolution: Resolution) -> set[frozenset[tuple[str, int]]]:
    """The mentions of every entity, by article and place."""
    found: dict[Entity, set[tuple[str, int]]] = {}
    for one in resolution.extractions:
        for mention in one.mentions:
            found.setdefault(mention.entity, set()).add((one.article.id, mention.start))
    return {frozenset(places) for places in found.values()}


def rules(merges: Sequence[Merge]) -> set[tuple[str, str, str]]:
    """Of every merge the name, what it stands for, and the rule."""
    return {(merge.name, merge.entity.name, merge.rule) for merge in merges}
