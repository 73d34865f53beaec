"""What the bundled pipeline finds in articles that nothing was trained on must not get worse."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kg.build import build

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {"mentions": 0.835, "entities": 0.79, "relations": 0.37}
"""F1 on the dev articles, a little below what the pipeline reached when it was made."""


@pytest.mark.slow
def test_the_figures_on_the_dev_articles(shared: Path, tmp_path: Path) -> None:
    gold = shared / "annotations" / "dev.jsonl"
    ids = [json.loads(line)["id"] for line in gold.read_text(encoding="utf-8").splitlines()]
    build([shared / "corpus" / f"{name}.md" for name in ids], tmp_path / "out")
    paths = [shared / "eval" / "score.py", tmp_path / "out" / "graph.ttl", gold, shared / "corpus"]
    printed = subprocess.run([sys.executable, *map(str, paths)], check=True, capture_output=True, text=True).stdout
    figures = json.loads(printed.splitlines()[-1])
    assert {name: figures[name]["f1"] for name in FLOORS if figures[name]["f1"] < FLOORS[name]} == {}
    assert figures["offsets"] == 1.0
    assert figures["articles_absent"] == 0
