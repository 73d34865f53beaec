"""How each passage may be read: for every pair of its mentions, whether it relates them, and how.

Examples of most relations are few, while what tells related from unrelated pairs is much the same for all of them;
so one classifier, learnt from all relations together, says whether a passage relates a pair at all, and a second
one says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.frames import FrameMatch, matches
from kg.extract.linear import LinearModel
from kg.extract.pairs import features, pairs, passages
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spacy.tokens import Doc, Span

    from kg.extract.pairs import Pair, Passage
    from kg.schema import Schema

__all__ = ["Candidate", "PairModel", "Reading", "candidates", "label_of"]

LEAST_KIND = 0.02
"""Where the kinds that the schema allows are together less likely than this, the pair is not related after all."""


class Candidate(NamedTuple):
    """A pair that a passage may relate.

    Attributes:
        place: which passage of the article, from 0.
        pair: the two mentions.
        frames: what the patterns of the built-in schema say of the two.
    """

    place: int
    pair: Pair
    frames: tuple[FrameMatch, ...]

    def features(self, known: dict[tuple[int, int], frozenset[str]] | None = None) -> set[str]:
        """What is known of the pair, as named features; ``known`` as for :func:`kg.extract.pairs.features`."""
        where = "inside" if "sentence" in self.pair.origins else "across"
        found = features(self.pair, known)
        for match in self.frames:
            label = label_of(match.relation, forward=match.head == self.pair.first, schema=load_schema())
            found |= {"frame", f"frame={label}", f"frame {where}={label}"}
        return found


class Reading(NamedTuple):
    """One way to read a candidate.

    Attributes:
        candidate: the pair and its passage.
        head, relation, tail: what it says.
        related: the probability that the passage relates the two at all.
        kind: the probability of this relation among those that the schema allows, given that it does.
    """

    candidate: Candidate
    head: Span
    relation: str
    tail: Span
    related: float
    kind: float

    @property
    def passage(self) -> Passage:
        """The passage that is read."""
        return self.candidate.pair.passage

    @property
    def probability(self) -> float:
        """The probability that the passage says this."""
        return self.related * self.kind

    @property
    def inside(self) -> bool:
        """Whether both ends stand in the sentence."""
        return "sentence" in self.candidate.pair.origins

    @property
    def framed(self) -> bool:
        """Whether a pattern says the same."""
        return any(match.relation == self.relation and match.head == self.head for match in self.candidate.frames)


def label_of(relation: str, *, forward: bool, schema: Schema) -> str:
    """A label of the classifier: the relation's name, and whether its head is the pair's first or second mention.

    >>> label_of("develops", forward=False, schema=load_schema())
    'develops<'
    >>> label_of("partnersWith", forward=False, schema=load_schema())
    'partnersWith'
    """
    if schema.relations[relation].symmetric:
        return relation
    return f"{relation}{'>' if forward else '<'}"


def candidates(doc: Doc) -> list[Candidate]:
    """Every pair of every passage of a document, in reading order."""
    found = []
    for place, passage in enumerate(passages(doc)):
        said: dict[frozenset[Span], list[FrameMatch]] = {}
        for match in matches(passage.sentence, passage.mentions, load_schema(), [m for m, _ in passage.context]):
            said.setdefault(frozenset((match.head, match.tail)), []).append(match)
        found += [
            Candidate(place, pair, tuple(said.get(frozenset((pair.first, pair.second)), ()))) for pair in pairs(passage)
        ]
    return found


@dataclass(frozen=True, slots=True)
class PairModel:
    """The two classifiers of pairs.

    Attributes:
        related: classes ``no`` and ``yes``.
        kinds: the labels of :func:`label_of`.
    """

    related: LinearModel
    kinds: LinearModel

    def read(self, found: Sequence[Candidate], schema: Schema) -> list[Reading]:
        """Every reading of every candidate that the schema allows, in the order of the candidates."""
        if not found:
            return []
        known: dict[tuple[int, int], frozenset[str]] = {}
        examples = [candidate.features(known) for candidate in found]
        related = self.related.probabilities(examples)[:, self.related.classes.index("yes")]
        kinds = self.kinds.probabilities(examples)
        allowed = cache(lambda first, second: _allowed(self.kinds.classes, first, second, schema))
        readings: list[Reading] = []
        for candidate, likely, row in zip(found, related.tolist(), kinds.tolist(), strict=True):
            first, second = candidate.pair.first, candidate.pair.second
            labels = allowed(first.label_, second.label_)
            total = max(sum(row[column] for column, _, _ in labels), LEAST_KIND)
            readings += [
                Reading(candidate, first, relation, second, likely, row[column] / total)
                if forward
                else Reading(candidate, second, relation, first, likely, row[column] / total)
                for column, relation, forward in labels
            ]
        return readings

    def to_disk(self, folder: Path) -> None:
        """Write both classifiers into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.related.to_disk(folder / "related.npz")
        self.kinds.to_disk(folder / "kinds.npz")

    @classmethod
    def from_disk(cls, folder: Path) -> PairModel:
        """Read what :meth:`to_disk` wrote."""
        return cls(LinearModel.from_disk(folder / "related.npz"), LinearModel.from_disk(folder / "kinds.npz"))


def _allowed(labels: Sequence[str], first: str, second: str, schema: Schema) -> list[tuple[int, str, bool]]:
    """The labels that the schema allows for a pair of two classes: column, relation, whether the first is its head."""
    found = []
    for column, label in enumerate(labels):
        relation, forward = label.rstrip("<>"), not label.endswith("<")
        head, tail = (first, second) if forward else (second, first)
        if relation in schema.relations and schema.allows(head, relation, tail):
            found.append((column, relation, forward))
    return found
