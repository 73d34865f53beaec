"""Groups of names: what is joined, what never is, and a reason for every name that gave way to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Entity
from kg.resolve.groups import Groups, Step

if TYPE_CHECKING:
    from kg.resolve.groups import Apart

A, B, C, D, E = FIVE = [Entity.named("ORG", name) for name in "ABCDE"]
STEPS = st.lists(st.tuples(st.sampled_from(FIVE), st.sampled_from(FIVE)), max_size=12)
PAIRS = st.frozensets(st.frozensets(st.sampled_from("abcde"), min_size=1, max_size=2), max_size=4)
KNOWN = st.frozensets(st.sampled_from(FIVE), max_size=3)


def step(short: Entity, long: Entity) -> Step:
    return Step(short, long, "test", f"{short.name} is {long.name}")


def grouped(
    pairs: list[tuple[Entity, Entity]], apart: Apart = frozenset(), known: frozenset[Entity] = frozenset()
) -> Groups:
    groups = Groups(FIVE, apart, lambda entity: entity if entity in known else None)
    for pair in pairs:
        groups.join(step(*pair))
    return groups


def test_the_long_name_stands_for_the_short_one_and_what_is_joined_to_it_later() -> None:
    groups = grouped([(A, B), (C, A)])
    assert groups.representatives() == {A: B, B: B, C: B, D: D, E: E}
    assert groups.join(step(B, C))
    assert groups.join(step(A, D))
    assert groups.root(C) == D


def test_what_is_one_already_gives_no_step() -> None:
    assert grouped([(A, B), (B, A), (A, A), (A, B)]).steps == [step(A, B)]


def test_a_known_thing_stands_above_a_longer_name() -> None:
    groups = grouped([(A, B)], known=frozenset([A]))
    assert groups.root(B) == A
    assert groups.steps == [Step(B, A, "test", "A is B")]


def test_the_known_name_is_spelt_as_it_is_known() -> None:
    groups = Groups([A, B], known=lambda entity: Entity("ORG", "a", "Alpha") if entity == A else None)
    groups.join(step(A, B))
    assert {one.name for one in groups.representatives().values()} == {"Alpha"}


def test_two_known_things_are_never_joined_not_even_through_a_third() -> None:
    groups = grouped([(A, B), (B, C), (D, E)], known=frozenset([A, C]))
    assert groups.root(B) == A
    assert groups.root(C) == C
    assert groups.refuses(B, C)
    assert not groups.refuses(C, D)


@pytest.mark.parametrize("pairs", [[(A, B)], [(A, C), (B, C)], [(A, C), (D, B), (C, D)]])
def test_what_a_person_told_apart_stays_apart_by_whatever_way(pairs: list[tuple[Entity, Entity]]) -> None:
    groups = grouped(pairs, apart=frozenset([frozenset("ab")]))
    assert groups.root(A) != groups.root(B)


def test_what_is_told_apart_is_so_in_every_class() -> None:
    there = Entity.named("PRODUCT", "A")
    groups = Groups([there, B], apart=frozenset([frozenset("ab")]))
    assert not groups.join(step(there, B))


def test_a_name_told_apart_from_itself_is_let_be() -> None:
    assert grouped([(A, B)], apart=frozenset([frozenset("a")])).root(A) == B


@given(STEPS, PAIRS, KNOWN)
def test_groups_never_hold_what_must_stay_apart(
    pairs: list[tuple[Entity, Entity]], apart: Apart, known: frozenset[Entity]
) -> None:
    found = grouped(pairs, apart, known).representatives()
    for one in FIVE:
        for other in FIVE:
            if one != other and found[one] == found[other]:
                assert frozenset((one.key, other.key)) not in apart
                assert not {one, other} <= known


@given(STEPS, PAIRS, KNOWN)
def test_every_name_but_the_one_on_top_has_one_reason(
    pairs: list[tuple[Entity, Entity]], apart: Apart, known: frozenset[Entity]
) -> None:
    groups = grouped(pairs, apart, known)
    found = groups.representatives()
    assert sorted(one.short for one in groups.steps) == [one for one in FIVE if found[one] != one]
    assert all(found[one.short] == found[one.long] for one in groups.steps)
    assert all(found[one] == one for one in found.values())
    assert all(found[one] == one for one in known)


@given(STEPS)
def test_without_guards_groups_are_what_hangs_together(pairs: list[tuple[Entity, Entity]]) -> None:
    found = grouped(pairs).representatives()
    parts = {entity: {entity} for entity in FIVE}
    for one, other in pairs:
        union = parts[one] | parts[other]
        parts.update(dict.fromkeys(union, union))
    assert all((found[one] == found[other]) == (other in parts[one]) for one in FIVE for other in FIVE)
