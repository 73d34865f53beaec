"""Where an analyst's RDF meets the graph: what is the same, what contradicts, and what only looks alike."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.graph.vocab import OWL
from kg.review.meeting import Kind, Meeting, meet
from kg.schema import load_schema
from tests.ask_sample import sample_store

PREFIXES = """
@prefix ex: <https://register.example.org/> .
@prefix kg: <https://kg.example/ns#> .
@prefix org: <https://kg.example/id/org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix old: <http://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""


def met(text: str, *, match_names: bool = False) -> Meeting:
    triples = [quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE)]
    return meet(sample_store(), load_schema(), triples, match_names=match_names)


def kinds(meeting: Meeting) -> list[Kind]:
    return [finding.kind for finding in meeting.findings]


def link(name: str) -> Triple:
    return Triple(
        NamedNode("https://register.example.org/1"), OWL.sameAs, NamedNode(f"https://kg.example/id/org/{name}")
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('ex:1 rdfs:label "Nvidia" .', [Kind.ALIKE]),
        ('ex:1 schema:legalName "nvidia" .', [Kind.ALIKE]),
        ('ex:1 a schema:Organization ; rdfs:label "Nvidia" .', [Kind.ALIKE]),
        ('ex:1 a old:Organization ; rdfs:label "Nvidia" .', [Kind.ALIKE]),
        ('ex:1 a schema:Person ; rdfs:label "Nvidia" .', []),
        ('ex:1 a ex:Firm ; rdfs:label "Nvidia" . ex:Firm rdfs:subClassOf schema:Person .', []),
        ('ex:1 a ex:Firm ; rdfs:label "Nvidia" . ex:Firm rdfs:subClassOf schema:Organization .', [Kind.ALIKE]),
        ('ex:1 rdfs:label "Nvidia" . ex:2 rdfs:label "NVIDIA" .', [Kind.AMBIGUOUS, Kind.AMBIGUOUS]),
        ('ex:1 rdfs:label "Gemini" .', [Kind.AMBIGUOUS]),
        ('ex:1 rdfs:label "Nobody" .', []),
        ('ex:1 owl:sameAs org:nvidia ; rdfs:label "Nvidia" .', []),
        ('ex:1 owl:sameAs org:nvidia ; rdfs:label "Acme" .', [Kind.NAME]),
        ('ex:1 owl:sameAs org:nvidia ; a schema:Person .', [Kind.CLASS]),
        ("ex:1 owl:sameAs org:nvidia, org:apple .", [Kind.JOINED]),
        ("org:nvidia owl:sameAs ex:1 . org:apple owl:sameAs ex:1 .", [Kind.JOINED]),
        ('org:nobody rdfs:label "Nobody" .', [Kind.UNKNOWN]),
        ("ex:1 kg:partnersWith ex:2 .", [Kind.UNPROVEN]),
        ('ex:Thing a owl:Class ; rdfs:label "Nvidia" .', []),
    ],
)  # fmt: skip
def test_what_is_found(text: str, found: list[Kind]) -> None:
    assert kinds(met(text)) == found


def test_a_name_joins_only_when_that_is_asked_for() -> None:
    text = 'ex:1 rdfs:label "Nvidia" .'
    assert met(text).links == ()
    assert met(text, match_names=True) == Meeting(1, (link("nvidia"),), ())


def test_a_name_that_two_things_bear_joins_nothing() -> None:
    meeting = met('ex:1 rdfs:label "Nvidia" . ex:2 rdfs:label "Nvidia" .', match_names=True)
    assert (meeting.shared, meeting.links) == (0, ())


def test_what_the_file_says_itself_is_not_said_again() -> None:
    meeting = met('ex:1 owl:sameAs org:nvidia ; rdfs:label "Nvidia" .')
    assert (meeting.shared, meeting.links) == (1, ())


def test_a_third_thing_that_both_are_joins_them() -> None:
    linked = next(
        (entity.value, there.value)
        for entity, there in sample_store().select("SELECT ?e ?there { ?e owl:sameAs ?there } ORDER BY ?e")
        if isinstance(entity, NamedNode) and isinstance(there, NamedNode)
    )
    meeting = met(f"ex:1 owl:sameAs <{linked[1]}> .")
    assert [str(one.object.value) for one in meeting.links if isinstance(one.object, NamedNode)] == [linked[0]]


def test_one_name_and_two_wikidata_items_are_told() -> None:
    label, there = next(
        (label.value, there.value)  # type: ignore[union-attr]
        for label, there in sample_store().select("SELECT ?label ?there { ?e owl:sameAs ?there ; rdfs:label ?label }")
    )
    assert there.startswith("http://www.wikidata.org/entity/")
    meeting = met(f'ex:1 rdfs:label "{label}" ; owl:sameAs wd:Q0 .', match_names=True)
    assert (kinds(meeting), meeting.links) == ([Kind.ELSEWHERE], ())


def test_findings_come_in_one_order_however_the_file_is_ordered() -> None:
    lines = ['ex:1 rdfs:label "Nvidia" .', 'ex:2 rdfs:label "Apple" .', "ex:3 owl:sameAs org:nvidia, org:apple ."]
    assert met("\n".join(lines)) == met("\n".join(reversed(lines)))
