from __future__ import annotations

import dataclasses
import random
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import SchemaError
from kg.graph import stream
from kg.graph.rdf import Run, reading_order, to_triples
from kg.graph.sorting import Sorter
from kg.graph.store import memory_store
from kg.graph.vocab import OA, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Vocabulary
from kg.model import Article, Entity, Extraction, Mention
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make
from tests.make_graph import resolutions

V = Vocabulary()
AWS, NVIDIA = (V.entity(make.entity(name, "ORG")) for name in ("AWS", "Nvidia"))
ARTICLE = V.article("a1")


def written(*extractions: Extraction, run: Run | None = None) -> list[Triple]:
    return list(to_triples(Resolution(tuple(extractions or [make.extraction()])), schema=load_schema(), run=run))


def values(triples: list[Triple], subject: NamedNode, predicate: NamedNode) -> list[str]:
    found = [t.object for t in triples if t.subject == subject and t.predicate == predicate]
    return [term.value for term in found if not isinstance(term, Triple)]


def named(exact: str, names: list[str]) -> Extraction:
    """One article that names one entity, once for each canonical name given."""
    source = make.article(exact * len(names))
    starts = range(0, len(source.text), len(exact))
    mentions = (
        Mention(Entity("ORG", "k", name), start, start + len(exact), exact, 0.9, "t")
        for start, name in zip(starts, names, strict=True)
    )
    return Extraction(source, tuple(mentions), ())


def article_with(**changes: object) -> list[Triple]:
    source: Article = dataclasses.replace(make.article(), **changes)  # type: ignore[arg-type]
    return written(Extraction(source, (), ()))


def test_only_asserted_facts_are_plain_triples() -> None:
    triples = written()
    relations = {V.relation(name) for name in load_schema().relations}
    facts = {(t.subject, t.predicate, t.object) for t in triples if t.predicate in relations}
    buck, blackwell = V.entity(make.entity("Ian Buck", "PERSON")), V.entity(make.entity("Grace Blackwell", "PRODUCT"))
    assert facts == {
        (AWS, V.relation("partnersWith"), NVIDIA),
        (NVIDIA, V.relation("partnersWith"), AWS),
        (buck, V.relation("worksFor"), NVIDIA),
        (NVIDIA, V.relation("develops"), blackwell),
    }
    nodes = [t.subject for t in triples if t.object == V.kg.Statement and isinstance(t.subject, NamedNode)]
    statuses = sorted(status for node in nodes for status in values(triples, node, V.kg.status))
    assert statuses == ["asserted", "asserted", "asserted", "negated", "planned"]


def test_every_quotation_is_exact() -> None:
    triples, text = written(), make.FRENCH
    quoted = {t.subject for t in triples if t.predicate == OA.exact and isinstance(t.subject, NamedNode)}
    assert len(quoted) == 15
    for node in quoted:
        (start,), (end,), (exact,) = (values(triples, node, term) for term in (OA.start, OA.end, OA.exact))
        assert text[int(start) : int(end)] == exact
        assert values(triples, node, OA.hasSource) == [ARTICLE.value]


def test_a_word_that_gives_a_relation_away_is_written_once_as_it_stands() -> None:
    said = make.extraction(relations=[("AWS", "partnersWith", "Nvidia", "asserted")])
    (relation,) = said.relations
    triples = written()
    node = V.evidence(ARTICLE, 0, 40, V.statement(AWS, V.relation("partnersWith"), NVIDIA))
    assert values(triples, node, V.kg.trigger) == ["partenariat", "étendent"]
    again = ((0, 3), (14, 22), (14, 22), (28, 39))
    evidence = dataclasses.replace(relation.evidence, triggers=again)
    once = written(dataclasses.replace(said, relations=(dataclasses.replace(relation, evidence=evidence),)))
    assert values(once, node, V.kg.trigger) == ["AWS", "partenariat", "étendent"]


def test_plain_rdf_sorted_without_blank_nodes_or_doubles() -> None:
    triples = written(run=Run("0.1", "m", datetime(2026, 1, 1, tzinfo=UTC)))
    assert len(set(triples)) == len(triples)
    assert triples == sorted(triples, key=lambda t: (*reading_order(t.subject, V), str(t)))
    assert not any(isinstance(term, BlankNode | Triple) for t in triples for term in (t.subject, t.object))


def test_labels_and_other_names() -> None:
    triples = written(named("**NVIDIA**", ["Nvidia", "Nvidia Corp", "Nvidia Corp"]))
    node = V.entity(Entity("ORG", "k", ""))
    assert values(triples, node, RDFS.label) == ["Nvidia"]  # in as many articles as the other, and smaller
    assert values(triples, node, SKOS.altLabel) == ["NVIDIA", "Nvidia Corp"]
    assert values(triples, node, V.kg.mentionCount) == ["3"]
    assert values(triples, node, V.kg.articleCount) == ["1"]


def test_an_article_carries_what_is_known_of_it() -> None:
    triples = article_with(authors=("Ana", "Ana", "Bo"), tags=("ia",))
    assert values(triples, ARTICLE, SCHEMA.author) == ["Ana", "Bo"]
    assert values(triples, ARTICLE, SCHEMA.keywords) == ["ia"]
    assert Triple(ARTICLE, SCHEMA.headline, Literal("AWS et Nvidia", language="fr")) in triples
    assert Triple(ARTICLE, SCHEMA.datePublished, Literal("2025-12-02T23:51:27Z", datatype=XSD.dateTime)) in triples
    bare = article_with(title="", url=None, published=None, publisher=None)
    assert {t.predicate for t in bare if t.subject == ARTICLE} == {
        RDF.type, SCHEMA.identifier, SCHEMA.inLanguage, V.kg.path, V.kg.contentHash,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2025, 12, 2, 1, 0), "2025-12-02T01:00:00Z"),
        (datetime(2025, 12, 2, 1, 0, tzinfo=timezone(timedelta(hours=2))), "2025-12-01T23:00:00Z"),
        (datetime(2025, 12, 2, 1, 0, 0, 5, tzinfo=UTC), "2025-12-02T01:00:00.000005Z"),
    ],
)
def test_times_are_in_utc(moment: datetime, text: str) -> None:
    assert values(article_with(published=moment), ARTICLE, SCHEMA.datePublished) == [text]


@pytest.mark.parametrize(
    ("url", "term"),
    [
        ("https://a.example/é x?q=1#f", NamedNode("https://a.example/%C3%A9%20x?q=1#f")),
        ("https://a.example/%C3%A9", NamedNode("https://a.example/%C3%A9")),
        ("javascript:alert(1)", Literal("javascript:alert(1)", datatype=XSD.anyURI)),
        ("/relative", Literal("/relative", datatype=XSD.anyURI)),
        ("https://[bad", Literal("https://[bad", datatype=XSD.anyURI)),
    ],
)
def test_only_web_addresses_are_iris(url: str, term: NamedNode | Literal) -> None:
    assert Triple(ARTICLE, SCHEMA.url, term) in article_with(url=url)


def test_a_language_that_is_no_tag_leaves_plain_text() -> None:
    assert Triple(ARTICLE, SCHEMA.headline, Literal("AWS et Nvidia")) in article_with(language="fr_FR!")


def test_articles_that_share_an_identifier_stay_apart() -> None:
    one, two = make.article("AWS.", id="index"), make.article("Nvidia.", id="index")
    copy = dataclasses.replace(one, path="copy/index.md")
    triples = written(*(Extraction(source, (), ()) for source in (one, two, copy)))
    articles = {t.subject for t in triples if t.object == SCHEMA.NewsArticle}
    assert articles == {V.article("index", one.content_hash), V.article("index", two.content_hash)}
    assert values(triples, V.article("index", one.content_hash), V.kg.path) == ["copy/index.md"]


def test_the_run_is_all_that_may_differ() -> None:
    run = Run("0.1", "fr_kg 1.0", datetime(2026, 1, 1, tzinfo=UTC))
    more = set(written(run=run)) - set(written())
    node = V.run("0.1", "fr_kg 1.0", "2026-01-01T00:00:00Z")
    assert {t.predicate for t in more if t.subject != node} == {PROV.wasGeneratedBy}
    assert Triple(node, RDF.type, PROV.Activity) in more
    assert set(written()) < set(written(run=run))


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(SchemaError, match="unknown class 'FIRM' of 'AWS'"):
        written(make.extraction(entities=[("AWS", "FIRM")], relations=[]))


@settings(max_examples=20, deadline=None)
@given(resolutions(), st.integers(0, 300))
def test_what_does_not_fit_into_memory_changes_nothing(resolution: Resolution, memory: int) -> None:
    expected = list(to_triples(resolution, schema=load_schema()))
    with pytest.MonkeyPatch.context() as small:
        small.setattr(stream, "Sorter", partial(Sorter, memory=memory))
        assert list(to_triples(resolution, schema=load_schema())) == expected


@settings(max_examples=20, deadline=None)
@given(resolutions())
def test_a_store_gives_back_what_was_written(resolution: Resolution) -> None:
    triples = list(to_triples(resolution, schema=load_schema()))
    assert list(memory_store(triples).triples()) == triples


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(4)), st.integers())
def test_order_and_repetition_of_articles_change_nothing(order: list[int], seed: int) -> None:
    articles = [make.article(id=f"a{i}", url=f"https://n{i // 2}.example/") for i in range(4)]
    extractions = [make.extraction(source, confidence=0.5 + i / 10) for i, source in enumerate(articles)]
    expected = written(*extractions)
    shuffled = [extractions[i] for i in order]
    dice = random.Random(seed)
    mixed = [
        dataclasses.replace(
            one,
            mentions=tuple(dice.sample(one.mentions, len(one.mentions))),
            relations=tuple(dice.sample(one.relations, len(one.relations))),
        )
        for one in shuffled
    ]
    assert written(*mixed, *shuffled[:2]) == expected
