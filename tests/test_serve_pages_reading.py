"""What a page says of a thing is what the graph says, no more and no less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.serve.pages.directory import read_directory
from kg.serve.pages.reading import Reading, neighbours, timeline
from kg.view import graph_data
from tests.make_market import iri, market


@pytest.fixture(scope="module", name="reading")
def _reading() -> Reading:
    return Reading(market(), read_directory(market()))


def node(name: str) -> NamedNode:
    return NamedNode(iri(name))


def test_the_facts_of_an_entity_are_those_of_the_graph(reading: Reading) -> None:
    data = graph_data(market())
    for place, entity in enumerate(data.nodes):
        groups = reading.facts_of(NamedNode(entity.iri))
        said = {fact.iri for group in groups for fact in group.facts}
        assert said == {edge.iri for edge in data.edges if place in (edge.head, edge.tail)}
        for fact in (fact for group in groups for fact in group.facts):
            [edge] = [edge for edge in data.edges if edge.iri == fact.iri]
            assert (fact.status, fact.confidence, fact.sources) == (edge.status, edge.confidence, edge.sources)
            texts = sorted("".join(piece.text for piece in passage.pieces) for passage in fact.passages)
            assert texts == sorted(data.evidence[number].text for number in edge.evidence)


def test_relations_read_from_the_end_that_is_looked_at(reading: Reading) -> None:
    groups = {group.key: group for group in reading.facts_of(node("Confluent"))}
    assert groups["acquires-of"].labels["en"] == "acquired by"
    assert groups["develops"].labels["en"] == "develops"
    assert [fact.other(iri("Confluent")).name for fact in groups["partnersWith"].facts] == ["IBM"]
    assert "partnersWith-of" not in groups


def test_sentences_are_marked(reading: Reading) -> None:
    [fact] = [one for group in reading.facts_of(node("Kafka")) for one in group.facts if one.head.name == "LinkedIn"]
    pieces = [(piece.text, piece.mark, piece.type) for piece in fact.passages[0].pieces]
    assert pieces[0] == ("LinkedIn", "head", "schema:Organization")
    assert ("Kafka", "tail", "kg:Technology") in pieces
    assert fact.passages[0].origin.publisher == "autre.example"


def test_what_lies_between_two(reading: Reading) -> None:
    partners = next(group for group in reading.facts_of(node("IBM")) if group.key == "partnersWith").facts[0]
    names = sorted(fact.relation.name for fact in reading.between(NamedNode(partners.iri)))
    assert names == ["acquires", "investsIn", "supplies"]
    assert reading.statement(NamedNode(partners.iri)) == partners
    assert reading.statement(node("IBM")) is None


def test_an_article_says_what_it_says_in_its_order(reading: Reading) -> None:
    article = next(origin for origin, _ in reading.naming(node("LinkedIn")))
    facts = reading.stated_by(NamedNode(article.iri))
    assert [fact.relation.name for fact in facts] == ["partnersWith", "uses", "acquires"]
    assert {passage.origin.iri for fact in facts for passage in fact.passages} == {article.iri}
    assert {thing.name for thing, _ in reading.named_in(NamedNode(article.iri))} == {
        "Confluent", "IBM", "LinkedIn", "Kafka", "Microsoft",
    }  # fmt: skip


def test_the_best_backed_of_a_relation(reading: Reading) -> None:
    facts = reading.best_of(NamedNode("https://kg.example/ns#partnersWith"))
    assert [({fact.head.name, fact.tail.name}, fact.sources) for fact in facts] == [({"IBM", "Confluent"}, 2)]


def test_neighbours_are_counted(reading: Reading) -> None:
    found = neighbours(reading.facts_of(node("IBM")), iri("IBM"))
    assert [(thing.name, times) for thing, times in found] == [("Confluent", 4), ("Red Hat", 1)]


def test_anything_lists_what_is_said_and_what_points_to_it(reading: Reading) -> None:
    rows = reading.about(NamedNode("https://kg.example/ns#partnersWith"))
    assert {row.graph for row in rows} == {"https://kg.example/ns"}
    assert ("est partenaire de", "fr") in {(row.value.text, row.value.language) for row in rows}
    assert {row.property.text for row in reading.pointing_to(node("Zorvalex"))} == {"kg:mentionOf", "schema:mentions"}


days = st.dates().map(lambda day: day.isoformat())


@given(st.lists(st.tuples(st.none() | days, st.integers(1, 9)), max_size=30))
def test_a_timeline_holds_every_dated_mention_and_no_other(counts: list[tuple[str | None, int]]) -> None:
    bars = timeline(counts)
    dated = [(day, times) for day, times in counts if day]
    assert sum(bar.times for bar in bars) == sum(times for _, times in dated)
    assert all(one.last < other.first for one, other in pairwise(bars))
    assert len(bars) <= 61
    if dated:
        assert bars[0].first == min(dated)[0]
        assert bars[-1].last == max(day for day, _ in dated)
