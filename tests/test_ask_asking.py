"""Parameters become terms and nothing else; errors say where; a slow query is stopped."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import Query, Table, Triples, queries, read_query, run
from kg.ask.engine import Engine
from kg.ask.header import parse_query
from kg.ask.names import Names
from kg.ask.parameters import bind
from kg.errors import QueryError
from tests.ask_sample import sample_store, write_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ECHO = """\
#+ summary: {en: echo, fr: écho}
#+ params: {value: {type: string, default: null, help: any text}}
#+ columns: {value: the text}
#+ tags: []
SELECT ?value { ?graph a schema:Dataset . OPTIONAL { ?graph kg:none ?value } } ORDER BY ?value
"""
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_any_text_stays_one_value(text: str) -> None:
    answer = run(sample_store(), parse_query(ECHO), {"value": text})
    assert isinstance(answer, Table)
    assert answer.rows == ((text,),)


HOSTILE = st.text(st.sampled_from("nvidia \"'<>{}?$#\\;.|&()@:/\n") | st.characters(codec="utf-8"))


@given(HOSTILE)
def test_no_name_changes_what_is_asked(name: str) -> None:
    try:
        answer = run(sample_store(), "partners", {"org": name})
    except QueryError as error:
        assert "parameter org" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert isinstance(answer, Table)
        assert answer.columns == tuple(read_query("partners").columns)
        assert len(answer) <= 1


@pytest.mark.parametrize(
    ("query", "params", "message"),
    [
        ("partners", {"orgs": "x"}, "partners has no parameter 'orgs'; did you mean org? it takes org (entity)"),
        ("ASK { ?s ?p ?o }", {"org": "x"}, "query takes no parameters; leave 'org' out"),
        ("partners", {"org": 3}, "partners, parameter org: 3 is a int; give the name or IRI of an entity"),
        ("partners", {"org": " "}, "partners, parameter org: the value is empty"),
        ("since", {"since": "Mayy"}, "'Mayy' is no date; write it as 2025-12-31, 2025-12 or 2025"),
        ("since", {"since": "2025-13"}, "'2025-13' is no date"),
        ("corroborated", {"min_sources": "two"}, "'two' is no whole number; write it as 2"),
        ("corroborated", {"min_sources": True}, "True is no whole number"),
        ("corroborated", {"min_sources": 2.5}, "2.5 is no whole number"),
        ("planned", {"kind": 1}, "1 is a int; give text"),
    ],
)
def test_a_wrong_parameter_says_what_is_expected(query: str, params: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        run(sample_store(), query, params)


@pytest.mark.parametrize("value", ["7", 1.01, -0.1, "NaN", "sure"])
@pytest.mark.parametrize(
    "query", [query for query in queries() if "min_confidence" in query.text], ids=lambda query: query.name
)
def test_every_question_refuses_what_is_no_confidence(query: Query, value: object) -> None:
    with pytest.raises(QueryError, match=f"^{query.name}, parameter min_confidence: '?{value}'? is no "):
        bind(query, {"min_confidence": value}, Names(sample_store()))


@pytest.mark.parametrize(
    ("type_", "value", "written"),
    [
        ("date", date(2025, 12, 1), '"2025-12-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("date", "2025", '"2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("integer", " 7 ", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1e-3", '"0.001"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", Decimal("0.80"), '"0.80"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("confidence", 0, '"0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("confidence", "0.85", '"0.85"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("confidence", 1.0, '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("string", "é", '"é"'),
        ("relation", "uses", "<https://kg.example/ns#uses>"),
        ("class", "person", "<https://schema.org/Person>"),
        ("entity", pyoxigraph.NamedNode("https://kg.example/id/org/aws"), "<https://kg.example/id/org/aws>"),
        ("date", None, None),
    ],
)
def test_a_value_becomes_a_term(type_: str, value: object, written: str | None) -> None:
    query = parse_query(ECHO.replace("type: string", f"type: {type_}"))
    bound = bind(query, {"value": value}, Names(sample_store()))
    assert {name: str(term) for name, term in bound.items()} == ({} if written is None else {"value": written})


@pytest.mark.parametrize("value", ["x", "NaN", "inf", True, "1e99"])
def test_what_is_no_decimal_is_refused(value: object) -> None:
    with pytest.raises(QueryError, match="is no number"):
        bind(parse_query(ECHO.replace("type: string", "type: decimal")), {"value": value}, Names(sample_store()))


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT *\n{ ?s foo:p ?o }", 2, 6, "unknown prefix foo:; declare it with PREFIX, or use one of article, "),
        ("SELECT ?s {\n ?s kg:p ?o ", 2, 13, "not valid SPARQL at its end"),
        ("SELECT ?s { ?s ?p } }", 1, 21, "not valid SPARQL at '}'"),
        ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", 1, None, "the SELECT names a variable that the pattern"),
        ("SELECT ?s { ?s <http://a b> ?o }", 1, None, "percent-encode|not valid"),
    ],
)
def test_a_syntax_error_has_its_place(text: str, line: int, column: int | None, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        run(sample_store(), text)
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert str(caught.value).startswith(f"query:{line}:{caught.value.column}: ")


def test_a_parameter_that_the_query_does_not_bind_is_named() -> None:
    text = ECHO.replace("#+ columns: {value: the text}\n", "").replace(
        "SELECT ?value {", "CONSTRUCT { ?graph a ?graph } {"
    )
    text = text.replace("OPTIONAL { ?graph kg:none ?value }", "").replace(" ORDER BY ?value", "")
    with pytest.raises(QueryError, match=r"write VALUES \?value \{ UNDEF \} in the pattern"):
        run(sample_store(), text, {"value": "x"})


def test_the_graphs_prefixes_are_known_without_prefix_lines() -> None:
    answer = run(sample_store(), "SELECT ?label { org:nvidia rdfs:label ?label }")
    assert isinstance(answer, Table)
    assert answer.rows == (("Nvidia",),)


def test_an_own_prefix_goes_before_the_graphs() -> None:
    answer = run(sample_store(), "PREFIX org: <http://e/> SELECT ?label { org:nvidia rdfs:label ?label }")
    assert isinstance(answer, Table)
    assert answer.rows == ()


@pytest.mark.parametrize("limit", [1, 5])
def test_a_limit_cuts_and_says_so(limit: int) -> None:
    answer = run(sample_store(), "entities", limit=limit)
    assert isinstance(answer, Table)
    assert (len(answer), answer.truncated) == (limit, True)
    around = run(sample_store(), "around", limit=limit)
    assert isinstance(around, Triples)
    assert (len(around), around.truncated) == (limit, True)


def test_a_limit_that_is_not_reached_says_so() -> None:
    answer = run(sample_store(), "partners", limit=1)
    assert isinstance(answer, Table)
    assert (len(answer), answer.truncated) == (1, False)
    with pytest.raises(QueryError, match="limit 0"):
        run(sample_store(), "partners", limit=0)


@pytest.fixture(scope="module", name="engine")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(write_sample(tmp_path_factory.mktemp("sample")) / "store") as engine:
        yield engine


def test_a_process_of_its_own_gives_the_same_answers(engine: Engine) -> None:
    for name in ("about", "around", "related"):
        assert run(sample_store(), name, engine=engine) == run(sample_store(), name)
    with pytest.raises(QueryError, match=r"^query:1:21: not valid"):
        run(sample_store(), "SELECT ?s { ?s ?p } }", engine=engine)


def test_a_query_that_takes_too_long_is_stopped(engine: Engine) -> None:
    with pytest.raises(QueryError, match=r"query: stopped after 0\.5 s; narrow it"):
        run(sample_store(), SLOW, engine=engine, timeout=0.5)
    assert run(sample_store(), "ASK {}", engine=engine) is True


def test_a_process_that_dies_is_reported(tmp_path: Path) -> None:
    with (
        Engine(tmp_path / "nothing") as engine,
        pytest.raises(QueryError, match=r"query: the engine could not answer \(its process has ended, FileNotF"),
    ):
        run(sample_store(), "ASK {}", engine=engine)


def test_the_ontology_lies_in_its_own_graph() -> None:
    text = "SELECT ?label { GRAPH <https://kg.example/ns> { kg:partnersWith rdfs:label ?label } } ORDER BY ?label"
    labels = cast("Table", run(sample_store(), text)).rows
    assert ("partners with",) in labels
