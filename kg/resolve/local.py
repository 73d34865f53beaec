"""One article by itself: from names as they are written to one entity for each thing in it, and a summary of it.

Nothing here looks at another article, so what comes out can be made by any worker, and be kept for as long as the
article and the rules (:func:`local_rules`) stay what they are.

=========  =====================================================================================================
context    a name that stands for several things is told by the words around it (:mod:`kg.resolve.senses`)
decision   a name that a person says stands for something else in this article
within     surnames, acronyms, makers' names … (:mod:`kg.resolve.within`)
=========  =====================================================================================================
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import astuple, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity, Extraction
from kg.resolve.corrections import Split
from kg.resolve.decisions import Decisions
from kg.resolve.groups import Step
from kg.resolve.known import load_known
from kg.resolve.rewrite import place
from kg.resolve.senses import in_context
from kg.resolve.spelling import key, plain
from kg.resolve.summary import Found, Name, Stated, Summary, Surface, Told
from kg.resolve.within import resolve_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Mention
    from kg.resolve.groups import Apart
    from kg.schema import Schema

__all__ = ["Local", "apart", "local_rules", "localise", "localised"]

VERSION = "1"
"""Of the rules in the code: what is kept of articles is made anew where it changes."""


class Local(NamedTuple):
    """An article whose own names are resolved.

    Attributes:
        summary: what is needed of it to settle all articles together.
        extraction: what was found in it, with one entity for each thing that it names.
    """

    summary: Summary
    extraction: Extraction


def localise(extraction: Extraction, schema: Schema, decisions: Decisions | None = None) -> Local:
    """Resolve the names of one article; its text is kept, its blocks are not."""
    local = localised(extraction, schema, decisions or Decisions())
    article = replace(local.extraction.article, blocks=())
    return Local(local.summary, Extraction(article, local.extraction.mentions, local.extraction.relations))


def localised(extraction: Extraction, schema: Schema, decisions: Decisions) -> Local:
    """Resolve the names of one article, which keeps its blocks."""
    strangers = apart(decisions)
    told: dict[Mention, Step] = {
        mention: step
        for mention, step in in_context(extraction, schema)
        if frozenset((step.short.key, step.long.key)) not in strangers
    }
    told |= _split_here(extraction, decisions.of(Split))
    placed = place(extraction, {mention: step.long for mention, step in told.items()})
    within = resolve_within(placed, load_known(schema), strangers)
    return Local(_summary(extraction, within.extraction, (*dict.fromkeys(told.values()), *within.steps)),
                 within.extraction)  # fmt: skip


def local_rules(schema: Schema, decisions: Decisions | None = None) -> str:
    """A fingerprint of all that :func:`localise` follows besides the article: for equal ones it gives the same."""
    splits = [
        (one.one, one.origin, one.articles, one.label, one.because) for one in (decisions or Decisions()).of(Split)
    ]
    parts = (VERSION, unicodedata.unidata_version, _tables(), sorted(schema.classes), sorted(schema.given),
             [astuple(name) for name in schema.names], splits)  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _tables() -> tuple[str, ...]:
    """The tables of the package that the rules read, by their hashes."""
    data = files("kg").joinpath("data")
    return tuple(
        hashlib.sha256(data.joinpath(name).read_bytes()).hexdigest() for name in ("aliases.tsv", "senses.toml")
    )


def apart(decisions: Decisions) -> Apart:
    """The keys of names that people have told apart."""
    pairs = ((split.one.key if split.label is None else key(split.label), split.origin.key)
             for split in decisions.of(Split))  # fmt: skip
    return frozenset(frozenset(pair) for pair in pairs)


def _split_here(extraction: Extraction, splits: Iterable[Split]) -> Iterator[tuple[Mention, Step]]:
    """The mentions of a name that a person says stands for something else in this article."""
    here = [one for one in splits if one.label and (not one.articles or extraction.article.id in one.articles)]
    for mention in extraction.mentions if here else ():
        for split in here:
            if key(plain(mention.exact)) == split.one.key:
                thing = Entity.named(split.one.type, split.label or split.one.name)
                because = split.because or f"a person told it from {split.origin.name}"
                yield mention, Step(mention.entity, thing, "decision", because)


def _summary(before: Extraction, after: Extraction, steps: Iterable[Step]) -> Summary:
    """What is to be known of an article, before and after its names are resolved."""
    from kg.resolve.likeness import to_text  # brings numpy along

    names: dict[Name, int] = {}

    def number(entity: Entity) -> int:
        return names.setdefault(Name(entity.type, entity.key, entity.name), len(names))

    for entity in (*before.named(), *after.named()):
        number(entity)
    written = len(names)
    found: dict[Entity, Found] = {}
    surfaces: dict[tuple[Entity, str], Surface] = {}
    for one in after.mentions:
        known = found.get(one.entity)
        if known is None:
            found[one.entity] = Found(number(one.entity), one.confidence)
        elif known.confidence < one.confidence:
            found[one.entity] = known._replace(confidence=one.confidence)
        surface = _surface(one.exact)
        if (one.entity, surface) not in surfaces:
            surfaces[one.entity, surface] = Surface(found[one.entity].name, surface)
    stated = {
        (one.head, one.predicate, one.tail): Stated(number(one.head), one.predicate, number(one.tail))
        for one in after.relations
    }
    told = dict.fromkeys(Told(number(step.short), number(step.long), step.rule, step.because) for step in steps)
    article = before.article
    return Summary(
        id=article.id,
        content_hash=article.content_hash,
        path=article.path,
        language=article.language,
        published=article.published,
        url=article.url,
        text=to_text(article),
        names=tuple(names),
        written=written,
        found=tuple(found.values()),
        surfaces=tuple(surfaces.values()),
        stated=tuple(stated.values()),
        told=tuple(told),
    )


@lru_cache(maxsize=1 << 14)
def _surface(exact: str) -> str:
    return key(plain(exact))
