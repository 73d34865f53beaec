"""One thing, one node, on articles that nothing was trained on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.ask import open_graph
from kg.build import build
from kg.evaluate.evaluate import evaluate
from kg.evaluate.gold import read_gold
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

PRECISE, SAME = 0.98, 0.93
"""The share of joined pairs of mentions that must be right, and the F1 of B³."""


@pytest.mark.slow
def test_the_nodes_of_the_dev_articles_are_the_things_that_were_annotated(shared: Path, tmp_path: Path) -> None:
    schema, path = load_schema(), shared / "annotations" / "dev.jsonl"
    ids = [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]
    build([shared / "corpus" / f"{name}.md" for name in ids], tmp_path / "out")
    with open_graph(tmp_path / "out") as graph:
        found = evaluate(graph.store, read_gold(path, schema), shared / "corpus", schema).clustering
    assert found.mentions > 1000
    assert found.pairs.precision >= PRECISE
    assert found.b_cubed.f1 >= SAME
