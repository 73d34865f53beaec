"""How sentences put a relation, read off hand-made parses: no model is needed."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

import kg.extract  # noqa: F401 - registers the extensions
from kg.extract.status import status_of
from kg.model import Status


def parsed(table: str, first: int, second: int) -> tuple[Span, Span, Span]:
    """A one-sentence Doc from lines ``word pos head dep lemma [morph]``, and two of its tokens as mentions."""
    rows = [line.split() for line in table.strip().splitlines()]
    doc = Doc(
        spacy.blank("fr").vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        heads=[int(row[2]) for row in rows],
        deps=[row[3] for row in rows],
        lemmas=[row[4] for row in rows],
        morphs=[row[5] if len(row) > 5 else "" for row in rows],
    )
    doc.ents = [Span(doc, first, first + 1, label="ORG"), Span(doc, second, second + 1, label="PRODUCT")]
    return doc[:], doc.ents[0], doc.ents[1]


SENTENCES = {
    "AWS utilise CUDA .": (
        Status.ASSERTED,
        "AWS PROPN 1 nsubj AWS\nutilise VERB 1 ROOT utiliser Mood=Ind|Tense=Pres\nCUDA PROPN 1 obj CUDA\n. PUNCT 1 punct .",
        (0, 2),
    ),
    "AWS n' utilise pas CUDA": (
        Status.NEGATED,
        "AWS PROPN 2 nsubj AWS\nn' ADV 2 advmod ne\nutilise VERB 2 ROOT utiliser Mood=Ind|Tense=Pres\n"
        "pas ADV 2 advmod pas\nCUDA PROPN 2 obj CUDA",
        (0, 4),
    ),
    "AWS utilise plus CUDA": (
        Status.ASSERTED,
        "AWS PROPN 1 nsubj AWS\nutilise VERB 1 ROOT utiliser Mood=Ind|Tense=Pres\nplus ADV 1 advmod plus\nCUDA PROPN 1 obj CUDA",
        (0, 3),
    ),
    "AWS pourrait utiliser CUDA": (
        Status.HYPOTHETICAL,
        "AWS PROPN 1 nsubj AWS\npourrait VERB 1 ROOT pouvoir Mood=Cnd|Tense=Pres\nutiliser VERB 1 xcomp utiliser VerbForm=Inf\n"
        "CUDA PROPN 2 obj CUDA",
        (0, 3),
    ),
    "AWS utilisera CUDA": (
        Status.PLANNED,
        "AWS PROPN 1 nsubj AWS\nutilisera VERB 1 ROOT utiliser Mood=Ind|Tense=Fut\nCUDA PROPN 1 obj CUDA",
        (0, 2),
    ),
    "AWS prévoit d' utiliser CUDA": (
        Status.PLANNED,
        "AWS PROPN 1 nsubj AWS\nprévoit VERB 1 ROOT prévoir Mood=Ind|Tense=Pres\nd' ADP 3 mark de\n"
        "utiliser VERB 1 xcomp utiliser VerbForm=Inf\nCUDA PROPN 3 obj CUDA",
        (0, 4),
    ),
    "AWS dément utiliser CUDA": (
        Status.NEGATED,
        "AWS PROPN 1 nsubj AWS\ndément VERB 1 ROOT démentir Mood=Ind|Tense=Pres\nutiliser VERB 1 xcomp utiliser VerbForm=Inf\n"
        "CUDA PROPN 2 obj CUDA",
        (0, 3),
    ),
    "AWS envisage d' utiliser CUDA": (
        Status.HYPOTHETICAL,
        "AWS PROPN 1 nsubj AWS\nenvisage VERB 1 ROOT envisager Mood=Ind|Tense=Pres\nd' ADP 3 mark de\n"
        "utiliser VERB 1 xcomp utiliser VerbForm=Inf\nCUDA PROPN 3 obj CUDA",
        (0, 4),
    ),
    "AWS calcule sans CUDA": (
        Status.NEGATED,
        "AWS PROPN 1 nsubj AWS\ncalcule VERB 1 ROOT calculer Mood=Ind|Tense=Pres\nsans ADP 3 case sans\nCUDA PROPN 1 obl CUDA",
        (0, 3),
    ),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_status_of_a_sentence(sentence: str) -> None:
    expected, table, (first, second) = SENTENCES[sentence]
    assert status_of(*parsed(table, first, second)) == expected


def test_a_negation_in_another_clause_says_nothing() -> None:
    table = (
        "AWS PROPN 1 nsubj AWS\nutilise VERB 1 ROOT utiliser Mood=Ind\nCUDA PROPN 1 obj CUDA\net CCONJ 6 cc et\n"
        "ne ADV 6 advmod ne\npas ADV 6 advmod pas\nattend VERB 1 conj attendre Mood=Ind"
    )
    assert status_of(*parsed(table, 0, 2)) == Status.ASSERTED


def test_a_mention_from_the_context_stands_for_the_subject() -> None:
    sentence, first, second = parsed(
        "CUDA PROPN 0 ROOT CUDA\nElle PRON 2 nsubj elle\nutilisera VERB 2 ROOT utiliser Tense=Fut\nX PROPN 2 obj X",
        0,
        3,
    )
    assert status_of(sentence[1:], first, second) == Status.PLANNED
