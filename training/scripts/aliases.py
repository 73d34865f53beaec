"""Make the table of other names that the resolver follows: ``kg/data/aliases.tsv``.

In: the curated gazetteer, public lists under free licences, annotated articles. Out: one line for each known thing
of each class, ``class``, ``name``, ``aliases`` (joined by ``|``) and ``source``, sorted. Where sources disagree on what
a name stands for, the curated one decides, then the annotations, then the public lists. Left out are names that would
join what is not one: members of a family ("USB 3.2" is not "USB 3.0", "Galaxy S26 Ultra" is not "Galaxy S26") and
names that one source gives to several things.
"""

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gold import Annotation, read_annotations
from names import curated, public

from kg.extract.names import KnownName
from kg.model import Entity
from kg.read.passages import normalise
from kg.schema import load_schema

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
LEAST = 3
"""Annotated articles that must give a name before it is taken for more than what one article means by it."""
CLASSES = set(load_schema().classes)


def key(name: str) -> str:
    """What tells names apart."""
    return Entity.named("", name).key


def relatives(alias: str, name: str) -> bool:
    """Whether two names are members of one family: the same words with other numbers, or others behind the number.

    >>> relatives("USB 3.2", "USB 3.0"), relatives("M2 Max", "Apple M2"), relatives("RTX 70 Ti", "GeForce RTX 70 Ti")
    (True, True, False)
    """
    one, other = WORD.findall(alias.casefold()), WORD.findall(name.casefold())
    words = [{word for word in parts if not word[0].isdigit()} for parts in (one, other)]
    if NUMBER.findall(alias) != NUMBER.findall(name):
        return words[0] <= words[1] or words[1] <= words[0]
    return bool(NUMBER.search(alias)) and bool(words[0] & words[1]) and _behind(one) != _behind(other)


def _behind(words: Sequence[str]) -> list[str]:
    """The words behind the last number."""
    last = max(place for place, word in enumerate(words) if word[0].isdigit())
    return list(words[last + 1 :])


def annotated(annotations: Iterable[Annotation]) -> Iterator[tuple[KnownName, int]]:
    """Every surface form of the annotated articles under the name that most of them give it, with their number."""
    names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for annotation in annotations:
        for entity in annotation["entities"]:
            for surface in {*entity["mentions"], entity["name"]}:
                names[normalise(surface), entity["type"]][entity["name"]] += 1
    for (surface, type_), counts in sorted(names.items()):
        name = min(counts, key=lambda name: (-counts[name], name))
        if len(surface) > 1:
            yield KnownName(surface, type_, name, "annotations"), counts[name]


class Table:
    """Known things, each with its class, name, aliases and the source that first knew it."""

    def __init__(self) -> None:
        self.things: dict[tuple[str, str], tuple[str, str]] = {}
        self.owner: dict[tuple[str, str], tuple[str, str]] = {}
        self.surfaces: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)

    def add(self, rows: Iterable[KnownName]) -> None:
        """Take over the names of one source that no earlier one knows otherwise."""
        stands: dict[tuple[str, str], set[str]] = defaultdict(set)
        spelt: dict[tuple[str, str], str] = {}
        rows = sorted(rows)
        for row in rows:
            if row.type in CLASSES:
                stands[row.type, key(row.surface)].add(key(row.name))
                spelt.setdefault((row.type, key(row.name)), row.name)
        for row in rows:
            if row.type not in CLASSES:
                continue
            place, name = (row.type, key(row.surface)), (row.type, key(row.name))
            thing = self.owner.get(name) or self._thing(name, spelt[name], row.source)
            if place in self.owner or len(stands[place]) > 1 or relatives(row.surface, self.things[thing][0]):
                continue
            self.owner[place] = thing
            self.surfaces[thing].setdefault(place[1], row.surface)

    def _thing(self, name: tuple[str, str], spelt: str, source: str) -> tuple[str, str]:
        self.things[name] = (spelt, source)
        self.owner[name] = name
        self.surfaces[name][name[1]] = spelt
        return name

    def rename(self, names: Iterable[tuple[KnownName, int]]) -> None:
        """Call a thing as at least three annotated articles do, where that is a name of it already."""
        best: dict[tuple[str, str], tuple[int, str]] = {}
        for row, articles in names:
            if articles >= LEAST and row.name == row.surface and (thing := self.owner.get((row.type, key(row.name)))):
                best[thing] = max(best.get(thing, (0, "")), (articles, row.name))
        for thing, (_, name) in best.items():
            self.things[thing] = (name, self.things[thing][1])

    def rows(self) -> Iterator[tuple[str, str, str, str]]:
        """The lines of the table; a thing with one name is kept too, since it tells what is not another thing."""
        for thing, (name, source) in self.things.items():
            others = sorted(surface for surface in self.surfaces[thing].values() if key(surface) != key(name))
            if others or source == "curated":
                yield thing[0], name, "|".join(others), source


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    table, seen = Table(), list(annotated(read_annotations(arguments.annotations)))
    table.add(curated(arguments.gazetteer / "curated.tsv"))
    table.add(row for row, articles in seen if articles >= LEAST)
    table.add(public(arguments.gazetteer / "names.jsonl"))
    table.rename(seen)
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writerow(("class", "name", "aliases", "source"))
        writer.writerows(sorted(table.rows()))


if __name__ == "__main__":
    main()
