"""Within one article: names that stand for the same thing become one entity.

A newspaper names a thing in full once and then in short. Five habits are followed, each of which needs its
evidence in the same article and never joins two classes:

- *surname*: "Huang" after "Jensen Huang", when one person only bears it;
- *acronym*: "Amazon Web Services (AWS)", the short form in brackets right behind the long one, or before it;
- *edition*: "re:Invent" and "AWS re:Invent 2025", when the article names one year only;
- *legal form*: "Nvidia Corporation" and "Nvidia";
- *maker's name*: "NVIDIA H100" and "H100", "Samsung Galaxy S26" and "Galaxy S26", when the maker is named too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Extraction, Mention

__all__ = ["resolve_within"]

YEAR = re.compile(r" 20\d\d$")
LEGAL_FORMS = {
    "inc", "inc.", "corp", "corp.", "corporation", "ltd", "ltd.", "llc", "gmbh", "sa", "sas", "plc", "ag", "co.",
}  # fmt: skip


def resolve_within(extraction: Extraction) -> Extraction:
    """The extraction with one entity for all names of one thing."""
    groups = _Groups({mention.entity for mention in extraction.mentions})
    for short, long in _links(extraction):
        groups.join(short, long)
    representative = groups.representatives()
    mentions = tuple(replace(mention, entity=representative[mention.entity]) for mention in extraction.mentions)
    relations = tuple(
        replace(relation, head=head, tail=tail)
        for relation in extraction.relations
        if (head := representative.get(relation.head, relation.head))
        != (tail := representative.get(relation.tail, relation.tail))
    )
    return replace(extraction, mentions=mentions, relations=relations)


def _links(extraction: Extraction) -> Iterator[tuple[Entity, Entity]]:
    """Pairs (short form, long form) that name the same thing, in a fixed order."""
    surfaces: dict[Entity, set[str]] = {}
    for mention in extraction.mentions:
        surfaces.setdefault(mention.entity, set()).add(_plain(mention.exact))
    by_surface = {(e.type, surface): e for e in sorted(surfaces) for surface in sorted(surfaces[e])}
    makers = {surface for (type_, surface) in by_surface if type_ == "ORG"}
    for (type_, surface), entity in sorted(by_surface.items()):
        words = surface.split()
        if type_ == "ORG" and len(words) > 1 and words[-1] in LEGAL_FORMS:
            yield from _known(by_surface, type_, " ".join(words[:-1]), entity)
        if type_ in {"PRODUCT", "TECHNOLOGY"}:
            for cut in range(1, len(words)):
                if " ".join(words[:cut]) in makers:
                    yield from _known(by_surface, type_, " ".join(words[cut:]), entity)
    yield from _editions(surfaces)
    yield from _surnames(surfaces)
    yield from _acronyms(extraction)


def _plain(text: str) -> str:
    return Entity.named("", text.replace("*", "")).key


def _known(
    by_surface: dict[tuple[str, str], Entity], type_: str, surface: str, long: Entity
) -> Iterator[tuple[Entity, Entity]]:
    short = by_surface.get((type_, surface))
    if short is not None and short != long:
        yield short, long


def _editions(surfaces: dict[Entity, set[str]]) -> Iterator[tuple[Entity, Entity]]:
    """A conference without its year is the edition that the article names, when it names one only."""
    named: dict[str, list[Entity]] = {}
    for entity in sorted(surfaces):
        series = YEAR.sub("", entity.key)
        if entity.type == "EVENT" and series != entity.key:
            named.setdefault(series, []).append(entity)
    for entity in sorted(surfaces):
        if entity.type == "EVENT" and len(named.get(entity.key, ())) == 1:
            yield entity, named[entity.key][0]


def _surnames(surfaces: dict[Entity, set[str]]) -> Iterator[tuple[Entity, Entity]]:
    full: dict[str, set[Entity]] = {}
    for entity, names in surfaces.items():
        for name in names:
            if entity.type == "PERSON" and " " in name:
                full.setdefault(name.split()[-1], set()).add(entity)
    for entity, names in sorted(surfaces.items()):
        if entity.type == "PERSON":
            for name in sorted(names):
                bearers = full.get(name, set()) - {entity}
                if len(bearers) == 1:
                    yield entity, next(iter(bearers))


def _acronyms(extraction: Extraction) -> Iterator[tuple[Entity, Entity]]:
    """Neighbours of one class with nothing but an opening bracket between them, one the other's initials."""
    ordered = sorted(extraction.mentions, key=lambda mention: mention.start)
    for left, right in pairwise(ordered):
        between = extraction.article.text[left.end : right.start].replace("*", "").strip()
        behind = extraction.article.text[right.end : right.end + 3].replace("*", "")
        if between == "(" and behind.startswith(")") and left.entity.type == right.entity.type:
            for short, long in ((left, right), (right, left)):
                if _abbreviates(short, long) and short.entity != long.entity:
                    yield short.entity, long.entity


def _abbreviates(short: Mention, long: Mention) -> bool:
    """Whether the short form's letters are, in order, initials or capitals of the long form's words."""
    letters = [c for c in _plain(short.exact) if c.isalnum()]
    words = _plain(long.exact).replace("-", " ").replace("'", " ").split()
    if not 2 <= len(letters) <= 8 or len(words) < 2:
        return False
    initials = iter(word[0] for word in words)
    return letters[0] == words[0][0] and all(letter in initials for letter in letters)


class _Groups:
    """Union-find over entities; a group is named after its longest form."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._parent = {entity: entity for entity in entities}

    def _root(self, entity: Entity) -> Entity:
        while self._parent[entity] != entity:
            entity = self._parent[entity]
        return entity

    def join(self, short: Entity, long: Entity) -> None:
        """Put the short form's group below the long form's."""
        below, above = self._root(short), self._root(long)
        if below != above:
            self._parent[below] = above

    def representatives(self) -> dict[Entity, Entity]:
        """For every entity, the one that stands for its group."""
        return {entity: self._root(entity) for entity in self._parent}
