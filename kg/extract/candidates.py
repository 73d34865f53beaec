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
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span, Token

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
