"""Does one node stand for one thing? Clusters of mentions, as annotated and as a graph has them.

The canonical name of an annotation is the same in every article, so the mentions that bear one name are one cluster; on
the other side, the mentions of one entity are. Compared are the mentions that both sides have, by their characters,
whatever their class, in two ways:

- *B³* (Bagga and Baldwin, Entity-based cross-document coreferencing using the vector space model, 1998): for each
  mention, how much of its found cluster is of its annotated one (precision), and how much of its annotated one is of
  its found one (recall), averaged;
- *pairs*: of all pairs of mentions that one node joins, how many the annotations join (precision), and the other way
  round (recall).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.evaluate.passages import counted_text, gold_spans
from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.evaluate.found import FoundArticle
    from kg.evaluate.gold import GoldArticle

__all__ = ["Agreement", "Clustering", "Mixture", "Placed", "agreement", "compare_clusters", "placed_mentions"]


class Placed(NamedTuple):
    """A mention that the annotations and the graph have both: its annotated name, and its entity by IRI and label."""

    name: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall of clusters, between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two; 0 where both are.

        >>> Agreement(1.0, 0.5).f1
        0.6666666666666666
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Mixture:
    """A cluster of one side that is several of the other: what it is called, and how many mentions each part has."""

    name: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """How well the nodes of a graph are the things that were annotated.

    Attributes:
        mentions: how many mentions were compared.
        b_cubed, pairs: the two measures.
        merged: nodes that stand for several things, those with most wrong pairs first.
        split: things that have several nodes, likewise.
    """

    mentions: int
    b_cubed: Agreement
    pairs: Agreement
    merged: tuple[Mixture, ...]
    split: tuple[Mixture, ...]


def placed_mentions(gold: GoldArticle, found: FoundArticle, text: str) -> list[Placed]:
    """The mentions of an article that both sides have."""
    entities = {(one.start, one.end): found.entities[one.entity] for one in found.mentions}
    placed = []
    for start, end, annotated in gold_spans(gold.entities, counted_text(text)):
        if entity := entities.get((start, end)):
            placed.append(Placed(Entity.named("", annotated.name).key, entity.iri, entity.name))
    return placed


def compare_clusters(mentions: Iterable[Placed]) -> Clustering:
    """Set the clusters of all mentions side by side."""
    placed = list(mentions)
    joint = Counter((one.name, one.iri) for one in placed)
    labels = {one.iri: one.label for one in placed}
    b_cubed, pairs = agreement(joint)
    return Clustering(
        len(placed),
        b_cubed,
        pairs,
        _mixtures({(iri, name): count for (name, iri), count in joint.items()}, labels, {}),
        _mixtures(joint, {}, labels),
    )


def agreement(joint: Mapping[tuple[str, str], int]) -> tuple[Agreement, Agreement]:
    """B³ and pairs, from how many mentions each annotated and each found cluster share.

    >>> b_cubed, pairs = agreement({("aws", "i1"): 2, ("aws", "i2"): 1})
    >>> b_cubed.precision, round(b_cubed.recall, 3), pairs.precision, round(pairs.recall, 3)
    (1.0, 0.556, 1.0, 0.333)
    """
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (name, iri), count in joint.items():
        gold[name] += count
        found[iri] += count
    total = sum(gold.values())
    if not total:
        return Agreement(0.0, 0.0), Agreement(0.0, 0.0)
    precision = sum(count * count / found[iri] for (_, iri), count in joint.items()) / total
    recall = sum(count * count / gold[name] for (name, _), count in joint.items()) / total
    right = sum(map(_pairs, joint.values()))
    joined, annotated = (sum(map(_pairs, side.values())) for side in (found, gold))
    pairs = Agreement(right / joined if joined else 1.0, right / annotated if annotated else 1.0)
    return Agreement(precision, recall), pairs


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _mixtures(
    joint: Mapping[tuple[str, str], int], names: Mapping[str, str], parts: Mapping[str, str]
) -> tuple[Mixture, ...]:
    """The first members of the keys that come with several second ones."""
    sides: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for (whole, part), count in joint.items():
        sides[whole].append((parts.get(part, part), count))
    mixed = [
        Mixture(names.get(whole, whole), tuple(sorted(members, key=lambda one: (-one[1], one[0]))))
        for whole, members in sides.items()
        if len(members) > 1
    ]
    return tuple(sorted(mixed, key=lambda one: (-_wrong(one), one.name, one.parts)))


def _wrong(mixture: Mixture) -> int:
    counts = [count for _, count in mixture.parts]
    return _pairs(sum(counts)) - sum(map(_pairs, counts))
