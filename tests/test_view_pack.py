"""What the page carries: every fact once, in columns, and the places of an earlier page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from dataclasses import replace
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.graph.vocab import Vocabulary
from kg.view import GraphData, graph_data
from kg.view import pack as pack_module
from kg.view.look import radius_of
from kg.view.pack import CHUNK, columns, facts, pack, pairs, passages, placed, unpack
from kg.view.values import Edge, Node, NodeClass, Passage, Relation, Source
from tests.make_browser import chromium
from tests.make_view import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from kg.graph.store import Store

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(scope="module", name="data")
def _data() -> GraphData:
    store: Store = sample()
    return graph_data(store)


def part(name: str, content: object, kind: str = "gzip+base85") -> str:
    return f'<script type="application/{kind}" id="{name}">{content}</script>'


@given(JSON)
def test_what_is_packed_can_be_unpacked_and_is_the_same_each_time(content: object) -> None:
    packed = pack([content])
    assert unpack(f"<p>{part('a', pack(1))}{part('kg-graph', packed)}", "kg-graph") == [content]
    assert packed == pack([content])
    assert html.escape(packed, quote=True) == packed
    assert packed.isascii()
    assert not re.search(r"\s", packed)


def test_text_is_packed_as_it_is() -> None:
    assert gzip.decompress(base64.b85decode(pack("é\n").translate(str.maketrans(",./", "&<>")))).decode() == "é\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "!",
        "AAAA",
        pack({"a": 1})[:-12],
        base64.b85encode(gzip.compress(b"{", mtime=0)).decode().translate(str.maketrans("&<>", ",./")),
    ],
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
    assert edges["key"] == {}  # the names of all statements are what the page makes of their triples
    for number, edge in enumerate(data.edges):
        assert (edges["head"][number], edges["tail"][number]) == (edge.head, edge.tail)
        assert known["relations"][edges["relation"][number]]["name"] == edge.relation  # type: ignore[index]
        assert ["asserted", "planned", "hypothetical", "negated"][edges["status"][number]] == edge.status
        assert edges["confidence"][number] == round(10_000 * edge.confidence)
        assert edges["roles"].get(str(number), []) == list(edge.roles)
        assert {place for place, backed in enumerate(evidence["statement"]) if backed == number} == set(edge.evidence)
    assert list(accumulate(evidence["article"])) == [passage.article for passage in data.evidence]
    assert [known["publishers"][place] for place in articles["publisher"]] == ["news.example", "autre.example"]  # type: ignore[index]
    for rows in (nodes, edges, evidence, articles):
        sizes = {len(column) for name, column in rows.items() if name not in {"roles", "key"} or rows is nodes}
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
    assert known["radius"][0] + 2 * known["radius"][1] == radius_of(4)
    assert known["prefixes"]["schema"] == "https://schema.org/"


def test_two_entities_are_one_pair_however_many_statements_join_them(data: GraphData) -> None:
    edge = data.edges[0]
    other = replace(edge, head=edge.tail, tail=edge.head)
    assert pairs(replace(data, edges=(edge, other, edge))) == [tuple(sorted((edge.head, edge.tail)))]
    assert set(pairs(data)) == {tuple(sorted((edge.head, edge.tail))) for edge in data.edges}


def test_a_sentence_is_said_once_in_a_chunk(data: GraphData) -> None:
    edge = replace(data.edges[0], evidence=tuple(range(CHUNK + 2)))
    many = replace(data, edges=(edge,), evidence=(data.evidence[0],) * (CHUNK + 2))
    first, second = passages(many)
    assert first["sentences"] == second["sentences"] == [data.evidence[0].text]
    assert (first["back"], second["back"]) == ([0] + [1] * (CHUNK - 1), [0, 1])
    assert passages(replace(data, edges=(), evidence=())) == []


def test_a_statement_that_is_named_otherwise_says_how(data: GraphData) -> None:
    ours, mine = data.edges[0].iri, "https://other.example/1"
    named = replace(data, edges=tuple(replace(data.edges[0], iri=iri, evidence=()) for iri in (mine, ours, "")))
    found: Any = columns(replace(named, evidence=()), [(0, 0)] * len(data.nodes))
    assert found["edges"]["key"] == {0: mine, 2: ""}


# ---- as the scripts of the page read it


@pytest.fixture(scope="module", name="tab")
def _tab() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


READ = """async ({ facts: text, graph: graphText, chunks: packedChunks }) => {
  const find = () => ({ textContent: text });
  const parts = { graph: graphText, inflate: async (id) => packedChunks[id.replace("kg-passages-", "")] };
  %s
  const rows = await Promise.all(edges.map(async (edge) => [
    statementIri(edge),
    edge.articles.map(({ id }) => id),
    (await passagesOf(edge)).map((one) => Object.values({ ...one, article: one.article.id })),
  ]));
  return [rows, nodes.map((node) => articlesOf(node).map(([{ id }, mentions]) => [id, mentions]))];
}"""


def scripts(*names: str) -> str:
    return "\n".join((files("kg.view") / "assets" / name).read_text(encoding="utf-8") for name in names)


def as_read(tab: Page, data: GraphData) -> Any:  # noqa: ANN401 - what the scripts give
    """Statements and entities, as the scripts read them."""
    known, graph = (
        facts(data, title="x", language="fr", drawn=3, embed=False),
        columns(data, [(0, 0)] * len(data.nodes)),
    )
    packed = [json.dumps(chunk) for chunk in passages(data)]
    given = {"facts": json.dumps(known), "graph": json.dumps(graph), "chunks": packed}
    return tab.evaluate(READ % scripts("hash.js", "graph.js"), given)


def as_meant(data: GraphData) -> Any:  # noqa: ANN401 - as above
    """The same, as the graph says it."""

    def units(text: str, place: int) -> int:
        return len(text[:place].encode("utf-16-le")) // 2

    def passage(place: int) -> list[object]:
        one = data.evidence[place]
        marks = [[units(one.text, start), units(one.text, end), kind] for start, end, kind in one.marks]
        return [one.article, one.status, one.confidence, one.text, marks, one.start, one.end, one.extracted_by]

    dates = [article.date or "" for article in data.articles]

    def sure(place: int) -> tuple[float, str]:
        return data.evidence[place].confidence, dates[data.evidence[place].article]

    rows = [
        [
            edge.iri or None,
            sorted({data.evidence[place].article for place in edge.evidence}),
            [passage(place) for place in sorted(edge.evidence, key=sure, reverse=True)],  # of equals the latest
        ]
        for edge in data.edges
    ]
    latest = [sorted(map(list, node.articles), key=lambda pair: dates[pair[0]], reverse=True) for node in data.nodes]
    return [rows, latest]


@pytest.mark.browser
def test_the_page_reads_what_the_graph_says(tab: Page, data: GraphData) -> None:
    assert as_read(tab, data) == as_meant(data)


NAMES = st.text("aé\U0001f600\u20ac", min_size=1, max_size=4)


@st.composite
def graphs(draw: st.DrawFn) -> GraphData:
    """Graphs with evidence of equal confidence, articles without a date, and marks on any letters."""
    dates = draw(st.lists(st.sampled_from([None, "2025-12-02", "2026-01-07"]), min_size=2, max_size=4))
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    place, article = st.integers(0, len(names) - 1), st.integers(0, len(dates) - 1)
    ends = draw(st.lists(st.tuples(place, place), min_size=1, max_size=2))
    pieces = st.tuples(article, st.integers(0, 9), st.integers(0, len(ends) - 1))
    told = sorted(draw(st.lists(pieces, min_size=4, max_size=12)))
    evidence = tuple(draw(passages_of(article, start)) for article, start, _ in told)
    backing = [[place for place, (_, _, backed) in enumerate(told) if backed == edge] for edge in range(len(ends))]
    iris = st.sampled_from(["", "https://kg.example/id/statement/1", "https://other.example/1"])
    return GraphData(
        nodes=tuple(
            Node(
                f"https://kg.example/id/org/{number}", name, "schema:Organization", (), (), 1, 1, 0.0, 0,
                tuple(sorted(draw(st.dictionaries(article, st.integers(0, 9))).items())),
            )
            for number, name in enumerate(names)
        ),
        edges=tuple(
            Edge(draw(iris), head, tail, "uses", "asserted", 0.5, 1, (), tuple(backed))
            for (head, tail), backed in zip(ends, backing, strict=True)
        ),
        evidence=evidence,
        articles=tuple(Source("t", date, None, "p", None, "fr") for date in dates),
        classes=(NodeClass("schema:Organization", "https://schema.org/Organization", {}),),
        relations=(Relation("uses", "https://kg.example/ns#uses", {}, {}, symmetric=False),),
        prefixes=Vocabulary().prefixes,
    )  # fmt: skip


@st.composite
def passages_of(draw: st.DrawFn, article: int, start: int) -> Passage:
    text = draw(st.sampled_from(["a", "éa\U0001f600\u20ac", "\U0001f600é"]))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)))))
    kinds = st.sampled_from(["head", "tail", "trigger"])
    marks: Any = tuple((begin, end, draw(kinds)) for begin, end in pairwise(cuts))
    status, confidence = draw(st.sampled_from(["asserted", "negated"])), draw(st.sampled_from([0.5, 0.5001]))
    return Passage(article, start, start + draw(st.integers(1, 9)), text, marks, status, confidence, draw(NAMES))


@pytest.mark.browser
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=graphs())
def test_the_page_reads_what_any_graph_says(tab: Page, data: GraphData) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack_module, "CHUNK", 5)
        assert as_read(tab, data) == as_meant(data)


@pytest.mark.browser
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=40))
def test_the_page_unpacks_what_is_packed(tab: Page, text: str) -> None:
    tab.set_content(
        part("kg-vis", pack("window.inflate = document.currentScript.inflate"))
        + "".join(part(name, pack("")) for name in ("kg-script", "kg-graph", "kg-picture", "kg-passages-0"))
    )
    tab.add_script_tag(content=scripts("boot.js"))
    tab.wait_for_function("typeof inflate === 'function'")
    tab.evaluate("(packed) => { document.getElementById('kg-passages-0').textContent = packed; }", pack(text))
    assert tab.evaluate("inflate('kg-passages-0')") == text


@pytest.mark.browser
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.text("a/ \n\0é\u20ac\U0001f600", max_size=400)), size=st.integers(1, 64))
def test_scripts_hash_as_the_graph_does(tab: Page, texts: list[str], size: int) -> None:
    whole = [*texts, *("x" * length for length in (0, 1, 127, 128, 129, 255, 256, 257))]
    found = tab.evaluate(
        f"([texts, size]) => {{ {scripts('hash.js')}; return texts.map((text) => blake2b(text, size)); }}",
        [whole, size],
    )
    assert found == [hashlib.blake2b(text.encode(), digest_size=size).hexdigest() for text in whole]


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
