"""spaCy component ``kg_mentions``: which strings of the article are names, and of what.

Finding a span and knowing its class are two decisions, and the second is the hard one: an unknown product and
an unknown company look alike in one sentence. So the component gathers every *string* that may be a name (found
by the statistical NER, by the dictionary, by its form or its bold type), looks at all its occurrences in the
article together, and decides once for the string: one class, or no name. Then every occurrence of every accepted
string is marked, the longest first.

In: ``doc.ents`` of an NER component, ``doc.spans["kg_names"]``. Out: ``doc.ents``, with the class as label, the
canonical name of a known thing as ``kb_id_``, and the confidence as ``span._.kg_confidence``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import ensure_path, filter_spans

from kg.extract.documents import blocks, places
from kg.extract.linear import LinearModel
from kg.extract.names import NAMES
from kg.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from spacy.tokens import Doc, Token

    from kg.extract.names import KnownName, NameFinder
    from kg.model import Block

__all__ = ["MENTIONS", "NO_NAME", "Candidate", "MentionFinder", "candidates", "features"]

MENTIONS = "kg_mentions"
NO_NAME = "NONE"
LONGEST = 8
"""Tokens of the longest string that is considered."""
CVE = re.compile(r"CVE-\d{4}-\d{4,}")

if not Span.has_extension("kg_confidence"):
    Span.set_extension("kg_confidence", default=1.0)


@dataclass(slots=True)
class Candidate:
    """A string that may be a name.

    Attributes:
        words: its tokens.
        spans: where it occurs, in order, each inside one block.
        votes: how often each source found it: ``ner=ORG``, ``names``, ``cve``, ``capitals``, ``bold``, ``code``.
        covered: how many of its occurrences lie inside a longer candidate.
    """

    words: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    covered: int = 0

    @property
    def text(self) -> str:
        """The string as the article writes it."""
        return self.spans[0].text


def candidates(doc: Doc, labels: Mapping[str, str] | None = None) -> list[Candidate]:
    """Every string of the article that may be a name, in the order of their first occurrence.

    ``labels`` says what the labels of the NER mean, where they are not those of the schema.
    """
    found: dict[tuple[str, ...], Candidate] = {}
    for source, span in _finds(doc, labels or {}):
        if 0 < len(span) <= LONGEST:
            words = tuple(token.text for token in span)
            found.setdefault(words, Candidate(words)).votes[source] += 1
    _locate(doc, found)
    longer = filter_spans(span for candidate in found.values() for span in candidate.spans)
    kept = {(span.start, span.end) for span in longer}
    for candidate in found.values():
        candidate.covered = sum((span.start, span.end) not in kept for span in candidate.spans)
    return sorted((c for c in found.values() if c.spans), key=lambda c: (c.spans[0].start, len(c.words)))


def _finds(doc: Doc, labels: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    for span in doc.ents:
        label = labels.get(span.label_, span.label_)
        if label:
            yield f"ner={label}", span
    for span in doc.spans.get(NAMES, ()):
        yield "names", span
    for token in doc:
        if CVE.fullmatch(token.text):
            yield "cve", doc[token.i : token.i + 1]
    for span in _capitalised(doc):
        yield "capitals", span
    for block, block_span in blocks(doc):
        origin = block_span.start_char
        for start, end in block.bold:
            bold = doc.char_span(origin + start, origin + end)
            if bold is not None and any(character.isupper() for character in bold.text):
                yield "bold", bold
        for run in block.runs:
            code = doc.char_span(origin + run.start, origin + run.start + run.length)
            if code is not None and doc._.kg_article.text[run.source - 1 : run.source] == "`":
                yield "code", code


def _capitalised(doc: Doc) -> Iterator[Span]:
    """The longest stretches of words that are written like names, within a sentence.

    Every French sentence begins with a capital, so its first word counts only with a second sign: an inner capital
    or a digit, or a neighbour that is written like a name too.
    """
    start = 0
    while start < len(doc):
        end = start
        while end < len(doc) and _like_name(doc[end]) and (end == start or not doc[end].is_sent_start):
            end += 1
        if end > start + 1 or (end > start and not (doc[start].is_sent_start and doc[start].is_title)):
            yield doc[start:end]
        start = max(end, start + 1)


def _like_name(token: Token) -> bool:
    text = token.text
    return any(c.isupper() for c in text) or (text[0].isdigit() and token.i > 0 and token.nbor(-1).text[0].isupper())


def _locate(doc: Doc, found: Mapping[tuple[str, ...], Candidate]) -> None:
    """Give every candidate all its occurrences that do not cross from one block into the next."""
    by_first: dict[str, list[Candidate]] = defaultdict(list)
    for words, candidate in found.items():
        by_first[words[0]].append(candidate)
    limits = [span.end for _, span in places(doc)] or [len(doc)] * len(doc)
    for token in doc:
        for candidate in by_first.get(token.text, ()):
            end = token.i + len(candidate.words)
            if end <= limits[token.i] and all(
                doc[token.i + offset].text == word for offset, word in enumerate(candidate.words)
            ):
                candidate.spans.append(doc[token.i : end])


def _shape(text: str) -> str:
    """The string's outline, runs shortened: ``Vera Rubin`` -> ``Xx Xx``, ``RTX 5090`` -> ``X d``."""
    outline = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in text)
    return re.sub(r"(.)\1+", r"\1", outline)


def features(candidate: Candidate, known: Iterable[KnownName], where: Sequence[tuple[Block, Span]]) -> set[str]:
    """What is known of a candidate, as named features for the classifier.

    Args:
        candidate: the string.
        known: what the dictionary knows of it.
        where: the block of every token of the document, as :func:`kg.extract.documents.places` gives it.
    """
    return {
        "bias",
        *_sources(candidate, known),
        *_form(candidate),
        *(feature for span in candidate.spans[:12] for feature in _context(span)),
        *_place(candidate, where),
    }


def _sources(candidate: Candidate, known: Iterable[KnownName]) -> Iterator[str]:
    occurrences = len(candidate.spans)
    labels = Counter({vote[4:]: n for vote, n in candidate.votes.items() if vote.startswith("ner=")})
    dictionary = {
        source: "|".join(sorted({row.type for row in known if row.source == source})) or "no"
        for source in ("curated", "annotations")
    }
    best = max(labels, key=lambda label: (labels[label], label)) if labels else "no"
    share = min(4, 4 * sum(labels.values()) // occurrences)
    yield f"ner={best}"
    yield f"ner={best} share={share}"
    for label, count in labels.items():
        yield f"some ner={label}"
        if 2 * count >= occurrences:
            yield f"half ner={label}"
    for source, label in dictionary.items():
        yield f"{source}={label}"
        yield f"{source}={label} ner={best}"
        yield f"{source}={label} length={min(3, len(candidate.words))}"
    yield "curated={curated} annotations={annotations}".format(**dictionary)
    for vote in ("cve", "capitals", "bold", "code"):
        if candidate.votes[vote]:
            yield vote
            yield f"{vote} share={min(4, 4 * candidate.votes[vote] // occurrences)}"
            yield f"{vote} ner={best}"


def _form(candidate: Candidate) -> Iterator[str]:
    words, text = candidate.words, candidate.text
    shape = _shape(text)
    yield f"shape={shape}"
    yield f"first={words[0]}"
    yield f"last={words[-1]}"
    yield f"length={min(5, len(words))}"
    for word in (words[0], words[-1]):
        yield f"{'first' if word is words[0] else 'last'} suffix={word[-3:].lower()}"
    for word in words:
        yield f"word={word.lower()}"
    if text.islower():
        yield "all lower"
    if any(c.isdigit() for c in text):
        yield "digit"
    if any(c.isupper() for c in text[1:]) and " " not in text:
        yield "inner capital"
    if not text[0].isalnum() or not text[-1].isalnum():
        yield "odd edge"


def _context(span: Span) -> Iterator[str]:
    doc, sentence = span.doc, span.sent
    before = [doc[i] for i in range(max(sentence.start, span.start - 4), span.start)]
    after = [doc[i] for i in range(span.end, min(sentence.end, span.end + 3))]
    for distance, token in enumerate(reversed(before), 1):
        yield f"before={_word(token)}"
        if distance <= 2:
            yield f"before{distance}={_word(token)}"
    if not before:
        yield "before1=START"
    for distance, token in enumerate(after, 1):
        yield f"after={_word(token)}"
        if distance == 1:
            yield f"after1={_word(token)}"
    if len(before) > 1:
        yield f"before21={_word(before[-2])} {_word(before[-1])}"
    root = span.root
    if root.dep_ and root.head is not root:
        yield f"dep={root.dep_}"
        yield f"head={root.head.lemma_.lower()}"
        yield f"head={root.head.lemma_.lower()} dep={root.dep_}"
    for child in root.children:
        if child.i < span.start or child.i >= span.end:
            yield f"child={child.dep_} {child.lemma_.lower()}"


def _word(token: Token) -> str:
    return token.shape_ if token.like_num or token.is_title else token.lower_


def _place(candidate: Candidate, where: Sequence[tuple[Block, Span]]) -> Iterator[str]:
    yield f"occurrences={min(6, len(candidate.spans))}"
    if candidate.covered == len(candidate.spans):
        yield "always covered"
    elif candidate.covered:
        yield "sometimes covered"
    for kind in {where[span.start][0].kind if where else BlockKind.PARAGRAPH for span in candidate.spans}:
        yield f"in {kind}"


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
        names = self._names()
        known = [names.lookup(candidate.text) if names else () for candidate in found]
        if self.model is None:
            decisions = [self._vote(candidate, rows) for candidate, rows in zip(found, known, strict=True)]
        else:
            where = places(doc)
            rows = [features(candidate, rows, where) for candidate, rows in zip(found, known, strict=True)]
            probabilities = self.model.probabilities(rows)
            weights = [self.caution if name == NO_NAME else 1.0 for name in self.model.classes]
            best = (probabilities * weights).argmax(axis=1)
            decisions = [(self.model.classes[k], float(probabilities[i, k])) for i, k in enumerate(best)]
        return [(c, label, p) for c, (label, p) in zip(found, decisions, strict=True) if label != NO_NAME]

    def _vote(self, candidate: Candidate, known: Iterable[KnownName]) -> tuple[str, float]:
        votes: Counter[str] = Counter()
        for vote, count in candidate.votes.items():
            if vote.startswith("ner="):
                votes[vote[4:]] += count
        types = {row.type for row in known}
        if len(types) == 1 and not votes:
            return types.pop(), 0.6
        label = max(votes, key=lambda name: (votes[name], name), default="")
        return (label, 0.7) if label else (NO_NAME, 1.0)

    def set_annotations(self, doc: Doc, decided: Iterable[tuple[Candidate, str, float]]) -> None:
        """Write the accepted strings' occurrences into ``doc.ents``, the longest at each place."""
        names = self._names()
        marked = []
        for candidate, label, probability in decided:
            known = names.lookup(candidate.text) if names else ()
            canonical = next((row.name for row in known if row.type == label), "")
            for span in candidate.spans:
                marked.append(Span(doc, span.start, span.end, label=label, kb_id=canonical))
                marked[-1]._.kg_confidence = probability
        doc.ents = filter_spans(marked)

    def _names(self) -> NameFinder | None:
        return self._nlp.get_pipe(NAMES) if self._nlp.has_pipe(NAMES) else None  # type: ignore[return-value]

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
