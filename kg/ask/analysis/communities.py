"""The network of entities -> groups whose members are joined to one another more than to the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.analysis.network import joined, joins
from kg.ask.tables import rounded, to_table
from kg.errors import QueryError
from kg.graph.measures import divide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import networkx as nx

    from kg.ask.analysis.network import Network
    from kg.ask.answers import Table
    from kg.graph.vocab import Vocabulary

__all__ = ["Communities", "Community", "Member", "communities"]


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of a community.

    Attributes:
        strength: how many others of the community it is joined to, each counted with its confidence.
        inside, outside: how many entities of the community and of others it is joined to.
    """

    iri: str
    name: str
    type: str
    strength: float
    inside: int
    outside: int
    articles: int


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that belong together.

    Attributes:
        members: the most strongly joined first.
        relations: how many statements between members there are of each relation, the most frequent first.
    """

    members: tuple[Member, ...]
    relations: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """All communities of a network, the largest first.

    Attributes:
        modularity: see :class:`kg.graph.measures.Division`.
    """

    groups: tuple[Community, ...]
    modularity: float

    def of(self, iri: str) -> int | None:
        """The place of the community that an entity belongs to, or None where nothing joins it to another."""
        return next(
            (place for place, group in enumerate(self.groups) if any(one.iri == iri for one in group.members)), None
        )

    def table(self, vocabulary: Vocabulary, places: Iterable[int] | None = None) -> Table:
        """One member a row, of all communities or of those at some places; the community is counted from 1."""
        columns = ("community", "name", "class", "strength", "inside", "outside", "articles", "iri")
        rows = [
            (place + 1, one.name, vocabulary.expand(one.type), one.strength, one.inside, one.outside, one.articles,
             NamedNode(one.iri))
            for place in (range(len(self.groups)) if places is None else places)
            for one in self.groups[place].members
        ]  # fmt: skip
        return to_table(columns, rows, vocabulary)


def communities(network: Network, *, resolution: float = 1.0) -> Communities:
    """Divide the entities that are joined to another into communities (Louvain; Blondel and others 2008).

    Every statement of the network counts; pass it through :func:`kg.ask.analysis.network.chosen` first to leave out
    what is denied. The same network gives the same communities.

    Args:
        network: as :func:`kg.graph.network.to_networkx` gives it.
        resolution: above 1 for more and smaller communities, below 1 for fewer and larger ones.

    Raises:
        QueryError: the resolution is not above 0.
    """
    if not resolution > 0:
        raise QueryError(f"{resolution:.15g} is no resolution; give a number above 0, such as 0.5 or 2")
    graph = joined(network)
    found = divide(joins(network), resolution=resolution)
    return Communities(tuple(_community(network, graph, group) for group in found.groups), rounded(found.modularity))


def _community(network: Network, graph: nx.Graph[str], group: Sequence[str]) -> Community:
    """What is known of a community, from the names of its members in their order."""
    within, members = frozenset(group), []
    for iri in group:
        about, inside = network.nodes[iri], [other for other in graph[iri] if other in within]
        member = Member(
            iri=iri,
            name=about["label"],
            type=about["type"],
            strength=rounded(sum(graph[iri][other]["weight"] for other in inside)),
            inside=len(inside),
            outside=graph.degree[iri] - len(inside),
            articles=about["article_count"],
        )
        members.append(member)
    members.sort(key=lambda one: (-one.strength, -one.articles, one.name, one.iri))
    relations = Counter(about["predicate"] for _, tail, about in network.out_edges(group, data=True) if tail in within)
    return Community(tuple(members), tuple(sorted(relations.items(), key=lambda pair: (-pair[1], pair[0]))))
