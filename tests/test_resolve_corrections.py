"""Nine kinds of decision, and which of them contradict each other."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.model import Entity
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    entities_of,
    opposed,
    read_reference,
    reference,
    relation,
    sentence,
)
from kg.schema import load_schema

A, B, C = (Entity.named("ORG", name) for name in ("Alma", "Brio", "Cador"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Merged(A, B), Merged(A, C)),
        (Merged(A, B), Merged(B, A)),
        (Merged(A, B), Split(A, B)),
        (Merged(A, B), Split(B, A)),
        (Split(A, B), Split(A, B, ("a1",))),
        (Split(A, B), Split(A, B, (), "Alma Studio")),
        (Split(A, A, ("a1", "a2"), "Alma Studio"), Split(A, A, ("a2",), "Alma Films")),
        (Renamed(A, "ALMA"), Renamed(A, "Alma SA")),
        (Retyped(A, "PRODUCT"), Retyped(A, "EVENT")),
        (Retyped(A, "PRODUCT"), Kept(A)),
        (Rejected(A), Merged(A, B)),
        (Rejected(A), Merged(B, A)),
        (Rejected(A), Renamed(A, "ALMA")),
        (Rejected(A), Retyped(A, "PRODUCT")),
        (Rejected(A), Kept(A)),
        (Rejected(A), Linked(A, None)),
        (Rejected(A), AcceptedRelation(B, "acquires", A)),
        (RejectedRelation(A, "acquires", B), AcceptedRelation(A, "acquires", B)),
        (Linked(A, "https://a.example/"), Linked(A, None)),
    ],
)
def test_two_decisions_that_cannot_both_hold(one: Decision, other: Decision) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Merged(A, B), Merged(C, B)),
        (Merged(A, B), Merged(B, C)),
        (Merged(A, B), Split(A, C)),
        (Merged(A, B), Split(A, B, ("a1",), "Alma Studio")),
        (Split(A, B), Split(B, A)),
        (Split(A, A, ("a1",), "Alma Studio"), Split(A, A, ("a2",), "Alma Films")),
        (Split(A, A, ("a1", "a2"), "Alma Studio"), Split(A, A, ("a2",), "Alma Studio")),
        (Renamed(A, "ALMA"), Retyped(A, "PRODUCT")),
        (Renamed(A, "ALMA"), Kept(A)),
        (Rejected(A), Split(A, B)),
        (Rejected(A), RejectedRelation(A, "acquires", B)),
        (RejectedRelation(A, "acquires", B), AcceptedRelation(B, "acquires", A)),
        (Retyped(A, "PRODUCT"), Retyped(B, "EVENT")),
    ],
)
def test_two_decisions_that_can(one: Decision, other: Decision) -> None:
    assert not opposed(one, other)
    assert not opposed(other, one)


def test_nothing_is_against_itself() -> None:
    for one in (Merged(A, B), Renamed(A, "ALMA"), Rejected(A), Split(A, A, ("a1",), "Alma Studio")):
        assert not opposed(one, one)


def test_neither_the_line_nor_the_reason_tells_decisions_apart() -> None:
    assert Kept(A, line=3, because="seen") == Kept(A)
    assert hash(Kept(A, line=3)) == hash(Kept(A))


def test_every_kind_has_a_sentence_of_its_own_and_names_its_entities() -> None:
    decisions: list[Decision] = [
        Merged(A, B), Split(A, B), Split(A, B, ("a1", "a2"), "Alma Studio"), Renamed(A, "ALMA"), Retyped(A, "EVENT"),
        Kept(A), Rejected(A), RejectedRelation(A, "acquires", B), AcceptedRelation(A, "acquires", B),
        Linked(A, "https://a.example/"), Linked(A, None),
    ]  # fmt: skip
    for one, other in combinations(decisions, 2):
        assert sentence(one) != sentence(other)
    for one in decisions:
        assert [reference(entity) in sentence(one) for entity in entities_of(one)] == [True] * len([*entities_of(one)])
    assert sentence(decisions[2]) == "split Alma (ORG) from Brio (ORG) in a1, a2, called Alma Studio"


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Alma (ORG)", "Alma", "ORG"),
        ("  Alma   Brio(ORG)", "Alma Brio", "ORG"),
        ("Alma (bis) ( ORG )", "Alma (bis)", "ORG"),
    ],
)
def test_a_reference_is_a_name_and_a_class(text: str, name: str, type_: str) -> None:
    entity = read_reference(text)
    assert entity is not None
    assert (entity.name, entity.type) == (name, type_)
    assert read_reference(reference(entity)) == entity


@pytest.mark.parametrize("text", ["", "Alma", "(ORG)", "Alma ()", "Alma (ORG) too"])
def test_what_is_no_reference(text: str) -> None:
    assert read_reference(text) is None


def test_a_relation_that_holds_both_ways_has_one_form() -> None:
    schema = load_schema()
    both = [relation(AcceptedRelation, *ends, schema) for ends in ((A, "partnersWith", B), (B, "partnersWith", A))]
    assert both[0] == both[1] == AcceptedRelation(A, "partnersWith", B)
    assert relation(RejectedRelation, B, "acquires", A, schema) == RejectedRelation(B, "acquires", A)
