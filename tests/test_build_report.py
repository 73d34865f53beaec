"""The report of a build is a value that survives its file and a move of the folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build.report import REPORT, BuildReport, Skipped, read_report
from kg.errors import ArticleError, GraphError
from tests.make_report import report

if TYPE_CHECKING:
    from pathlib import Path


@given(
    skipped=st.lists(st.builds(Skipped, st.text(), st.none() | st.integers(1), st.text(), st.text())),
    entities=st.dictionaries(st.text(), st.integers(0)),
    seconds=st.floats(0, 1e6),
)
def test_reading_what_was_written_gives_the_same_report(
    skipped: list[Skipped], entities: dict[str, int], seconds: float
) -> None:
    before = report(skipped=tuple(skipped), entities=entities, seconds=seconds)
    assert BuildReport.from_json(before.to_json(), before.folder) == before


def test_the_report_follows_its_folder(tmp_path: Path) -> None:
    (tmp_path / REPORT).write_text(report().to_json(), encoding="utf-8")
    assert read_report(tmp_path).files["turtle"] == tmp_path / "graph.ttl"


def test_the_json_tells_what_a_program_needs() -> None:
    data = json.loads(report().to_json())
    assert data["statements"] == sum(data["relations"].values()) == 5
    assert data["files"] == {
        "store": "out/store", "turtle": "out/graph.ttl", "page": "out/graph.html", "report": "out/build.json",
    }  # fmt: skip
    assert data["skipped"] == [{"path": "b.md", "line": 3, "problem": "no text", "advice": "add some"}]


def test_a_skipped_article_reads_like_its_error() -> None:
    error = ArticleError("b.md", "no text", "add some", line=3)
    assert str(Skipped.of(error)) == str(error) == "b.md:3: no text; add some"


def test_a_folder_without_a_report_is_no_graph(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(GraphError) as caught:
        read_report(folder)
    assert str(caught.value) == f"{folder}: no graph here; make one with: kg build ARTICLES -o {folder}"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"folder": "out"}', "\x00", '"a"', "[" * 100_000])
def test_a_damaged_report_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / REPORT).write_text(text, encoding="utf-8")
    with pytest.raises(GraphError, match=r"build\.json: cannot be read .*; build the graph again"):
        read_report(tmp_path)
