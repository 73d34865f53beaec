"""spaCy component ``kg_relations``: which of the pairs that a passage may relate it does relate, and how.

In: ``doc.ents``, a parse with lemmas and morphology, the article's blocks. Out: ``doc._.kg_relations``, one
:class:`FoundRelation` for every relation of every passage that is likely enough, typed by the schema.

Any other component may write relations there too, before or after this one: an analyst's own rules, a
transformer, an LLM.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path

from kg.extract.linear import LinearModel
from kg.extract.pairs import features, pairs, passages
from kg.extract.roles import role_of
from kg.extract.status import status_of
from kg.schema import Schema, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.tokens import Span, Token

    from kg.extract.pairs import Pair
    from kg.model import Status

__all__ = ["RELATIONS", "FoundRelation", "RelationFinder", "RelationModel", "label_of", "reading"]

RELATIONS = "kg_relations"
LEAST_KIND = 0.02
"""Where the kinds that the schema allows are together less likely than this, the pair is not related after all."""


class FoundRelation(NamedTuple):
    """A relation in spaCy's terms: two mentions, the property's name, the sentence that states it.

    ``triggers`` are the words of the sentence that give the relation away.
    """

    head: Span
    label: str
    tail: Span
    sentence: Span
    status: Status
    confidence: float
    source: str
    role: str | None = None
    triggers: tuple[Token, ...] = ()


if not Doc.has_extension(RELATIONS):
    Doc.set_extension(RELATIONS, default=())


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


def reading(pair: Pair, label: str, schema: Schema) -> tuple[Span, str, Span] | None:
    """The (head, relation, tail) that a label means for a pair, None where the schema does not allow it."""
    relation = label.rstrip("<>")
    head, tail = (pair.second, pair.first) if label.endswith("<") else (pair.first, pair.second)
    if relation not in schema.relations or not schema.allows(head.label_, relation, tail.label_):
        return None
    return head, relation, tail


@dataclass(frozen=True, slots=True)
class RelationModel:
    """Two decisions in a row: whether a passage relates a pair at all, and how.

    Examples of most relations are few, while what tells related from unrelated pairs is much the same for all of
    them; so the first decision is learnt from all relations together, and only the second apart.

    Attributes:
        related: classes ``no`` and ``yes``.
        kinds: the labels of :func:`label_of`.
    """

    related: LinearModel
    kinds: LinearModel

    def read(self, candidates: Sequence[Pair], schema: Schema) -> Iterator[tuple[Span, str, Span, float]]:
        """For every pair that the schema allows to relate, its likeliest relation and the probability of that."""
        if not candidates:
            return
        examples = [features(pair) for pair in candidates]
        related = self.related.probabilities(examples)[:, self.related.classes.index("yes")]
        kinds = self.kinds.probabilities(examples)
        for pair, likely, row in zip(candidates, related, kinds, strict=True):
            allowed = [
                (float(probability), label, found)
                for label, probability in zip(self.kinds.classes, row, strict=True)
                if (found := reading(pair, label, schema)) is not None
            ]
            if allowed:
                probability, _, found = max(allowed, key=lambda kind: kind[:2])
                total = max(sum(probability for probability, _, _ in allowed), LEAST_KIND)
                yield *found, float(likely) * probability / total

    def to_disk(self, folder: Path) -> None:
        """Write both classifiers into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.related.to_disk(folder / "related.npz")
        self.kinds.to_disk(folder / "kinds.npz")

    @classmethod
    def from_disk(cls, folder: Path) -> RelationModel:
        """Read what :meth:`to_disk` wrote."""
        return cls(LinearModel.from_disk(folder / "related.npz"), LinearModel.from_disk(folder / "kinds.npz"))


class RelationFinder:
    """Reads relations off the pairs of mentions of every passage with a trained classifier.

    Attributes:
        model: the classifier; without one, nothing is found.
        threshold: the probability from which a relation is kept.
        schema: which relation may join what.
    """

    def __init__(self, *, source: str, threshold: float, schema: Schema) -> None:
        self.source = source
        self.threshold = threshold
        self.schema = schema
        self.model: RelationModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations and add them to those already there."""
        doc._.kg_relations = (*doc._.kg_relations, *self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> Iterator[FoundRelation]:
        """The relations of every passage, in reading order."""
        if self.model is None:
            return
        for passage in passages(doc):
            for head, relation, tail, probability in self.model.read(list(pairs(passage)), self.schema):
                if probability >= self.threshold:
                    status = status_of(passage.sentence, head, tail)
                    role = role_of(head, tail) if relation == "worksFor" else None
                    yield FoundRelation(head, relation, tail, passage.sentence, status, probability, self.source, role)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the classifier into a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self.model is not None:
            self.model.to_disk(folder)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> RelationFinder:  # noqa: ARG002
        """Read the classifier from a folder."""
        folder = ensure_path(path)
        self.model = RelationModel.from_disk(folder) if (folder / "kinds.npz").exists() else None
        return self


@Language.factory(
    RELATIONS,
    requires=["doc.ents", "token.dep", "token.lemma", "token.morph"],
    assigns=["doc._.kg_relations"],
    default_config={"source": "kg_relations", "threshold": 0.25},
)
def make_relation_finder(nlp: Language, name: str, source: str, threshold: float) -> RelationFinder:  # noqa: ARG001
    """Build the component; ``source`` names it in the evidence, ``threshold`` is the least probability kept."""
    return RelationFinder(source=source, threshold=threshold, schema=load_schema())
