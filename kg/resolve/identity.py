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
from kg.resolve.decided import decide
from kg.resolve.decisions import Decisions
from kg.resolve.groups import Step
from kg.resolve.known import GIVEN, load_known
from kg.resolve.links import load_links
from kg.resolve.local import apart, localised
from kg.resolve.rewrite import allowed, rewrite
from kg.resolve.values import Merge, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.model import ArticleKey, Extraction
    from kg.resolve.classes import Classes
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known
    from kg.resolve.summary import Summary
    from kg.resolve.values import Reading
    from kg.schema import Schema

__all__ = ["resolve", "settle"]

Moves = Mapping[Entity, Entity]
"""What entities are after a stage, where that changes them."""


def resolve(extractions: Collection[Extraction], schema: Schema, decisions: Decisions | None = None) -> Resolution:
    """The same extractions, in the same order, with one entity for each thing, and how that was decided."""
    decisions = decisions or Decisions()
    local = [localised(extraction, schema, decisions) for extraction in extractions]
    return settle([one.summary for one in local], [one.extraction for one in local], schema, decisions)


def settle(
    summaries: Collection[Summary],
    extractions: Collection[Extraction],
    schema: Schema,
    decisions: Decisions | None = None,
) -> Resolution:
    """Decide over all articles what each of their names stands for.

    Args:
        summaries: of the articles, as :func:`localise` gives them.
        extractions: of the same articles in the same order; nothing is read of them until the result is.
        schema: whose classes and relations are known.
        decisions: what people have decided; the articles must have been localised with the same.
    """
    decisions = decisions or Decisions()
    known, strangers = load_known(schema), apart(decisions)
    ledger = _Ledger()

    read = list(extractions)
    usual = _usual_names(summaries, known)
    aliases = _aliases(sorted(usual.values()), usual, known, strangers)
    strays = _strays(settle_classes(read, known), {step.short: step for step in aliases})
    aliases += strays.values()
    called = {**usual, **{step.short: step.long for step in aliases}}
    ledger.count(read, aliases)
    read = [rewrite(extraction, called) for extraction in read]

    classes = settle_classes(read, known)
    read = [allowed(rewrite(extraction, classes.settled), schema) for extraction in read]

    across = link_across(read, _expansions(summaries, aliases, [called, classes.settled]), known, strangers)
    ledger.count(read, across.groups.steps)
    groups = across.groups.representatives()
    read = [rewrite(extraction, groups) for extraction in read]

    for one in summaries:
        ledger.add(one.key, (_moved(step, [usual]) for step in _steps(one)))
    moves = [called, classes.settled, groups]
    resolution = Resolution(
        extractions=tuple(read),
        merges=ledger.merges(moves),
        doubts=across.doubts,
        readings=overruled(replace(one, entity=_follow(one.entity, moves)) for one in (*strays, *classes.readings)),
        copies=copies(summaries),
        links=_links(set(groups.values())),
    )
    return decide(resolution, decisions, schema)


def _steps(summary: Summary) -> Iterator[Step]:
    for short, long, rule, because in summary.told:
        yield Step(summary.names[short].entity(), summary.names[long].entity(), rule, because)


def _usual_names(summaries: Iterable[Summary], known: Known) -> Moves:
    """Every entity as it is called from here on: as the table has it, else as most articles write it."""
    written: defaultdict[Entity, dict[str, set[ArticleKey]]] = defaultdict(lambda: defaultdict(set))
    for summary in summaries:
        for name in summary.names[: summary.written]:
            written[name.entity()][name.name].add(summary.key)
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


def _expansions(summaries: Iterable[Summary], aliases: Iterable[Step], moves: Sequence[Moves]) -> list[Step]:
    """What single articles say that an acronym stands for, but for those that the table has settled."""
    settled = {step.short for step in aliases}
    steps = (step for one in summaries for step in _steps(one) if step.rule == "acronym")
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
