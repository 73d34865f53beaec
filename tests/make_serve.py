"""A server that really runs, in a thread of its own, and requests to it just as they are written."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.serve.app import make_app
from kg.serve.server import Server, listen
from tests.ask_sample import triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kg.serve.live import Live

__all__ = ["DATA", "EVERYTHING", "HEAVY", "Answer", "Served", "serving", "until", "write_graphs"]

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
"""The graphs of the protocol tests of the W3C, each of which says that it is a document."""

EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A query that nobody lives to see the answer of."""

WAIT = 20
"""Seconds until a server that does not answer fails its test."""


@dataclass(frozen=True)
class Answer:
    """What a server has answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def type(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def json(self) -> Any:  # noqa: ANN401 - what JSON holds
        """The body as JSON."""
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The rows of SPARQL results in JSON, plain values only."""
        found = self.json()["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in found]


@dataclass(frozen=True)
class Served:
    """A server that runs.

    Attributes:
        port: of 127.0.0.1, where it listens.
        live: what it serves.
    """

    port: int
    live: Live

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def send(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request as it is written, and read the answer."""
        raw = body.encode() if isinstance(body, str) else body
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=WAIT)) as connection:
            connection.request(method, path, raw, dict(headers or {}))
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read())

    def get(self, path: str, **headers: str) -> Answer:
        """GET, with headers whose names have ``_`` for ``-``."""
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, query: str, accept: str | None = None, more: str = "") -> Answer:
        """Send a query by GET."""
        headers = {} if accept is None else {"Accept": accept}
        return self.send("GET", f"/sparql?query={quote(query, safe='')}{more}", headers=headers)


@contextmanager
def serving(folder: Path, **options: Any) -> Iterator[Served]:  # noqa: ANN401 - what make_app takes
    """A server for a graph, until the block ends."""
    app = make_app(folder, **options)
    started = threading.Event()
    sock = listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    server = Server(app, sock, started.set)
    thread = threading.Thread(target=server.work)
    thread.start()
    try:
        assert started.wait(WAIT), "the server does not start"
        yield Served(port, app.state.live)
    finally:
        server.leave()
        thread.join(WAIT)
    assert not thread.is_alive(), "the server does not end"


def until(condition: Callable[[], object]) -> None:
    """Wait for what another thread is about to do."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.002)


def write_graphs(folder: Path) -> Path:
    """The sample, with the graphs of the protocol tests as named ones beside it."""
    raw = ox.Store(str(folder / "store"))
    raw.extend(ox.Quad(one.subject, one.predicate, one.object, ox.DefaultGraph()) for one in triples())
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for number in range(1, 4):
        graph = ox.NamedNode(DATA.format(number))
        raw.add(ox.Quad(graph, kind, ox.NamedNode("http://xmlns.com/foaf/0.1/Document"), graph))
    raw.flush()
    return folder
