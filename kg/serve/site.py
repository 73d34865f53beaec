"""What is served: one state of a graph, the processes that answer questions about it, and the limits on both.

A site never changes. When a build replaces the graph, a new site takes the place of the old one, which is closed
when its last answer has been sent; so whatever a page reads from its site belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyio import CapacityLimiter

from kg.serve.limits import Limits

if TYPE_CHECKING:
    from kg.ask import KnowledgeGraph
    from kg.ask.engine import Engines

__all__ = ["DATA", "SPARQL", "Site"]

SPARQL = "/sparql"
"""Where queries are answered."""

DATA = "/data"
"""Where whole graphs are read."""


@dataclass(frozen=True)
class Site:
    """One state of a graph, being served.

    Attributes:
        graph: opened for reading; its store may be asked small questions of one's own from any thread.
        engines: processes that run the questions of visitors; see :func:`kg.serve.asking.ask`.
        title: what the graph is called.
        language: of pages for people who prefer none that there is: ``fr`` or ``en``.
        limits: on requests and answers.
        places: as many as there are engines; who holds one finds an engine free.
    """

    graph: KnowledgeGraph
    engines: Engines
    title: str
    language: str = "fr"
    limits: Limits = field(default_factory=Limits)
    places: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1), repr=False)

    def close(self) -> None:
        """Stop the processes and close the graph."""
        self.engines.close()
        self.graph.close()
