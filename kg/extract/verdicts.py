"""What an article as a whole says: the readings of its passages, weighed together.

A sentence alone is weak evidence. That two things are named together in five passages, that no other relation of
the two is as likely, that the head is what the article is about, or that it already uses three other things of the
same list: all this makes a reading more or less likely, and none of it stands in the sentence. So every fact that
some passage may state is judged once for the article, by numbers that sum up its readings and those around it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.pairs import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.extract.readings import Candidate, Reading
    from kg.schema import Schema

__all__ = ["Claim", "claims", "fact"]

LEAST = 0.02
"""The least probability of a reading that is weighed where no pattern speaks for it."""

MOST = 100
"""Facts of one end that each of them is measured by. Real articles state twenty; the trees tell no more apart."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that the article may state.

    Attributes:
        key: (head, relation, tail) of :func:`fact`, the ends by :func:`kg.extract.pairs.identity`.
        readings: the passages that may state it, the likeliest first.
        features: the numbers that it is judged by.
    """

    key: tuple[str, str, str]
    readings: tuple[Reading, ...]
    features: Mapping[str, float]


def claims(found: Sequence[Candidate], readings: Iterable[Reading], schema: Schema) -> list[Claim]:
    """Every fact that some passage of an article may state, in the order of their likeliest readings.

    Args:
        found: all pairs of the article.
        readings: the ways to read them.
        schema: which relations hold both ways.
    """
    by_fact: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    related: dict[int, float] = {}
    for reading in readings:
        related[id(reading.candidate.pair)] = reading.related
        if reading.probability >= LEAST or reading.framed:
            by_fact[fact(identity(reading.head), reading.relation, identity(reading.tail), schema)].append(reading)
    for held in by_fact.values():
        held.sort(key=lambda reading: -reading.probability)
    table = _Table(found, related, {key: held[0].probability for key, held in by_fact.items()})
    return [Claim(key, tuple(held), table.features(key, held)) for key, held in by_fact.items()]


def fact(head: str, relation: str, tail: str, schema: Schema) -> tuple[str, str, str]:
    """What tells one fact of an article from another: its ends in order where the relation holds both ways."""
    head, tail = schema.ends(head, relation, tail)
    return head, relation, tail


class _Table:
    """What is counted once for an article, and read for each of its claims."""

    def __init__(
        self, found: Sequence[Candidate], related: Mapping[int, float], best: Mapping[tuple[str, str, str], float]
    ) -> None:
        self.places: dict[str, set[int]] = defaultdict(set)
        self.related: dict[frozenset[str], list[float]] = defaultdict(list)
        for place, pair, _ in found:
            first, second = identity(pair.first), identity(pair.second)
            self.places[second].add(place)
            if "sentence" in pair.origins:
                self.places[first].add(place)
            self.related[frozenset((first, second))].append(related.get(id(pair), 0.0))
        self.passages = len({candidate.place for candidate in found})
        ranked = sorted(self.places, key=lambda name: -len(self.places[name]))
        self.rank = {name: rank for rank, name in enumerate(ranked)}
        self.of_pair: dict[frozenset[str], list[float]] = defaultdict(list)
        self.of_head: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.of_tail: dict[tuple[str, str], list[float]] = defaultdict(list)
        for (head, relation, tail), probability in best.items():
            self.of_pair[frozenset((head, tail))].append(probability)
            for others in (self.of_head[head, relation], self.of_tail[relation, tail]):
                if len(others) < MOST:
                    others.append(probability)

    def features(self, key: tuple[str, str, str], held: Sequence[Reading]) -> dict[str, float]:
        head, relation, tail = key
        best = held[0]
        probabilities = [reading.probability for reading in held]
        inside = [reading.probability for reading in held if reading.inside]
        pair = frozenset((head, tail))
        together = sorted(self.related[pair], reverse=True)
        rivals = _without(self.of_pair[pair], probabilities[0])
        of_head = _without(self.of_head[head, relation], probabilities[0])
        of_tail = _without(self.of_tail[relation, tail], probabilities[0])
        place = best.candidate.place
        return {
            "best": _odds(probabilities[0]),
            "second": _odds(probabilities[1] if len(held) > 1 else 0.0),
            "any": _odds(_either(probabilities)),
            "best inside": _odds(max(inside, default=0.0)),
            "kind": _odds(best.kind),
            "related": _odds(best.related),
            "most related": _odds(together[0]),
            "second most related": _odds(together[1] if len(together) > 1 else 0.0),
            "any related": _odds(_either(together)),
            "pairs": math.log1p(len(together)),
            "share of pairs": len(held) / len(together),
            "rival": _odds(max(rivals, default=0.0)),
            "share of rivals": probabilities[0] / sum(self.of_pair[pair]),
            "heads of tail": len(of_tail),
            "best of tail": max(of_tail, default=0.0),
            "sum of tail": math.log1p(sum(of_tail)),
            "tails of head": len(of_head),
            "best of head": max(of_head, default=0.0),
            "sum of head": math.log1p(sum(of_head)),
            "head passages": math.log1p(len(self.places[head])),
            "tail passages": math.log1p(len(self.places[tail])),
            "head rank": self.rank.get(head, len(self.rank)),
            "tail rank": self.rank.get(tail, len(self.rank)),
            "passages": math.log(self.passages),
            "entities": math.log1p(len(self.rank)),
            "head confidence": best.head._.kg_confidence,
            "tail confidence": best.tail._.kg_confidence,
            "inside": float(best.inside),
            "framed": float(best.framed),
            "framed somewhere": float(any(reading.framed for reading in held)),
            "at the top": float(place <= 1),
            "place": place / self.passages,
            "first place": min(reading.candidate.place for reading in held) / self.passages,
            f"relation={relation}": 1.0,
            f"head={best.head.label_}": 1.0,
            f"tail={best.tail.label_}": 1.0,
        }


def _odds(probability: float) -> float:
    """The logarithm of the odds, within ±9.21."""
    probability = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(probability / (1 - probability))


def _either(probabilities: Iterable[float]) -> float:
    """The probability that one of several holds, taken as independent."""
    return 1 - math.prod(1 - probability for probability in probabilities)


def _without(probabilities: Iterable[float], one: float) -> list[float]:
    """The others of some probabilities."""
    rest = Counter(probabilities)
    rest[one] -= 1
    return list(rest.elements())
