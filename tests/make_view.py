"""Builder: a small store with everything that a page shows, hostile text included when asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from kg.resolve import Resolution
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from kg.graph.store import Store
    from kg.model import Extraction

HOSTILE = "</script><img src=x onerror='window.hacked=1'>"

LATER = (
    "Société Générale utilise **Nvidia Blackwell** et [CUDA](https://cuda.example).\n"
    "AWS et Nvidia étendent leur partenariat, dit-on encore.\n"
    "Fortinet a corrigé CVE-2025-0001.\n"
)


def store_of(*extractions: Extraction) -> Store:
    """A store in memory, with the ontology beside the data."""
    schema, vocabulary = load_schema(), Vocabulary()
    triples = to_triples(Resolution(tuple(extractions)), schema=schema, vocabulary=vocabulary)
    return memory_store(triples, ontology=ontology_triples(schema, vocabulary))


def sample() -> Store:
    """Two articles of different days; AWS and Nvidia are in both, Fortinet stands apart from the rest."""
    return store_of(extraction(), later())


def later() -> Extraction:
    """The second article of the sample."""
    source = article(
        LATER,
        id="a2",
        title="La Société Générale et l'IA",
        published=datetime(2026, 1, 7, 9, 0, tzinfo=UTC),
        url="https://autre.example/sg?a=1&b=2",
    )
    source = replace(source, publisher="autre.example")
    return extraction(
        source,
        entities=(
            ("Société Générale", "ORG"),
            ("Nvidia Blackwell", "PRODUCT"),
            ("CUDA", "TECHNOLOGY"),
            ("AWS", "ORG"),
            ("Nvidia", "ORG"),
            ("Fortinet", "ORG"),
            ("CVE-2025-0001", "VULNERABILITY"),
        ),
        relations=(
            ("Société Générale", "uses", "Nvidia Blackwell", "asserted"),
            ("Société Générale", "uses", "CUDA", "hypothetical"),
            ("AWS", "partnersWith", "Nvidia", "asserted"),
            ("Fortinet", "fixes", "CVE-2025-0001", "asserted"),
        ),
        confidence=0.7,
    )


def hostile() -> Store:
    """An article whose every text tries to leave its place."""
    name, other = f"Acme {HOSTILE}", f"href=x {HOSTILE}"
    source = article(
        f"{name} et {other} sont partenaires ; {{{{ 7 * 7 }}}} {HOSTILE}.\n",
        id="h1",
        title=f"Titre {HOSTILE}",
        url="javascript:window.hacked=1",
    )
    source = replace(source, publisher=HOSTILE)
    return store_of(
        extraction(source, ((name, "ORG"), (other, "ORG")), ((name, "partnersWith", other, "asserted"),)),
    )
