"""The endpoint beyond the protocol's own tests: formats, refusals that teach, limits, and what it says of itself."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pyoxigraph as ox
import pytest

from kg.serve import Limits
from tests.make_serve import DATA, HEAVY, WAIT, Served, serving, until, write_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
NAMES = "SELECT ?name { ?org a schema:Organization ; rdfs:label ?name } ORDER BY ?name LIMIT 3"
WORKERS = "CONSTRUCT { ?s kg:partnersWith ?o } WHERE { ?s kg:partnersWith ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_graphs(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module", name="server")
def _server(folder: Path) -> Iterator[Served]:
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="module", name="strict")
def _strict(folder: Path) -> Iterator[Served]:
    """A server that lets nobody have much."""
    limits = Limits(seconds=0.4, rows=50, answer_bytes=4000, body_bytes=2000, address_bytes=3000, wait=0.3)
    with serving(folder, limits=limits, engines=2) as server:
        yield server


@pytest.mark.parametrize(
    ("accept", "given", "start"),
    [
        (None, "application/sparql-results+json", '{"head":'),
        ("application/json", "application/json", '{"head":'),
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("application/xml", "application/xml", "<?xml"),
        ("text/csv", "text/csv", "name\r\nASML\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", '?name\n"ASML"'),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values", "?name"),
    ],
)
def test_rows_come_in_the_format_that_is_liked_best(server: Served, accept: str | None, given: str, start: str) -> None:
    answer = server.ask(NAMES, accept)
    assert (answer.status, answer.type, answer.headers["vary"]) == (200, given, "Accept")
    assert answer.text.startswith(start)


@pytest.mark.parametrize(
    ("accept", "given", "format_"),
    [
        (None, "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("text/n3", "text/n3", ox.RdfFormat.TURTLE),
    ],
)
def test_triples_come_in_the_format_that_is_liked_best(
    server: Served, accept: str | None, given: str, format_: ox.RdfFormat
) -> None:
    answer = server.ask(WORKERS, accept)
    assert (answer.status, answer.type) == (200, given)
    objects = {quad.predicate.value for quad in ox.parse(answer.body, format_)}
    assert objects == {"https://kg.example/ns#partnersWith"}


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (NAMES, "text/turtle"),
        (NAMES, "image/png"),
        (WORKERS, "text/csv"),
        ("ASK {}", "text/csv"),
        (NAMES, "text/csv;q=0, application/json;q=0"),
    ],
)
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(
    server: Served, query: str, accept: str
) -> None:
    answer = server.ask(query, accept)
    assert (answer.status, answer.headers["vary"]) == (406, "Accept")
    assert "accept one of" in answer.text


def test_a_format_can_be_named_in_the_address_for_who_cannot_send_headers(server: Served) -> None:
    answer = server.ask(NAMES, BROWSER, "&format=csv")
    assert (answer.status, answer.type) == (200, "text/csv")
    assert answer.headers["content-disposition"] == 'inline; filename="answer.csv"'
    assert server.ask(NAMES, more="&format=turtle&format=text/csv").type == "text/csv"
    assert server.ask(NAMES, more="&format=turtle").status == 406


def test_csv_holds_what_the_graph_holds(server: Served) -> None:
    answer = server.ask('SELECT ("=1+1" AS ?formula) ("<b>" AS ?markup) {}', "text/csv")
    assert answer.body == b"formula,markup\r\n=1+1,<b>\r\n"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_browser_is_led_to_the_editor_with_the_query_in_it(server: Served, method: str) -> None:
    query = "SELECT * { ?s ?p 'é & #%20' }"
    if method == "GET":
        graph = quote(DATA.format(1), safe="")
        answer = server.ask(query, BROWSER, f"&default-graph-uri={graph}")
    else:
        answer = server.send("POST", "/sparql", f"query={quote(query)}", {"Content-Type": FORM, "Accept": BROWSER})
    assert answer.status == 303
    place = urlsplit(answer.headers["location"])
    assert (place.path, place.query) == ("/", "")
    assert parse_qs(place.fragment)["query"] == [query]
    if method == "GET":
        assert parse_qs(place.fragment)["defaultGraph"] == [DATA.format(1)]


@pytest.mark.parametrize(
    ("path", "literal"),
    [
        ("a%2Bb", "a+b"),
        ("a+b", "a b"),
        ("a%20b", "a b"),
        ("a%2520b", "a%20b"),
        ("%C3%A9%F0%9F%98%80", "é😀"),
    ],
)
def test_a_parameter_is_decoded_once(server: Served, path: str, literal: str) -> None:
    text = f"SELECT%20('{path}'%20AS%20?x)%20%7B%7D"
    by_get = server.get(f"/sparql?query={text}")
    by_post = server.send("POST", "/sparql", f"query={text}", {"Content-Type": FORM})
    assert by_get.rows() == by_post.rows() == [{"x": literal}]


def test_an_iri_keeps_its_percent_signs(server: Served) -> None:
    query = "SELECT ?s { BIND (<https://kg.example/id/a%20b> AS ?s) }"
    assert server.ask(query).rows() == [{"s": "https://kg.example/id/a%20b"}]
    direct = server.send("POST", "/sparql", query, {"Content-Type": DIRECT})
    assert direct.rows() == [{"s": "https://kg.example/id/a%20b"}]


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status", "word"),
    [
        ("GET", "/sparql?query=", None, None, 400, "empty"),
        ("GET", "/sparql?query=%20%0A", None, None, 400, "empty"),
        ("GET", "/sparql?quarry=ASK%7B%7D", None, None, 400, "no query"),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400, "2 queries"),
        ("POST", "/sparql?query=ASK%7B%7D", DIRECT, "ASK {}", 400, "2 queries"),
        ("POST", "/sparql", FORM, "", 400, "no query"),
        ("POST", "/sparql", DIRECT, "", 400, "empty"),
        ("POST", "/sparql", DIRECT, b"ASK { ?s ?p '\xe9' }", 400, "UTF-8"),
        ("GET", "/sparql?query=ASK%E9", None, None, 400, "UTF-8"),
        ("GET", "/sparql?" + "&".join(f"a{n}=1" for n in range(1100)), None, None, 400, "parameters"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=ns", None, None, 400, "absolute"),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=a:%20b", None, None, 400, "absolute"),
        ("POST", "/sparql", "multipart/form-data; boundary=x", "--x--", 415, "not taken"),
        ("POST", "/sparql", f"{FORM}; charset=latin-1", "query=ASK", 415, "latin-1"),
        ("DELETE", "/sparql", None, None, 405, "only read"),
        ("PATCH", "/sparql", None, None, 405, "only read"),
        ("GET", "/sparkle", None, None, 404, "/sparql"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_why(
    server: Served, method: str, path: str, kind: str | None, body: str | None, status: int, word: str
) -> None:
    answer = server.send(method, path, body, {"Content-Type": kind} if kind else {})
    assert (answer.status, answer.type) == (status, "text/plain")
    assert word in answer.text
    assert ("allow" in answer.headers) == (status == 405)


def test_a_compressed_body_is_refused(server: Served) -> None:
    answer = server.send("POST", "/sparql", b"\x1f\x8b", {"Content-Type": DIRECT, "Content-Encoding": "gzip"})
    assert answer.status == 415
    assert answer.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX ask: <a:> BASE <b:> # ASK\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "clear all",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_however_it_comes(server: Served, text: str) -> None:
    sent = [
        server.ask(text),
        server.send("POST", "/sparql", f"query={quote(text)}", {"Content-Type": FORM}),
        server.send("POST", "/sparql", f"update={quote(text)}", {"Content-Type": FORM}),
        server.send("POST", "/sparql", text, {"Content-Type": DIRECT}),
        server.send("POST", "/sparql", text, {"Content-Type": "application/sparql-update"}),
        server.get(f"/sparql?update={quote(text)}"),
    ]
    assert {answer.status for answer in sent} == {403}
    assert all("updates are refused" in answer.text for answer in sent)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERV\\U00000049CE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { { SERVICE # <\n <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
        "PREFIX e: <http://127.0.0.1:{port}/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:{port}/> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } # ' \n }",
        "SELECT * { ?s ?p 3SERVICE<http://127.0.0.1:{port}/>{?s ?p ?o} }",
        "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1:{port}/>{ ?s ?p ?o } }",
        "PREFIX e: <https://kg.example/ns#> SELECT * { ?s ?p e:.SERVICE <http://127.0.0.1:{port}/> {} }",
        "SELECT * { BIND('http://127.0.0.1:{port}/' AS ?u) SERVICE ?u {} }",
        "SELECT * FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:{port}/> { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <http://127.0.0.1:{port}/>",
        "LOAD <http://127.0.0.1:{port}/>",
    ],
)
def test_no_query_reaches_out_of_the_server(server: Served, text: str) -> None:
    import socket

    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0)
        answer = server.ask(text.replace("{port}", str(trap.getsockname()[1])))
        with pytest.raises(BlockingIOError):
            trap.accept()
    assert answer.status in {200, 400, 403}
    assert ("SERVICE" in text.upper()) <= (answer.status == 400 and "SERVICE is refused" in answer.text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ('SERVICE <http://a/> {}' AS ?x) {}",
        "ASK { ?s <http://e/SERVICE> ?o } # SERVICE",
        "PREFIX ex: <http://e/> ASK { ?s ex:SERVICE ?o }",
        "ASK { ?SERVICE ?p 'x'@service }",
        "SELECT ?from { ?from ?load ?insert }",
    ],
)
def test_the_word_alone_is_no_call(server: Served, text: str) -> None:
    assert server.ask(text).status == 200


def test_a_mistake_is_told_with_its_place(server: Served) -> None:
    query = "SELECT * {\n  ?s nix:a ?o\n}"
    plain = server.ask(query)
    assert (plain.status, plain.type) == (400, "text/plain")
    assert "unknown prefix nix:" in plain.text
    told = server.ask(query, "application/json")
    assert told.type == "application/json"
    document = told.json()
    assert (document["status"], document["title"], document["line"], document["column"]) == (400, "Bad Request", 2, 6)
    assert document["detail"] == plain.text.strip()
    assert server.ask(query, "application/problem+json").type == "application/problem+json"


def test_the_first_line_is_the_first_line(server: Served) -> None:
    told = server.ask("ASK {", "application/json").json()
    assert (told["line"], told["column"]) == (1, 6)


def test_relative_names_are_relative_to_the_endpoint(server: Served) -> None:
    answer = server.ask("SELECT (STR(<ns>) AS ?a) (STR(<#b>) AS ?b) {}")
    assert answer.rows() == [{"a": f"{server.url}/ns", "b": f"{server.url}/sparql#b"}]


def test_the_prefixes_of_the_graph_need_no_prefix_line_and_can_be_given_another_meaning(server: Served) -> None:
    assert server.ask("SELECT (STR(kg:x) AS ?x) {}").rows() == [{"x": "https://kg.example/ns#x"}]
    assert server.ask("PREFIX kg: <http://e/> SELECT (STR(kg:x) AS ?x) {}").rows() == [{"x": "http://e/x"}]


@pytest.mark.parametrize(
    ("more", "query", "truth"),
    [
        ("", "ASK { ?s a foaf:Document }", False),
        ("", "ASK { GRAPH ?g { ?s a foaf:Document } }", True),
        ("", f"ASK FROM <{DATA.format(1)}> {{ ?s a foaf:Document }}", True),
        ("", f"ASK FROM NAMED <{DATA.format(1)}> {{ GRAPH <{DATA.format(2)}> {{ ?s a foaf:Document }} }}", False),
        ("default-graph-uri=1", "ASK { ?s a foaf:Document }", True),
        ("default-graph-uri=9", "ASK { ?s a foaf:Document }", False),
        ("default-graph-uri=1", "ASK { ?s a schema:Organization }", False),
        ("default-graph-uri=1", "ASK { GRAPH ?g { ?s ?p ?o } }", False),
        ("named-graph-uri=1", "ASK { GRAPH ?g { ?s ?p ?o } }", True),
        ("named-graph-uri=1", "ASK { ?s ?p ?o }", False),
        ("named-graph-uri=1", f"ASK {{ GRAPH <{DATA.format(2)}> {{ ?s ?p ?o }} }}", False),
        ("default-graph-uri=2", f"ASK FROM <{DATA.format(1)}> {{ <{DATA.format(1)}> ?p ?o }}", False),
    ],
)
def test_the_dataset_of_the_request_goes_before_that_of_the_query(
    server: Served, more: str, query: str, truth: bool
) -> None:
    name, _, number = more.partition("=")
    parameter = f"&{name}={quote(DATA.format(number), safe='')}" if more else ""
    answer = server.ask(f"PREFIX foaf: <http://xmlns.com/foaf/0.1/> {query}", more=parameter)
    assert answer.json()["boolean"] is truth


def test_head_gives_the_head_of_get(server: Served) -> None:
    path = f"/sparql?query={quote(NAMES)}"
    by_get, by_head = server.get(path), server.send("HEAD", path)
    assert by_head.body == b""
    same = by_get.headers.keys() - {"date"}
    assert {name: by_head.headers[name] for name in same} == {name: by_get.headers[name] for name in same}


def test_options_say_what_can_be_done(server: Served) -> None:
    answer = server.send("OPTIONS", "/sparql")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("accept", [None, "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(server: Served, accept: str | None) -> None:
    answer = server.send("GET", "/sparql", headers={"Accept": accept} if accept else {})
    format_ = ox.RdfFormat.from_media_type(answer.headers["content-type"])
    assert format_ is not None
    described = ox.Store()
    described.bulk_load(answer.body, format_)
    prefixes = {
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "void": "http://rdfs.org/ns/void#",
        "format": "http://www.w3.org/ns/formats/",
    }
    query = f"""ASK {{
        <{server.url}/sparql> a sd:Service ; sd:endpoint <{server.url}/sparql> ;
            sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat format:SPARQL_Results_JSON , format:Turtle ;
            sd:defaultDataset [ a sd:Dataset ;
                sd:defaultGraph [ a sd:Graph ; void:triples ?all ] ;
                sd:namedGraph [ a sd:NamedGraph ; sd:name <{DATA.format(1)}> ; sd:graph [ void:triples 1 ] ] ]
        FILTER (?all = {len(server.live.site.graph.store)})
        FILTER NOT EXISTS {{ ?s sd:feature sd:BasicFederatedQuery }}
        FILTER NOT EXISTS {{ ?s sd:feature sd:DereferencesURIs }} }}"""
    assert bool(described.query(query, prefixes=prefixes))


def test_a_browser_without_a_query_is_led_to_the_pages(server: Served) -> None:
    answer = server.send("GET", "/sparql", headers={"Accept": BROWSER})
    assert (answer.status, answer.headers["location"]) == (303, "/")


def test_a_heavy_query_is_stopped_and_holds_up_nobody(strict: Served) -> None:
    strict.ask("ASK {}")
    answers = []
    heavy = threading.Thread(target=lambda: answers.append(strict.ask(HEAVY)))
    heavy.start()
    until(lambda: strict.live.site.places.borrowed_tokens)
    assert strict.ask("SELECT (1 AS ?x) {}").rows() == [{"x": "1"}]
    assert heavy.is_alive()
    heavy.join(WAIT)
    (late,) = answers
    assert (late.status, late.headers["retry-after"]) == (503, "10")
    assert "stopped after 0.4 s" in late.text
    assert strict.ask("ASK {}").status == 200


def test_who_finds_all_places_taken_is_asked_to_come_again(folder: Path) -> None:
    with serving(folder, limits=Limits(seconds=3, wait=0.1), engines=1) as server:
        first = threading.Thread(target=server.ask, args=(HEAVY,))
        first.start()
        until(lambda: server.live.site.places.borrowed_tokens)
        second = server.ask("ASK {}")
        assert (second.status, second.headers["retry-after"]) == (503, "10")
        assert "other queries" in second.text
        first.join(WAIT)


def test_a_query_whose_sender_leaves_is_stopped(folder: Path) -> None:
    with serving(folder, limits=Limits(seconds=WAIT), engines=1) as server:
        server.ask("ASK {}")
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=WAIT)) as connection:
            connection.request("GET", f"/sparql?query={quote(HEAVY)}")
            until(lambda: server.live.site.places.borrowed_tokens)
        began = time.monotonic()
        assert server.ask("ASK {}").status == 200
        assert time.monotonic() - began < WAIT / 2


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT ?s { ?s ?p ?o } LIMIT 51", "text/csv"),
        ("SELECT * { ?s ?p ?o } LIMIT 50", "application/sparql-results+xml"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle"),
    ],
)
def test_an_answer_that_is_too_large_is_refused_and_not_cut(strict: Served, query: str, accept: str) -> None:
    answer = strict.ask(query, accept)
    assert answer.status == 413
    assert "LIMIT" in answer.text


def test_an_answer_as_large_as_is_allowed_is_given(strict: Served) -> None:
    answer = strict.ask("SELECT (1 AS ?x) { ?s ?p ?o } LIMIT 50", "text/csv")
    assert (answer.status, answer.body.count(b"\r\n")) == (200, 51)


def test_a_long_request_is_refused(strict: Served) -> None:
    comment = "#" * 3000
    by_get = strict.ask(f"ASK {{}} {comment}")
    assert (by_get.status, "POST" in by_get.text) == (414, True)
    by_post = strict.send("POST", "/sparql", f"ASK {{}} {comment}", {"Content-Type": DIRECT})
    assert by_post.status == 413
    chunks = strict.send("POST", "/sparql", None, {"Content-Type": DIRECT, "Content-Length": "99999999999"})
    assert chunks.status == 413


def test_a_long_body_without_a_length_is_refused(strict: Served) -> None:
    with closing(HTTPConnection("127.0.0.1", strict.port, timeout=WAIT)) as connection:
        chunks = iter([b"ASK {} #", b"#" * 1500, b"#" * 1500])
        connection.request("POST", "/sparql", chunks, {"Content-Type": DIRECT}, encode_chunked=True)
        assert connection.getresponse().status == 413


def test_a_fault_of_the_server_says_nothing_to_strangers(
    server: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kg.serve.sparql.guard", lambda _text: 1 / 0)
    answer = server.ask("ASK {}")
    assert answer.status == 500
    assert "division" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    until(lambda: "ZeroDivisionError" in caplog.text)


def test_problems_are_one_document(server: Served) -> None:
    told = server.get("/sparql?query=", Accept="application/json")
    assert json.loads(told.body).keys() == {"type", "title", "status", "detail"}
    assert told.headers["cache-control"] == "no-store"
