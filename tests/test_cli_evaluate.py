"""``kg evaluate``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
from tests.make_build import find, write_articles
from tests.make_gold import RELATIONS, annotate, write_gold

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
FURTHER = [*RELATIONS[1:], ("e2", "supplies", "e1", "asserted")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds articles in ``in``, their graph in ``out``, and annotations."""
    folder = tmp_path_factory.mktemp("evaluate")
    build([write_articles(folder / "in", "a1", "a2")], folder / "out", extractor=find)
    write_articles(folder / "in", "a3")
    write_gold(folder, annotate("a1"), annotate("a2", relations=FURTHER), annotate("a3", relations=[]))
    return folder


def words(place: Path, *more: str) -> list[str]:
    return ["evaluate", str(place / "out"), str(place / "gold.jsonl"), "--articles", str(place / "in"), *more]


def test_the_figures_are_a_table(place: Path) -> None:
    result = RUN.invoke(app, words(place))
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["precision", "recall", "F1", "annotated", "found"]
    for line in (
        "entities 1.000 0.667 0.800 21 14",
        "relations 0.875 0.875 0.875 8 8",
        "partnersWith 0.500 1.000 0.667 1 2",
        "B³ 1.000 1.000 1.000",
        "pairs of mentions 1.000 1.000 1.000",
        "over 20 mentions that both have",
    ):
        assert line in [" ".join(one.split()) for one in lines]
    assert lines[-2:] == ["1 of 3 articles absent from the graph", "  a3; all that is annotated there counts as missed"]


def test_the_misses_come_with_their_sentences(place: Path) -> None:
    lines = RUN.invoke(app, words(place, "--misses", "1")).stdout.splitlines()
    at = lines.index("relations missed")
    assert lines[at + 1 :] == [
        "  Nvidia supplies AWS (found as partnersWith): a2, line 8",
        "    “AWS et Nvidia étendent leur partenariat.”",
        "",
        "relations wrong",
        "  AWS partnersWith Nvidia (annotated as supplies): a2, line 8",
        "    “AWS et Nvidia étendent leur partenariat.”",
    ]
    assert lines[lines.index("mentions missed") + 1].startswith("  ORG AWS: a3, line ")


def test_json_holds_the_same(place: Path) -> None:
    document = json.loads(RUN.invoke(app, words(place, "--json", "--misses", "2")).stdout)
    assert document["relations"] == {"precision": 0.875, "recall": 0.875, "f1": 0.875, "gold": 8, "found": 8}
    assert document["by_type"]["relations"]["supplies"]["recall"] == 0.0
    assert (document["offsets"], document["articles_absent"], document["absent"]) == (1.0, 1, ["a3"])
    assert [one["tail"] for one in document["differences"] if one["layer"] == "relations"] == ["AWS", "Nvidia"]
    assert len([one for one in document["differences"] if one["layer"] == "mentions"]) == 2
    assert json.loads(RUN.invoke(app, words(place, "--json")).stdout)["differences"] == []


def test_a_file_that_has_changed_is_told(place: Path, tmp_path: Path) -> None:
    for name in ("a1.md", "a2.md", "a3.md"):
        (tmp_path / name).write_text("!" + (place / "in" / name).read_text(encoding="utf-8"), encoding="utf-8")
    result = RUN.invoke(app, [*words(place)[:4], str(tmp_path)])
    assert "\n0 of 28 quotes stand in their article where the graph says\n" in result.stdout
    assert "the graph has “AWS”, the file “" in result.stdout
    assert "  the files are not those that the graph was built from; build it again" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none", "gold.jsonl", "--articles", "in"], "none: no such folder; build a graph first"),
        (["out", "none.jsonl", "--articles", "in"], "none.jsonl: cannot be read (No such file or directory); give"),
        (["out", "in/a1.md", "--articles", "in"], "in/a1.md:1: not JSON (Expecting value, column 1); write one"),
        (["out", "gold.jsonl"], "a1.md: no file of the annotated article 'a1' here; give the folder"),
    ],
)
def test_a_mistake_is_one_line(place: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(place)
    result = RUN.invoke(app, ["evaluate", *arguments])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kg: {said}")
    assert len(result.stderr.splitlines()) == 1
