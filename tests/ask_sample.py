"""A small graph that has something to say to every question of the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from kg.graph.ontology import ontology_triples
from kg.graph.rdf import to_triples
from kg.graph.store import Store, memory_store, write_store
from kg.graph.vocab import Vocabulary
from kg.model import Extraction, Mention
from kg.resolve import Copy, Doubt, Merge, Reading, Resolution
from kg.schema import load_schema
from tests.make import article, entity, extraction

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

WINTER = (
    "AWS et Nvidia confirment leur partenariat, selon Amazon Web Services.\n"
    "Apple a racheté Mistral AI.\n"
    "ASML investit dans Mistral AI et concurrence OpenAI.\n"
    "TSMC fournit Nvidia en puces.\n"
    "Arthur Mensch a fondé Mistral AI et dirige Mistral AI.\n"
    "Au CES 2026, Nvidia a montré Vera Rubin.\n"
    "Google développe Gemini, sans lien avec la plateforme Gemini.\n"
    "Gemini concurrence Mistral Large 3.\n"
    "Mistral Large 3 utilise CUDA Quantum.\n"
)
SAFETY = (
    "CVE-2025-55182 touche React.\n"
    "Meta corrige CVE-2025-55182, découverte par Lachlan Davidson.\n"
    "Earth Lamia exploite CVE-2025-55182.\n"
    "Mirai vise la France.\n"
    "La CNIL sanctionne Google.\n"
    "Apple n'a pas racheté Mistral AI.\n"
    "OpenAI pourrait utiliser CUDA Quantum.\n"
)


def extractions() -> list[Extraction]:
    """Three articles: one as :mod:`tests.make` has it, a later one, and one without date, title and address."""
    second = extraction(
        article(
            WINTER,
            id="a2",
            title="=Hiver, 2026",
            published=datetime(2026, 1, 6, 8, tzinfo=UTC),
            url="https://other.example/ces?a=1&b=2",
        ),
        [
            ("AWS", "ORG"), ("Nvidia", "ORG"), ("Apple", "ORG"), ("Mistral AI", "ORG"), ("ASML", "ORG"),
            ("OpenAI", "ORG"), ("TSMC", "ORG"), ("Arthur Mensch", "PERSON"), ("CES 2026", "EVENT"),
            ("Vera Rubin", "PRODUCT"),
            ("Google", "ORG"), ("Gemini", "PRODUCT"), ("Mistral Large 3", "PRODUCT"), ("CUDA Quantum", "PRODUCT"),
        ],
        [
            ("AWS", "partnersWith", "Nvidia", "asserted"),
            ("Apple", "acquires", "Mistral AI", "asserted"),
            ("ASML", "investsIn", "Mistral AI", "asserted"),
            ("ASML", "competesWith", "OpenAI", "asserted"),
            ("TSMC", "supplies", "Nvidia", "asserted"),
            ("Arthur Mensch", "founded", "Mistral AI", "asserted"),
            ("Arthur Mensch", "worksFor", "Mistral AI", "asserted"),
            ("Nvidia", "presentAt", "CES 2026", "asserted"),
            ("Vera Rubin", "presentAt", "CES 2026", "asserted"),
            ("Nvidia", "develops", "Vera Rubin", "asserted"),
            ("Google", "develops", "Gemini", "asserted"),
            ("Gemini", "competesWith", "Mistral Large 3", "asserted"),
            ("Mistral Large 3", "uses", "CUDA Quantum", "asserted"),
        ],
        confidence=0.8,
    )  # fmt: skip
    more = [
        Mention(entity(name, "ORG"), WINTER.index(before), WINTER.index(before) + len(exact), exact, 0.7, "test")
        for name, before, exact in (("AWS", "Amazon", "Amazon Web Services"), ("Gemini", "Gemini.", "Gemini"))
    ]
    third = extraction(
        article(SAFETY, id="a3", title="", published=None, url=None),
        [
            ("CVE-2025-55182", "VULNERABILITY"), ("React", "TECHNOLOGY"), ("Meta", "ORG"),
            ("Lachlan Davidson", "PERSON"), ("Earth Lamia", "THREAT_ACTOR"), ("Mirai", "MALWARE"),
            ("France", "PLACE"), ("CNIL", "ORG"),
            ("Google", "ORG"), ("Apple", "ORG"), ("Mistral AI", "ORG"), ("OpenAI", "ORG"), ("CUDA Quantum", "PRODUCT"),
        ],
        [
            ("CVE-2025-55182", "affects", "React", "asserted"),
            ("Meta", "fixes", "CVE-2025-55182", "asserted"),
            ("Lachlan Davidson", "discovered", "CVE-2025-55182", "asserted"),
            ("Earth Lamia", "exploits", "CVE-2025-55182", "asserted"),
            ("Mirai", "targets", "France", "asserted"),
            ("CNIL", "actsAgainst", "Google", "asserted"),
            ("Apple", "acquires", "Mistral AI", "negated"),
            ("OpenAI", "uses", "CUDA Quantum", "hypothetical"),
        ],
    )  # fmt: skip
    return [extraction(), replace(second, mentions=(*second.mentions, *more)), third]


def triples(vocabulary: Vocabulary | None = None) -> list[Triple]:
    """The data, in reading order."""
    first, _, third = found = extractions()
    because = "the sample says so"
    resolution = Resolution(
        tuple(found),
        merges=(Merge(entity("AWS", "ORG"), "Amazon Web Services", "alias", because, 1),),
        doubts=(Doubt(entity("Gemini", "ORG"), entity("Google", "ORG"), "similar", because, 0.5),),
        readings=(Reading(entity("React", "TECHNOLOGY"), "PRODUCT", 1, 0.25),),
        copies=(Copy(third.article.key, first.article.key, 0.75, because),),
        links={entity("Nvidia", "ORG"): "http://www.wikidata.org/entity/Q182477"},
    )
    return list(to_triples(resolution, schema=load_schema(), vocabulary=vocabulary))


@cache
def sample_store() -> Store:
    """The graph in memory, with its ontology beside it."""
    return memory_store(triples(), ontology=ontology_triples(load_schema(), Vocabulary()))


def write_sample(folder: Path, vocabulary: Vocabulary | None = None) -> Path:
    """The folder that a build would leave, with the store only."""
    write_store(folder / "store", triples(vocabulary))
    return folder
