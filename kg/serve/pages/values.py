"""What pages show of a graph: frozen values made of strings, numbers and tuples, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.view.values import Relation

__all__ = ["Bar", "Cell", "Fact", "Group", "Origin", "Passage", "Piece", "Row", "Thing"]


class Thing(NamedTuple):
    """Something with a page of its own; ``type`` is the compact IRI of an entity's class, empty for what is none."""

    iri: str
    name: str
    type: str = ""


class Piece(NamedTuple):
    """A stretch of a sentence: what it is (``head``, ``tail``, ``trigger`` or empty) and the class of what it names."""

    text: str
    mark: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """An article: ``date`` is a day in ISO 8601, ``url`` an address that begins with http or https."""

    iri: str
    title: str
    date: str | None
    publisher: str | None
    url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence, as people read it; ``start`` and ``end`` are places in the article's file."""

    iri: str
    pieces: tuple[Piece, ...]
    origin: Origin
    status: str
    confidence: float
    by: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with its passages, the latest first.

    Attributes:
        first, last: days in ISO 8601, or None.
        sources: how many independent articles state it.
        roles: what a person is in an organisation, as written.
        reviewed: what a person has said of it, or an empty string.
    """

    iri: str
    head: Thing
    relation: Relation
    tail: Thing
    status: str
    confidence: float
    sources: int
    first: str | None
    last: str | None
    roles: tuple[str, ...]
    reviewed: str
    passages: tuple[Passage, ...]

    def other(self, iri: str) -> Thing:
        """The end that is not the one with this IRI."""
        return self.head if self.tail.iri == iri else self.tail


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of an entity in one relation, read from one end; the best backed first."""

    key: str
    labels: Mapping[str, str]
    facts: tuple[Fact, ...]


class Bar(NamedTuple):
    """How often something is met from one day to another."""

    first: str
    last: str
    times: int


class Cell(NamedTuple):
    """A value: text with its language, or the short name of an IRI."""

    text: str
    iri: str = ""
    language: str = ""


class Row(NamedTuple):
    """A property and one of its values, or what has it as a value; ``graph`` is where that is said, empty for ours."""

    property: Cell
    value: Cell
    graph: str = ""
