"""What an article as a whole says, from hand-made readings of its passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.pairs import Pair, Passage
from kg.extract.readings import Candidate, Reading
from kg.extract.verdicts import claims
from kg.schema import load_schema
from tests.make_doc import Word, make_doc

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SCHEMA = load_schema()


def sentence() -> Doc:
    words = [
        Word("Acme", 1, "nsubj", "PROPN"),
        Word("utilise", 1, "ROOT", "VERB", "utiliser"),
        Word("Rust", 1, "obj", "PROPN"),
        Word("chez", 4, "case", "ADP"),
        Word("Globex", 1, "obl", "PROPN"),
    ]
    return make_doc(words, {"Acme": "ORG", "Rust": "TECHNOLOGY", "Globex": "ORG"})


DOC = sentence()
ACME, RUST, GLOBEX = DOC.ents


def candidate(place: int, first: Span, second: Span, origin: str = "sentence") -> Candidate:
    return Candidate(place, Pair(first, second, Passage(None, DOC[:], tuple(DOC.ents), ()), frozenset({origin})), ())


def reading(one: Candidate, relation: str, probability: float) -> Reading:
    return Reading(one, one.pair.first, relation, one.pair.second, probability, 1.0)


def test_a_fact_is_judged_once_with_its_likeliest_passage_first() -> None:
    found = [candidate(0, ACME, RUST), candidate(1, ACME, RUST)]
    (claim,) = claims(found, [reading(found[0], "uses", 0.2), reading(found[1], "uses", 0.6)], SCHEMA)
    assert claim.key == ("acme", "uses", "rust")
    assert [one.probability for one in claim.readings] == [0.6, 0.2]
    assert claim.features["pairs"] == pytest.approx(1.0986, abs=1e-4)
    assert claim.features["share of pairs"] == 1.0


def test_a_relation_that_holds_both_ways_is_one_fact() -> None:
    found = [candidate(0, GLOBEX, ACME), candidate(1, ACME, GLOBEX)]
    (claim,) = claims(found, [reading(one, "partnersWith", 0.5) for one in found], SCHEMA)
    assert claim.key == ("acme", "partnersWith", "globex")


def test_rivals_and_lists_are_seen() -> None:
    found = [candidate(0, ACME, RUST), candidate(0, ACME, GLOBEX)]
    read = [reading(found[0], "uses", 0.6), reading(found[0], "develops", 0.2), reading(found[1], "supplies", 0.3)]
    uses, develops, _ = claims(found, read, SCHEMA)
    assert uses.features["share of rivals"] == pytest.approx(0.75)
    assert develops.features["rival"] > uses.features["rival"]
    assert uses.features["tails of head"] == 0


def test_what_no_passage_is_likely_to_say_is_not_weighed() -> None:
    found = [candidate(0, ACME, RUST)]
    assert claims(found, [reading(found[0], "uses", 0.01)], SCHEMA) == []
    assert claims([], [], SCHEMA) == []


@given(st.lists(st.floats(0.02, 0.99), min_size=1, max_size=6))
def test_more_passages_never_make_a_fact_less_likely_by_their_sum(likely: list[float]) -> None:
    found = [candidate(place, ACME, RUST) for place in range(len(likely))]
    (claim,) = claims(found, [reading(one, "uses", p) for one, p in zip(found, likely, strict=True)], SCHEMA)
    assert claim.features["any"] >= claim.features["best"] - 1e-9
    assert claim.features["best"] >= claim.features["second"] - 1e-9
    assert all(-10 < claim.features[name] < 10 for name in ("best", "second", "any", "related", "kind"))
