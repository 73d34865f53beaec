"""Which entities of a network belong together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.analysis.communities import communities
from kg.ask.analysis.network import joined
from kg.errors import QueryError
from kg.graph.vocab import Vocabulary
from tests.make_network import network

LEFT = [("a", "uses", "b", 0.9), ("b", "uses", "c", 0.8), ("c", "supplies", "a", 0.9)]
RIGHT = [("x", "uses", "y", 0.9), ("y", "uses", "z", 0.9)]
BRIDGE = ("c", "uses", "x", 0.1)


def test_two_groups_with_a_bridge_are_two_communities() -> None:
    found = communities(network(*LEFT, *RIGHT, BRIDGE))
    left, right = found.groups
    assert [one.iri for one in left.members] == ["a", "b", "c"]
    assert [one.iri for one in right.members] == ["y", "x", "z"]
    assert [(one.inside, one.outside) for one in left.members] == [(2, 0), (2, 0), (2, 1)]
    assert [one.strength for one in left.members] == [1.8, 1.7, 1.7]
    assert left.relations == (("uses", 2), ("supplies", 1))
    assert right.relations == (("uses", 2),)
    assert 0.3 < found.modularity < 0.5


def test_an_entity_is_found_in_its_community() -> None:
    found = communities(network(*LEFT, *RIGHT, BRIDGE))
    assert [found.of(iri) for iri in ("a", "z", "nobody")] == [0, 1, None]


def test_a_higher_resolution_gives_more_communities() -> None:
    chain = [(one, "uses", other, 0.9) for one, other in zip("abcdefgh", "bcdefghi", strict=False)]
    few, many = (communities(network(*chain), resolution=resolution) for resolution in (0.1, 5))
    assert len(few.groups) < len(many.groups)


@pytest.mark.parametrize("resolution", [0, -1, float("nan")])
def test_a_resolution_that_is_none_is_refused(resolution: float) -> None:
    with pytest.raises(QueryError, match="is no resolution; give a number above 0"):
        communities(network(*LEFT), resolution=resolution)


def test_there_are_none_where_nothing_is_joined() -> None:
    assert communities(network(("a", "uses", "b", 0.0))).groups == ()


def test_members_as_a_table() -> None:
    edges = [(f"org:{head}", relation, f"org:{tail}", sure) for head, relation, tail, sure in (*LEFT, *RIGHT, BRIDGE)]
    found = communities(network(*edges))
    table = found.table(Vocabulary())
    assert table.columns == ("community", "name", "class", "strength", "inside", "outside", "articles", "iri")
    assert [row[:2] for row in table.rows] == [
        (1, "Org:A"),
        (1, "Org:B"),
        (1, "Org:C"),
        (2, "Org:Y"),
        (2, "Org:X"),
        (2, "Org:Z"),
    ]
    assert found.table(Vocabulary(), [1]).rows == table.rows[3:]


EDGES = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"), st.just("uses"), st.sampled_from("abcdefghij"), st.sampled_from([0.2, 0.5, 0.9])
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(EDGES.flatmap(lambda edges: st.tuples(st.just(edges), st.permutations(edges))))
def test_communities_share_out_what_is_joined_whatever_the_order(
    both: tuple[list[tuple[str, str, str, float]], list[tuple[str, str, str, float]]],
) -> None:
    edges, shuffled = both
    found = communities(network(*edges))
    members = [one.iri for group in found.groups for one in group.members]
    assert sorted(members) == sorted(joined(network(*edges)))
    assert communities(network(*shuffled)) == found
    sizes = [len(group.members) for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)
