"""What people have decided, applied to what was found: the last word on names, classes and facts.

A decision names entities as they are without decisions, by their label or another of their names, so a set of decisions
means the same in whatever order it is taken. One that names nothing of these articles changes nothing, and is reported.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity
from kg.resolve.classes import overruled
from kg.resolve.corrections import (
    AcceptedRelation,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    entities_of,
)
from kg.resolve.groups import Groups, Step
from kg.resolve.known import load_known
from kg.resolve.rewrite import Rewritten, allowed, rewrite
from kg.resolve.senses import load_senses
from kg.resolve.spelling import key
from kg.resolve.values import Merge, Triple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.model import Extraction, Relation
    from kg.resolve.corrections import Decision
    from kg.resolve.decisions import Decisions
    from kg.resolve.known import Known
    from kg.resolve.values import Doubt, Resolution
    from kg.schema import Schema

__all__ = ["Census", "decide", "fact"]


class Census(NamedTuple):
    """What decisions may speak of.

    Attributes:
        articles: how many articles name each entity.
        surfaces: entities with the keys of the names that articles write them by.
        written: of the names that a decision takes from something, the articles that write them, by their identifiers.
        stated: the facts that articles state.
    """

    articles: Mapping[Entity, int]
    surfaces: Iterable[tuple[Entity, str]]
    written: Mapping[str, frozenset[str]]
    stated: frozenset[Triple]


def decide(resolution: Resolution, census: Census, decisions: Decisions, schema: Schema) -> Resolution:
    """The resolution with every decision applied, and those that name nothing listed."""
    if not decisions.items:
        return resolution
    find = _Finder(census, resolution.merges, decisions)
    final, joined = _final(find, decisions)
    rejected = {entity for one in decisions.of(Rejected) if (entity := find(one.one))}
    settled = rejected | {entity for one in decisions.of(Kept) if (entity := find(one.one))}
    settled |= {entity for one in decisions.of(Retyped) if (entity := find(one.one))}
    refused = frozenset(_facts(decisions.of(RejectedRelation), find, final, schema))
    stated = frozenset(fact(final[one.head], one.predicate, final[one.tail], schema) for one in census.stated)
    on_facts = [one for one in decisions.items if isinstance(one, AcceptedRelation | RejectedRelation)]
    untold = {one for one in on_facts if stated.isdisjoint(_facts([one], find, final, schema))}
    known = load_known(schema)
    return replace(
        resolution,
        extractions=Rewritten(resolution.extractions, _Decided(final, frozenset(rejected), refused, schema)),
        merges=_merges(joined, resolution.merges, final, rejected),
        doubts=_still_open(resolution.doubts, decisions, find, final, rejected),
        readings=overruled(replace(one, entity=final[one.entity]) for one in resolution.readings
                           if one.entity in final and one.entity not in settled),
        links=_links(resolution, decisions, find, final, rejected),
        accepted=stated.intersection(_facts(decisions.of(AcceptedRelation), find, final, schema)),
        unmatched=tuple(one for one in decisions.items if one in untold or not _names_something(one, find, known)),
    )  # fmt: skip


class _Finder:
    """Finds the entity that a decision names: by label, else by another name that one entity only bears."""

    def __init__(self, census: Census, merges: Iterable[Merge], decisions: Decisions) -> None:
        labels: defaultdict[tuple[str, str], set[Entity]] = defaultdict(set)
        others: defaultdict[tuple[str, str], set[Entity]] = defaultdict(set)
        self.articles = census.articles
        self.written = census.written
        for entity, name in census.surfaces:
            others[entity.type, name].add(entity)
        for entity in self.articles:
            labels[entity.type, entity.key].add(entity)
            labels[entity.type, key(entity.name)].add(entity)
        for merge in merges:
            others[merge.entity.type, key(merge.name)].add(merge.entity)
        self.names = {**others, **labels}
        self.keys = {name for _, name in self.names}
        self.before = {(one.type, one.one.key): one.one for one in decisions.of(Retyped)}

    def __call__(self, named: Entity) -> Entity | None:
        """The entity, or None where the name is nobody's or several entities bear it.

        A decision may also name an entity by the class that another decision gives it.
        """
        found = self.names.get((named.type, named.key))
        if found is None and (before := self.before.get((named.type, named.key))):
            found = self.names.get((before.type, before.key))
        return next(iter(found)) if found is not None and len(found) == 1 else None


def _final(find: _Finder, decisions: Decisions) -> tuple[dict[Entity, Entity], list[Merge]]:
    """What every entity is in the end, and the merges that people have decided."""
    groups = Groups(find.articles)
    merged: list[tuple[Merged, Entity, Entity]] = []
    for one in decisions.of(Merged):
        short, long = find(one.one), find(one.into)
        if short and long and short != long:
            groups.join(Step(short, long, "decision", ""))
            merged.append((one, short, long))
    types = {entity: one.type for one in decisions.of(Retyped) if (entity := find(one.one))}
    names = {entity: one.label for one in decisions.of(Renamed) if (entity := find(one.one))}
    ends: dict[Entity, Entity] = {}
    roots = groups.representatives()
    for root in sorted(set(roots.values()), key=lambda root: (root not in names, root in types, root)):
        end = Entity(types.get(root, root.type), root.key, names.get(root, root.name))
        ends.setdefault(end, end)  # a new class may make one thing of two, which then bear one name
    final = {entity: ends[replace(root, type=types.get(root, root.type))] for entity, root in roots.items()}
    merges = [
        Merge(final[long], short.name, "decision", one.because or "a person decided it", find.articles[short])
        for one, short, long in merged
    ]
    return final, merges


def _facts(
    decided: Collection[AcceptedRelation | RejectedRelation],
    find: _Finder,
    final: Mapping[Entity, Entity],
    schema: Schema,
) -> Iterator[Triple]:
    """The facts that decisions speak of, with the smaller entity first where the relation is symmetric."""
    for one in decided:
        head, tail = find(one.head), find(one.tail)
        if head and tail:
            yield fact(final[head], one.predicate, final[tail], schema)


def fact(head: Entity, predicate: str, tail: Entity, schema: Schema) -> Triple:
    """A fact, with the smaller entity first where the relation is symmetric."""
    head, tail = schema.ends(head, predicate, tail)
    return Triple(head, predicate, tail)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What decisions change in an extraction."""

    final: Mapping[Entity, Entity]
    rejected: frozenset[Entity]
    refused: frozenset[Triple]
    schema: Schema

    def of(self, entities: Collection[Entity]) -> tuple[_Decided, set[Entity]]:
        """The same for extractions that have no other entities than these, and what these become."""
        final = {one: self.final[one] for one in entities if one in self.final}
        here = {self.final.get(one, one) for one in entities}
        refused = frozenset(one for one in self.refused if one.head in here and one.tail in here)
        return _Decided(final, self.rejected.intersection(entities), refused, self.schema), here

    def __call__(self, extraction: Extraction) -> Extraction:
        mentions = tuple(one for one in extraction.mentions if one.entity not in self.rejected)
        relations = tuple(one for one in extraction.relations if self.rejected.isdisjoint((one.head, one.tail)))
        read = rewrite(replace(extraction, mentions=mentions, relations=relations), self.final)
        kept = tuple(one for one in read.relations if self._holds(one))
        return allowed(replace(read, relations=kept), self.schema)

    def _holds(self, one: Relation) -> bool:
        return fact(one.head, one.predicate, one.tail, self.schema) not in self.refused


def _merges(
    decided: Iterable[Merge], found: Iterable[Merge], final: Mapping[Entity, Entity], rejected: Collection[Entity]
) -> tuple[Merge, ...]:
    """What was joined, by people too, each name once for each rule."""
    moved = [
        replace(one, entity=final[one.entity]) for one in found if one.entity in final and one.entity not in rejected
    ]
    merges: dict[tuple[Entity, str, str], Merge] = {}
    for one in sorted({*decided, *moved}):
        if one.name != one.entity.name:
            same = merges.get((one.entity, one.name, one.rule), replace(one, articles=0))
            merges[one.entity, one.name, one.rule] = replace(same, articles=same.articles + one.articles)
    return tuple(sorted(merges.values()))


def _still_open(
    doubts: Collection[Doubt],
    decisions: Decisions,
    find: _Finder,
    final: Mapping[Entity, Entity],
    rejected: set[Entity],
) -> tuple[Doubt, ...]:
    """The doubts that no decision has settled, the likeliest of each pair."""
    apart = {frozenset((find(one.one), find(one.origin))) for one in decisions.of(Split)}
    best: dict[tuple[Entity, Entity], Doubt] = {}
    for doubt in sorted(doubts, key=lambda doubt: (-doubt.score, doubt)):
        one, other = sorted((final[doubt.one], final[doubt.other]))
        settled = frozenset((doubt.one, doubt.other)) in apart or not rejected.isdisjoint((doubt.one, doubt.other))
        if one != other and not settled:
            best.setdefault((one, other), replace(doubt, one=one, other=other))
    return tuple(sorted(best.values()))


def _links(
    resolution: Resolution,
    decisions: Decisions,
    find: _Finder,
    final: Mapping[Entity, Entity],
    rejected: Collection[Entity],
) -> dict[Entity, str]:
    """The links of what is left, under whatever name and class, and those that people have decided."""
    links = {
        end: iri
        for entity, iri in resolution.links.items()
        if (end := final.get(entity)) is not None and end.key == entity.key and entity not in rejected
    }
    for one in decisions.of(Linked):
        entity = find(one.one)
        if entity is not None and entity not in rejected:
            links.pop(final[entity], None)
            if one.iri is not None:
                links[final[entity]] = one.iri
    return links


def _names_something(decision: Decision, find: _Finder, known: Known) -> bool:
    """Whether all that a decision names is there."""
    if not isinstance(decision, Split):
        return all(find(entity) is not None for entity in entities_of(decision))
    one, origin = decision.one, decision.origin
    here = find.written.get(one.key, frozenset())
    if not (here.intersection(decision.articles) if decision.articles else here or one.key in find.keys):
        return False
    return origin.key in find.keys or _would_be(one, origin, known)


def _would_be(one: Entity, origin: Entity, known: Known) -> bool:
    """Whether a name would stand for a thing but for the split, which may have taken the thing's only name."""
    return known.canonical(one) == origin or any(sense.thing == origin for sense in load_senses().get(one.name, ()))
