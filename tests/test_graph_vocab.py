from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import GraphError, SchemaError
from kg.graph.vocab import OA, SCHEMA, Vocabulary
from kg.model import Entity
from kg.schema import EntityClass, load_schema

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text("ab._ -%/é.", max_size=5)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_names_of_entities_are_injective_and_valid(one: str, other: str) -> None:
    vocabulary = Vocabulary()
    first, second = (vocabulary.entity(Entity("ORG", key, key)) for key in (one, other))
    assert (first == second) == (one == other)
    triple = Triple(first, SCHEMA.url, Literal("x"))
    turtle = serialize([triple], format=RdfFormat.TURTLE, prefixes=dict(vocabulary.prefixes))
    assert [quad.triple for quad in parse(turtle, RdfFormat.TURTLE)] == [triple]
    assert list(rdflib.Graph().parse(data=turtle, format="turtle").subjects()) == [rdflib.URIRef(first.value)]


@given(TEXT, TEXT)
def test_names_of_classes_are_injective(one: str, other: str) -> None:
    vocabulary = Vocabulary()
    names = {vocabulary.entity(Entity(type_, "x", "x")) for type_ in (one, other)}
    assert len(names) == len({one, other})


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        (Entity("ORG", "amazon web services", ""), "org/amazon_web_services"),
        (Entity("THREAT_ACTOR", "apt29", ""), "threat-actor/apt29"),
        (Entity("EVENT", "aws re:invent 2025", ""), "event/aws_re:invent_2025"),
        (Entity("PLACE", "états-unis", ""), "place/états-unis"),
        (Entity("ORG", "a_b", ""), "org/a%5Fb"),
        (Entity("ORG", "..", ""), "org/%2E%2E"),
        (Entity("ORG", "c/o #1?", ""), "org/c%2Fo_%231%3F"),
        (Entity("ARTICLE", "x", ""), "~ARTICLE/x"),
        (Entity("org", "x", ""), "~org/x"),
    ],
)
def test_names_are_readable_and_keep_things_apart(entity: Entity, name: str) -> None:
    assert Vocabulary().entity(entity).value == f"https://kg.example/id/{name}"


def test_hashed_names_depend_on_every_part() -> None:
    vocabulary = Vocabulary()
    a, b = vocabulary.article("a"), vocabulary.article("b")
    mentions = [(a, 1, 2, b), (a, 1, 3, b), (a, 0, 2, b), (b, 1, 2, b), (a, 1, 2, a), (a, 12, 3, b), (a, 1, 23, b)]
    assert len({vocabulary.mention(*parts) for parts in mentions}) == len(mentions)
    assert len({vocabulary.mention(a, 1, 2, b), vocabulary.evidence(a, 1, 2, b)}) == 2


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = OA.exakt  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        _ = Vocabulary().kg.mentionsOf  # type: ignore[attr-defined]


def test_the_base_moves_ontology_and_resources() -> None:
    vocabulary = Vocabulary("https://data.acme.example/kg/")
    assert vocabulary.kg.status == NamedNode("https://data.acme.example/kg/ns#status")
    assert vocabulary.article("a").value == "https://data.acme.example/kg/id/article/a"
    assert vocabulary.prefixes["org"] == "https://data.acme.example/kg/id/org/"
    assert vocabulary.kg.status != Vocabulary().kg.status


@pytest.mark.parametrize("base", ["", "kg.example/", "https://kg.example", "https://kg example/", "https://a/<b>/"])
def test_a_bad_base_is_named_with_advice(base: str) -> None:
    with pytest.raises(GraphError, match=r"base IRI .*give an absolute one"):
        Vocabulary(base)


def test_compact_and_expand_are_inverse() -> None:
    vocabulary = Vocabulary()
    for name in ("schema:Organization", "kg:status", "org:nvidia", "https://other.example/x"):
        assert vocabulary.compact(vocabulary.expand(name).value) == name
    with pytest.raises(SchemaError, match="not an IRI"):
        vocabulary.expand("foo:bar")
    with pytest.raises(SchemaError, match="percent-encode"):
        vocabulary.expand("kg:a b")


def test_the_graphs_own_names_are_not_for_a_schema() -> None:
    with pytest.raises(SchemaError, match="status"):
        Vocabulary().relation("status")
    with pytest.raises(SchemaError, match="kg:Statement"):
        Vocabulary().entity_class(EntityClass("X", "kg:Statement", {}, {}))
    for name in load_schema().relations:
        assert Vocabulary().relation(name).value.endswith(name)
