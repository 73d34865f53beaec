"""Which words of a sentence give a relation away."""

from __future__ import annotations

from kg.extract.frames import FrameMatch
from kg.extract.reasons import trigger_words
from kg.schema import load_schema, read_frame
from tests.make_doc import Word, make_doc

SCHEMA = load_schema()
DOC = make_doc(
    [
        Word("Acme", 3, "nsubj:pass", "PROPN"),
        Word("est", 3, "aux:pass", "AUX", "être"),
        Word("bientôt", 3, "advmod", "ADV"),
        Word("racheté", 3, "ROOT", "VERB", "racheter"),
        Word("par", 5, "case", "ADP"),
        Word("Globex", 3, "obl:agent", "PROPN"),
        Word("avec", 7, "case", "ADP"),
        Word("joie", 3, "obl", "NOUN"),
    ],
    {"Acme": "ORG", "Globex": "ORG"},
)
ACME, GLOBEX = DOC.ents


def texts(relation: str, *matches: FrameMatch) -> list[str]:
    return [word.text for word in trigger_words(GLOBEX, relation, ACME, DOC[:], SCHEMA, matches)]


def test_a_pattern_names_its_own_words() -> None:
    match = FrameMatch("acquires", GLOBEX, ACME, read_frame("HEAD racheter TAIL"), (DOC[3], DOC[4]))
    assert texts("acquires", match) == ["racheté", "par"]


def test_a_pattern_of_another_relation_is_no_reason() -> None:
    match = FrameMatch("acquires", GLOBEX, ACME, read_frame("HEAD racheter TAIL"), (DOC[3], DOC[4]))
    assert texts("competesWith", match) == ["racheté"]


def test_a_trigger_of_the_relation_is_a_reason() -> None:
    assert texts("acquires") == ["racheté"]


def test_without_either_the_words_that_join_the_two_are() -> None:
    assert texts("partOf") == ["racheté"]


def test_of_one_end_in_the_sentence_the_words_that_govern_it_are() -> None:
    beyond = make_doc([Word("Initech", 0, "ROOT", "PROPN")], {"Initech": "ORG"}).ents[0]
    assert [word.text for word in trigger_words(beyond, "acquires", GLOBEX, DOC[3:6], SCHEMA)] == ["racheté"]


def test_no_word_is_no_reason() -> None:
    alone = make_doc(
        [Word("Acme", 0, "ROOT", "PROPN"), Word("Globex", 0, "flat", "PROPN")], {"Acme": "ORG", "Globex": "ORG"}
    )
    assert trigger_words(alone.ents[0], "partOf", alone.ents[1], alone[:], SCHEMA) == ()
