"""What is known of a candidate string: the named features that its class is decided by.

Who found it, what the dictionary knows of it and of its parts, how it is written, and what stands around all its
occurrences in the article.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.tokens import Span, Token

    from kg.extract.candidates import Candidate
    from kg.extract.names import KnownName
    from kg.model import Block

__all__ = ["features"]

MOST = 12
"""Occurrences of a string whose surroundings are read."""
LINKS = {",", "et", "ou", "/", "ainsi", "que", "&", "puis", ";"}
"""What may stand between two names of a list."""
DEFINING = {",", "est", "(", "sont", "devient", "reste", ":", "—", "–"}
"""What may stand between a name and the noun that says what it is."""


def _shape(text: str) -> str:
    """The string's outline, runs shortened: ``Vera Rubin`` -> ``Xx Xx``, ``RTX 5090`` -> ``X d``."""
    outline = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in text)
    return re.sub(r"(.)\1+", r"\1", outline)


def features(
    candidate: Candidate, lookup: Callable[[str], Sequence[KnownName]], where: Sequence[tuple[Block, Span]]
) -> set[str]:
    """What is known of a candidate, as named features for the classifier.

    Args:
        candidate: the string.
        lookup: what the dictionary knows of a string.
        where: the block of every token of the document, as :func:`kg.extract.documents.places` gives it.
    """
    spans = candidate.spans[:MOST]
    return {
        "bias",
        *_sources(candidate, lookup(candidate.text)),
        *_parts(candidate, lookup),
        *_form(candidate),
        *(feature for span in spans for feature in _context(span)),
        *(feature for span in spans for feature in _company(span)),
        *_place(candidate, where),
    }


def _sources(candidate: Candidate, known: Iterable[KnownName]) -> Iterator[str]:
    occurrences = len(candidate.spans)
    labels, best = _labels(candidate)
    dictionary = {
        source: "|".join(sorted({row.type for row in known if row.source == source})) or "no"
        for source in ("curated", "annotations", "public")
    }
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
        if source != "public":
            yield f"{source}={label} length={min(3, len(candidate.words))}"
    yield "curated={curated} annotations={annotations}".format(**dictionary)
    for vote in ("cve", "capitals", "bold", "code"):
        if candidate.votes[vote]:
            yield vote
            yield f"{vote} share={min(4, 4 * candidate.votes[vote] // occurrences)}"
            yield f"{vote} ner={best}"


def _labels(candidate: Candidate) -> tuple[Counter[str], str]:
    """How often the NER gave each label, and the label that it gave most."""
    labels = Counter({vote[4:]: n for vote, n in candidate.votes.items() if vote.startswith("ner=")})
    return labels, max(labels, key=lambda label: (labels[label], label)) if labels else "no"


def _parts(candidate: Candidate, lookup: Callable[[str], Sequence[KnownName]]) -> Iterator[str]:
    """What the dictionary knows of the longest beginning and of the longest end of the string."""
    words = candidate.words
    _, best = _labels(candidate)
    for cut in range(len(words) - 1, 0, -1):
        if types := _types(lookup(" ".join(words[:cut]))):
            yield f"begins={types}"
            yield f"begins={types} then={_shape(' '.join(words[cut:]))[:6]}"
            yield f"begins={types} ner={best}"
            break
    for cut in range(1, len(words)):
        if types := _types(lookup(" ".join(words[cut:]))):
            yield f"ends={types}"
            break


def _types(known: Iterable[KnownName]) -> str:
    return "|".join(sorted({row.type for row in known if row.source != "public"}))


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
    for length in (3, 4, 5):
        yield f"tail{length}={text.lower()[-length:]}"
        yield f"front{length}={text.lower()[:length]}"
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


def _company(span: Span) -> Iterator[str]:
    """What stands beside a mention in a list, and the noun that introduces or defines it."""
    doc, sentence = span.doc, span.sent
    for step, place in ((-1, span.start - 1), (1, span.end)):
        links = 0
        while 0 <= place < len(doc) and doc[place].lower_ in LINKS and links < 2:
            place, links = place + step, links + 1
        if links and 0 <= place < len(doc):
            if doc[place].ent_type_:
                yield f"list ner={doc[place].ent_type_}"
            if doc[place].ent_id_:
                yield f"list known={doc[place].ent_id_[2:]}"
    if span.end < sentence.end and doc[span.end].lower_ in DEFINING:
        for token in doc[span.end + 1 : min(span.end + 6, sentence.end)]:
            if token.pos_ == "NOUN":
                yield f"defined={token.lemma_.lower()}"
            if token.pos_ not in {"DET", "ADJ", "NUM", "ADV", "PUNCT"}:
                break
    place = span.start - 1
    while place >= sentence.start and span.start - place < 4 and (doc[place].is_punct or doc[place].pos_ == "ADJ"):
        place -= 1
    if place >= sentence.start and doc[place].pos_ == "NOUN":
        yield f"introduced={doc[place].lemma_.lower()}"


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
