"""The passage that backs a statement best."""

from __future__ import annotations

from datetime import UTC, datetime

from kg.ask.analysis.backing import backings
from kg.ask.tables import select
from tests.ask_sample import sample_store
from tests.make_network import Fact, fact_store


def test_every_statement_has_its_passage_with_the_article() -> None:
    store = sample_store()
    every = [iri for (iri,) in select(store, "SELECT ?s { ?s a kg:Statement }")]
    found = backings(store, every)
    assert sorted(found) == every
    assert all(one.sentence and one.path for one in found.values())
    assert {one.passages for one in found.values()} == {1, 2}


def test_the_passage_puts_the_fact_as_the_graph_does_and_is_the_surest() -> None:
    said = [("negated", 0.99), ("asserted", 0.5), ("asserted", 0.7)]
    store = fact_store(Fact("Ada", "founded", "Bell", status, sure) for status, sure in said)
    [(iri,)] = select(store, "SELECT ?s { ?s a kg:Statement }")
    [backing] = backings(store, [iri, iri]).values()
    assert (backing.path, backing.title, backing.passages) == ("a2.md", "Article 2", 3)
    assert backing.published == datetime(2026, 1, 3, tzinfo=UTC)
    assert backing.url == "https://news.example/2"


def test_an_article_without_title_date_and_address_backs_too() -> None:
    store = sample_store()
    [(iri,)] = select(store, 'SELECT ?s { ?s kg:subject/rdfs:label "Mirai" }')
    backing = backings(store, [iri])[iri]
    assert (backing.sentence, backing.path) == ("Mirai vise la France.", "a3.md")
    assert (backing.title, backing.published, backing.url) == (None, None, None)


def test_nothing_backs_nothing() -> None:
    assert backings(sample_store(), []) == {}
