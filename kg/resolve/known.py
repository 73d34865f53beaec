"""Known things: what the package's table of names, and the analyst's own, say that a name stands for.

``kg/data/aliases.tsv`` has a line for each known thing of each class, with its other names in French and English.
Where a string names one thing only, its class in the table is also the class of a mention that was read otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Entity, folded
from kg.resolve.classes import alike
from kg.resolve.senses import load_senses
from kg.resolve.spelling import key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.schema import Schema

__all__ = ["CURATED", "GIVEN", "Known", "load_known"]

CURATED, GIVEN = "curated", "given"
"""The sources that are trusted beyond the class that they give: this project's own list, and the analyst."""
FAMILY = 3
"""Known things whose names end with another known name, from which on that is a family's."""


LETTERS = 5
"""Letters of the shortest name that is looked up in other classes than the one that it was read as."""


@dataclass(frozen=True)
class Known:
    """What names stand for.

    Attributes:
        things: the known thing of every (class, key of a name).
        anywhere: the known thing of the key of a name that all classes agree on.
        sources: where the name of a (class, key) was found.
    """

    things: Mapping[tuple[str, str], Entity]
    anywhere: Mapping[str, Entity]
    sources: Mapping[tuple[str, str], str]

    @cached_property
    def families(self) -> frozenset[tuple[str, str]]:
        """The (class, key) of what several known things are called after.

        Arch Linux and Oracle Linux are no Linux with the name of its maker.
        """
        things = {place for place, thing in self.things.items() if thing.key == place[1]}
        called_after = Counter(
            (type_, name[place + 1 :]) for type_, name in things for place, sign in enumerate(name) if sign == " "
        )
        return frozenset(place for place in things if called_after[place] >= FAMILY)

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
    for thing, others, source in _table():
        if thing.type in classes:
            for name in (thing.key, *others):
                place = (thing.type, name)
                if place not in things:
                    things[place], sources[place] = thing, source
    things.update(_told_apart(things))
    for type_, surface, name in given:
        for one in (surface, name):
            things[type_, key(one)] = Entity.named(type_, name)
            sources[type_, key(one)] = GIVEN
    # What the table gives another name of, an analyst may give another name to.
    things = {place: things[thing.type, thing.key] for place, thing in things.items()}
    trusted = {name for (_, name), source in sources.items() if source in {CURATED, GIVEN}}
    classes_of = Counter(name for _, name in things)
    anywhere = {name: thing for (_, name), thing in things.items() if name in trusted and classes_of[name] == 1}
    return Known(things, anywhere, sources)


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


class _Row(NamedTuple):
    """A line of the table: a thing, the keys of its other names, and where they were found."""

    thing: Entity
    others: Sequence[str]
    source: str


@lru_cache(maxsize=1)
def _table() -> tuple[_Row, ...]:
    """The lines, whose names are folded all at once: one after the other takes four times as long."""
    text = files("kg").joinpath("data/aliases.tsv").read_text(encoding="utf-8")
    return tuple(map(_row, text.split("\n")[1:-1], folded(text).split("\n")[1:-1]))


def _row(line: str, keys: str) -> _Row:
    type_, name, _, source = line.split("\t")
    _, key, others, _ = keys.split("\t")
    return _Row(Entity(type_, key, name), others.split("|") if others else (), source)
