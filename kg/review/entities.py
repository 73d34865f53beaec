"""The entities of a graph as decisions name them: ``Name (CLASS)``, as they are called without any decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.names import Names, fold
from kg.ask.tables import select
from kg.errors import QueryError
from kg.graph.vocab import SKOS
from kg.model import Entity
from kg.resolve.corrections import Kept, Retyped, entities_of, reference
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

    Attributes:
        directory: finds what people type, entities, classes and relations.

    Args:
        store: the graph.
        schema: the schema that it was built with.
        decisions: the decisions that have been taken on it, whether it was built with them or not.
    """

    def __init__(self, store: Store, schema: Schema, decisions: Decisions = Decisions()) -> None:  # noqa: B008 - frozen
        self.store, self.schema = store, schema
        self.directory = Names(store, schema)
        self.learn(decisions)

    def learn(self, decisions: Decisions) -> None:
        """Take other decisions for those that have been taken on the graph."""
        self.decisions = decisions
        self._classed: defaultdict[str, list[Kept | Retyped]] = defaultdict(list)  # by the key of what they name
        classed: list[Kept | Retyped] = [*decisions.of(Retyped), *decisions.of(Kept)]
        for one in classed:
            self._classed[one.one.key].append(one)

    def find(self, name: str) -> Known:
        """The entity that a label, another name, ``Name (class)`` or an IRI stands for.

        Raises:
            QueryError: it stands for none or for several, or its class is in no schema.
        """
        iri = self.directory.entity(name).value
        if iri not in self.by_iri:
            raise QueryError(f"{name!r} is of a class that the schema does not have; build the graph again")
        return self.by_iri[iri]

    def reference(self, name: str) -> Entity:
        """What decisions call an entity: one of the graph, or one that decisions name and the graph has no longer.

        Raises:
            QueryError: as for :meth:`find`.
        """
        try:
            return self.before(self.find(name))
        except QueryError:
            named = {entity for one in self.decisions.items for entity in entities_of(one)} - self._shown
            meant = [one for one in named if fold(name) in {fold(one.name), fold(reference(one))}]
            if len(meant) != 1 or any(fold(one.name) == fold(name) for one in self._shown):
                raise
            return meant[0]

    def before(self, known: Known) -> Entity:
        """What an entity of the graph is called without decisions.

        A decision changes an entity's label or class and keeps its key, so the name is the one that its IRI is made of.
        The class is the one that decisions on classes speak of, where the graph has nothing of that name and class.
        """
        mint, type_ = self.store.vocabulary.entity, known.entity.type
        own = known.entity
        if mint(own).value != known.iri:
            others = (Entity.named(type_, name) for name in self.names(known))
            own = next((one for one in others if mint(one).value == known.iri), own)
        formers = [one for one in self._classed.get(own.key, ()) if mint(one.one).value not in self.by_iri]
        made = [one for one in formers if isinstance(one, Retyped) and one.type == type_]
        return next((one.one for one in (*made, *formers)), own)

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
