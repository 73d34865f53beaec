"""The Graph Store Protocol, for reading."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.graph.ontology import ontology_triples
from kg.graph.store import write_store
from kg.graph.vocab import Vocabulary
from kg.schema import load_schema
from tests.ask_sample import triples
from tests.make_serve import WAIT, Answer, Served, serving, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONTOLOGY = "https://kg.example/ns"
REGISTER = "https://kg.example/import/register"
BESIDE = ox.Triple(ox.NamedNode("https://a.example/x"), ox.NamedNode("https://a.example/p"), ox.Literal("é"))


@pytest.fixture(scope="module", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample, its ontology, and what an analyst has brought along: a triple of their own and one of the data."""
    folder = tmp_path_factory.mktemp("graph")
    write_store(folder / "store", triples(), ontology=ontology_triples(load_schema(), Vocabulary()))
    raw = ox.Store(str(folder / "store"))
    for one in (BESIDE, triples()[0]):
        raw.add(ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(REGISTER)))
    raw.flush()
    del raw
    with serving(folder) as server:
        yield server


def read(answer: Answer) -> list[str]:
    """The triples of an answer as text, sorted, blank nodes excepted."""
    format_ = ox.RdfFormat.from_media_type(answer.headers["content-type"])
    assert format_ is not None
    return sorted(str(quad.triple) for quad in ox.parse(answer.body, format_))


@pytest.mark.parametrize(
    "accept", [None, "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_the_default_graph_is_what_queries_see(server: Served, accept: str | None) -> None:
    answer = server.send("GET", "/data?default", headers={"Accept": accept} if accept else {})
    assert (answer.status, answer.type) == (200, accept or "text/turtle")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert read(answer) == sorted({str(one) for one in [*triples(), BESIDE]})


@pytest.mark.parametrize("path", [f"/data?graph={quote(ONTOLOGY, safe='')}", f"/data/?graph={ONTOLOGY}", "/data/ns"])
def test_a_named_graph_is_read_by_its_name_or_below_the_address(server: Served, path: str) -> None:
    answer = server.get(path, Accept="application/n-triples")
    assert answer.status == 200
    assert read(answer) == sorted(map(str, ontology_triples(load_schema(), Vocabulary())))


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_a_named_graph_alone_is_given_in_every_format(server: Served, accept: str) -> None:
    answer = server.get("/data/ns", Accept=accept)
    assert answer.type == accept
    assert read(answer) == sorted(map(str, ontology_triples(load_schema(), Vocabulary())))


def test_nothing_is_left_behind(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert server.get("/data?default").status == 200
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=WAIT)) as hasty:
        hasty.request("GET", "/data?default")
    assert server.get("/data?default").status == 200
    until(lambda: not list(tmp_path.iterdir()))


def test_head_says_what_get_would_give(server: Served) -> None:
    answer = server.send("HEAD", "/data?default", headers={"Accept": "application/ld+json"})
    assert (answer.status, answer.type, answer.body) == (200, "application/ld+json", b"")
    assert server.send("HEAD", "/data/nothing").status == 404


def test_a_format_can_be_named(server: Served) -> None:
    answer = server.get("/data/ns?format=nt", Accept="text/html")
    assert (answer.status, answer.type) == (200, "application/n-triples")


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/data", 400, "name one graph"),
        ("/data?default&graph=https://kg.example/ns", 400, "name one graph"),
        ("/data/ns?default", 400, "name one graph"),
        ("/data?graph=ns", 400, "absolute"),
        ("/data?graph=", 400, "absolute"),
        ("/data?graph=http://a.example/%C3%A9", 404, "there is no graph http://a.example/é"),
        ("/data/nothing", 404, "there is no graph https://kg.example/nothing"),
        ("/data/%20", 404, "there is no graph"),
        ("/data/%E9", 404, "there is no graph"),
    ],
)
def test_a_graph_that_there_is_not_is_refused_with_those_that_there_are(
    server: Served, path: str, status: int, word: str
) -> None:
    answer = server.get(path)
    assert answer.status == status
    assert word in answer.text
    assert f"{REGISTER}, {ONTOLOGY}" in answer.text


def test_a_format_that_there_is_not_is_refused(server: Served) -> None:
    assert server.get("/data?default", Accept="text/csv").status == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_a_graph_cannot_be_changed(server: Served, method: str) -> None:
    answer = server.send(method, "/data?default", "<a:a> <a:b> <a:c> .", {"Content-Type": "text/turtle"})
    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "only read" in answer.text


def test_options_say_what_can_be_done(server: Served) -> None:
    assert server.send("OPTIONS", "/data?default").headers["allow"] == "GET, HEAD, OPTIONS"
