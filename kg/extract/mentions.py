"""spaCy component ``kg_mentions``: which strings of the article are names, and of what.

Finding a span and knowing its class are two decisions, and the second is the hard one: an unknown product and
an unknown company look alike in one sentence. So the component gathers every *string* that may be a name
(:mod:`kg.extract.candidates`), looks at all its occurrences in the article together (:mod:`kg.extract.signs`), and
decides once for the string: one class, or no name. Then every occurrence of every accepted string is marked, the
longest first.

In: ``doc.ents`` of an NER component, ``doc.spans["kg_names"]``. Out: ``doc.ents``, with the class as label, the
canonical name of a known thing as ``kb_id_``, and the confidence as ``span._.kg_confidence``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language
from spacy.tokens import Span
from spacy.util import ensure_path, filter_spans

from kg.extract.candidates import candidates
from kg.extract.documents import places
from kg.extract.linear import LinearModel
from kg.extract.names import NAMES, PUBLIC, NameFinder
from kg.extract.signs import features

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from kg.extract.candidates import Candidate
    from kg.extract.names import KnownName

__all__ = ["MENTIONS", "NO_NAME", "MentionFinder"]

MENTIONS = "kg_mentions"
NO_NAME = "NONE"
LEAST = 1e-3
"""The least probability that one way to write a name may give a class which the others are sure of."""


class MentionFinder:
    """Decides for every candidate string which class of entity it names, if any.

    Attributes:
        model: the classifier, whose classes are entity types and ``NONE``; without one, the NER's own majority
            decides, and where it is silent the dictionary's only class.
        labels: what the labels of the NER mean here, for pipelines with other label sets (``PER`` -> ``PERSON``);
            a label that maps to an empty string is no name.
        caution: how much "no name" weighs against the likeliest class; 1 takes the classifier at its word. The
            F1 of what is kept is best well below that (Lipton, Elkan and Naryanaswamy 2014: at half its value).
    """

    def __init__(self, nlp: Language, *, caution: float, labels: Mapping[str, str] | None = None) -> None:
        self._nlp = nlp
        self.caution = caution
        self.labels = dict(labels or {})
        self.model: LinearModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Decide, then mark."""
        self.set_annotations(doc, self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> list[tuple[Candidate, str, float]]:
        """Every candidate that is a name, with its class and the probability of it."""
        found = candidates(doc, self.labels)
        if not found:
            return []
        if self.model is None:
            decisions = [self._vote(candidate) for candidate in found]
        else:
            where = places(doc)
            lookup = self._dictionary()
            rows = [features(candidate, lookup, where) for candidate in found]
            decisions = self._classify(found, self.model.probabilities(rows), self.model.classes)
        return [(c, label, p) for c, (label, p) in zip(found, decisions, strict=True) if label != NO_NAME]

    def _classify(
        self, found: Sequence[Candidate], probabilities: NDArray[np.float64], classes: Sequence[str]
    ) -> list[tuple[str, float]]:
        """The class of each string; the ways to write one known name ("AWS", "Amazon Web Services") share theirs."""
        weights = np.array([self.caution if name == NO_NAME else 1.0 for name in classes])
        best = (probabilities * weights).argmax(axis=1)
        none = classes.index(NO_NAME) if NO_NAME in classes else -1
        lookup = self._dictionary()
        groups: dict[str, list[int]] = defaultdict(list)
        for row, candidate in enumerate(found):
            canonical = {known.name for known in lookup(candidate.text) if known.source != PUBLIC}
            if len(canonical) == 1 and best[row] != none:
                groups[canonical.pop()].append(row)
        for rows in groups.values():
            together = np.log(np.maximum(probabilities[rows], LEAST)).sum(axis=0)
            together[none] = -np.inf
            best[rows] = together.argmax()
        return [(classes[column], float(probabilities[row, column])) for row, column in enumerate(best)]

    def _vote(self, candidate: Candidate) -> tuple[str, float]:
        votes: Counter[str] = Counter()
        for vote, count in candidate.votes.items():
            if vote.startswith("ner="):
                votes[vote[4:]] += count
        types = {row.type for row in self._dictionary()(candidate.text) if row.source != PUBLIC}
        if len(types) == 1 and not votes:
            return types.pop(), 0.6
        label = max(votes, key=lambda name: (votes[name], name), default="")
        return (label, 0.7) if label else (NO_NAME, 1.0)

    def set_annotations(self, doc: Doc, decided: Iterable[tuple[Candidate, str, float]]) -> None:
        """Write the accepted strings' occurrences into ``doc.ents``, the longest at each place."""
        lookup = self._dictionary()
        marked = []
        for candidate, label, probability in decided:
            known = (row for row in lookup(candidate.text) if row.type == label and row.source != PUBLIC)
            canonical = next((row.name for row in known), "")
            for span in candidate.spans:
                marked.append(Span(doc, span.start, span.end, label=label, kb_id=canonical))
                marked[-1]._.kg_confidence = probability
        doc.ents = filter_spans(marked)

    def _dictionary(self) -> Callable[[str], tuple[KnownName, ...]]:
        """What looks a string up in the dictionary in front of this component."""
        names = self._nlp.get_pipe(NAMES) if self._nlp.has_pipe(NAMES) else None
        return names.lookup if isinstance(names, NameFinder) else lambda _: ()

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the classifier into a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self.model is not None:
            self.model.to_disk(folder / "model.npz")

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> MentionFinder:  # noqa: ARG002
        """Read the classifier from a folder."""
        file = ensure_path(path) / "model.npz"
        self.model = LinearModel.from_disk(file) if file.exists() else None
        return self


@Language.factory(
    MENTIONS,
    requires=["doc.ents", "doc.spans"],
    assigns=["doc.ents", "span._.kg_confidence"],
    default_config={"labels": {}, "caution": 0.5},
)
def make_mention_finder(
    nlp: Language,
    name: str,  # noqa: ARG001
    labels: dict[str, str],
    caution: float,
) -> MentionFinder:
    """Build the component; ``labels`` maps the NER's labels to entity types, ``caution`` weighs "no name"."""
    return MentionFinder(nlp, labels=labels, caution=caution)
