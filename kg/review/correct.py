"""What a person says of a graph, in the names that they type -> decisions, in the names that decisions use.

Every method looks in the graph for what is meant, refuses what makes no sense there, and gives a :class:`Proposal`; it
writes nothing (:mod:`kg.resolve.ledger` does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode

from kg.ask.names import fold
from kg.ask.tables import select
from kg.errors import DecisionError, QueryError
from kg.graph.vocab import local
from kg.model import Entity
from kg.resolve.corrections import (
    AcceptedRelation,
    Kept,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    opposed,
    reference,
    relation,
)
from kg.resolve.entries import no_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.resolve.corrections import Decision
    from kg.review.entities import Entities, Known

__all__ = ["Corrector", "Proposal"]

SHOWN = 8
"""Names or articles that a message lists."""


class Proposal(NamedTuple):
    """A decision, and what the graph shows already where it needs none: a sentence without a full stop, or nothing."""

    decision: Decision
    already: str = ""


class Corrector:
    """Turns what people say of one graph into decisions."""

    def __init__(self, entities: Entities) -> None:
        self.entities = entities

    def merge(self, one: str, into: str) -> Proposal:
        """Two entities are one, which is called as the second.

        Raises:
            QueryError: a name stands for nothing or for several things, or both are the label of one entity.
        """
        target = self.entities.reference(into)
        source = self.entities.reference(one)
        if source != target:
            return Proposal(Merged(source, target))
        known = self.entities.find(one)
        name = self._name_of(known, one)
        if name is None or Entity.named(target.type, name) == target:
            raise QueryError(f"{one!r} and {into!r} are one already: {known}; name two entities")
        former = self._joined(Entity.named(target.type, name), target)
        return Proposal(Merged(former, target), f"{name} is a name of {known}")

    def split(self, name: str, origin: str, articles: Sequence[str] = (), label: str | None = None) -> Proposal:
        """A name does not stand for an entity, in some articles or in all.

        Args:
            name: another name of the entity, its own where it stands for two things, or an entity that resembles it.
            origin: the entity.
            articles: identifiers or files of the articles in which it is so; all without them.
            label: what the name stands for there, if it is not the name itself.

        Raises:
            QueryError: a name or an article stands for nothing, or what is split would be the same as before.
        """
        known = self.entities.find(origin)
        target, own = self.entities.before(known), self._name_of(known, name)
        other = None if own is not None else self.entities.reference(name)
        one = other or self._joined(Entity.named(target.type, own or name), target)
        ids = tuple(sorted({self._article(article, known) for article in articles}))
        called = None if label is None else _clean(label)
        if (one == target or Entity.named("", name) == Entity.named("", origin)) and not (ids and called):
            raise QueryError(
                f"{name!r} is what {known} is called; say in which articles it is another thing and what that is "
                "called: --article ID --as LABEL"
            )
        if called is not None and Entity.named(one.type, called) == target:
            raise QueryError(f"{called!r} is what {known} is called; give --as another name")
        already = f"{reference(one)} and {known} are two entities" if other and not ids else ""
        return Proposal(Split(one, target, ids, called), already)

    def rename(self, name: str, label: str) -> Proposal:
        """An entity is to be called otherwise.

        Raises:
            QueryError: the name stands for nothing or for several things, or another entity of that class bears it.
            DecisionError: the label is empty or cannot be seen.
        """
        called, one = _clean(label), self.entities.reference(name)
        for known in self.entities.by_iri.values():
            if known.entity == Entity.named(one.type, called) and self.entities.before(known) != one:
                raise QueryError(f"there is another {known}; if both are one: kg merge {name!r} {called!r}")
        bears = any(self.entities.before(known) == one and known.entity.name == called
                    for known in self.entities.by_iri.values())  # fmt: skip
        return Proposal(Renamed(one, called), f"{called} is what it is called" if bears else "")

    def retype(self, name: str, type_: str) -> Proposal:
        """An entity is of another class.

        Raises:
            QueryError: the name stands for nothing or for several things, or there is no such class.
        """
        one, expand = self.entities.reference(name), self.entities.store.vocabulary.expand
        wanted = self.entities.directory.entity_class(type_)
        types = [known.name for known in self.entities.schema.classes.values() if expand(known.iri) == wanted]
        if not types:
            raise QueryError(f"the schema has no class {type_!r}; it has {', '.join(self.entities.schema.classes)}")
        shown = {known.entity.type for known in self.entities.by_iri.values()
                 if self.entities.before(known) == one}  # fmt: skip
        already = f"{one.name} is of the class {types[0]}" if shown == {types[0]} else ""
        return Proposal(Kept(one) if one.type == types[0] else Retyped(one, types[0]), already)

    def keep(self, name: str) -> Proposal:
        """An entity is of the class that it has.

        Raises:
            QueryError: the name stands for nothing or for several things.
        """
        return Proposal(Kept(self.entities.reference(name)))

    def reject(self, name: str) -> Proposal:
        """What the graph takes for an entity is no name at all.

        Raises:
            QueryError: the name stands for nothing or for several things.
        """
        return Proposal(Rejected(self.entities.reference(name)))

    def relation(
        self, kind: type[AcceptedRelation | RejectedRelation], subject: str, predicate: str, object_: str
    ) -> Proposal:
        """A relation between two entities is right, or wrong.

        Raises:
            QueryError: a name stands for nothing or for several things, or neither the graph nor a decision has
                that relation.
        """
        head, tail = self.entities.reference(subject), self.entities.reference(object_)
        name = local(self.entities.directory.relation(predicate).value)
        schema = self.entities.schema
        if name not in schema.relations:
            raise QueryError(f"the schema has no relation {name!r}; it has {', '.join(schema.relations)}")
        decision = relation(kind, head, name, tail, schema)
        both = {relation(one, head, name, tail, schema) for one in (AcceptedRelation, RejectedRelation)}
        if not both.intersection(self.entities.decisions.items) and not self._states(subject, name, object_):
            turned = f", but {object_!r} {name} {subject!r}" if self._states(object_, name, subject) else ""
            raise QueryError(
                f"the graph does not say {subject!r} {name} {object_!r}{turned}; see kg explain {subject!r}"
            )
        return Proposal(decision)

    def contradicted(self, decision: Decision) -> bool:
        """Whether a decision that has been taken leaves no room for this one."""
        return any(opposed(decision, one) for one in self.entities.decisions.items)

    def _name_of(self, known: Known, name: str) -> str | None:
        """The name of an entity that is meant, as the graph writes it; None where it has no such name."""
        names = (known.entity.name, *self.entities.names(known))
        exact = [one for one in names if one == name]
        return next(iter(exact or [one for one in names if fold(one) == fold(name)]), None)

    def _joined(self, one: Entity, target: Entity) -> Entity:
        """What decisions merged into an entity under this name, whatever its class; else the name as it is."""
        merged = [merge.one for merge in self.entities.decisions.of(Merged) if merge.into == target]
        return next((former for former in merged if former.key == one.key), one)

    def _article(self, name: str, known: Known) -> str:
        """The identifier of an article that names an entity.

        Raises:
            QueryError: no article that names it has this identifier or file; the message lists some.
        """
        rows = select(
            self.entities.store,
            "SELECT ?id ?path ?title "
            f"{{ ?a schema:mentions <{known.iri}> ; schema:identifier ?id ; kg:path ?path "
            "OPTIONAL { ?a schema:headline ?title } }",
        )
        found = {one for one, path, _ in rows if name in {one, path}}
        if len(found) != 1:
            listed = ", ".join(f"{one} ({title or path})" for one, path, title in rows[:SHOWN])
            more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
            raise QueryError(f"no article {name!r} names {known}; those that do are {listed}{more}")
        return found.pop()

    def _states(self, subject: str, name: str, object_: str) -> bool:
        store, vocabulary = self.entities.store.raw, self.entities.store.vocabulary
        try:
            ends = [NamedNode(self.entities.find(one).iri) for one in (subject, object_)]
        except QueryError:
            return False
        ways = [ends, ends[::-1]] if self.entities.schema.relations[name].symmetric else [ends]
        statements = [vocabulary.statement(head, vocabulary.relation(name), tail) for head, tail in ways]
        return any(next(store.quads_for_pattern(one, vocabulary.kg.subject, None), None) for one in statements)


def _clean(label: str) -> str:
    text = " ".join(label.split())
    problem = no_name(text) if text else "an empty name"
    if problem:
        raise DecisionError(f"{label!r}: {problem}; write a name that people can read")
    return text
