"""What was chosen of a graph -> :class:`GraphData`: read in full, and everything given its place.

How much an entity matters and which others it belongs with is said of the whole graph, whatever part of it the page
holds.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.claims import degrees
from kg.graph.measures import divide, joined, pagerank
from kg.model import Status
from kg.view.labels import Labels
from kg.view.passage import marks, plain
from kg.view.values import Edge, GraphData, Hidden, Node, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.graph.claims import Claim
    from kg.view.reading import Entity, Quote, Reader

__all__ = ["Standing", "gather", "standing"]


class Standing(NamedTuple):
    """How entities stand in the whole graph, by their IRIs."""

    degree: Counter[str]
    rank: Mapping[str, float]
    community: Mapping[str, int]


def standing(claims: Sequence[Claim]) -> Standing:
    """What is denied joins nothing."""
    joins = joined((one.head, one.tail, one.confidence) for one in claims if one.status != Status.NEGATED)
    groups = divide(joins).groups
    return Standing(
        degrees(claims),
        {iri: float(f"{score:.4g}") for iri, score in pagerank(joins).items()},
        {iri: number for number, group in enumerate(groups) for iri in group},
    )


def gather(
    reader: Reader, entities: Sequence[str], claims: Sequence[Claim], standing: Standing, hidden: Hidden
) -> GraphData:
    """Read in full what was chosen, and give everything its place."""
    named, stated = reader.mentions(entities), {claim.iri: claim for claim in claims}
    quotes = reader.quotes(stated)
    for quote in quotes:
        for end in (stated[quote.statement].head, stated[quote.statement].tail):
            named[end].setdefault(quote.article, 0)  # the sentence may say "it"
    naming = {article for counts in named.values() for article in counts}
    articles = {iri: place for place, iri in enumerate(iri for iri in reader.articles if iri in naming)}
    nodes = tuple(_node(iri, reader.entities[iri], named[iri], articles, standing) for iri in entities)
    evidence, backing = _evidence(stated, quotes, reader.entities, articles)
    places, roles = {iri: place for place, iri in enumerate(entities)}, reader.roles()
    edges = tuple(_edge(claim, places, roles.get(claim.iri, ()), backing[claim.iri]) for claim in claims)
    labels = Labels(reader.store)
    return GraphData(
        nodes=nodes,
        edges=edges,
        evidence=evidence,
        articles=tuple(reader.articles[iri] for iri in articles),
        classes=tuple(labels.node_class(iri) for iri in _by_count(node.type for node in nodes)),
        relations=tuple(labels.relation(name) for name in _by_count(edge.relation for edge in edges)),
        hidden=hidden,
        prefixes=dict(reader.store.vocabulary.prefixes),
    )


def _node(iri: str, entity: Entity, named: Mapping[str, int], articles: Mapping[str, int], standing: Standing) -> Node:
    return Node(
        iri=iri,
        name=entity.name,
        type=entity.type,
        aliases=entity.aliases,
        links=entity.links,
        mentions=entity.mentions,
        degree=standing.degree[iri],
        rank=standing.rank.get(iri, 0.0),
        community=standing.community.get(iri, -1),
        articles=tuple(sorted((articles[article], count) for article, count in named.items())),
    )


def _edge(claim: Claim, places: Mapping[str, int], roles: tuple[str, ...], evidence: Iterable[int]) -> Edge:
    return Edge(
        iri=claim.iri,
        head=places[claim.head],
        tail=places[claim.tail],
        relation=claim.relation,
        status=claim.status,
        confidence=claim.confidence,
        sources=claim.sources,
        roles=roles,
        evidence=tuple(evidence),
    )


def _evidence(
    stated: Mapping[str, Claim], quotes: Iterable[Quote], entities: Mapping[str, Entity], articles: Mapping[str, int]
) -> tuple[tuple[Passage, ...], dict[str, list[int]]]:
    """All evidence in the order in which it is quoted, and which of it backs each statement."""
    text = cache(plain)
    names = cache(lambda iri: tuple(map(text, (entities[iri].name, *entities[iri].aliases))))
    backing: dict[str, list[int]] = {iri: [] for iri in stated}
    evidence: list[Passage] = []
    for quote in quotes:
        sentence, claim = text(quote.exact), stated[quote.statement]
        backing[claim.iri].append(len(evidence))
        passage = Passage(
            article=articles[quote.article],
            start=quote.start,
            end=quote.end,
            text=sentence,
            marks=marks(sentence, names(claim.head), names(claim.tail), map(text, quote.triggers)),
            status=quote.status,
            confidence=quote.confidence,
            extracted_by=quote.extracted_by,
        )
        evidence.append(passage)
    return tuple(evidence), backing


def _by_count(names: Iterable[str]) -> list[str]:
    return [name for name, _ in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))]
