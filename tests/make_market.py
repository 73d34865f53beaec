"""Builder: a small market of firms in five articles, with all that the explorer tells apart.

Two firms that four statements join, chains of several steps, two entities that stand apart from the rest, one that
nothing joins, a second name, an address elsewhere, four publishers of which one is unknown, and an article of no day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from kg.model import Evidence, Relation, Status
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import article, entity, extraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph.store import Store
    from kg.model import Entity, Extraction

KINDS = {
    "IBM": "ORG",
    "Confluent": "ORG",
    "LinkedIn": "ORG",
    "Microsoft": "ORG",
    "OpenAI": "ORG",
    "Red Hat": "ORG",
    "Fortinet": "ORG",
    "Sam Altman": "PERSON",
    "Kafka": "TECHNOLOGY",
    "Kubernetes": "TECHNOLOGY",
    "Ansible": "PRODUCT",
    "Zorvalex": "PRODUCT",
    "CVE-2025-0001": "VULNERABILITY",
}
SURFACES = {"Big Blue": "IBM"}
WIKIDATA = "http://www.wikidata.org/entity/Q37156"


class Fact(NamedTuple):
    """A sentence and what it says; no relation where it only names something."""

    text: str
    head: str
    relation: str = ""
    tail: str = ""
    status: str = "asserted"


class Issue(NamedTuple):
    """An article as a list of facts."""

    day: str | None
    publisher: str | None
    confidence: float
    facts: Sequence[Fact]


ISSUES = (
    Issue(
        "2025-11-03",
        "news.example",
        0.9,
        (
            Fact("IBM rachètera Confluent.", "IBM", "acquires", "Confluent", "planned"),
            Fact("IBM et Confluent étendent leur partenariat.", "IBM", "partnersWith", "Confluent"),
            Fact("IBM pourrait investir dans Confluent.", "IBM", "investsIn", "Confluent", "hypothetical"),
            Fact("Confluent fournit IBM.", "Confluent", "supplies", "IBM"),
            Fact("Confluent développe Kafka.", "Confluent", "develops", "Kafka"),
        ),
    ),
    Issue(
        "2025-12-10",
        "autre.example",
        0.7,
        (
            Fact("Confluent et Big Blue sont partenaires.", "IBM", "partnersWith", "Confluent"),
            Fact("LinkedIn utilise Kafka.", "LinkedIn", "uses", "Kafka"),
            Fact("Microsoft a racheté LinkedIn.", "Microsoft", "acquires", "LinkedIn"),
        ),
    ),
    Issue(
        "2026-01-15",
        "news.example",
        0.5,
        (
            Fact("Microsoft investit dans OpenAI.", "Microsoft", "investsIn", "OpenAI"),
            Fact("Sam Altman dirige OpenAI.", "Sam Altman", "worksFor", "OpenAI"),
            Fact("Red Hat fait partie de IBM.", "Red Hat", "partOf", "IBM"),
            Fact("Red Hat développe Ansible.", "Red Hat", "develops", "Ansible"),
            Fact("Microsoft n'utilise pas Ansible.", "Microsoft", "uses", "Ansible", "negated"),
        ),
    ),
    Issue(
        "2026-02-20",
        "trois.example",
        0.4,
        (
            Fact("Fortinet a corrigé CVE-2025-0001.", "Fortinet", "fixes", "CVE-2025-0001"),
            Fact("Zorvalex est annoncé.", "Zorvalex"),
        ),
    ),
    Issue(None, None, 0.8, (Fact("OpenAI utilise Kubernetes.", "OpenAI", "uses", "Kubernetes"),)),
)
FACTS = tuple(fact for issue in ISSUES for fact in issue.facts)


def iri(name: str) -> str:
    """The IRI of an entity of the market."""
    return Vocabulary().entity(_entity(name)).value


@cache
def market() -> Store:
    """The market in memory; nobody writes to it."""
    schema, vocabulary = load_schema(), Vocabulary()
    extractions = tuple(_extraction(number, issue) for number, issue in enumerate(ISSUES, start=1))
    resolution = Resolution(extractions, links={_entity("IBM"): WIKIDATA})
    triples = to_triples(resolution, schema=schema, vocabulary=vocabulary)
    return memory_store(triples, ontology=ontology_triples(schema, vocabulary))


def _entity(name: str) -> Entity:
    return entity(name, KINDS[name])


def _extraction(number: int, issue: Issue) -> Extraction:
    source = article(
        "".join(f"{fact.text}\n" for fact in issue.facts),
        id=f"m{number}",
        title=f"Numéro {number}",
        published=datetime.fromisoformat(issue.day).replace(tzinfo=UTC) if issue.day else None,
        url=f"https://{issue.publisher}/{number}" if issue.publisher else None,
    )
    source = replace(source, publisher=issue.publisher)
    named = {**KINDS, **{name: KINDS[other] for name, other in SURFACES.items()}}
    found = extraction(source, [*named.items()], (), confidence=issue.confidence)
    mentions = [
        replace(one, entity=_entity(SURFACES[one.exact])) if one.exact in SURFACES else one for one in found.mentions
    ]
    relations = []
    for fact in filter(lambda fact: fact.relation, issue.facts):
        start = source.text.index(fact.text)
        status, end = Status(fact.status), start + len(fact.text)
        evidence = Evidence(start, end, fact.text, status, issue.confidence, "test")
        relations.append(Relation(_entity(fact.head), fact.relation, _entity(fact.tail), evidence))
    return replace(found, mentions=tuple(mentions), relations=tuple(relations))
