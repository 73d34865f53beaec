"""A graph on disk -> :class:`GraphData`, what a page holds of it.

The statements are read first, without their sentences; a selection and the limit choose among them; only what is left
is read in full. Everything comes in the order of names, so that the same graph gives the same page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from kg.errors import QueryError
from kg.graph.claims import chosen
from kg.graph.filters import Filters, Selection, selection_of
from kg.graph.selection import selected
from kg.graph.store import memory_store
from kg.view.choice import choose
from kg.view.gather import gather, standing
from kg.view.given import given
from kg.view.reading import Reader
from kg.view.values import GraphData, Hidden

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.graph.store import Store
    from kg.schema import Schema
    from kg.view.given import Fact

__all__ = ["LIMIT", "GraphData", "graph_data"]

LIMIT = 10_000
"""How many entities a page holds at most, unless told otherwise."""


def graph_data(
    store: Store,
    *,
    reader: Reader | None = None,
    facts: Collection[Fact] | None = None,
    schema: Schema | None = None,
    limit: int = LIMIT,
    **filters: Unpack[Filters],
) -> GraphData:
    """Read from a graph what a page is to hold.

    How much an entity matters is said of the whole graph, everything else of the part that the filters leave.

    Args:
        store: an open graph.
        reader: what is known of it already (:class:`kg.view.overheard.Overheard`); else all is read from the store.
        facts: triples of full IRIs, which are drawn in place of all that the graph states: the entities in them, and
            those between two entities, with the evidence of their statement where the graph states them.
        schema: whose classes and relations the filters may name, beside those that the graph has; the built-in one
            unless given.
        limit: keep at most so many entities: the nearest, then the most important ones.
        **filters: what is asked for, as for :func:`kg.graph.filters.selection_of`.

    Raises:
        QueryError: a filter names a class, relation, status or entity that the graph does not know, or a
            number is out of range, or no day is meant, or no fact is between two entities.
    """
    if limit < 1:
        raise QueryError("limit is at least 1; give such a number")
    reader = reader or Reader(store)
    every = reader.claims
    named, drawn = (None, every) if facts is None else given(facts, reader, every)
    wanted = selection_of(store, schema=schema, drawn=(claim.relation for claim in drawn), **filters)
    if wanted.dated:
        reader = Reader(_of_days(store, wanted))
        now = {claim.iri: claim for claim in reader.claims}
        drawn = [now[claim.iri] for claim in drawn if claim.iri in now]
    types = {iri: one.type for iri, one in reader.entities.items() if named is None or iri in named}
    passing, distance = chosen(drawn, types, wanted)
    stand = standing(every)
    isolated = wanted.around is not None or not wanted.joining
    kept, shown = choose(passing, distance, stand.rank, limit, isolated=isolated)
    return gather(reader, kept, shown, stand, Hidden(len(distance) - len(kept), len(passing) - len(shown)))


def _of_days(store: Store, wanted: Selection) -> Store:
    """What the articles of the chosen days say."""
    days = Selection(since=wanted.since, until=wanted.until)
    return memory_store(selected(store, days), beside=store)
