"""The graph of hand-made annotations, read back by the scorer: what goes in comes out, and quotes its articles."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph.exports import export
from kg.graph.rdf import to_triples
from kg.model import Article, Entity, Evidence, Extraction, Mention, Relation, Status
from kg.resolve import Resolution
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_extraction(gold: dict[str, Any], shared: Path, score: ModuleType) -> Extraction:
    """The annotations of one article as the pipeline would hand them on."""
    raw = (shared / "corpus" / f"{gold['id']}.md").read_bytes()
    text = raw.decode()
    article = Article(gold["id"], f"{gold['id']}.md", text, hashlib.sha256(raw).hexdigest(), "", "fr")
    entities = {row["id"]: Entity(row["type"], row["name"].casefold(), row["name"]) for row in gold["entities"]}
    named = {mention: entities[row["id"]] for row in gold["entities"] for mention in row["mentions"]}
    mentions = tuple(
        Mention(named[text[start:end]], start, end, text[start:end], 0.9, "gold")
        for start, end, _ in sorted(score.gold_spans(score.counted_text(text), gold["entities"]))
    )
    relations = []
    for row in gold["relations"]:
        name = re.sub("_(.)", lambda found: found[1].upper(), row["type"])
        start = text.index(row["evidence"])
        end = start + len(row["evidence"])
        status = Status(row.get("status", "asserted"))
        evidence = Evidence(start, end, row["evidence"], status, 0.9, "gold", row.get("role"))
        relations.append(Relation(entities[row["head"]], name, entities[row["tail"]], evidence))
    return Extraction(article, mentions, tuple(relations))


@pytest.mark.slow
def test_the_scorer_reads_back_what_was_written(shared: Path, tmp_path: Path) -> None:
    gold = shared / "annotations" / "dev.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    extractions = [gold_extraction(row, shared, scorer(shared)) for row in rows]
    export(to_triples(Resolution(tuple(extractions)), schema=load_schema()), "turtle", tmp_path / "graph.ttl")
    places = (shared / "eval" / "score.py", tmp_path / "graph.ttl", gold, shared / "corpus")
    done = subprocess.run([sys.executable, *map(str, places)], capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["offsets"] == 1.0
    assert figures["articles_absent"] == 0
    for layer in ("mentions", "entities", "relations", "pairs"):
        assert figures[layer]["f1"] == 1.0, layer
