"""Names: found by any beginning of any of their words, the best fit first, and written so that SPARQL reads them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.vocab import Vocabulary
from kg.model import Entity
from kg.serve.pages.directory import Directory, read_directory, written
from tests.make_market import iri, market


@pytest.fixture(scope="module", name="names")
def _names() -> Directory:
    return read_directory(market())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ibm", ["IBM"]),
        ("big b", ["IBM"]),
        ("BLUE", ["IBM"]),
        ("k", ["Kafka", "Kubernetes"]),
        ("hat red", ["Red Hat"]),
        ("cve 2025", ["CVE-2025-0001"]),
        ("cve-2025-0001", ["CVE-2025-0001"]),
        ("ed", []),
        ("nobody", []),
    ],
)
def test_search(names: Directory, typed: str, found: list[str]) -> None:
    assert sorted(entry.name for entry in names.search(typed)) == found


def test_the_one_named_so_comes_first(names: Directory) -> None:
    assert next(entry.name for entry in names.search("open")) == "OpenAI"
    assert names.search("", ["kg:Technology"])[0].type == "kg:Technology"
    assert len(names.search("")) == len(names.entities)
    mentions = [entry.mentions for entry in names.search("")]
    assert mentions == sorted(mentions, reverse=True)


def test_terms_are_found_by_name_and_label(names: Directory) -> None:
    assert [term.name for term in names.find_terms("partner", "property")] == ["kg:partnersWith"]
    assert [term.name for term in names.find_terms("est part", "property")] == ["kg:partnersWith"]
    assert [term.name for term in names.find_terms("kg:partners", "property")] == ["kg:partnersWith"]
    assert [term.name for term in names.find_terms("organi", "class")] == ["schema:Organization"]
    assert names.find_terms("nothing at all", "class") == []
    assert names.terms["https://schema.org/Organization"].uses == 7


def test_entities_know_their_counts(names: Directory) -> None:
    entry = names.entities[iri("IBM")]
    assert (entry.name, entry.type, entry.aliases) == ("IBM", "schema:Organization", ("Big Blue",))
    assert entry.articles == 3
    assert entry.mentions >= 6


@given(st.text(min_size=1, max_size=10), st.sampled_from(["ORG", "THREAT_ACTOR", "own"]))
def test_what_is_written_reads_as_the_iri_it_stands_for(key: str, kind: str) -> None:
    vocabulary = Vocabulary()
    node = vocabulary.entity(Entity(kind, key, key))
    name = written(vocabulary.compact(node.value), node.value)
    found = ox.Store().query(f"SELECT (({name}) AS ?it) {{}}", prefixes={
        prefix: namespace for prefix, namespace in vocabulary.prefixes.items() if not prefix.startswith("~")
    })  # fmt: skip
    assert isinstance(found, ox.QuerySolutions)
    assert [row["it"] for row in found] == [node]
