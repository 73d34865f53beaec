"""A small graph that has something to say to every question of the library: the sample, and an article more."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import Vocabulary
from kg.resolve import Copy, Doubt, Merge, Reading, Resolution
from kg.schema import load_schema
from tests.ask_sample import extractions
from tests.make import article, entity, extraction

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.graph.store import Store
    from kg.model import Extraction

ASKED: dict[str, dict[str, object]] = {
    "about": {"entity": "Nvidia"},
    "activity": {"entity": "Nvidia", "class": "Organization"},
    "actors": {"actor": "Mirai"},
    "adoption": {"class": "Technology"},
    "alternatives": {"product": "Gemini"},
    "announced": {"event": "CES 2026"},
    "around": {"entity": "Mistral AI"},
    "articles": {"entity": "Amazon Web Services"},
    "buyers": {"min_confidence": "0.5"},
    "careers": {"person": "Arthur Mensch"},
    "colleagues": {"person": "Ian Buck"},
    "competitors": {"entity": "openai"},
    "components": {"whole": "CUDA-X"},
    "connected": {"class": "produit"},
    "coopetition": {"org": "OpenAI"},
    "corroborated": {"min_sources": 2, "entity": "AWS"},
    "coverage": {"max_facts": 5},
    "deals": {"org": "Mistral AI"},
    "denied": {"entity": "Apple"},
    "develops": {"org": "Nvidia"},
    "discoverers": {"min_confidence": "0.5"},
    "disputed": {"entity": "Apple"},
    "doubtful": {"max_confidence": "0.8", "relation": "develops"},
    "duplicates": {"min_similarity": "0.5"},
    "entities": {"class": "Organization"},
    "event": {"event": "CES 2026"},
    "events": {"since": "2026"},
    "evidence": {"entity": "Nvidia", "other": "AWS", "relation": "partners with"},
    "exposure": {"org": "Nvidia"},
    "find": {"text": "amazon"},
    "founders": {"org": "Mistral AI"},
    "fulfilled": {"entity": "Vera Rubin"},
    "groups": {"org": "Google"},
    "identity": {"entity": "AWS"},
    "incomplete": {},
    "latest": {"month": "2026-01", "entity": "Nvidia"},
    "laws": {"regulation": "DMA"},
    "locations": {"place": "Santa Clara"},
    "namesakes": {"entity": "Gemini (Product)"},
    "newcomers": {"since": "2026-02", "class": "Organization"},
    "partners": {"org": "Nvidia"},
    "passages": {"text": "partenariat"},
    "pending": {"before": "2026-06-01", "entity": "DeepMind"},
    "people": {"person": "Arthur Mensch"},
    "planned": {"kind": "hypothetical"},
    "portfolio": {"org": "Nvidia"},
    "profile": {"entity": "Nvidia"},
    "prominent": {"min_articles": 2},
    "readers": {"relation": "develops"},
    "related": {"entity": "AWS", "other": "Apple"},
    "relations": {"relation": "partners with"},
    "rising": {"month": "2026-01", "class": "Organization"},
    "roles": {"role": "Vice", "org": "Nvidia"},
    "sanctions": {"target": "Google"},
    "since": {"since": "2026-01"},
    "sources": {},
    "stack": {"org": "Nvidia"},
    "successors": {"successor": "Vera Rubin"},
    "suppliers": {"customer": "Nvidia"},
    "supports": {"product": "CUDA Quantum"},
    "threats": {"attacker": "Mirai"},
    "timeline": {"entity": "Nvidia", "since": "2026", "until": "2026-02"},
    "unconfirmed": {"entity": "Google", "relation": "develops"},
    "unlinked": {"class": "Organization", "min_articles": 2},
    "unpatched": {"product": "CUDA-X"},
    "uses": {"product": "CUDA Quantum"},
    "victims": {"class": "Place"},
    "vulnerabilities": {"vulnerability": "CVE-2025-55182"},
}
"""For each question, parameters that narrow its answer on this graph."""

SPRING = (
    "Nvidia et OpenAI, partenaires et pourtant concurrents.\n"
    "CUDA Quantum fait partie de CUDA-X, que développe Nvidia.\n"
    "DeepMind fait partie de Google, et OpenAI pourrait racheter DeepMind.\n"
    "Vera Rubin remplace Grace Blackwell et prend en charge CUDA Quantum.\n"
    "Nvidia se trouve à Santa Clara.\n"
    "Le DMA vise Google.\n"
    "Jensen Huang travaille pour Nvidia, Arthur Mensch travaille pour DeepMind.\n"
    "Nvidia et OpenAI utilisent React.\n"
    "CVE-2026-0001 touche CUDA-X, et Mirai exploite CVE-2026-0001.\n"
    "CUDA-X utilise React.\n"
)


def spring() -> Extraction:
    """An article of March about what the sample does not speak of."""
    return extraction(
        article(
            SPRING, id="a4", title="Printemps", published=datetime(2026, 3, 3, 9, tzinfo=UTC), url="https://third.example/a4"
        ),
        [
            ("Nvidia", "ORG"), ("OpenAI", "ORG"), ("CUDA Quantum", "PRODUCT"), ("CUDA-X", "PRODUCT"),
            ("DeepMind", "ORG"), ("Google", "ORG"), ("Vera Rubin", "PRODUCT"), ("Grace Blackwell", "PRODUCT"),
            ("Santa Clara", "PLACE"), ("DMA", "REGULATION"), ("Jensen Huang", "PERSON"), ("Arthur Mensch", "PERSON"),
            ("React", "TECHNOLOGY"), ("CVE-2026-0001", "VULNERABILITY"), ("Mirai", "MALWARE"),
        ],
        [
            ("Nvidia", "partnersWith", "OpenAI", "asserted"),
            ("Nvidia", "competesWith", "OpenAI", "asserted"),
            ("CUDA Quantum", "partOf", "CUDA-X", "asserted"),
            ("Nvidia", "develops", "CUDA-X", "asserted"),
            ("DeepMind", "partOf", "Google", "asserted"),
            ("OpenAI", "acquires", "DeepMind", "hypothetical"),
            ("Vera Rubin", "replaces", "Grace Blackwell", "asserted"),
            ("Vera Rubin", "supports", "CUDA Quantum", "asserted"),
            ("Nvidia", "locatedIn", "Santa Clara", "asserted"),
            ("DMA", "actsAgainst", "Google", "asserted"),
            ("Jensen Huang", "worksFor", "Nvidia", "asserted"),
            ("Arthur Mensch", "worksFor", "DeepMind", "asserted"),
            ("Nvidia", "uses", "React", "asserted"),
            ("OpenAI", "uses", "React", "asserted"),
            ("CVE-2026-0001", "affects", "CUDA-X", "asserted"),
            ("Mirai", "exploits", "CVE-2026-0001", "asserted"),
            ("CUDA-X", "uses", "React", "asserted"),
        ],
        confidence=0.85,
    )  # fmt: skip


def library_triples(vocabulary: Vocabulary | None = None) -> list[Triple]:
    """The data, in reading order."""
    first, second, third = extractions()
    because = "the sample says so"
    resolution = Resolution(
        (first, second, third, spring()),
        merges=(Merge(entity("AWS", "ORG"), "Amazon Web Services", "alias", because, 1),),
        doubts=(Doubt(entity("Gemini", "ORG"), entity("Google", "ORG"), "similar", because, 0.5),),
        readings=(Reading(entity("React", "TECHNOLOGY"), "PRODUCT", 1, 0.25),),
        copies=(Copy(third.article.key, first.article.key, 0.75, because),),
        links={entity("Nvidia", "ORG"): "http://www.wikidata.org/entity/Q182477"},
    )
    return list(to_triples(resolution, schema=load_schema(), vocabulary=vocabulary))


@cache
def library_store() -> Store:
    """The graph in memory, with its ontology beside it."""
    return memory_store(library_triples(), ontology=ontology_triples(load_schema(), Vocabulary()))
