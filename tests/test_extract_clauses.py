"""Who does what to whom, read off hand-made parses: no model is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.extract.clauses import Clauses
from kg.extract.phrases import MISSING, NOTHING
from tests.make_doc import written

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.phrases import Filling

ENTS = {"Acme": "ORG", "Globex": "ORG", "Initech": "ORG", "FluxCore": "PRODUCT", "Jane": "PERSON"}
FIN, INF, PART = "VerbForm=Fin", "VerbForm=Inf", "Tense=Past|VerbForm=Part"


def names(filling: Filling) -> list[str]:
    return [span.text for span, _ in filling.mentions]


def read(tokens: str) -> tuple[Doc, Clauses]:
    doc = written(tokens, ENTS)
    return doc, Clauses(doc[:], doc.ents)


def word(doc: Doc, lemma: str) -> Token:
    (found,) = [token for token in doc if token.lemma_ == lemma]
    return found


SUBJECTS = {
    "the subject of a verb": (
        f"Acme/PROPN/1/nsubj rachète/VERB/1/ROOT/racheter/{FIN} Globex/PROPN/1/obj",
        ["Acme"],
    ),
    "several subjects": (
        f"Acme/PROPN/3/nsubj et/CCONJ/2/cc Jane/PROPN/0/conj rachètent/VERB/3/ROOT/racheter/{FIN}",
        ["Acme", "Jane"],
    ),
    "a relative clause": (
        f"Acme/PROPN/0/ROOT ,/PUNCT/3/punct qui/PRON/3/nsubj rachète/VERB/0/acl:relcl/racheter/{FIN}",
        ["Acme"],
    ),
    "a participle": (f"Acme/PROPN/0/ROOT racheté/VERB/0/acl/racheter/{PART}", ["Acme"]),
    "a second verb": (
        f"Acme/PROPN/1/nsubj vend/VERB/1/ROOT/vendre/{FIN} et/CCONJ/3/cc rachète/VERB/1/conj/racheter/{FIN}",
        ["Acme"],
    ),
    "a second verb with a subject of its own": (
        (
            f"Acme/PROPN/1/nsubj vend/VERB/1/ROOT/vendre/{FIN} et/CCONJ/4/cc Globex/PROPN/4/nsubj "
            f"rachète/VERB/1/conj/racheter/{FIN}"
        ),
        ["Globex"],
    ),
    "an infinitive": (
        f"Acme/PROPN/1/nsubj veut/VERB/1/ROOT/vouloir/{FIN} racheter/VERB/1/xcomp/racheter/{INF}",
        ["Acme"],
    ),
    "an infinitive that the object of the verb above does": (
        (
            f"Acme/PROPN/1/nsubj permet/VERB/1/ROOT/permettre/{FIN} à/ADP/3/case Globex/PROPN/1/iobj "
            f"de/ADP/5/mark racheter/VERB/1/xcomp/racheter/{INF}"
        ),
        ["Globex"],
    ),
    "an infinitive below a noun": (
        (
            f"Acme/PROPN/1/nsubj nourrit/VERB/1/ROOT/nourrir/{FIN} le/DET/3/det projet/NOUN/1/obj "
            f"de/ADP/5/mark racheter/VERB/3/acl/racheter/{INF}"
        ),
        ["Acme"],
    ),
    "a pronoun that the verb above explains": (
        (
            f"Acme/PROPN/1/nsubj dit/VERB/1/ROOT/dire/{FIN} qu'/SCONJ/4/mark elle/PRON/4/nsubj "
            f"rachète/VERB/1/ccomp/racheter/{FIN}"
        ),
        ["Acme"],
    ),
    "a name that the parser hung elsewhere": (
        f"Acme/PROPN/0/ROOT a/AUX/2/aux/avoir racheté/VERB/0/dep/racheter/{PART}",
        ["Acme"],
    ),
    "a participle that the tagger took for an adjective of the next noun": (
        "Acme/PROPN/2/dep racheté/ADJ/2/amod/racheter hier/NOUN/2/ROOT",
        ["Acme"],
    ),
}


@pytest.mark.parametrize("case", SUBJECTS)
def test_the_subject_of_a_verb(case: str) -> None:
    tokens, expected = SUBJECTS[case]
    doc, clauses = read(tokens)
    assert names(clauses.subject(word(doc, "racheter"))) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (f"rachète/VERB/0/ROOT/racheter/{FIN} Globex/PROPN/0/obj", MISSING),
        (f"racheter/VERB/0/ROOT/racheter/{INF} Globex/PROPN/0/obj", NOTHING),
        (f"rachetez/VERB/0/ROOT/racheter/Person=2|{FIN} Globex/PROPN/0/obj", NOTHING),
    ],
)
def test_a_subject_is_left_out_only_where_the_verb_speaks_of_someone(tokens: str, expected: Filling) -> None:
    doc, clauses = read(tokens)
    assert clauses.subject(doc[0]) == expected


def test_an_impersonal_verb_has_no_subject_and_none_to_look_for() -> None:
    doc, clauses = read(f"il/PRON/1/nsubj suffit/VERB/1/ROOT/suffire/{FIN} racheter/VERB/1/xcomp/racheter/{INF}")
    assert clauses.subject(doc[2]) == NOTHING


def test_a_pronoun_that_nothing_explains_stands_for_the_subject() -> None:
    doc, clauses = read(f"elle/PRON/1/nsubj rachète/VERB/1/ROOT/racheter/{FIN} Globex/PROPN/1/obj")
    assert clauses.subject(doc[1]).anaphor == doc[0]


OBJECTS = {
    "the object": (f"rachète/VERB/0/ROOT/racheter/{FIN} Globex/PROPN/0/obj", ["Globex"]),
    "several objects": (
        f"rachète/VERB/0/ROOT/racheter/{FIN} Globex/PROPN/0/obj et/CCONJ/3/cc Initech/PROPN/1/conj",
        ["Globex", "Initech"],
    ),
    "an object whose article the tagger took for a preposition": (
        f"rachète/VERB/0/ROOT/racheter/{FIN} des/ADP/2/case usines/NOUN/0/obj Globex/PROPN/2/appos",
        ["Globex"],
    ),
    "what a relative clause is said of": (
        f"Globex/PROPN/0/ROOT que/PRON/3/obj/que Acme/PROPN/3/nsubj rachète/VERB/0/acl:relcl/racheter/{FIN}",
        ["Globex"],
    ),
    "no complement with a preposition": (
        f"rachète/VERB/0/ROOT/racheter/{FIN} avec/ADP/2/case Globex/PROPN/0/obl",
        [],
    ),
    "no subject behind the verb": (
        f"rachète/VERB/0/ROOT/racheter/{FIN} bientôt/ADV/0/advmod sinon/CCONJ/3/cc Globex/PROPN/0/nsubj",
        [],
    ),
}


@pytest.mark.parametrize("case", OBJECTS)
def test_the_objects_of_a_verb(case: str) -> None:
    tokens, expected = OBJECTS[case]
    doc, clauses = read(tokens)
    assert names(clauses.objects((word(doc, "racheter"),))) == expected


def test_a_definite_noun_may_stand_for_the_object() -> None:
    doc, clauses = read(f"rachète/VERB/0/ROOT/racheter/{FIN} cette/DET/2/det société/NOUN/0/obj")
    assert clauses.objects((doc[0],)).anaphor == doc[2]


MARKED = [
    ("investit/VERB/0/ROOT dans/ADP/2/case Acme/PROPN/0/obl", ("dans",), ["Acme dans"]),
    ("investit/VERB/0/ROOT dans/ADP/2/case Acme/PROPN/0/obl", ("chez",), []),
    (
        "investit/VERB/0/ROOT dans/ADP/2/case Acme/PROPN/0/obl et/CCONJ/4/cc Globex/PROPN/2/conj",
        ("dans",),
        ["Acme dans", "Globex dans"],
    ),
    (
        "investit/VERB/0/ROOT un/DET/2/det million/NOUN/0/obj dans/ADP/4/case Acme/PROPN/2/nmod",
        ("dans",),
        ["Acme dans"],
    ),
    ("investit/VERB/0/ROOT auprès/ADP/3/case de/ADP/1/fixed Acme/PROPN/0/obl", ("auprès_de",), ["Acme auprès"]),
    (
        "investit/VERB/0/ROOT quand/SCONJ/3/mark Jane/PROPN/3/nsubj dort/VERB/0/advcl chez/ADP/5/case Acme/PROPN/3/obl",
        ("chez",),
        [],  # another clause
    ),
    ("accepte/VERB/0/ROOT de/ADP/2/mark dormir/VERB/0/xcomp chez/ADP/4/case Acme/PROPN/2/obl", ("chez",), []),
    ("rachat/NOUN/0/ROOT du/ADP/2/case/du siège/NOUN/0/nmod de/ADP/4/case Acme/PROPN/2/nmod", ("de",), []),
]


@pytest.mark.parametrize(("tokens", "markers", "expected"), MARKED)
def test_what_stands_below_a_word_with_a_preposition(
    tokens: str, markers: tuple[str, ...], expected: list[str]
) -> None:
    doc, clauses = read(tokens)
    found = clauses.marked((doc[0],), markers)
    assert [f"{span.text} {mark}" for span, mark in found.mentions] == expected


@pytest.mark.parametrize(
    ("tokens", "markers", "expected"),
    [
        ("rachat/NOUN/0/ROOT de/ADP/2/case Acme/PROPN/0/nmod", ("de",), ["Acme"]),
        (
            f"Acme/PROPN/1/nsubj vend/VERB/1/ROOT/vendre/{FIN} sa/DET/3/det/son filiale/NOUN/1/obj/rachat",
            ("de",),
            ["Acme"],
        ),
        (
            (
                f"Acme/PROPN/1/nsubj signe/VERB/1/ROOT/signer/{FIN} un/DET/3/det contrat/NOUN/1/obj/rachat "
                "hier/ADV/1/advmod avec/ADP/6/case Globex/PROPN/1/obl"
            ),
            ("avec",),
            ["Globex"],  # of the noun, though it hangs on the verb
        ),
        (
            "siège/NOUN/0/ROOT/rachat et/CCONJ/2/cc filiale/NOUN/0/conj de/ADP/4/case Acme/PROPN/2/nmod",
            ("de",),
            ["Acme"],
        ),
        ("rachat/NOUN/0/ROOT hostile/ADJ/0/amod", ("de",), []),
    ],
)
def test_what_complements_a_noun(tokens: str, markers: tuple[str, ...], expected: list[str]) -> None:
    doc, clauses = read(tokens)
    assert names(clauses.marked_by_noun((word(doc, "rachat"),), markers)) == expected


def test_whose_a_thing_is_may_be_said_nowhere_in_the_sentence() -> None:
    doc, clauses = read("sa/DET/1/det/son filiale/NOUN/2/nsubj dort/VERB/2/ROOT")
    assert clauses.marked_by_noun((doc[1],), ("de",)) == MISSING


def test_what_stands_on_both_sides_of_a_preposition() -> None:
    doc, clauses = read("Jane/PROPN/0/ROOT de/ADP/2/case Acme/PROPN/0/nmod")
    assert names(clauses.beside_preposition(doc[1], before=True)) == ["Jane"]
    assert names(clauses.beside_preposition(doc[1], before=False)) == ["Acme"]


def test_before_the_preposition_of_a_verb_stands_its_subject() -> None:
    doc, clauses = read(f"Jane/PROPN/1/nsubj travaille/VERB/1/ROOT/travailler/{FIN} chez/ADP/3/case Acme/PROPN/1/obl")
    assert names(clauses.beside_preposition(doc[2], before=True)) == ["Jane"]


def test_before_a_preposition_that_opens_the_sentence_stands_nothing() -> None:
    doc, clauses = read("chez/ADP/1/case Acme/PROPN/1/ROOT")
    assert clauses.beside_preposition(doc[0], before=True) == NOTHING


DESCRIBED = {
    "an apposition": ("Jane/PROPN/0/ROOT ,/PUNCT/2/punct PDG/NOUN/0/appos/rôle", ["Jane"]),
    "a name in apposition": ("PDG/NOUN/0/ROOT/rôle Jane/PROPN/0/appos", ["Jane"]),
    "a copula": ("Jane/PROPN/2/nsubj est/AUX/2/cop/être PDG/NOUN/2/ROOT/rôle", ["Jane"]),
    "a coordinated noun": (
        "Jane/PROPN/0/ROOT ,/PUNCT/2/punct fondatrice/NOUN/0/appos et/CCONJ/4/cc PDG/NOUN/2/conj/rôle",
        ["Jane"],
    ),
    "who signs one thing and another": (
        f"Acme/PROPN/1/nsubj signe/VERB/1/ROOT/signer/{FIN} bail/NOUN/1/obj et/CCONJ/4/cc contrat/NOUN/2/conj/rôle",
        ["Acme"],
    ),
    "who is named to an office": (
        f"Jane/PROPN/2/nsubj:pass est/AUX/2/aux:pass/être nommée/VERB/2/ROOT/nommer/{PART} PDG/NOUN/2/xcomp/rôle",
        ["Jane"],
    ),
    "who signs": (
        f"Acme/PROPN/1/nsubj signe/VERB/1/ROOT/signer/{FIN} un/DET/3/det contrat/NOUN/1/obj/rôle",
        ["Acme"],
    ),
    "by whom it is signed": (
        (
            f"contrat/NOUN/2/obj/rôle est/AUX/2/aux:pass/être signé/VERB/2/ROOT/signer/{PART} par/ADP/4/case "
            "Acme/PROPN/2/obl:agent"
        ),
        ["Acme"],
    ),
    "not who reads of it": (
        f"Acme/PROPN/1/nsubj lit/VERB/1/ROOT/lire/{FIN} un/DET/3/det contrat/NOUN/1/obj/rôle",
        [],
    ),
    "a name before a colon": ("Jane/PROPN/0/ROOT :/PUNCT/2/punct PDG/NOUN/2/dep/rôle", ["Jane"]),
}


@pytest.mark.parametrize("case", DESCRIBED)
def test_what_a_noun_is_said_of(case: str) -> None:
    tokens, expected = DESCRIBED[case]
    doc, clauses = read(tokens)
    assert names(clauses.described(word(doc, "rôle"))) == expected


def test_a_noun_that_opens_a_sentence_may_be_said_of_something_left_out() -> None:
    doc, clauses = read("partenaire/NOUN/0/ROOT de/ADP/2/case longue/ADJ/3/amod date/NOUN/0/nmod")
    assert clauses.described(doc[0]) == MISSING
