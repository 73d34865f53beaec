"""A build that replaces the graph while it is served."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from kg.ask.engine import Engine
from kg.build.report import REPORT
from kg.graph.store import write_store
from kg.serve import Limits
from tests.ask_sample import triples, write_sample
from tests.make_serve import WAIT, Answer, Served, serving, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from kg.ask.engine import Reply, Request

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


@pytest.fixture(name="server")
def _server(folder: Path) -> Iterator[Served]:
    with serving(folder, limits=Limits(seconds=WAIT), engines=2) as server:
        yield server


def fresh() -> list[ox.Triple]:
    """Another graph: one triple."""
    return triples()[:1]


def test_the_new_graph_is_served_from_the_next_request_on(server: Served, folder: Path) -> None:
    assert server.ask(COUNT).rows() == [{"n": str(len(triples()))}]
    before = server.live.site
    write_store(folder / "store", fresh())
    assert server.ask(COUNT).rows() == [{"n": "1"}]
    assert server.live.site is not before
    assert server.live.site.graph.store.raw.query("ASK {}")
    until(lambda: repr(before.graph).endswith("closed>"))


def test_the_end_of_a_build_is_noticed(server: Served, folder: Path) -> None:
    before = server.live.site
    (folder / REPORT).write_text("{}", encoding="utf-8")
    server.ask(COUNT)
    assert server.live.site is not before


def test_what_is_being_answered_is_answered_from_the_old_graph(
    server: Served, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, begun, ask = threading.Event(), threading.Event(), Engine.ask

    def slow(self: Engine, request: Request, timeout: float | None = None) -> Reply:
        if "?slow" in request.text:
            begun.set()
            held.wait(WAIT)
        return ask(self, request, timeout)

    server.ask(COUNT)  # so that the process has opened the graph; the one that was used last is used next
    monkeypatch.setattr(Engine, "ask", slow)
    old = server.live.site
    answers: list[Answer] = []
    asking = threading.Thread(target=lambda: answers.append(server.ask(COUNT.replace("?n", "?slow"))))
    asking.start()
    assert begun.wait(WAIT)
    write_store(folder / "store", fresh())
    assert server.ask(COUNT).rows() == [{"n": "1"}]
    assert not repr(old.graph).endswith("closed>")
    held.set()
    asking.join(WAIT)
    assert answers[0].rows() == [{"slow": str(len(triples()))}]
    until(lambda: repr(old.graph).endswith("closed>"))


def test_a_graph_that_is_gone_or_damaged_does_not_end_the_service(
    server: Served, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = server.ask(COUNT).rows()
    (folder / "store").rename(folder / "elsewhere")
    assert server.ask(COUNT).rows() == before
    (folder / "store").mkdir()
    (folder / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    assert server.ask(COUNT).rows() == before
    assert server.ask(COUNT).rows() == before
    warned = [
        record for record in caplog.records if record.name == "kg.serve" and "the old one stays" in record.message
    ]
    assert len(warned) == 2
    (folder / "store" / "CURRENT").unlink()
    (folder / "store").rmdir()
    write_store(folder / "store", fresh())
    assert server.ask(COUNT).rows() == [{"n": "1"}]
