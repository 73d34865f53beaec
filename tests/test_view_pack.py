"""What the page carries: every fact once, in columns, and the places of an earlier page."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view import GraphData, graph_data
from kg.view.pack import CHUNK, columns, facts, pack, pairs, passages, placed, unpack
from kg.view.values import Passage
from tests.make_view import sample

if TYPE_CHECKING:
    from kg.graph.store import Store

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(scope="module", name="data")
def _data() -> GraphData:
    store: Store = sample()
    return graph_data(store)


def part(name: str, content: object, kind: str = "gzip+base64") -> str:
    return f'<script type="application/{kind}" id="{name}">{content}</script>'


@given(JSON)
def test_what_is_packed_can_be_unpacked_and_is_the_same_each_time(content: object) -> None:
    packed = pack([content])
    assert unpack(f"<p>{part('a', pack(1))}{part('kg-graph', packed)}", "kg-graph") == [content]
    assert packed == pack([content])
    assert set(packed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


def test_text_is_packed_as_it_is() -> None:
    assert gzip.decompress(base64.b64decode(pack("é\n"))).decode() == "é\n"


@pytest.mark.parametrize(
    "content", ["", "!", "AAAA", pack({"a": 1})[:-12], base64.b64encode(gzip.compress(b"{")).decode()]
)
def test_a_damaged_part_is_no_part(content: str) -> None:
    assert unpack(part("a", content), "a") is None
    assert unpack(part("a", pack(1)), "b") is None


def test_the_columns_say_what_the_graph_says(data: GraphData) -> None:
    found: Any = json.loads(json.dumps(columns(data, [(place, -place) for place in range(len(data.nodes))])))
    nodes, edges, evidence, articles = (found[name] for name in ("nodes", "edges", "evidence", "articles"))
    known = facts(data, title="x", language="fr", drawn=3, embed=False)
    place = nodes["name"].index("Nvidia")
    assert nodes["key"][place] == "org/nvidia"
    assert known["base"] == "https://kg.example/id/"
    assert (nodes["x"][place], nodes["y"][place]) == (place, -place)
    assert nodes["articles"][place] == [0, 3, 1, 1]
    for number, edge in enumerate(data.edges):
        assert f"{known['statementBase']}{edges['key'][number]}" == edge.iri
        assert len(edges["key"][number]) == 24
        assert (edges["head"][number], edges["tail"][number]) == (edge.head, edge.tail)
        assert known["relations"][edges["relation"][number]]["name"] == edge.relation  # type: ignore[index]
        assert ["asserted", "planned", "hypothetical", "negated"][edges["status"][number]] == edge.status
        assert edges["confidence"][number] == round(10_000 * edge.confidence)
        assert edges["roles"].get(str(number), []) == list(edge.roles)
        assert edges["evidence"][number] == list(edge.evidence)
    assert evidence["article"] == [passage.article for passage in data.evidence]
    assert [known["publishers"][place] for place in articles["publisher"]] == ["news.example", "autre.example"]  # type: ignore[index]
    for rows in found.values():
        sizes = {len(column) for name, column in rows.items() if name != "roles"}
        assert len(sizes) == 1


def test_an_article_without_a_publisher_has_none(data: GraphData) -> None:
    bare = replace(data, articles=tuple(replace(article, publisher=None) for article in data.articles))
    found: Any = columns(bare, [(0, 0)] * len(data.nodes))
    assert found["articles"]["publisher"] == [-1, -1]
    assert facts(bare, title="x", language="fr", drawn=3, embed=False)["publishers"] == []


def test_facts_name_classes_relations_and_prefixes_in_full(data: GraphData) -> None:
    known: Any = facts(data, title="Titre", language="en", drawn=7, embed=True)
    assert (known["title"], known["language"], known["drawn"], known["embed"]) == ("Titre", "en", 7, True)
    assert known["classes"][0]["uri"] == "https://schema.org/Organization"
    assert known["relations"][0]["uri"] == "https://kg.example/ns#uses"
    assert known["prefixes"]["schema"] == "https://schema.org/"


def test_two_entities_are_one_pair_however_many_statements_join_them(data: GraphData) -> None:
    edge = data.edges[0]
    other = replace(edge, head=edge.tail, tail=edge.head)
    assert pairs(replace(data, edges=(edge, other, edge))) == [tuple(sorted((edge.head, edge.tail)))]
    assert set(pairs(data)) == {tuple(sorted((edge.head, edge.tail))) for edge in data.edges}


def test_a_sentence_is_said_once_in_a_chunk(data: GraphData) -> None:
    many = replace(data, evidence=(data.evidence[0],) * (CHUNK + 2))
    first, second = passages(many)
    assert first["sentences"] == second["sentences"] == [data.evidence[0].text]
    assert (first["of"], second["of"]) == ([0] * CHUNK, [0, 0])
    assert passages(replace(data, evidence=())) == []


WIDE = st.text("a \U0001f600\u20ac", min_size=1)


@given(WIDE, st.data())
def test_marks_count_as_scripts_count(text: str, draw: st.DataObject) -> None:
    start = draw.draw(st.integers(0, len(text) - 1))
    end = draw.draw(st.integers(start + 1, len(text)))
    passage = Passage(0, 0, 9, text, ((start, end, "tail"),), "asserted", 0.5, "test")
    [chunk] = passages(GraphData((), (), (passage,), (), (), ()))
    marks: Any = chunk["marks"]
    [[(begins, ends, kind)]] = marks
    assert text.encode("utf-16-le")[2 * begins : 2 * ends].decode("utf-16-le") == text[start:end]
    assert kind == 1


def test_the_places_of_a_page_are_read_back(data: GraphData) -> None:
    stand = [(3 * place, -place) for place in range(len(data.nodes))]
    known = facts(data, title="x", language="fr", drawn=3, embed=False)
    page = part("kg-facts", json.dumps(known), "json") + part("kg-graph", pack(columns(data, stand)))
    assert placed(page) == {node.iri: place for node, place in zip(data.nodes, stand, strict=True)}


@pytest.mark.parametrize(
    "graph",
    [
        None,
        [],
        {"nodes": {}},
        {"nodes": {"key": ["a"], "x": [1], "y": []}},
        {"nodes": {"key": ["a"], "x": ["1"], "y": [2]}},
        {"nodes": {"key": [3], "x": [1], "y": [2]}},
        {"nodes": {"key": ["a"], "x": [float("inf")], "y": [2]}},
    ],
)
def test_a_page_of_another_making_has_no_places(graph: object) -> None:
    page = part("kg-facts", json.dumps({"base": "https://kg.example/id/"}), "json")
    assert placed(page) == {}
    assert placed(part("kg-graph", pack(graph))) == {}
    assert placed(page + part("kg-graph", pack(graph))) == {}
