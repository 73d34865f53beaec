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

from kg.resolve.classes import alike
from kg.resolve.groups import Groups, Step
from kg.resolve.similar import similar_names
from kg.resolve.spelling import numbers, singular, skeleton, without_initials, without_legal_form
from kg.resolve.values import Doubt
from kg.resolve.within import MADE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Entity, Extraction
    from kg.resolve.groups import Apart
    from kg.resolve.known import Known

__all__ = ["Across", "link_across"]

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


def link_across(
    extractions: Sequence[Extraction], expansions: Iterable[Step], known: Known, apart: Apart = frozenset()
) -> Across:
    """Find the names that stand for one thing in different articles.

    Args:
        extractions: articles in which every entity has the class that all of them agree on.
        expansions: what single articles say that an acronym stands for, with the same entities.
        known: what the table of names has.
        apart: keys of names that a person has told apart.
    """
    return _Linker(extractions, known, apart).link(list(expansions))


class _Linker:
    def __init__(self, extractions: Sequence[Extraction], known: Known, apart: Apart) -> None:
        self.known = known
        self.articles: defaultdict[Entity, set[int]] = defaultdict(set)
        self.company: list[set[Entity]] = []
        self.places: defaultdict[Entity, set[int]] = defaultdict(set)
        for place, extraction in enumerate(extractions):
            entities = set(extraction.named())
            self.company.append(entities)
            for entity in entities:
                self.articles[entity].add(place)
        self.entities = sorted(self.articles)
        self.by_name = {(entity.type, entity.key): entity for entity in self.entities}
        self.classes = sorted({entity.type for entity in self.entities})
        self.groups = Groups(self.entities, apart, known.proper)
        self.doubts: dict[frozenset[Entity], Doubt] = {}

    def link(self, expansions: list[Step]) -> Across:
        """Follow rule after rule, the surest first; what is refused or unsure comes out as doubt."""
        for step in (*self._spellings(), *self._plurals(), *self._legal_forms(), *self._initials()):
            self.groups.join(step)
        self._acronyms(expansions)
        self._gather()
        self._makers()
        self._gather()
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
            if step.long in self.articles:
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

    def _gather(self) -> None:
        """See the company that things keep, under whatever name, as far as it is known by now which names are one."""
        one = self.groups.representatives()
        self.company = [{one[entity] for entity in entities} for entities in self.company]
        self.places = defaultdict(set)
        for place, entities in enumerate(self.company):
            for entity in entities:
                self.places[entity].add(place)

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
        articles = self.articles[short]
        together = articles & self.places[self.groups.root(maker)] if maker in self.articles else ()
        return len(together) >= NEAR * len(articles)

    def _similar(self) -> None:
        for pair in similar_names(self.entities):
            usual, rare = sorted((pair.one, pair.other), key=self._by_use)
            shared = self._shared(pair.one, pair.other)
            together = not self._places(pair.one).isdisjoint(self._places(pair.other))
            because = f"“{rare.name}” and “{usual.name}” differ by little ({pair.likeness:.2f})"
            if pair.slip and not together and len(shared) >= SHARED:
                names = " and ".join(sorted(f"“{entity.name}”" for entity in shared[:SHARED]))
                places = self._places(pair.one) | self._places(pair.other)
                if self.groups.join(Step(rare, usual, "similar", f"{because}, and both are named with {names}")):
                    self.places[self.groups.root(usual)] = places
                    continue
            likely = 0.8 if pair.slip and not together else 0.5
            self._doubt(Step(rare, usual, "similar", because), pair.likeness * likely)

    def _shared(self, one: Entity, other: Entity) -> list[Entity]:
        """The things that articles of both mention, without those that are mentioned everywhere, the rarest first."""
        rare, common = sorted((self._places(one), self._places(other)), key=len)
        if len(rare) > FREQUENT:
            return []
        beside = {self.groups.root(thing) for place in rare for thing in self.company[place]}
        beside -= {self.groups.root(one), self.groups.root(other)}
        found = [
            thing
            for thing in beside
            if len(self.places[thing]) <= FREQUENT and not self.places[thing].isdisjoint(common)
        ]
        return sorted(found, key=lambda thing: (len(self.places[thing]), thing))

    def _places(self, entity: Entity) -> set[int]:
        """The articles that name a thing, whatever they call it."""
        return self.places[self.groups.root(entity)]

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
                score = min(0.6, 0.3 + 0.1 * len(self.articles[long])) / len(full)
                self._doubt(Step(entity, long, "surname", f"“{long.name}” bears that name"), score)

    def _by_use(self, entity: Entity) -> tuple[bool, int, Entity]:
        """Sort key: known names first, then the most frequent."""
        return self.known.proper(entity) is None, -len(self.articles[entity]), entity

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
