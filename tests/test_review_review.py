"""The questions of a review: which, in what order, with what answers, and which are answered already."""

from __future__ import annotations

import pytest

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
from kg.review.entities import Entities
from kg.review.review import MergeQuestion, Question, RelationQuestion, Review, Topic, TypeQuestion
from kg.schema import load_schema
from tests.ask_sample import sample_store

REVIEW = Review(Entities(sample_store(), load_schema()))
GEMINI, GOOGLE, REACT = (
    Entity.named("ORG", "Gemini"),
    Entity.named("ORG", "Google"),
    Entity.named("TECHNOLOGY", "React"),
)
OPENAI, CUDA = Entity.named("ORG", "OpenAI"), Entity.named("PRODUCT", "CUDA Quantum")
OTHER = Entity.named("ORG", "Alma")


def asked(*topics: Topic, below: float = 0.95) -> list[Question]:
    return REVIEW.questions(topics or tuple(Topic), below=below)


def merge() -> MergeQuestion:
    (question,) = asked(Topic.MERGES)
    assert isinstance(question, MergeQuestion)
    return question


def type_() -> TypeQuestion:
    (question,) = asked(Topic.TYPES)
    assert isinstance(question, TypeQuestion)
    return question


def relation() -> RelationQuestion:
    return next(
        one for one in asked(Topic.RELATIONS)
        if isinstance(one, RelationQuestion) and (one.head.entity, one.predicate) == (OPENAI, "uses")
    )  # fmt: skip


def test_merges_come_first_then_types_then_relations_the_least_sure_first() -> None:
    questions = asked()
    assert [type(one) for one in questions[:3]] == [MergeQuestion, TypeQuestion, RelationQuestion]
    sure = [one.confidence for one in questions if isinstance(one, RelationQuestion)]
    assert sure == sorted(sure)
    assert len(sure) > 10


def test_relations_that_are_sure_enough_are_not_asked_about() -> None:
    assert asked(Topic.RELATIONS, below=0.1) == []
    assert all(one.confidence < 0.85 for one in asked(Topic.RELATIONS, below=0.85) if isinstance(one, RelationQuestion))


def test_a_doubtful_merge_is_of_the_rarer_into_the_more_common() -> None:
    question = merge()
    assert (question.one.entity, question.into.entity) == (GEMINI, GOOGLE)
    assert (question.score, question.rule, question.together) == (0.5, "similar", 1)
    assert question.parties == (question.into, question.one)


def test_a_doubtful_class_has_the_other_readings() -> None:
    question = type_()
    assert question.known.entity == REACT
    assert [(one.type, one.articles, one.share) for one in question.readings] == [("PRODUCT", 1, 0.25)]


def test_every_question_has_two_answers_that_are_decisions() -> None:
    assert (REVIEW.accepted(merge()), REVIEW.rejected(merge())) == (Merged(GEMINI, GOOGLE), Split(GEMINI, GOOGLE))
    assert (REVIEW.accepted(type_()), REVIEW.rejected(type_())) == (Kept(REACT), Retyped(REACT, "PRODUCT"))
    answers = REVIEW.accepted(relation()), REVIEW.rejected(relation())
    assert answers == (AcceptedRelation(OPENAI, "uses", CUDA), RejectedRelation(OPENAI, "uses", CUDA))


@pytest.mark.parametrize(
    ("question", "decisions"),
    [
        (merge(), [Merged(GEMINI, GOOGLE)]),
        (merge(), [Merged(GOOGLE, GEMINI)]),
        (merge(), [Split(GOOGLE, GEMINI)]),
        (merge(), [Merged(GEMINI, OTHER), Merged(GOOGLE, OTHER)]),
        (merge(), [Rejected(GEMINI)]),
        (type_(), [Kept(REACT)]),
        (type_(), [Retyped(REACT, "ORG")]),
        (type_(), [Rejected(REACT)]),
        (type_(), [Merged(REACT, OTHER)]),
        (relation(), [AcceptedRelation(OPENAI, "uses", CUDA)]),
        (relation(), [RejectedRelation(OPENAI, "uses", CUDA)]),
        (relation(), [Rejected(CUDA)]),
    ],
)
def test_what_decisions_answer_is_not_asked(question: Question, decisions: list[Decision]) -> None:
    assert list(REVIEW.undecided([question], decisions)) == []


@pytest.mark.parametrize(
    ("question", "decisions"),
    [
        (merge(), []),
        (merge(), [Merged(GEMINI, OTHER)]),
        (merge(), [Split(GEMINI, GOOGLE, ("a1",), "Alma")]),
        (merge(), [Renamed(GEMINI, "Alma")]),
        (type_(), [Renamed(REACT, "React.js")]),
        (relation(), [AcceptedRelation(OPENAI, "develops", CUDA)]),
        (relation(), [Retyped(CUDA, "TECHNOLOGY")]),
    ],
)
def test_what_they_leave_open_is(question: Question, decisions: list[Decision]) -> None:
    assert list(REVIEW.undecided([question], decisions)) == [question]
