"""``kg validate``."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, Triple
from typer.testing import CliRunner

from kg.build import build
from kg.cli import app
from kg.graph.store import open_store, write_store
from kg.graph.vocab import OA, RDF, Vocabulary
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of two French articles that say the same."""
    folder = tmp_path_factory.mktemp("check")
    build([write_articles(folder / "in", "a1", "a2")], folder / "out", extractor=find)
    return folder / "out"


def test_a_built_graph_is_as_it_should_be(out: Path) -> None:
    result = RUN.invoke(app, ["validate", str(out)])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{out}: ")
    assert result.stdout.endswith(" triples, all as they should be\n")
    assert result.stderr == ""


@pytest.fixture
def edited(out: Path, tmp_path: Path) -> Path:
    """The graph after somebody has edited it: an entity of two classes, a fact that nothing backs, a wrong status."""
    vocabulary = Vocabulary()
    nvidia, aws = vocabulary.expand("org:nvidia"), vocabulary.expand("org:amazon_web_services")
    with open_store(out / "store") as store:
        triples = [
            *store.triples(),
            Triple(nvidia, RDF.type, vocabulary.expand("schema:Product")),
            Triple(aws, vocabulary.relation("acquires"), nvidia),
        ]
    write_store(tmp_path / "out" / "store", triples)
    return tmp_path / "out"


def test_each_fault_comes_with_article_and_sentence(edited: Path) -> None:
    result = RUN.invoke(app, ["validate", str(edited), "--no-shapes"])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "two-classes: 1 fault",
        "  org:nvidia is both Organization and Product",
        "    a1.md: “Nvidia développe Grace Blackwell et prévoit Vera Rubin.”",
        "",
        "unstated-facts: 1 fault",
        "  org:amazon_web_services Amazon Web Services acquires Nvidia: stands without a statement that asserts it",
        "    a2.md: “AWS n'utilise pas CUDA Quantum.”",
        "",
    ]
    lines = result.stderr.splitlines()
    assert lines[0].startswith("passages not compared with the articles (")
    assert lines[1] == f"kg: {edited}: 2 faults; build the graph again with this version, or mend what was edited"


def test_a_broken_shape_is_told_like_a_check(edited: Path) -> None:
    result = RUN.invoke(app, ["validate", str(edited)])
    assert result.exit_code == 1
    place = result.stdout.index("shape Entity-type: 1 fault\n")
    assert result.stdout[place:].splitlines()[1:3] == [
        "  org:nvidia rdf:type: an entity must have one class of the schema",
        "    a1.md: “Nvidia développe Grace Blackwell et prévoit Vera Rubin.”",
    ]


def test_faults_for_a_program(edited: Path) -> None:
    result = RUN.invoke(app, ["validate", str(edited), "--no-shapes", "-f", "csv"])
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["level"], row["check"], row["node"], row["path"]) for row in rows] == [
        ("error", "two-classes", "org:nvidia", "a1.md"),
        ("error", "unstated-facts", "org:amazon_web_services", "a2.md"),
    ]


def test_a_passage_that_its_article_does_not_hold_is_told(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", "a1")
    build([folder], tmp_path / "out", extractor=find)
    vocabulary = Vocabulary()
    with open_store(tmp_path / "out" / "store") as store:
        triples = list(store.triples())
    quoted = next(t for t in triples if t.predicate == OA.exact and "partenariat" in str(t.object))
    assert isinstance(quoted.object, Literal)
    forged = Literal(quoted.object.value.replace("Nvidia", "Nvadia"), language=quoted.object.language)
    write_store(
        tmp_path / "out" / "store", [*(t for t in triples if t != quoted), Triple(quoted.subject, OA.exact, forged)]
    )
    result = RUN.invoke(app, ["validate", str(tmp_path / "out"), "--no-shapes"])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "misquoted: 1 fault"
    assert lines[1].startswith(f"  {vocabulary.compact(str(quoted.subject)[1:-1])} is not what stands in characters ")
    assert lines[2] == f"    a1.md: “{forged.value}”"


def test_articles_that_have_changed_are_not_compared(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "in", "a1", "a2")
    build([folder], tmp_path / "out", extractor=find)
    (folder / "a2.md").write_text("Rien de plus.\n", encoding="utf-8")
    result = RUN.invoke(app, ["validate", str(tmp_path / "out"), "--no-shapes"])
    assert result.exit_code == 0
    assert result.stderr == "1 article changed or gone since the build, such as a2.md: not compared\n"


def test_articles_that_are_named_must_be_there(out: Path) -> None:
    result = RUN.invoke(app, ["validate", str(out), "--no-shapes", "--articles", "nowhere"])
    assert result.exit_code == 1
    assert result.stderr.startswith("kg: nowhere: ")
