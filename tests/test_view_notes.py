"""Notes: every link leads somewhere, front matter reads back, and hostile text stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.errors import QueryError
from kg.view import GraphData, graph_data
from kg.view.notes import escaped, front_matter, write_notes
from tests.ask_sample import sample_store
from tests.make import article, extraction
from tests.make_hostile import hostile_everywhere
from tests.make_view import hostile, sample, store_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.graph.store import Store

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="[]"))
LINK = re.compile(r"(?<!\\)\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
EVIL = ("../../etc/passwd", "CON", "a|b#c^d", "[[x]]", "Acme", "<img src=x>", "Index", "Node.js", "===", "a.md")


def notes(store: Store, folder: Path, language: str = "fr") -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    write_notes(graph_data(store), folder, language=language)
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes().decode() for file in files}


def evil() -> Store:
    text = "".join(f"Zed connaît {name} ici.\n" for name in EVIL)
    names = [(name, "ORG") for name in EVIL]
    relations = [("Zed", "partnersWith", name, "asserted") for name in EVIL]
    return store_of(extraction(article(text, title="Titre [[x]] #1 / ../.."), [("Zed", "ORG"), *names], relations))


STORES: dict[str, Callable[[], Store]] = {
    "sample": sample, "questions": sample_store, "hostile": hostile, "everywhere": hostile_everywhere, "evil": evil,
}  # fmt: skip


@pytest.mark.parametrize("name", STORES)
def test_every_link_leads_to_one_note_and_no_note_lies_outside(name: str, tmp_path: Path) -> None:
    store = STORES[name]()
    written = notes(store, tmp_path / "vault")
    assert {one.name for one in tmp_path.iterdir()} == {"vault"}
    stems = [path.rpartition("/")[2].removesuffix(".md") for path in written]
    assert len({stem.casefold() for stem in stems}) == len(stems)
    data = graph_data(store)
    assert len(written) == 1 + len(data.nodes) + len(data.articles)
    linked = {target for text in written.values() for target, _ in LINK.findall(text)}
    assert linked == set(stems) - {"Index"}
    for text in written.values():
        assert len(re.findall(r"(?<!\\)\[\[", text)) == len(LINK.findall(text))


def test_a_note_tells_what_the_graph_says_of_an_entity(tmp_path: Path) -> None:
    note = notes(sample(), tmp_path)["Organisation/AWS.md"]
    assert (
        note
        == """---
title: "AWS"
class: "organisation"
tags:
  - "kg/organisation"
mentions: 3
articles: 2
iri: "https://kg.example/id/org/aws"
---

# AWS

## utilise

- [[CUDA Quantum]] — nié, 90\u202f%, 1 source
  > AWS n'utilise pas CUDA Quantum.
  >
  > — [[2025-12-02 AWS et Nvidia]], [news.example](<https://news.example/aws-nvidia>)


## est partenaire de

- [[Nvidia]] — affirmé, 97\u202f%, 2 sources
  > AWS et Nvidia étendent leur partenariat.
  >
  > — [[2025-12-02 AWS et Nvidia]], [news.example](<https://news.example/aws-nvidia>)

  > AWS et Nvidia étendent leur partenariat, dit-on encore.
  >
  > — [[2026-01-07 La Société Générale et l'IA]], [autre.example](<https://autre.example/sg?a=1&b=2>)


## Articles

- [[2026-01-07 La Société Générale et l'IA]] (1)
- [[2025-12-02 AWS et Nvidia]] (2)
"""
    )


def test_a_note_of_an_article_tells_what_it_says_and_names(tmp_path: Path) -> None:
    note = notes(sample(), tmp_path, "en")["Articles/2026-01-07 La Société Générale et l'IA.md"]
    properties, body = frontmatter.parse(note)
    assert properties == {
        "title": "La Société Générale et l'IA", "date": "2026-01-07", "url": "https://autre.example/sg?a=1&b=2",
        "publisher": "autre.example", "language": "fr", "path": "a2.md", "tags": ["kg/article"],
    }  # fmt: skip
    assert "- [[Société Générale]] uses [[CUDA]] — hypothetical, 70%, 1 source\n  > Société Générale utilise" in body
    assert "## Entities\n\n- [[AWS]] (1)\n" in body
    assert "étendent leur partenariat.\n" not in body  # which the other article says


def test_an_entity_is_found_by_its_other_names_and_elsewhere(tmp_path: Path) -> None:
    written = notes(sample_store(), tmp_path)
    properties, _ = frontmatter.parse(written["Organisation/AWS.md"])
    assert properties["aliases"] == ["Amazon Web Services"]
    assert "http://www.wikidata.org/entity/Q182477" in written["Organisation/Nvidia.md"]


def test_names_that_cannot_be_files_keep_their_own_as_title_and_alias(tmp_path: Path) -> None:
    written = notes(evil(), tmp_path)
    titles = {}
    for path, text in written.items():
        if path.startswith("Organisation/"):
            properties, _ = frontmatter.parse(text)
            titles[properties["title"]] = (path, properties.get("aliases", []))
    assert set(titles) == {"Zed", *EVIL} - {"[[x]]"} | {"[ [x] ]"}  # a property would be a link
    assert titles["../../etc/passwd"] == ("Organisation/etc-passwd.md", ["../../etc/passwd"])
    assert titles["CON"] == ("Organisation/_CON.md", ["CON"])
    assert titles["Index"] == ("Organisation/Index (organisation).md", ["Index"])
    assert "[[a-b-c-d|a b c d]]" in written["Organisation/Zed.md"]


@pytest.mark.parametrize("name", ["hostile", "everywhere", "evil"])
def test_hostile_text_is_shown_and_does_nothing(name: str, tmp_path: Path) -> None:
    for text in notes(STORES[name](), tmp_path).values():
        properties, body = frontmatter.parse(text)
        assert properties.keys() <= {
            "title", "aliases", "class", "tags", "mentions", "articles", "iri", "same_as", "date", "url", "publisher",
            "language", "path",
        }  # fmt: skip
        tokens = MarkdownIt("commonmark", {"html": True}).parse(body)
        inline = [one for token in tokens for one in token.children or []]
        doing = {"html_block", "html_inline", "image", "code_inline", "fence", "code_block"}
        assert not [token for token in (*tokens, *inline) if token.type in doing]
        for token in inline:
            assert str(token.attrs.get("href", "https://")).startswith(("http://", "https://"))


@settings(max_examples=200)
@given(st.text(max_size=60) | st.text("-+*_=~#>1.)( \t`[]<&;a\n|:", max_size=12))
def test_escaped_text_reads_as_it_was(text: str) -> None:
    shown = "".join(
        one.content
        for token in MarkdownIt("commonmark", {"html": True}).parse(f"> {escaped(text)}")
        for one in token.children or []
        if one.type in {"text", "text_special", "entity"}
    )
    unprinted = "[\x00-\x20\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    assert re.sub(rf"{unprinted}|\s", "", shown) == re.sub(rf"{unprinted}|\s", "", text)


@settings(max_examples=200)
@given(TEXTS.filter(bool), st.lists(TEXTS, min_size=1))
def test_front_matter_reads_back(text: str, several: list[str]) -> None:
    front = front_matter({"title": text, "aliases": several, "mentions": 3, "date": None, "url": ""})
    assert yaml.safe_load(front.strip().strip("-")) == {"title": text, "aliases": several, "mentions": 3}


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = notes(sample_store(), tmp_path / "a"), notes(sample_store(), tmp_path / "b")
    assert first == second
    assert not any("\r" in text for text in first.values())


def test_the_index_leads_in(tmp_path: Path) -> None:
    index = notes(sample(), tmp_path)["Index.md"]
    assert index.startswith("12 entités, 8 énoncés, 2 articles\n\n## ")
    assert "## Organisation (4)\n\n- [[AWS]] (2)\n- [[Nvidia]] (2)\n- [[Fortinet]] (1)\n" in index


def test_no_notes_in_another_language(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no notes in the language 'de'; use fr or en"):
        write_notes(GraphData((), (), (), (), (), ()), tmp_path, language="de")
