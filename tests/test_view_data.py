"""What a page holds of a graph: everything, once, and what the filters leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import QueryError
from kg.schema import EntityClass, Schema, load_schema
from kg.view import GraphData, graph_data
from kg.view.values import Hidden
from tests.make import article, extraction
from tests.make_schema import MEDICINE
from tests.make_view import sample, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.store import Store


@pytest.fixture(scope="module", name="store")
def _store() -> Store:
    return sample()


def facts(data: GraphData) -> set[str]:
    return {f"{data.nodes[edge.head].name} {edge.relation} {data.nodes[edge.tail].name}" for edge in data.edges}


def names(data: GraphData) -> set[str]:
    return {node.name for node in data.nodes}


ALL = {
    "AWS partnersWith Nvidia",
    "Ian Buck worksFor Nvidia",
    "Nvidia develops Grace Blackwell",
    "Nvidia develops Vera Rubin",
    "AWS uses CUDA Quantum",
    "Société Générale uses Nvidia Blackwell",
    "Société Générale uses CUDA",
    "Fortinet fixes CVE-2025-0001",
}


def test_every_statement_is_an_edge_and_every_entity_a_node(store: Store) -> None:
    data = graph_data(store)
    assert facts(data) == ALL
    assert len(data.nodes) == 12
    assert "AWS re:Invent 2025" in names(data)  # though no statement joins it
    assert data.hidden == Hidden(0, 0)
    assert data == graph_data(store)


def test_an_edge_carries_its_evidence_and_the_evidence_its_article(store: Store) -> None:
    data = graph_data(store)
    [edge] = [edge for edge in data.edges if edge.relation == "partnersWith"]
    assert (edge.status, edge.sources) == ("asserted", 2)
    surest, latest = (data.evidence[place] for place in edge.evidence)
    assert data.articles[latest.article].title == "La Société Générale et l'IA"
    source = data.articles[surest.article]
    assert (source.date, source.publisher, source.language) == ("2025-12-02", "news.example", "fr")
    assert source.url == "https://news.example/aws-nvidia"
    assert surest.text == "AWS et Nvidia étendent leur partenariat."
    assert surest.marks == ((0, 3, "head"), (7, 13, "tail"), (14, 22, "trigger"), (28, 39, "trigger"))
    assert (surest.confidence, surest.extracted_by, surest.start, surest.end) == (0.9, "test", 0, 40)


def test_markup_is_gone_from_the_sentence_and_the_names_are_marked(store: Store) -> None:
    data = graph_data(store, relations=["uses"], statuses=["hypothetical"])
    [edge] = data.edges
    [passage] = [data.evidence[place] for place in edge.evidence]
    assert passage.text == "Société Générale utilise Nvidia Blackwell et CUDA."
    assert [mark for _, _, mark in passage.marks] == ["head", "trigger", "tail"]


def test_evidence_comes_in_the_order_of_articles_and_of_places_in_them(store: Store) -> None:
    data = graph_data(store)
    places = [(passage.article, passage.start) for passage in data.evidence]
    assert places == sorted(places)
    assert sorted(place for edge in data.edges for place in edge.evidence) == list(range(len(data.evidence)))


def test_a_role_is_with_its_statement(store: Store) -> None:
    data = graph_data(store, relations=["worksFor"])
    assert [edge.roles for edge in data.edges] == [("vice-président",)]


def test_a_node_says_what_it_is_and_how_often_it_is_met(store: Store) -> None:
    data = graph_data(store)
    [nvidia] = [node for node in data.nodes if node.name == "Nvidia"]
    assert (nvidia.iri, nvidia.type) == ("https://kg.example/id/org/nvidia", "schema:Organization")
    assert (nvidia.mentions, nvidia.degree) == (4, 4)
    assert [(data.articles[place].title, count) for place, count in nvidia.articles] == [
        ("AWS et Nvidia", 3),
        ("La Société Générale et l'IA", 1),
    ]


def test_articles_are_those_that_name_what_is_shown(store: Store) -> None:
    data = graph_data(store, around="https://kg.example/id/person/ian_buck")
    assert [article.title for article in data.articles] == ["AWS et Nvidia", "La Société Générale et l'IA"]
    alone = graph_data(store, around="https://kg.example/id/org/fortinet")
    assert [article.title for article in alone.articles] == ["La Société Générale et l'IA"]


def test_importance_and_community_are_those_in_the_whole_graph(store: Store) -> None:
    whole = {node.name: node for node in graph_data(store).nodes}
    assert max(whole.values(), key=lambda node: node.rank).name == "Nvidia"
    assert (whole["CUDA Quantum"].rank, whole["CUDA Quantum"].community) == (0.0, -1)  # only denied
    assert (whole["AWS re:Invent 2025"].rank, whole["AWS re:Invent 2025"].degree) == (0.0, 0)
    assert whole["Nvidia"].community == whole["Ian Buck"].community == 0
    assert whole["Fortinet"].community == whole["CVE-2025-0001"].community > 0
    part = graph_data(store, around="https://kg.example/id/person/ian_buck")
    assert [(node.rank, node.community) for node in part.nodes] == [
        (whole[node.name].rank, whole[node.name].community) for node in part.nodes
    ]


def test_classes_and_relations_come_by_frequency_with_their_labels(store: Store) -> None:
    data = graph_data(store)
    assert data.classes[0].iri == "schema:Organization"
    assert data.classes[0].label == {"en": "organization", "fr": "organisation"}
    uses = data.relations[0]
    assert (uses.name, uses.label["fr"], uses.inverse["en"], uses.symmetric) == ("uses", "utilise", "used by", False)
    assert [relation.symmetric for relation in data.relations if relation.name == "partnersWith"] == [True]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"classes": ["PERSON"]}, {"Ian Buck worksFor Nvidia"}),  # of one class: what it has to do with any
        ({"classes": ["TECHNOLOGY"]}, {"Société Générale uses CUDA"}),
        ({"classes": ["schema:Organization", "PERSON"]}, {"AWS partnersWith Nvidia", "Ian Buck worksFor Nvidia"}),
        ({"classes": ["person"]}, {"Ian Buck worksFor Nvidia"}),
        ({"classes": ["SCHEMA:PERSON"]}, {"Ian Buck worksFor Nvidia"}),
        ({"classes": ["organisation", "Person"]}, {"AWS partnersWith Nvidia", "Ian Buck worksFor Nvidia"}),
        ({"classes": ["malware"]}, set()),  # of the schema, and not in this graph
        ({"relations": ["WORKSFOR"]}, {"Ian Buck worksFor Nvidia"}),
        ({"relations": ["travaille pour"]}, {"Ian Buck worksFor Nvidia"}),
        ({"relations": ["fixes", "worksFor"]}, {"Ian Buck worksFor Nvidia", "Fortinet fixes CVE-2025-0001"}),
        ({"statuses": ["planned"]}, {"Nvidia develops Vera Rubin"}),
        ({"statuses": ["negated"]}, {"AWS uses CUDA Quantum"}),
        ({"min_confidence": 0.95}, {"AWS partnersWith Nvidia"}),  # two sources make it surer than either
        ({"min_confidence": 1.0}, set()),
        ({"since": date(2026, 1, 1), "statuses": ["hypothetical"]}, {"Société Générale uses CUDA"}),
        ({"until": date(2025, 12, 1)}, set()),
        ({"since": date(2025, 12, 3), "until": date(2026, 1, 6)}, set()),
        ({"since": date(2026, 1, 7), "until": date(2026, 1, 7), "statuses": ["planned"]}, set()),
        ({"around": "https://kg.example/id/org/fortinet"}, {"Fortinet fixes CVE-2025-0001"}),
        ({"around": "https://kg.example/id/person/ian_buck"}, {"Ian Buck worksFor Nvidia"}),
        (
            {"around": "https://kg.example/id/person/ian_buck", "depth": 9},
            {fact for fact in ALL if not fact.startswith(("Société", "Fortinet"))},
        ),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_passes(store: Store, filters: dict[str, Any], left: set[str]) -> None:
    data = graph_data(store, **filters)
    assert facts(data) == left
    ends = {end for edge in data.edges for end in (edge.head, edge.tail)}
    assert ends == set(range(len(data.nodes))) or "classes" in filters


def test_of_chosen_days_a_page_holds_what_their_articles_say(store: Store) -> None:
    data = graph_data(store, since=date(2026, 1, 1))
    assert [article.title for article in data.articles] == ["La Société Générale et l'IA"]
    [edge] = [edge for edge in data.edges if edge.relation == "partnersWith"]
    assert (edge.confidence, edge.sources, len(edge.evidence)) == (0.7, 1, 1)
    [nvidia] = [node for node in data.nodes if node.name == "Nvidia"]
    assert (nvidia.mentions, nvidia.articles, nvidia.degree) == (1, ((0, 1),), 4)  # its degree is that of the whole
    assert facts(graph_data(store, until=date(2026, 1, 1), min_confidence=0.95)) == set()  # with both it would be one


def test_an_article_without_a_date_is_of_no_day() -> None:
    store = store_of(extraction(article(published=None)))
    assert len(graph_data(store).edges) == 5
    assert graph_data(store, since=date(1900, 1, 1)).edges == ()


def test_the_limit_keeps_the_most_important_and_counts_the_rest(store: Store) -> None:
    data = graph_data(store, limit=2)
    assert names(data) == {"Société Générale", "Nvidia"}  # AWS has two statements as well, and matters less
    assert data.hidden == Hidden(entities=10, statements=8)
    [nvidia] = [node for node in data.nodes if node.name == "Nvidia"]
    assert nvidia.degree == 4  # of the whole graph


def test_the_limit_keeps_the_nearest_of_a_neighbourhood(store: Store) -> None:
    data = graph_data(store, around="https://kg.example/id/person/ian_buck", depth=2, limit=2)
    assert names(data) == {"Ian Buck", "Nvidia"}


@pytest.mark.parametrize(
    ("filters", "there"),
    [
        ({}, True),
        ({"classes": ["EVENT"]}, True),
        ({"classes": ["ORG"]}, False),
        ({"relations": ["uses"]}, False),
        ({"statuses": ["asserted"]}, False),
        ({"min_confidence": 0.1}, False),
        ({"since": date(2025, 1, 1)}, True),  # an article of these days names it
        ({"since": date(2026, 1, 1)}, False),
        ({"since": date(2025, 1, 1), "statuses": ["asserted"]}, False),
        ({"around": "https://kg.example/id/org/aws"}, False),
    ],
)
def test_what_nothing_joins_is_there_unless_statements_are_asked_for(
    store: Store, filters: dict[str, Any], there: bool
) -> None:
    assert ("AWS re:Invent 2025" in names(graph_data(store, **filters))) == there


def test_an_entity_without_relations_may_be_the_centre(store: Store) -> None:
    data = graph_data(store, around="https://kg.example/id/event/aws_re:invent_2025")
    assert names(data) == {"AWS re:Invent 2025"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"classes": ["FIRM"]}, "no class 'FIRM'; use "),
        ({"relations": ["likes"]}, "no relation 'likes'; use acquires, "),
        ({"statuses": ["sure"]}, "no status 'sure'; use asserted, hypothetical, negated, planned"),
        ({"around": "https://kg.example/id/org/nobody"}, "no entity 'https://kg.example/id/org/nobody'; use "),
        ({"limit": 0}, "limit is at least 1"),
        ({"depth": -1}, "depth is at least 0"),
        ({"min_confidence": 1.5}, "min_confidence from 0 to 1"),
    ],
)
def test_a_filter_that_names_nothing_known_is_refused(store: Store, filters: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message.replace(".", r"\.")):
        graph_data(store, **filters)


def test_a_filter_may_name_what_the_schema_of_the_graph_holds(store: Store, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(MEDICINE, encoding="utf-8")
    schema = load_schema(tmp_path)
    some: list[dict[str, Any]] = [{"classes": ["médicament", "Drug"]}, {"relations": ["soigne"]}]
    for filters in some:
        assert graph_data(store, schema=schema, **filters).nodes == ()
        with pytest.raises(QueryError):
            graph_data(store, **filters)


def test_a_class_may_be_given_by_its_full_iri_in_the_schema(store: Store) -> None:
    company = EntityClass("FIRM", "https://schema.org/Organization", {"en": "firm"}, {})
    schema = Schema({"FIRM": company}, {})
    assert facts(graph_data(store, schema=schema, classes=["firm", "schema:Event"])) == {"AWS partnersWith Nvidia"}


def test_an_empty_graph_gives_an_empty_page() -> None:
    data = graph_data(store_of(extraction(entities=(), relations=())))
    assert (data.nodes, data.edges, data.classes, data.hidden) == ((), (), (), Hidden())


ID = "https://kg.example/id/"
NS = "https://kg.example/ns#"


def test_given_facts_are_drawn_with_the_evidence_of_what_the_graph_states(store: Store) -> None:
    whole = {(edge.iri, edge.evidence) for edge in graph_data(store).edges}
    given = [
        (f"{ID}org/nvidia", f"{NS}partnersWith", f"{ID}org/aws"),  # stated the other way round
        (f"{ID}org/aws", f"{NS}partnersWith", f"{ID}org/nvidia"),
        (f"{ID}org/aws", f"{NS}uses", f"{ID}product/cuda_quantum"),  # denied
        (f"{ID}org/fortinet", "https://schema.org/knowsAbout", f"{ID}org/nvidia"),  # stated by nobody
        (f"{ID}org/fortinet", "urn:x:supports", f"{ID}org/nvidia"),
        (f"{ID}event/aws_re:invent_2025", "https://schema.org/name", "https://elsewhere.example/"),
    ]
    data = graph_data(store, facts=given)
    assert facts(data) == {
        "AWS partnersWith Nvidia",
        "AWS uses CUDA Quantum",
        "Fortinet schema:knowsAbout Nvidia",
        "Fortinet urn:x:supports Nvidia",
    }
    assert names(data) == {"AWS", "Nvidia", "CUDA Quantum", "Fortinet", "AWS re:Invent 2025"}
    edges = {edge.relation: edge for edge in data.edges}
    made, denied = edges["schema:knowsAbout"], edges["uses"]
    assert (made.iri, made.status, made.confidence, made.sources, made.evidence) == ("", "asserted", 1.0, 0, ())
    assert denied.status == "negated"
    assert [data.evidence[place].text for place in denied.evidence] == ["AWS n'utilise pas CUDA Quantum."]
    assert {edge.iri for edge in data.edges if edge.iri} <= {iri for iri, _ in whole}
    labels = {relation.name: (relation.uri, relation.label) for relation in data.relations}
    assert labels["schema:knowsAbout"] == ("https://schema.org/knowsAbout", {"en": "knows about"})
    assert labels["urn:x:supports"] == ("urn:x:supports", {"en": "supports"})
    assert graph_data(store, facts=given[::-1]) == data


def test_a_given_fact_that_holds_both_ways_is_drawn_once_as_the_graph_states_it() -> None:
    source = article("Acme Labs et Acme-X sont partenaires.\n")
    firms = (("Acme Labs", "ORG"), ("Acme-X", "ORG"))
    store = store_of(extraction(source, firms, (("Acme-X", "partnersWith", "Acme Labs", "asserted"),)))
    one, other = f"{ID}org/acme_labs", f"{ID}org/acme-x"  # as names the first is the smaller, as IRIs the second
    whole = graph_data(store)
    assert facts(whole) == {"Acme Labs partnersWith Acme-X"}
    relation = f"{NS}partnersWith"
    for given in ([(one, relation, other)], [(other, relation, one)], [(one, relation, other), (other, relation, one)]):
        assert graph_data(store, facts=given).edges == whole.edges


def test_given_facts_pass_the_filters_too(store: Store) -> None:
    given = [
        (f"{ID}org/aws", f"{NS}partnersWith", f"{ID}org/nvidia"),
        (f"{ID}org/fortinet", "https://schema.org/knowsAbout", f"{ID}org/nvidia"),
    ]
    assert facts(graph_data(store, facts=given, relations=["schema:knowsAbout"])) == {
        "Fortinet schema:knowsAbout Nvidia"
    }
    assert names(graph_data(store, facts=given, around=f"{ID}org/aws")) == {"AWS", "Nvidia"}


@pytest.mark.parametrize(
    "given", [[], [(f"{ID}org/aws", f"{NS}mentionCount", "urn:x:3")], [("urn:x:a", "urn:x:b", "urn:x:c")]]
)
def test_facts_between_no_two_entities_are_refused(store: Store, given: list[tuple[str, str, str]]) -> None:
    with pytest.raises(QueryError, match=r"no triple of the answer is between two entities; .* CONSTRUCT \{ \?s \?p"):
        graph_data(store, facts=given)
