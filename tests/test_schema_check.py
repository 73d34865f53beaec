"""Values with their lines, and what is said of those that are wrong."""

from __future__ import annotations

import pytest

from kg.errors import SchemaError
from kg.schema import Place
from kg.schema.check import Document, Faults, Node, nearest, shown, similar


def node(value: object) -> Node:
    return Node(value, Document("f.toml", {(): 1, ("a",): 3, ("a", 1): 4}, Faults()))


def said(one: Node) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        one.document.faults.settle()
    return str(caught.value).splitlines()


def test_what_has_no_line_stands_where_its_owner_does() -> None:
    (_, inner), *_ = node({"a": [1, 2, 3]}).table("")
    assert [str(one.place) for one in inner.elements("")] == ["f.toml:3", "f.toml:4", "f.toml:3"]


def test_the_whole_file_has_no_line() -> None:
    assert str(Place("f.toml", 0)) == "f.toml"


def test_faults_are_told_by_line_each_once() -> None:
    faults = Faults()
    for line in (3, 1, 3):
        faults.add(Place("f.toml", line), "wrong", "mend it")
    with pytest.raises(SchemaError, match=r"^f\.toml:1: wrong; mend it\nf\.toml:3: wrong; mend it$"):
        faults.settle()


def test_without_faults_nothing_happens() -> None:
    Faults().settle()


def test_a_table_may_lack_a_key_because_it_is_misspelt() -> None:
    one = node({"b": 1, "labl": 2})
    assert [
        key for key, value in one.fields(["label", "b"], required=["label"], meant="x").items() if value.present
    ] == ["b"]
    assert said(one) == [
        'f.toml:1: unknown key "labl"; did you mean label?',
        "f.toml:1: label is missing; add it, or did you mean x?",
    ]


@pytest.mark.parametrize(
    ("value", "read", "message"),
    [
        (3, lambda one: list(one.table("[x]")), "3 is no table; write [x]"),
        (3, lambda one: list(one.elements("[…]")), "3 is no list; write […]"),
        ("  ", lambda one: one.text("a text"), '"  " is no text; write a text'),
        ([1], lambda one: list(one.texts('["a"]')), '1 is no text; write ["a"]'),
        ("no", lambda one: one.truth(default=False), '"no" is neither true nor false; write true or false'),
        ({}, lambda one: one.labels(), 'no text in any language; write { en = "…", fr = "…" }'),
        ({"English": "x"}, lambda one: one.labels(), '"English" is no code of a language; write en, fr, de …'),
    ],
)
def test_a_value_of_another_kind_is_a_fault(value: object, read: object, message: str) -> None:
    one = node(value)
    assert callable(read)
    read(one)
    assert said(one) == [f"f.toml:1: {message}"]


def test_an_absent_key_reads_as_nothing() -> None:
    fields = node({}).fields(["a"])
    assert (fields["a"].text(""), fields["a"].labels(), list(fields["a"].texts("")), list(fields["a"].table(""))) == (
        "", {}, [], [],
    )  # fmt: skip
    assert fields["a"].truth(default=True)
    fields["a"].document.faults.settle()


def test_a_misspelt_name_is_recognised_whatever_its_letter_case() -> None:
    assert similar("dRUGG", ["DRUG", "DISEASE"]) == "DRUG"
    assert similar("x", ["DRUG", "DISEASE"]) is None
    assert nearest("x", ["DRUG"]) == "use DRUG"


def test_a_long_value_is_cut_and_a_strange_one_stays_on_its_line() -> None:
    assert shown("a\nb\x00") == '"a�b�"'
    assert len(shown("x" * 1000)) == 61
