"""One thing, one class: what the articles together take a name for holds in each of them.

A class is decided article by article, and goes wrong where an article says little of a thing. So the readings of all
articles that give one name are set against each other, each weighed by its confidence, and the one that prevails holds
everywhere; what was overruled is kept, as evidence of doubt. A name stays several things only where the articles are of
two minds about classes that no one takes for each other ("Jordan" may be a country and a person), or where two things
of that name are known: Arm the company and ARM the architecture.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.resolve.values import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Entity
    from kg.resolve.known import Known

__all__ = ["Classes", "alike", "overruled", "settle_classes"]

MAJORITY = 0.75
"""The share of the readings from which a class holds for all, whatever the others are."""
ALIKE = (
    frozenset({"ORG", "PRODUCT", "TECHNOLOGY"}),
    frozenset({"MALWARE", "THREAT_ACTOR"}),
    frozenset({"MALWARE", "PRODUCT", "TECHNOLOGY"}),
)
"""Classes taken for each other: a company and its platform, a group and its ransomware, a tool and its method."""
PRIOR = 0.5
"""What the table of known names weighs, in readings."""
SEEN = 2
"""Articles that must read a name as a thing of another kind before that is believed against the majority."""


def alike(one: str, other: str) -> bool:
    """Whether two classes are often taken for each other.

    >>> alike("ORG", "PRODUCT"), alike("PERSON", "PLACE")
    (True, False)
    """
    return one == other or any({one, other} <= kinds for kinds in ALIKE)


@dataclass(frozen=True, slots=True)
class Classes:
    """What each entity that was read is instead, and the readings that were overruled."""

    settled: Mapping[Entity, Entity]
    readings: tuple[Reading, ...]


@dataclass(slots=True)
class _Votes:
    """How surely and in how many articles a name was read as one class."""

    weight: float = 0.0
    articles: int = 0


def overruled(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """One reading for each other class of each entity, sorted: of all its names together, and the largest share."""
    found: dict[tuple[Entity, str], Reading] = {}
    for one in sorted(readings):
        if one.type != one.entity.type:
            same = found.get((one.entity, one.type), replace(one, articles=0))
            articles, share = same.articles + one.articles, max(same.share, one.share)
            found[one.entity, one.type] = replace(one, articles=articles, share=share)
    return tuple(sorted(found.values()))


def settle_classes(read: Mapping[Entity, Sequence[float]], known: Known) -> Classes:
    """One class for every name, decided over all articles; their order does not matter.

    Args:
        read: how surely each of the articles that mention an entity does so; an entity whose name no other bears may
            be left out.
        known: what the table of names has.
    """
    rivals: defaultdict[str, dict[Entity, _Votes]] = defaultdict(dict)
    for entity, confidences in read.items():
        rivals[entity.key][entity] = _Votes(sum(sorted(confidences)), len(confidences))
    settled: dict[Entity, Entity] = {}
    readings: list[Reading] = []
    for votes in rivals.values():
        total = sum(sorted(vote.weight for vote in votes.values()))
        best = min(votes, key=lambda entity: (-votes[entity].weight - PRIOR * _expected(entity, known), entity.type))
        for entity in sorted(votes):
            if entity != best and not (_both_known(entity, best, known) or _stands(votes, entity, best)):
                settled[entity] = best
                share = votes[entity].weight / total if total else 0.0
                readings.append(Reading(best, entity.type, votes[entity].articles, round(share, 4)))
    return Classes(settled, tuple(sorted(readings)))


def _expected(entity: Entity, known: Known) -> bool:
    """Whether the table knows the name as a thing of this class."""
    return known.thing(entity) is not None


def _both_known(entity: Entity, winner: Entity, known: Known) -> bool:
    """Whether the table knows two things of the name; a company and the service that bears its name are one here."""
    kinds = {entity.type, winner.type}
    return kinds != {"ORG", "PRODUCT"} and known.thing(entity) is not None and known.thing(winner) is not None


def _stands(votes: Mapping[Entity, _Votes], entity: Entity, winner: Entity) -> bool:
    """Whether a minority's reading is another thing of the same name rather than a mistake."""
    if alike(entity.type, winner.type):
        return False
    enough = (1 - MAJORITY) * (votes[entity].weight + votes[winner].weight)
    return votes[entity].articles >= SEEN and votes[entity].weight > enough
