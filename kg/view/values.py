"""What a page shows: frozen values made of strings, numbers and tuples, ready for JSON.

Nodes, evidence and articles are referred to by their place in their tuple, so that nothing is said twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Edge", "GraphData", "Hidden", "Mark", "Node", "NodeClass", "Passage", "Relation", "Source"]

Mark = Literal["head", "tail", "trigger"]
"""What a stretch of a sentence is: a name of the statement's head or tail, a word that gave the statement away."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity: its IRI, name, class (as a compact IRI), other names, and how often it is met.

    Attributes:
        links: the IRIs of the same thing elsewhere, such as in Wikidata.
        mentions: how many there are in all articles.
        degree: how many statements of the whole graph it takes part in, shown or not.
        rank: its PageRank in the whole graph, to four digits; 0 where nothing that is not denied joins it.
        community: the number of the group it belongs to in the whole graph, the largest being 0; -1 where none.
        articles: the places of the articles that name it, in order, each with the number of mentions.
    """

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    mentions: int
    degree: int
    rank: float
    community: int
    articles: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement: ``head`` and ``tail`` are places in ``nodes``.

    Attributes:
        iri: the statement's, empty where the graph states nothing of the kind.
        status: the strongest over its evidence.
        confidence: between 0 and 1, combined over its evidence.
        sources: how many independent articles state it.
        roles: what a person is in an organisation, as written.
        evidence: places in ``evidence``, in order.
    """

    iri: str
    head: int
    tail: int
    relation: str
    status: str
    confidence: float
    sources: int
    roles: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence, as people read it.

    Attributes:
        article: place in ``articles``.
        start, end: where it lies in the article's file, in code points.
        text: the passage without its markup.
        marks: where in the text the names of the head and the tail stand, and the words that gave the statement
            away: start, end and what it is, in order, none over another.
    """

    article: int
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int, Mark], ...]
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
    """A class of entities: its IRI, compact and in full, and its labels by language."""

    iri: str
    uri: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: its name and full IRI, its labels by language read from either end, whether it holds both ways."""

    name: str
    uri: str
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
    """Everything that a page holds.

    Attributes:
        nodes, edges: by IRI.
        evidence: by article and by place in it.
        articles: those that name an entity or are quoted, by IRI.
        classes, relations: those in use, the most frequent first.
        prefixes: the prefixes of the graph with their namespaces.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    evidence: tuple[Passage, ...]
    articles: tuple[Source, ...]
    classes: tuple[NodeClass, ...]
    relations: tuple[Relation, ...]
    hidden: Hidden = Hidden()
    prefixes: Mapping[str, str] = field(default_factory=dict)
