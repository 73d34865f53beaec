"""Builder: a service on this machine that answers as a test says, in a thread of its own."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SPACE = "http://things.example/entity/"
MANIFEST = {
    "versions": ["0.2"],
    "name": "Things",
    "identifierSpace": SPACE,
    "schemaSpace": "http://things.example/type/",
}


@dataclass
class Reply:
    """What is sent back; ``drip`` seconds pass between the pieces of the body."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Sequence[bytes] = ()
    wait: Callable[[], object] = lambda: None


@dataclass
class Service:
    """A running service: its address and the requests that it had, each a form or None for a plain one."""

    url: str
    asked: list[dict[str, str] | None] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[dict[str, str] | None], Reply]) -> Iterator[Service]:
    """Serve on a free port of 127.0.0.1 while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(dict(parse_qsl(body, strict_parsing=True)))

        def reply(self, form: dict[str, str] | None) -> None:
            service.asked.append(form)
            service.headers.append(dict(self.headers))
            told = answer(form)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in (told.body, *told.chunks):
                    self.wfile.write(piece)
                    self.wfile.flush()
                    told.wait()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client has had enough

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_address[1]}/api")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reconciling(things: Mapping[str, Sequence[Mapping[str, object]]], **manifest: object) -> Callable[..., Reply]:
    """An answer of the reconciliation protocol: for each name its candidates, none for another."""

    def answer(form: dict[str, str] | None) -> Reply:
        if form is None:
            return Reply(json.dumps(MANIFEST | manifest).encode())
        queries = json.loads(form["queries"])
        found = {key: {"result": things.get(query["query"], ())} for key, query in queries.items()}
        return Reply(json.dumps(found).encode())

    return answer


def endpoint(turtle: str) -> Callable[..., Reply]:
    """An answer of the SPARQL protocol, over some triples."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)

    def answer(form: dict[str, str] | None) -> Reply:
        assert form is not None
        found = store.query(form["query"])
        assert isinstance(found, ox.QuerySolutions)
        data = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert data is not None
        return Reply(data, headers={"Content-Type": "application/sparql-results+json"})

    return answer
