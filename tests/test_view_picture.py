"""A drawn page as a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import QueryError
from kg.graph.rdf import to_triples
from kg.graph.store import write_store
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import extraction

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ask import KnowledgeGraph


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    from kg.ask import open_graph

    write_store(tmp_path / "store", to_triples(Resolution((extraction(),)), schema=load_schema()))
    return open_graph(tmp_path)


def test_a_picture_says_what_it_shows(graph: KnowledgeGraph) -> None:
    assert repr(graph.view()) == "<Picture: 6 entities, 5 relations>"
    assert repr(graph.view(around="Ian Buck", relations=["worksFor"])) == "<Picture: 2 entities, 1 relation>"


def test_a_notebook_shows_it_in_a_frame_without_a_way_out(graph: KnowledgeGraph) -> None:
    shown = graph.view(title='"><script>alert(1)</script>')._repr_html_()
    assert shown.startswith('<iframe srcdoc="')
    assert "<script" not in shown
    assert "allow-same-origin" not in shown


def test_a_picture_is_saved_as_its_page(graph: KnowledgeGraph, tmp_path: Path) -> None:
    picture = graph.view()
    assert picture.save(tmp_path / "page.html").read_text(encoding="utf-8") == picture.page


def test_an_unknown_entity_is_named(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="Zora"):
        graph.view(around="Zora")
