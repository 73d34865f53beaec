"""The guard: what reaches out of the graph is refused in every spelling, and nothing else is."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache
from itertools import product

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.syntax import DEEPEST, LONGEST, form, guard, names_graphs, projection, rebase
from kg.errors import QueryError

ATTACKS = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE ?where { ?s ?p ?o } }",
    "SELECT * {\n# a comment\nSERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' .SERVICE<http://127.0.0.1:1/>{} }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/>{} }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{} }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:a{} }",
    "PREFIX ex: <http://127.0.0.1:1/> SELECT * { SERVICEex:a{} }",
    "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:1/>{} }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:1/>{} }",
    "SELECT * { FILTER(1<=2)SERVICE#>\n<http://127.0.0.1:1/>{} }",
    "SELECT * { BIND(1<2AS?t)SERVICE#>\n<http://127.0.0.1:1/>{} }",
    "SELECT * { FILTER(1<2)#>'''\nSERVICE<http://127.0.0.1:1/>{}#'''\n }",
    "PREFIX ex: <http://e/> SELECT * { FILTER(ex:a<ex:b)SERVICE#>\n<http://127.0.0.1:1/>{} }",
    "PREFIX ex: <http://e/> SELECT * { ?s ?p ex:.SERVICE <http://127.0.0.1:1/> {} }",
    "PREFIX ex: <http://e/> SELECT * { ?s ?p ex:、\\# SERVICE <http://127.0.0.1:1/> {}\n }",
    "PREFIX ex: <http://e/> SELECT * { ?s ?p ex:、\\' SERVICE <http://127.0.0.1:1/> {} . ?s ?p '' }",
    "SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?s ?p '''it's''' SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?s ?p '\\'' . SERVICE <http://127.0.0.1:1/> {} #'\n }",
    "SELECT * { ?s <http://e/#> ?o . SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { <http://e/\\u0041#x> ?p ?o . SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?s ?p 'a\\u0027 . SERVICE <http://127.0.0.1:1/> {} #' }",
    "SELECT * { # \\u000A SERVICE <http://127.0.0.1:1/> {}\n }",
    "LOAD <http://127.0.0.1:1/>",
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT DATA { <http://e/a> <http://e/b> 1 }",
    "ASK {} ; DROP ALL",
]
HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1:1/> {}' }",
    'SELECT * { ?s ?p """FROM "us" with SERVICE""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1:1/>",
    "SELECT * FROM <http://e/g> FROM NAMED <http://e/h> { ?s ?p ?o }",
    "SELECT ?service ?from $load { ?service ?from $load }",
    "PREFIX ex: <http://e/> SELECT * { ?s ex:service ex:from ; ex:insert ex:a.SERVICE }",
    "SELECT * { ?s <http://e/SERVICE> <http://e/FROM> }",
    "SELECT * { ?s <http://www.w3.org/ns/sparql-service-description#Service> <urn:x:service> }",
    "SELECT * { ?s ?p <http://e/a_(b)/service#c> FILTER(?s<<http://e/service>) }",
    "SELECT * { ?s ?p 'x'@fr-load }",
    "SELECT ?a { ?a ?b ?c FILTER(?b<?c && ?c>?b) }",
    "SELECT (SUBSTR('caf\\u00e9', 1, 2) AS ?x) { GRAPH ?g { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"refused|update"):
        guard(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_one_runs(text: str) -> None:
    guard(text)
    list(pyoxigraph.Store().query(text))  # type: ignore[arg-type]  # SELECT gives solutions


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "SERVICE", "<http://127.0.0.1:1/>", "{ ?s ?p ?o }", "{}", "?s ?p ", "1", "true", "'", '"', "'''",
                "#", "\n", " ", "<", ">", "\\", "\\u0053ERVICE", ":a", "ex:a", ".", ";", "@en", "?", "(", ")", "|", "^",
                "FILTER(1<2)", "?x", "_:b", "-", "%41", "#>\n", "ex:", "、", "\\#", "SERVICE#>\n:a{}",
            ]
        ),
        max_size=9,
    )
)  # fmt: skip
def test_the_engine_never_calls_out_for_what_the_guard_lets_through(pieces: list[str]) -> None:
    prefixes = "PREFIX : <http://127.0.0.1:1/> PREFIX ex: <http://127.0.0.1:1/>"
    text = f"{prefixes} SELECT * {{ {''.join(pieces)} SERVICE:a{{}} }}"
    for query in (text, text.replace(" SERVICE:a{}", "")):
        try:
            guard(query)
        except QueryError:
            continue
        try:
            list(_related().query(query))  # type: ignore[arg-type]  # SELECT gives solutions
        except SyntaxError:
            continue  # the call would be an OSError, as the next test shows


@cache
def _related() -> pyoxigraph.Store:
    """Things that are all related to each other, so that a call which follows a pattern is made."""
    store = pyoxigraph.Store()
    nodes = [pyoxigraph.NamedNode(f"http://127.0.0.1:1/{name}") for name in ("", "a", "、#")]
    for subject, predicate, obj in product(nodes, nodes, nodes):
        store.add(pyoxigraph.Quad(subject, predicate, obj))
        store.add(pyoxigraph.Quad(subject, predicate, pyoxigraph.Literal(1)))
    return store


def test_the_engine_calls_out_when_nothing_stops_it() -> None:
    with pytest.raises(OSError, match="port 1"):
        list(pyoxigraph.Store().query(ATTACKS[0]))  # type: ignore[arg-type]  # SELECT gives solutions


def test_the_place_of_a_refusal_is_told() -> None:
    with pytest.raises(QueryError, match=r"^mine\.rq:2:3: SERVICE is refused") as caught:
        guard("SELECT * {\n  SERVICE <http://127.0.0.1:1/> {} }", "mine.rq")
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_a_text_that_would_exhaust_the_parser_is_refused() -> None:
    with pytest.raises(QueryError, match="characters long"):
        guard("#" * (LONGEST + 1))
    with pytest.raises(QueryError, match="deep"):
        guard("SELECT * " + "{" * (DEEPEST + 1) + "}" * (DEEPEST + 1))
    guard("SELECT * " + "{" * DEEPEST + "}" * DEEPEST)


PIECES = ["a.", "a-", "PREFIX.", "<#>", "<#>\n", "<'>", "<'''>", "\"\\'", '"""', "<", "<a'>\\'", "@a-", ":%", "a:"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_is_read_in_proportion_to_its_length(piece: str) -> None:
    text = piece * (LONGEST // len(piece))
    begin = time.monotonic()
    form(text)
    names_graphs(f"FROM {text}")
    with suppress(QueryError):
        guard(text)
    assert time.monotonic() - begin < 20  # a second or two; minutes where a token looks far ahead in vain


def test_a_long_prefix_hides_no_call() -> None:
    for length in (98, 99, 100, 101, 102):
        for call in ("SERVICE:x", ".SERVICE ?x", "-SERVICE:x", ".SERVICE:x"):
            with pytest.raises(QueryError, match="SERVICE"):
                guard(f"SELECT * {{ {'a' * length}{call} {{}} }}")
    guard(f"SELECT * {{ ?s {'a' * 101}:SERVICE ?o }}")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT ?a $b WHERE { ?a ?c $b }", ("a", "b")),
        ("SELECT DISTINCT (COUNT(DISTINCT ?x) AS ?n) ?y { ?x ?z ?y }", ("n", "y")),
        ("SELECT (IF(?a = 1, (?b), ?c) AS ?d) { }", ("d",)),
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT (2 * ?a AS ?double) { }", ("double",)),
    ],
)
def test_the_columns_are_read_off(text: str, columns: tuple[str, ...] | None) -> None:
    assert projection(text) == columns


def test_the_form_is_the_first_keyword() -> None:
    assert form("PREFIX select: <http://e/> # ASK\nDESCRIBE select:x") == "describe"
    assert form("PREFIX a: <http://e/>") is None


def test_only_prefix_lines_are_rebased() -> None:
    text = "PREFIX kg: <https://kg.example/ns#> SELECT * { ?s ?p <https://kg.example/x>, '<https://kg.example/y>' }"
    moved = rebase(text, "https://kg.example/", "https://b.example/")
    assert moved == text.replace("kg.example/ns", "b.example/ns")
