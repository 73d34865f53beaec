"""What a schema is: classes of entities, relations between them, and which relation may join what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.schema.frames import Frame

__all__ = ["EntityClass", "RelationType", "Schema"]


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A class of entities: its name in annotations (``ORG``), its compact IRI, its labels by language."""

    name: str
    iri: str
    label: Mapping[str, str]
    comment: Mapping[str, str]
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: its property name, labels, and the pairs of classes that it may join.

    Attributes:
        name: local name of the property, ``partnersWith``.
        label, inverse: by language, read from head to tail and from tail to head.
        signatures: (head class, tail class) for every allowed pair.
        symmetric: whether the relation holds both ways.
        close_match: compact IRIs of near equivalents elsewhere.
        triggers: lemmas of words that give the relation away: hints for a classifier, not proofs.
        patterns: ways to put the relation into words, see :mod:`kg.schema.frames`.
    """

    name: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    signatures: frozenset[tuple[str, str]]
    symmetric: bool = False
    close_match: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    patterns: tuple[Frame, ...] = ()

    @property
    def domain(self) -> tuple[str, ...]:
        """The classes that may stand at the head, sorted."""
        return tuple(sorted({head for head, _ in self.signatures}))

    @property
    def range(self) -> tuple[str, ...]:
        """The classes that may stand at the tail, sorted."""
        return tuple(sorted({tail for _, tail in self.signatures}))


@dataclass(frozen=True, slots=True)
class Schema:
    """The classes and relations by name, in the order of the file."""

    classes: Mapping[str, EntityClass]
    relations: Mapping[str, RelationType]

    def allows(self, head: str, relation: str, tail: str) -> bool:
        """Whether ``relation`` may join a head of one class to a tail of another.

        >>> from kg.schema import load_schema
        >>> load_schema().allows("PERSON", "worksFor", "ORG")
        True
        """
        return (head, tail) in self.relations[relation].signatures
