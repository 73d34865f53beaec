"""What an analyst gives is decided: every place that a name or a pattern fits is a mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from kg.errors import SchemaError
from kg.extract.documents import to_doc
from kg.extract.given import GivenFinder, check_rules
from kg.read import parse_article
from kg.schema import GivenName, Place, Schema, TokenPattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Doc

ZORVALEX = (GivenName("Zorvalex", "DRUG", "Zorvalex"), GivenName("Zorvalex forte", "DRUG", "Zorvalex"))


def rule(label: str, pattern: str | Sequence[dict[str, object]], name: str = "", line: int = 1) -> TokenPattern:
    return TokenPattern(label, pattern if isinstance(pattern, str) else tuple(pattern), name, Place("p.jsonl", line))


BLANK = spacy.blank("fr")


def finder(names: Sequence[GivenName] = (), rules: Sequence[TokenPattern] = ()) -> Callable[[str | Doc], Doc]:
    """The component, for texts and documents."""
    component = GivenFinder(BLANK)
    component.add(Schema({}, {}, tuple(names), tuple(rules)))
    return lambda text: component(BLANK.make_doc(text) if isinstance(text, str) else text)


def marked(doc: Doc) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.kb_id_) for span in doc.ents]


def test_every_occurrence_is_marked_the_longest_at_each_place_under_the_canonical_name() -> None:
    doc = finder(ZORVALEX)("Le Zorvalex forte remplace le Zorvalex, dit-on du Zorvalex.")
    assert marked(doc) == [
        ("Zorvalex forte", "DRUG", "Zorvalex"),
        ("Zorvalex", "DRUG", "Zorvalex"),
        ("Zorvalex", "DRUG", "Zorvalex"),
    ]
    assert [span._.kg_confidence for span in doc.ents] == [1.0, 1.0, 1.0]


def test_what_overlaps_gives_way_and_the_rest_stays_as_it_was() -> None:
    find = finder(ZORVALEX)
    doc = BLANK.make_doc("Globex et le Zorvalex forte de Jane Doe")
    doc.ents = [Span(doc, 0, 1, "ORG"), Span(doc, 2, 4, "PRODUCT", kb_id="Z"), Span(doc, 6, 8, "PERSON")]
    doc.ents[0]._.kg_confidence = 0.4
    doc.ents[1]._.kg_confidence = 0.3
    doc = find(doc)
    assert marked(doc) == [
        ("Globex", "ORG", ""),
        ("Zorvalex forte", "DRUG", "Zorvalex"),
        ("Jane Doe", "PERSON", ""),
    ]
    assert [span._.kg_confidence for span in doc.ents] == [0.4, 1.0, 1.0]


def test_the_same_span_under_another_class_takes_the_given_confidence() -> None:
    find = finder(ZORVALEX)
    doc = BLANK.make_doc("Zorvalex")
    doc.ents = [Span(doc, 0, 1, "ORG")]
    doc.ents[0]._.kg_confidence = 0.4
    (span,) = find(doc).ents
    assert (span.label_, span._.kg_confidence) == ("DRUG", 1.0)


def test_patterns_of_both_forms_are_matched() -> None:
    rules = [
        rule("DRUG", [{"TEXT": {"REGEX": r"^MX-\d+$"}}]),
        rule("DOSE", [{"LIKE_NUM": True, "OP": "+"}, {"LOWER": "mg"}], "dose"),
        rule("PLACE", "Val de Karst"),
    ]
    doc = finder(rules=rules)("MX-12 à 3 500 mg dans le Val de Karst")
    assert marked(doc) == [("MX-12", "DRUG", ""), ("3 500 mg", "DOSE", "dose"), ("Val de Karst", "PLACE", "")]


def test_of_two_that_fit_alike_the_name_decides_and_else_the_first_pattern() -> None:
    rules = [
        rule("A", [{"LOWER": "zorvalex"}]),
        rule("B", "Zorvalex"),
        rule("C", [{"LOWER": "karst"}]),
        rule("D", "Karst"),
    ]
    assert marked(finder(ZORVALEX, rules)("Zorvalex Karst")) == [("Zorvalex", "DRUG", "Zorvalex"), ("Karst", "C", "")]


def test_a_pattern_that_asks_for_what_the_pipeline_does_not_set_finds_nothing() -> None:
    assert marked(finder(rules=[rule("X", [{"LEMMA": "avoir"}, {"POS": "NOUN"}])])("Il a faim")) == []


def test_nothing_is_found_across_two_blocks() -> None:
    find = finder(ZORVALEX, [rule("X", [{"LOWER": "fin"}, {"LOWER": "zorvalex"}])])
    doc = find(
        to_doc(BLANK, parse_article("# La fin\n\nZorvalex\n\nforte", name="a.md", content_hash="0", language="fr"))
    )
    assert marked(doc) == [("Zorvalex", "DRUG", "Zorvalex")]


@pytest.mark.parametrize("text", ["", " "])
def test_a_text_without_words_has_no_mentions(text: str) -> None:
    assert marked(finder(ZORVALEX, [rule("X", [{"OP": "*"}])])(text)) in ([], [(" ", "X", "")])


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ({"LOWERR": "x"}, 'token 1: unknown key "LOWERR"; did you mean LOWER?'),
        ({"LOWER": 3}, "token 1: LOWER cannot be 3; write what spaCy's Matcher takes: a text, or"),
        ({"LENGTH": "3"}, 'token 1: LENGTH cannot be "3"; write what spaCy\'s Matcher takes: a number, or'),
        ({"IS_ALPHA": "yes"}, 'token 1: IS_ALPHA cannot be "yes"; write what spaCy\'s Matcher takes: true or false'),
        ({"OP": "x"}, 'token 1: OP cannot be "x"; write what spaCy\'s Matcher takes: "!", "?", "+", "*" or "{2,5}"'),
        ({"_": {"foo": 1}}, 'token 1: no component sets the attribute "foo"; leave it out'),
        (
            {"TEXT": {"REGEX": "("}},
            "a regular expression of the pattern is not valid (missing ), unterminated subpattern",
        ),
        ({"OP": "{2,1}"}, "spaCy refuses the pattern (Unknown operator: '{2,1}'. Options"),
        ({"LENGTH": -1}, "spaCy refuses the pattern (One of the attributes or values is not supported"),
        ({"MORPH": {"IS_SUBSET": ["a"]}}, "spaCy refuses the pattern ("),
    ],
)
def test_a_pattern_that_spacy_cannot_match_is_refused_with_its_line(token: dict[str, object], message: str) -> None:
    with pytest.raises(SchemaError) as caught:
        check_rules([rule("X", [{"LOWER": "a"}]), rule("X", [token], line=7)])
    assert str(caught.value).startswith(f"p.jsonl:7: {message}")


def test_all_faults_of_all_patterns_come_in_one_error() -> None:
    rules = [rule("X", [{"A": 1}, {"LOWER": "a", "OP": "x"}], line=9), rule("X", [{"TEXT": {"REGEX": "["}}], line=2)]
    with pytest.raises(SchemaError) as caught:
        check_rules(rules)
    assert [line.partition(";")[0][:28] for line in str(caught.value).splitlines()] == [
        "p.jsonl:2: a regular express",
        "p.jsonl:9: token 1: unknown ",
        "p.jsonl:9: token 2: OP canno",
    ]


KEYS = st.sampled_from(
    ["LOWER", "TEXT", "lower", "LENGTH", "OP", "IS_ALPHA", "MORPH", "ENT_TYPE", "_", "SENT_START", "X"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "(", "+", "{1,2}", "Number=Sing"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["REGEX", "IN", "NOT_IN", "FUZZY", ">=", "IS_SUBSET", "INTERSECTS"]), inner, max_size=2
        )
    ),
    max_leaves=3,
)


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=2), min_size=1, max_size=3))
def test_a_pattern_is_refused_or_can_be_matched(pattern: list[dict[str, object]]) -> None:
    try:
        check_rules([rule("X", pattern)])
    except SchemaError as error:
        assert str(error).startswith("p.jsonl:1: ")  # noqa: PT017
    else:
        finder(rules=[rule("X", pattern)])("Un essai a 12 .")
