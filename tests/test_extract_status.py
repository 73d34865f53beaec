"""How sentences put a relation, read off hand-made parses: no model is needed."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.extract.status import status_of
from kg.model import Status

SUBJECT = "AWS:PROPN:{}:nsubj:AWS"
OBJECT = "CUDA:PROPN:{}:obj:CUDA"
"""Tokens are written word:part of speech:head:relation:lemma, then the morphology where it matters."""

SENTENCES = {
    "AWS utilise CUDA": (Status.ASSERTED, f"{SUBJECT.format(1)} utilise:VERB:1:ROOT:utiliser {OBJECT.format(1)}"),
    "AWS n' utilise pas CUDA": (
        Status.NEGATED,
        f"{SUBJECT.format(2)} n':ADV:2:advmod:ne utilise:VERB:2:ROOT:utiliser pas:ADV:2:advmod:pas {OBJECT.format(2)}",
    ),
    "AWS n' utilise plus CUDA": (
        Status.NEGATED,
        (
            f"{SUBJECT.format(2)} n':ADV:2:advmod:ne utilise:VERB:2:ROOT:utiliser plus:ADV:2:advmod:plus "
            f"{OBJECT.format(2)}"
        ),
    ),
    "AWS utilise plus CUDA": (
        Status.ASSERTED,
        f"{SUBJECT.format(1)} utilise:VERB:1:ROOT:utiliser plus:ADV:1:advmod:plus {OBJECT.format(1)}",
    ),
    "AWS pourrait utiliser CUDA": (
        Status.HYPOTHETICAL,
        f"{SUBJECT.format(2)} pourrait:AUX:2:aux:pouvoir:Mood=Cnd utiliser:VERB:2:ROOT:utiliser {OBJECT.format(2)}",
    ),
    "AWS envisage d' utiliser CUDA": (
        Status.HYPOTHETICAL,
        (
            f"{SUBJECT.format(1)} envisage:VERB:1:ROOT:envisager d':ADP:3:mark:de utiliser:VERB:1:xcomp:utiliser "
            f"{OBJECT.format(3)}"
        ),
    ),
    "AWS utilise peut-être CUDA": (
        Status.HYPOTHETICAL,
        f"{SUBJECT.format(1)} utilise:VERB:1:ROOT:utiliser peut-être:ADV:1:advmod:peut-être {OBJECT.format(1)}",
    ),
    "AWS utilisera CUDA": (
        Status.PLANNED,
        f"{SUBJECT.format(1)} utilisera:VERB:1:ROOT:utiliser:Tense=Fut {OBJECT.format(1)}",
    ),
    "AWS prévoit CUDA": (Status.PLANNED, f"{SUBJECT.format(1)} prévoit:VERB:1:ROOT:prévoir {OBJECT.format(1)}"),
    "AWS prévoit d' utiliser CUDA": (
        Status.PLANNED,
        (
            f"{SUBJECT.format(1)} prévoit:VERB:1:ROOT:prévoir d':ADP:3:mark:de utiliser:VERB:1:xcomp:utiliser "
            f"{OBJECT.format(3)}"
        ),
    ),
    "AWS compte CUDA": (Status.ASSERTED, f"{SUBJECT.format(1)} compte:VERB:1:ROOT:compter {OBJECT.format(1)}"),
    "AWS compte utiliser CUDA": (
        Status.PLANNED,
        f"{SUBJECT.format(1)} compte:VERB:1:ROOT:compter utiliser:VERB:1:xcomp:utiliser {OBJECT.format(2)}",
    ),
    "AWS dément utiliser CUDA": (
        Status.NEGATED,
        f"{SUBJECT.format(1)} dément:VERB:1:ROOT:démentir utiliser:VERB:1:xcomp:utiliser {OBJECT.format(2)}",
    ),
    "AWS calcule sans CUDA": (
        Status.NEGATED,
        f"{SUBJECT.format(1)} calcule:VERB:1:ROOT:calculer sans:ADP:3:case:sans CUDA:PROPN:1:obl:CUDA",
    ),
    "AWS calcule sans utiliser CUDA": (
        Status.NEGATED,
        (
            f"{SUBJECT.format(1)} calcule:VERB:1:ROOT:calculer sans:ADP:3:mark:sans utiliser:VERB:1:advcl:utiliser "
            f"{OBJECT.format(3)}"
        ),
    ),
    "Jane part sans dire qu' AWS utilise CUDA": (
        Status.ASSERTED,
        (
            "Jane:PROPN:1:nsubj:Jane part:VERB:1:ROOT:partir sans:ADP:3:mark:sans dire:VERB:1:advcl:dire "
            f"qu':SCONJ:6:mark:que {SUBJECT.format(6)} utilise:VERB:3:ccomp:utiliser {OBJECT.format(6)}"
        ),
    ),
    "Sans Zorglub AWS utilise CUDA": (
        Status.ASSERTED,
        (
            "Sans:ADP:1:case:sans Zorglub:PROPN:3:obl:Zorglub "
            f"{SUBJECT.format(3)} utilise:VERB:3:ROOT:utiliser {OBJECT.format(3)}"
        ),
    ),
    "AWS utilise CUDA et ne chôme pas": (
        Status.ASSERTED,
        (
            f"{SUBJECT.format(1)} utilise:VERB:1:ROOT:utiliser {OBJECT.format(1)} et:CCONJ:5:cc:et ne:ADV:5:advmod:ne "
            "chôme:VERB:1:conj:chômer pas:ADV:5:advmod:pas"
        ),
    ),
    "CUDA calcule et AWS ne chôme pas": (
        Status.ASSERTED,
        (
            "CUDA:PROPN:1:nsubj:CUDA calcule:VERB:1:ROOT:calculer et:CCONJ:5:cc:et AWS:PROPN:5:nsubj:AWS "
            "ne:ADV:5:advmod:ne chôme:VERB:1:conj:chômer pas:ADV:5:advmod:pas"
        ),
    ),
    "AWS calcule et n' utilise pas CUDA": (
        Status.NEGATED,
        (
            f"{SUBJECT.format(1)} calcule:VERB:1:ROOT:calculer et:CCONJ:4:cc:et n':ADV:4:advmod:ne "
            f"utilise:VERB:1:conj:utiliser pas:ADV:4:advmod:pas {OBJECT.format(4)}"
        ),
    ),
}


def parsed(tokens: str) -> Doc:
    """A one-sentence Doc whose AWS and CUDA are entities."""
    rows = [token.split(":") for token in tokens.split()]
    doc = Doc(
        spacy.blank("fr").vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        heads=[int(row[2]) for row in rows],
        deps=[row[3] for row in rows],
        lemmas=[row[4] for row in rows],
        morphs=[row[5] if len(row) > 5 else "" for row in rows],
    )
    doc.ents = [Span(doc, t.i, t.i + 1, label="ORG") for t in doc if t.text in {"AWS", "CUDA"}]
    return doc


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_status_that_a_sentence_gives(sentence: str) -> None:
    expected, tokens = SENTENCES[sentence]
    doc = parsed(tokens)
    assert doc.text.strip() == sentence
    assert status_of(doc[:], *doc.ents) == expected


def test_a_mention_from_the_context_stands_for_the_subject() -> None:
    doc = parsed(
        "AWS:PROPN:0:ROOT:AWS elle:PRON:2:nsubj:elle utilisera:VERB:2:ROOT:utiliser:Tense=Fut CUDA:PROPN:2:obj:CUDA"
    )
    assert status_of(doc[1:], *doc.ents) == Status.PLANNED
