"""What was otherwise with a build than with the one before, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kg.build.causes import WHY, causes
from kg.build.report import Options
from kg.graph.vocab import DEFAULT_BASE
from tests.make_report import report

if TYPE_CHECKING:
    from kg.build import BuildReport

PRINTS = {"program": "1", "pipeline": "1", "schema": "", "decisions": ""}


def built(prints: dict[str, str] | None = None, **options: Any) -> BuildReport:  # noqa: ANN401 - whatever the field takes
    return report(options=Options(**{"base": DEFAULT_BASE} | options), fingerprints=PRINTS | (prints or {}))


WITH = built({"schema": "s"}, schema="kg.toml")


@pytest.mark.parametrize(
    ("before", "now", "clauses"),
    [
        (built(), built(), ()),
        (WITH, built(), ("built without --schema kg.toml, which the build before had",)),
        (built(), WITH, ("built with --schema kg.toml, the build before without",)),
        (WITH, built({"schema": "t"}, schema="b.toml"), ("built with --schema b.toml, the build before with kg.toml",)),
        (WITH, built({"schema": "s"}, schema="moved.toml"), ()),
        (WITH, built({"schema": "t"}, schema="kg.toml"), (WHY["schema"],)),
        (built(), built({"decisions": "d"}), (WHY["decisions"],)),
        (
            built(),
            built({"decisions": "d"}, decisions="mine.yaml"),
            ("built with --decisions mine.yaml, the build before without",),
        ),
        (
            built({"pipeline": "2"}, pipeline="en_core_web_sm"),
            built(),
            ("built without --pipeline en_core_web_sm, which the build before had",),
        ),
        (
            built(min_confidence=0.4),
            built(min_confidence=0.25),
            ("built with --min-confidence 0.25, the build before with 0.4",),
        ),
        (
            built(base="https://data.example/"),
            built(language="fr"),
            (
                "built with --language fr, the build before without",
                "built without --base https://data.example/, which the build before had",
            ),
        ),
        (WITH, built({"program": "2"}), ("built without --schema kg.toml, which the build before had", WHY["program"])),
        (report(), built({"program": "2"}), ()),
        (replace(built(), options=None), built({"program": "2"}), (WHY["program"],)),
    ],
)
def test_each_option_that_was_given_otherwise_is_named(
    before: BuildReport, now: BuildReport, clauses: tuple[str, ...]
) -> None:
    assert tuple(causes(before, now).values()) == clauses
