"""What people type -> decisions: what is meant, what is so already, and what makes no sense."""

from __future__ import annotations

import pytest

from kg.errors import DecisionError, QueryError
from kg.model import Entity
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Kept,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
)
from kg.resolve.decisions import Decisions, in_order
from kg.review.correct import Corrector, Proposal
from kg.review.entities import Entities
from kg.schema import load_schema
from tests.ask_sample import sample_store

NVIDIA, GOOGLE, AWS, APPLE = (Entity.named("ORG", name) for name in ("Nvidia", "Google", "AWS", "Apple"))
REACT = Entity.named("TECHNOLOGY", "React")
LONG = Entity.named("ORG", "Amazon Web Services")


def corrector(*decisions: Decision) -> Corrector:
    return Corrector(Entities(sample_store(), load_schema(), Decisions(in_order(decisions))))


def test_two_entities_are_one() -> None:
    assert corrector().merge("nvidia", "Google") == Proposal(Merged(NVIDIA, GOOGLE))


def test_a_name_that_an_entity_bears_is_one_with_it_already() -> None:
    assert corrector().merge("amazon web services", "AWS") == Proposal(
        Merged(LONG, AWS), "Amazon Web Services is a name of AWS (ORG)"
    )


def test_a_name_is_known_in_the_class_in_which_it_was_merged() -> None:
    former = Entity.named("PRODUCT", "Amazon Web Services")
    assert corrector(Merged(former, AWS)).merge("Amazon Web Services", "AWS").decision == Merged(former, AWS)
    assert corrector(Merged(former, AWS)).split("Amazon Web Services", "AWS").decision == Split(former, AWS)


def test_a_name_is_split_from_what_bears_it() -> None:
    assert corrector().split("Amazon  web services", "AWS") == Proposal(Split(LONG, AWS))
    assert corrector().split("Amazon Web Services", "AWS", (), " Amazon  Web ").decision == Split(
        LONG, AWS, (), "Amazon Web"
    )


def test_one_name_is_split_by_articles_named_by_identifier_or_file() -> None:
    by_id = corrector().split("AWS", "AWS", ["a2", "a1"], "AWS Studio").decision
    assert by_id == Split(AWS, AWS, ("a1", "a2"), "AWS Studio")
    assert corrector().split("AWS", "AWS", ["a2.md", "a1.md"], "AWS Studio").decision == by_id


def test_two_entities_that_look_alike_are_two_already() -> None:
    assert corrector().split("Apple", "Google") == Proposal(
        Split(APPLE, GOOGLE), "Apple (ORG) and Google (ORG) are two entities"
    )


@pytest.mark.parametrize(
    ("name", "articles", "label", "said"),
    [
        ("AWS", (), None, "say in which articles it is another thing"),
        ("AWS", ("a1",), None, "say in which articles it is another thing"),
        ("AWS", ("a1",), "aws", "give --as another name"),
        ("AWS", ("a9",), "X", r"no article 'a9' names AWS \(ORG\); those that do are a1 \(AWS et Nvidia\), a2"),
        ("Rien", (), None, "no entity named 'Rien'"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(
    name: str, articles: tuple[str, ...], label: str | None, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        corrector().split(name, "AWS", articles, label)


def test_a_name_is_changed_unless_it_is_so_already_or_taken() -> None:
    assert corrector().rename("nvidia", " NVIDIA  SA ") == Proposal(Renamed(NVIDIA, "NVIDIA SA"))
    assert corrector().rename("nvidia", "Nvidia").already == "Nvidia is what it is called"
    with pytest.raises(QueryError, match=r"there is another Apple \(ORG\); if both are one: kg merge 'Nvidia' 'Apple'"):
        corrector().rename("Nvidia", "Apple")


@pytest.mark.parametrize("label", ["", " \n", "\x1b[31m"])
def test_a_name_that_nobody_can_read_is_refused(label: str) -> None:
    with pytest.raises(DecisionError, match="write a name that people can read"):
        corrector().rename("Nvidia", label)


def test_a_class_is_changed_kept_or_so_already() -> None:
    assert corrector().retype("React", "produit") == Proposal(Retyped(REACT, "PRODUCT"))
    assert corrector().retype("React", "TECHNOLOGY") == Proposal(Kept(REACT), "React is of the class TECHNOLOGY")
    assert corrector().keep("React") == Proposal(Kept(REACT))


def test_to_go_back_to_the_first_class_is_to_keep_it() -> None:
    back = corrector(Retyped(REACT, "PRODUCT"))
    decision = back.retype("React", "TECHNOLOGY").decision
    assert decision == Kept(REACT)
    assert back.contradicted(decision)
    assert not corrector().contradicted(decision)


def test_a_name_is_none() -> None:
    assert corrector().reject("React") == Proposal(Rejected(REACT))


def test_a_relation_is_right_or_wrong_in_either_direction_where_it_holds_both_ways() -> None:
    assert corrector().relation(RejectedRelation, "Apple", "acquires", "Mistral AI").decision == RejectedRelation(
        APPLE, "acquires", Entity.named("ORG", "Mistral AI")
    )
    for ends in (("AWS", "Nvidia"), ("Nvidia", "AWS")):
        found = corrector().relation(AcceptedRelation, ends[0], "partnersWith", ends[1]).decision
        assert found == AcceptedRelation(AWS, "partnersWith", NVIDIA)


def test_a_relation_that_is_not_there_is_refused_and_its_direction_told() -> None:
    with pytest.raises(QueryError, match=r"the graph does not say 'Nvidia' acquires 'Apple'; see kg explain 'Nvidia'$"):
        corrector().relation(RejectedRelation, "Nvidia", "acquires", "Apple")
    with pytest.raises(
        QueryError, match="'Mistral AI' acquires 'Apple', but 'Apple' acquires 'Mistral AI'; see kg explain"
    ):
        corrector().relation(RejectedRelation, "Mistral AI", "acquires", "Apple")


def test_a_relation_that_was_rejected_and_is_gone_can_be_accepted_again() -> None:
    gone = RejectedRelation(NVIDIA, "acquires", APPLE)
    accepted = corrector(gone).relation(AcceptedRelation, "Nvidia", "acquires", "Apple").decision
    assert accepted == AcceptedRelation(NVIDIA, "acquires", APPLE)
