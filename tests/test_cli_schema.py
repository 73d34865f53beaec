"""``--schema``: from one file of an analyst's to a graph of another field, and what is said of a wrong one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, RDFS, SDO
from typer.testing import CliRunner

from kg.cli import app
from tests.make_build import find
from tests.make_schema import CLINIC, MEDICINE

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
NS = rdflib.Namespace("https://kg.example/ns#")
ID = rdflib.Namespace("https://kg.example/id/")


def run(*arguments: object) -> str:
    result = RUN.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one article on medicine, built with a schema of that field, which is gone when it is done."""
    folder = tmp_path_factory.mktemp("medicine")
    (folder / "in").mkdir()
    (folder / "in" / "a.md").write_text(CLINIC, encoding="utf-8")
    (folder / "mine.toml").write_text(MEDICINE, encoding="utf-8")
    run("build", folder / "in", "-o", folder / "out", "--schema", folder / "mine.toml", "--quiet")
    (folder / "mine.toml").unlink()
    return folder / "out"


@pytest.fixture(scope="module")
def graph(out: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(out / "graph.ttl")


def test_the_turtle_has_the_entities_under_their_classes(graph: rdflib.Graph) -> None:
    assert set(graph.subjects(RDF.type, NS.Drug)) == {ID["drug/zorvalex"], ID["drug/meltrine"], ID["drug/mx-12"]}
    assert set(graph.subjects(RDF.type, SDO.MedicalCondition)) == {
        ID["disease/fièvre_de_karst"],
        ID["disease/syndrome_d%27aubel"],
    }


def test_the_turtle_has_the_relations_and_denied_ones_only_as_statements(graph: rdflib.Graph) -> None:
    assert (ID["drug/zorvalex"], NS.treats, ID["disease/fièvre_de_karst"]) in graph
    assert (ID["disease/fièvre_de_karst"], NS.causes, ID["disease/syndrome_d%27aubel"]) in graph
    assert (ID["drug/meltrine"], NS.treats, None) not in graph
    (denied,) = set(graph.subjects(NS.subject, ID["drug/meltrine"])) & set(graph.subjects(NS.predicate, NS.treats))
    assert graph.value(denied, NS.status) == rdflib.Literal("negated")


def test_the_turtle_says_what_classes_and_relations_are_called(graph: rdflib.Graph) -> None:
    assert {str(label) for label in graph.objects(NS.Drug, RDFS.label)} == {"drug", "médicament"}
    assert {str(label) for label in graph.objects(NS.treats, RDFS.label)} == {"treats", "soigne"}


def test_questions_see_what_was_found(out: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("query", "about", "--entity", "zorvalex", "--graph", out, "-f", "csv"))))
    assert {(row["subject"], row["relation"], row["object"]) for row in rows} >= {
        ("Pharmalys", "develops", "Zorvalex"),
        ("Zorvalex", "treats", "fièvre de Karst"),
    }


def test_an_alias_finds_the_canonical_name(out: Path) -> None:
    assert "Zorvalex" in run("query", "about", "--entity", "fièvre karstique", "--graph", out)


def test_the_words_that_found_a_relation_are_explained(out: Path) -> None:
    assert "pattern “HEAD soigner|guérir TAIL”" in run("explain", "Meltrine", "treats", "--graph", out)


@pytest.mark.parametrize("name", ["DISEASE", "disease", "maladie", "schema:MedicalCondition"])
def test_a_class_of_the_schema_that_the_graph_keeps_is_known_by_all_its_names(out: Path, name: str) -> None:
    assert run("view", out, "--class", name, "-o", out.parent / "part.html").endswith(": 5 entities, 4 statements\n")
    rows = list(csv.DictReader(io.StringIO(run("query", "entities", "--class", name, "-g", out, "-f", "csv"))))
    assert {row["name"] for row in rows} == {"fièvre de Karst", "syndrome d'Aubel"}


def test_a_relation_of_the_schema_that_the_graph_keeps_is_known_by_its_labels(out: Path) -> None:
    assert run("explain", "Meltrine", "soigne", "-g", out) == run("explain", "Meltrine", "treats", "-g", out)
    parts = [run("view", out, "--relation", name, "-o", out.parent / "part.html") for name in ("soigne", "treats")]
    assert parts[0] == parts[1]
    assert parts[0].endswith(" 3 statements\n")


def test_a_filter_for_classes_that_no_statement_joins_says_so(out: Path) -> None:
    lines = run(
        "view", out, "--class", "médicament", "--class", "événement", "-o", out.parent / "part.html"
    ).splitlines()
    assert lines[0].endswith(": 3 entities, 0 statements")
    assert lines[1] == "  no statement joins two of them"


def test_the_graph_conforms_to_the_shapes_of_the_schema_that_it_keeps(out: Path) -> None:
    assert run("validate", out).endswith("all as they should be\n")


def test_the_summary_calls_classes_by_the_labels_of_the_schema_that_the_graph_keeps(out: Path) -> None:
    lines = run("info", out).splitlines()
    assert any(line.split()[:2] == ["drug", "3"] for line in lines), lines


def test_annotations_may_use_the_classes_of_the_schema_that_the_graph_keeps(out: Path) -> None:
    gold = {
        "id": "a",
        "entities": [
            {"id": "e1", "type": "DRUG", "name": "Zorvalex", "mentions": ["Zorvalex"]},
            {
                "id": "e2",
                "type": "DISEASE",
                "name": "fièvre de Karst",
                "mentions": ["fièvre de Karst", "fièvre karstique"],
            },
        ],
        "relations": [{"head": "e1", "type": "treats", "tail": "e2"}],
    }
    path = out.parent / "gold.jsonl"
    path.write_text(json.dumps(gold), encoding="utf-8")
    figures = json.loads(run("evaluate", out, path, "--articles", out.parent / "in", "--json"))
    assert figures["relations"]["recall"] == 1.0, figures


WRONG = """\
[classes.DRUG]
lable = { en = "drug" }

[relations.treats]
label = { en = "treats" }
signatures = ["DRUGS -> DISEASE"]
patterns = ["HEAD soigner"]
"""


def test_a_wrong_schema_names_every_fault_and_no_article_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text(WRONG, encoding="utf-8")
    result = RUN.invoke(
        app, ["build", str(tmp_path / "nowhere"), "-o", str(tmp_path / "out"), "--schema", str(path)], obj=find
    )
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"kg: {path}:1: label is missing; add it",
        f'{path}:2: unknown key "lable"; did you mean label?',
        f'{path}:6: unknown class "DRUGS" in a signature; did you mean DRUG?',
        (
            f'{path}:6: unknown class "DISEASE" in a signature; use DRUG, EVENT, MALWARE, ORG, PERSON, PLACE, PRODUCT, '
            "REGULATION, TECHNOLOGY, THREAT_ACTOR or VULNERABILITY"
        ),
        (
            f'{path}:7: the pattern "HEAD soigner" cannot be read: TAIL does not stand in it exactly once; '
            'write a pattern as "HEAD racheter TAIL" or "rachat de TAIL par HEAD"'
        ),
    ]
    assert not (tmp_path / "out").exists()


def test_a_wrong_token_pattern_is_named_before_an_article_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(CLINIC, encoding="utf-8")
    (tmp_path / "p.jsonl").write_text('{"label": "ORG", "pattern": [{"LOWR": "acme"}]}', encoding="utf-8")
    result = RUN.invoke(
        app, ["build", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--schema", str(tmp_path / "p.jsonl")]
    )
    assert result.exit_code == 1
    assert result.stderr == f'kg: {tmp_path}/p.jsonl:1: token 1: unknown key "LOWR"; did you mean LOWER?\n'
    assert not (tmp_path / "out").exists()
