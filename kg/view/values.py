"""What a page shows: frozen values made of strings, numbers and tuples, ready for JSON.

Nodes, evidence and articles are referred to by their place in their tuple, so that nothing is said twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Edge", "GraphData", "Hidden", "Mark", "Node", "NodeClass", "Passage", "Relation", "Source"]

Mark = Literal["", "head", "tail", "trigger"]
"""What a stretch of a sentence is: nothing special, the statement's head or tail, a word that gave it away."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity: its IRI, name, class (as a compact IRI), other names, and how often it is met.

    Attributes:
        mentions, articles: how many mentions there are, in how many articles.
        degree: how many statements of the whole graph it takes part in, shown or not.
    """

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: int
    articles: int
    degree: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement: ``head`` and ``tail`` are places in ``nodes``, ``evidence`` are places in ``evidence``.

    Attributes:
        status: the strongest over its evidence.
        confidence: between 0 and 1, combined over its evidence.
        sources: how many independent articles state it.
        first_seen, last_seen: days in ISO 8601 of the earliest and latest article, or None.
        roles: what a person is in an organisation, as written.
    """

    iri: str
    head: int
    tail: int
    relation: str
    status: str
    confidence: float
    sources: int
    first_seen: str | None
    last_seen: str | None
    roles: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence, as people read it.

    Attributes:
        article: place in ``articles``.
        start, end: where it lies in the article's file, in code points.
        segments: the passage without its markup, cut where a name of the head or the tail, or a word that gave
            the statement away, begins or ends.
    """

    article: int
    start: int
    end: int
    segments: tuple[tuple[str, Mark], ...]
    status: str
    confidence: float
    extracted_by: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article: ``date`` is a day in ISO 8601, ``url`` an address that begins with http or https."""

    title: str
    date: str | None
    url: str | None
    path: str
    publisher: str | None
    language: str


@dataclass(frozen=True, slots=True)
class NodeClass:
    """A class of entities: its compact IRI and its labels by language."""

    iri: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: its name, its labels by language read from either end, whether it holds both ways."""

    name: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the limit left out of the page, of all that passes the filters."""

    entities: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class GraphData:
    """Everything that a page shows; classes and relations are those in use, the most frequent first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    evidence: tuple[Passage, ...]
    articles: tuple[Source, ...]
    classes: tuple[NodeClass, ...]
    relations: tuple[Relation, ...]
    hidden: Hidden = Hidden()
