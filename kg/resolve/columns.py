"""All articles side by side: their summaries as columns of numbers, so that very many fit.

Every entity has a number here, and what an article says of it is a row of small integers. A :class:`Stage` is the
same articles with other entities in the place of their own, as they are after some steps of resolution.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from kg.resolve.groups import Step, follow
from kg.resolve.postings import Postings, distinct
from kg.resolve.values import Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.model import ArticleKey, Entity
    from kg.resolve.groups import Moves
    from kg.resolve.summary import Name, Summary, Told
    from kg.schema import Schema

    Numbers = NDArray[np.int64]

__all__ = ["Columns", "Stage"]


class Columns:
    """The summaries of articles, each article by its place.

    Attributes:
        keys: of the articles.
        entities: all that the articles name, called as they first were.
    """

    def __init__(self, summaries: Iterable[Summary]) -> None:
        self.keys: list[ArticleKey] = []
        self.entities: list[Entity] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[Name, int] = {}
        self._named: array[int] = array("i")  # by each name, the entity
        self._predicates: dict[str, int] = {}
        self._surfaces: dict[str, int] = {}
        self._told: list[tuple[int, Told, Name, Name]] = []
        self.written, self.found, self.surfaces, self.stated = _Rows(1), _Rows(1), _Rows(2), _Rows(3)
        self.confidences: array[float] = array("d")
        for summary in summaries:
            self._add(summary)
        first = {key: place for place, key in reversed([*enumerate(self.keys)])}
        self.files = np.array([first[key] for key in self.keys], dtype=np.int64)

    def _add(self, summary: Summary) -> None:
        place = len(self.keys)
        self.keys.append(summary.key)
        names = [self._name(name) for name in summary.names]
        things = [self._named[name] for name in names]
        self.written.add(names[: summary.written])
        self.found.add([things[one.name] for one in summary.found])
        self.confidences.extend([one.confidence for one in summary.found])
        self.surfaces.add(
            [
                number
                for one in summary.surfaces
                for number in (things[one.name], self._surfaces.setdefault(one.key, len(self._surfaces)))
            ]
        )
        self.stated.add(
            [
                number
                for one in summary.stated
                for number in (
                    things[one.head],
                    self._predicates.setdefault(one.predicate, len(self._predicates)),
                    things[one.tail],
                )
            ]
        )
        self._told.extend((place, one, summary.names[one.short], summary.names[one.long]) for one in summary.told)

    def _name(self, name: Name) -> int:
        number = self._names.get(name)
        if number is None:
            number = self._names[name] = len(self._names)
            thing = self._numbers.setdefault((name.type, name.key), len(self.entities))
            if thing == len(self.entities):
                self.entities.append(name.entity())
            self._named.append(thing)
        return number

    def told(self) -> Iterator[tuple[int, Step]]:
        """The steps that single articles gave rise to, each with the place of the article."""
        for place, one, short, long in self._told:
            yield place, Step(short.entity(), long.entity(), one.rule, one.because)

    def spelt(self) -> Iterator[tuple[Entity, str]]:
        """Every entity that an article has, with the name that most files give it, of equals the first."""
        (names,), places = self.written.columns()
        counts = Postings(names, self.files[places], len(self._names)).counts()
        best: dict[int, tuple[int, str]] = {}
        for name, thing, count in zip(self._names, self._named, counts.tolist(), strict=True):
            if count and (thing not in best or (-count, name.name) < best[thing]):
                best[thing] = (-count, name.name)
        yield from ((self.entities[thing], name) for thing, (_, name) in best.items())

    def writing(self, names: Iterable[str]) -> dict[str, frozenset[str]]:
        """The identifiers of the articles that write names of these keys."""
        (_, surfaces), places = self.surfaces.columns()
        numbers = {key: number for number, key in enumerate(self.surface_keys)}
        return {
            name: frozenset(self.keys[place].id for place in places[surfaces == numbers[name]].tolist())
            for name in sorted(set(names))
            if name in numbers
        }

    @property
    def predicates(self) -> list[str]:
        """The relations that articles state, by their numbers."""
        return list(self._predicates)

    @property
    def surface_keys(self) -> list[str]:
        """The keys of names as articles write them, by their numbers."""
        return list(self._surfaces)


class _Rows:
    """Rows of numbers, so many in each; those of one article follow those of another."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._values: array[int] = array("i")
        self._counts: array[int] = array("i")

    def add(self, values: list[int]) -> None:
        """Add the rows of an article, one after the other."""
        self._values.extend(values)
        self._counts.append(len(values) // self._width)

    def columns(self) -> tuple[tuple[Numbers, ...], Numbers]:
        """The columns, and the place of the article of each row."""
        table = np.array(self._values, dtype=np.int64).reshape(-1, self._width)
        places = np.repeat(np.arange(len(self._counts)), np.array(self._counts, dtype=np.int64))
        return tuple(table.T), places


class Stage:
    """The articles after some moves.

    Attributes:
        entities: what they name then, by numbers of their own.
        numbers: the number of each.
    """

    def __init__(self, columns: Columns, moves: Sequence[Moves]) -> None:
        self._columns = columns
        self.numbers: dict[Entity, int] = {}
        self._of = np.array(
            [self.numbers.setdefault(follow(one, moves), len(self.numbers)) for one in columns.entities], dtype=np.int64
        )
        self.entities = list(self.numbers)

    def instead(self) -> Iterator[Entity]:
        """What each entity of the articles is now, in their order."""
        return (self.entities[number] for number in self._of.tolist())

    def mentioned(self) -> Postings:
        """Where each entity is mentioned."""
        (found,), places = self._columns.found.columns()
        return Postings(self._of[found], places, len(self.entities))

    def readings(self) -> Mapping[Entity, Sequence[float]]:
        """How surely each of the articles that mention an entity does so, at best.

        Only the entities whose name is also that of another are there.
        """
        (found,), places = self._columns.found.columns()
        things, surely = self._of[found], np.array(self._columns.confidences)
        present = distinct(things).tolist()
        first: dict[str, int] = {}
        contested = {self.entities[one].key for one in present if first.setdefault(self.entities[one].key, one) != one}
        rivals = [one for one in present if self.entities[one].key in contested]
        here = np.isin(things, np.array(rivals, dtype=np.int64))
        things, places, surely = things[here], places[here], surely[here]
        order = np.lexsort((surely, places, things))
        things, places, surely = things[order], places[order], surely[order]
        last = np.flatnonzero(np.append((np.diff(things) != 0) | (np.diff(places) != 0), True)[: len(things)])
        read: dict[Entity, list[float]] = {}
        for thing, best in zip(things[last].tolist(), surely[last].tolist(), strict=True):
            read.setdefault(self.entities[thing], []).append(best)
        return read

    def allowed(self, schema: Schema) -> NDArray[np.bool_]:
        """Which relations, each as one article states it, are between two things that the schema lets it join."""
        (heads, predicates, tails), _ = self._columns.stated.columns()
        heads, tails = self._of[heads], self._of[tails]
        names, kinds = self._columns.predicates, sorted({one.type for one in self.entities})
        numbers = {type_: number for number, type_ in enumerate(kinds)}
        kind = np.array([numbers[one.type] for one in self.entities], dtype=np.int64)
        may = [
            name not in schema.relations or schema.allows(head, name, tail)
            for name in names
            for head in kinds
            for tail in kinds
        ]
        signatures = (predicates * len(kinds) + kind[heads]) * len(kinds) + kind[tails]
        found: NDArray[np.bool_] = (heads != tails) & np.array(may, dtype=np.bool_)[signatures]
        return found

    def stated(self, kept: NDArray[np.bool_]) -> frozenset[Triple]:
        """The relations between two things, of those that are kept, as facts."""
        (heads, predicates, tails), _ = self._columns.stated.columns()
        rows = np.stack((self._of[heads], predicates, self._of[tails]), axis=1)[kept]
        names = self._columns.predicates
        return frozenset(
            Triple(self.entities[head], names[predicate], self.entities[tail])
            for head, predicate, tail in np.unique(rows, axis=0).tolist()
            if head != tail
        )

    def named(self, kept: NDArray[np.bool_]) -> Postings:
        """Where each entity is mentioned, or at an end of a relation between two things, of those that are kept."""
        (found,), places = self._columns.found.columns()
        (heads, _, tails), where = self._columns.stated.columns()
        heads, tails = self._of[heads], self._of[tails]
        kept = kept & (heads != tails)
        things = np.concatenate((self._of[found], heads[kept], tails[kept]))
        return Postings(things, np.concatenate((places, where[kept], where[kept])), len(self.entities))

    def surfaces(self) -> Iterator[tuple[Entity, str]]:
        """Every entity with the key of each name that articles write it by."""
        (things, surfaces), _ = self._columns.surfaces.columns()
        keys = self._columns.surface_keys
        pairs = distinct(self._of[things] * len(keys) + surfaces)
        for pair in pairs.tolist():
            thing, surface = divmod(pair, len(keys))
            yield self.entities[thing], keys[surface]
