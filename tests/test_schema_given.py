"""Names and patterns of names that an analyst gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.schema import GivenName, load_schema
from tests.make_schema import faults

if TYPE_CHECKING:
    from pathlib import Path


def test_every_way_to_write_a_name_stands_for_the_canonical_one(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text('[names.ORG]\n"L’Oréal" = ["L’Oréal  SA", "Loreal"]\nAcme = []\n', encoding="utf-8")
    assert load_schema(path).names == (
        GivenName("L'Oréal", "ORG", "L'Oréal"),
        GivenName("L'Oréal SA", "ORG", "L'Oréal"),
        GivenName("Loreal", "ORG", "L'Oréal"),
        GivenName("Acme", "ORG", "Acme"),
    )


def test_patterns_stand_in_either_file_in_the_form_of_spacy(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        '[[patterns]]\nlabel = "ORG"\n\npattern = "Acme  Corp"\nid = "Acme"\n'
        '[[patterns]]\nlabel = "PRODUCT"\npattern = [{ LOWER = "x" }, { OP = "?" }]\n',
        encoding="utf-8",
    )
    rows = [{"label": "ORG", "pattern": "Bcme"}, {"label": "PERSON", "pattern": [{"TEXT": "Zora"}], "id": "Zora Quill"}]
    (tmp_path / "b.jsonl").write_text("\n\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"label": "PLACE", "pattern": "Karst"}', encoding="utf-8")
    found = [
        (rule.label, rule.pattern, rule.id, str(rule.place).rpartition("/")[2]) for rule in load_schema(tmp_path).rules
    ]
    assert found == [
        ("ORG", "Acme Corp", "Acme", "kg.toml:4"),
        ("PRODUCT", ({"LOWER": "x"}, {"OP": "?"}), "", "kg.toml:8"),
        ("PLACE", "Karst", "", "a.jsonl:1"),
        ("ORG", "Bcme", "", "b.jsonl:1"),
        ("PERSON", ({"TEXT": "Zora"},), "Zora Quill", "b.jsonl:3"),
    ]


FAULTS: list[tuple[str, list[str]]] = [
    ("[names.ORGA]\nAcme = []\n", ['1: unknown class "ORGA"; did you mean ORG?']),
    ("[names]\nORG = 1\n", ['2: 1 is no table; write "Name" = ["alias"] below a line [names.CLASS]']),
    ('[names.ORG]\nAcme = "ACME"\n', ['2: "ACME" is no list; write ["alias", "another alias"]']),
    ('[names.ORG]\nAcme = [\n"ACME",\n1]\n', ['4: 1 is no text; write ["alias", "another alias"]']),
    ('[names.ORG]\n" " = []\n', ["2: a name without letters; write it as articles do"]),
    ('[names.ORG]\nAcme = ["ACME", "ACME"]\n', ['2: "ACME" is given twice for ORG "Acme"; leave one out']),
    ('[names.ORG]\nAcme = ["Acme"]\n', ['2: "Acme" is given twice for ORG "Acme"; leave one out']),
    (
        '[names.ORG]\nAcme = ["ACME"]\n\nBcme = [\n\n"ACME"]',
        ['6: "ACME" is a name of ORG "Acme" already (line 2); keep it in one of the two places'],
    ),
    (
        "[names.ORG]\n\nAcme = []\n[names.PRODUCT]\nAcme = []",
        ['5: "Acme" is a name of ORG "Acme" already (line 3); keep it in one of the two places'],
    ),
    ('[[patterns]]\nlabel = "ORG"\n', ["1: pattern is missing; add it"]),
    ('[[patterns]]\nlabel = "ORGA"\npattern = "Acme"\n', ['2: unknown class "ORGA"; did you mean ORG?']),
    (
        '[[patterns]]\nlabel = "ORG"\npattern = []\n[[patterns]]\nlabel = "ORG"\npattern = ["a"]',
        [
            '3: [] is no pattern; write a phrase, or a list of tokens such as [{ LOWER = "mg" }]',
            "6: ['a'] is no pattern; write a phrase, or a list of tokens such as [{ LOWER = \"mg\" }]",
        ],
    ),
    ('[[patterns]]\nlabel = "ORG"\npattern = "a"\nname = "b"', ['4: unknown key "name"; use id, label or pattern']),
    ('[[patterns]]\nlabel = "ORG"\npattern = "a"\nid = 1', ['4: 1 is no text; write id = "Name"']),
    ('[patterns]\nlabel = "ORG"', ["1: {'label': 'ORG'} is no list; write [[patterns]]"]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_named_with_its_line(text: str, expected: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, text) == [f"kg.toml:{line}" for line in expected]


def test_a_fault_in_a_pattern_file_is_named_with_its_line(tmp_path: Path) -> None:
    text = '{"label": "ORG", "pattern": "Acme"}\n\n{"label": "ORGA", "patern": "Acme"}\n[]\n'
    assert faults(tmp_path, text, "p.jsonl") == [
        'p.jsonl:3: unknown key "patern"; did you mean pattern?',
        "p.jsonl:3: pattern is missing; add it",
        'p.jsonl:3: unknown class "ORGA"; did you mean ORG?',
        "p.jsonl:4: [] is no table; write its keys: label, pattern, id",
    ]
