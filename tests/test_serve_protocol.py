"""The query part of the SPARQL 1.1 Protocol tests of the W3C, each request as its manifest has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pytest

from tests.make_serve import DATA, Served, serving, write_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
BOOLEAN = {"application/sparql-results+xml", "application/sparql-results+json"}
TABULAR = BOOLEAN | {"text/csv", "text/tab-separated-values"}
RDF = {"text/turtle", "application/rdf+xml", "application/n-triples"}


class Case(NamedTuple):
    """A request that must succeed: its name in the manifest, what is sent, and what comes back."""

    name: str
    method: str
    path: str
    type: str | None
    body: str | None
    media: set[str]
    truth: bool | None = None


def graphs(parameter: str, *numbers: int) -> str:
    """Parameters that name graphs."""
    return "&".join(f"{parameter}={quote(DATA.format(number), safe='')}" for number in numbers)


ONE, TWO = DATA.format(1), DATA.format(2)
BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type . }}"
NAMED = "ASK { GRAPH ?g { ?s ?p ?o } }"

POSITIVE = [
    Case("query_post_form", "POST", "/sparql/", FORM, "query=ASK%20%7B%7D", BOOLEAN, truth=True),
    Case(
        "query_dataset_default_graphs_get", "GET",
        f"/sparql?query={quote(BOTH, safe='')}&{graphs('default-graph-uri', 1, 2)}", None, None, BOOLEAN, truth=True,
    ),
    Case(
        "query_dataset_default_graphs_post", "POST", f"/sparql/?{graphs('default-graph-uri', 1, 2)}", DIRECT,
        f"ASK {{ <{ONE}> ?p ?o . <{TWO}> ?p ?o }}", BOOLEAN, truth=True,
    ),
    Case(
        "query_dataset_named_graphs_post", "POST", f"/sparql/?{graphs('named-graph-uri', 1, 2)}", DIRECT, NAMED,
        BOOLEAN, truth=True,
    ),
    Case(
        "query_dataset_named_graphs_get", "GET",
        f"/sparql/?{graphs('named-graph-uri', 1, 2)}&query={quote(NAMED, safe='')}", None, None, BOOLEAN, truth=True,
    ),
    Case(
        "query_dataset_full", "POST",
        f"/sparql/?{graphs('default-graph-uri', 3)}&{graphs('named-graph-uri', 1, 2)}", DIRECT,
        "SELECT ?g ?x ?s { ?x ?y ?o  GRAPH ?g { ?s ?p ?o } }", TABULAR,
    ),
    Case(
        "query_multiple_dataset", "POST", f"/sparql/?{graphs('default-graph-uri', 2)}", DIRECT,
        f"ASK FROM <{ONE}> {{ <{ONE}> ?p ?o }}", BOOLEAN, truth=False,
    ),
    Case("query_get", "GET", "/sparql?query=ASK%20%7B%7D", None, None, BOOLEAN, truth=True),
    Case("query_content_type_select", "POST", "/sparql/", DIRECT, "SELECT (1 AS ?value) {}", TABULAR),
    Case("query_content_type_ask", "POST", "/sparql/", DIRECT, "ASK {}", BOOLEAN),
    Case("query_content_type_describe", "POST", "/sparql/", DIRECT, "DESCRIBE <http://example.org/>", RDF),
    Case("query_content_type_construct", "POST", "/sparql/", DIRECT, "CONSTRUCT { <s> <p> 1 } WHERE {}", RDF),
    Case("query_post_direct", "POST", "/sparql/", DIRECT, "ASK {}", BOOLEAN, truth=True),
]  # fmt: skip

NEGATIVE = [
    ("bad_query_method", "PUT", "/sparql?query=ASK%20%7B%7D", None, None, 405),
    ("bad_multiple_queries", "GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, None, 400),
    ("bad_query_wrong_media_type", "POST", "/sparql/", "text/plain", "ASK {}", 415),
    ("bad_query_missing_form_type", "POST", "/sparql/", None, "query=ASK%20%7B%7D", 415),
    ("bad_query_missing_direct_type", "POST", "/sparql/", None, "ASK {}", 415),
    ("bad_query_non_utf8", "POST", "/sparql/", f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
    ("bad_query_syntax", "GET", "/sparql?query=ASK%20%7B", None, None, 400),
    ("bad_update_get", "GET", "/sparql?update=CLEAR%20ALL", None, None, 403),
    ("bad_multiple_updates", "POST", "/sparql/", FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", 403),
    ("bad_update_wrong_media_type", "POST", "/sparql/", "text/plain", "CLEAR NAMED", 415),
    ("bad_update_missing_form_type", "POST", "/sparql/", None, "update=CLEAR%20NAMED", 415),
    ("bad_update_non_utf8", "POST", "/sparql/", f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16"), 403),
    ("bad_update_syntax", "POST", "/sparql/", FORM, "update=CLEAR%20XXX", 403),
    ("bad_update_dataset_conflict", "POST", f"/sparql?{graphs('using-named-graph-uri', 1)}", UPDATE, "CLEAR ALL", 403),
]


@pytest.fixture(scope="module", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(write_graphs(tmp_path_factory.mktemp("w3c"))) as server:
        yield server


@pytest.mark.parametrize("case", POSITIVE, ids=lambda case: case.name)
def test_a_request_that_the_protocol_allows_is_answered(server: Served, case: Case) -> None:
    headers = {"User-Agent": "sparql-client/0.1"} | ({"Content-Type": case.type} if case.type else {})
    answer = server.send(case.method, case.path, case.body, headers)
    assert answer.status == 200, answer.text
    assert answer.type in case.media
    if case.truth is not None:
        assert answer.json()["boolean"] is case.truth


def test_a_dataset_of_the_protocol_is_what_the_query_sees(server: Served) -> None:
    case = next(case for case in POSITIVE if case.name == "query_dataset_full")
    answer = server.send(case.method, case.path, case.body, {"Content-Type": DIRECT})
    assert sorted((row["g"], row["x"], row["s"]) for row in answer.rows()) == [
        (ONE, DATA.format(3), ONE), (TWO, DATA.format(3), TWO),
    ]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "kind", "body", "status"), [case[1:] for case in NEGATIVE],
                         ids=[case[0] for case in NEGATIVE])  # fmt: skip
def test_a_request_that_the_protocol_forbids_is_refused(
    server: Served, method: str, path: str, kind: str | None, body: bytes | str | None, status: int
) -> None:
    answer = server.send(method, path, body, {"Content-Type": kind} if kind else {})
    assert answer.status == status
    assert answer.type == "text/plain"
    assert len(answer.text) > 20
