"""The entities of a graph as decisions name them: ``Name (CLASS)``, as they are called without any decision."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.names import Names, fold
from kg.ask.tables import select
from kg.errors import QueryError
from kg.graph.vocab import SKOS
from kg.model import Entity
from kg.resolve.corrections import entities_of, reference
from kg.resolve.decisions import Decisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Entities", "Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """An entity of a graph.

    Attributes:
        iri: its name in the graph.
        entity: its class, as the schema calls it, and its label.
        articles, mentions: how many articles name it, and how often.
    """

    iri: str
    entity: Entity
    articles: int
    mentions: int

    def __str__(self) -> str:
        """The entity as ``Name (CLASS)``."""
        return reference(self.entity)


class Entities:
    """The entities of one graph, and what the decisions that it was built with call them.

    Args:
        store: the graph.
        schema: the schema that it was built with.
        decisions: the decisions that have been taken on it, whether it was built with them or not.
    """

    def __init__(self, store: Store, schema: Schema, decisions: Decisions = Decisions()) -> None:  # noqa: B008 - frozen
        self.store, self.schema, self.decisions = store, schema, decisions
        self._names = Names(store, schema)

    def find(self, name: str) -> Known:
        """The entity that a label, another name, ``Name (class)`` or an IRI stands for.

        Raises:
            QueryError: it stands for none or for several, or its class is in no schema.
        """
        iri = self._names.entity(name).value
        if iri not in self.by_iri:
            raise QueryError(f"{name!r} is of a class that the schema does not have; build the graph again")
        return self.by_iri[iri]

    def reference(self, name: str) -> Entity:
        """What decisions call an entity: one of the graph, or one that decisions name and the graph has no longer.

        Raises:
            QueryError: as for :meth:`find`.
        """
        try:
            return self.before(self.find(name).entity)
        except QueryError:
            named = {entity for one in self.decisions.items for entity in entities_of(one)} - self._shown
            meant = [one for one in named if fold(name) in {fold(one.name), fold(reference(one))}]
            if len(meant) != 1 or any(fold(one.name) == fold(name) for one in self._shown):
                raise
            return meant[0]

    def before(self, entity: Entity) -> Entity:
        """What an entity of the graph is called without decisions.

        Where the graph still has what a decision renames or retypes, it was built before that decision, and all
        is as it is called.
        """
        earlier = self.decisions.before(entity)
        return entity if earlier in self._shown and earlier != entity else earlier

    def names(self, known: Known) -> tuple[str, ...]:
        """The other names of an entity, sorted."""
        quads = self.store.raw.quads_for_pattern(NamedNode(known.iri), SKOS.altLabel, None)
        return tuple(sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)}))

    @cached_property
    def by_iri(self) -> Mapping[str, Known]:
        """All entities, by IRI."""
        expand = self.store.vocabulary.expand
        types = {expand(one.iri).value: one.name for one in self.schema.classes.values()}
        rows = select(
            self.store,
            "SELECT ?e ?class ?label ?articles ?mentions "
            "{ ?e kg:mentionCount ?mentions ; kg:articleCount ?articles ; a ?class ; rdfs:label ?label }",
        )
        return {
            iri: Known(iri, Entity.named(types[one], label), int(articles), int(mentions))
            for iri, one, label, articles, mentions in rows
            if one in types
        }

    @cached_property
    def _shown(self) -> frozenset[Entity]:
        return frozenset(known.entity for known in self.by_iri.values())
