"""The checks: none finds a fault in what kg built, each finds what it is for, on two engines."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from kg.ask import checks
from kg.ask.faults import WARNING, Place, findings, misquotes, place_of
from kg.graph.store import memory_store
from kg.graph.vocab import OA, OWL, PROV, RDF, RDFS, SCHEMA, XSD, Vocabulary
from tests.make import FRENCH
from tests.make_library import library_store, library_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.ask import Query

V = Vocabulary()
KG = V.kg
CHECKS = checks()
BY_NAME = {check.name: check for check in CHECKS}
NVIDIA, AWS, GOOGLE, MIRAI = (V.expand(name) for name in ("org:nvidia", "org:aws", "org:google", "malware:mirai"))
PRODUCT = V.expand("schema:Product")
READ = Literal("2025-12-03T00:00:00Z", datatype=XSD.dateTime)
ARTICLES = sorted(
    {t.subject for t in library_triples() if t.predicate == KG.path and isinstance(t.subject, NamedNode)}, key=str
)


def node_of(head: NamedNode, relation: str, tail: NamedNode) -> NamedNode:
    return V.statement(head, V.relation(relation), tail)


PARTNERS = node_of(AWS, "partnersWith", NVIDIA)
ATTACK = node_of(MIRAI, "targets", V.expand("place:france"))
Change = tuple["Sequence[Triple]", "Callable[[Triple], bool]"]
"""Triples to add, and those to leave out."""


def whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def of(subject: NamedNode, *predicates: NamedNode) -> Callable[[Triple], bool]:
    return lambda t: t.subject == subject and t.predicate in predicates


def nothing(_: Triple) -> bool:
    return False


def first(predicate: NamedNode, subject: NamedNode | None = None) -> Triple:
    return next(t for t in library_triples() if t.predicate == predicate and subject in {None, t.subject})


PASSAGE = first(KG.evidence, PARTNERS).object
assert isinstance(PASSAGE, NamedNode)
TWIN = V.expand("statement:twin")
QUOTED = first(OA.hasSource, PASSAGE).object
SECOND = first(SCHEMA.url, ARTICLES[1]).object

PLANTED: dict[str, tuple[NamedNode, Change]] = {
    "circles": (
        node_of(V.expand("org:deepmind"), "partOf", GOOGLE),
        (
            [
                Triple(TWIN, KG.subject, GOOGLE),
                Triple(TWIN, KG.predicate, V.relation("partOf")),
                Triple(TWIN, KG.object, V.expand("org:deepmind")),
                Triple(TWIN, KG.status, Literal("asserted")),
            ],
            nothing,
        ),
    ),
    "dangling-references": (PARTNERS, ([Triple(PARTNERS, KG.evidence, V.expand("evidence:none"))], nothing)),
    "future-articles": (
        ARTICLES[1],
        ([Triple(V.expand("run:r"), PROV.endedAtTime, READ)], nothing),
    ),
    "miscounted-mentions": (NVIDIA, ([Triple(NVIDIA, KG.mentionCount, whole(99))], of(NVIDIA, KG.mentionCount))),
    "miscounted-sources": (PARTNERS, ([Triple(PARTNERS, KG.sourceCount, whole(9))], of(PARTNERS, KG.sourceCount))),
    "misdated": (
        PARTNERS,
        ([Triple(PARTNERS, KG.firstSeen, Literal("2001-01-01", datatype=XSD.date))], of(PARTNERS, KG.firstSeen)),
    ),
    "misquoted": (PASSAGE, ([Triple(PASSAGE, OA.exact, Literal("AWS", language="fr"))], of(PASSAGE, OA.exact))),
    "missing-facts": (ATTACK, ([], of(MIRAI, V.relation("targets")))),
    "odd-names": (NVIDIA, ([Triple(NVIDIA, RDFS.label, Literal("1030"))], of(NVIDIA, RDFS.label))),
    "orphans": (PASSAGE, ([], lambda t: t.predicate == KG.evidence and t.object == PASSAGE)),
    "self-relations": (ATTACK, ([Triple(ATTACK, KG.object, MIRAI)], of(ATTACK, KG.object))),
    "shared-links": (
        AWS,
        ([Triple(AWS, OWL.sameAs, NamedNode("http://www.wikidata.org/entity/Q182477"))], nothing),
    ),
    "twin-statements": (
        ATTACK,
        ([Triple(TWIN, t.predicate, t.object) for t in library_triples() if t.subject == ATTACK], nothing),
    ),
    "two-classes": (NVIDIA, ([Triple(NVIDIA, RDF.type, PRODUCT)], nothing)),
    "unmarked-copies": (ARTICLES[0], ([Triple(ARTICLES[0], SCHEMA.url, SECOND)], nothing)),
    "unnamed-ends": (
        PASSAGE,
        ([], lambda t: t.predicate == SCHEMA.mentions and t.object == AWS and t.subject == QUOTED),
    ),
    "unstated-facts": (AWS, ([Triple(AWS, V.relation("acquires"), NVIDIA)], nothing)),
    "unsupported-statements": (ATTACK, ([], of(ATTACK, KG.evidence))),
    "wrong-confidence": (
        PARTNERS,
        ([Triple(PARTNERS, KG.confidence, Literal("0.1", datatype=XSD.decimal))], of(PARTNERS, KG.confidence)),
    ),
    "wrong-status": (PARTNERS, ([Triple(PARTNERS, KG.status, Literal("planned"))], of(PARTNERS, KG.status))),
}  # fmt: skip


def planted(name: str) -> list[Triple]:
    """The library's graph with one fault."""
    more, gone = PLANTED[name][1]
    return [*(triple for triple in library_triples() if not gone(triple)), *more]


def test_every_check_has_a_planted_fault() -> None:
    assert sorted(PLANTED) == [check.name for check in CHECKS]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_gives_a_node_and_what_is_wrong(check: Query) -> None:
    assert list(check.columns) == ["node", "detail"]
    assert check.params == ()
    assert len({"error", WARNING} & set(check.tags)) == 1
    assert "check" in check.tags


def test_what_kg_built_has_no_fault() -> None:
    assert [one for one in findings(library_store()) if not one.warning] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_planted_fault_is_found_and_named(check: Query) -> None:
    store = memory_store(planted(check.name))
    before = set(findings(library_store(), [check]))
    found = [one for one in findings(store, [check]) if one not in before]
    assert V.compact(PLANTED[check.name][0].value) in {one.node for one in found}
    assert all(one.detail for one in found)
    assert all(one.warning == (WARNING in check.tags) for one in found)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_rdflib_finds_the_same(check: Query) -> None:
    triples = planted(check.name)
    data = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert data is not None
    graph = rdflib.Graph().parse(data=data, format="nt")
    rows = [(str(row[0]), str(row[1])) for row in graph.query(check.text) if isinstance(row, rdflib.query.ResultRow)]
    assert rows
    assert rows == list(memory_store(triples).texts(check.text))


def test_a_graph_with_another_base_is_checked_too() -> None:
    other = Vocabulary("https://data.acme.example/")
    triples = library_triples(other)
    nvidia = other.expand("org:nvidia")
    assert [one for one in findings(memory_store(triples)) if not one.warning] == []
    [found] = findings(memory_store([*triples, Triple(nvidia, RDF.type, PRODUCT)]), [BY_NAME["two-classes"]])
    assert (found.node, found.detail) == ("org:nvidia", "is both Organization and Product")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (PARTNERS.value, Place("a1.md", "AWS et Nvidia étendent leur partenariat.")),
        ("article:a1", Place("a1.md", "AWS et Nvidia")),
        ("threat-actor:earth_lamia", Place("a3.md", "Earth Lamia exploite CVE-2025-55182.")),
        ("event:aws_re:invent_2025", Place("a1.md", "AWS re:Invent 2025")),
        ("org:nobody", Place()),
    ],
)
def test_a_fault_is_shown_where_an_article_speaks_of_it(name: str, place: Place) -> None:
    assert place_of(library_store(), V.expand(name)) == place


def test_what_was_decided_is_shown_where_it_was_decided() -> None:
    for kind in (KG.Merge, KG.Reading, KG.Doubt):
        node = next(t.subject for t in library_triples() if t.predicate == RDF.type and t.object == kind)
        assert isinstance(node, NamedNode)
        assert place_of(library_store(), node).sentence


def test_passages_are_compared_with_the_files(tmp_path: Path) -> None:
    file = tmp_path / "a1.md"
    file.write_text(FRENCH, encoding="utf-8")
    quoted = misquotes(library_store(), [("a1.md", file)])
    assert (quoted.findings, quoted.compared, quoted.changed) == ((), 1, ("a2.md", "a3.md", "a4.md"))


def test_a_passage_that_is_not_in_its_file_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a1.md"
    text = FRENCH.replace("étendent", "abandonnent")
    file.write_text(text, encoding="utf-8")
    article = V.article("a1")
    triples = [t for t in library_triples() if (t.subject, t.predicate) != (article, KG.contentHash)]
    forged = Triple(article, KG.contentHash, Literal(hashlib.sha256(text.encode()).hexdigest()))
    quoted = misquotes(memory_store([*triples, forged]), [("a1.md", file)])
    assert quoted.compared == 1
    passage = next(one for one in quoted.findings if one.place.sentence == "AWS et Nvidia étendent leur partenariat.")
    assert (passage.check, passage.place.path) == ("misquoted", "a1.md")
    assert "AWS et Nvidia abandonnent leur partenari" in passage.detail
