"""Measures: what is joined, what matters, what belongs together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.measures import Division, divide, joined, pagerank

Statements = list[tuple[str, str, float]]

NAMES = st.sampled_from("abcdefgh")
STATEMENTS = st.lists(st.tuples(NAMES, NAMES, st.integers(0, 100).map(lambda percent: percent / 100)), max_size=20)


def test_a_pair_is_joined_once_by_the_surest_of_its_statements() -> None:
    joins = joined([("b", "a", 0.5), ("a", "b", 0.8), ("a", "a", 0.9), ("c", "d", 0.0)])
    assert joins == {"a": {"b": 0.8}, "b": {"a": 0.8}}


def test_two_cliques_with_one_join_between_them_are_two_groups_the_larger_first() -> None:
    cliques = [(one, other, 0.9) for group in ("wxyz", "abc") for one in group for other in group if one < other]
    division = divide(joined([*cliques, ("a", "z", 0.2)]))
    assert division.groups == (("w", "x", "y", "z"), ("a", "b", "c"))
    assert 0.3 < division.modularity < 0.5
    assert len(divide(joined(cliques), resolution=0.01).groups) == 2  # nothing joins them


def test_nothing_joined_is_neither_ranked_nor_divided() -> None:
    assert pagerank(joined([])) == {}
    assert divide(joined([])) == Division((), 0.0)


@settings(deadline=None)
@given(STATEMENTS)
def test_importance_is_shared_out_and_every_entity_is_in_one_group(statements: Statements) -> None:
    joins = joined(statements)
    rank, groups = pagerank(joins), divide(joins).groups
    assert abs(sum(rank.values()) - (1 if joins else 0)) < 1e-9
    assert sorted(name for group in groups for name in group) == sorted(joins)
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


@settings(deadline=None)
@given(STATEMENTS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_and_the_direction_of_statements_do_not_matter(both: tuple[Statements, Statements]) -> None:
    rows, shuffled = both
    one, other = joined(rows), joined((tail, head, confidence) for head, tail, confidence in shuffled)
    assert divide(one) == divide(other)
    assert pagerank(one) == pagerank(other)
