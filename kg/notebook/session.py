"""What a notebook has open: its graph, where its pages are, and how it finds a graph that a cell means."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.ask import KnowledgeGraph, open_graph
from kg.ask.graph import STORE
from kg.ask.names import Names
from kg.build import build
from kg.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Session"]

_USUAL = "graph"
"""The variable whose graph is meant where several are there."""


@dataclass(slots=True)
class Session:
    """The graphs of a notebook.

    Attributes:
        graph: the one that ``%kg open`` opened last.
        site: where ``kg serve`` shows its pages; empty where it does not.
        language: of its pictures.
    """

    graph: KnowledgeGraph | None = None
    site: str = ""
    language: str = "en"
    _folders: dict[Path, KnowledgeGraph] = field(default_factory=dict)
    _names: WeakKeyDictionary[KnowledgeGraph, Names] = field(default_factory=WeakKeyDictionary)

    def open(self, folder: str, *, articles: str = "", site: str = "", language: str = "en") -> KnowledgeGraph:
        """Open a graph anew, in place of the one that was open.

        Args:
            folder: of the graph.
            articles: what it is built from where the folder holds none; empty for nothing.
            site: where ``kg serve`` shows its pages.
            language: of its pictures.

        Raises:
            KgError: the folder holds no graph, and none could be built.
        """
        if articles and not (Path(folder) / STORE).exists():
            build(articles, folder)
        self.graph = self._folders[Path(folder).resolve()] = open_graph(folder)
        self.site, self.language = site, language
        return self.graph

    def find(self, named: str, variables: Mapping[str, object]) -> KnowledgeGraph:
        """The graph that a cell means.

        Args:
            named: a variable or a folder; empty for the one that is open.
            variables: of the notebook.

        Raises:
            GraphError: there is none, or it is not clear which.
        """
        if named:
            return self._named(named, variables)
        if self.graph is not None:
            return self.graph
        there = {name: one for name, one in variables.items() if isinstance(one, KnowledgeGraph) and name[0] != "_"}
        if len(set(map(id, there.values()))) == 1 or _USUAL in there:
            return there[_USUAL] if _USUAL in there else next(iter(there.values()))
        if there:
            raise GraphError(f"{', '.join(sorted(there))} are graphs; say which with --graph {min(there)}")
        raise GraphError("no graph is open; open one with: %kg open out")

    def names(self, graph: KnowledgeGraph) -> Names:
        """The names of a graph, read once for many cells."""
        if graph not in self._names or self._names[graph].store is not graph.store:
            self._names[graph] = Names(graph.store, graph.schema)
        return self._names[graph]

    def _named(self, named: str, variables: Mapping[str, object]) -> KnowledgeGraph:
        value = variables.get(named)
        if isinstance(value, KnowledgeGraph):
            return value
        place = Path(named).resolve()
        if value is not None and not place.exists():
            raise GraphError(f"{named} is a {type(value).__name__} and no graph; open one with: {named} = %kg open out")
        if place not in self._folders:
            self._folders[place] = open_graph(named)
        return self._folders[place]
