"""Statements in the words of RDF itself: read back by an engine that knows them."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import RDF

from kg.errors import GraphError
from kg.graph.exports import Format, export
from kg.graph.reification import Reification, reified
from kg.graph.store import memory_store
from tests.ask_sample import sample_store

PREFIXES = dict(sample_store().vocabulary.prefixes)
TWELVE = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.NTRIPLES: RdfFormat.N_TRIPLES,
    Format.NQUADS: RdfFormat.N_QUADS,
    Format.TRIG: RdfFormat.TRIG,
    Format.RDFXML: RdfFormat.RDF_XML,
}


def written(format_: Format, way: str) -> bytes:
    stream = io.BytesIO()
    export(sample_store(), format_, stream, ontology=(), reification=way)
    return stream.getvalue()


def asked(store: pyoxigraph.Store, text: str) -> set[tuple[str, ...]]:
    found = store.query(text, prefixes=PREFIXES)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return {tuple(map(str, row)) for row in found}


@pytest.mark.parametrize("format_", TWELVE)
def test_an_engine_of_rdf_12_asks_what_is_annotated(format_: Format) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(written(format_, "rdf12"), format=TWELVE[format_])
    annotated = "SELECT ?s ?p ?o ?c { ?s ?p ?o {| kg:status 'asserted' ; kg:confidence ?c |} }"
    plain = """SELECT ?s ?p ?o ?c {
        ?s ?p ?o . ?statement kg:predicate ?p ; kg:status 'asserted' ; kg:confidence ?c
        { ?statement kg:subject ?s ; kg:object ?o } UNION { ?statement kg:subject ?o ; kg:object ?s } }"""
    found, wanted = (asked(store, text) for text in (annotated, plain))
    assert found == wanted
    assert len(found) > 20
    denied = "SELECT ?s { << ?s ?p ?o ~ ?statement >> kg:status 'negated' FILTER NOT EXISTS { ?s ?p ?o } }"
    assert len(asked(store, denied)) == 1


def test_every_rdf_tool_reads_the_statements_of_rdf_10() -> None:
    graph = rdflib.Graph().parse(data=written(Format.TURTLE, "rdf"), format="turtle")
    ns = rdflib.Namespace(sample_store().vocabulary.ns)
    statements = set(graph.subjects(RDF.type, RDF.Statement))
    assert statements == set(graph.subjects(RDF.type, ns.Statement)) != set()
    for ours, theirs in ((ns.subject, RDF.subject), (ns.predicate, RDF.predicate), (ns.object, RDF.object)):
        assert {(s, o) for s, o in graph.subject_objects(ours)} == {(s, o) for s, o in graph.subject_objects(theirs)}


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib warns itself
def test_json_ld_holds_the_statements_of_rdf_10() -> None:
    graph = rdflib.Graph().parse(data=written(Format.JSONLD, "rdf"), format="json-ld")
    assert set(graph) == set(rdflib.Graph().parse(data=written(Format.NTRIPLES, "rdf"), format="nt"))


@pytest.mark.parametrize("way", ["rdf", "rdf12"])
def test_it_only_adds(way: str) -> None:
    plain = {quad.triple for quad in parse(written(Format.NTRIPLES, "none"), RdfFormat.N_TRIPLES)}
    more = {quad.triple for quad in parse(written(Format.NTRIPLES, way), RdfFormat.N_TRIPLES)}
    assert plain == set(sample_store().triples()) < more
    assert {triple.subject for triple in more} == {triple.subject for triple in plain}


def test_two_statements_that_are_each_others_turn_are_kept_apart() -> None:
    v = sample_store().vocabulary
    a, b, relation = v.expand("org:a"), v.expand("org:b"), v.relation("acquires")
    triples = [Triple(a, relation, b), Triple(b, relation, a)]
    for head, tail in ((a, b), (b, a)):
        node = v.statement(head, relation, tail)
        triples += [
            Triple(node, v.kg.subject, head), Triple(node, v.kg.predicate, relation), Triple(node, v.kg.object, tail)
        ]  # fmt: skip
    store = memory_store(triples)
    added = set(reified(store.triples(), store, Reification.RDF12)) - set(triples)
    assert {(one.subject, one.object) for one in added} == {
        (v.statement(a, relation, b), Triple(a, relation, b)),
        (v.statement(b, relation, a), Triple(b, relation, a)),
    }


@pytest.mark.parametrize(
    ("format_", "way", "said"),
    [
        ("turtle", "owl", "unknown reification 'owl'; use one of none, rdf, rdf12"),
        ("gexf", "rdf", "gexf is no RDF, so it has no reification; leave it away or use one of turtle, "),
        ("neo4j", "rdf12", "neo4j is no RDF"),
        ("jsonld", "rdf12", "jsonld has no triple terms of RDF 1.2; use one of turtle, ntriples, nquads, trig, rdfxml"),
    ],
)
def test_what_cannot_be_said_is_refused(format_: str, way: str, said: str) -> None:
    with pytest.raises(GraphError, match=said):
        export(sample_store(), format_, io.BytesIO(), reification=way)
