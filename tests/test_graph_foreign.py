"""RDF that somebody else has written: every notation, names for what has none, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import GraphError
from kg.graph.foreign import SUFFIXES, read_rdf

GRAPH = NamedNode("https://kg.example/import/register")
TURTLE = """
@prefix ex: <https://register.example.org/> .
ex:1 ex:name "Société générale"@fr ; ex:seat [ ex:city "Paris" ] ; ex:see <notes> , _:other .
_:other ex:name "x" .
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_has_no_name_gets_one_below_the_import(tmp_path: Path) -> None:
    triples = read_rdf(write(tmp_path, "register.ttl", TURTLE), GRAPH)
    named = {term.value for triple in triples for term in (triple.subject, triple.object)}  # type: ignore[union-attr]
    assert not any(isinstance(term, BlankNode) for triple in triples for term in (triple.subject, triple.object))
    assert {f"{GRAPH.value}#b1", f"{GRAPH.value}#b2", f"{GRAPH.value}/notes"} <= named


def test_the_same_file_gives_the_same_triples(tmp_path: Path) -> None:
    path = write(tmp_path, "register.ttl", TURTLE)
    assert read_rdf(path, GRAPH) == read_rdf(path, GRAPH)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_every_notation_is_read(tmp_path: Path, suffix: str) -> None:
    source = list(parse('<http://a> <http://b#c> "d"@fr .', RdfFormat.TURTLE))
    path = tmp_path / f"x{suffix}"
    notation = SUFFIXES[suffix]
    written = serialize(source if notation.supports_datasets else [q.triple for q in source], format=notation)
    assert written is not None
    path.write_bytes(written)
    assert read_rdf(path, GRAPH) == [quad.triple for quad in source]


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_a_file_from_windows_is_read_as_any_other(tmp_path: Path, suffix: str) -> None:
    source = [Triple(NamedNode("http://a"), NamedNode("http://b#c"), NamedNode("http://d"))]
    written = serialize(source, format=SUFFIXES[suffix])
    assert written is not None
    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"\xef\xbb\xbf" + written.replace(b"\n", b"\r\n"))
    assert read_rdf(path, GRAPH) == source


def test_named_graphs_of_a_file_are_read_with_the_rest(tmp_path: Path) -> None:
    path = write(tmp_path, "x.trig", "<http://a> <http://b> 1 . <http://g> { <http://a> <http://b> 2 . }")
    assert [triple.object.value for triple in read_rdf(path, GRAPH)] == ["1", "2"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.ttl", "\n<http://a> <http://b> .", "x.ttl:2:23: not well-formed Turtle"),
        ("x.nt", "<a> <http://b> <http://c> .", "x.nt:1:1: not well-formed N-Triples"),
        ("x.rdf", "<rdf", "not well-formed RDF/XML"),
        ("x.csv", "a,b", "a table must become RDF first"),
        ("x.csv", "a,b", "no RDF by its name, which must end in .ttl"),
        ("x.jsonld", '{"@context": "https://schema.org/"}', "nothing is fetched; write the context into the file"),
    ],
)
def test_a_file_that_does_not_serve_is_told_with_its_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(GraphError) as caught:
        read_rdf(write(tmp_path, name, text), GRAPH)
    assert message in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="No such file"):
        read_rdf(tmp_path / "none.ttl", GRAPH)


def test_an_address_is_not_fetched() -> None:
    with pytest.raises(GraphError, match="nothing is fetched; download it"):
        read_rdf(Path("http://data.example.org/register.ttl"), GRAPH)


def test_an_xml_entity_is_not_expanded(tmp_path: Path) -> None:
    text = (
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="http://a"><rdf:value>&a;</rdf:value></rdf:Description></rdf:RDF>'
    )
    with pytest.raises(GraphError, match="not well-formed RDF/XML"):
        read_rdf(write(tmp_path, "x.rdf", text), GRAPH)


NODES = st.one_of(
    st.integers(0, 3).map(lambda n: BlankNode(f"n{n}")), st.integers(0, 3).map(lambda n: NamedNode(f"http://a/{n}"))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(triples=st.lists(st.builds(Triple, NODES, st.just(NamedNode("http://p")), NODES), min_size=1))
def test_naming_keeps_apart_what_is_apart_and_together_what_is_one(tmp_path: Path, triples: list[Triple]) -> None:
    path = tmp_path / "x.nt"
    path.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    read = read_rdf(path, GRAPH)
    assert len(read) == len(set(triples))

    def names(those: list[Triple]) -> set[object]:
        return {term for triple in those for term in (triple.subject, triple.object)}

    assert len(names(read)) == len(names(triples))
