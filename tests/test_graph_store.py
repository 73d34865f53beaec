from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import GraphError
from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store, open_store, write_store
from kg.graph.vocab import Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Triple

V = Vocabulary("https://data.acme.example/")


def triples() -> list[Triple]:
    return list(to_triples(Resolution((make.extraction(),)), schema=load_schema(), vocabulary=V))


def test_what_is_written_is_read_in_the_same_order(tmp_path: Path) -> None:
    about = ontology_triples(load_schema(), V)
    assert write_store(tmp_path / "a" / "store", reversed(triples()), ontology=about) == len(triples())
    with open_store(tmp_path / "a" / "store") as one, open_store(tmp_path / "a" / "store") as other:
        assert list(one.triples()) == list(other.triples()) == triples()
        assert one.ontology() == sorted(about, key=str)
        assert len(one) == len(triples())
        assert one.vocabulary == V
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["store"]


def test_a_store_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write_store(path, triples())

    def broken() -> Iterator[Triple]:
        yield triples()[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_store(path, broken())
    assert [entry.name for entry in tmp_path.iterdir()] == ["store"]
    with open_store(path) as store:
        assert len(store) == len(triples())
        write_store(path, triples()[:5])
        assert len(store) == len(triples())  # a reader keeps the graph that it opened
    with open_store(path) as store:
        assert len(store) == 5


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    write_store(tmp_path / "store", triples())
    with open_store(tmp_path / "store") as store, pytest.raises(RuntimeError, match="read-write"):
        store.raw.update("DELETE WHERE { ?s ?p ?o }")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(GraphError, match=r"no graph; give a new folder"):
        write_store(tmp_path, triples())
    with pytest.raises(GraphError, match=r"no graph; give a new folder"):
        write_store(tmp_path / "letter.txt", triples())
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_what_cannot_be_opened_is_named_with_advice(tmp_path: Path) -> None:
    def error(path: Path) -> str:
        with pytest.raises(GraphError) as caught, open_store(path):
            pass
        return str(caught.value)

    assert "no such folder; build a graph first" in error(tmp_path / "none")
    assert "holds no graph" in error(tmp_path)
    (tmp_path / "file").write_text("x")
    assert "holds no graph" in error(tmp_path / "file")
    write_store(tmp_path / "store", triples())
    next((tmp_path / "store").glob("MANIFEST-*")).write_bytes(b"junk")
    message = error(tmp_path / "store")
    assert "the graph is damaged" in message
    assert "build it again" in message
    assert "\n" not in message


def test_a_graph_in_memory_is_the_same() -> None:
    assert list(memory_store(triples()).triples()) == triples()
    assert len(memory_store([])) == 0
