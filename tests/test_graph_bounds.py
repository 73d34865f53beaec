"""Files of RDF that would take the process down are refused before they are parsed, and harmless ones are not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import GraphError
from kg.graph.bounds import DEEPEST, LONGEST, BoundsError, check_bounds
from kg.graph.foreign import read_rdf

if TYPE_CHECKING:
    from pathlib import Path

GRAPH = NamedNode("https://kg.example/import/x")
MANY = 100_000
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:b="a:">'
VALUE = "<rdf:Description><b:x>{}</b:x></rdf:Description></rdf:RDF>"
LAUGHS = "".join(f'<!ENTITY a{row} "&a{row - 1};&a{row - 1};">' for row in range(1, 60))
IN_TRIPLES = "<a:a> <a:b> <<( <a:a> <a:b> "


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("x.jsonld", '{"a:b":' * MANY + "1" + "}" * MANY, "x.jsonld:1:701: .*lists or objects more than 100 levels"),
        ("x.jsonld", '{"a:b":{"@list":[' * MANY, "lists or objects more than 100 levels deep"),
        ("x.ttl", IN_TRIPLES + "<<( <a:a> <a:b> " * MANY, "triples more than 100 levels deep"),
        ("x.nt", "\n" + IN_TRIPLES + "<<( <a:a> <a:b> " * MANY, "x.nt:2:.*triples more than 100 levels deep"),
        ("x.rdf", HEAD + "<rdf:Description><b:x>" * MANY, "elements more than 100 levels deep"),
        ("x.rdf", f'<!DOCTYPE r [<!ENTITY a0 "ha">{LAUGHS}]>{HEAD}{VALUE.format("&a59;")}', "the entity a1 stands for"),
        (
            "x.owl",
            f'<!DOCTYPE r [<!ENTITY a "{"a" * MANY}">]>{HEAD}{VALUE.format("&a;" * MANY)}',
            "the entity a stands",
        ),
        ("x.rdf", f"{HEAD}\n<a><b></a>", "x.rdf:2:9: not well-formed RDF/XML, or refused .mismatched tag"),
        ("x.rdf", "[" * MANY, "not well-formed RDF/XML"),
    ],
)
def test_a_bomb_is_refused_at_once_with_its_place(tmp_path: Path, name: str, text: str, problem: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    started = time.process_time()
    with pytest.raises(GraphError, match=problem) as caught:
        read_rdf(path, GRAPH)
    assert time.process_time() - started < 2
    assert len(str(caught.value)) < 1000


def test_what_tools_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.owl"
    entities = '<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>'
    path.write_text(f'<?xml version="1.0"?>{entities}{HEAD}{VALUE.format("&owl;Class &lt;")}')
    [triple] = read_rdf(path, GRAPH)
    assert triple.object == Literal("http://www.w3.org/2002/07/owl#Class <")


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        (RdfFormat.JSON_LD, '{"a:b": "' + "[{" * MANY + '\\""}'),
        (RdfFormat.JSON_LD, "[" * DEEPEST + "]" * DEEPEST + "[]" * MANY),
        (RdfFormat.TURTLE, '<a:a> <a:b> "' + "<<" * MANY + '" .'),
        (RdfFormat.TURTLE, '<a:a> <a:b> """' + '""<<\n' * MANY + '""" . # ' + "<<" * MANY),
        (RdfFormat.TURTLE, "<a:a> <a:b> '" + "\\'<<" * MANY + "' . <a:#\"> <a:b> <<( <a:a> <a:b> 1 )>> ."),
        (RdfFormat.TURTLE, "<a:a> <a:b> <<( <a:a> <a:b> 1 )>> .\n" * 1000),
        (RdfFormat.RDF_XML, f'<!DOCTYPE r [<!ENTITY a "{"a" * LONGEST}">]>{HEAD}{VALUE.format("&a;")}'),
    ],
)
def test_what_only_looks_deep_is_let_through(notation: RdfFormat, text: str) -> None:
    started = time.process_time()
    check_bounds(text.encode(), notation)
    assert time.process_time() - started < 2


TEXTS = st.lists(st.sampled_from(["<<", ">>", '"', "'", "\\", "#", "\n", "[", "{", "<a:b>", "é", '"""']), max_size=12)
OBJECTS = st.recursive(
    st.one_of(
        TEXTS.map("".join).map(Literal), st.just(NamedNode("a:x#<<".replace("<<", "y"))), st.just(BlankNode("b"))
    ),
    lambda inner: inner.map(lambda one: Triple(NamedNode("a:a"), NamedNode("a:b"), one)),
    max_leaves=4,
)


@given(st.lists(OBJECTS, max_size=5), st.sampled_from([RdfFormat.TURTLE, RdfFormat.N_TRIPLES]))
def test_no_file_that_a_library_writes_is_refused(objects: list[Literal | Triple], notation: RdfFormat) -> None:
    triples = [Triple(NamedNode("a:a"), NamedNode("a:b"), one) for one in objects]
    data = serialize(triples, format=notation) or b""
    check_bounds(data * 60, notation)


def test_the_depth_is_counted_whatever_strings_stand_between() -> None:
    text = '<a:a> <a:b> """>>""" . <a:a> <a:b> \'>>\' . # >>\n' + ("<a:a> <a:b> <<( <a:a#> " * (DEEPEST + 1))
    with pytest.raises(BoundsError, match="100 levels"):
        check_bounds(text.encode(), RdfFormat.TURTLE)
