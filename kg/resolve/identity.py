"""All articles: from names as they are written to one entity for each thing, and why.

In: extractions whose entities are called as the articles write them. Out: a :class:`Resolution`. The order of the
articles and the number of workers change nothing.

=========  =====================================================================================================
context    a name that stands for several things is told by the words around it (:mod:`kg.resolve.senses`)
within     one article: surnames, acronyms, makers' names … (:mod:`kg.resolve.within`)
alias      the table of known names: "AWS" is Amazon Web Services (:mod:`kg.resolve.known`)
class      one class for each name, over all articles (:mod:`kg.resolve.classes`)
across     spellings, acronyms and makers' names in other articles, similar names (:mod:`kg.resolve.across`)
decision   what people have decided (:mod:`kg.resolve.decided`)
=========  =====================================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.across import link_across
from kg.resolve.classes import overruled, settle_classes
from kg.resolve.copies import copies
from kg.resolve.corrections import Split
from kg.resolve.decided import decide
from kg.resolve.decisions import Decisions
from kg.resolve.groups import Step
from kg.resolve.known import GIVEN, load_known
from kg.resolve.links import load_links
from kg.resolve.rewrite import allowed, place, rewrite
from kg.resolve.senses import in_context
from kg.resolve.spelling import key, plain
from kg.resolve.values import Merge, Resolution
from kg.resolve.within import Within, resolve_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import ArticleKey, Extraction, Mention
    from kg.resolve.classes import Classes
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known
    from kg.resolve.values import Reading
    from kg.schema import Schema

__all__ = ["resolve"]

Moves = Mapping[Entity, Entity]
"""What entities are after a stage, where that changes them."""


def resolve(extractions: Sequence[Extraction], schema: Schema, decisions: Decisions | None = None) -> Resolution:
    """The same extractions, in the same order, with one entity for each thing, and how that was decided."""
    decisions = decisions or Decisions()
    known, apart = load_known(schema), _apart(decisions)
    ledger = _Ledger()

    local = [_locally(extraction, schema, known, apart, decisions.of(Split)) for extraction in extractions]
    read = [one.extraction for one in local]
    usual = _usual_names([*extractions, *read], known)
    aliases = _aliases(sorted(usual.values()), usual, known, apart)
    strays = _strays(settle_classes(read, known), {step.short: step for step in aliases})
    aliases += strays.values()
    called = {**usual, **{step.short: step.long for step in aliases}}
    ledger.count(read, aliases)
    read = [rewrite(extraction, called) for extraction in read]

    classes = settle_classes(read, known)
    read = [allowed(rewrite(extraction, classes.settled), schema) for extraction in read]

    across = link_across(read, _expansions(local, aliases, [called, classes.settled]), known, apart)
    ledger.count(read, across.groups.steps)
    groups = across.groups.representatives()
    read = [rewrite(extraction, groups) for extraction in read]

    for one in local:
        ledger.add(one.extraction.article.key, (_moved(step, [usual]) for step in one.steps))
    moves = [called, classes.settled, groups]
    resolution = Resolution(
        extractions=tuple(read),
        merges=ledger.merges(moves),
        doubts=across.doubts,
        readings=overruled(replace(one, entity=_follow(one.entity, moves)) for one in (*strays, *classes.readings)),
        copies=copies(extraction.article for extraction in extractions),
        links=_links(set(groups.values())),
    )
    return decide(resolution, decisions, schema)


def _apart(decisions: Decisions) -> Apart:
    """The keys of names that people have told apart."""
    pairs = ((split.one.key if split.label is None else key(split.label), split.origin.key)
             for split in decisions.of(Split))  # fmt: skip
    return frozenset(frozenset(pair) for pair in pairs)


def _locally(extraction: Extraction, schema: Schema, known: Known, apart: Apart, splits: Sequence[Split]) -> Within:
    """One article with one entity for each thing; single names first, then all of them together."""
    told: dict[Mention, Step] = {
        mention: step
        for mention, step in in_context(extraction, schema)
        if frozenset((step.short.key, step.long.key)) not in apart
    }
    told |= _split_here(extraction, splits)
    placed = place(extraction, {mention: step.long for mention, step in told.items()})
    within = resolve_within(placed, known, apart)
    return Within(within.extraction, (*dict.fromkeys(told.values()), *within.steps))


def _split_here(extraction: Extraction, splits: Iterable[Split]) -> Iterator[tuple[Mention, Step]]:
    """The mentions of a name that a person says stands for something else in this article."""
    here = [one for one in splits if one.label and (not one.articles or extraction.article.id in one.articles)]
    for mention in extraction.mentions if here else ():
        for split in here:
            if key(plain(mention.exact)) == split.one.key:
                thing = Entity.named(split.one.type, split.label or split.one.name)
                because = split.because or f"a person told it from {split.origin.name}"
                yield mention, Step(mention.entity, thing, "decision", because)


def _usual_names(extractions: Iterable[Extraction], known: Known) -> Moves:
    """Every entity as it is called from here on: as the table has it, else as most articles write it."""
    written: defaultdict[Entity, dict[str, set[ArticleKey]]] = defaultdict(lambda: defaultdict(set))
    for extraction in extractions:
        for entity in extraction.named():
            written[entity][entity.name].add(extraction.article.key)
    usual = {}
    for entity, names in written.items():
        most = min(names, key=lambda name: (-len(names[name]), name))
        usual[entity] = known.proper(entity) or replace(entity, name=most)
    return usual


def _aliases(entities: Iterable[Entity], usual: Moves, known: Known, apart: Apart) -> list[Step]:
    """The names that the table knows as another name of something."""
    steps = []
    for entity in entities:
        thing = known.canonical(entity)
        if thing is not None and thing.key != entity.key and frozenset((thing.key, entity.key)) not in apart:
            thing = usual.get(thing, thing)
            where = "the schema gives it" if known.source(entity) == GIVEN else "the list of known names has it"
            steps.append(Step(entity, thing, "alias", f"{where} as another name of {thing.name}"))
    return steps


def _strays(classes: Classes, aliases: Mapping[Entity, Step]) -> dict[Reading, Step]:
    """The readings of a name as a class in which the table does not know it, where that of the others is an alias."""
    found = {}
    for reading in classes.readings:
        stray = replace(reading.entity, type=reading.type)
        if reading.entity in aliases and stray not in aliases:
            found[reading] = aliases[reading.entity]._replace(short=stray)
    return found


def _expansions(local: Iterable[Within], aliases: Iterable[Step], moves: Sequence[Moves]) -> list[Step]:
    """What single articles say that an acronym stands for, but for those that the table has settled."""
    settled = {step.short for step in aliases}
    steps = (step for one in local for step in one.steps if step.rule == "acronym")
    return [_moved(step, moves) for step in steps if step.short not in settled]


def _links(entities: Iterable[Entity]) -> dict[Entity, str]:
    """What is known of the entities elsewhere."""
    known = load_links()
    return {one: known[one.type, one.key] for one in sorted(entities) if (one.type, one.key) in known}


def _moved(step: Step, moves: Sequence[Moves]) -> Step:
    return step._replace(short=_follow(step.short, moves), long=_follow(step.long, moves))


def _follow(entity: Entity, moves: Iterable[Moves]) -> Entity:
    """What an entity is after some stages."""
    for move in moves:
        entity = move.get(entity, entity)
    return entity


class _Ledger:
    """Every step that was taken, with the articles in which it was."""

    def __init__(self) -> None:
        self._articles: defaultdict[Step, set[ArticleKey]] = defaultdict(set)

    def add(self, article: ArticleKey, steps: Iterable[Step]) -> None:
        """Take down the steps that one article gave rise to."""
        for step in steps:
            self._articles[step].add(article)

    def count(self, extractions: Iterable[Extraction], steps: Iterable[Step]) -> None:
        """Take down the steps that hold in every article that has the short name."""
        by_name = {step.short: step for step in steps}
        for extraction in extractions:
            named = {mention.entity for mention in extraction.mentions}
            self.add(extraction.article.key, (by_name[entity] for entity in named if entity in by_name))

    def merges(self, moves: Sequence[Moves]) -> tuple[Merge, ...]:
        """One merge for every name and rule, with the first reason in alphabetical order."""
        found: dict[tuple[Entity, str, str], tuple[str, set[ArticleKey]]] = {}
        for step in sorted(self._articles):
            entity = _follow(step.long, moves)
            if step.short.name != entity.name:
                _, articles = found.setdefault((entity, step.short.name, step.rule), (step.because, set()))
                articles |= self._articles[step]
        return tuple(sorted(Merge(*place, because, len(articles)) for place, (because, articles) in found.items()))
