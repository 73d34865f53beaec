"""What the bundled pipeline finds in articles that nothing was trained on must not get worse."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kg.build import build
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {"mentions": 0.84, "entities": 0.81, "relations": 0.39}
"""F1 on the dev articles, a little below what the pipeline reached when it was made."""
PRECISE = 0.53
"""The precision of relations there."""
GIVEN = 0.5
"""F1 of relations where the annotated entities are given."""
SURE = 0.85
"""How many of the relations with a confidence of 0.9 or more are right."""


def score(shared: Path, folder: Path, min_confidence: float = 0.0) -> dict[str, Any]:
    """What the scorer of the annotations says of a graph of the dev articles."""
    gold = shared / "annotations" / "dev.jsonl"
    ids = [json.loads(line)["id"] for line in gold.read_text(encoding="utf-8").splitlines()]
    build([shared / "corpus" / f"{name}.md" for name in ids], folder, min_confidence=min_confidence)
    paths = [shared / "eval" / "score.py", folder / "graph.ttl", gold, shared / "corpus"]
    printed = subprocess.run([sys.executable, *map(str, paths)], check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return figures


@pytest.mark.slow
def test_the_figures_on_the_dev_articles(shared: Path, tmp_path: Path) -> None:
    figures = score(shared, tmp_path / "out")
    assert {name: figures[name]["f1"] for name in FLOORS if figures[name]["f1"] < FLOORS[name]} == {}
    assert figures["relations"]["precision"] >= PRECISE
    assert figures["offsets"] == 1.0
    assert figures["articles_absent"] == 0


@pytest.mark.slow
def test_what_is_sure_is_right(shared: Path, tmp_path: Path) -> None:
    relations = score(shared, tmp_path / "out", min_confidence=0.9)["relations"]
    assert relations["found"] >= 5
    assert relations["precision"] >= SURE


@pytest.mark.slow
def test_the_relations_where_the_entities_are_given(shared: Path) -> None:
    script, pipeline = ROOT / "training" / "scripts" / "given.py", ROOT / "kg" / "data" / "pipelines" / "fr"
    paths = [script, pipeline, shared / "annotations" / "dev.jsonl", shared / "corpus"]
    printed = subprocess.run([sys.executable, *map(str, paths)], check=True, capture_output=True, text=True).stdout
    found = re.search(r"F1 (\S+)", printed)
    assert found is not None
    assert float(found[1]) >= GIVEN
