"""The strings of an article that may be names, each with all its occurrences.

Found by the statistical NER, by the dictionary, or by the way they are written: capitals, bold or code type.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.util import filter_spans

from kg.extract.documents import blocks, places
from kg.extract.names import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc, Span

__all__ = ["Candidate", "candidates"]

LONGEST = 8
"""Tokens of the longest string that is considered."""
CVE = re.compile(r"CVE-\d{4}-\d{4,}")


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
    texts = [token.text for token in doc]
    found: dict[tuple[str, ...], Candidate] = {}
    for source, span in _finds(doc, texts, labels or {}):
        if 0 < len(span) <= LONGEST:
            words = tuple(texts[span.start : span.end])
            found.setdefault(words, Candidate(words)).votes[source] += 1
    _locate(doc, texts, found)
    longer = filter_spans(span for candidate in found.values() for span in candidate.spans)
    kept = {(span.start, span.end) for span in longer}
    for candidate in found.values():
        candidate.covered = sum((span.start, span.end) not in kept for span in candidate.spans)
    return sorted((c for c in found.values() if c.spans), key=lambda c: (c.spans[0].start, len(c.words)))


def _finds(doc: Doc, texts: Sequence[str], labels: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    for span in doc.ents:
        label = labels.get(span.label_, span.label_)
        if label:
            yield f"ner={label}", span
    for span in doc.spans.get(NAMES, ()):
        yield "names", span
    for place, text in enumerate(texts):
        if CVE.fullmatch(text):
            yield "cve", doc[place : place + 1]
    for span in _capitalised(doc, texts):
        yield "capitals", span
    for block, block_span in blocks(doc):
        origin = block_span.start_char
        for start, end in block.bold:
            bold = doc.char_span(origin + start, origin + end)
            if bold is not None and len(bold) <= LONGEST and any(character.isupper() for character in bold.text):
                yield "bold", bold
        for run in block.runs:
            code = doc.char_span(origin + run.start, origin + run.start + run.length)
            if code is not None and doc._.kg_article.text[run.source - 1 : run.source] == "`":
                yield "code", code


def _capitalised(doc: Doc, texts: Sequence[str]) -> Iterator[Span]:
    """The longest stretches of words that are written like names, within a sentence.

    Every French sentence begins with a capital, so its first word counts only with a second sign: an inner capital
    or a digit, or a neighbour that is written like a name too.
    """
    like_name = _like_names(texts)
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and like_name[end] and (end == start or not doc[end].is_sent_start):
            end += 1
        if end > start + 1 or (end > start and not (doc[start].is_sent_start and doc[start].is_title)):
            yield doc[start:end]
        start = max(end, start + 1)


def _like_names(texts: Sequence[str]) -> list[bool]:
    """Of each word, whether it is written like a name: with a capital, or in digits behind a word that begins so."""
    capital = {text: any(c.isupper() for c in text) for text in set(texts)}
    return [
        capital[text] or (text[0].isdigit() and before[:1].isupper())
        for before, text in zip(["", *texts], texts, strict=False)
    ]


def _locate(doc: Doc, texts: Sequence[str], found: Mapping[tuple[str, ...], Candidate]) -> None:
    """Give every candidate all its occurrences that do not cross from one block into the next."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in found:
        lengths[words[0]].add(len(words))
    limits = [span.end for _, span in places(doc)] or [len(doc)] * len(doc)
    for place, text in enumerate(texts):
        for length in lengths.get(text, ()):
            end = place + length
            if end <= limits[place] and (candidate := found.get(tuple(texts[place:end]))):
                candidate.spans.append(doc[place:end])
