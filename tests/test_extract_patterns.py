"""Relations by the words of an analyst's schema, on parses made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc, Span

from kg.extract.patterns import PatternFinder, additions
from kg.model import Status
from kg.schema import RelationType, Schema, load_schema, read_frame
from tests.make_doc import VOCAB, Word, make_doc

if TYPE_CHECKING:
    from collections.abc import Sequence

TREATS = RelationType(
    "treats",
    {},
    {},
    frozenset({("DRUG", "DISEASE")}),
    patterns=(read_frame("HEAD soigner TAIL"),),
    triggers=("soigner", "contre"),
)
CAUSES = RelationType("causes", {}, {}, frozenset({("DISEASE", "DISEASE")}), triggers=("provoquer", "cause"))
NEAR = RelationType("near", {}, {}, frozenset({("DISEASE", "DISEASE")}), symmetric=True, triggers=("proche",))
ENTS = {"Zorvalex": "DRUG", "Meltrine": "DRUG", "Karst": "DISEASE", "Aubel": "DISEASE"}

ACTIVE = [Word("Zorvalex", 1, "nsubj", "PROPN"), Word("soigne", 1, "ROOT", "VERB", "soigner", "VerbForm=Fin"),
          Word("Karst", 1, "obj", "PROPN")]  # fmt: skip
DENIED = [Word("Zorvalex", 2, "nsubj", "PROPN"), Word("ne", 2, "advmod", "ADV"),
          Word("soigne", 2, "ROOT", "VERB", "soigner", "VerbForm=Fin"), Word("pas", 2, "advmod", "ADV"),
          Word("Karst", 2, "obj", "PROPN")]  # fmt: skip
AGAINST = [
    Word("Karst", 0, "ROOT", "PROPN"),
    Word("appelle", 0, "acl", "VERB", "appeler"),
    Word("contre", 3, "case", "ADP"),
    Word("elle", 1, "obl", "PRON"),
    Word("Zorvalex", 1, "obj", "PROPN"),
]


def verb(first: str, first_dep: str, lemma: str, second: str, second_dep: str, *, case: str = "") -> list[Word]:
    """A sentence of a verb between two names."""
    words = [Word(first, 1, first_dep, "PROPN"), Word(lemma, 1, "ROOT", "VERB", lemma)]
    return [*words, *([Word(case, 3, "case", "ADP")] if case else []), Word(second, 1, second_dep, "PROPN")]


def found(words: Sequence[Word], *relations: RelationType) -> list[tuple[str, str, str, float, str]]:
    schema = Schema({}, {relation.name: relation for relation in relations})
    doc = PatternFinder([schema])(make_doc(words, ENTS))
    return [(one.head.text, one.label, one.tail.text, one.confidence, one.source) for one in doc._.kg_relations]


def test_a_pattern_reads_the_parse_and_its_trigger_adds_nothing() -> None:
    assert found(ACTIVE, TREATS) == [("Zorvalex", "treats", "Karst", 0.8, "pattern “HEAD soigner TAIL”")]


def test_a_trigger_on_the_way_between_two_names_hints_at_the_relation() -> None:
    only = replace(TREATS, patterns=())
    assert found(ACTIVE, only) == [("Zorvalex", "treats", "Karst", 0.5, "trigger “soigne”")]


def test_a_trigger_beside_the_way_says_nothing() -> None:
    assert found(AGAINST, TREATS) == []


def test_the_signature_says_which_end_is_the_head() -> None:
    words = verb("Karst", "nsubj", "soigner", "Zorvalex", "obj")
    assert found(words, replace(TREATS, patterns=()))[0][:3] == ("Zorvalex", "treats", "Karst")


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (verb("Karst", "nsubj", "provoquer", "Aubel", "obj"), ("Karst", "Aubel")),
        (verb("Karst", "nsubj:pass", "provoquer", "Aubel", "obl:agent", case="par"), ("Aubel", "Karst")),
        (verb("Karst", "nsubj:pass", "provoquer", "Aubel", "obl", case="par"), ("Aubel", "Karst")),
        (verb("Karst", "obj", "provoquer", "Aubel", "nsubj"), ("Aubel", "Karst")),
        (verb("Karst", "obl", "provoquer", "Aubel", "obl"), ("Karst", "Aubel")),
    ],
)
def test_where_both_ends_may_be_the_head_it_is_the_one_that_acts(words: list[Word], ends: tuple[str, str]) -> None:
    ((head, _, tail, _, _),) = found(words, CAUSES)
    assert (head, tail) == ends


def test_a_signature_that_no_pair_fits_finds_nothing() -> None:
    assert found(verb("Zorvalex", "nsubj", "provoquer", "Karst", "obj"), CAUSES) == []


def test_a_thing_is_not_related_to_itself() -> None:
    assert found(verb("Karst", "nsubj", "provoquer", "Karst", "obj"), CAUSES) == []


@pytest.mark.parametrize("relation", [TREATS, replace(TREATS, patterns=())])
def test_a_relation_names_the_words_that_gave_it_away(relation: RelationType) -> None:
    (found,) = PatternFinder([Schema({}, {"treats": relation})])(make_doc(ACTIVE, ENTS))._.kg_relations
    assert [word.text for word in found.triggers] == ["soigne"]


def test_a_denied_relation_is_found_as_denied() -> None:
    schema = Schema({}, {"treats": TREATS})
    (relation,) = PatternFinder([schema])(make_doc(DENIED, ENTS))._.kg_relations
    assert relation.status is Status.NEGATED


def test_what_other_components_found_stays() -> None:
    doc = make_doc(ACTIVE, ENTS)
    doc._.kg_relations = ("something",)
    assert PatternFinder([Schema({}, {"treats": TREATS})])(doc)._.kg_relations[0] == "something"
    assert len(doc._.kg_relations) == 2


def test_without_a_parse_nothing_is_found() -> None:
    doc = Doc(VOCAB, ["Zorvalex", "soigner", "Karst"], lemmas=["Zorvalex", "soigner", "Karst"])
    doc.ents = [Span(doc, 0, 1, "DRUG"), Span(doc, 2, 3, "DISEASE")]
    assert PatternFinder([Schema({}, {"treats": TREATS})])(doc)._.kg_relations == ()


def test_a_schema_adds_nothing_to_itself() -> None:
    assert additions(load_schema(), load_schema()) == ()


def test_new_relations_and_new_words_decide_and_old_words_where_the_classes_are_new() -> None:
    base = Schema({}, {"treats": TREATS, "near": NEAR})
    frame = read_frame("HEAD guérir TAIL")
    more = replace(
        TREATS,
        patterns=(*TREATS.patterns, frame),
        triggers=(*TREATS.triggers, "remède"),
        signatures=TREATS.signatures | {("ORG", "DISEASE")},
    )
    worded, joined = additions(Schema({}, {"treats": more, "near": NEAR, "causes": CAUSES}), base)
    assert worded.relations == {"treats": replace(more, patterns=(frame,), triggers=("remède",)), "causes": CAUSES}
    assert joined.relations == {"treats": replace(TREATS, signatures=frozenset({("ORG", "DISEASE")}))}
