"""spaCy component ``kg_relations``: what an article says of its mentions, and in which passages.

In: ``doc.ents``, a parse with lemmas and morphology, the article's blocks. Out: ``doc._.kg_relations``, one
:class:`FoundRelation` for every passage that states a fact which the article is likely enough to state, typed by the
schema.

Any other component may write relations there too, before or after this one: an analyst's own rules, a
transformer, an LLM.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import ensure_path

from kg.extract.readings import PairModel, candidates
from kg.extract.reasons import trigger_words
from kg.extract.roles import role_of
from kg.extract.status import status_of
from kg.extract.trees import Forest
from kg.extract.verdicts import claims
from kg.schema import Schema, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.tokens import Span, Token

    from kg.extract.readings import Reading
    from kg.model import Status

__all__ = ["RELATIONS", "FoundRelation", "RelationFinder", "RelationModel"]

RELATIONS = "kg_relations"
NEAR_BEST = 0.5
"""A passage backs a fact where its reading is at least this likely, measured by the likeliest of the article."""
RARE = {
    "acquires", "actsAgainst", "discovered", "exploits", "fixes", "founded", "investsIn", "partnersWith", "presentAt",
    "replaces", "supplies", "targets",
}  # fmt: skip
"""Relations that the annotated articles hold few examples of: of these a pattern knows more than the classifiers."""
WORDED = 0.5
"""How sure a fact of these is at least where a pattern finds both its ends in one sentence."""


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

    @classmethod
    def read(
        cls,
        head: Span,
        label: str,
        tail: Span,
        sentence: Span,
        source: str,
        confidence: float,
        triggers: tuple[Token, ...],
    ) -> FoundRelation:
        """A relation with the status, and the role, that its sentence gives it."""
        status = status_of(sentence, head, tail)
        role = role_of(head, tail) if label == "worksFor" else None
        return cls(head, label, tail, sentence, status, confidence, source, role, triggers)


if not Doc.has_extension(RELATIONS):
    Doc.set_extension(RELATIONS, default=())


@dataclass(frozen=True, slots=True)
class RelationModel:
    """How passages may be read, and how sure an article is of what they may say.

    Attributes:
        pairs: the reading of each passage by itself.
        verdicts: the probability of each fact, from all passages of the article.
    """

    pairs: PairModel
    verdicts: Forest

    def read(self, doc: Doc, schema: Schema) -> Iterator[tuple[float, tuple[Reading, ...]]]:
        """Every fact that the article may state: its probability, and the readings that back it."""
        found = candidates(doc)
        stated = claims(found, self.pairs.read(found, schema), schema)
        likely = self.verdicts.probabilities([claim.features for claim in stated])
        for claim, probability in zip(stated, likely, strict=True):
            relation, best = claim.key[1], claim.readings[0].probability
            worded = relation in RARE and any(reading.framed and reading.inside for reading in claim.readings)
            sure = max(float(probability), WORDED) if worded else float(probability)
            yield sure, tuple(one for one in claim.readings if one.probability >= NEAR_BEST * best)

    def to_disk(self, folder: Path) -> None:
        """Write all classifiers into a folder."""
        self.pairs.to_disk(folder)
        self.verdicts.to_disk(folder / "verdicts.npz")

    @classmethod
    def from_disk(cls, folder: Path) -> RelationModel:
        """Read what :meth:`to_disk` wrote."""
        return cls(PairModel.from_disk(folder), Forest.from_disk(folder / "verdicts.npz"))


class RelationFinder:
    """Reads relations off the pairs of mentions of every passage with trained classifiers.

    Attributes:
        model: the classifiers; without them, nothing is found.
        threshold: the probability from which a fact is kept.
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

    def predict(self, doc: Doc) -> list[FoundRelation]:
        """The relations of every passage, in reading order.

        The likeliest passage of a fact has the fact's probability as its confidence, the others less in proportion.
        """
        if self.model is None:
            return []
        found = [
            self._relation(reading, probability * reading.probability / readings[0].probability)
            for probability, readings in self.model.read(doc, self.schema)
            if probability >= self.threshold
            for reading in readings
        ]
        return sorted(found, key=lambda relation: relation.sentence.start)

    def _relation(self, reading: Reading, confidence: float) -> FoundRelation:
        head, relation, tail, sentence = reading.head, reading.relation, reading.tail, reading.passage.sentence
        words = trigger_words(head, relation, tail, sentence, self.schema, reading.candidate.frames)
        return FoundRelation.read(head, relation, tail, sentence, self.source, confidence, words)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the classifiers into a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self.model is not None:
            self.model.to_disk(folder)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> RelationFinder:  # noqa: ARG002
        """Read the classifiers from a folder."""
        folder = ensure_path(path)
        self.model = RelationModel.from_disk(folder) if (folder / "verdicts.npz").exists() else None
        return self


@Language.factory(
    RELATIONS,
    requires=["doc.ents", "token.dep", "token.lemma", "token.morph"],
    assigns=["doc._.kg_relations"],
    default_config={"source": "kg_relations", "threshold": 0.22},
)
def make_relation_finder(nlp: Language, name: str, source: str, threshold: float) -> RelationFinder:  # noqa: ARG001
    """Build the component; ``source`` names it in the evidence, ``threshold`` is the least probability kept."""
    return RelationFinder(source=source, threshold=threshold, schema=load_schema())
