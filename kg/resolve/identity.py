"""All articles: from names as they are written to one entity for each thing, and why.

In: extractions whose entities are called as the articles write them. Out: a :class:`Resolution`. The order of the
articles and the number of workers change nothing.

Each article is first resolved by itself (:mod:`kg.resolve.local`), which leaves a small summary of it. The summaries of
all are then settled together, and what comes out says what becomes of each entity: an article that is what it was
costs no more than its summary, and the rewriting of its names when the result is looked at.

=========  =====================================================================================================
alias      the table of known names: "AWS" is Amazon Web Services (:mod:`kg.resolve.known`)
class      one class for each name, over all articles (:mod:`kg.resolve.classes`)
across     spellings, acronyms and makers' names in other articles, similar names (:mod:`kg.resolve.across`)
decision   what people have decided (:mod:`kg.resolve.decided`)
=========  =====================================================================================================
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.across import Named, link_across
from kg.resolve.classes import overruled, settle_classes
from kg.resolve.columns import Columns, Stage
from kg.resolve.copies import copies
from kg.resolve.corrections import Split
from kg.resolve.decided import Census, decide
from kg.resolve.decisions import Decisions
from kg.resolve.groups import Step, follow
from kg.resolve.known import GIVEN, load_known
from kg.resolve.links import load_links
from kg.resolve.local import apart, localised
from kg.resolve.merges import merges
from kg.resolve.rewrite import Ends, Rewritten
from kg.resolve.values import Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kg.model import Extraction
    from kg.resolve.classes import Classes
    from kg.resolve.groups import Apart, Moves
    from kg.resolve.known import Known
    from kg.resolve.summary import Summary
    from kg.resolve.values import Reading
    from kg.schema import Schema

__all__ = ["resolve", "settle"]


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
    repeated = copies(summaries)
    columns = Columns(summaries)

    usual = {one: known.proper(one) or Entity(one.type, one.key, name) for one, name in columns.spelt()}
    local = Stage(columns, [usual])
    aliases = _aliases(usual.values(), usual, known, strangers)
    strays = _strays(settle_classes(local.readings(), known), {step.short: step for step in aliases})
    aliases += strays.values()
    called = {**usual, **{step.short: step.long for step in aliases}}

    classes = settle_classes(Stage(columns, [called]).readings(), known)
    moves = [called, classes.settled]
    settled = Stage(columns, moves)
    kept = settled.allowed(schema)

    named = Named(settled.entities, settled.named(kept), len(summaries))
    across = link_across(named, _expansions(columns, aliases, moves), known, strangers)
    groups = across.groups.representatives()
    moves = [*moves, groups]

    told = ((place, _moved(step, [usual])) for place, step in columns.told())
    resolution = Resolution(
        extractions=Rewritten(extractions, _ends(columns, settled, moves, schema)),
        merges=merges(told, [(local, aliases), (settled, across.groups.steps)], columns, moves),
        doubts=across.doubts,
        readings=overruled(replace(one, entity=follow(one.entity, moves)) for one in (*strays, *classes.readings)),
        copies=repeated,
        links=_links(set(groups.values())),
        keys=tuple(columns.keys),
    )
    if not decisions.items:
        return resolution
    return decide(resolution, _census(columns, moves, kept, decisions), decisions, schema)


def _ends(columns: Columns, settled: Stage, moves: Sequence[Moves], schema: Schema) -> Ends:
    """What becomes of the entities of an article."""
    ends = {one: follow(one, moves) for one in columns.entities}
    before = zip(columns.entities, settled.instead(), strict=True)
    joined = {one: entity.type for one, entity in before if entity.type != ends[one].type}
    return Ends(ends, joined, schema)


def _census(columns: Columns, moves: Sequence[Moves], kept: NDArray[np.bool_], decisions: Decisions) -> Census:
    """What decisions may speak of."""
    final = Stage(columns, moves)
    counts = final.named(kept).counts().tolist()
    return Census(
        articles={one: count for one, count in zip(final.entities, counts, strict=True) if count},
        surfaces=final.surfaces(),
        written=columns.writing(one.one.key for one in decisions.of(Split)),
        stated=final.stated(kept),
    )


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


def _expansions(columns: Columns, aliases: Iterable[Step], moves: Sequence[Moves]) -> list[Step]:
    """What single articles say that an acronym stands for, but for those that the table has settled."""
    settled = {step.short for step in aliases}
    steps = (step for _, step in columns.told() if step.rule == "acronym")
    return [_moved(step, moves) for step in steps if step.short not in settled]


def _links(entities: Iterable[Entity]) -> dict[Entity, str]:
    """What is known of the entities elsewhere."""
    known = load_links()
    linked = sorted(one for one in entities if (one.type, one.key) in known)
    return {one: known[one.type, one.key] for one in linked}


def _moved(step: Step, moves: Sequence[Moves]) -> Step:
    return step._replace(short=follow(step.short, moves), long=follow(step.long, moves))
