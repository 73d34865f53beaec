"""Virtuoso itself: the printed commands load the shards into it, and a graph is published to it."""

from __future__ import annotations

import socket
import subprocess
from shutil import which
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.build import build
from kg.engine import commands
from kg.graph.store import open_store
from kg.graph.vocab import Vocabulary
from kg.remote.client import Remote
from kg.remote.publish import publish, shipments
from tests.make_build import find, write_articles
from tests.make_engine import quads, sharded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not which("virtuoso-t"), reason="apt-get install virtuoso-opensource-7-bin"),
]

SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {allowed}
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
"""


class Virtuoso(NamedTuple):
    """A running server: the port of its SQL, the address of its HTTP."""

    sql: int
    url: str

    def count(self, graph: str) -> int:
        """How many triples a graph has."""
        asked = Remote(f"{self.url}/sparql")
        text = f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}"  # noqa: S608
        found = asked.ask({"query": text, "format": "text/csv"}).decode().split()
        return int(found[1])


@pytest.fixture(name="virtuoso")
def _virtuoso(tmp_path: Path) -> Iterator[Virtuoso]:
    sql, web = _free(), _free()
    folder = tmp_path / "virtuoso"
    folder.mkdir()
    settings = folder / "virtuoso.ini"
    text = SETTINGS.format(folder=folder, sql=sql, web=web, allowed=tmp_path)
    settings.write_text(text, encoding="utf-8")
    subprocess.run(["virtuoso-t", "+configfile", str(settings), "+wait"], check=True, cwd=folder)
    yield Virtuoso(sql, f"http://127.0.0.1:{web}")
    subprocess.run(["isql-vt", str(sql), "dba", "dba", "exec=shutdown;"], check=True, capture_output=True)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_the_commands_load_the_shards(virtuoso: Virtuoso, tmp_path: Path) -> None:
    made = sharded(write_articles(tmp_path / "in", "a1", "a2"), tmp_path / "l'été 2026")
    for line in commands(made, "virtuoso"):
        said = line.replace("isql 1111", f"isql-vt {virtuoso.sql}")
        run = subprocess.run(["bash", "-c", said], check=True, capture_output=True, text=True)
        assert "Error" not in run.stderr
    assert "0 Rows" in run.stdout  # of what went wrong
    names = Vocabulary(str(made.manifest.facts["base"]))
    loaded = [virtuoso.count(graph.value) for graph in (names.dataset, names.ontology)]
    assert sum(loaded) == len(quads(made))
    assert all(loaded)


def test_a_graph_is_published(virtuoso: Virtuoso, tmp_path: Path) -> None:
    build(write_articles(tmp_path / "in", "a1", "a2"), tmp_path / "out", extractor=find)
    to = Remote(f"{virtuoso.url}/sparql-graph-crud-auth", login=("dba", "dba"))
    with open_store(tmp_path / "out" / "store") as store:
        for one in shipments(store):
            done = publish(one, to, tmp_path / "ledger", counts=Remote(f"{virtuoso.url}/sparql"), part=100)
            assert done.sent
            assert virtuoso.count(done.name) == done.triples
