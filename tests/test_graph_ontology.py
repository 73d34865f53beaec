from __future__ import annotations

from importlib.resources import files
from inspect import get_annotations
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SDO, SKOS, BNode, URIRef

from kg.graph.ontology import ontology_triples, ontology_turtle
from kg.graph.rdf import Run, to_triples
from kg.graph.shapes import shapes_turtle
from kg.graph.vocab import Ontology, Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.schema import Schema

KG = "https://kg.example/ns#"


def graph(text: str | None = None) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text or ontology_turtle(load_schema()), format="turtle")


@pytest.mark.parametrize(("name", "made"), [("ontology.ttl", ontology_turtle), ("shapes.ttl", shapes_turtle)])
def test_the_shipped_files_are_current(name: str, made: Callable[[Schema], str]) -> None:
    shipped = files("kg").joinpath("data", name).read_text(encoding="utf-8")
    assert shipped == made(load_schema()), "run: python -m tests.update_graph_files"


def test_every_term_of_the_graph_is_described_in_two_languages() -> None:
    described = graph()
    run = Run("0.1", "m")
    data = list(to_triples(Resolution((make.extraction(),)), schema=load_schema(), run=run))
    used = {triple.predicate.value for triple in data}
    used |= {t.object.value for t in data if t.predicate.value == str(RDF.type) and hasattr(t.object, "value")}
    used |= {f"{KG}{name}" for name in (*get_annotations(Ontology), *load_schema().relations)}
    for term in used - {str(RDF.type), str(RDFS.label)}:
        labels = described.objects(URIRef(term), RDFS.label)
        languages = {label.language for label in labels if isinstance(label, rdflib.Literal)}
        assert languages == {"en", "fr"}, term
        assert (URIRef(term), RDF.type, None) in described


def test_domains_and_ranges_follow_the_schema() -> None:
    described = graph()
    works_for = URIRef(f"{KG}worksFor")
    assert described.value(works_for, RDFS.domain) == SDO.Person
    union = described.value(works_for, RDFS.range)
    assert isinstance(union, BNode)
    members = described.value(union, OWL.unionOf)
    assert members is not None
    assert list(described.items(members)) == [SDO.Organization, SDO.Product]
    assert set(described.objects(works_for, SDO.rangeIncludes)) == {SDO.Organization, SDO.Product}
    assert (works_for, SKOS.closeMatch, SDO.worksFor) in described
    assert (URIRef(f"{KG}partnersWith"), RDF.type, OWL.SymmetricProperty) in described
    assert (URIRef(f"{KG}ThreatActor"), RDFS.subClassOf, SDO.Organization) in described


def test_what_goes_beside_the_data_has_no_blank_nodes() -> None:
    triples = ontology_triples(load_schema())
    assert not any("_:" in str(triple) for triple in triples)
    plain = [t for t in graph() if not any(isinstance(term, BNode) for term in t)]
    assert len(triples) == len(plain)


def test_an_analysts_schema_extends_both(tmp_path: Path) -> None:
    extension = tmp_path / "more.toml"
    extension.write_text(
        '[classes.SHIP]\niri = "https://sea.example/Ship"\nlabel = { en = "ship", fr = "navire" }\n'
        '[relations.sailsTo]\nlabel = { en = "sails to", fr = "va à" }\nsignatures = ["SHIP -> PLACE"]\n'
    )
    vocabulary = Vocabulary("https://data.acme.example/")
    schema = load_schema(extension)
    described = graph(ontology_turtle(schema, vocabulary))
    sails = URIRef("https://data.acme.example/ns#sailsTo")
    assert described.value(sails, RDFS.domain) == URIRef("https://sea.example/Ship")
    assert KG not in ontology_turtle(schema, vocabulary)
    shapes = graph(shapes_turtle(schema, vocabulary))
    assert (None, rdflib.SH.targetNode, sails) in shapes
