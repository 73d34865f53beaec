"""Entities of a graph, and what they were called before decisions gave them another name or class."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.model import Entity
from kg.resolve import Resolution
from kg.resolve.corrections import Decision, Kept, Merged, Rejected, Renamed, Retyped
from kg.resolve.decisions import Decisions, in_order
from kg.review.entities import Entities
from kg.schema import load_schema
from tests.ask_sample import sample_store
from tests.make import article, extraction

SCHEMA = load_schema()
NVIDIA, REACT = Entity.named("ORG", "Nvidia"), Entity.named("TECHNOLOGY", "React")


def entities(*decisions: Decision) -> Entities:
    return Entities(sample_store(), SCHEMA, Decisions(in_order(decisions)))


def test_an_entity_has_its_class_in_the_schema_its_label_and_its_counts() -> None:
    known = entities().find("nvidia")
    assert (known.entity, str(known)) == (NVIDIA, "Nvidia (ORG)")
    assert (known.articles, known.mentions) == (2, 6)
    assert known.iri.endswith("/id/org/nvidia")


def test_another_name_stands_for_it_and_is_listed() -> None:
    found = entities()
    assert found.names(found.find("Amazon Web Services")) == ("Amazon Web Services",)


def test_the_gist_of_a_name_is_enough_and_what_is_unclear_is_said() -> None:
    assert entities().reference("NVIDIA") == NVIDIA
    with pytest.raises(QueryError, match="'Gemini' may be"):
        entities().reference("Gemini")
    with pytest.raises(QueryError, match="no entity named 'Rien'"):
        entities().reference("Rien")


def test_what_decisions_took_out_of_the_graph_can_still_be_named() -> None:
    gone = Entity.named("PERSON", "Bonjour")
    assert entities(Rejected(gone)).reference("bonjour") == gone
    assert entities(Rejected(gone)).reference("Bonjour (PERSON)") == gone


def test_what_the_graph_has_under_a_name_comes_before_what_it_has_not() -> None:
    other = Entity.named("PERSON", "Gemini")
    with pytest.raises(QueryError, match="'Gemini' may be"):
        entities(Rejected(other)).reference("Gemini")


def made(key: str, name: str, type_: str = "ORG") -> Entities:
    """The graph of one entity whose key decisions have kept, and whose label they may have changed."""
    found = extraction(article("Nvidia est là.\n"), [("Nvidia", "ORG")], [])
    (mention,) = found.mentions
    object.__setattr__(mention, "entity", Entity(type_, key, name))
    return Entities(memory_store(to_triples(Resolution((found,)), schema=SCHEMA)), SCHEMA)


def test_a_renamed_entity_is_called_as_it_was_whether_the_file_still_says_so_or_not() -> None:
    graph = made("nvidia", "Géant vert")
    assert graph.reference("Géant vert") == NVIDIA
    graph.learn(Decisions((Renamed(NVIDIA, "Géant"),)))
    assert graph.reference("Géant vert") == NVIDIA


def test_a_retyped_entity_is_of_the_class_that_it_had() -> None:
    graph = made("nvidia", "Nvidia", "PRODUCT")
    graph.learn(Decisions((Retyped(NVIDIA, "PRODUCT"),)))
    assert graph.reference("Nvidia") == NVIDIA
    graph.learn(Decisions((Kept(NVIDIA),)))  # taken since the build, in place of the other
    assert graph.reference("Nvidia") == NVIDIA


def test_a_decision_that_is_not_in_the_graph_yet_changes_no_name() -> None:
    assert entities(Retyped(REACT, "PRODUCT"), Renamed(NVIDIA, "Apple")).reference("React") == REACT
    assert entities(Renamed(NVIDIA, "Apple")).reference("Apple") == Entity.named("ORG", "Apple")


def test_a_namesake_that_was_merged_or_rejected_is_another_entity() -> None:
    other = Entity.named("PLACE", "Nvidia")
    assert entities(Rejected(other)).reference("Nvidia") == NVIDIA
    assert entities(Merged(other, REACT)).reference("Nvidia") == NVIDIA
