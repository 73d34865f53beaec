"""The ways from one entity to another, and what lies around one."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.analysis.backing import backings
from kg.ask.analysis.network import joined
from kg.ask.analysis.paths import around, around_table, path_table, paths
from kg.errors import QueryError
from kg.graph.network import to_networkx
from tests.make_network import Fact, fact_store, network

SQUARE = network(
    ("a", "uses", "b", 0.5), ("c", "supplies", "b", 0.5),
    ("a", "partnersWith", "d", 0.9), ("d", "uses", "c", 0.6), ("c", "uses", "d", 0.7),
    ("b", "uses", "d", 0.9),
)  # fmt: skip


def chains(**options: object) -> list[str]:
    found = paths(SQUARE, "a", "c", symmetric={"partnersWith"}, **options)  # type: ignore[arg-type]
    return ["a" + "".join(f" {hop[0].direction} {hop[0].goal}" for hop in one.hops) for one in found]


def test_the_shortest_path_comes_first_and_of_equals_the_surest() -> None:
    assert chains() == ["a -- d <- c"]
    assert chains(count=9) == ["a -- d <- c", "a -> b <- c", "a -- d <- b <- c", "a -> b -> d <- c"]


def test_a_short_path_comes_before_a_sure_one() -> None:
    found = paths(network(("a", "uses", "c", 0.0001), ("a", "uses", "b", 1.0), ("b", "uses", "c", 1.0)), "a", "c")
    assert [len(one.hops) for one in found] == [1]


def test_every_statement_of_a_hop_is_there_the_surest_first() -> None:
    [one] = paths(SQUARE, "a", "c")
    steps = one.hops[1]
    assert [(step.said, step.direction, step.confidence) for step in steps] == [
        ("C uses D", "<-", 0.7),
        ("D uses C", "->", 0.6),
    ]
    assert one.confidence == pytest.approx(0.9 * 0.7)


def test_paths_can_be_kept_short_and_clear_of_others() -> None:
    assert chains(count=9, max_hops=2) == ["a -- d <- c", "a -> b <- c"]
    assert chains(max_hops=1) == []
    assert chains(count=9, avoid=["d"]) == ["a -> b <- c"]
    assert chains(avoid=["b", "d"]) == []


def test_there_is_none_between_islands_or_without_any_confidence() -> None:
    islands = network(("a", "uses", "b", 0.9), ("c", "uses", "d", 0.9), ("a", "uses", "e", 0.0))
    assert paths(islands, "a", "c") == ()
    assert paths(islands, "a", "e") == ()


@pytest.mark.parametrize(
    ("goal", "options", "said"),
    [
        ("a", {}, "both ends are A, one entity; name two"),
        ("c", {"avoid": ["c"]}, "C is an end of the path and to be avoided"),
        ("c", {"count": 0}, "at least 1"),
        ("c", {"max_hops": 0}, "at least 1"),
    ],
)
def test_what_makes_no_sense_is_refused(goal: str, options: dict[str, object], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        paths(SQUARE, "a", goal, **options)  # type: ignore[arg-type]


EDGES = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.just("uses"), st.sampled_from("abcdef"), st.sampled_from([0.0, 0.3, 0.6, 0.9])
    ),
    max_size=20,
)


@settings(deadline=None)
@given(EDGES)
def test_the_hops_of_a_path_chain_and_longer_ones_come_later(edges: list[tuple[str, str, str, float]]) -> None:
    graph = network(*edges, ("a", "uses", "x", 0.0), ("b", "uses", "x", 0.0))
    found = paths(graph, "a", "b", count=20)
    assert [len(one.hops) for one in found] == sorted(len(one.hops) for one in found)
    for one in found:
        assert (one.hops[0][0].origin, one.hops[-1][0].goal) == ("a", "b")
        assert all(step.goal == other.origin for hop, (other, *_) in pairwise(one.hops) for step in hop)
        passed = ["a", *(hop[0].goal for hop in one.hops)]
        assert len(passed) == len(set(passed))
        for hop in one.hops:
            for step in hop:
                head, tail = (step.origin, step.goal) if step.direction == "->" else (step.goal, step.origin)
                assert graph.edges[head, tail, step.statement]["confidence"] == step.confidence > 0
    for shorter, longer in pairwise(found):
        assert len(shorter.hops) < len(longer.hops) or shorter.confidence >= longer.confidence * (1 - 1e-9)
    assert {len(one.hops) for one in paths(graph, "b", "a")} == {len(one.hops) for one in found[:1]}


def test_what_lies_around_is_told_hop_by_hop_and_by_relation() -> None:
    spokes = around(network(("a", "uses", "b", 0.5), ("c", "uses", "a", 0.6), ("a", "uses", "d", 0.9),
                            ("d", "supplies", "e", 0.9), ("b", "uses", "d", 0.9)), "a", depth=2)  # fmt: skip
    assert [(one.hop, one.step.origin, str(one.step.direction), one.step.goal) for one in spokes] == [
        (1, "a", "->", "d"),
        (1, "a", "->", "b"),
        (1, "a", "<-", "c"),
        (2, "d", "->", "e"),
    ]


def test_nothing_lies_around_what_nothing_joins() -> None:
    assert around(network(("a", "uses", "b", 0.0)), "a") == ()
    with pytest.raises(QueryError, match="depth 0: not a number of hops"):
        around(SQUARE, "a", depth=0)


@settings(deadline=None)
@given(EDGES, st.integers(1, 4))
def test_every_entity_within_reach_is_around_once_for_each_way(
    edges: list[tuple[str, str, str, float]], depth: int
) -> None:
    graph = network(*edges, ("a", "uses", "x", 0.0))
    spokes = around(graph, "a", depth=depth)
    reach = (
        nx.single_source_shortest_path_length(joined(graph), "a", cutoff=depth) if "a" in joined(graph) else {"a": 0}
    )
    assert {"a": 0} | {one.step.goal: one.hop for one in spokes} == reach
    assert all(reach[one.step.origin] == one.hop - 1 for one in spokes)
    assert len({(one.step.statement, one.step.goal) for one in spokes}) == len(spokes)


def test_paths_and_surroundings_as_tables() -> None:
    store = fact_store(
        [Fact("Ada", "founded", "Bell"), Fact("Cray", "uses", "Emacs"), Fact("Bell", "develops", "Emacs")]
    )
    graph = to_networkx(store)
    ada, bell, cray = (f"https://kg.example/id/{name}" for name in ("person/ada", "org/bell", "org/cray"))
    found = paths(graph, ada, cray)
    evidence = backings(store, (hop[0].statement for one in found for hop in one.hops))
    table = path_table(found, evidence, store.vocabulary)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["hop"], row["from"], row["direction"], row["to"]) for row in rows] == [
        (1, "Ada", "->", "Bell"),
        (2, "Bell", "->", "Emacs"),
        (3, "Emacs", "<-", "Cray"),
    ]
    assert [row["sentence"] for row in rows] == ["Ada founded Bell.", "Bell develops Emacs.", "Cray uses Emacs."]
    assert [row["file"] for row in rows] == ["a0.md", "a2.md", "a1.md"]
    spokes = around_table(around(graph, bell), store.vocabulary)
    assert [row[:5] for row in spokes.rows] == [
        (1, "Bell", "->", "develops", "Emacs"),
        (1, "Bell", "<-", "founded", "Ada"),
    ]
