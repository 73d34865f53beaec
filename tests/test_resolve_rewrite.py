"""Other entities in the place of an extraction's own; the text and its offsets stay."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Entity
from kg.resolve.rewrite import allowed, place, rewrite
from tests.make_resolve import SCHEMA, read

NVIDIA, AWS, CLOUD = (Entity.named("ORG", name) for name in ("Nvidia", "AWS", "Cloud"))
TEXT = "{AWS:ORG} et {Nvidia:ORG} avec {AWS:ORG}."
READ = read(TEXT, "a1", ("AWS", "partnersWith", "Nvidia"))


def test_every_mention_and_every_end_of_a_relation_is_replaced_and_nothing_else() -> None:
    found = rewrite(READ, {AWS: CLOUD})
    assert [mention.entity for mention in found.mentions] == [CLOUD, NVIDIA, CLOUD]
    assert [(one.head, one.predicate, one.tail) for one in found.relations] == [(CLOUD, "partnersWith", NVIDIA)]
    assert [replace(one, entity=AWS) for one in found.mentions] == [replace(one, entity=AWS) for one in READ.mentions]
    assert found.relations[0].evidence == READ.relations[0].evidence
    assert found.article is READ.article


def test_what_is_not_named_stays_as_it_is() -> None:
    assert rewrite(READ, {CLOUD: NVIDIA}) == READ


def test_another_spelling_of_the_same_entity_is_taken_over() -> None:
    found = rewrite(READ, {AWS: Entity("ORG", "aws", "aws")})
    assert found == READ
    assert [mention.entity.name for mention in found.mentions] == ["aws", "Nvidia", "aws"]
    assert found.relations[0].head.name == "aws"


def test_a_relation_of_a_thing_to_itself_is_left_out() -> None:
    assert rewrite(READ, {AWS: NVIDIA}).relations == ()
    assert len(rewrite(READ, {AWS: NVIDIA}).mentions) == 3


def test_single_mentions_get_another_entity_and_take_the_relations_around_them_along() -> None:
    first, _, last = READ.mentions
    found = place(READ, {first: CLOUD, last: CLOUD})
    assert [mention.entity for mention in found.mentions] == [CLOUD, NVIDIA, CLOUD]
    assert found.relations[0].head == CLOUD


def test_a_mention_outside_the_passage_leaves_the_relation_alone() -> None:
    here = READ.relations[0]
    last = READ.mentions[-1]
    evidence = replace(here.evidence, end=last.start, exact=READ.article.text[: last.start])
    found = place(replace(READ, relations=(replace(here, evidence=evidence),)), {last: CLOUD})
    assert found.relations[0].head == AWS
    assert found.mentions[-1].entity == CLOUD


def test_with_no_place_to_change_nothing_is_made_anew() -> None:
    assert place(READ, {}) is READ


def test_relations_between_classes_that_the_schema_does_not_join_are_left_out() -> None:
    person = Entity.named("PERSON", "AWS")
    assert allowed(READ, SCHEMA) is READ
    assert allowed(rewrite(READ, {AWS: person}), SCHEMA).relations == ()


def test_a_relation_that_the_schema_does_not_know_is_let_be() -> None:
    odd = replace(READ, relations=(replace(READ.relations[0], predicate="marries"),))
    assert allowed(odd, SCHEMA) is odd


def test_an_extraction_with_nothing_in_it_stays_so() -> None:
    empty = read("Rien.")
    assert rewrite(empty, {AWS: NVIDIA}) == place(empty, {}) == allowed(empty, SCHEMA) == empty
