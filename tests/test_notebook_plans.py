"""How the engine goes about a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.ask import queries
from kg.errors import MissingExtra, QueryError
from kg.graph.vocab import Vocabulary
from kg.notebook import plans
from kg.notebook.plans import Plan, explain
from tests.ask_sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Vocabulary()
AWS = NamedNode("https://kg.example/id/org/aws")


@pytest.fixture(scope="module", name="store")
def _store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("plan") / "out") / "store"


def plan(text: str, store: Path, **bound: NamedNode) -> Plan:
    return explain(text, store, WORDS.prefixes, WORDS.compact, bound)


def test_every_step_has_its_rows_and_its_time(store: Path) -> None:
    found = plan("SELECT ?a ?l { ?a kg:partnersWith ?b . ?b rdfs:label ?l }", store)
    first, *rest = found.steps
    assert first.name == "Project(?a, ?l)"
    assert {step.name for step in rest} >= {"?a kg:partnersWith ?b", "?b rdfs:label ?l"}
    assert all(step.rows is not None and step.seconds is not None and step.seconds >= 0 for step in found.steps)
    assert "rows" in str(found).splitlines()[0]
    assert str(found).count("← most of the time") == 1


def test_a_chain_of_joins_is_one_step(store: Path) -> None:
    pattern = "?s kg:subject ?a ; kg:object ?b ; kg:status ?c ; kg:confidence ?d ; kg:sourceCount ?e"
    found = plan(f"SELECT * {{ {pattern} }}", store)
    assert [step.name for step in found.steps].count("Lateral") <= 1


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("SELECT ?b { ?a kg:partnersWith ?b }", "SELECT ?b { X ?a kg:partnersWith ?b }"),
        ("SELECT (EXISTS { ?a ?p ?b } AS ?x) { ?a ?p ?b }", "SELECT (EXISTS { ?a ?p ?b } AS ?x) { X ?a ?p ?b }"),
        ("CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }", "CONSTRUCT { ?a ?p ?b } WHERE { X ?a ?p ?b }"),
        ("CONSTRUCT WHERE { ?a ?p ?b }", "CONSTRUCT WHERE { X ?a ?p ?b }"),
        ("ASK { '{' ?p ?b }", "ASK { X '{' ?p ?b }"),
        ("DESCRIBE org:aws", "DESCRIBE org:aws"),
    ],
)  # fmt: skip
def test_parameters_are_joined_to_the_pattern(text: str, whole: str) -> None:
    assert plans._with(text, "X").replace("{ X  ", "{ X ") == whole


def test_a_parameter_narrows_the_plan(store: Path) -> None:
    open_plan = plan("SELECT ?a ?b { ?a kg:partnersWith|kg:develops ?b }", store)
    narrow = plan("SELECT ?a ?b { ?a kg:partnersWith|kg:develops ?b }", store, a=AWS)
    assert narrow.steps[0].rows == 1
    assert (open_plan.steps[0].rows or 0) > 1


@pytest.mark.parametrize("name", ["partners", "around", "related", "connected"])
def test_a_question_of_the_library_has_a_plan(store: Path, name: str) -> None:
    (query,) = [one for one in queries() if one.name == name]
    assert plan(query.text, store).steps


def test_without_the_program_it_says_what_to_install(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(MissingExtra, match=r"pip install 'kg\[notebook\]'"):
        plan("ASK {}", store)


def test_what_cannot_be_planned_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="the engine gives no plan"):
        plan("ASK {}", tmp_path / "nothing")
