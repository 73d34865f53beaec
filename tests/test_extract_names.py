"""The dictionary of names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.names import NAMES, KnownName, NameFinder, read_names, write_names

AWS = KnownName("AWS", "ORG", "Amazon Web Services", "curated")
GRACE = KnownName("Grace Blackwell", "PRODUCT", "Grace Blackwell", "curated")
GRACE_SHORT = KnownName("Grace", "PERSON", "Grace", "curated")
FREE_ORG = KnownName("Free", "ORG", "Free", "curated")
FREE_PRODUCT = KnownName("Free", "PRODUCT", "Free", "annotations")


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


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
"""Names as a line of a table can hold them."""


@given(st.sets(st.builds(KnownName, words, st.sampled_from(["ORG", "PRODUCT"]), words, st.just("curated")), max_size=5))
def test_names_read_back_as_written(names: set[KnownName]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "names.tsv")
        write_names(path, names)
        assert read_names(path) == sorted(names)
