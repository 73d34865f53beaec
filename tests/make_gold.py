"""Builder: annotations by hand, and what they come to beside a graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.evaluate.evaluate import Evaluation, evaluate
from kg.evaluate.gold import read_gold
from kg.graph.rdf import to_triples
from kg.graph.store import Store, memory_store
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import FRENCH, extraction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.model import Extraction

ENTITIES: dict[str, tuple[str, ...]] = {
    "e1": ("ORG", "AWS"),
    "e2": ("ORG", "Nvidia"),
    "e3": ("PERSON", "Ian Buck"),
    "e4": ("EVENT", "AWS re:Invent 2025"),
    "e5": ("PRODUCT", "Grace Blackwell"),
    "e6": ("PRODUCT", "Vera Rubin"),
    "e7": ("PRODUCT", "CUDA Quantum"),
}
RELATIONS = (
    ("e1", "partners_with", "e2", "asserted"),
    ("e3", "works_for", "e2", "asserted"),
    ("e2", "develops", "e5", "asserted"),
    ("e2", "develops", "e6", "planned"),
    ("e1", "uses", "e7", "negated"),
)


def annotate(
    id: str = "a1",  # noqa: A002 - the field's name
    entities: Mapping[str, tuple[str, ...]] = ENTITIES,
    relations: Sequence[tuple[str, str, str, str]] = RELATIONS,
) -> dict[str, Any]:
    """What :data:`tests.make.FRENCH` says, as a careful reader would annotate it.

    An entity is its class, its name and further strings that name it.
    """
    lines = FRENCH.splitlines()

    def evidence(head: str, tail: str) -> str:
        names = [entities[end][1] for end in (head, tail)]
        return next((line for line in lines if all(name in line for name in names)), "")

    return {
        "id": id,
        "entities": [
            {"id": key, "type": type_, "name": name, "mentions": [name, *more]}
            for key, (type_, name, *more) in entities.items()
        ],
        "relations": [
            {"head": head, "type": type_, "tail": tail, "status": status, "evidence": evidence(head, tail)}
            for head, type_, tail, status in relations
        ],
    }


def write_gold(folder: Path, *rows: dict[str, Any]) -> Path:
    """The rows as a JSONL file."""
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def store_of(*extractions: Extraction) -> Store:
    """The graph of the extractions, in memory."""
    return memory_store(to_triples(Resolution(tuple(extractions)), schema=load_schema()))


def measure(
    folder: Path, gold: Sequence[dict[str, Any]], *extractions: Extraction, text: str | None = None
) -> Evaluation:
    """What extractions come to beside annotations; ``text`` takes the place of every article's file."""
    found = extractions or (extraction(),)
    for row in gold:
        (folder / f"{row['id']}.md").write_text(FRENCH if text is None else text, encoding="utf-8", newline="")
    for one in found:
        (folder / one.article.path).write_text(one.article.text if text is None else text, encoding="utf-8", newline="")
    annotated = read_gold(write_gold(folder, *gold), load_schema())
    return evaluate(store_of(*found), annotated, folder, load_schema())
