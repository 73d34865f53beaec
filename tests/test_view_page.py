"""The page as text: whole, self-contained, the same each time, and deaf to what articles say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import GraphError, QueryError
from kg.view import draw, graph_data, write_page
from kg.view.page import _SCRIPTS
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

    def policy(self) -> str:
        [policy] = [a["content"] for _, a in self.elements if a.get("http-equiv") == "Content-Security-Policy"]
        assert policy is not None
        return policy


@pytest.fixture(scope="module", name="html")
def _html() -> str:
    return draw(graph_data(sample()), title="Nvidia & Cie")


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
    styles = [text for tag, _, text in page.texts if tag == "style"]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (*scripts, *styles)]
    assert len(scripts) == 2
    assert re.findall(r"'sha256-([^']+)'", page.policy()) == hashes
    assert page.policy().startswith("default-src 'none';")
    assert "unsafe" not in page.policy()
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_nodes_and_edges_carry_what_the_scripts_read(html: str) -> None:
    page = Page(html)
    nodes, edges, facts = page.data("kg-nodes"), page.data("kg-edges"), page.data("kg-facts")
    assert [node["id"] for node in nodes] == list(range(len(nodes)))
    [nvidia] = [node for node in nodes if node["label"] == "Nvidia"]
    assert (nvidia["shape"], nvidia["color"], nvidia["type"]) == ("dot", "#0072B2", "schema:Organization")
    [partners] = [edge for edge in edges if edge["relation"] == "partnersWith"]
    assert partners["arrows"] == ""
    assert {edge["arrows"] for edge in edges if edge is not partners} == {"to"}
    assert facts["articles"][facts["evidence"][partners["evidence"][0]]["article"]]["url"].startswith("https://")
    assert not any("title" in node for node in nodes)  # vis-network would pop it up, pyvis would make it markup


def test_the_title_stands_in_the_page_as_text() -> None:
    html = draw(graph_data(sample()), title=f"Un titre {HOSTILE}")
    texts = Page(html).texts
    assert [text for tag, _, text in texts if tag == "h1"] == [f"Un titre {HOSTILE}"]
    assert [text for tag, _, text in texts if tag == "title"] == [f"Un titre {HOSTILE}"]


def test_hostile_text_stays_data() -> None:
    html = draw(graph_data(hostile()), title="x")
    page = Page(html)
    assert not [tag for tag, _ in page.elements if tag in {"img", "iframe", "object", "embed", "form"}]
    assert [tag for tag, _ in page.elements].count("script") == 5
    assert {HOSTILE in node["label"] for node in page.data("kg-nodes")} == {True}
    facts = page.data("kg-facts")
    assert facts["articles"][0]["url"] is None
    assert "{{ 7 * 7 }}" in "".join(text for text, _ in facts["evidence"][0]["segments"])


def test_a_page_of_nothing_is_a_page() -> None:
    html = draw(graph_data(store_of(extraction(relations=()))), title="Rien")
    assert Page(html).data("kg-nodes") == []


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
    assert sorted(_SCRIPTS) == sorted(path.name for path in (ROOT / "kg/view/assets").glob("*.js"))


def test_scripts_never_make_markup_of_text() -> None:
    for name in _SCRIPTS:
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
