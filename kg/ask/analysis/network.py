"""The network of entities -> which of them matter.

In: the graph as :func:`kg.graph.network.to_networkx` gives it, or the part of it that :func:`chosen` leaves.
All measures are taken on the same picture of it, that of :mod:`kg.graph.measures`.

Nothing depends on chance or on the order in which articles were read: entities come in the order of their
names, and what samples is seeded. networkx is imported where it is needed, since that takes its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.tables import rounded, to_table
from kg.errors import QueryError
from kg.graph import measures
from kg.model import Status
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx

    from kg.ask.answers import Table
    from kg.graph.vocab import Vocabulary

    Network = nx.MultiDiGraph[str]

__all__ = ["EXACT", "PIVOTS", "Measure", "Ranking", "Standing", "chosen", "joined", "joins", "rank"]

EXACT, PIVOTS = 1000, 250
"""Of more entities than EXACT, betweenness is estimated from the shortest paths of PIVOTS of them (Brandes and Pich,
Centrality estimation in large networks, 2007), drawn with a fixed seed."""

_SEED = 20


class Measure(StrEnum):
    """What makes an entity central.

    ``pagerank``: being joined to entities that are central themselves, surely. ``degree``: how many entities it
    is joined to, each counted with its confidence, which is the number to expect. ``betweenness``: on how many
    of the shortest paths between others it lies. ``closeness``: how few steps away all others are. ``articles``:
    in how many articles it is named.
    """

    PAGERANK = "pagerank"
    DEGREE = "degree"
    BETWEENNESS = "betweenness"
    CLOSENESS = "closeness"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Standing:
    """An entity and how central it is; ``neighbours`` is how many others it is joined to."""

    iri: str
    name: str
    type: str
    score: float
    neighbours: int
    articles: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entities by a measure, the most central first.

    Attributes:
        by: the measure.
        standings: every entity that is joined to another; by articles, every entity.
        pivots: from how many entities' paths the scores are estimated; None where they are exact.
    """

    by: Measure
    standings: tuple[Standing, ...]
    pivots: int | None = None

    def of(self, type_: str | None) -> Ranking:
        """The entities of a class, by its compact IRI, with the scores that they have among all; all for None."""
        kept = tuple(one for one in self.standings if type_ in {None, one.type})
        return Ranking(self.by, kept, self.pivots)

    def table(self, vocabulary: Vocabulary) -> Table:
        """One entity a row."""
        columns = ("name", "class", "score", "neighbours", "articles", "iri")
        rows = [
            (one.name, vocabulary.expand(one.type), one.score, one.neighbours, one.articles, NamedNode(one.iri))
            for one in self.standings
        ]
        return to_table(columns, rows, vocabulary)


def chosen(
    network: Network,
    *,
    statuses: Collection[str] = (Status.ASSERTED,),
    relations: Collection[str] = (),
    min_confidence: float = 0.0,
) -> Network:
    """The network with all its entities and the statements that pass.

    Args:
        network: as :func:`kg.graph.network.to_networkx` gives it.
        statuses: those to keep; all where none is named. What is denied joins nothing unless it is asked for.
        relations: names of those to keep, ``partnersWith``; all where none is named.
        min_confidence: how sure a statement is at least, between 0 and 1.

    Raises:
        QueryError: there is no such status, or the confidence is out of range.
    """
    if unknown := sorted(set(statuses) - set(Status)):
        use = f"use {', '.join(Status)}"
        raise QueryError(f"no status {', '.join(map(repr, unknown))}; {meant(unknown[0], Status, use)}")
    if not 0 <= min_confidence <= 1:
        raise QueryError(f"{min_confidence:.15g} is no confidence; give a number from 0 to 1, such as 0.8")
    kept: Network = network.__class__()
    kept.add_nodes_from(network.nodes(data=True))
    for head, tail, statement, about in network.edges(keys=True, data=True):
        if (
            (not statuses or about["status"] in statuses)
            and (not relations or about["predicate"] in relations)
            and about["confidence"] >= min_confidence
        ):
            kept.add_edge(head, tail, key=statement, **about)
    return kept


def joins(network: Network) -> measures.Joins:
    """The network as all measures take it; see :func:`kg.graph.measures.joined`."""
    return measures.joined((head, tail, about["confidence"]) for head, tail, about in network.edges(data=True))


def joined(network: Network) -> nx.Graph[str]:
    """The same as a graph."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    found = joins(network)
    graph.add_nodes_from(found)
    graph.add_weighted_edges_from((one, two, found[one][two]) for one in found for two in found[one] if one < two)
    return graph


def rank(network: Network, by: Measure | str = Measure.PAGERANK) -> Ranking:
    """The entities of a network by how central they are; those of one score by name.

    Every statement of the network counts; pass it through :func:`chosen` first to leave out what is denied.

    Raises:
        QueryError: there is no such measure.
    """
    try:
        measure = Measure(by)
    except ValueError as error:
        advice = meant(by, Measure, f"use {', '.join(Measure)}")
        raise QueryError(f"no measure {by!r}; {advice}") from error
    graph, pivots = joined(network), None
    if measure is Measure.ARTICLES:
        scores: Mapping[str, float] = {node: about["article_count"] for node, about in network.nodes(data=True)}
    elif measure is Measure.PAGERANK:
        scores = measures.pagerank(joins(network))
    elif measure is Measure.BETWEENNESS:
        pivots = PIVOTS if len(graph) > EXACT else None
        scores = _betweenness(graph, pivots)
    else:
        scores = {Measure.DEGREE: _degree, Measure.CLOSENESS: _closeness}[measure](graph)
    about = network.nodes
    standings = [
        Standing(
            iri=iri,
            name=about[iri]["label"],
            type=about[iri]["type"],
            score=rounded(score),
            neighbours=graph.degree[iri] if iri in graph else 0,
            articles=about[iri]["article_count"],
        )
        for iri, score in scores.items()
    ]
    return Ranking(measure, tuple(sorted(standings, key=lambda one: (-one.score, one.name, one.iri))), pivots)


def _degree(graph: nx.Graph[str]) -> dict[str, float]:
    return dict(graph.degree(weight="weight"))


def _betweenness(graph: nx.Graph[str], pivots: int | None) -> dict[str, float]:
    """The share of the shortest paths between two others on which a node lies; every step is as long as the other."""
    import networkx as nx

    return dict(nx.betweenness_centrality(graph, k=pivots, seed=_SEED))


def _closeness(graph: nx.Graph[str]) -> dict[str, float]:
    """One over the mean number of steps to those that can be reached, times their share (Wasserman and Faust 1994)."""
    import networkx as nx

    return dict(nx.closeness_centrality(graph))
