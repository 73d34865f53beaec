"""Verdicts: a shard is told what it needs, and its articles come out as they do among all."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from kg.engine.verdict import Court, confident
from kg.graph.rows import Names, rows
from kg.graph.vocab import Vocabulary
from kg.model import Article
from kg.read import article_files, read_articles
from kg.resolve import localise, read_decisions, settle
from kg.schema import load_schema
from tests.make import extraction
from tests.make_build import write_articles

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Extraction
    from kg.resolve import Decisions

SCHEMA = load_schema()
VOCABULARY = Vocabulary()
DECIDED = """version: 1
decisions:
- merge: Vera Rubin (PRODUCT)
  into: Grace Blackwell (PRODUCT)
- reject: CUDA Quantum (PRODUCT)
- rename: Nvidia (ORG)
  to: NVIDIA
"""


def found(folder: Path) -> list[Extraction]:
    """What eight articles say, of which two are the same file and two have one identifier."""
    write_articles(folder, *(f"a{number}" for number in range(6)))
    (folder / "same.md").write_bytes((folder / "a1.md").read_bytes())
    (folder / "like.md").write_bytes((folder / "a2.md").read_bytes() + b"\nNvidia a une suite.\n")
    read = read_articles(article_files([str(folder)]))
    return [extraction(one) for one in read if isinstance(one, Article)]


@pytest.mark.parametrize("decided", ["", DECIDED])
@pytest.mark.parametrize("least", [0.0, 0.85])
def test_a_shard_makes_the_rows_that_its_articles_have_among_all(tmp_path: Path, decided: str, least: float) -> None:
    decisions: Decisions | None = None
    if decided:
        (tmp_path / "decisions.yaml").write_text(decided, encoding="utf-8")
        decisions = read_decisions(tmp_path / "decisions.yaml", SCHEMA)
    local = [localise(one, SCHEMA, decisions) for one in found(tmp_path / "in")]
    summaries = [one.summary for one in local]
    resolution = confident(settle(summaries, [one.extraction for one in local], SCHEMA, decisions), least, SCHEMA)
    names = Names(resolution.sources(), resolution.copies, SCHEMA, VOCABULARY)
    court = Court(resolution, (one.key for one in summaries))
    for one, settled in zip(local, resolution.extractions, strict=True):
        verdict = pickle.loads(pickle.dumps(court.verdict([one.summary])))  # noqa: S301 - as it travels
        assert verdict.settled(one.extraction) == settled
        own = verdict.names(SCHEMA, VOCABULARY)
        assert [*rows(verdict.settled(one.extraction), own)] == [*rows(settled, names)]
        assert (one.summary.key in verdict.several) == (one.summary.path in {"a1.md", "same.md"})
