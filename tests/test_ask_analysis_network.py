"""Which entities of a network matter."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.analysis import network as analysis
from kg.ask.analysis.network import Measure, chosen, joined, rank
from kg.errors import QueryError
from kg.graph.measures import DAMPING
from kg.graph.network import to_networkx
from tests.ask_sample import extractions, sample_store
from tests.make_network import network
from tests.make_view import store_of

STAR = [("hub", "uses", leaf, 0.9) for leaf in ("a", "b", "c", "d")]

Edges = list[tuple[str, str, str, float]]
EDGES = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.sampled_from(["uses", "supplies"]),
        st.sampled_from("abcdefg"),
        st.floats(0, 1).map(lambda number: round(number, 4)),
    ),
    max_size=25,
)


def names(by: str, *edges: tuple[str, str, str, float]) -> list[str]:
    return [one.iri for one in rank(network(*edges), by).standings]


@pytest.mark.parametrize("by", [measure for measure in Measure if measure is not Measure.ARTICLES])
def test_the_middle_of_a_star_is_its_most_central_entity(by: str) -> None:
    first, *others = rank(network(*STAR), by).standings
    assert (first.iri, first.name, first.neighbours) == ("hub", "Hub", 4)
    assert [one.iri for one in others] == ["a", "b", "c", "d"]
    assert others[0].score == others[3].score < first.score


def test_degree_is_the_number_of_neighbours_to_expect() -> None:
    ranking = rank(network(("a", "uses", "b", 0.5), ("a", "uses", "c", 0.25)), "degree")
    assert [(one.iri, one.score) for one in ranking.standings] == [("a", 0.75), ("b", 0.5), ("c", 0.25)]


def test_by_articles_those_count_that_nothing_joins() -> None:
    alone = network(("ab", "uses", "abc", 0.9))
    alone.add_node("abcd", label="Abcd", type="schema:Place", article_count=4)
    assert [one.iri for one in rank(alone, "articles").standings] == ["abcd", "abc", "ab"]
    assert [one.iri for one in rank(alone, "pagerank").standings] == ["ab", "abc"]


def test_a_bridge_is_between_and_its_ends_are_close() -> None:
    two_stars = [("x", "uses", leaf, 0.9) for leaf in "abc"] + [("y", "uses", leaf, 0.9) for leaf in "def"]
    edges = [*two_stars, ("x", "uses", "bridge", 0.1), ("bridge", "uses", "y", 0.1)]
    assert set(names("betweenness", *edges)[:3]) == {"bridge", "x", "y"}
    assert names("closeness", *edges)[0] == "bridge"
    assert names("degree", *edges)[0] == "x"


def test_a_ranking_of_a_class_keeps_the_scores_among_all() -> None:
    mixed = network(*STAR)
    mixed.nodes["a"]["type"] = "schema:Place"
    ranking = rank(mixed)
    [place] = ranking.of("schema:Place").standings
    assert place in ranking.standings
    assert ranking.of(None) == ranking


def test_parallel_statements_join_once_by_the_surest_of_them() -> None:
    graph = joined(network(("a", "uses", "b", 0.5), ("b", "supplies", "a", 0.8), ("a", "uses", "a", 0.9)))
    assert list(graph.edges(data="weight")) == [("a", "b", 0.8)]


def test_a_statement_without_any_confidence_joins_nothing() -> None:
    assert len(joined(network(("a", "uses", "b", 0.0)))) == 0
    assert rank(network(("a", "uses", "b", 0.0)), "pagerank").standings == ()


def test_only_what_is_asserted_counts_unless_more_is_asked_for() -> None:
    graph = network(("a", "uses", "b", 0.9), ("a", "uses", "c", 0.9, "negated"), ("a", "supplies", "d", 0.3))
    assert sorted(chosen(graph).nodes) == ["a", "b", "c", "d"]
    assert [tail for _, tail in chosen(graph).edges()] == ["b", "d"]
    assert [tail for _, tail in chosen(graph, statuses=()).edges()] == ["b", "c", "d"]
    assert [tail for _, tail in chosen(graph, statuses=["negated"]).edges()] == ["c"]
    assert [tail for _, tail in chosen(graph, relations=["supplies"]).edges()] == ["d"]
    assert [tail for _, tail in chosen(graph, min_confidence=0.5).edges()] == ["b"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"statuses": ["denied"]}, "no status 'denied'; use asserted, planned, hypothetical, negated"),
        ({"min_confidence": 1.5}, "1.5 is no confidence"),
        ({"min_confidence": math.nan}, "nan is no confidence"),
    ],
)
def test_a_choice_that_is_none_is_refused(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        chosen(network(), **arguments)  # type: ignore[arg-type]


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(QueryError, match="no measure 'fame'; use pagerank, degree"):
        rank(network(), "fame")


@pytest.mark.parametrize("by", Measure)
def test_nothing_is_ranked_where_there_is_nothing(by: str) -> None:
    assert rank(network(), by).standings == ()


def test_large_networks_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = rank(network(*STAR), "betweenness")
    monkeypatch.setattr(analysis, "EXACT", 4)
    monkeypatch.setattr(analysis, "PIVOTS", 5)
    sampled = rank(network(*STAR), "betweenness")
    assert (exact.pivots, sampled.pivots) == (None, 5)
    assert exact.standings == sampled.standings  # with as many pivots as entities nothing is left to chance
    assert rank(network(*STAR), "closeness").pivots is None


@settings(deadline=None)
@given(EDGES)
def test_pagerank_is_shared_out_and_stays_as_it_is_when_shared_once_more(edges: Edges) -> None:
    graph = joined(network(*edges))
    scores = {one.iri: one.score for one in rank(network(*edges)).standings}
    assert scores.keys() == set(graph)
    for node, score in scores.items():
        arriving = sum(
            scores[other] * graph[node][other]["weight"] / graph.degree(other, weight="weight") for other in graph[node]
        )
        assert score == pytest.approx((1 - DAMPING) / len(graph) + DAMPING * arriving, rel=1e-4)


@settings(deadline=None)
@given(EDGES)
def test_pagerank_is_that_of_networkx(edges: Edges) -> None:
    graph = joined(network(*edges))
    theirs = nx.pagerank(graph, alpha=DAMPING, tol=1e-9, max_iter=500) if graph else {}
    assert {one.iri: one.score for one in rank(network(*edges)).standings} == pytest.approx(theirs, rel=1e-4)


@settings(deadline=None)
@given(EDGES.flatmap(lambda edges: st.tuples(st.just(edges), st.permutations(edges))), st.sampled_from(Measure))
def test_the_direction_and_the_order_of_statements_change_nothing(both: tuple[Edges, Edges], by: Measure) -> None:
    edges, shuffled = both
    turned = [(tail, relation, head, confidence) for head, relation, tail, confidence in shuffled]
    assert rank(network(*edges), by) == rank(network(*turned), by)


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(3)), st.sampled_from(Measure))
def test_a_ranking_does_not_depend_on_the_order_of_articles(order: list[int], by: Measure) -> None:
    articles = extractions()
    shuffled = to_networkx(store_of(*(articles[place] for place in order)))
    assert rank(chosen(shuffled), by) == rank(chosen(to_networkx(sample_store())), by)


def test_a_ranking_as_a_table() -> None:
    table = rank(chosen(to_networkx(sample_store()))).table(sample_store().vocabulary)
    assert table.columns == ("name", "class", "score", "neighbours", "articles", "iri")
    assert table.rows[0] == ("Nvidia", "schema:Organization", 0.119824, 6, 2, "org:nvidia")
