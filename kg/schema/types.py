"""What a schema is: classes of entities, relations between them, which may join what, and the names that are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Entity
    from kg.schema.frames import Frame

__all__ = ["EntityClass", "GivenName", "Place", "RelationType", "Schema", "TokenPattern"]

End = TypeVar("End", "Entity", str)


class Place(NamedTuple):
    """A line of a file, as an error names it: ``kg.toml:7``; line 0 is the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        """The file, a colon and the line, as editors and compilers write it."""
        return f"{self.file}:{self.line}" if self.line else self.file


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


@dataclass(frozen=True, slots=True, order=True)
class GivenName:
    """A way to write a name that an analyst gives, with straight apostrophes and single spaces.

    Attributes:
        surface: the name as articles write it.
        type: the class that it names.
        name: the canonical name, the same for every surface of one thing.
    """

    surface: str
    type: str
    name: str


@dataclass(frozen=True, slots=True)
class TokenPattern:
    """A pattern of names that an analyst gives, in the form of spaCy's entity ruler.

    Attributes:
        label: the class of what it finds.
        pattern: a phrase, or one description a token.
        id: the canonical name of what it finds; empty where each find is called as it is written.
        place: where it was given.
    """

    label: str
    pattern: str | tuple[Mapping[str, object], ...]
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Schema:
    """The classes and relations by name, in the order of the files, and what an analyst knows of names."""

    classes: Mapping[str, EntityClass]
    relations: Mapping[str, RelationType]
    names: tuple[GivenName, ...] = ()
    rules: tuple[TokenPattern, ...] = ()

    @property
    def given(self) -> frozenset[str]:
        """The canonical names that an analyst gives to names and patterns."""
        return frozenset({one.name for one in self.names} | {rule.id for rule in self.rules if rule.id})

    def ends(self, head: End, relation: str, tail: End) -> tuple[End, End]:
        """The ends of a relation: the smaller one first where it holds both ways, so that one fact has one form.

        >>> from kg.schema import load_schema
        >>> load_schema().ends("b", "partnersWith", "a"), load_schema().ends("b", "develops", "a")
        (('a', 'b'), ('b', 'a'))
        """
        known = self.relations.get(relation)
        return (tail, head) if known is not None and known.symmetric and tail < head else (head, tail)

    def allows(self, head: str, relation: str, tail: str) -> bool:
        """Whether ``relation`` may join a head of one class to a tail of another.

        >>> from kg.schema import load_schema
        >>> load_schema().allows("PERSON", "worksFor", "ORG")
        True
        """
        return (head, tail) in self.relations[relation].signatures
