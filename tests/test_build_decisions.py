"""What people decide survives: from the command, by way of the file, into a build from scratch."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.ask import open_graph
from kg.build import build, read_report
from kg.cli import app
from kg.errors import DecisionError
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder that holds two articles in ``in`` and their graph in ``out``."""
    build([write_articles(tmp_path / "in", "a1", "a2")], tmp_path / "out", extractor=find)
    return tmp_path


def decide(folder: Path, *words: str) -> None:
    result = RUN.invoke(app, [*words, "-g", str(folder / "out")])
    assert result.exit_code == 0, result.stderr


def rebuilt(folder: Path) -> str:
    """The Turtle of a build from scratch, of which only the decisions were kept."""
    kept = folder / "kept.yaml"
    shutil.copy(folder / "out" / "decisions.yaml", kept)
    shutil.rmtree(folder / "out")
    (folder / "out").mkdir()
    shutil.copy(kept, folder / "out" / "decisions.yaml")
    build([folder / "in"], folder / "out", extractor=find)
    return (folder / "out" / "graph.ttl").read_text(encoding="utf-8")


def labels(folder: Path) -> dict[str, str]:
    """The class of every entity, by its label."""
    with open_graph(folder / "out") as graph:
        frame = graph.entities()
    return dict(zip(frame["name"], frame["class"], strict=True))


@pytest.mark.parametrize(
    ("words", "gone", "there"),
    [
        (["merge", "Vera Rubin", "Grace Blackwell"], ["Vera Rubin"], {"Grace Blackwell": "schema:Product"}),
        (["split", "AWS", "--from", "Amazon Web Services"], ["Amazon Web Services"], {"AWS": "schema:Organization"}),
        (["rename", "Nvidia", "NVIDIA"], ["Nvidia"], {"NVIDIA": "schema:Organization"}),
        (["retype", "Vera Rubin", "TECHNOLOGY"], [], {"Vera Rubin": "kg:Technology"}),
        (["reject", "Ian Buck"], ["Ian Buck"], {"Nvidia": "schema:Organization"}),
    ],
)
def test_a_decision_holds_after_a_build_from_scratch(
    folder: Path, words: list[str], gone: list[str], there: dict[str, str]
) -> None:
    decide(folder, *words)
    rebuilt(folder)
    found = labels(folder)
    assert not set(gone) & set(found)
    assert {name: found.get(name) for name in there} == there
    assert read_report(folder / "out").unmatched == ()


def test_a_rejected_relation_is_gone_and_an_accepted_one_survives_any_threshold(folder: Path) -> None:
    decide(folder, "reject", "Ian Buck", "worksFor", "Nvidia")
    decide(folder, "accept", "AWS", "partnersWith", "Nvidia")
    build([folder / "in"], folder / "out", extractor=find, min_confidence=0.95)
    with open_graph(folder / "out") as graph:
        rows = graph.table("SELECT ?p ?r { ?s kg:predicate ?p OPTIONAL { ?s kg:reviewed ?r } }").rows
    assert rows == (("kg:partnersWith", "accepted"),)
    said = RUN.invoke(app, ["explain", "AWS", "partnersWith", "-g", str(folder / "out")]).stdout
    assert said.startswith("Amazon Web Services partnersWith Nvidia: asserted, 0.90, accepted by a person\n")


def test_merge_then_split_gives_back_the_graph(folder: Path) -> None:
    before = (folder / "out" / "graph.ttl").read_text(encoding="utf-8")
    decide(folder, "merge", "Vera Rubin", "Grace Blackwell")
    assert rebuilt(folder) != before
    decide(folder, "split", "Vera Rubin", "--from", "Grace Blackwell")
    assert rebuilt(folder) == before


def test_decisions_commute_and_saying_one_twice_changes_nothing(folder: Path) -> None:
    decisions = [
        ["rename", "Nvidia", "NVIDIA"], ["reject", "Ian Buck", "worksFor", "Nvidia"],
        ["merge", "Vera Rubin", "Grace Blackwell"], ["retype", "CUDA Quantum", "TECHNOLOGY"],
    ]  # fmt: skip
    made = set()
    for order in (decisions, decisions[::-1], [*decisions, *decisions]):
        (folder / "out" / "decisions.yaml").unlink(missing_ok=True)
        build([folder / "in"], folder / "out", extractor=find)
        for words in order:
            decide(folder, *words)
        made.add(((folder / "out" / "decisions.yaml").read_text(encoding="utf-8"), rebuilt(folder)))
    assert len(made) == 1


def test_a_decision_that_names_nothing_is_told_with_its_line_and_changes_nothing(folder: Path) -> None:
    before = (folder / "out" / "graph.ttl").read_text(encoding="utf-8")
    path = folder / "mine.yaml"
    path.write_text("version: 1\ndecisions:\n- rename: Globex (ORG)\n  to: Initech\n", encoding="utf-8")
    report = build([folder / "in"], folder / "out", extractor=find, decisions=path)
    assert report.unmatched == (f"{path}:3: rename Globex (ORG) to Initech",)
    assert report.decisions == str(path)
    assert (folder / "out" / "graph.ttl").read_text(encoding="utf-8") == before
    assert json.loads((folder / "out" / "build.json").read_text(encoding="utf-8"))["unmatched"] == list(
        report.unmatched
    )


def test_a_wrong_file_stops_the_build_before_it_touches_the_graph(folder: Path) -> None:
    path = folder / "out" / "decisions.yaml"
    path.write_text("version: 1\ndecisions:\n- rename: Nvidia\n- marry: A (ORG)\n", encoding="utf-8")
    before = (folder / "out" / "graph.ttl").read_bytes()
    with pytest.raises(DecisionError, match=r"decisions\.yaml:3: .*\n.*decisions\.yaml:4: "):
        build([folder / "in"], folder / "out", extractor=find)
    assert (folder / "out" / "graph.ttl").read_bytes() == before


@pytest.mark.parametrize("kind", ["reject", "accept"])
def test_a_decision_on_a_fact_that_no_article_states_is_told(folder: Path, kind: str) -> None:
    path = folder / "mine.yaml"
    entry = f"- {kind}: Ian Buck (PERSON)\n  relation: founded\n  object: Nvidia (ORG)\n"
    path.write_text(f"version: 1\ndecisions:\n{entry}", encoding="utf-8")
    report = build([folder / "in"], folder / "out", extractor=find, decisions=path)
    assert report.unmatched == (f"{path}:3: {kind} Ian Buck (PERSON) founded Nvidia (ORG)",)
