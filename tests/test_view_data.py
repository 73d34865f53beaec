"""What a page shows of a graph: everything, once, and what the filters leave."""

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


def test_every_statement_is_an_edge_and_every_end_a_node(store: Store) -> None:
    data = graph_data(store)
    assert facts(data) == ALL
    assert "AWS re:Invent 2025" not in names(data)  # no statement joins it
    assert data.hidden == Hidden(0, 0)
    assert data == graph_data(store)


def test_an_edge_carries_its_evidence_and_the_evidence_its_article(store: Store) -> None:
    data = graph_data(store)
    [edge] = [edge for edge in data.edges if edge.relation == "partnersWith"]
    assert (edge.status, edge.sources, edge.first_seen, edge.last_seen) == ("asserted", 2, "2025-12-02", "2026-01-07")
    surest, latest = (data.evidence[place] for place in edge.evidence)
    assert data.articles[latest.article].title == "La Société Générale et l'IA"
    source = data.articles[surest.article]
    assert (source.date, source.publisher, source.language) == ("2025-12-02", "news.example", "fr")
    assert source.url == "https://news.example/aws-nvidia"
    assert surest.segments == (
        ("AWS", "head"), (" et ", ""), ("Nvidia", "tail"), (" ", ""), ("étendent", "trigger"), (" leur ", ""),
        ("partenariat", "trigger"), (".", ""),
    )  # fmt: skip
    assert (surest.confidence, surest.extracted_by, surest.start, surest.end) == (0.9, "test", 0, 40)


def test_markup_is_gone_from_the_sentence_and_the_names_are_marked(store: Store) -> None:
    data = graph_data(store, relations=["uses"], statuses=["hypothetical"])
    [edge] = data.edges
    [passage] = [data.evidence[place] for place in edge.evidence]
    assert "".join(text for text, _ in passage.segments) == "Société Générale utilise Nvidia Blackwell et CUDA."
    assert [mark for text, mark in passage.segments if mark] == ["head", "trigger", "tail"]


def test_a_role_is_with_its_statement(store: Store) -> None:
    data = graph_data(store, relations=["worksFor"])
    assert [edge.roles for edge in data.edges] == [("vice-président",)]


def test_a_node_says_what_it_is_and_how_often_it_is_met(store: Store) -> None:
    [nvidia] = [node for node in graph_data(store).nodes if node.name == "Nvidia"]
    assert (nvidia.type, nvidia.articles, nvidia.degree) == ("schema:Organization", 2, 4)
    assert nvidia.iri == "https://kg.example/id/org/nvidia"


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
        ({"classes": ["ORG"]}, {"AWS partnersWith Nvidia"}),
        ({"classes": ["schema:Organization", "PERSON"]}, {"AWS partnersWith Nvidia", "Ian Buck worksFor Nvidia"}),
        ({"classes": ["org"]}, {"AWS partnersWith Nvidia"}),
        ({"classes": ["SCHEMA:ORGANIZATION"]}, {"AWS partnersWith Nvidia"}),
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
        ({"since": date(2026, 1, 7), "until": date(2026, 1, 7), "classes": ["ORG"]}, {"AWS partnersWith Nvidia"}),
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
    assert ends == set(range(len(data.nodes)))


def test_an_article_without_a_date_is_of_no_day() -> None:
    store = store_of(extraction(article(published=None)))
    assert len(graph_data(store).edges) == 5
    assert graph_data(store, since=date(1900, 1, 1)).edges == ()


def test_the_limit_keeps_the_most_connected_and_counts_the_rest(store: Store) -> None:
    data = graph_data(store, limit=2)
    assert names(data) == {"AWS", "Nvidia"}
    assert data.hidden == Hidden(entities=9, statements=7)
    [nvidia] = [node for node in data.nodes if node.name == "Nvidia"]
    assert nvidia.degree == 4  # of the whole graph


def test_the_limit_keeps_the_nearest_of_a_neighbourhood(store: Store) -> None:
    data = graph_data(store, around="https://kg.example/id/person/ian_buck", depth=2, limit=2)
    assert names(data) == {"Ian Buck", "Nvidia"}


def test_isolated_entities_come_when_asked_for(store: Store) -> None:
    assert "AWS re:Invent 2025" in names(graph_data(store, isolated=True))
    alone = graph_data(store, isolated=True, classes=["EVENT"])
    assert names(alone) == {"AWS re:Invent 2025"}


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
        ({"depth": -1}, "depth at least 0"),
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
    assert facts(graph_data(store, schema=schema, classes=["firm"])) == {"AWS partnersWith Nvidia"}


def test_an_empty_graph_gives_an_empty_page() -> None:
    data = graph_data(store_of(extraction(relations=())))
    assert (data.nodes, data.edges, data.classes, data.hidden) == ((), (), (), Hidden())
