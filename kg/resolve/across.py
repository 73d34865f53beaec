"""Across articles: names of one class that stand for one thing, and pairs that may.

============  ====================================================  ==============================================
rule          what is merged                                        what is left in doubt
============  ====================================================  ==============================================
spelling      names that differ in spaces, hyphens and accents
legal form    "Nvidia Corporation" and "Nvidia"
initial       "Donald J. Trump" and "Donald Trump"
acronym       a short form that one article at least expands,       one that is expanded in several ways, has two
              and none otherwise                                    letters or is of another kind
maker         "Nvidia DGX Spark" and "DGX Spark", when one name     a short name of one plain word whose articles
              only has the short one behind a maker's, and the      do not speak of the maker
              short one has a number or several words, or its
              articles speak of the maker
similar       names that differ by a letter or two in long words,   the same without shared company, and those
              and whose articles share company                      where a word makes the difference
surname                                                             "Musk" where no article has the first name
============  ====================================================  ==============================================

Two things that the table of names knows apart are never joined, and neither are two of other numbers: family members.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.resolve.classes import alike
from kg.resolve.groups import Groups, Step
from kg.resolve.postings import Postings, distinct
from kg.resolve.similar import similar_names
from kg.resolve.spelling import numbers, singular, skeleton, without_initials, without_legal_form
from kg.resolve.values import Doubt
from kg.resolve.within import MADE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.model import Entity
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known
    from kg.resolve.similar import Similar

__all__ = ["Across", "Named", "link_across"]

FREQUENT = 20
"""Articles from which on an entity is mentioned with everything, and proves no shared company."""
SHARED = 2
"""Entities that the articles of two similar names must share, to be company."""
BEARERS = 5
"""People of one surname of whom a mere surname may be one; what more people bear is no question to ask."""
NEAR = 0.5
"""The share of a short name's articles that must speak of the maker."""


class Across(NamedTuple):
    """The groups of names that are one thing, and the pairs that may be."""

    groups: Groups
    doubts: tuple[Doubt, ...]


class Named:
    """In which articles entities are, and which entities articles have.

    Args:
        entities: by numbers, some of which may be nowhere.
        places: the articles of each number.
        size: how many articles there are.
    """

    def __init__(self, entities: Sequence[Entity], places: Postings, size: int) -> None:
        counts: list[int] = places.counts().tolist()
        self._all = entities
        self._places = places
        self._company = places.inverted(size)
        self._counts = {one: count for one, count in zip(entities, counts, strict=True) if count}
        self._numbers = {one: number for number, one in enumerate(entities)}
        self.entities = sorted(self._counts, key=lambda one: (one.type, one.key))

    def __contains__(self, entity: Entity) -> bool:
        """Whether an article has it."""
        return entity in self._counts

    def count(self, entity: Entity) -> int:
        """How many articles have it."""
        return self._counts[entity]

    def articles(self, entity: Entity) -> NDArray[np.int32]:
        """The articles that have it."""
        return self._places[self._numbers[entity]]

    def company(self, place: int) -> list[Entity]:
        """What an article has."""
        return [self._all[number] for number in self._company[place].tolist()]


class _Places:
    """In which articles groups are, whatever these call them, as things stood when this was made."""

    def __init__(self, named: Named, groups: Groups) -> None:
        members: defaultdict[Entity, list[Entity]] = defaultdict(list)
        for entity in named.entities:
            if (root := groups.root(entity)) != entity:
                members[root].append(entity)
        self._named = named
        self._joined = {
            root: distinct(np.concatenate([named.articles(one) for one in (root, *others)]))
            for root, others in members.items()
        }

    def count(self, root: Entity) -> int:
        """How many articles have it."""
        joined = self._joined.get(root)
        return self._named.count(root) if joined is None else len(joined)

    def of(self, root: Entity) -> set[int]:
        """The articles that have it."""
        joined = self._joined.get(root)
        return set((self._named.articles(root) if joined is None else joined).tolist())

    def put(self, root: Entity, places: set[int]) -> None:
        """Say that a group is in other articles from here on."""
        self._joined[root] = np.array(sorted(places), dtype=np.int32)


def link_across(named: Named, expansions: Iterable[Step], known: Known, apart: Apart = frozenset()) -> Across:
    """Find the names that stand for one thing in different articles.

    Args:
        named: which articles have what; every entity has the class that all of them agree on.
        expansions: what single articles say that an acronym stands for, with the same entities.
        known: what the table of names has.
        apart: keys of names that a person has told apart.
    """
    return _Linker(named, known, apart).link(list(expansions))


class _Linker:
    def __init__(self, named: Named, known: Known, apart: Apart) -> None:
        self.known = known
        self.named = named
        self.entities = named.entities
        self.by_name = {(entity.type, entity.key): entity for entity in self.entities}
        self.classes = sorted({entity.type for entity in self.entities})
        self.groups = Groups(self.entities, apart, known.proper)
        self.places = _Places(named, self.groups)
        self.doubts: dict[frozenset[Entity], Doubt] = {}

    def link(self, expansions: list[Step]) -> Across:
        """Follow rule after rule, the surest first; what is refused or unsure comes out as doubt."""
        for step in (*self._spellings(), *self._plurals(), *self._legal_forms(), *self._initials()):
            self.groups.join(step)
        self._acronyms(expansions)
        self.places = _Places(self.named, self.groups)
        self._makers()
        self.places = _Places(self.named, self.groups)
        self._similar()
        self._surnames()
        return Across(self.groups, self._open_doubts())

    def _spellings(self) -> Iterator[Step]:
        spelt: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
        for entity in self.entities:
            spelt[entity.type, skeleton(entity.key)].append(entity)
        for entities in spelt.values():
            usual, *others = sorted(entities, key=self._by_use)
            for other in others:
                yield Step(other, usual, "spelling", f"“{usual.name}” is the same but for spaces, hyphens or accents")

    def _plurals(self) -> Iterator[Step]:
        """Technologies in the plural: products may well differ by an s."""
        for entity in self.entities:
            single = singular(entity.name) if entity.type == "TECHNOLOGY" else None
            one = self.by_name.get((entity.type, single)) if single else None
            if one is not None:
                yield Step(entity, one, "spelling", f"it is the plural of “{one.name}”")

    def _legal_forms(self) -> Iterator[Step]:
        for entity in self.entities:
            short = self.by_name.get((entity.type, without_legal_form(entity.key))) if entity.type == "ORG" else None
            if short is not None and short != entity:
                yield Step(entity, short, "legal form", f"“{short.name}” is the same without the legal form")

    def _initials(self) -> Iterator[Step]:
        """A person with and without the initials between first name and surname."""
        for entity in self.entities:
            short = self.by_name.get((entity.type, without_initials(entity.key))) if entity.type == "PERSON" else None
            if short is not None and short != entity:
                yield Step(entity, short, "initial", f"“{short.name}” is the same without the initial")

    def _acronyms(self, expansions: list[Step]) -> None:
        """A short form that is expanded in one way only is what it stands for, wherever it occurs."""
        ways: defaultdict[Entity, dict[Entity, str]] = defaultdict(dict)
        for step in sorted(expansions):
            if step.long in self.named:
                for short in self._read_as(step.short):
                    ways[short].setdefault(self.groups.root(step.long), step.because)
        for short in sorted(ways):
            longs = ways[short]
            sure = len(longs) == 1 and len(short.key) > 2
            for long, because in sorted(longs.items()):
                step = Step(short, long, "acronym", because)
                if not (sure and alike(short.type, long.type) and self.groups.join(step)):
                    self._doubt(step, 0.7 / len(longs))

    def _read_as(self, entity: Entity) -> list[Entity]:
        """The entities of the same name that other articles have, of its class or one that is taken for it."""
        named = ((type_, self.by_name.get((type_, entity.key))) for type_ in self.classes)
        return [found for type_, found in named if found is not None and alike(type_, entity.type)]

    def _makers(self) -> None:
        """A name with and without a maker's; that one article uses both for one thing says nothing of the others."""
        longer: defaultdict[Entity, set[tuple[Entity, Entity]]] = defaultdict(set)
        for entity in self.entities:
            parts = entity.key.split()
            for cut in range(1, len(parts)) if entity.type in MADE else ():
                short = self.by_name.get((entity.type, " ".join(parts[cut:])))
                maker = self._organisation(" ".join(parts[:cut]))
                if short is None or maker is None or self.known.is_family(short):
                    continue
                if numbers(entity.key) == numbers(short.key):
                    longer[short].add((entity, maker))
        for short in sorted(longer):
            long, maker = min(longer[short])
            alone = len({self.groups.root(one) for one, _ in longer[short]}) == 1
            because = f"“{long.name}” is the only name that has “{short.name}” behind a maker's"
            step = Step(short, long, "maker", because)
            telling = " " in short.key or bool(numbers(short.key)) or self._speak_of(maker, short)
            if not (telling and alone and self.groups.join(step)):
                for one, _ in sorted(longer[short]):
                    self._doubt(step._replace(long=one, because=f"“{one.name}” has it behind a maker's name"), 0.5)

    def _organisation(self, name: str) -> Entity | None:
        """The organisation of that name, among the articles' or in the table."""
        return self.by_name.get(("ORG", name)) or self.known.things.get(("ORG", name))

    def _speak_of(self, maker: Entity, short: Entity) -> bool:
        """Whether many of the articles that have the short name have the maker too."""
        if maker not in self.named:
            return False
        articles = set(self.named.articles(short).tolist())
        return len(articles & self.places.of(self.groups.root(maker))) >= NEAR * len(articles)

    def _similar(self) -> None:
        for pair in similar_names(self.entities):
            usual, rare = sorted((pair.one, pair.other), key=self._by_use)
            one, other = (self.places.of(self.groups.root(entity)) for entity in pair[:2])
            together = not one.isdisjoint(other)
            because = f"“{rare.name}” and “{usual.name}” differ by little ({pair.likeness:.2f})"
            if pair.slip and not together and len(shared := self._shared(pair, one, other)) >= SHARED:
                names = " and ".join(sorted(f"“{entity.name}”" for entity in shared[:SHARED]))
                if self.groups.join(Step(rare, usual, "similar", f"{because}, and both are named with {names}")):
                    self.places.put(self.groups.root(usual), one | other)
                    continue
            likely = 0.8 if pair.slip and not together else 0.5
            self._doubt(Step(rare, usual, "similar", because), pair.likeness * likely)

    def _shared(self, pair: Similar, places: set[int], others: set[int]) -> list[Entity]:
        """The things that articles of both mention, without those that are mentioned everywhere, the rarest first."""
        rare, common = sorted((places, others), key=len)
        if len(rare) > FREQUENT:
            return []
        beside = {self.groups.root(thing) for place in rare for thing in self.named.company(place)}
        beside -= {self.groups.root(pair.one), self.groups.root(pair.other)}
        found = [
            thing
            for thing in beside
            if self.places.count(thing) <= FREQUENT and not self.places.of(thing).isdisjoint(common)
        ]
        return sorted(found, key=lambda thing: (self.places.count(thing), thing))

    def _surnames(self) -> None:
        bearers: defaultdict[str, set[Entity]] = defaultdict(set)
        people = [entity for entity in self.entities if entity.type == "PERSON"]
        for entity in people:
            parts = entity.key.split()
            for cut in range(1, len(parts)):
                bearers[" ".join(parts[cut:])].add(self.groups.root(entity))
        for entity in people:
            full = sorted(bearers.get(entity.key, ()))
            for long in full if len(full) <= BEARERS else ():
                score = min(0.6, 0.3 + 0.1 * self.named.count(long)) / len(full)
                self._doubt(Step(entity, long, "surname", f"“{long.name}” bears that name"), score)

    def _by_use(self, entity: Entity) -> tuple[bool, int, Entity]:
        """Sort key: known names first, then the most frequent."""
        return self.known.proper(entity) is None, -self.named.count(entity), entity

    def _doubt(self, step: Step, score: float) -> None:
        pair = frozenset((step.short, step.long))
        if len(pair) > 1:
            one, other = sorted(pair)
            doubt = Doubt(one, other, step.rule, step.because, round(score, 4))
            known = self.doubts.get(pair)
            if known is None or known.score < doubt.score:
                self.doubts[pair] = doubt

    def _open_doubts(self) -> tuple[Doubt, ...]:
        """The doubts between groups that are still two, one for each pair of groups."""
        best: dict[frozenset[Entity], Doubt] = {}
        for doubt in sorted(self.doubts.values(), key=lambda doubt: (-doubt.score, doubt)):
            one, other = sorted((self.groups.root(doubt.one), self.groups.root(doubt.other)))
            if one != other and not self.groups.refuses(one, other):
                best.setdefault(frozenset((one, other)), replace(doubt, one=one, other=other))
        return tuple(sorted(best.values()))
