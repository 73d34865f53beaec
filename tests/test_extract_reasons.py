"""Which words of a sentence give a relation away."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span

from kg.extract.frames import FrameMatch
from kg.extract.reasons import trigger_words
from kg.schema import RelationType, Schema, read_frame
from tests.make_doc import Word, make_doc

BUYS = RelationType("buys", {}, {}, frozenset(), triggers=("Racheter", "acquisition"))
JOINS = RelationType("joins", {}, {}, frozenset(), triggers=("partenariat", "avec", "allié"))
PART = RelationType("partOf", {}, {}, frozenset())
SCHEMA = Schema({}, {relation.name: relation for relation in (BUYS, JOINS, PART)})
FRAME = read_frame("HEAD racheter TAIL")
ENTS = {"Acme": "ORG", "Globex": "ORG", "Initech": "ORG"}

BOUGHT = make_doc(
    [
        Word("Acme", 3, "nsubj:pass", "PROPN"),
        Word("est", 3, "aux:pass", "AUX", "être"),
        Word("bientôt", 3, "advmod", "ADV"),
        Word("racheté", 3, "ROOT", "VERB", "racheter"),
        Word("par", 5, "case", "ADP"),
        Word("Globex", 3, "obl:agent", "PROPN"),
        Word("et", 7, "cc", "CCONJ"),
        Word("Initech", 5, "conj", "PROPN"),
    ],
    ENTS,
)
SIGNED = make_doc(
    [
        Word("Acme", 2, "nsubj", "PROPN"),
        Word("a", 2, "aux", "AUX", "avoir"),
        Word("signé", 2, "ROOT", "VERB", "signer"),
        Word("un", 4, "det", "DET"),
        Word("partenariat", 2, "obj", "NOUN"),
        Word("avec", 6, "case", "ADP"),
        Word("Globex", 2, "obl", "PROPN"),
        Word("selon", 8, "case", "ADP"),
        Word("allié", 2, "obl", "NOUN"),
    ],
    ENTS,
)


def words(doc: Doc, relation: str, first: int = 0, second: int = 1, *matches: FrameMatch) -> list[str]:
    """The words for two of a document's mentions, in whichever order they are given."""
    one, other = doc.ents[first], doc.ents[second]
    found = trigger_words(one, relation, other, doc[:], SCHEMA, matches)
    assert found == trigger_words(other, relation, one, doc[:], SCHEMA, matches)
    return [word.text for word in found]


def match(relation: str, head: int, tail: int) -> FrameMatch:
    return FrameMatch(relation, BOUGHT.ents[head], BOUGHT.ents[tail], FRAME, (BOUGHT[3], BOUGHT[4]))


def test_a_pattern_names_its_own_words() -> None:
    assert words(BOUGHT, "buys", 0, 1, match("partOf", 0, 1), match("buys", 1, 0)) == ["racheté", "par"]


@pytest.mark.parametrize("other", [match("joins", 1, 0), match("buys", 2, 0)], ids=["relation", "pair"])
def test_a_pattern_of_another_relation_or_pair_is_no_reason(other: FrameMatch) -> None:
    assert words(BOUGHT, "buys", 0, 1, other) == ["racheté"]


def test_a_trigger_that_joins_the_two_is_a_reason_whatever_its_case() -> None:
    assert words(BOUGHT, "buys") == ["racheté"]


def test_else_the_triggers_between_the_two_are() -> None:
    assert words(SIGNED, "joins") == ["partenariat", "avec"]


def test_else_the_nearest_trigger_is() -> None:
    only = Schema({}, {"joins": RelationType("joins", {}, {}, frozenset(), triggers=("allié",))})
    assert trigger_words(SIGNED.ents[0], "joins", SIGNED.ents[1], SIGNED[:], only) == (SIGNED[8],)


def test_without_a_trigger_the_verbs_and_nouns_that_join_the_two_are() -> None:
    assert words(SIGNED, "partOf") == ["signé"]


@pytest.mark.parametrize("relation", ["buys", "partOf"])
def test_of_one_end_in_the_sentence_the_words_that_govern_it_are(relation: str) -> None:
    beyond = make_doc([Word("Initech", 0, "ROOT", "PROPN")], ENTS).ents[0]
    found = trigger_words(beyond, relation, BOUGHT.ents[1], BOUGHT[1:6], SCHEMA)
    assert [word.text for word in found] == ["racheté"]


def test_no_word_outside_the_sentence_is_a_reason() -> None:
    doc = make_doc([Word("racheter", 0, "ROOT", "VERB"), Word("Acme", 0, "obj", "PROPN")], ENTS)
    beyond = Span(doc, 0, 1, label="ORG")
    assert trigger_words(beyond, "buys", doc.ents[0], doc[1:2], SCHEMA) == ()


def test_no_word_is_no_reason() -> None:
    doc = make_doc([Word("Acme", 0, "ROOT", "PROPN"), Word("Globex", 0, "flat", "PROPN")], ENTS)
    assert words(doc, "partOf") == []


def test_of_many_words_the_nearest_are_named_in_order() -> None:
    chain = [Word(f"nom{place}", place + 1, "nmod") for place in range(6)]
    doc = make_doc([Word("Acme", 1, "nmod", "PROPN"), *chain[1:], Word("Globex", 6, "ROOT", "PROPN")], ENTS)
    assert words(doc, "partOf") == ["nom1", "nom2", "nom4", "nom5"]
