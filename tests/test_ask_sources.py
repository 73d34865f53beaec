"""Which articles are one source."""

from __future__ import annotations

from itertools import permutations

from pyoxigraph import NamedNode, Triple

from kg.ask.sources import sources
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import article, extraction
from tests.make_view import store_of


def groups(found: dict[str, str]) -> set[frozenset[str]]:
    """The articles that are one source, by the last step of their IRIs."""
    return {
        frozenset(one.rpartition("/")[2] for one, source in found.items() if source == root) for root in found.values()
    }


def test_articles_of_one_address_are_one_source() -> None:
    one, two = (article(id=name, url="https://news.example/x") for name in ("a1", "a2"))
    alone = [article(id=name, url=None) for name in ("a3", "a4")]
    found = sources(store_of(*map(extraction, (one, two, *alone))))
    assert groups(found) == {frozenset({"a1", "a2"}), frozenset({"a3"}), frozenset({"a4"})}


def test_a_copy_and_its_original_are_one_source_however_they_are_joined() -> None:
    articles = [article(id=f"a{number}", url=f"https://news.example/{number // 2}") for number in range(5)]
    triples = list(to_triples(Resolution(tuple(map(extraction, articles))), schema=load_schema()))
    kg = memory_store(triples).vocabulary.kg
    node = {name: NamedNode(f"https://kg.example/id/article/{name}") for name in ("a0", "a1", "a2", "a3", "a4")}
    for one, other in permutations(["a1", "a3"]):  # a0 and a1 have one address, a2 and a3 another
        found = sources(memory_store([*triples, Triple(node[one], kg.copyOf, node[other])]))
        assert groups(found) == {frozenset({"a0", "a1", "a2", "a3"}), frozenset({"a4"})}
