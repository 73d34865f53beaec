"""What stands for an IRI, and where a click leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.store import memory_store
from kg.graph.vocab import OWL, RDFS, SCHEMA, Vocabulary
from kg.notebook.links import Link, is_address, links, short_address
from tests.ask_sample import sample_store, triples

BASE = "https://kg.example/id/"
NVIDIA = NamedNode(f"{BASE}org/nvidia")
ARTICLE = NamedNode(f"{BASE}article/a1")


def link(node: NamedNode, *more: Triple, site: str = "", language: str = "en") -> Link:
    (found,) = links(memory_store([*triples(), *more]), [node], site, language).values()
    return found


def test_an_entity_is_its_name_and_leads_to_what_it_is_the_same_as() -> None:
    same = NamedNode("http://www.wikidata.org/entity/Q182477")
    found = link(NVIDIA, Triple(NVIDIA, OWL.sameAs, same))
    assert (found.text, found.href) == ("Nvidia", same.value)
    assert found.title == f"org:nvidia <{NVIDIA.value}>"


def test_an_entity_without_a_page_leads_nowhere() -> None:
    assert link(NamedNode(f"{BASE}vulnerability/cve-2025-55182")).href == ""


def test_where_the_graph_is_served_an_entity_leads_there() -> None:
    found = link(NVIDIA, site="http://127.0.0.1:8000/")
    assert found.href == "http://127.0.0.1:8000/resource?iri=https%3A%2F%2Fkg.example%2Fid%2Forg%2Fnvidia"


def test_an_iri_below_a_real_base_leads_to_itself() -> None:
    vocabulary = Vocabulary("https://data.acme.fr/")
    store = memory_store(triples(vocabulary))
    node = NamedNode("https://data.acme.fr/id/org/nvidia")
    assert links(store, [node])["org:nvidia"].href == node.value


def test_an_article_is_its_headline_and_opens_at_its_address() -> None:
    store = sample_store()
    node = next(quad.subject for quad in store.raw.quads_for_pattern(None, SCHEMA.url, None))
    assert isinstance(node, NamedNode)
    (found,) = links(store, [node]).values()
    assert found.href.startswith("https://")
    assert "article:" not in found.text


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a b"])
def test_what_is_no_address_on_the_web_is_no_link(address: str) -> None:
    plain = NamedNode(f"{BASE}article/odd")
    facts = [Triple(plain, SCHEMA.url, Literal(address)), Triple(plain, SCHEMA.headline, Literal("Odd"))]
    assert link(plain, *facts) == Link("Odd", "", f"article:odd <{plain.value}>")


def test_a_term_elsewhere_leads_to_itself_and_a_hash_is_cut() -> None:
    assert link(NamedNode("https://schema.org/Place")).href == "https://schema.org/Place"
    assert link(NamedNode("https://news.example/a/b/c")).text == "news.example/…/c"
    assert link(NamedNode(f"{BASE}statement/{'0123456789abcdef' * 2}")).text == "statement:01234567…"


def test_a_relation_is_called_in_the_language_of_the_notebook() -> None:
    node = NamedNode("https://kg.example/ns#uses")
    said = [Triple(node, RDFS.label, Literal(text, language=tag)) for text, tag in (("uses", "en"), ("emploie", "fr"))]
    assert link(node, *said).text == "uses"
    assert link(node, *said, language="fr").text == "emploie"


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://www.example.org/", "example.org"),
        ("https://example.org/a", "example.org/a"),
        ("https://example.org/a/b/c?d#e", "example.org/…/c"),
        ("https://[::1", "https://[::1"),
    ],
)
def test_an_address_is_cut_to_what_one_reads(address: str, short: str) -> None:
    assert short_address(address) == short


@given(st.text())
def test_an_address_never_holds_what_would_leave_an_attribute(text: str) -> None:
    if is_address(f"https://{text}"):
        assert not set('"<> \n\t') & set(text)
