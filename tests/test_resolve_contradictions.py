"""Decisions that several others together leave no room for."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from kg.model import Entity
from kg.resolve import contradictions as module
from kg.resolve.contradictions import contradictions, misfits
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Merged,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    opposed,
)
from kg.schema import load_schema

A, B, C, D = (Entity.named("ORG", name) for name in ("Alma", "Brio", "Cador", "Dolmen"))


def numbered(*decisions: Decision) -> list[Decision]:
    return [replace(one, line=line) for line, one in enumerate(decisions, 1)]


def lines(*decisions: Decision) -> list[tuple[int, tuple[int, ...]]]:
    """The line of each contradiction, with those of what it contradicts."""
    found = contradictions(numbered(*decisions))
    return [(one.decision.line, tuple(sorted(other.line for other in one.others))) for one in found]


def test_a_pair_is_said_once_at_the_later_one() -> None:
    assert lines(Renamed(A, "ALMA"), Renamed(B, "BRIO"), Renamed(A, "Alma SA")) == [(3, (1,))]
    assert lines(Merged(A, B), Merged(B, A)) == [(2, (1,))]


def test_one_may_contradict_several() -> None:
    assert lines(Split(A, B), Split(A, B, ("a",), "X"), Merged(A, B)) == [(2, (1,)), (3, (1,))]


def test_merges_in_a_circle_are_said_once() -> None:
    assert lines(Merged(B, C), Merged(A, B), Merged(C, A)) == [(3, (1, 2))]
    assert lines(Merged(D, A), Merged(C, A), Merged(A, B), Merged(B, C)) == [(4, (2, 3))]


def test_a_chain_of_merges_is_no_circle() -> None:
    assert lines(Merged(A, B), Merged(B, C), Merged(D, C)) == []


def test_what_merges_make_one_cannot_be_split() -> None:
    assert lines(Split(A, B), Merged(A, C), Merged(B, C)) == [(1, (2, 3))]
    assert lines(Merged(A, C), Merged(C, B), Split(A, B)) == [(3, (1, 2))]
    assert lines(Merged(A, B), Split(A, B)) == [(2, (1,))]
    assert lines(Merged(A, C), Split(A, B)) == []


def test_a_name_that_is_split_in_some_articles_may_be_merged() -> None:
    assert lines(Merged(A, C), Merged(B, C), Split(A, B, ("a1",), "Alma Studio")) == []
    assert lines(Merged(A, C), Split(A, A, ("a1",), "Alma Studio")) == []


def test_a_relation_must_fit_some_class_that_its_ends_can_have() -> None:
    schema = load_schema()
    wrong = AcceptedRelation(A, "worksFor", B)
    person = Entity.named("PERSON", "Ana Lume")
    (misfit,) = misfits([wrong], schema)
    assert misfit.decision == wrong
    assert misfit.problem == "worksFor does not join ORG to ORG"
    assert misfit.advice.startswith("it joins PERSON to ORG")
    assert list(misfits([wrong, Retyped(A, "PERSON")], schema)) == []
    assert list(misfits([wrong, Merged(A, C), Merged(C, person)], schema)) == []
    assert list(misfits([RejectedRelation(A, "acquires", B)], schema)) == []


NAMES = [Entity.named("ORG", f"Firme {n}") for n in range(2001)]
CHAIN: list[Decision] = [Merged(one, other) for one, other in pairwise(NAMES)]
MANY: dict[str, list[Decision]] = {
    "a chain": CHAIN,
    "one for all": [Merged(one, NAMES[-1]) for one in NAMES[:-1]],
    "a circle": [*CHAIN, Merged(NAMES[-1], NAMES[0])],
    "relations": [*CHAIN, *(AcceptedRelation(one, "develops", one) for one in NAMES)],
    "names": [Renamed(one, "Firme") for one in NAMES],
}


@pytest.mark.parametrize("decisions", MANY.values(), ids=MANY)
def test_each_decision_is_held_against_few_others(decisions: list[Decision], monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Decision, Decision]] = []

    def counted(one: Decision, other: Decision) -> bool:
        compared.append((one, other))
        return opposed(one, other)

    monkeypatch.setattr(module, "opposed", counted)
    started = time.process_time()
    list(contradictions(numbered(*decisions)))
    list(misfits(decisions, load_schema()))
    assert len(compared) <= len(decisions)
    assert time.process_time() - started < 3


def test_a_circle_of_many_is_said_once_in_full() -> None:
    (found,) = contradictions(numbered(*MANY["a circle"]))
    assert found.decision.line == len(NAMES)
    assert [one.line for one in found.others] == [*range(1, len(NAMES))]
