"""Tables, triples and yes-or-no, and how each is written down."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import Table, Triples, run, write_answer
from kg.ask.answers import to_value
from kg.errors import QueryError
from kg.graph.vocab import XSD, Vocabulary
from tests.ask_sample import sample_store

NAME, NUMBER = ox.Literal("=1+1"), ox.Literal(-5)
SMALL = Table(("name", "n"), (("=1+1", -5), (None, None)), terms=((NAME, NUMBER), (None, None)))
AROUND = run(sample_store(), "around", {"entity": "Mistral AI"})


def test_a_table_for_a_terminal() -> None:
    assert write_answer(SMALL, "table") == "name  n\n────  ──\n=1+1  -5\n\n"


def test_wide_letters_and_line_breaks_keep_the_columns_straight() -> None:
    table = Table(("a", "b"), (("日本", "x"), ("é\n\x1b[31m", "y")))
    lines = write_answer(table, "table").splitlines()
    assert lines[2:] == ["日本     x", "é  [31m  y"]
    assert "\x1b" not in "".join(lines)


def test_a_csv_runs_no_formula() -> None:
    assert write_answer(SMALL, "csv") == "name,n\n'=1+1,-5\n,\n"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_a_csv_reads_back_and_starts_no_formula(rows: list[tuple[str, str]]) -> None:
    text = write_answer(Table(("a", "b"), tuple(rows)), "csv")
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(read) == len(rows)
    for got, given_ in zip(read, rows, strict=True):
        for cell, value in zip(got, given_, strict=True):
            plain = value.replace("\r\n", "\n").replace("\r", "\n")
            assert cell in {plain, f"'{plain}"}
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_json_is_what_sparql_says_and_reads_back() -> None:
    answer = run(sample_store(), "SELECT ?s ?label ?n ?none { ?s kg:mentionCount ?n ; rdfs:label ?label } ORDER BY ?s")
    assert isinstance(answer, Table)
    text = write_answer(answer, "json")
    back = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(back, ox.QuerySolutions)
    assert [tuple(row) for row in back] == list(answer.terms)
    assert json.loads(write_answer(answer=True, format="json")) == {"head": {}, "boolean": True}


def test_triples_are_written_the_same_each_time_and_open_elsewhere() -> None:
    assert isinstance(AROUND, Triples)
    text = write_answer(AROUND, "turtle")
    assert text == write_answer(AROUND, "turtle")
    assert set(rdflib.Graph().parse(data=text, format="turtle")) == set(AROUND.to_rdflib())
    assert write_answer(AROUND, "csv").startswith("subject,predicate,object\n")
    assert AROUND.to_rdflib().qname(rdflib.URIRef("https://kg.example/id/org/mistral_ai")) == "org:mistral_ai"


def test_the_turtle_of_a_graph_with_another_base_has_its_prefixes() -> None:
    vocabulary = Vocabulary("https://acme.example/")
    node = ox.NamedNode("https://acme.example/id/org/acme")
    assert "\norg:acme " in Triples((ox.Triple(node, vocabulary.relation("uses"), node),), vocabulary).to_turtle()


def test_yes_and_no() -> None:
    assert (write_answer(answer=True, format="table"), write_answer(answer=False, format="csv")) == ("yes\n", "no\n")


@pytest.mark.parametrize(
    ("answer", "format_", "message"),
    [
        (SMALL, "turtle", "turtle holds triples"),
        (True, "turtle", "turtle holds triples"),
        (AROUND, "json", "json holds tables"),
        (SMALL, "xml", "unknown format 'xml'; the formats are table, csv, json, turtle"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(answer: Table | Triples | bool, format_: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        write_answer(answer, format_)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (ox.NamedNode("https://schema.org/Person"), "schema:Person"),
        (ox.NamedNode("urn:other"), "urn:other"),
        (ox.BlankNode("b"), "_:b"),
        (ox.Literal("x", language="fr"), "x"),
        (ox.Literal(3), 3),
        (ox.Literal("0.5", datatype=XSD.decimal), 0.5),
        (ox.Literal(True), True),
        (ox.Literal("2025-12-01", datatype=XSD.date), date(2025, 12, 1)),
        (ox.Literal("2025-12-01T10:00:00+01:00", datatype=XSD.dateTime), datetime(2025, 12, 1, 9, tzinfo=UTC)),
        (ox.Literal("99999-01-01", datatype=XSD.date), "99999-01-01"),
        (ox.Literal("many", datatype=XSD.integer), "many"),
    ],
)
def test_a_term_becomes_a_plain_value(term: ox.NamedNode | None, value: object) -> None:
    assert to_value(term, Vocabulary().compact) == value


def test_a_data_frame_has_typed_columns() -> None:
    moment = datetime(2025, 12, 1, 9, tzinfo=UTC)
    table = Table(
        ("text", "n", "x", "day", "moment", "yes", "mixed", "none"),
        (("a", 1, 0.5, date(2025, 12, 1), moment, True, 1, None), (None, None, None, None, None, None, "b", None)),
    )
    frame = table.to_pandas()
    kinds = {name: str(dtype) for name, dtype in frame.dtypes.items()}
    assert (kinds["n"], kinds["x"], kinds["yes"]) == ("Int64", "float64", "boolean")
    assert kinds["day"].startswith("datetime64[")
    assert kinds["moment"].endswith(", UTC]")
    assert frame["day"][0] == pd.Timestamp("2025-12-01")
    assert frame["mixed"].tolist() == ["1", "b"]
    assert frame["text"].isna().tolist() == [False, True]
    assert list(Table(("a", "b"), ()).to_pandas().columns) == ["a", "b"]
