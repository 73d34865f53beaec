"""A part of a graph: closed, truthful, and the same whichever way it is come by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Triple

from kg.ask import open_graph
from kg.errors import QueryError
from kg.graph.filters import Selection, selection_of
from kg.graph.rdf import to_triples
from kg.graph.selection import selected
from kg.graph.store import Store, memory_store, write_store
from kg.graph.validate import validate
from kg.graph.vocab import RDFS, Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.ask_sample import sample_store, write_sample
from tests.make import article, extraction
from tests.make_network import CLASSES, Fact, fact_store, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.ask import KnowledgeGraph
    from kg.graph.filters import Filters
    from kg.model import Extraction

ID, NS = "https://kg.example/id/", "https://kg.example/ns#"
FEW = settings(max_examples=40, deadline=None)


def part(store: Store, **filters: Unpack[Filters]) -> set[Triple]:
    found = list(selected(store, selection_of(store, **filters)))
    assert len(found) == len(set(found)), "a triple comes twice"
    return set(found)


def everything(store: Store) -> set[Triple]:
    return set(store.triples())


def dangling(triples: Iterable[Triple]) -> set[str]:
    """What is named in a graph and not described there."""
    held = list(triples)
    described = {triple.subject for triple in held}
    objects = {triple.object for triple in held if isinstance(triple.object, NamedNode)}
    return {one.value for one in objects - described if one.value.startswith(ID)}


def values(triples: Iterable[Triple], subject: str, predicate: str) -> list[str]:
    return sorted(
        getattr(one.object, "value", "")
        for one in triples
        if one.subject == NamedNode(ID + subject) and one.predicate == NamedNode(NS + predicate)
    )


facts = st.builds(
    Fact,
    head=st.sampled_from(["Bell", "Cray", "Dell"]),
    predicate=st.sampled_from(["partnersWith", "competesWith", "acquires"]),
    tail=st.sampled_from(["Bell", "Cray", "Dell"]),
    status=st.sampled_from(["asserted", "planned", "hypothetical", "negated"]),
    confidence=st.sampled_from([0.3, 0.5, 0.75, 0.9]),
).filter(lambda fact: fact.head != fact.tail)
days = st.dates(date(2026, 1, 1), date(2026, 1, 9))
statement_filters = st.fixed_dictionaries(
    {},
    optional={
        "classes": st.lists(st.sampled_from(["ORG", "PRODUCT"]), min_size=1, max_size=2, unique=True),
        "relations": st.lists(st.sampled_from(["partnersWith", "acquires"]), min_size=1, max_size=2, unique=True),
        "statuses": st.lists(st.sampled_from(["asserted", "negated"]), min_size=1, max_size=2, unique=True),
        "min_confidence": st.sampled_from([0.0, 0.5, 0.8, 0.95]),
    },
)
spans = st.fixed_dictionaries({}, optional={"since": days}) | st.fixed_dictionaries({}, optional={"until": days})
centres: st.SearchStrategy[dict[str, Any]] = st.just({}) | st.fixed_dictionaries(
    {"around": st.sampled_from([f"{ID}org/bell", f"{ID}org/cray"]), "depth": st.integers(0, 3)}
)
stores = st.lists(facts, min_size=4, max_size=9).map(lambda some: [*some, Fact("Bell", "develops", "Emacs")])


@FEW
@given(stores, st.data())
def test_nothing_dangles_and_nothing_is_made_up(said: list[Fact], data: st.DataObject) -> None:
    store = fact_store(said, copies={2: 0, 3: 0})
    filters: dict[str, Any] = {**data.draw(statement_filters), **data.draw(spans)}
    known = {iri for (iri,) in store.texts("SELECT ?e { ?e kg:mentionCount ?n }")}
    filters |= {name: value for name, value in data.draw(centres).items() if f"{ID}org/bell" in known}
    filters = filters if filters.get("around", f"{ID}org/bell") in known else {}
    found = part(store, **filters)
    assert dangling(found) == set()
    assert {one.subject for one in found} <= {one.subject for one in store.triples()}
    again = memory_store(found)
    counts = "SELECT ?e ?n (COUNT(DISTINCT ?m) AS ?found) { ?e kg:mentionCount ?n . ?m kg:mentionOf ?e } GROUP BY ?e ?n"
    assert all(said == counted for _, said, counted in again.texts(counts))
    articles = (
        "SELECT ?e ?n (COUNT(DISTINCT ?a) AS ?f) { ?e kg:articleCount ?n . ?a schema:mentions ?e } GROUP BY ?e ?n"
    )
    assert all(said == counted for _, said, counted in again.texts(articles))
    sources = """SELECT ?s ?n (COUNT(DISTINCT ?source) AS ?f) { ?s kg:sourceCount ?n ; kg:evidence/oa:hasSource ?a
        OPTIONAL { ?a kg:copyOf ?first } BIND (COALESCE(?first, ?a) AS ?source) } GROUP BY ?s ?n"""
    assert all(said == counted for _, said, counted in again.texts(sources))
    facts = "SELECT ?h ?p ?t { ?s kg:subject ?h ; kg:predicate ?p ; kg:object ?t ; kg:status 'asserted' }"
    asserted = set(again.texts(facts))
    stated = {
        (one.subject.value, one.predicate.value, one.object.value)  # type: ignore[union-attr]
        for one in found
        if isinstance(one.object, NamedNode) and one.predicate.value.removeprefix(NS) in load_schema().relations
    }
    assert asserted <= stated
    assert stated <= asserted | {(tail, relation, head) for head, relation, tail in asserted}


@FEW
@given(stores, spans)
def test_of_some_days_it_is_what_a_build_from_their_articles_gives(said: list[Fact], span: dict[str, Any]) -> None:
    extractions = [say(fact, number, CLASSES) for number, fact in enumerate(said)]
    first, last = span.get("since", date.min), span.get("until", date.max)
    left = [one for one in extractions if one.article.published and first <= one.article.published.date() <= last]

    def built(some: list[Extraction]) -> list[Triple]:
        return list(to_triples(Resolution(tuple(some)), schema=load_schema()))

    assert part(memory_store(built(extractions)), **span) == set(built(left))


@FEW
@given(stores, spans, statement_filters, statement_filters)
def test_one_choice_after_another_is_both_at_once(
    said: list[Fact], span: dict[str, Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    store = fact_store(said)
    of_days = memory_store(part(store, **span))
    assert part(of_days, **one) == part(store, **span, **one)  # days first: they say which articles count
    assert part(of_days, **span) == everything(of_days)
    both = {name: value for name, value in (one | other).items() if name not in one or one.get(name) == value}
    joining = {name: value for name, value in one.items() if name != "classes"}
    second = {name: value for name, value in both.items() if name not in {"classes", *joining}}
    if joining and second:
        assert part(memory_store(part(store, **joining)), **second) == part(store, **joining, **second)
        assert part(memory_store(part(store, **second)), **joining) == part(store, **joining, **second)


@FEW
@given(stores, spans, spans)
def test_days_commute_and_choosing_twice_is_choosing_once(
    said: list[Fact], one: dict[str, Any], other: dict[str, Any]
) -> None:
    store = fact_store(said, copies={2: 0, 3: 0})
    first, second = memory_store(part(store, **one)), memory_store(part(store, **other))
    assert part(first, **other) == part(second, **one)
    assert part(first, **one) == everything(first)


def test_everything_is_everything() -> None:
    store = sample_store()
    whole = everything(store)
    assert part(store) == whole
    assert part(store, depth=3) == whole
    undated = NamedNode(f"{ID}article/a3")
    assert undated in {one.subject for one in whole} - {one.subject for one in part(store, since=date(1900, 1, 1))}
    assert part(store, min_confidence=0.0) == whole
    classes = {type_ for (type_,) in store.texts("SELECT DISTINCT ?c { ?e kg:mentionCount ?n ; a ?c }")}
    assert part(store, classes=[store.vocabulary.compact(one) for one in classes]) == whole


CHOICES: list[dict[str, Any]] = [
    {"since": date(2026, 1, 1)},
    {"until": date(2025, 12, 31)},
    {"classes": ["ORG"]},
    {"classes": ["ORG", "PERSON"]},
    {"relations": ["develops"], "statuses": ["asserted"]},
    {"min_confidence": 0.85},
    {"around": f"{ID}org/nvidia", "depth": 2},
    {"around": f"{ID}org/nvidia", "since": date(2030, 1, 1)},
    {"statuses": ["negated"], "until": date(2020, 1, 1)},
]


@pytest.mark.parametrize("filters", CHOICES, ids=str)
def test_a_part_of_the_sample_conforms_to_the_shapes(filters: dict[str, Any]) -> None:
    found = part(sample_store(), **filters)
    assert dangling(found) == set()
    assert validate(found, schema=load_schema()) == []


def told(store: Store, **filters: Unpack[Filters]) -> set[str]:
    vocabulary = store.vocabulary
    rows = memory_store(part(store, **filters)).texts(
        "SELECT ?h ?p ?t { ?s kg:subject ?h ; kg:predicate ?p ; kg:object ?t }"
    )
    return {" ".join(vocabulary.compact(iri) for iri in row) for row in rows}


def test_of_one_class_what_it_has_to_do_with_any_and_of_several_with_one_another() -> None:
    store = fact_store(
        [Fact("Bell", "develops", "Emacs"), Fact("Bell", "acquires", "Cray"), Fact("Ada", "worksFor", "Bell")]
    )
    assert told(store, classes=["ORG"]) == {
        "org:bell kg:develops product:emacs", "org:bell kg:acquires org:cray", "person:ada kg:worksFor org:bell",
    }  # fmt: skip
    assert told(store, classes=["product"]) == {"org:bell kg:develops product:emacs"}
    assert told(store, classes=["ORG", "PERSON"]) == {
        "org:bell kg:acquires org:cray",
        "person:ada kg:worksFor org:bell",
    }
    assert told(store, classes=["PERSON", "PRODUCT"]) == set()


def test_a_statement_that_loses_passages_is_reckoned_anew() -> None:
    said = [
        Fact("Bell", "partnersWith", "Cray", "asserted", 0.9),
        Fact("Bell", "partnersWith", "Cray", "planned", 0.5),
        Fact("Bell", "partnersWith", "Cray", "planned", 0.8),
    ]
    store = fact_store(said)
    [(iri,)] = store.texts("SELECT ?s { ?s a kg:Statement }")
    statement = iri.removeprefix(ID)
    found = part(store, since=date(2026, 1, 2))
    assert values(found, statement, "status") == ["planned"]
    assert values(found, statement, "confidence") == ["0.9"]  # 1 - 0.5 * 0.2
    assert values(found, statement, "sourceCount") == ["2"]
    assert values(found, statement, "firstSeen") == ["2026-01-02"]
    assert values(found, statement, "lastSeen") == ["2026-01-03"]
    assert values(found, "org/bell", "partnersWith") == values(found, "org/cray", "partnersWith") == []
    assert values(everything(store), "org/cray", "partnersWith") == [f"{ID}org/bell"]
    assert told(store, since=date(2026, 1, 2), statuses=["asserted"]) == set()
    assert told(store, since=date(2026, 1, 2), min_confidence=0.91) == set()


def test_a_role_stays_with_the_passages_that_give_it() -> None:
    text = "Ian Buck, {} de Nvidia, l'a dit.\n"
    said = [
        extraction(
            article(text.format(role), id=role, published=datetime(2026, 1, day, tzinfo=UTC)),
            [("Ian Buck", "PERSON"), ("Nvidia", "ORG")],
            [("Ian Buck", "worksFor", "Nvidia", "asserted")],
        )
        for day, role in ((1, "vice-président"), (2, "directeur"))
    ]
    store = memory_store(to_triples(Resolution(tuple(said)), schema=load_schema()))
    [(iri,)] = store.texts("SELECT ?s { ?s a kg:Statement }")
    statement = iri.removeprefix(ID)
    assert values(everything(store), statement, "role") == ["vice-président"]
    assert values(part(store, until=date(2026, 1, 1)), statement, "role") == ["vice-président"]
    assert values(part(store, since=date(2026, 1, 2)), statement, "role") == []


def test_of_copies_whose_original_is_gone_the_first_stands_for_the_source() -> None:
    store = fact_store([Fact("Bell", "acquires", "Cray")] * 4, copies={1: 0, 2: 0, 3: 0})
    found = part(store, since=date(2026, 1, 2))
    assert values(found, "article/a1", "copyOf") == values(found, "article/a1", "similarity") == []
    assert values(found, "article/a2", "copyOf") == values(found, "article/a3", "copyOf") == [f"{ID}article/a1"]
    [(iri,)] = store.texts("SELECT ?s { ?s a kg:Statement }")
    assert values(found, iri.removeprefix(ID), "sourceCount") == ["1"]
    later = part(memory_store(found), since=date(2026, 1, 3))
    assert values(later, iri.removeprefix(ID), "sourceCount") == ["1"]
    assert later == part(store, since=date(2026, 1, 3))


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"classes": ["FIRM"]}, "no class 'FIRM'; use EVENT, "),
        ({"relations": ["likes"]}, "no relation 'likes'; use acquires, "),
        ({"statuses": ["sure"]}, "no status 'sure'; use asserted, hypothetical, negated, planned"),
        ({"around": "Nvidia"}, "no entity 'Nvidia'; use "),
        ({"around": f"{ID}org/nobody"}, "no entity 'https://kg.example/id/org/nobody'; use "),
        ({"around": f"{ID}article/a1"}, "no entity 'https://kg.example/id/article/a1'; use "),
        ({"depth": -1}, "depth is at least 0"),
        ({"min_confidence": 1.5}, "min_confidence from 0 to 1"),
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 1)}, "no day is both since 2026-01-02 and until"),
    ],
)
def test_what_names_nothing_is_refused(filters: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        selection_of(sample_store(), **filters)


def test_a_selection_holds_what_the_graph_calls_things() -> None:
    chosen = selection_of(sample_store(), classes=["organisation", "PERSON"], relations=["EST PARTENAIRE DE"])
    assert chosen == Selection(
        classes=frozenset({"schema:Organization", "schema:Person"}), relations=frozenset({"partnersWith"})
    )


@pytest.fixture(name="graph")
def _graph(tmp_path: Path) -> Iterator[KnowledgeGraph]:
    with open_graph(write_sample(tmp_path / "out")) as graph:
        yield graph


def test_a_part_is_asked_drawn_and_exported_like_any_graph(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with graph.only(around="nvidia", since=date(2026, 1, 1)) as near:
        place = near.folder
        assert near.store.vocabulary == graph.store.vocabulary
        partners = near.table("partners", org="Nvidia")
        assert len(partners.rows) == 1
        assert near.table("partners", org="Meta").rows == ()  # which the whole graph knows
        assert {node.name for node in near.view().data.nodes} == {
            node.name for node in graph.view(around="nvidia", since=date(2026, 1, 1)).data.nodes
        }
        near.export(tmp_path / "near.nt", "ntriples")
        with near.only(classes=["PERSON", "ORG"]) as nearer:
            assert len(nearer.store) < len(near.store)
        assert place.exists()
    assert not place.parent.exists()
    assert (tmp_path / "near.nt").read_text().count("\n") > 10


def test_what_was_brought_along_lies_beside_a_part(tmp_path: Path) -> None:
    vocabulary, folder = Vocabulary(), write_sample(tmp_path / "out")
    name = vocabulary.imported("register")
    mine = Triple(NamedNode(f"{ID}org/nvidia"), RDFS.label, NamedNode("urn:x:1"))
    held = memory_store(everything(sample_store()), beside=sample_store())
    held.raw.add(Quad(mine.subject, mine.predicate, mine.object, name))
    again = Store(held.raw)
    write_store(folder / "store", again.triples(), beside=again)
    with open_graph(folder) as graph, graph.only(classes=["PERSON"]) as part_:
        assert part_.store.imports == (name,)
        assert part_.store.named(name) == [mine]
        assert part_.store.ontology() == sample_store().ontology() != []


def test_a_depth_is_from_an_entity_and_a_name_must_be_known(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="depth says how many steps to go from an entity, and none is named"):
        graph.only(depth=2)
    with pytest.raises(QueryError, match="Nvidia"):
        graph.only(around="Nvidai")


@FEW
@given(stores, statement_filters, spans)
def test_a_page_shows_what_a_part_holds(said: list[Fact], one: dict[str, Any], span: dict[str, Any]) -> None:
    from kg.view import graph_data

    store = fact_store(said)
    drawn, held = graph_data(store, **one, **span), graph_data(memory_store(part(store, **one, **span)))
    assert [node.iri for node in drawn.nodes] == [node.iri for node in held.nodes]
    assert [node.mentions for node in drawn.nodes] == [node.mentions for node in held.nodes]
    assert drawn.edges == held.edges
    assert drawn.evidence == held.evidence
    assert drawn.articles == held.articles
