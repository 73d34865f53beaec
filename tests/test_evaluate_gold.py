"""Annotations: what a line may hold, and what is said of one that is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import ArticleError
from kg.evaluate.gold import GoldEntity, GoldRelation, read_gold
from kg.model import Status
from kg.schema import load_schema
from tests.make_gold import annotate, write_gold

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = load_schema()
ENTITY = {"id": "e1", "type": "ORG", "name": "AWS", "mentions": ["AWS"]}
RELATION = {"head": "e1", "type": "uses", "tail": "e1"}


def row(**changed: object) -> dict[str, Any]:
    return {"id": "a1", "entities": [ENTITY], "relations": [RELATION], **changed}


def test_articles_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    gold = read_gold(write_gold(tmp_path, annotate("b"), annotate("a")), SCHEMA)
    assert [one.id for one in gold] == ["a", "b"]
    assert gold[0].entities[0] == GoldEntity("e1", "ORG", "AWS", ("AWS",))
    assert gold[0].relations[3].status == Status.PLANNED


def test_a_relation_goes_by_either_spelling_and_is_asserted_unless_it_says_otherwise(tmp_path: Path) -> None:
    relations = [RELATION | {"type": name} for name in ("partners_with", "partnersWith")]
    [one] = read_gold(write_gold(tmp_path, row(relations=relations)), SCHEMA)
    assert set(one.relations) == {GoldRelation("e1", "partnersWith", "e1", "", Status.ASSERTED)}


def test_blank_lines_a_byte_order_mark_and_odd_line_separators_are_borne(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    text = json.dumps(row(entities=[ENTITY | {"name": "A\u2028S"}]), ensure_ascii=False)
    path.write_bytes(f"\ufeff\r\n{text}\r\n\r\n".encode())
    [one] = read_gold(path, SCHEMA)
    assert one.entities[0].name == "A\u2028S"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "not JSON (Expecting property name enclosed in double quotes, column 2); write one JSON object a line"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "not a JSON object; write"),
        (row(id=7), 'the article: "id" is missing or no text; add "id": "…"'),
        (row(entities={}), 'the article: "entities" is no list of objects'),
        (row(relations=[1]), 'the article: "relations" is no list of objects'),
        (row(entities=[ENTITY, ENTITY]), "two entities have the id 'e1'; give each its own"),
        (row(entities=[ENTITY | {"type": "FIRM"}]), "entities[0]: no class 'FIRM'; use one of ORG, PERSON, "),
        (row(entities=[ENTITY | {"mentions": "AWS"}]), 'entities[0]: "mentions" is no list of names'),
        (row(entities=[ENTITY | {"mentions": [" "]}]), 'entities[0]: "mentions" is no list of names'),
        (row(relations=[RELATION | {"tail": "e9"}]), "relations[0]: no entity has the id 'e9'; use the ids"),
        (row(relations=[RELATION | {"type": "likes"}]), "relations[0]: no relation 'likes'; use one of partnersWith, "),
        (row(relations=[RELATION | {"status": "maybe"}]), "relations[0]: no status 'maybe'; use one of asserted, "),
        (row(relations=[RELATION | {"status": []}]), "relations[0]: no status []; use one of asserted, "),
        (row(relations=[RELATION | {"evidence": 1}]), 'relations[0]: "evidence" is no text'),
        (row(id="a0"), "article 'a0' is annotated on line 1 already; join the two"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, wrong: str | dict[str, Any], said: str) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [json.dumps(row(id="a0")), "", wrong if isinstance(wrong, str) else json.dumps(wrong)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ArticleError) as caught:
        read_gold(path, SCHEMA)
    assert caught.value.line == 3
    assert str(caught.value).startswith(f"{path}:3: {said}")


@pytest.mark.parametrize(
    ("data", "said"), [(b"\n", "no annotated article; write"), (b"\xff", "not UTF-8; save it as UTF-8")]
)
def test_a_file_that_holds_no_annotations_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=said):
        read_gold(path, SCHEMA)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"gold.jsonl: cannot be read \(No such file or directory\); give a file"):
        read_gold(tmp_path / "gold.jsonl", SCHEMA)
