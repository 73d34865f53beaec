"""``kg diff``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph.rdf import to_triples
from kg.graph.store import write_store
from kg.graph.vocab import Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make_network import CLASSES, Fact, say

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
BEFORE = [
    Fact("Ada", "founded", "Bell"),
    Fact("Bell", "uses", "Emacs", "planned", 0.6),
    Fact("Cray", "uses", "Emacs"),
    Fact("Dell", "competesWith", "Bell"),
]
AFTER = [Fact("Bell", "uses", "Emacs"), Fact("Cray", "uses", "Emacs"), Fact("Dell", "competesWith", "Bell"),
         Fact("Dell", "uses", "Emacs")]  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Two builds: in the newer one Ada has gone, Dell uses Emacs, Cray is a product, and more is certain."""
    root = tmp_path_factory.mktemp("diff")
    write(root / "old", BEFORE, {})
    write(root / "new", AFTER, {"Cray": "PRODUCT"})
    return str(root / "old"), str(root / "new")


def write(folder: Path, facts: list[Fact], classes: dict[str, str]) -> None:
    said = tuple(say(fact, number, CLASSES | classes) for number, fact in enumerate(facts))
    write_store(folder / "store", to_triples(Resolution(said), schema=load_schema(), vocabulary=Vocabulary()))


def test_what_changed_is_told_with_sentences(folders: tuple[str, str]) -> None:
    result = RUN.invoke(app, ["diff", *folders])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "articles 4 → 4, entities 5 → 4, facts 4 → 4",
        "",
        "1 fact added",
        "+ Dell uses Emacs: asserted, 0.90",
        "    “Dell uses Emacs.”",
        "    Article 3, 2026-01-04, a3.md",
        "",
        "1 fact gone",
        "- Ada founded Bell: asserted, 0.90",
        "    “Ada founded Bell.”",
        "    Article 0, 2026-01-01, a0.md",
        "",
        "1 fact moved",
        "= Cray uses Emacs: asserted, 0.90",
        "    before: Cray (Organization) uses Emacs",
        "",
        "1 fact changed",
        "~ Bell uses Emacs: planned → asserted, 0.60 → 0.90",
        "    “Bell uses Emacs.”",
        "    Article 0, 2026-01-01, a0.md",
        "",
        "1 entity gone",
        "- Ada (Person), 1 article",
        "",
        "1 entity moved",
        "= Cray (Product), 1 article; before: Cray (Organization)",
    ]


def test_as_json_there_is_all(folders: tuple[str, str]) -> None:
    data = json.loads(RUN.invoke(app, ["diff", *folders, "--json", "--limit", "1"]).stdout)
    assert data["before"] == {"articles": 4, "entities": 5, "facts": 4}
    assert [fact["change"] for fact in data["facts"]] == ["added", "gone", "moved", "changed"]
    assert data["facts"][0] == {
        "change": "added", "subject": "Dell", "relation": "uses", "object": "Emacs", "before": None,
        "status_before": None, "status": "asserted", "confidence_before": None, "confidence": 0.9,
        "sentence": "Dell uses Emacs.", "title": "Article 3", "url": "https://news.example/3",
        "published": "2026-01-04T00:00:00+00:00", "file": "a3.md",
    }  # fmt: skip
    assert data["entities"][1] == {
        "change": "moved", "name": "Cray", "type": "schema:Product", "before": "Cray (Organization)", "articles": 1,
    }  # fmt: skip


def test_more_than_the_limit_is_counted(folders: tuple[str, str]) -> None:
    older, newer = folders
    shown = RUN.invoke(app, ["diff", newer, older, "--limit", "1"]).stdout
    assert "more" not in shown
    empty = RUN.invoke(app, ["diff", older, older]).stdout
    assert empty == "articles 4 → 4, entities 5 → 5, facts 4 → 4\nno difference\n"


@pytest.mark.parametrize(
    ("same", "options", "status"),
    [(True, ["--exit-code"], 0), (False, ["--exit-code"], 1), (False, ["--exit-code", "--json"], 1), (False, [], 0)],
)
def test_the_status_tells_whether_they_differ_where_it_is_asked_to(
    folders: tuple[str, str], same: bool, options: list[str], status: int
) -> None:
    older, newer = folders
    result = RUN.invoke(app, ["diff", older, older if same else newer, *options])
    assert result.exit_code == status
    assert result.stderr == ""


def test_small_changes_can_be_left_out(folders: tuple[str, str], tmp_path: Path) -> None:
    write(tmp_path / "sure", [fact._replace(confidence=0.95) for fact in AFTER], {"Cray": "PRODUCT"})
    _, newer = folders
    assert "4 facts changed" in RUN.invoke(app, ["diff", newer, str(tmp_path / "sure")]).stdout
    less = RUN.invoke(app, ["diff", newer, str(tmp_path / "sure"), "--limit", "1"]).stdout
    assert less.endswith("  … and 3 more; --limit changes that\n")
    none = RUN.invoke(app, ["diff", newer, str(tmp_path / "sure"), "--min-change", "0.1"])
    assert none.stdout.endswith("\nno difference\n")


def test_a_folder_without_a_graph_is_named(folders: tuple[str, str], tmp_path: Path) -> None:
    result = RUN.invoke(app, ["diff", folders[0], str(tmp_path / "none")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no such folder" in result.stderr
