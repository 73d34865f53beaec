"""What stands for something named elsewhere, and for what class of thing."""

from __future__ import annotations

import pytest

from kg.extract.anaphors import ANAPHORS, anaphoric, classes_of, general
from kg.schema import load_schema
from tests.make_doc import written


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("elle/PRON/0/ROOT/lui", True),
        ("on/PRON/0/ROOT/on", False),
        ("l'/DET/1/det/le entreprise/NOUN/1/ROOT", True),
        ("cet/DET/1/det/ce outil/NOUN/1/ROOT", True),
        ("une/DET/1/det/un entreprise/NOUN/1/ROOT", False),
        ("les/DET/1/det/le entreprises/NOUN/1/ROOT/entreprise", False),
        ("les/DET/1/det/le pirates/NOUN/1/ROOT/pirate", True),  # a group is called by its members
        ("le/DET/1/det/le rachat/NOUN/1/ROOT", False),
        ("l'/DET/1/det/le entreprise/NOUN/1/ROOT de/ADP/3/case/de Jane/PROPN/1/nmod", False),
        ("l'/DET/1/det/le entreprise/NOUN/1/ROOT chinoise/ADJ/1/nmod", True),
    ],
)
def test_a_definite_noun_that_nothing_completes_stands_for_a_name(tokens: str, expected: bool) -> None:
    doc = written(tokens)
    (root,) = [token for token in doc if token.dep_ == "ROOT"]
    assert anaphoric(root) is expected


@pytest.mark.parametrize(
    ("noun", "classes"),
    [
        ("entreprise", ("ORG",)),
        ("Entreprise", ("ORG",)),
        ("groupe", ("ORG", "THREAT_ACTOR")),
        ("logiciel", ("PRODUCT", "MALWARE")),
        ("rachat", ()),
    ],
)
def test_the_classes_of_what_a_noun_stands_for(noun: str, classes: tuple[str, ...]) -> None:
    (token,) = written(f"{noun}/NOUN/0/ROOT")
    assert classes_of(token) == classes
    assert general(token) == bool(classes)


def test_no_word_tells_no_class() -> None:
    assert classes_of(None) == ()


def test_every_class_is_one_of_the_schema() -> None:
    assert set(ANAPHORS) <= set(load_schema().classes)
