"""Known things: what the package's table of names, and the analyst's own, say that a name stands for.

``kg/data/aliases.tsv`` has a line for each known thing of each class, with its other names in French and English.
Where a string names one thing only, its class in the table is also the class of a mention that was read otherwise.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.classes import alike
from kg.resolve.senses import load_senses
from kg.resolve.spelling import key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.schema import Schema

__all__ = ["CURATED", "GIVEN", "Known", "load_known"]

CURATED, GIVEN = "curated", "given"
"""The sources that are trusted beyond the class that they give: this project's own list, and the analyst."""
FAMILY = 3
"""Known things whose names end with another known name, from which on that is a family's."""


LETTERS = 5
"""Letters of the shortest name that is looked up in other classes than the one that it was read as."""


@dataclass(frozen=True, slots=True)
class Known:
    """What names stand for.

    Attributes:
        things: the known thing of every (class, key of a name).
        anywhere: the known thing of the key of a name that all classes agree on.
        sources: where the name of a (class, key) was found.
        families: the (class, key) of what several known things are called after: Arch Linux and Oracle Linux are no
            Linux with the name of its maker.
    """

    things: Mapping[tuple[str, str], Entity]
    anywhere: Mapping[str, Entity]
    sources: Mapping[tuple[str, str], str]
    families: frozenset[tuple[str, str]] = frozenset()

    def thing(self, entity: Entity) -> Entity | None:
        """What the name stands for within its class, or None; a hyphen that does not break is one as any other."""
        return self.things.get((entity.type, entity.key.replace("\u2010", "-")))

    def proper(self, entity: Entity) -> Entity | None:
        """The known thing that bears this name as its own; another name of a thing may mean something else as well."""
        found = self.thing(entity)
        return found if found is not None and found.key == entity.key else None

    def canonical(self, entity: Entity) -> Entity | None:
        """What the name stands for, in the class that it was read as, or None.

        Where the class was mistaken for another that is like it, the name may stand in that one; not a few letters,
        which stand for many things: RTX the company is no graphics card.
        """
        found = self.thing(entity)
        other = self.anywhere.get(entity.key) if len(entity.key) >= LETTERS else None
        if found is None and other is not None and alike(entity.type, other.type):
            found = Entity(entity.type, other.key, other.name)
        return found

    def is_family(self, entity: Entity) -> bool:
        """Whether several other known things are called after this one."""
        return (entity.type, entity.key) in self.families

    def source(self, entity: Entity) -> str:
        """Where the name was found, or an empty text."""
        found = self.anywhere.get(entity.key)
        known = self.sources.get((entity.type, entity.key))
        return known or (self.sources.get((found.type, entity.key), "") if found else "")


def load_known(schema: Schema) -> Known:
    """The package's table, overruled by the names that the schema gives."""
    given = tuple((one.type, one.surface, one.name) for one in schema.names)
    return _known(given, tuple(schema.classes))


@lru_cache(maxsize=8)
def _known(given: tuple[tuple[str, str, str], ...], classes: tuple[str, ...]) -> Known:
    things: dict[tuple[str, str], Entity] = {}
    sources: dict[tuple[str, str], str] = {}
    for type_, name, aliases, source in _table():
        if type_ in classes:
            thing = Entity.named(type_, name)
            for place in (thing.key, *(key(one) for one in aliases.split("|") if one)):
                things.setdefault((type_, place), thing)
                sources.setdefault((type_, place), source)
    things.update(_told_apart(things))
    for type_, surface, name in given:
        for one in (surface, name):
            things[type_, key(one)] = Entity.named(type_, name)
            sources[type_, key(one)] = GIVEN
    # What the table gives another name of, an analyst may give another name to.
    things = {place: things[thing.type, thing.key] for place, thing in things.items()}
    trusted = {name for (_, name), source in sources.items() if source in {CURATED, GIVEN}}
    by_key: defaultdict[str, set[Entity]] = defaultdict(set)
    for (_, name), thing in things.items():
        if name in trusted:
            by_key[name].add(thing)
    anywhere = {name: min(found) for name, found in by_key.items() if len(found) == 1}
    return Known(things, anywhere, sources, _families(set(things.values())))


def _told_apart(things: Mapping[tuple[str, str], Entity]) -> dict[tuple[str, str], Entity]:
    """The things that the words around a name tell from others that bear it too, and so are none of the others.

    Case tells LoRa from LoRA, and the table has one line for both.
    """
    senses = [(key(name), sense.thing) for name, found in load_senses().items() for sense in found]
    return {
        (thing.type, thing.key): thing
        for name, thing in senses
        if thing.key != name and (known := things.get((thing.type, thing.key))) and known.key == name
    }


def _families(things: Collection[Entity]) -> frozenset[tuple[str, str]]:
    called_after = Counter(
        (thing.type, thing.key[place + 1 :]) for thing in things for place, sign in enumerate(thing.key) if sign == " "
    )
    return frozenset((thing.type, thing.key) for thing in things if called_after[thing.type, thing.key] >= FAMILY)


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str, str, str], ...]:
    text = files("kg").joinpath("data/aliases.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)
