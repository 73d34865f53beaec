"""What a person can decide about a graph: nine kinds of decision, as values.

A decision speaks of entities as a build makes them *without* decisions, so that a set of decisions has one meaning
whatever its order. It names them as ``Name (CLASS)``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.schema import Schema

__all__ = [
    "AcceptedRelation",
    "Decision",
    "Kept",
    "Linked",
    "Merged",
    "Rejected",
    "RejectedRelation",
    "Renamed",
    "Retyped",
    "Split",
    "entities_of",
    "opposed",
    "read_reference",
    "reference",
    "relation",
    "sentence",
]

_REFERENCE = re.compile(r"(?P<name>.*\S)\s*\((?P<type>[^()]+)\)")


@dataclass(frozen=True, order=True, kw_only=True)
class _Written:
    """Where a decision stands and why it was taken; neither tells two decisions apart.

    Attributes:
        line: 1-based line in the file, 0 where it comes from no file.
        because: a person's reason, in their words, or an empty text.
    """

    line: int = field(default=0, compare=False)
    because: str = field(default="", compare=False)


@dataclass(frozen=True, order=True)
class Merged(_Written):
    """``one`` is the same thing as ``into``, which gives the label and the class."""

    one: Entity
    into: Entity


@dataclass(frozen=True, order=True)
class Split(_Written):
    """The name ``one`` does not stand for ``origin``.

    Attributes:
        one: the name; the same as ``origin`` where one name stands for two things.
        origin: the entity that it was, or might have been, taken for.
        articles: identifiers of the articles in which it is so, sorted; empty for all of them.
        label: what the name stands for there; None where the name itself says it.
    """

    one: Entity
    origin: Entity
    articles: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True, order=True)
class Renamed(_Written):
    """``one`` is to be called ``label``."""

    one: Entity
    label: str


@dataclass(frozen=True, order=True)
class Retyped(_Written):
    """``one`` is of the class ``type``."""

    one: Entity
    type: str


@dataclass(frozen=True, order=True)
class Kept(_Written):
    """``one`` is of the class that it has."""

    one: Entity


@dataclass(frozen=True, order=True)
class Rejected(_Written):
    """``one`` is no name at all."""

    one: Entity


@dataclass(frozen=True, order=True)
class RejectedRelation(_Written):
    """The relation is wrong; the smaller entity is the head where the relation is symmetric."""

    head: Entity
    predicate: str
    tail: Entity


@dataclass(frozen=True, order=True)
class AcceptedRelation(_Written):
    """The relation is right; the smaller entity is the head where the relation is symmetric."""

    head: Entity
    predicate: str
    tail: Entity


@dataclass(frozen=True, order=True)
class Linked(_Written):
    """``one`` is what ``iri`` names elsewhere, or nothing elsewhere where that is None."""

    one: Entity
    iri: str | None


Decision = Merged | Split | Renamed | Retyped | Kept | Rejected | RejectedRelation | AcceptedRelation | Linked


def reference(entity: Entity) -> str:
    """An entity as decisions name it.

    >>> reference(Entity.named("ORG", "Foo (bar)"))
    'Foo (bar) (ORG)'
    """
    return f"{entity.name} ({entity.type})"


def read_reference(text: str) -> Entity | None:
    """The entity that ``Name (CLASS)`` stands for; None where the text has another form.

    >>> read_reference("Foo (bar) (ORG)")
    Entity(type='ORG', key='foo (bar)', name='Foo (bar)')
    """
    found = _REFERENCE.fullmatch(" ".join(text.split()))
    return Entity.named(found["type"].strip(), found["name"]) if found else None


def relation(
    kind: type[RejectedRelation | AcceptedRelation], head: Entity, predicate: str, tail: Entity, schema: Schema
) -> RejectedRelation | AcceptedRelation:
    """A decision on a relation, the smaller entity at the head where the relation is symmetric."""
    head, tail = schema.ends(head, predicate, tail)
    return kind(head, predicate, tail)


def sentence(decision: Decision) -> str:
    """A decision in words, without a full stop.

    >>> sentence(Renamed(Entity.named("ORG", "Nvidia"), "NVIDIA"))
    'rename Nvidia (ORG) to NVIDIA'
    """
    match decision:
        case Merged(one=one, into=into):
            return f"merge {reference(one)} into {reference(into)}"
        case Split(one=one, origin=origin, articles=articles, label=label):
            where = f" in {', '.join(articles)}" if articles else ""
            called = f", called {label}" if label else ""
            return f"split {reference(one)} from {reference(origin)}{where}{called}"
        case Renamed(one=one, label=label):
            return f"rename {reference(one)} to {label}"
        case Retyped(one=one, type=type_):
            return f"retype {reference(one)} to {type_}"
        case Kept(one=one):
            return f"keep {reference(one)}"
        case Rejected(one=one):
            return f"reject {reference(one)}"
        case RejectedRelation(head=head, predicate=predicate, tail=tail):
            return f"reject {reference(head)} {predicate} {reference(tail)}"
        case AcceptedRelation(head=head, predicate=predicate, tail=tail):
            return f"accept {reference(head)} {predicate} {reference(tail)}"
        case Linked(one=one, iri=iri):
            return f"link {reference(one)} to {iri or 'none'}"


def entities_of(decision: Decision) -> Iterator[Entity]:
    """The entities that a decision names."""
    match decision:
        case Merged(one=one, into=other) | Split(one=one, origin=other):
            yield from (one, other)
        case RejectedRelation(head=head, tail=tail) | AcceptedRelation(head=head, tail=tail):
            yield from (head, tail)
        case Renamed(one=one) | Retyped(one=one) | Kept(one=one) | Rejected(one=one) | Linked(one=one):
            yield one


def opposed(one: Decision, other: Decision) -> bool:
    """Whether two decisions that differ cannot both hold."""
    return one != other and (_against(one, other) or _against(other, one))


def _against(one: Decision, other: Decision) -> bool:
    match one, other:
        case Merged(), Merged():
            return one.one == other.one or (one.one, one.into) == (other.into, other.one)
        case Merged(), Split():
            return not other.articles and {one.one, one.into} == {other.one, other.origin}
        case Split(), Split():
            same = (one.one, one.origin) == (other.one, other.origin)
            if not one.articles or not other.articles:
                return same
            return same and one.label != other.label and not set(one.articles).isdisjoint(other.articles)
        case (Renamed(one=first), Renamed(one=second)) | (Linked(one=first), Linked(one=second)):
            return first == second
        case ((Retyped() | Kept()), (Retyped() | Kept())):
            return one.one == other.one
        case Rejected(one=name), (Merged() | Renamed() | Retyped() | Kept() | Linked() | AcceptedRelation()):
            return name in entities_of(other)
        case RejectedRelation(), AcceptedRelation():
            return (one.head, one.predicate, one.tail) == (other.head, other.predicate, other.tail)
    return False
