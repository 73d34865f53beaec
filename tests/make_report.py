"""Builder: the report of an invented build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.build.report import BuildReport, Skipped


def report(**changes: Any) -> BuildReport:  # noqa: ANN401 - whatever the field takes
    """A report with everything in it, with some fields changed."""
    fields: dict[str, Any] = {
        "folder": Path("out"),
        "articles": 2,
        "skipped": (Skipped("b.md", 3, "no text", "add some"),),
        "entities": {"ORG": 2, "PERSON": 1, "PRODUCT": 3},
        "relations": {"partnersWith": 1, "develops": 2, "uses": 1, "worksFor": 1},
        "statuses": {"asserted": 3, "planned": 1, "negated": 1},
        "mentions": 10,
        "evidence": 5,
        "seconds": 1.25,
        "finished": "2026-01-02T03:04:05+00:00",
        "versions": {"kg": "0.1.0"},
        "model": "fr_kg 0.1.0",
    }
    return BuildReport(**fields | changes)
