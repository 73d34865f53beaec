"""Builder: spaCy Docs by hand, with no pipeline and no model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spacy.lang.fr import French
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VOCAB = French().vocab


class Word(NamedTuple):
    """A token as a parser would leave it; ``head`` is the place of the word it depends on, its own for the root."""

    text: str
    head: int
    dep: str
    pos: str = "NOUN"
    lemma: str = ""
    morph: str = ""


def make_doc(words: Sequence[Word], ents: Mapping[str, str] | None = None) -> Doc:
    """A one-sentence Doc; ``ents`` gives the class of every one-word name."""
    doc = Doc(
        VOCAB,
        words=[word.text for word in words],
        heads=[word.head for word in words],
        deps=[word.dep for word in words],
        pos=[word.pos for word in words],
        lemmas=[word.lemma or word.text for word in words],
        morphs=[word.morph for word in words],
    )
    labels = ents or {}
    doc.ents = [Span(doc, token.i, token.i + 1, label=labels[token.text]) for token in doc if token.text in labels]
    return doc


def written(tokens: str, ents: Mapping[str, str] | None = None) -> Doc:
    """A one-sentence Doc from ``word/POS/head/relation``, then ``/lemma`` and ``/morphology`` where they matter.

    >>> [token.head.text for token in written("Acme/PROPN/1/nsubj rachète/VERB/1/ROOT/racheter")]
    ['rachète', 'rachète']
    """
    words = []
    for token in tokens.split():
        text, pos, head, dep, *more = token.split("/")
        words.append(Word(text, int(head), dep, pos, *more))
    return make_doc(words, ents)
