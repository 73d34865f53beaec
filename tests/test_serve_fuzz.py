"""Whatever is sent, the server answers, at once, and never with a fault of its own."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.serve import Limits
from tests.make_serve import WAIT, Served, serving, write_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "get"])
PATHS = st.sampled_from(
    ["/sparql", "/sparql/", "/data", "/data/", "/data/ns", "/data/%E9%00", "/", "//sparql", "/sparql/x"]
)
VOCABULARY = """SELECT ASK CONSTRUCT DESCRIBE WHERE { } ( ) * ?s ?p ?o $x . ; , <a:b> < > kg:name nix:a _:b 'text'
SERVICE FROM NAMED GRAPH INSERT DATA PREFIX BASE LIMIT 3 ORDER BY FILTER COUNT(*) AS 1e999 # é 😀 << >> {| |} ^^ @fr
VALUES UNDEF BIND + %20 ' \\ \\u0053ERVICE"""
WORDS = st.sampled_from([*VOCABULARY.split(), '"', "'''", "\n", "\x00", "\ufeff"])
QUERIES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join))
NAMES = st.sampled_from(["query", "update", "format", "default-graph-uri", "named-graph-uri", "default", "graph", ""])
VALUES = st.one_of(
    QUERIES.map(lambda text: quote(text, safe="", errors="surrogatepass")),
    st.binary(max_size=20).map(quote_from_bytes),
    st.sampled_from(["ASK%7B%7D", "ASK%20{}", "%", "%zz", "a:b", "https://kg.example/ns", "csv", "+", "&", "=", ";"]),
)
PARAMETERS = st.lists(st.tuples(NAMES, VALUES).map("=".join), max_size=4).map("&".join)
TYPES = st.sampled_from(
    [
        "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/plain",
        "multipart/form-data; boundary=x", "application/sparql-query; charset=utf-16", "APPLICATION/SPARQL-QUERY;;",
        "application/x-www-form-urlencoded; charset=\"utf-8", "", "/", "*/*", "\xff",
    ]
)  # fmt: skip
ACCEPTS = st.one_of(
    st.sampled_from(["*/*", "text/html", "text/turtle, text/csv;q=0.5", "a/b;q=x", ",", "application/json", ";q=0"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30),
)
HEADERS = st.lists(
    st.one_of(
        TYPES.map(lambda value: ("Content-Type", value)),
        ACCEPTS.map(lambda value: ("Accept", value)),
        st.sampled_from(
            [
                ("Content-Encoding", "gzip"), ("Origin", "https://a.example"), ("Sec-Fetch-Site", "cross-site"),
                ("Accept-Language", "fr, *;q=0"), ("If-None-Match", "*"), ("Range", "bytes=0-1"), ("Cookie", "a=b"),
                ("Access-Control-Request-Method", "PUT"), ("Expect", "100-continue"), ("X-Forwarded-Host", "evil"),
            ]
        ),
    ),
    max_size=4,
)  # fmt: skip
BODIES = st.one_of(
    st.just(b""),
    PARAMETERS.map(str.encode),
    QUERIES.map(lambda text: text.encode(errors="surrogatepass")),
    st.binary(max_size=60),
)


@pytest.fixture(scope="module", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    limits = Limits(seconds=1, rows=200, body_bytes=500, address_bytes=5000, wait=1)
    with serving(write_graphs(tmp_path_factory.mktemp("graph")), limits=limits, engines=2) as server:
        yield server


def raw(server: Served, request: bytes, *, hang_up: bool = False) -> tuple[int, bytes]:
    """Send bytes, and read the status and all that comes back; who hangs up sends no more."""
    with socket.create_connection(("127.0.0.1", server.port), WAIT) as connection:
        connection.sendall(request)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    words = answer.split(None, 2)
    return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") else 0, answer


@given(METHODS, PATHS, PARAMETERS, HEADERS, BODIES)
@SETTINGS
def test_no_request_is_a_fault_of_the_server(
    server: Served, method: str, path: str, parameters: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    lines = [f"{method} {path}?{parameters} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    status, answer = raw(server, "\r\n".join([*lines, "", ""]).encode("latin-1") + body)
    assert 200 <= status < 500 or status == 503, answer
    if b"Invalid HTTP request received." not in answer:  # which never came to be a request
        assert b"content-security-policy" in answer
        assert b"Traceback" not in answer


@given(QUERIES, ACCEPTS)
@SETTINGS
def test_no_query_is_a_fault_of_the_server(server: Served, query: str, accept: str) -> None:
    text = query.encode(errors="replace")
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: {accept}\r\n"
    head += f"Content-Type: application/sparql-query\r\nContent-Length: {len(text)}\r\n\r\n"
    status, answer = raw(server, head.encode("latin-1") + text)
    assert status in {200, 303, 400, 403, 406, 413, 503}, answer


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_request_is_answered_or_hung_up_on(server: Served, junk: bytes) -> None:
    status, _ = raw(server, junk, hang_up=True)
    assert status in {0, 400} or 200 <= status < 500


def test_the_server_is_well_afterwards(server: Served) -> None:
    assert server.ask("SELECT (1 AS ?x) {}").rows() == [{"x": "1"}]
    assert server.live.site.places.borrowed_tokens == 0
