"""What every request passes and every answer carries."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ServerError
from kg.serve.app import make_app
from kg.serve.guards import HEADERS, is_here
from tests.ask_sample import write_sample
from tests.make_serve import WAIT, Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRIEND, STRANGER = "https://friend.example", "https://stranger.example"


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module", name="server")
def _server(folder: Path) -> Iterator[Served]:
    with serving(folder, names=["Graph.LAN"]) as server:
        yield server


@pytest.fixture(scope="module", name="shared")
def _shared(folder: Path) -> Iterator[Served]:
    with serving(folder, cors=[FRIEND]) as server:
        yield server


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sparql?query=ASK%7B%7D"),
        ("HEAD", "/sparql"),
        ("OPTIONS", "/sparql"),
        ("GET", "/sparql?query=ASK"),
        ("GET", "/data?default"),
        ("GET", "/nothing/here"),
        ("PUT", "/data"),
    ],
)
def test_every_answer_carries_the_headers(server: Served, method: str, path: str) -> None:
    answer = server.send(method, path)
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == dict(HEADERS)
    assert "server" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("LOCALHOST.", 200),
        ("a.localhost", 200),
        ("[::1]:8000", 200),
        ("192.168.1.7", 200),
        ("graph.lan:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:127.0.0.1", 400),
        ("a b", 400),
        ("", 400),
        ("[::1", 400),
        ("user@localhost", 400),
    ],
)
def test_a_name_that_is_not_of_this_server_is_refused(server: Served, host: str, status: int) -> None:
    answer = server.send("GET", "/sparql?query=ASK%7B%7D", headers={"Host": host})
    assert answer.status == status, answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (status != 421) or f"--host-name {host}" in answer.text


def test_two_hosts_are_one_too_many(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", server.port), WAIT) as raw:
        raw.sendall(b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert raw.makefile("rb").readline().split()[1] == b"400"


@given(st.text(max_size=30), st.frozensets(st.sampled_from(["a.example", "b.example"])))
def test_only_known_names_and_numbers_are_here(host: str, names: frozenset[str]) -> None:
    name = host.rpartition(":")[0] or host
    if is_here(host, names) and any(letter.isalpha() for letter in name) and ":" not in name:
        assert (
            name.lower().removesuffix(".").removesuffix("localhost") == ""
            or name.endswith(".localhost")
            or (name.lower() in {*names, "ip6-localhost"})
        )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Origin": "http://localhost:3000"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": STRANGER}, 403),
    ],
)
def test_pages_of_other_sites_cannot_make_the_server_work(server: Served, headers: dict[str, str], status: int) -> None:
    assert server.send("GET", "/sparql?query=ASK%7B%7D", headers=headers).status == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("192.168.1.7:8000", "http://192.168.1.7:8000", 200),
        ("Graph.lan", "https://graph.LAN", 200),
        ("192.168.1.7:8000", "http://192.168.1.7", 403),
        ("192.168.1.7:8000", "http://192.168.1.7:8000.evil.example", 403),
        ("192.168.1.7:8000", STRANGER, 403),
        ("192.168.1.7:8000", "null", 403),
    ],
)
def test_a_form_is_known_by_its_origin_where_browsers_say_no_more(
    server: Served, host: str, origin: str, status: int
) -> None:
    headers = {"Host": host, "Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
    assert server.send("POST", "/sparql", "query=ASK%7B%7D", headers).status == status


def test_forms_of_this_server_say_where_they_come_from(server: Served) -> None:
    assert server.get("/").headers["referrer-policy"] == "same-origin"  # without one a form has the origin "null"


def test_headers_without_end_are_refused(server: Served) -> None:
    answer = server.get("/sparql?query=ASK%7B%7D", X="a" * 33_000)
    assert answer.status == 431
    assert "32,768 bytes" in answer.text


def test_a_form_on_another_site_is_refused(server: Served) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.send("POST", "/sparql", "query=ASK%7B%7D", headers | form)
    assert answer.status == 403
    assert "--cors" in answer.text


def test_a_site_that_was_let_in_may_read(shared: Served) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": FRIEND}
    answer = shared.send("GET", "/sparql?query=ASK%7B%7D", headers=headers)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in answer.headers
    wrong = shared.send("GET", "/sparql?query=ASK", headers=headers)
    assert (wrong.status, wrong.headers["access-control-allow-origin"]) == (400, FRIEND)


def test_a_site_that_was_not_let_in_may_not(shared: Served) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": STRANGER}
    answer = shared.send("GET", "/sparql?query=ASK%7B%7D", headers=headers)
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("origin", "allowed"), [(FRIEND, FRIEND), (STRANGER, None)])
def test_browsers_are_told_in_advance(shared: Served, origin: str, allowed: str | None) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = shared.send("OPTIONS", "/sparql", headers=asked)
    assert answer.headers.get("access-control-allow-origin") == allowed
    assert answer.status == (200 if allowed else 403)


def test_any_site_may_be_let_in(folder: Path) -> None:
    with serving(folder, cors=["*"]) as server:
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Origin": STRANGER}
        answer = server.send("GET", "/sparql?query=ASK%7B%7D", headers=headers)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize("origin", ["friend.example", "https://friend.example/", "ftp://x", ""])
def test_what_is_no_origin_is_refused(folder: Path, origin: str) -> None:
    with pytest.raises(ServerError, match="is no origin; give a scheme and a host"):
        make_app(folder, cors=[origin])
