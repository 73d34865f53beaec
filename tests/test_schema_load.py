"""The built-in schema, and a schema of another field on top of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SchemaError
from kg.schema import EntityClass, load_schema
from tests.make_schema import MEDICINE


def test_the_built_in_schema_is_read_once() -> None:
    assert load_schema() is load_schema()


def test_the_built_in_schema_gives_no_names() -> None:
    assert (load_schema().names, load_schema().rules) == ((), ())


def test_a_schema_of_another_field_is_added_to_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(MEDICINE, encoding="utf-8")
    schema = load_schema(tmp_path)
    assert list(schema.classes) == [*load_schema().classes, "DRUG", "DISEASE"]
    assert list(schema.relations) == [*load_schema().relations, "treats", "causes"]
    assert schema.classes["DISEASE"] == EntityClass(
        "DISEASE",
        "schema:MedicalCondition",
        {"en": "disease", "fr": "maladie"},
        {"en": "What people suffer from."},
    )
    assert schema.relations["causes"].signatures == {("DRUG", "DISEASE"), ("DISEASE", "DISEASE")}
    assert [name.surface for name in schema.names if name.name == "Zorvalex"] == [
        "Zorvalex", "zorvalex", "chlorhydrate de zorvane",
    ]  # fmt: skip


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    for name in ("Acme", "Globex"):
        path.write_text(f"[names.ORG]\n{name} = []\n")
        assert [given.name for given in load_schema(path).names] == [name]


def test_a_file_that_is_empty_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    assert load_schema(tmp_path / "kg.toml") == load_schema()


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text('[names.X]\n"A" = 1\n[relations.uses]\nsignatures = ["Y -> Z"]\n[classes.W]\ncolour = 1\n')
    with pytest.raises(SchemaError) as caught:
        load_schema(path)
    lines = [int(line.removeprefix(f"{path}:").partition(":")[0]) for line in str(caught.value).splitlines()]
    assert lines == [1, 2, 4, 4, 5, 6]


PIECES = [
    "[classes.DRUG]", "[classes.ORG]", "[relations.treats]", "[relations.uses]", "[names.ORG]", "[[patterns]]", "[x]",
    'iri = "kg:Drug"', 'iri = "x"', 'label = { en = "x" }', "label = 1", 'label = "ORG"', 'signatures = ["ORG -> ORG"]',
    'signatures = ["X -> ORG", 1]', 'patterns = ["HEAD x TAIL"]', 'patterns = ["x"]', "symmetric = 1", 'Acme = ["A"]',
    "Acme = 1", 'pattern = "x"', "pattern = [{}]", "pattern = 1", "id = 1", "x = [1,\n 2]", "#", "[", '"', "",
]  # fmt: skip
"""Lines of a schema file, right and wrong ones."""


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("\n".join),
    st.sampled_from(["toml", "jsonl"]),
)
def test_any_text_is_a_schema_or_a_list_of_faults_with_lines(text: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"kg.{kind}")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            load_schema(path)
        except SchemaError as error:
            last = text.count("\n") + 1
            for fault in str(error).splitlines():
                place, _, advice = fault.removeprefix(f"{path}:").partition(": ")
                assert 1 <= int(place) <= last
                assert "; " in advice
