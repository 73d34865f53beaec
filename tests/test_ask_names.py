"""Names as people type them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.ask.names import Names, fold
from kg.errors import QueryError
from kg.schema import load_schema
from tests.ask_sample import sample_store
from tests.make_schema import MEDICINE

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://kg.example/id/"


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(sample_store())


@pytest.mark.parametrize(
    ("typed", "iri"),
    [
        ("Nvidia", "org/nvidia"),
        (" nvidia ", "org/nvidia"),
        ("NVIDIA", "org/nvidia"),
        ("amazon web services", "org/aws"),
        ("AWS", "org/aws"),
        ("org:aws", "org/aws"),
        (f"{BASE}org/aws", "org/aws"),
        (f"<{BASE}org/aws>", "org/aws"),
        ("mistral  large\u00a03", "product/mistral_large_3"),
        ("Gemini (Product)", "product/gemini"),
        ("gemini (organisation)", "org/gemini"),
        ("Gemini (schema:Organization)", "org/gemini"),
        ("GEMINI(ORG)", "org/gemini"),
        ("AWS re:Invent 2025", "event/aws_re:invent_2025"),
        ("Ián Bück", "person/ian_buck"),
        ("Open AI", "org/openai"),
        ("open-ai", "org/openai"),
        ("mistral large-3", "product/mistral_large_3"),
        ("Q182477", "org/nvidia"),
        ("wd:Q182477", "org/nvidia"),
        ("http://www.wikidata.org/entity/Q182477", "org/nvidia"),
        ("<http://www.wikidata.org/entity/Q182477>", "org/nvidia"),
    ],
)
def test_an_entity_is_found(names: Names, typed: str, iri: str) -> None:
    assert names.entity(typed).value == BASE + iri


def test_a_class_that_is_meant_tells_namesakes_apart(names: Names) -> None:
    assert names.entity("Gemini", ["schema:Product"]).value == f"{BASE}product/gemini"


@pytest.mark.parametrize(
    ("typed", "classes", "message"),
    [
        ("Nvidea", (), "no entity named 'Nvidea'; the nearest are Nvidia (Organization) <org:nvidia>"),
        ("Mensch", (), "the nearest are Arthur Mensch (Person) <person:arthur_mensch>"),
        ("x" * 500, (), "no entity has a name of 500 letters, which begins 'xxx"),
        ("Xyzzy", (), "no entity named 'Xyzzy'; list them with the query 'entities'"),
        ("Gemini", (), "Gemini (Organization) <org:gemini> in 1 article, Gemini (Product) <product:gemini> in 1 "),
        ("CUDA Quantum", ("schema:Organization",), "is in the graph as Product, and Organization is asked for here"),
        ("https://kg.example/id/org/none", (), "no entity of this graph has that IRI"),
        ("http://www.wikidata.org/entity/Q1", (), "no entity of this graph has that IRI"),
        ("Q1", (), "no entity named 'Q1'"),
        ("wd:Q182477", ("schema:Product",), "is in the graph as Organization, and Product is asked for here"),
        ("Nvidia (Product)", (), "no entity named 'Nvidia (Product)'"),
        ("Nvidia (thing)", (), "no class named 'thing'; the names are Event, "),
    ],
)  # fmt: skip
def test_what_cannot_be_resolved_lists_candidates(
    names: Names, typed: str, classes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        names.entity(typed, classes)


@pytest.mark.parametrize(
    "typed", ["Product", "product", "produit", "schema:Product", "PRODUCT", "https://schema.org/Product"]
)
def test_a_class_has_many_names(names: Names, typed: str) -> None:
    assert names.entity_class(typed).value == "https://schema.org/Product"


@pytest.mark.parametrize("typed", ["worksFor", "worksfor", "kg:worksFor", "works for", "travaille pour"])
def test_a_relation_has_many_names(names: Names, typed: str) -> None:
    assert names.relation(typed).value == "https://kg.example/ns#worksFor"


def test_the_classes_and_relations_of_a_schema_are_known_by_all_their_names(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(MEDICINE, encoding="utf-8")
    medical = Names(sample_store(), load_schema(tmp_path))
    assert {medical.entity_class(name).value for name in ("DRUG", "drug", "Médicament", "kg:Drug")} == {
        "https://kg.example/ns#Drug"
    }
    assert medical.entity_class("maladie").value == "https://schema.org/MedicalCondition"
    assert {medical.relation(name).value for name in ("treats", "soigne", "kg:treats")} == {
        "https://kg.example/ns#treats"
    }


def test_without_a_schema_only_the_built_in_names_are_known(names: Names) -> None:
    with pytest.raises(QueryError, match="no class named 'médicament'"):
        names.entity_class("médicament")
    with pytest.raises(QueryError, match="no relation named 'soigne'"):
        names.relation("soigne")


def test_an_unknown_relation_lists_them(names: Names) -> None:
    with pytest.raises(QueryError, match="no relation named 'loves'; the names are acquires, actsAgainst"):
        names.relation("loves")


@pytest.mark.parametrize(
    ("text", "classes", "found"),
    [
        ("nv", (), ["Nvidia"]),
        ("AMAZON", (), ["Amazon Web Services"]),
        ("mistral", (), ["Mistral AI", "Mistral Large 3"]),
        ("mistral", ["schema:Product"], ["Mistral Large 3"]),
        ("large", (), ["Mistral Large 3"]),
        ("gem", (), ["Gemini", "Gemini"]),
        ("zzz", (), []),
    ],
)
def test_a_search_offers_names_by_their_beginning(
    names: Names, text: str, classes: tuple[str, ...], found: list[str]
) -> None:
    assert [name for name, _ in names.search(text, classes)] == found


def test_a_search_for_nothing_offers_what_most_articles_name(names: Names) -> None:
    everything = names.search("", limit=1000)
    weights = [one.articles for _, one in everything]
    assert weights == sorted(weights, reverse=True)
    assert len({one for _, one in everything}) == len(everything)
    assert names.search("", limit=3) == everything[:3]


def test_a_search_gives_names_that_resolve(names: Names) -> None:
    for name, one in names.search("", limit=1000):
        typed = f"{name} ({one.entity_class})"
        assert names.store.vocabulary.compact(names.entity(typed).value) == one.iri


def test_the_classes_and_relations_of_the_graph_are_listed(names: Names) -> None:
    assert names.classes[:3] == ["Event", "Malware", "Organization"]
    assert "partnersWith" in names.relations


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Élysée", "elysee"),
        ("L’Oréal", "l'oreal"),
        ("Saint‑Gobain", "SAINT-GOBAIN"),
        ("STRASSE", "straße"),
        ("ﬁn", "fin"),
    ],
)
def test_what_people_vary_does_not_matter(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_nothing_is_looked_for_near_a_name_without_end(names: Names) -> None:
    with pytest.raises(QueryError, match=r"no entity has a name of 699,999 letters, which begins 'nvidai nvidai"):
        names.entity("nvidai " * 100_000)
