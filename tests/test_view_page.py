"""The page as text: whole, self-contained, the same each time, and deaf to what articles say."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import math
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import GraphError, QueryError
from kg.view import draw, graph_data, graph_title, places, write_page
from kg.view.layout import NEAR
from kg.view.page import _BOOT, _SCRIPTS
from tests.conftest import ROOT
from tests.make import extraction
from tests.make_view import HOSTILE, hostile, sample, store_of

if TYPE_CHECKING:
    from pathlib import Path


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in {"script", "style", "title", "h1"}:
            self.texts.append((*self.elements[-1], data))

    def data(self, name: str) -> Any:  # noqa: ANN401 - whatever the JSON says
        return json.loads("".join(text for _, attributes, text in self.texts if attributes.get("id") == name))

    def packed(self, name: str) -> str:
        [text] = [text for _, attributes, text in self.texts if attributes.get("id") == name]
        return gzip.decompress(base64.b85decode(text.translate(str.maketrans(",./", "&<>")))).decode()

    def policy(self) -> str:
        [policy] = [a["content"] for _, a in self.elements if a.get("http-equiv") == "Content-Security-Policy"]
        assert policy is not None
        return policy


@pytest.fixture(scope="module", name="html")
def _html() -> str:
    return draw(graph_data(sample()), title="Nvidia & Cie")


@pytest.mark.parametrize(
    ("language", "articles", "name", "title"),
    [
        ("fr", 0, "", "Graphe de 0 articles"),
        ("fr", 1, "", "Graphe d\u2019un article"),
        ("fr", 7, "", "Graphe de 7 articles"),
        ("fr", 1_200_000, "", "Graphe de 1\u202f200\u202f000 articles"),
        ("fr", 7, "a, {b}", "Graphe «\u00a0a, {b}\u00a0»"),
        ("en", 1, "", "Graph of 1 article"),
        ("en", 1_200, "", "Graph of 1,200 articles"),
        ("en", 7, "veille", "Graph “veille”"),
    ],
)
def test_a_page_without_a_title_says_what_graph_it_is(language: str, articles: int, name: str, title: str) -> None:
    assert graph_title(language, articles, name) == title


def test_the_same_graph_gives_the_same_bytes(html: str) -> None:
    assert draw(graph_data(sample()), title="Nvidia & Cie") == html


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    loading = {"src", "href", "srcset", "data", "action", "poster", "background", "style"}
    found = [
        (tag, name, value) for tag, attrs in Page(html).elements for name, value in attrs.items() if name in loading
    ]
    assert found == [("link", "href", "data:,")]
    assert "@import" not in html
    assert not re.search(
        r"url\(\s*['\"]?(?!data:)", "".join(text for tag, _, text in Page(html).texts if tag == "style")
    )


def test_the_policy_lets_only_our_scripts_run(html: str) -> None:
    page = Page(html)
    scripts = [text for tag, attributes, text in page.texts if tag == "script" and "type" not in attributes]
    assert len(scripts) == 1  # the others are packed
    scripts += [page.packed("kg-vis"), page.packed("kg-script")]
    styles = [text for tag, _, text in page.texts if tag == "style"]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (*scripts, *styles)]
    assert set(re.findall(r"'sha256-([^']+)'", page.policy())) == set(hashes)
    assert page.policy().startswith("default-src 'none';")
    assert "unsafe" not in page.policy()
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def picture(html: str) -> Any:  # noqa: ANN401 - whatever the JSON says
    """What is drawn when the page opens, its nodes by their names."""
    drawn, names = json.loads(Page(html).packed("kg-picture")), graph(html)["nodes"]["name"]
    return {names[node["id"]]: node for node in drawn["nodes"]}, drawn["edges"]


def graph(html: str) -> Any:  # noqa: ANN401 - whatever the JSON says
    return json.loads(Page(html).packed("kg-graph"))


def test_the_picture_holds_what_is_drawn_when_the_page_opens(html: str) -> None:
    nodes, edges = picture(html)
    held = graph(html)["nodes"]
    assert set(held["name"]) - set(nodes) == {"AWS re:Invent 2025"}  # nothing joins it
    nvidia = nodes["Nvidia"]
    assert (nvidia["shape"], nvidia["color"]) == ("dot", "#0072B2")
    assert (nvidia["x"], nvidia["y"]) == (held["x"][nvidia["id"]], held["y"][nvidia["id"]])
    assert {key for node in nodes.values() for key in node} == {"id", "x", "y", "shape", "color"}
    assert {key for edge in edges for key in edge} == {"id", "from", "to"}
    columns = graph(html)["edges"]
    pairs = {tuple(sorted(ends)) for ends in zip(columns["head"], columns["tail"], strict=True)}
    assert {(edge["from"], edge["to"]) for edge in edges} == pairs
    assert [edge["id"] for edge in edges] == [f"p{number}" for number in range(len(pairs))]


def test_of_many_entities_the_most_important_are_drawn() -> None:
    html = draw(graph_data(sample()), title="x", drawn=3)
    nodes, edges = picture(html)
    assert nodes.keys() == {"Nvidia", "Société Générale", "AWS"}
    assert all({edge["from"], edge["to"]} <= {node["id"] for node in nodes.values()} for edge in edges)
    assert Page(html).data("kg-facts")["drawn"] == 3


def test_entities_that_nothing_joins_are_drawn_where_there_are_no_others() -> None:
    assert picture(draw(graph_data(sample(), classes=["EVENT"]), title="x"))[0].keys() == {"AWS re:Invent 2025"}


def test_as_many_are_drawn_as_asked_but_at_least_one() -> None:
    with pytest.raises(QueryError, match="draws 0 entities shows nothing; give 1 or more"):
        draw(graph_data(sample()), title="x", drawn=0)


def test_a_page_in_another_page_says_so(html: str) -> None:
    assert Page(html).data("kg-facts")["embed"] is False
    assert Page(draw(graph_data(sample()), title="x", embed=True)).data("kg-facts")["embed"] is True


def test_drawn_again_the_page_is_the_same_and_entities_stay_when_others_come(tmp_path: Path, html: str) -> None:
    path = tmp_path / "graph.html"
    assert places(path) == {}
    write_page(path, html)
    assert draw(graph_data(sample()), title="Nvidia & Cie", known=places(path)) == html
    moved = {iri: (x + 5000, y - 3000) for iri, (x, y) in places(path).items() if "aws" not in iri}
    write_page(path, draw(graph_data(sample()), title="x", known=moved))
    again = places(path)
    assert len(again) == 12
    assert all(math.dist(again[iri], place) <= NEAR for iri, place in moved.items())


def test_a_page_of_something_else_does_not_pull_entities_about(tmp_path: Path, html: str) -> None:
    path = tmp_path / "graph.html"
    write_page(path, html)
    part = graph_data(sample(), around="https://kg.example/id/org/fortinet")
    assert draw(part, title="x", known=places(path)) == draw(part, title="x")


def test_a_page_that_cannot_be_read_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.html"
    path.write_bytes(b"\xff\xfe no page")
    assert places(path) == {}

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_text", refused)
    with pytest.raises(GraphError, match=r"graph.html: cannot be read \(Permission denied\)"):
        places(path)


def test_the_title_stands_in_the_page_as_text() -> None:
    html = draw(graph_data(sample()), title=f"Un titre {HOSTILE}")
    texts = Page(html).texts
    assert [text for tag, _, text in texts if tag == "h1"] == [f"Un titre {HOSTILE}"]
    assert [text for tag, _, text in texts if tag == "title"] == [f"Un titre {HOSTILE}"]


def test_hostile_text_stays_data() -> None:
    html, harmless = (draw(graph_data(store), title="x") for store in (hostile(), sample()))
    page = Page(html)
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in Page(harmless).elements]
    held = graph(html)
    assert {HOSTILE in name for name in held["nodes"]["name"]} == {True}
    assert held["articles"]["url"] == [None]
    assert page.data("kg-facts")["publishers"] == [HOSTILE]
    assert "{{ 7 * 7 }}" in json.loads(page.packed("kg-passages-0"))["sentences"][0]


def test_a_page_of_nothing_is_a_page() -> None:
    html = draw(graph_data(store_of(extraction(entities=(), relations=()))), title="Rien")
    assert (picture(html), graph(html)["nodes"]["key"]) == (({}, []), [])


def test_the_page_speaks_french_and_english_only() -> None:
    data = graph_data(sample())
    assert '<html lang="en">' in draw(data, title="x", language="en")
    with pytest.raises(QueryError, match="no page in the language 'de'; use fr or en"):
        draw(data, title="x", language="de")


def test_both_languages_have_the_same_words() -> None:
    source = (ROOT / "kg/view/assets/words.js").read_text(encoding="utf-8")
    french, english = re.search(r"fr: \{(.*?)\n  \},\n  en: \{(.*?)\n  \},\n\};", source, re.DOTALL).groups()  # type: ignore[union-attr]
    keys = [set(re.findall(r"(?:^ {4}|, |\{ )(\w+): (?=[\"\[(`])", text, re.MULTILINE)) for text in (french, english)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 40


def test_every_script_is_in_the_page() -> None:
    assert sorted((*_SCRIPTS, _BOOT)) == sorted(path.name for path in (ROOT / "kg/view/assets").glob("*.js"))


def test_scripts_never_make_markup_of_text() -> None:
    for name in (*_SCRIPTS, _BOOT):
        source = (ROOT / "kg/view/assets" / name).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source), (
            name
        )


def test_a_page_is_written_whole_as_utf_8(tmp_path: Path, html: str) -> None:
    path = tmp_path / "new" / "graph.html"
    write_page(path, html)
    assert path.read_bytes() == html.encode()
    write_page(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["graph.html"]


def test_a_page_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match=r"cannot be written .*; give a file in a folder"):
        write_page(tmp_path / "file" / "graph.html", "")
    (tmp_path / "folder").mkdir()
    with pytest.raises(GraphError, match="cannot be written"):
        write_page(tmp_path / "folder", "")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]
