"""Which mentions a noun phrase names, and which stand beside a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.phrases import NOTHING, Phrases
from tests.make_doc import written

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.phrases import Filling

ENTS = {"Acme": "ORG", "Globex": "ORG", "Initech": "ORG", "FluxCore": "PRODUCT", "Zorglub": "PRODUCT"}


def names(filling: Filling) -> list[str]:
    return [span.text for span, _ in filling.mentions]


def read(tokens: str) -> tuple[Doc, Phrases]:
    doc = written(tokens, ENTS)
    return doc, Phrases(doc[:], doc.ents)


NAMED = [
    ("Acme/PROPN/0/ROOT", ["Acme"]),
    ("Acme/PROPN/0/ROOT et/CCONJ/2/cc Globex/PROPN/0/conj", ["Acme", "Globex"]),
    ("Acme/PROPN/0/ROOT ,/PUNCT/2/punct Globex/PROPN/0/appos", ["Acme", "Globex"]),  # a list without "et"
    ("Acme/PROPN/0/ROOT ,/PUNCT/2/punct FluxCore/PROPN/0/appos", ["Acme"]),  # of another class, so no list
    ("Acme/PROPN/0/ROOT et/CCONJ/2/cc dort/VERB/0/conj et/CCONJ/4/cc Globex/PROPN/2/conj", ["Acme"]),
    ("startup/NOUN/0/ROOT Acme/PROPN/0/appos", ["Acme"]),
    ("framework/NOUN/0/ROOT web/ADJ/0/amod FluxCore/PROPN/0/appos", ["FluxCore"]),
    ("framework/NOUN/0/ROOT FluxCore/PROPN/0/dep et/CCONJ/3/cc Zorglub/PROPN/1/conj", ["FluxCore", "Zorglub"]),
    ("outil/NOUN/0/ROOT conçu/VERB/0/acl FluxCore/PROPN/0/appos", []),
    ("outils/NOUN/0/ROOT nommés/ADJ/0/amod FluxCore/PROPN/1/obj", ["FluxCore"]),
    ("outil/NOUN/0/ROOT conçu/VERB/0/acl par/ADP/3/case Acme/PROPN/1/obl:agent", []),
    ("outils/NOUN/0/ROOT libres/ADJ/0/amod comme/ADP/3/case/comme FluxCore/PROPN/0/nmod", ["FluxCore"]),
    ("outils/NOUN/0/ROOT tels/ADJ/0/amod que/SCONJ/3/case FluxCore/PROPN/0/nmod", ["FluxCore"]),
    ("outil/NOUN/0/ROOT nommé/VERB/0/acl/nommer FluxCore/PROPN/1/xcomp", ["FluxCore"]),
    ("outil/NOUN/0/ROOT remplace/VERB/0/acl/remplacer FluxCore/PROPN/1/obj", []),
    ("équipe/NOUN/0/ROOT d'/ADP/2/case/de Acme/PROPN/0/nmod", ["Acme"]),
    ("concurrent/NOUN/0/ROOT d'/ADP/2/case/de Acme/PROPN/0/nmod", []),
    ("outil/NOUN/0/ROOT est/AUX/0/cop/être FluxCore/PROPN/0/nsubj", ["FluxCore"]),
    ("rachat/NOUN/0/ROOT", []),
]


@pytest.mark.parametrize(("tokens", "expected"), NAMED, ids=[" ".join(expected) for _, expected in NAMED])
def test_what_a_noun_phrase_names(tokens: str, expected: list[str]) -> None:
    doc, phrases = read(tokens)
    assert names(phrases.named(doc[0])) == expected


def test_a_noun_says_what_the_name_before_it_is() -> None:
    doc, phrases = read("FluxCore/PROPN/0/ROOT ,/PUNCT/3/punct un/DET/3/det petit/ADJ/4/amod outil/NOUN/0/dep")
    assert names(phrases.named(doc[4])) == ["FluxCore"]


def test_a_definite_noun_stands_for_a_name_and_an_indefinite_one_for_none() -> None:
    doc, phrases = read("l'/DET/1/det entreprise/NOUN/1/ROOT")
    assert phrases.named(doc[1]).anaphor == doc[1]
    doc, phrases = read("une/DET/1/det entreprise/NOUN/1/ROOT")
    assert phrases.named(doc[1]) == NOTHING


def test_what_lies_outside_the_sentence_is_not_named() -> None:
    doc = written("Acme/PROPN/1/conj Globex/PROPN/1/ROOT et/CCONJ/3/cc Initech/PROPN/1/conj", ENTS)
    phrases = Phrases(doc[1:], doc.ents)
    assert not phrases.holds(doc[0])
    assert names(phrases.named(doc[1])) == ["Globex", "Initech"]
    assert names(phrases.named(doc[0])) == []


def test_the_name_that_follows_a_noun_without_a_preposition() -> None:
    doc, phrases = read("PDG/NOUN/0/ROOT Acme/PROPN/0/appos")
    assert names(phrases.apposed(doc[0])) == ["Acme"]
    doc, phrases = read("PDG/NOUN/0/ROOT de/ADP/2/case Acme/PROPN/0/nmod")
    assert phrases.apposed(doc[0]) == NOTHING


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("", True),
        ("a/AUX/1/aux", True),
        ("qui/PRON/1/nsubj", True),
        (",/PUNCT/1/punct", True),
        ("(/PUNCT/1/punct", False),
        (":/PUNCT/1/punct", False),
        ("rival/NOUN/1/nmod", False),
        ("ne/ADV/1/advmod " * 6, True),
        ("ne/ADV/1/advmod " * 7, False),
    ],
)
def test_the_name_right_before_a_word(between: str, found: bool) -> None:
    doc, phrases = read(f"Acme/PROPN/0/ROOT {between} rachète/VERB/0/dep")
    assert names(phrases.before(doc[len(doc) - 1])) == ["Acme"] * found


def test_a_mark_that_opens_an_explanation_may_stand_between() -> None:
    doc, phrases = read("Acme/PROPN/0/ROOT :/PUNCT/2/punct leader/NOUN/0/dep")
    assert phrases.before(doc[2]) == NOTHING
    assert names(phrases.before(doc[2], ":(")) == ["Acme"]


@pytest.mark.parametrize(
    ("tokens", "markers", "expected"),
    [
        ("rachète/VERB/0/ROOT Acme/PROPN/0/dep", None, ["Acme"]),
        ("rachète/VERB/0/ROOT Acme/PROPN/0/dep et/CCONJ/3/cc Globex/PROPN/1/conj", None, ["Acme", "Globex"]),
        ("rachète/VERB/0/ROOT la/DET/2/det société/NOUN/0/dep Acme/PROPN/0/dep", None, ["Acme"]),
        ("rachète/VERB/0/ROOT la/DET/2/det voiture/NOUN/0/dep Acme/PROPN/0/dep", None, []),
        ("investit/VERB/0/ROOT dans/ADP/2/case Acme/PROPN/0/dep", None, []),
        ("investit/VERB/0/ROOT dans/ADP/2/case Acme/PROPN/0/dep", ["dans"], ["Acme"]),
        ("investit/VERB/0/ROOT chez/ADP/2/case Acme/PROPN/0/dep", ["dans"], []),
        ("investit/VERB/0/ROOT Acme/PROPN/0/dep", ["dans"], []),
        ("dort/VERB/0/ROOT", None, []),
    ],
)
def test_the_name_right_behind_a_word(tokens: str, markers: list[str] | None, expected: list[str]) -> None:
    doc, phrases = read(tokens)
    found = phrases.after(doc[0], markers)
    assert names(found) == expected
    assert [mark.text for _, mark in found.mentions if mark is not None] == (markers or [])[: len(expected)]
