"""Hand-made annotations of articles, one JSON object a line, read and checked.

A line says which entities an article names, by which strings, and which relations its text states::

    {"id": "a1",
     "entities": [{"id": "e1", "name": "Nvidia", "type": "ORG", "mentions": ["Nvidia"]}, …],
     "relations": [{"head": "e1", "type": "develops", "tail": "e2", "evidence": "…", "status": "asserted"}, …]}

``evidence`` and ``status`` may be left out; other keys are let be. Relations go by their name in the schema or by the
same name in snake case (``partnersWith``, ``partners_with``).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import ArticleError
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.schema import Schema

__all__ = ["GoldArticle", "GoldEntity", "GoldRelation", "read_gold"]


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity that an article names: its class, its usual name, and every string that the text calls it by."""

    id: str
    type: str
    name: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation that an article states, between two of its entities by their ids, and the passage that says so."""

    head: str
    predicate: str
    tail: str
    evidence: str
    status: Status


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """All that a careful reader finds in one article."""

    id: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


def read_gold(path: Path, schema: Schema) -> tuple[GoldArticle, ...]:
    """The annotated articles of a JSONL file, in order of their ids.

    Raises:
        ArticleError: the file cannot be read or holds no article, or a line is wrong; the line is named.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise ArticleError(str(path), problem, "give a file with one annotated article a line") from error
    except UnicodeDecodeError as error:
        raise ArticleError(str(path), "not UTF-8", "save it as UTF-8") from error
    found: dict[str, GoldArticle] = {}
    placed: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            article = _article(line, schema)
        except _Fault as fault:
            raise ArticleError(str(path), fault.problem, fault.advice, line=number) from fault
        if article.id in found:
            problem = f"article {article.id!r} is annotated on line {placed[article.id]} already"
            raise ArticleError(str(path), problem, "join the two", line=number)
        found[article.id], placed[article.id] = article, number
    if not found:
        raise ArticleError(str(path), "no annotated article", "write one JSON object a line")
    return tuple(found[name] for name in sorted(found))


class _Fault(Exception):  # noqa: N818 - becomes an ArticleError once the line is known
    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem, self.advice = problem, advice


def _article(line: str, schema: Schema) -> GoldArticle:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Fault(f"not JSON ({error.msg}, column {error.colno})", "write one JSON object a line") from error
    except ValueError as error:
        raise _Fault("a number of thousands of digits", "write one JSON object a line") from error
    except RecursionError as error:
        raise _Fault("nested too deeply", "write one JSON object a line") from error
    if not isinstance(row, dict):
        raise _Fault("not a JSON object", 'write {"id": …, "entities": […], "relations": […]}')
    entities = tuple(
        _entity(item, f"entities[{place}]", schema) for place, item in enumerate(_rows(row, "entities", "the article"))
    )
    ids = [entity.id for entity in entities]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise _Fault(f"two entities have the id {twice[0]!r}", "give each its own")
    relations = tuple(
        _relation(item, f"relations[{place}]", schema, frozenset(ids))
        for place, item in enumerate(_rows(row, "relations", "the article"))
    )
    return GoldArticle(_text(row, "id", "the article"), entities, relations)


def _entity(row: Mapping[str, Any], place: str, schema: Schema) -> GoldEntity:
    type_ = _text(row, "type", place)
    if type_ not in schema.classes:
        raise _Fault(f"{place}: no class {type_!r}", f"use one of {', '.join(schema.classes)}, or give the schema")
    mentions = row.get("mentions")
    if not isinstance(mentions, list) or not all(isinstance(text, str) and text.strip() for text in mentions):
        raise _Fault(f'{place}: "mentions" is no list of names', "list every string that names the entity")
    return GoldEntity(_text(row, "id", place), type_, _text(row, "name", place), tuple(mentions))


def _relation(row: Mapping[str, Any], place: str, schema: Schema, entities: frozenset[str]) -> GoldRelation:
    names = {_snake(name): name for name in schema.relations} | {name: name for name in schema.relations}
    type_ = _text(row, "type", place)
    if type_ not in names:
        raise _Fault(f"{place}: no relation {type_!r}", f"use one of {', '.join(schema.relations)}, or give the schema")
    head, tail = _text(row, "head", place), _text(row, "tail", place)
    if unknown := [name for name in (head, tail) if name not in entities]:
        raise _Fault(f"{place}: no entity has the id {unknown[0]!r}", "use the ids of the article's entities")
    status = row.get("status", Status.ASSERTED)
    if status not in list(Status):
        raise _Fault(f"{place}: no status {status!r}", f"use one of {', '.join(Status)}")
    evidence = row.get("evidence", "")
    if not isinstance(evidence, str):
        raise _Fault(f'{place}: "evidence" is no text', "give the passage as the article has it")
    return GoldRelation(head, names[type_], tail, evidence, Status(status))


def _rows(row: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    rows = row.get(key)
    if not isinstance(rows, list) or not all(isinstance(item, dict) for item in rows):
        raise _Fault(f'{place}: "{key}" is no list of objects', f'write "{key}": [{{…}}, …], [] where there are none')
    return rows


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    text = row.get(key)
    if not isinstance(text, str) or not text.strip():
        raise _Fault(f'{place}: "{key}" is missing or no text', f'add "{key}": "…"')
    return text


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
