"""An analyst's own RDF beside the graph: queries join it, builds keep it, it can be taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kg.ask import open_graph
from kg.build import add_import, build, folder, forget_import, imports
from kg.build.report import IMPORTS
from kg.errors import GraphError
from tests.make_build import find, write_articles

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = """
@prefix ex: <https://register.example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix org: <https://kg.example/id/org/> .
ex:1 rdfs:label "Nvidia" ; owl:sameAs org:nvidia ; ex:seat [ rdfs:label "Santa Clara" ] .
ex:2 rdfs:label "AWS" ; ex:seat [ rdfs:label "Seattle" ] .
"""
GRAPH = NamedNode("https://kg.example/import/register")
SEATS = """SELECT ?label ?city {
  ?entity rdfs:label ?label ; kg:mentionCount ?n .
  ?there owl:sameAs ?entity ; <https://register.example.org/seat>/rdfs:label ?city .
} ORDER BY ?label"""


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    build([write_articles(tmp_path / "in", "a1")], tmp_path / "out", extractor=find)
    (tmp_path / "register.ttl").write_text(REGISTER, encoding="utf-8")
    return tmp_path / "out"


def seats(out: Path) -> list[tuple[object, ...]]:
    with open_graph(out) as graph:
        return list(graph.table(SEATS).rows)


def held(out: Path) -> int:
    with open_graph(out) as graph:
        return len(graph.store.named(GRAPH))


def test_a_query_joins_the_graph_and_what_was_brought_in(out: Path) -> None:
    add_import(out, out.parent / "register.ttl")
    assert seats(out) == [("Nvidia", "Santa Clara")]


def test_names_are_matched_when_that_is_asked_for(out: Path) -> None:
    done = add_import(out, out.parent / "register.ttl", match_names=True)
    assert (done.meeting.shared, len(done.meeting.links)) == (2, 1)
    assert seats(out) == [("Amazon Web Services", "Seattle"), ("Nvidia", "Santa Clara")]


def test_a_later_build_keeps_what_was_brought_in_and_how_it_was_matched(out: Path) -> None:
    add_import(out, out.parent / "register.ttl", match_names=True)
    add_import(out, out.parent / "register.ttl", name="again")
    before = seats(out), held(out)
    build([write_articles(out.parent / "in", "a1", "a2")], out, extractor=find)
    assert (seats(out), held(out)) == before
    assert [one.name for one in imports(out)] == ["again", "register"]


def test_what_articles_say_stays_as_it_was(out: Path) -> None:
    before = (out / "graph.ttl").read_bytes()
    with open_graph(out) as graph:
        triples = list(graph.store.triples())
    add_import(out, out.parent / "register.ttl")
    with open_graph(out) as graph:
        assert list(graph.store.triples()) == triples
    assert (out / "graph.ttl").read_bytes() == before


def test_a_file_brought_in_again_takes_the_place_of_the_former(out: Path) -> None:
    add_import(out, out.parent / "register.ttl")
    before = held(out)
    (out.parent / "register.ttl").write_text("<http://a> <http://b> <http://c> .", encoding="utf-8")
    add_import(out, out.parent / "register.ttl")
    assert (before > 1, held(out), len(imports(out))) == (True, 1, 1)


def test_an_import_can_be_taken_out(out: Path) -> None:
    add_import(out, out.parent / "register.ttl")
    forget_import(out, "register")
    assert (held(out), imports(out)) == (0, ())
    assert [path.name for path in (out / IMPORTS).iterdir()] == ["index.json"]


def test_a_faulty_file_changes_nothing(out: Path) -> None:
    bad = out.parent / "bad.ttl"
    bad.write_text("<a", encoding="utf-8")
    with pytest.raises(GraphError, match=r"bad\.ttl:1:1: not well-formed"):
        add_import(out, bad)
    assert imports(out) == ()


def test_a_build_in_progress_is_not_disturbed(out: Path) -> None:
    with pytest.raises(GraphError, match="another build is writing here"), folder.held(out):
        add_import(out, out.parent / "register.ttl")


@pytest.mark.parametrize("name", ["", "..", "../x", "a b", ".hidden"])
def test_a_name_that_could_leave_the_folder_is_refused(out: Path, name: str) -> None:
    with pytest.raises(GraphError, match="no name for an import"):
        add_import(out, out.parent / "register.ttl", name=name)


def test_an_empty_file_is_told(out: Path) -> None:
    (out.parent / "empty.ttl").write_text("", encoding="utf-8")
    with pytest.raises(GraphError, match="holds no triples"):
        add_import(out, out.parent / "empty.ttl")


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="holds no graph"):
        add_import(tmp_path, tmp_path / "x.ttl")


@pytest.mark.parametrize("text", ['[{"name": "x"}]', "[" * 100_000], ids=["a key", "nested"])
def test_a_list_that_somebody_changed_is_told(out: Path, text: str) -> None:
    add_import(out, out.parent / "register.ttl")
    (out / IMPORTS / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(GraphError, match="not as an import leaves it"):
        imports(out)


def test_forgetting_what_is_not_there_names_what_is(out: Path) -> None:
    with pytest.raises(GraphError, match="there is none"):
        forget_import(out, "register")
    add_import(out, out.parent / "register.ttl")
    with pytest.raises(GraphError, match="there are register"):
        forget_import(out, "taxonomy")
