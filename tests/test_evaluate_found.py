"""What a graph says of single articles."""

from __future__ import annotations

from dataclasses import replace

from kg.evaluate.found import FoundEntity, read_found
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from kg.model import Status
from kg.resolve import Resolution
from kg.schema import Schema, load_schema
from tests.make import FRENCH, article, extraction
from tests.make_gold import store_of

SCHEMA = load_schema()


def test_an_article_comes_back_as_it_was_written() -> None:
    found = read_found(store_of(extraction(), extraction(article(id="a2", url=None))), {"a1", "a9"}, SCHEMA)
    assert list(found) == ["a1"]
    [one] = found.values()
    assert one.path == "a1.md"
    assert [(m.start, m.end, m.exact) for m in one.mentions] == [
        (m.start, m.end, m.exact) for m in extraction().mentions
    ]
    said = {(one.entities[r.head].name, r.predicate, one.entities[r.tail].name, r.status) for r in one.relations}
    assert said == {
        (r.head.name, r.predicate, r.tail.name, r.evidence.status.value) for r in extraction().relations
    }  # fmt: skip
    assert all(FRENCH[r.start : r.end] == r.exact for r in one.relations)


def test_a_passage_of_one_article_is_not_taken_for_one_of_another() -> None:
    denied = extraction(article(id="a2", url=None), relations=[("AWS", "partnersWith", "Nvidia", "negated")])
    found = read_found(store_of(extraction(), denied), {"a1", "a2"}, SCHEMA)
    assert [one.status for one in found["a2"].relations] == [Status.NEGATED]
    assert {one.status for one in found["a1"].relations if one.predicate == "partnersWith"} == {Status.ASSERTED}


def test_a_graph_of_another_base_reads_the_same() -> None:
    other = Vocabulary("https://data.acme.example/")
    store = memory_store(to_triples(Resolution((extraction(),)), schema=SCHEMA, vocabulary=other))
    types = sorted(one.type for one in read_found(store, {"a1"}, SCHEMA)["a1"].entities.values())
    assert types == ["EVENT", "ORG", "ORG", "PERSON", "PRODUCT", "PRODUCT", "PRODUCT"]


def test_an_entity_has_its_class_by_the_name_in_the_schema() -> None:
    found = extraction(article("Earth Lamia rôde.\n"), [("Earth Lamia", "THREAT_ACTOR")], [])
    [one] = read_found(store_of(found), {"a1"}, SCHEMA)["a1"].entities.values()
    assert one == FoundEntity("https://kg.example/id/threat-actor/earth_lamia", "THREAT_ACTOR", "Earth Lamia")


def test_what_the_schema_does_not_know_goes_by_its_compact_name() -> None:
    small = Schema({}, {})
    [one] = read_found(store_of(replace(extraction(), relations=extraction().relations[:1])), {"a1"}, small).values()
    assert {entity.type for entity in one.entities.values()} >= {"schema:Organization", "schema:Person"}
    assert [relation.predicate for relation in one.relations] == ["kg:partnersWith"]
