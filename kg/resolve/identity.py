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

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.across import link_across
from kg.resolve.classes import settle_classes
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Extraction, Mention
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known
    from kg.schema import Schema

__all__ = ["resolve"]

Moves = dict[Entity, Entity]
"""What entities are after a stage, where that changes them."""


def resolve(extractions: Sequence[Extraction], schema: Schema, decisions: Decisions | None = None) -> Resolution:
    """The same extractions, in the same order, with one entity for each thing, and how that was decided."""
    decisions = decisions or Decisions()
    known, apart = load_known(schema), _apart(decisions)
    ledger = _Ledger()

    local = [_locally(extraction, schema, known, apart, decisions.of(Split)) for extraction in extractions]
    read = [one.extraction for one in local]
    names = {mention.entity for extraction in read for mention in extraction.mentions}
    aliases = {step.short: step.long for step in _aliases(sorted(names), known, apart)}
    ledger.count(read, _aliases(sorted(names), known, apart))
    read = [rewrite(extraction, aliases) for extraction in read]

    classes = settle_classes(read, known)
    read = [allowed(rewrite(extraction, classes.settled), schema) for extraction in read]

    to_class = [aliases, classes.settled]
    expansions = [_moved(step, to_class) for one in local for step in one.steps if step.short not in aliases]
    across = link_across(read, expansions, known, apart)
    ledger.count(read, across.groups.steps)
    groups = dict(across.groups.representatives())
    labels = _labels(read, groups, known)
    read = [rewrite(rewrite(extraction, groups), labels) for extraction in read]

    moves = [*to_class, groups, labels]
    for one in local:
        ledger.add(one.steps)
    resolution = Resolution(
        extractions=tuple(read),
        merges=ledger.merges(moves),
        doubts=tuple(
            sorted(replace(doubt, one=labels[doubt.one], other=labels[doubt.other]) for doubt in across.doubts)
        ),
        readings=tuple(sorted(replace(one, entity=_follow(one.entity, moves)) for one in classes.readings)),
        copies=copies(extraction.article for extraction in extractions),
        links=_links(set(labels.values())),
    )
    return decide(resolution, decisions, schema)


def _apart(decisions: Decisions) -> Apart:
    """The keys of names that people have told apart."""
    pairs = ((split.one.key if split.label is None else key(split.label), split.origin.key)
             for split in decisions.of(Split))  # fmt: skip
    return frozenset(frozenset(pair) for pair in pairs)


def _locally(extraction: Extraction, schema: Schema, known: Known, apart: Apart, splits: Sequence[Split]) -> Within:
    """One article with one entity for each thing; single names first, then all of them together."""
    told: dict[Mention, Step] = dict(in_context(extraction, schema))
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


def _aliases(entities: Iterable[Entity], known: Known, apart: Apart) -> list[Step]:
    """The names that the table knows as another name of something."""
    steps = []
    for entity in entities:
        thing = known.canonical(entity)
        if thing is not None and thing.key != entity.key and frozenset((thing.key, entity.key)) not in apart:
            where = "the schema gives it" if known.source(entity) == GIVEN else "the list of known names has it"
            steps.append(Step(entity, thing, "alias", f"{where} as another name of {thing.name}"))
    return steps


def _labels(extractions: Iterable[Extraction], groups: Mapping[Entity, Entity], known: Known) -> Moves:
    """What every group is called: as the table has it, else as most articles write the name of its first member."""
    written: defaultdict[Entity, Counter[str]] = defaultdict(Counter)
    for extraction in extractions:
        for entity, name in {(mention.entity, mention.entity.name) for mention in extraction.mentions}:
            written[entity][name] += 1
    labels = {}
    for entity in set(groups.values()):
        names = written[entity] or Counter([entity.name])
        thing = known.proper(entity)
        label = thing.name if thing else min(names, key=lambda name: (-names[name], name))
        labels[entity] = replace(entity, name=label)
    return labels


def _links(entities: Iterable[Entity]) -> dict[Entity, str]:
    """What is known of the entities elsewhere."""
    known = load_links()
    return {entity: known[entity.type, entity.key] for entity in entities if (entity.type, entity.key) in known}


def _moved(step: Step, moves: Iterable[Mapping[Entity, Entity]]) -> Step:
    moves = list(moves)
    return step._replace(short=_follow(step.short, moves), long=_follow(step.long, moves))


def _follow(entity: Entity, moves: Iterable[Mapping[Entity, Entity]]) -> Entity:
    """What an entity is after some stages."""
    for move in moves:
        entity = move.get(entity, entity)
    return entity


class _Ledger:
    """Every step that was taken, with the number of articles in which it was."""

    def __init__(self) -> None:
        self._articles: Counter[Step] = Counter()

    def add(self, steps: Iterable[Step]) -> None:
        """Take down the steps that one article gave rise to."""
        self._articles.update(set(steps))

    def count(self, extractions: Iterable[Extraction], steps: Iterable[Step]) -> None:
        """Take down the steps that hold in every article that has the short name."""
        by_name = {step.short: step for step in steps}
        for extraction in extractions:
            named = {mention.entity for mention in extraction.mentions}
            self.add(by_name[entity] for entity in named if entity in by_name)

    def merges(self, moves: Sequence[Mapping[Entity, Entity]]) -> tuple[Merge, ...]:
        """One merge for every name and rule, with the first reason in alphabetical order."""
        found: dict[tuple[Entity, str, str], tuple[str, int]] = {}
        for step in sorted(self._articles):
            entity = _follow(step.long, moves)
            place = (entity, step.short.name, step.rule)
            because, articles = found.get(place, (step.because, 0))
            if step.short.name != entity.name:
                found[place] = because, articles + self._articles[step]
        return tuple(sorted(Merge(*place, *rest) for place, rest in found.items()))
