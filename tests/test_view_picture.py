"""A drawn page as a value."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import QueryError
from kg.graph.rdf import to_triples
from kg.graph.store import write_store
from kg.resolve import Resolution
from kg.schema import load_schema
from kg.view import places
from kg.view.pack import unpack
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
    assert repr(graph.view()) == "<Picture: 7 entities, 5 relations>"
    assert repr(graph.view(around="Ian Buck", relations=["worksFor"])) == "<Picture: 2 entities, 1 relation>"


def test_a_notebook_shows_it_in_a_frame_without_a_way_out(graph: KnowledgeGraph) -> None:
    shown = graph.view(title='"><script>alert(1)</script>')._repr_html_()
    assert shown.startswith('<iframe title="Picture: 7 entities, 5 relations" srcdoc="')
    assert "<script" not in shown
    assert 'sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"' in shown
    assert "height: 640px" in shown


def test_its_frame_is_as_high_as_asked(graph: KnowledgeGraph) -> None:
    assert "height: 300px" in graph.view(height=300)._repr_html_()


def test_a_picture_is_saved_as_its_page(graph: KnowledgeGraph, tmp_path: Path) -> None:
    picture = graph.view()
    assert picture.save(tmp_path / "page.html").read_text(encoding="utf-8") == picture.page


def test_the_answer_of_a_query_is_drawn(graph: KnowledgeGraph, tmp_path: Path) -> None:
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a schema:Organization . ?o a schema:Product }"
    assert repr(graph.view(query=construct)) == "<Picture: 2 entities, 1 relation>"  # what is planned is no triple
    select = "SELECT ?s ?p ?o { ?statement kg:subject ?s ; kg:predicate ?p ; kg:object ?o ; kg:status 'planned' }"
    file = tmp_path / "planned.rq"
    file.write_text(select, encoding="utf-8")
    planned = graph.view(query=file)
    assert [(edge.status, len(edge.evidence)) for edge in planned.data.edges] == [("planned", 1)]
    assert "<title>planned</title>" in planned.page
    assert repr(graph.view(query="DESCRIBE org:nvidia")) == "<Picture: 3 entities, 2 relations>"
    assert repr(graph.view(query=construct, around="Nvidia", depth=0)) == "<Picture: 1 entity, 0 relations>"


def test_a_query_that_gives_nothing_to_draw_says_how_to_ask(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=r"no \?s and no \?p and no \?o"):
        graph.view(query="SELECT ?name { org:nvidia rdfs:label ?name }")
    with pytest.raises(QueryError, match="no triple of the answer is between two entities"):
        graph.view(query="CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }")


def test_how_much_is_drawn_and_where_is_passed_on(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = graph.view(drawn=2, embed=True, language="en").save(tmp_path / "page.html")
    page = path.read_text(encoding="utf-8")
    assert unpack(page, "kg-facts")["drawn"] == 2
    assert unpack(page, "kg-facts")["embed"] is True
    assert '<html lang="en">' in page
    moved = {iri: (x + 100, y) for iri, (x, y) in places(path).items()}
    assert places(graph.view(known=moved).save(path)) == moved


def test_an_unknown_entity_is_named(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="Zora"):
        graph.view(around="Zora")


def test_a_page_that_would_draw_nothing_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="a page that draws 0 entities shows nothing; give 1 or more"):
        graph.view(drawn=0)


def test_a_page_is_called_by_its_entity_or_its_folder_unless_named(tmp_path: Path) -> None:
    from kg.ask import open_graph

    def title(graph: KnowledgeGraph, **given: Any) -> str:  # noqa: ANN401 - what a view takes
        return html.unescape(graph.view(**given).page.partition("<title>")[2].partition("</title>")[0])

    for folder in ("out", "veille"):
        write_store(tmp_path / folder / "store", to_triples(Resolution((extraction(),)), schema=load_schema()))
    with open_graph(tmp_path / "veille") as graph:
        assert title(graph) == "Graphe «\u00a0veille\u00a0»"
        assert title(graph, around="ian buck") == title(graph, around="person:ian_buck") == "Ian Buck"
        assert title(graph, around="ian buck", title="Lui") == "Lui"
        assert title(graph, query="DESCRIBE org:nvidia", language="en") == "Graph “veille”"
    with open_graph(tmp_path / "out") as graph:
        assert title(graph) == "Graphe d\u2019un article"
