"""Every question of the library: its header, its prefixes, and the same rows from two engines in one order."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.ask import Query, Table, Triples, queries, read_query, run
from kg.ask.syntax import tokens
from kg.errors import QueryError
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from tests.ask_sample import sample_store, triples

GOLDEN = Path(__file__).parent / "golden" / "queries"
LIBRARY = queries()
NAMES = [query.name for query in LIBRARY]
SELECTS = [query for query in LIBRARY if query.form == "select"]
ASKED: dict[str, dict[str, object]] = {
    "about": {"entity": "Nvidia"},
    "announced": {"event": "CES 2026"},
    "around": {"entity": "Mistral AI"},
    "articles": {"entity": "Amazon Web Services"},
    "competitors": {"entity": "openai"},
    "connected": {"class": "produit"},
    "corroborated": {"min_sources": 2, "entity": "AWS"},
    "deals": {"org": "Mistral AI"},
    "denied": {"entity": "Apple"},
    "develops": {"org": "Nvidia"},
    "disputed": {"entity": "Apple"},
    "duplicates": {"min_similarity": "0.5"},
    "entities": {"class": "Organization"},
    "event": {"event": "CES 2026"},
    "evidence": {"entity": "Nvidia", "other": "AWS", "relation": "partners with"},
    "identity": {"entity": "AWS"},
    "partners": {"org": "Nvidia"},
    "people": {"person": "Arthur Mensch"},
    "planned": {"kind": "hypothetical"},
    "related": {"entity": "AWS", "other": "Apple"},
    "sanctions": {"target": "Google"},
    "since": {"since": "2026-01"},
    "suppliers": {"customer": "Nvidia"},
    "threats": {"attacker": "Mirai"},
    "uses": {"product": "CUDA Quantum"},
    "vulnerabilities": {"vulnerability": "CVE-2025-55182"},
}
"""For each question, parameters that narrow its answer on the sample."""


@pytest.fixture(scope="module")
def in_rdflib() -> rdflib.Graph:
    data = pyoxigraph.serialize(triples(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert data is not None
    return rdflib.Graph().parse(data=data, format="nt")


def table(query: Query, **params: object) -> Table:
    answer = run(sample_store(), query, params)
    assert isinstance(answer, Table)
    return answer


def cells(answer: Table) -> list[list[rdflib.term.Node | None]]:
    return [[None if term is None else in_rdflib_terms(str(term)) for term in row] for row in answer.terms]


def in_rdflib_terms(term: str) -> rdflib.term.Node:
    node = rdflib.util.from_n3(term)
    assert isinstance(node, rdflib.term.Node)
    return node


def tsv(answer: Table) -> str:
    rows = [answer.columns, *(["" if value is None else str(value) for value in row] for row in answer.rows)]
    return "".join("\t".join(row).replace("\n", " ") + "\n" for row in rows)


def test_the_library_answers_what_it_promises() -> None:
    assert sorted(ASKED) == sorted(NAMES)


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_the_prefixes_are_those_of_the_vocabulary_and_all_are_used(query: Query) -> None:
    declared = dict(re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.MULTILINE))
    assert declared == {name: Vocabulary().prefixes[name] for name in declared}
    used = {token.text.partition(":")[0] for token in tokens(query.text) if token.kind == "name"}
    assert used == set(declared)


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_no_group_holds_two_class_tests(query: Query) -> None:
    for group in re.split(r"[{}]", query.text):
        assert len(re.findall(r"(?:rdf:type|\sa)\s+(?:schema|kg):", group)) <= 1


@pytest.mark.parametrize("query", LIBRARY, ids=NAMES)
def test_the_bare_file_is_what_the_defaults_give(query: Query) -> None:
    plain = sample_store().raw.query(query.text)
    answer = run(sample_store(), query)
    match plain:
        case pyoxigraph.QueryBoolean():
            assert bool(plain) is answer
        case pyoxigraph.QueryTriples():
            assert isinstance(answer, Triples)
            assert set(plain) == set(answer.triples)
        case _:
            assert isinstance(answer, Table)
            columns = [variable.value for variable in plain.variables]
            places = [columns.index(name) for name in query.columns]
            assert [tuple(row[place] for place in places) for row in plain] == list(answer.terms)


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_rdflib_gives_the_same_rows_in_the_same_order(query: Query, in_rdflib: rdflib.Graph) -> None:
    result = in_rdflib.query(query.text)
    columns = [str(variable) for variable in result.vars or ()]
    places = [columns.index(name) for name in query.columns]
    rows = [[row[place] for place in places] for row in result if isinstance(row, rdflib.query.ResultRow)]
    assert rows == cells(table(query))


@pytest.mark.parametrize(
    "query", [query for query in LIBRARY if query.form == "construct"], ids=lambda query: query.name
)
def test_rdflib_constructs_the_same_graph(query: Query, in_rdflib: rdflib.Graph) -> None:
    answer = run(sample_store(), query)
    assert isinstance(answer, Triples)
    assert set(in_rdflib.query(query.text).graph or ()) == set(answer.to_rdflib())


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_the_order_is_total(query: Query) -> None:
    shuffled = triples()
    random.Random(query.name).shuffle(shuffled)
    assert run(memory_store(shuffled), query) == table(query)
    assert len(set(table(query).terms)) == len(table(query))


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_the_answers_are_the_recorded_ones(query: Query) -> None:
    for name, params in ((query.name, {}), (f"{query.name}.asked", ASKED[query.name])):
        assert tsv(table(query, **params)) == (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8"), name


@pytest.mark.parametrize("query", SELECTS, ids=[query.name for query in SELECTS])
def test_a_parameter_narrows_and_every_question_has_an_answer(query: Query) -> None:
    everything, asked = set(table(query).terms), set(table(query, **ASKED[query.name]).terms)
    assert asked
    if query.name not in {"partners", "competitors"}:  # the one that is asked for comes first there
        assert asked <= everything


def test_a_graph_with_another_base_is_asked_with_the_same_files() -> None:
    vocabulary = Vocabulary("https://data.acme.example/")
    store = memory_store(triples(vocabulary))
    for query in SELECTS:
        answer = run(store, query, ASKED[query.name])
        assert isinstance(answer, Table)
        assert len(answer) == len(table(query, **ASKED[query.name])), query.name


@pytest.mark.parametrize(
    "query", [query for query in LIBRARY if any(parameter.name == "min_confidence" for parameter in query.params)],
    ids=lambda query: query.name,
)  # fmt: skip
def test_what_is_less_sure_than_asked_is_left_out(query: Query) -> None:
    sizes = []
    for least in (0, "0.85", 1):
        answer = run(
            sample_store(),
            query,
            {"min_confidence": least, **({"min_sources": 1} if query.name == "corroborated" else {})},
        )
        assert isinstance(answer, Table | Triples)
        sizes.append(len(answer))
        if isinstance(answer, Table):
            place = answer.columns.index("confidence")
            assert all(float(str(row[place])) >= float(least) for row in answer.rows)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 0 < sizes[0]


def test_whether_two_entities_are_related() -> None:
    assert run(sample_store(), "related", {"entity": "AWS", "other": "Nvidia"}) is True
    assert run(sample_store(), "related", {"entity": "AWS", "other": "Apple"}) is False


def test_a_name_a_path_and_a_text_are_told_apart(tmp_path: Path) -> None:
    own = tmp_path / "mine.rq"
    own.write_text("SELECT ?s { ?s kg:mentionCount ?n } ORDER BY ?s")
    assert read_query("partners").path is not None
    assert read_query(own).name == read_query(str(own)).name == "mine"
    assert read_query("ASK { ?s ?p ?o }").form == "ask"
    assert read_query(read_query("about")) is read_query("about")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("partner", "did you mean partners"),
        ("zzz", "no query named 'zzz'; the queries are about, "),
        ("nowhere/mine.rq", "cannot be read (No such file or directory)"),
        ("", "no query; write SELECT"),
    ],
)
def test_what_is_no_query_is_named(source: str, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        read_query(source)
