"""What can be computed from a graph beyond a query, as methods that give data frames.

Every method takes names as people type them, computes on values and makes a table of them; the modules that it
imports do the work, and can be used alone. They load networkx and pandas, so each is imported where it is
needed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from kg.ask.asking import ReplacedError
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

    import networkx as nx
    import pandas as pd

    from kg.ask.analysis.network import Measure
    from kg.ask.analysis.timeline import Span
    from kg.ask.names import Names
    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Analyses", "Choice", "steadily"]

A = TypeVar("A", bound="Analyses")
P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4
"""How often a graph is read that is replaced meanwhile."""


def steadily(method: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """Have a method read one state of the graph from its beginning to its end; once more if that one is gone."""

    @wraps(method)
    def called(graph: A, /, *arguments: P.args, **named: P.kwargs) -> R:
        for left in reversed(range(ATTEMPTS)):
            with graph.steady() as may_try_again:
                try:
                    return method(graph, *arguments, **named)
                except ReplacedError:
                    if not (left and may_try_again):
                        raise
        raise AssertionError("the last attempt returns or raises")

    return called


class Choice(TypedDict, total=False):
    """Which statements count; see :func:`kg.ask.analysis.network.chosen`."""

    statuses: Collection[str]
    relations: Collection[str]
    min_confidence: float


class Analyses(ABC):
    """The analyses of an open graph; :class:`kg.ask.graph.KnowledgeGraph` is one."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The open store."""

    @property
    @abstractmethod
    def schema(self) -> Schema:
        """The classes and relations that the graph was built with."""

    @property
    @abstractmethod
    def _names(self) -> Names:
        """The names of the graph."""

    @steadily
    def networkx(self, **choice: Unpack[Choice]) -> nx.MultiDiGraph[str]:
        """Entities as nodes, by IRI, and statements as edges, for analysis; see :func:`kg.graph.network.to_networkx`.

        Args:
            **choice: which statements to keep, all unless given: statuses, relations, min_confidence.

        Raises:
            QueryError: there is no such status or relation, or a confidence is out of range.
        """
        from kg.ask.analysis.network import chosen

        known = self.store.vocabulary.kg.iri
        relations = [self._names.relation(name).value.removeprefix(known) for name in choice.get("relations", ())]
        return chosen(
            self._network,
            statuses=choice.get("statuses", ()),
            relations=relations,
            min_confidence=choice.get("min_confidence", 0.0),
        )

    @property
    @abstractmethod
    def _network(self) -> nx.MultiDiGraph[str]:
        """Entities and statements."""

    @abstractmethod
    def steady(self) -> AbstractContextManager[bool]:
        """Whatever is asked in the block is asked of one state of the graph, though a build may replace it meanwhile.

        It gives whether another block may be of a newer state.
        """

    def _asserted(self, choice: Choice) -> nx.MultiDiGraph[str]:
        """The network of what is asserted, where no other status is asked for."""
        return self.networkx(**(Choice(statuses=(Status.ASSERTED,)) | choice))

    @steadily
    def find(self, name: str) -> str:
        """The IRI of the entity with a name, another of its names or ``Name (class)``: its node in :meth:`networkx`.

        Raises:
            QueryError: it stands for none or for several; the message lists the nearest.
        """
        return self._names.entity(name).value

    @steadily
    def find_class(self, name: str) -> str:
        """The compact IRI of a class by its name in the schema, a label or its IRI.

        Raises:
            QueryError: there is no such class; the message lists them.
        """
        return self.store.vocabulary.compact(self._names.entity_class(name).value)

    def symmetric(self) -> frozenset[str]:
        """The relations that hold both ways."""
        return frozenset(name for name, relation in self.schema.relations.items() if relation.symmetric)

    @steadily
    def rank(
        self,
        by: Measure | str = "pagerank",
        *,
        type: str | None = None,  # noqa: A002 - the field's name
        limit: int | None = None,
        **choice: Unpack[Choice],
    ) -> pd.DataFrame:
        """The most central entities.

        Args:
            by: ``pagerank``, ``degree``, ``betweenness``, ``closeness`` or ``articles``; see
                :class:`kg.ask.analysis.network.Measure`.
            type: only those of a class, as they stand in the network of all.
            limit: how many to give at most.
            **choice: which statements count, those that are asserted unless given: statuses, relations,
                min_confidence.

        Raises:
            QueryError: there is no such measure, class, status or relation.
        """
        from kg.ask.analysis.network import rank

        ranking = rank(self._asserted(choice), by).of(self.find_class(type) if type else None)
        return ranking.table(self.store.vocabulary).to_pandas()[:limit]

    @steadily
    def communities(self, *, resolution: float = 1.0, **choice: Unpack[Choice]) -> pd.DataFrame:
        """The entities by the community that they belong to, the largest community first, and in it the most joined.

        Args:
            resolution: above 1 for more and smaller communities, below 1 for fewer and larger ones.
            **choice: as for :meth:`rank`.

        Raises:
            QueryError: the resolution is not above 0, or there is no such status or relation.
        """
        from kg.ask.analysis.communities import communities

        return communities(self._asserted(choice), resolution=resolution).table(self.store.vocabulary).to_pandas()

    @steadily
    def path(
        self,
        origin: str,
        goal: str,
        *,
        count: int = 1,
        max_hops: int | None = None,
        avoid: Collection[str] = (),
        **choice: Unpack[Choice],
    ) -> pd.DataFrame:
        """The shortest paths from one entity to another, one hop a row with its sentence; of equals the surest first.

        Args:
            origin: the entity where they begin.
            goal: the entity where they end.
            count: how many to give at most.
            max_hops: how many hops they have at most.
            avoid: entities that they do not pass.
            **choice: as for :meth:`rank`.

        Raises:
            QueryError: a name stands for nothing or for several things, the ends are one, or there is no such
                status or relation.
        """
        from kg.ask.analysis.backing import backings
        from kg.ask.analysis.paths import path_table, paths

        found = paths(
            self._asserted(choice),
            self.find(origin),
            self.find(goal),
            count=count,
            max_hops=max_hops,
            avoid=[self.find(name) for name in avoid],
            symmetric=self.symmetric(),
        )
        evidence = backings(self.store, (hop[0].statement for path in found for hop in path.hops))
        return path_table(found, evidence, self.store.vocabulary).to_pandas()

    @steadily
    def around(self, entity: str, *, depth: int = 1, **choice: Unpack[Choice]) -> pd.DataFrame:
        """The statements that lead away from an entity, hop by hop and by relation.

        Args:
            entity: the entity in the middle.
            depth: how many hops to go.
            **choice: as for :meth:`rank`.

        Raises:
            QueryError: the name stands for nothing or for several things, or there is no such status or relation.
        """
        from kg.ask.analysis.paths import around, around_table

        spokes = around(self._asserted(choice), self.find(entity), depth=depth, symmetric=self.symmetric())
        return around_table(spokes, self.store.vocabulary).to_pandas()

    @steadily
    def together(self, entity: str | None = None, *, min_articles: int = 2) -> pd.DataFrame:
        """The entities that articles name together, those furthest from chance first.

        Args:
            entity: one of the two; every pair without it.
            min_articles: in how many articles at least; those that repeat one another count once.

        Raises:
            QueryError: the name stands for nothing or for several things.
        """
        from kg.ask.analysis.together import together, together_table

        found = together(self.store, self.find(entity) if entity else None, min_articles=min_articles)
        return together_table(found, self.store.vocabulary).to_pandas()

    @steadily
    def timeline(self, entity: str, by: Span | str = "month") -> pd.DataFrame:
        """How often articles name an entity and state facts of it, by ``day``, ``week`` or ``month``.

        Raises:
            QueryError: the name stands for nothing or for several things, or there is no such period.
        """
        from kg.ask.analysis.timeline import timeline

        return timeline(self.store, self.find(entity), by).table(self.store.vocabulary).to_pandas()

    @steadily
    def diff(self, newer: Analyses | str | Path, *, min_change: float = 0.0) -> pd.DataFrame:
        """The facts that a newer build of the graph adds, those it has no more, and those it puts otherwise.

        Args:
            newer: the other graph, or the folder where it lies.
            min_change: by how much a confidence must differ to count; a status that differs always counts.

        Raises:
            GraphError: the folder holds no graph.
        """
        from kg.ask.analysis.differences import differences
        from kg.ask.graph import open_graph

        with nullcontext(newer) if isinstance(newer, Analyses) else open_graph(newer) as other:
            symmetric = self.symmetric() | other.symmetric()
            found = differences(self.store, other.store, min_change=min_change, symmetric=symmetric)
            return found.table(other.store.vocabulary).to_pandas()
