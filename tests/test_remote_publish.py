"""A graph sent to a real store: whole, in parts, cut off and taken up again, and counted there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from typer.testing import CliRunner

from kg.build import add_import, build
from kg.cli import app
from kg.errors import GraphError, ServiceError
from kg.remote.client import Remote
from kg.remote.publish import NTRIPLES, Published, Shipment, publish, refuse_strangers
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

RUN = CliRunner()
NAME = "https://data.example.org/news"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def store_server(folder: Path) -> Iterator[str]:
    """The address of a running ``oxigraph serve``; skips the test where it is not installed."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with store_server(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@pytest.fixture(name="store")
def _store(server: str) -> Iterator[Remote]:
    """The graph store of the server, empty, which is asked once."""
    yield Remote(f"{server}/store", pause=lambda _: None)
    host = server.removeprefix("http://")
    connection = HTTPConnection(host)
    connection.request("POST", "/update", "DROP ALL", {"Content-Type": "application/sparql-update"})
    assert connection.getresponse().status == 204
    connection.close()


def shipment(number: int, name: str = NAME) -> Shipment:
    """A graph of that many triples."""
    node = partial("https://data.example.org/{}".format)
    return Shipment(
        name, lambda: [Triple(NamedNode(node(n)), NamedNode(node("p")), Literal(f"é\n{n}")) for n in range(number)]
    )


class Counting(Remote):
    """A store that tells what is sent to it, and fails when its time has come."""

    sent: list[tuple[str, int]]
    fails_at: int

    def send(self, method: str, body: bytes, media_type: str, query: object) -> None:
        if len(self.sent) == self.fails_at:
            raise ServiceError("the line is cut")
        self.sent.append((method, body.count(b"\n")))
        super().send(method, body, media_type, query)  # type: ignore[arg-type]


def counting(store: Remote, fails_at: int = -1) -> Counting:
    found = Counting(store.url)
    object.__setattr__(found, "sent", [])
    object.__setattr__(found, "fails_at", fails_at)
    return found


@pytest.mark.parametrize("name", [NAME, ""])
@pytest.mark.parametrize("by_query", [False, True])
def test_all_of_it_arrives_in_parts_and_is_counted(
    store: Remote, server: str, tmp_path: Path, name: str, by_query: bool
) -> None:
    to, counts = counting(store), Remote(f"{server}/query") if by_query else None
    done = publish(shipment(25, name), to, tmp_path / "ledger", part=10, counts=counts)
    assert done == Published(name, 25, 25)
    assert to.sent == [("PUT", 10), ("POST", 10), ("POST", 5)]
    assert to.lines(shipment(0, name).query, NTRIPLES) == 25


def test_what_is_there_already_is_not_sent_again(store: Remote, tmp_path: Path) -> None:
    publish(shipment(25), store, tmp_path / "ledger", part=10)
    to = counting(store)
    assert publish(shipment(25), to, tmp_path / "ledger", part=10) == Published(NAME, 25, 0)
    assert to.sent == []


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_a_run_that_is_cut_off_goes_on_where_it_stopped(store: Remote, tmp_path: Path, cut: int) -> None:
    with pytest.raises(ServiceError, match="the line is cut"):
        publish(shipment(25), counting(store, cut), tmp_path / "ledger", part=10)
    to = counting(store)
    assert publish(shipment(25), to, tmp_path / "ledger", part=10) == Published(NAME, 25, 25 - 10 * cut)
    assert len(to.sent) == 3 - cut


def test_a_graph_that_has_changed_takes_the_place_of_the_former(store: Remote, tmp_path: Path) -> None:
    publish(shipment(25), store, tmp_path / "ledger", part=10)
    assert publish(shipment(7), store, tmp_path / "ledger", part=10) == Published(NAME, 7, 7)
    assert store.lines(shipment(0).query, NTRIPLES) == 7


def test_what_others_took_away_is_sent_again(store: Remote, tmp_path: Path) -> None:
    publish(shipment(25), store, tmp_path / "ledger", part=10)
    store.send("PUT", b"<http://a> <http://b> <http://c> .\n", NTRIPLES, shipment(0).query)
    assert publish(shipment(25), store, tmp_path / "ledger", part=10) == Published(NAME, 25, 25)


def test_triples_that_others_add_meanwhile_are_noticed(store: Remote, tmp_path: Path) -> None:
    def meddle(*_: object) -> None:
        store.send("POST", b"<http://a> <http://b> <http://c> .\n", NTRIPLES, shipment(0).query)

    with pytest.raises(ServiceError, match=r"holds 26 triples of .* where 25 were sent"):
        publish(shipment(25), store, tmp_path / "ledger", part=10, progress=meddle)
    assert publish(shipment(25), store, tmp_path / "ledger", part=10).triples == 25


def test_a_graph_of_others_is_not_replaced(store: Remote, tmp_path: Path) -> None:
    store.send("PUT", b"<http://a> <http://b> <http://c> .\n", NTRIPLES, shipment(0).query)
    with pytest.raises(ServiceError, match="is not empty, and was not published from here"):
        refuse_strangers([shipment(5)], store, tmp_path / "ledger")
    publish(shipment(5), store, tmp_path / "ledger")
    refuse_strangers([shipment(5)], store, tmp_path / "ledger")


def test_a_ledger_that_somebody_changed_is_told(store: Remote, tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text('{"x": {"a": 1}}', encoding="utf-8")
    with pytest.raises(GraphError, match="remove it, and all is sent anew"):
        publish(shipment(5), store, tmp_path / "ledger")


def test_an_endpoint_that_is_none_is_told(store: Remote, server: str, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="refuses with status"):
        publish(shipment(5), store, tmp_path / "ledger", counts=Remote(f"{server}/store"))


def test_a_password_goes_to_this_machine_or_over_https_only() -> None:
    assert Remote("https://data.example.org/", login=("me", "secret")).login
    with pytest.raises(ServiceError, match="not sent over plain http") as caught:
        Remote("http://data.example.org/", login=("me", "secret"))
    assert "secret" not in str(caught.value)


def test_a_password_is_sent_as_the_standard_says() -> None:
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            seen.append(self.headers["Authorization"])
            self.send_response(401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    to = Remote(f"http://127.0.0.1:{server.server_address[1]}/", login=("Aladdin", "open sesame"))
    with pytest.raises(ServiceError, match="refuses with status 401; check the name and the password"):
        to.send("PUT", b"", NTRIPLES, {})
    server.shutdown()
    server.server_close()
    assert seen == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", None]  # the example of RFC 7617; what else is wanted?


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    build([write_articles(tmp_path / "in", "a1")], tmp_path / "out", extractor=find)
    (tmp_path / "register.nt").write_text("<http://a> <http://b> <http://c> .\n", encoding="utf-8")
    add_import(tmp_path / "out", tmp_path / "register.nt")
    return tmp_path / "out"


def run(out: Path, *words: str) -> Result:
    return RUN.invoke(app, ["publish", str(out), *words])


def test_the_command_sends_data_ontology_and_imports(store: Remote, server: str, out: Path) -> None:
    result = run(out, "--to", store.url, "--sparql", f"{server}/query", "--part", "50")
    assert result.exit_code == 0, result.stderr
    names = [line.partition(":  ")[0].split(": ")[0] for line in result.stdout.splitlines()]
    assert names == ["<https://kg.example/id/graph>", "<https://kg.example/ns>", "<https://kg.example/import/register>"]
    assert "  https://kg.example/id/graph: 50 of " in result.stderr
    again = run(out, "--to", store.url)
    assert [line.endswith("there already") for line in again.stdout.splitlines()] == [True, True, True]


def test_the_command_does_not_replace_what_others_wrote(store: Remote, out: Path) -> None:
    store.send("PUT", b"<http://a> <http://b> <http://c> .\n", NTRIPLES, {"graph": NAME})
    refused = run(out, "--to", store.url, "--graph-name", NAME)
    assert (refused.exit_code, "is not empty" in refused.stderr) == (1, True)
    assert store.lines({"graph": "https://kg.example/ns"}, NTRIPLES) == 0
    assert run(out, "--to", store.url, "--graph-name", NAME, "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--graph-name", NAME, "--default-graph"), "not both"),
        (("--graph-name", "news"), "'news' is no IRI"),
        (("--user", "me", "--password-file", "/dev/null"), "holds no password"),
    ],
)
def test_mistakes_are_one_line(out: Path, words: tuple[str, ...], message: str) -> None:
    result = run(out, "--to", "http://127.0.0.1:1/", *words)
    assert (result.exit_code, result.stderr.count("\n"), message in result.stderr) == (2, 1, True)
