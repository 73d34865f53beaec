"""Values go into a query as terms, and whatever they hold the query keeps its tokens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import Table, run
from kg.ask.names import Names
from kg.ask.syntax import tokens
from kg.errors import QueryError
from kg.notebook.fill import fill
from kg.notebook.places import places
from tests.ask_sample import sample_store

if TYPE_CHECKING:
    from kg.notebook.fill import Filled

STORE = sample_store()
NAMES = Names(STORE)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
nasty = st.sampled_from(['"', "'", "\\", "\n", '"""', "} SERVICE <http://e/> {", "{x}", "\\u0022", "#", "<", ">", "\r"])


def filled(source: str, **values: object) -> Filled:
    return fill(source, values, NAMES)


def rows(source: str, **values: object) -> list[tuple[object, ...]]:
    table = run(STORE, filled(source, **values).text)
    assert isinstance(table, Table)
    return list(table.rows)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("SELECT * { {a} ?p ?o }", [("TERM", "a")]),
        ("SELECT * { { a } ?p ?o }", [("TERM", "a")]),
        ("SELECT * { ?s ?p <{a}> }", [("IRI", "a")]),
        ('FILTER(REGEX(?x, "^{a}$"))', [("TEXT", "^{a}$")]),
        ("FILTER(?x = '''{a} {b}''')", [("TEXT", "{a} {b}")]),
        ("SELECT * { ?s ?p ?o # {a}\n}", []),
        ('FILTER(REGEX(?x, "a{2,3}"))', []),
        ('FILTER(?x = "{ {"), {}', []),
        ("SELECT * { ?s ?p ?o }", []),
        ("SELECT * { {1} }", []),
        ("SELECT * { {a b} }", []),
        ("FILTER(?a <{x})", [("TERM", "x")]),
    ],
)
def test_where_the_places_are(source: str, found: list[tuple[str, str]]) -> None:
    assert [(place.kind.name, place.content) for place in places(source)] == found


def test_a_name_is_the_entity_also_in_a_subquery() -> None:
    """What substitution by the engine does not reach: a subquery would take the variable for any."""
    source = "SELECT ?b { { SELECT ?b { {org} kg:partnersWith ?b } } }"
    assert rows(source, org="AWS") == [("org:nvidia",)]


def test_a_value_goes_where_a_variable_may_not() -> None:
    assert len(rows("SELECT ?s { ?s a schema:Organization } ORDER BY ?s LIMIT {n}", n=2)) == 2
    assert rows("SELECT (COUNT(*) AS ?n) { {org} kg:partnersWith ?b }", org="AWS") == [(1,)]


def test_days_compare_with_days() -> None:
    source = "SELECT ?s { ?s a kg:Statement ; kg:firstSeen ?day FILTER(?day >= {since}) }"
    assert len(rows(source, since=date(2026, 1, 1))) > 5
    assert rows(source, since=date(2030, 1, 1)) == []


def test_a_list_is_written_as_its_place_wants_it() -> None:
    orgs = ["AWS", "TSMC"]
    expected = [("org:aws",), ("org:tsmc",)]
    for pattern in ("VALUES ?x {orgs}", "VALUES ?x { {orgs} }"):
        assert rows(f"SELECT ?x {{ {pattern} }}", orgs=orgs) == expected
    for test in ("?x IN {orgs}", "?x IN ({orgs})"):
        assert rows(f"SELECT ?x {{ ?x a schema:Organization FILTER({test}) }} ORDER BY ?x", orgs=orgs) == expected
    assert rows("SELECT ?x { VALUES ?x {orgs} }", orgs=[]) == []
    assert rows("SELECT ?x { VALUES ?x {org} }", org="AWS") == expected[:1]
    assert rows('SELECT ?x { VALUES ?x "{orgs}" }', orgs=orgs) == [("AWS",), ("TSMC",)]


def test_rows_of_values_go_into_values() -> None:
    pairs = [("AWS", 1), (None, 2)]
    assert rows("SELECT ?a ?n { VALUES (?a ?n) {pairs} }", pairs=pairs) == [("org:aws", 1), (None, 2)]
    with pytest.raises(QueryError, match="no row of 2 values"):
        filled("SELECT ?a ?n { VALUES (?a ?n) {pairs} }", pairs=[("AWS",)])


def test_text_goes_into_a_literal_with_its_language_or_datatype() -> None:
    assert rows('SELECT ("l\'{w}"@fr AS ?x) ("{d}"^^xsd:date AS ?y) {}', w="été", d="2025-12-02") == [
        ("l'été", date(2025, 12, 2))
    ]
    assert rows(r'SELECT ("\t\"{{{w}}}\u00e9" AS ?x) {}', w="a") == [('\t"{a}é',)]
    assert rows("SELECT ('''a\n{w}''' AS ?x) {}", w="b") == [("a\nb",)]


@given(texts | nasty | st.lists(nasty).map("".join))
def test_a_text_is_what_it_was_and_nothing_else_of_the_query_changes(value: str) -> None:
    source = 'SELECT ("{x}" AS ?v) ?p { ?s ?p "a" # {x}\n VALUES ?w "{many}" }'
    result = filled(source, x=value, many=[value, value])
    assert rows('SELECT ("{x}" AS ?v) {}', x=value) == [(value,)]
    kinds = [token.kind for token in tokens(result.text)]
    assert kinds == [token.kind for token in tokens('SELECT ("" AS ?v) ?p { ?s ?p "a" VALUES ?w { "" "" } }')]


@given(texts | nasty)
def test_no_name_opens_a_way_into_the_query(value: str) -> None:
    """A name that is no entity is refused; it never becomes a part of the text."""
    try:
        result = filled("SELECT ?b { {x} kg:partnersWith ?b }", x=value)
    except QueryError:
        return
    assert [token.kind for token in tokens(result.text)] == [
        "word",
        "variable",
        "sign",
        "iri",
        "name",
        "variable",
        "sign",
    ]


@pytest.mark.parametrize(
    ("source", "values", "message"),
    [
        (
            "SELECT *\n{ {orgg} ?p ?o }",
            {"org": "AWS"},
            r"query:2:3: \{orgg\} names no variable; did you mean \{org\}\?",
        ),
        ("SELECT * { {x} ?p ?o }", {"x": ["a"]}, r"query:1:12: x is a list; a list goes into VALUES \?x \{x\}"),
        ("SELECT * { ?s ?p {x} }", {"x": "Nobody"}, "query:1:18: no entity named 'Nobody'"),
        ('SELECT * { ?s ?p "{x}" }', {"x": None}, "query:1:18: the variable has no value"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(source: str, values: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        fill(source, values, NAMES)
    assert caught.value.line is not None


@pytest.mark.parametrize("mark", ["?wrong", "SELECT", "\n}"])
def test_a_place_in_the_query_that_runs_leads_back_to_the_one_that_was_written(mark: str) -> None:
    source = 'SELECT ?a {\n {org} ?p "{word}" .  {org} ?q ?wrong\n}'
    result = filled(source, org="AWS", word="x\ny")
    offset = result.text.index(mark)
    line, column = result.text.count("\n", 0, offset) + 1, offset - result.text.rfind("\n", 0, offset)
    back = source.index(mark)
    assert result.origin(line, column) == (source.count("\n", 0, back) + 1, back - source.rfind("\n", 0, back))


def test_a_place_inside_a_term_leads_back_to_its_beginning() -> None:
    result = filled("SELECT * { {org} ?p ?o }", org="AWS")
    assert result.origin(1, result.text.index("kg.example") + 1) == (1, 12)


def test_it_tells_what_was_taken_for_each_variable() -> None:
    result = filled('SELECT * { {org} ?p "{w}" VALUES ?x {many} }', org="AWS", w="a", many=[1, 2])
    assert result.bound == {
        "org": "<https://kg.example/id/org/aws>", "w": '"a"', "many": "a list of 2",
    }  # fmt: skip
