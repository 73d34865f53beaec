"""The dictionary of names."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

from kg.extract.names import NAMES, KnownName, NameFinder, read_names, write_names

if TYPE_CHECKING:
    from spacy.tokens import Doc

AWS = KnownName("AWS", "ORG", "Amazon Web Services", "curated")
GRACE = KnownName("Grace Blackwell", "PRODUCT", "Grace Blackwell", "curated")
GRACE_SHORT = KnownName("Grace", "PERSON", "Grace", "curated")
FREE_ORG = KnownName("Free", "ORG", "Free", "curated")
FREE_PRODUCT = KnownName("Free", "PRODUCT", "Free", "annotations")
ILIAD = KnownName("Iliad", "ORG", "Iliad", "public")
DOTS = KnownName("A.W.S.", "ORG", "Amazon Web Services", "annotations")
KNOWN = (AWS, DOTS, GRACE, GRACE_SHORT, FREE_ORG, FREE_PRODUCT, ILIAD)
BLANK = spacy.blank("fr")


def _labels(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[NAMES]]


def test_the_longest_name_at_each_place_is_found_with_its_classes() -> None:
    nlp = spacy.blank("fr")
    doc = NameFinder(nlp, [AWS, GRACE, GRACE_SHORT, FREE_ORG, FREE_PRODUCT])(nlp("AWS loue Grace Blackwell à Free ."))
    assert [(span.text, span.label_) for span in doc.spans[NAMES]] == [
        ("AWS", "ORG"),
        ("Grace Blackwell", "PRODUCT"),
        ("Free", "ORG|PRODUCT"),
    ]


def test_only_curated_names_are_marked_for_the_recogniser() -> None:
    nlp = spacy.blank("fr")
    doc = NameFinder(nlp, [GRACE, FREE_PRODUCT])(nlp("Free vend Grace Blackwell"))
    assert [token.ent_id_ for token in doc] == ["", "", "B-PRODUCT", "I-PRODUCT"]


def test_letter_case_matters() -> None:
    nlp = spacy.blank("fr")
    assert not NameFinder(nlp, [FREE_ORG])(nlp("un logiciel free")).spans[NAMES]


def test_the_component_survives_a_round_trip_to_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    finder = nlp.add_pipe(NAMES)
    assert isinstance(finder, NameFinder)
    finder.add([AWS, FREE_ORG, FREE_PRODUCT])
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline").get_pipe(NAMES)
    assert isinstance(again, NameFinder)
    assert again.lookup("Free") == (FREE_ORG, FREE_PRODUCT)
    assert again.lookup("AWS") == (AWS,)
    again.to_disk(tmp_path / "again")
    for name in ("names.tsv", "words.tsv"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "pipeline" / NAMES / name).read_bytes()


def test_a_dictionary_without_words_finds_the_same(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    NameFinder(nlp, KNOWN).to_disk(tmp_path)
    text = "AWS et l'A.W.S. louent Grace  Blackwell, Grace Blackwell et Grace à Free, dit Iliad"
    found = [_labels(NameFinder(nlp).from_disk(tmp_path)(nlp(text)))]
    (tmp_path / "words.tsv").unlink()
    found.append(_labels(NameFinder(nlp).from_disk(tmp_path)(nlp(text))))
    assert found[0] == found[1]
    assert found[0] == [
        ("AWS", "ORG"),
        ("A.W.S.", "ORG"),
        ("Grace", "PERSON"),
        ("Grace Blackwell", "PRODUCT"),
        ("Grace", "PERSON"),
        ("Free", "ORG|PRODUCT"),
    ]


def test_a_folder_adds_to_what_the_dictionary_holds(tmp_path: Path) -> None:
    nlp = spacy.blank("fr")
    NameFinder(nlp, [FREE_ORG, AWS]).to_disk(tmp_path)
    finder = NameFinder(nlp, [FREE_PRODUCT]).from_disk(tmp_path)
    finder.add([GRACE])
    assert finder.lookup("Free") == (FREE_ORG, FREE_PRODUCT)
    assert _labels(finder(nlp("AWS et Free ont Grace Blackwell"))) == [
        ("AWS", "ORG"),
        ("Free", "ORG|PRODUCT"),
        ("Grace Blackwell", "PRODUCT"),
    ]


letters = st.text("aA.'- ", min_size=1, max_size=6)


@given(st.lists(letters, max_size=6), st.lists(letters, max_size=12))
def test_what_is_found_is_what_a_phrase_matcher_finds(names: list[str], text: list[str]) -> None:
    known = [KnownName(name, "ORG", name, "curated") for name in names]
    doc = NameFinder(BLANK, known)(BLANK(" ".join(text)))
    matcher = PhraseMatcher(BLANK.vocab)
    matcher.add(NAMES, [BLANK.make_doc(name) for name in names])
    assert [(span.start, span.end) for span in doc.spans[NAMES]] == [
        (span.start, span.end) for span in filter_spans(matcher(doc, as_spans=True))
    ]


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
"""Names as a line of a table can hold them."""


@given(st.sets(st.builds(KnownName, words, st.sampled_from(["ORG", "PRODUCT"]), words, st.just("curated")), max_size=5))
def test_names_read_back_as_written(names: set[KnownName]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.tsv")
        write_names(path, names)
        assert read_names(path) == sorted(names)
