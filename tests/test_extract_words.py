"""One word of a sentence: its base form, its prepositions, its voice."""

from __future__ import annotations

import pytest

from kg.extract.words import form, marks, normal, passive, personal, predicative, verbal
from tests.make_doc import written

ACTIVE = "racheter/VerbForm=Fin"
PARTICIPLE = "racheter/Tense=Past|VerbForm=Part"


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("du/ADP/0/ROOT/du", "de"),
        ("Du/ADP/0/ROOT/du", "de"),
        ("des/DET/0/ROOT/un", "de"),
        ("aux/ADP/0/ROOT/à", "à"),
        ("qu'/SCONJ/0/ROOT/que", "que"),
        ("chez/ADP/0/ROOT/Chez", "chez"),
        ("rachète/VERB/0/ROOT/racheter", "racheter"),
    ],
)
def test_the_base_form_of_a_preposition_is_without_its_article(word: str, base: str) -> None:
    assert normal(written(word)[0]) == base


@pytest.mark.parametrize(
    ("tokens", "place", "found"),
    [
        ("vente/NOUN/0/ROOT du/ADP/2/case/du groupe/NOUN/0/nmod", 2, {"de", "vente_de"}),
        ("De/ADP/1/case/de Paris/PROPN/1/ROOT", 1, {"de"}),
        ("auprès/ADP/2/case de/ADP/0/fixed Acme/PROPN/2/ROOT", 2, {"auprès", "auprès_de"}),
        ("Acme/PROPN/0/ROOT seul/ADJ/0/amod", 0, set()),
        ("Acme/PROPN/0/ROOT chez/ADP/0/case", 0, set()),  # what stands behind a noun does not mark it
    ],
)
def test_prepositions_mark_the_noun_that_they_stand_before(tokens: str, place: int, found: set[str]) -> None:
    assert marks(written(tokens)[place]) == found


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (f"Acme/PROPN/1/nsubj rachète/VERB/1/ROOT/{ACTIVE}", False),
        (f"Acme/PROPN/2/nsubj a/AUX/2/aux/avoir racheté/VERB/2/ROOT/{PARTICIPLE}", False),
        (f"Acme/PROPN/2/nsubj:pass est/AUX/2/aux:pass/être racheté/VERB/2/ROOT/{PARTICIPLE}", True),
        (f"Acme/PROPN/0/ROOT ,/PUNCT/0/punct racheté/VERB/0/acl/{PARTICIPLE}", True),
        ("Acme/PROPN/0/ROOT rachetant/VERB/0/acl/racheter/Tense=Pres|VerbForm=Part", False),
        ("s'/PRON/1/expl/se rachetés/VERB/1/ROOT/racheter/VerbForm=Part", False),
        ("est/AUX/1/aux/être racheté/VERB/1/ROOT/racheter/VerbForm=Part", False),
        ("Acme/PROPN/1/nsubj:pass racheté/VERB/1/ROOT/racheter/VerbForm=Fin", True),
        (f"racheté/VERB/0/ROOT/{PARTICIPLE} Globex/PROPN/0/obl:agent", True),
        ("la/DET/1/det rachetée/NOUN/1/ROOT/racheter", True),  # a participle that the tagger took for a noun
        (
            "a/AUX/1/aux/avoir vendu/VERB/1/ROOT/vendre/VerbForm=Part et/CCONJ/3/cc racheté/VERB/1/conj/racheter",
            False,  # the voice of the verb that it is coordinated with
        ),
    ],
)
def test_whether_the_subject_of_a_verb_undergoes_what_it_says(tokens: str, expected: bool) -> None:
    (verb,) = [token for token in written(tokens) if token.lemma_ == "racheter"]
    assert passive(verb) is expected


def test_the_infinitive_that_is_meant_tells_more_than_a_wrong_lemma() -> None:
    (verb,) = written("piratent/NOUN/0/ROOT/piratent")
    assert passive(verb)
    assert not passive(verb, "pirater")


@pytest.mark.parametrize(
    ("word", "kind", "speaks"),
    [
        ("rachète/VERB/0/ROOT/racheter/VerbForm=Fin", "Fin", True),
        ("racheté/VERB/0/ROOT/racheter/VerbForm=Part", "Part", True),
        ("racheter/VERB/0/ROOT/racheter/VerbForm=Inf", "Inf", False),
        ("rachetez/VERB/0/ROOT/racheter/Mood=Imp|VerbForm=Fin", "Fin", False),
        ("rachetez/VERB/0/ROOT/racheter/Person=2|VerbForm=Fin", "Fin", False),
        ("rachat/NOUN/0/ROOT", "", False),
    ],
)
def test_a_verb_without_a_subject_may_speak_of_someone(word: str, kind: str, speaks: bool) -> None:
    (verb,) = written(word)
    assert (form(verb), personal(verb)) == (kind, speaks)


def test_what_says_something_of_a_thing_is_a_verb_or_has_a_copula() -> None:
    doc = written("FluxCore/PROPN/2/nsubj est/AUX/2/cop/être libre/ADJ/2/ROOT")
    assert [verbal(token) for token in doc] == [False, True, False]
    assert [predicative(token) for token in doc] == [False, False, True]
