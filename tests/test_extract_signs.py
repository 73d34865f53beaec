"""What is known of a candidate string, from hand-made sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Span

from kg.extract.candidates import Candidate, candidates
from kg.extract.names import NAMES, PUBLIC, KnownName, NameFinder
from kg.extract.signs import features
from tests.make_doc import VOCAB, Word, make_doc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

KNOWN = [
    KnownName("Gemini", "PRODUCT", "Gemini", "curated"),
    KnownName("Linux", "PRODUCT", "Linux", "curated"),
    KnownName("Emotet", "MALWARE", "Emotet", PUBLIC),
]


def lookup(text: str) -> Sequence[KnownName]:
    return [row for row in KNOWN if row.surface == text]


def sentence(*words: str, ents: dict[str, str] | None = None) -> Doc:
    """A sentence whose first word governs the others; capitals make proper nouns."""
    made = [Word(w, 0, "dep" if i else "ROOT", "PROPN" if w[0].isupper() else "NOUN") for i, w in enumerate(words)]
    return make_doc(made, ents)


def signs(doc: Doc, first: int, last: int) -> set[str]:
    span = doc[first:last]
    return features(Candidate(tuple(token.text for token in span), [span]), lookup, [])


def test_a_known_beginning_is_a_sign() -> None:
    found = signs(sentence("avec", "Gemini", "3", "Pro"), 1, 4)
    assert {"begins=PRODUCT", "begins=PRODUCT then=d Xx"} <= found
    assert not any(sign.startswith("ends=") for sign in found)


def test_a_known_end_is_a_sign() -> None:
    assert "ends=PRODUCT" in signs(sentence("avec", "Alpine", "Linux"), 1, 3)


def test_public_lists_are_a_sign_of_their_own() -> None:
    found = signs(sentence("avec", "Emotet"), 1, 2)
    assert {"public=MALWARE", "curated=no"} <= found


def test_what_stands_beside_a_name_in_a_list_is_a_sign() -> None:
    doc = sentence("utilise", "Redis", "et", "Kafka", ents={"Redis": "PRODUCT"})
    assert "list ner=PRODUCT" in signs(doc, 3, 4)
    assert not any(sign.startswith("list") for sign in signs(sentence("Redis", "Kafka"), 1, 2))


@pytest.mark.parametrize("link", [",", "est", "("])
def test_the_noun_that_defines_a_name_is_a_sign(link: str) -> None:
    assert "defined=cadriciel" in signs(sentence("Zorblax", link, "cadriciel"), 0, 1)


def test_the_noun_that_introduces_a_name_is_a_sign() -> None:
    assert "introduced=startup" in signs(sentence("la", "startup", "Zorblax"), 2, 3)


def test_a_name_of_a_public_list_is_looked_up_but_not_searched_for() -> None:
    from spacy.lang.fr import French

    finder = NameFinder(French(), KNOWN)
    doc = finder(finder._nlp("Emotet vise Linux"))
    assert [span.text for span in doc.spans[NAMES]] == ["Linux"]
    assert [row.type for row in finder.lookup("Emotet")] == ["MALWARE"]


def test_every_occurrence_of_a_string_is_gathered_under_it() -> None:
    doc = sentence("Zorblax", "utilise", "Redis", "et", "Redis", ents={})
    doc.ents = [Span(doc, 2, 3, label="PRODUCT")]
    doc.spans[NAMES] = []
    found = {candidate.text: candidate for candidate in candidates(doc)}
    assert [span.start for span in found["Redis"].spans] == [2, 4]
    assert found["Redis"].votes["ner=PRODUCT"] == 1
    assert doc.vocab is VOCAB
