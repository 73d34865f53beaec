"""The statements of an answer -> the entities that its rows name in words.

A question of the library says by a label whom a fact is about, "Nvidia", and in its column ``statement`` which fact
that is. Several entities may bear the label; the one that is an end of the statement is meant.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.graph.vocab import RDFS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.graph.store import Store

__all__ = ["COLUMN", "labelled_ends", "naming_columns"]

COLUMN = "statement"
"""What the questions of the library call the column that holds the statement of a row."""

_DATA = DefaultGraph()  # what somebody brings along renames none of our entities


def labelled_ends(store: Store, statements: Iterable[NamedNode]) -> dict[NamedNode, dict[str, NamedNode]]:
    """The two ends of each statement by their labels.

    A label that both ends bear is left out, for nothing tells which of them it means; so is what is no statement.

    Args:
        store: the graph.
        statements: the IRIs of statements; any of them may come again.
    """
    kg = store.vocabulary.kg
    labels: dict[NamedNode, tuple[str, ...]] = {}
    found: dict[NamedNode, dict[str, NamedNode]] = {}
    for statement in dict.fromkeys(statements):
        named: dict[str, NamedNode] = {}
        shared: set[str] = set()
        for end in (*_nodes(store, statement, kg.subject), *_nodes(store, statement, kg.object)):
            if end not in labels:
                labels[end] = _labels(store, end)
            for label in labels[end]:
                if named.setdefault(label, end) != end:
                    shared.add(label)
        if named:
            found[statement] = {label: end for label, end in named.items() if label not in shared}
    return found


def naming_columns(rows: Iterable[Sequence[object]], ends: Iterable[Collection[str]]) -> frozenset[int]:
    """The columns that name ends: more than half of their cells are labels of one.

    A sentence that is no more than a name is such a label by chance, and its column names nothing.

    >>> naming_columns([("IBM", "IBM"), ("AWS", "AWS is here.")], [{"IBM"}, {"AWS"}])
    frozenset({0})

    Args:
        rows: their cells.
        ends: the labels of the ends of the statement of each row; none where it has no statement.
    """
    hits: Counter[int] = Counter()
    times = 0
    for row, labels in zip(rows, ends, strict=True):
        if labels:
            times += 1
            hits.update(place for place, cell in enumerate(row) if isinstance(cell, str) and cell in labels)
    return frozenset(place for place, number in hits.items() if 2 * number > times)


def _nodes(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
    values = (quad.object for quad in store.raw.quads_for_pattern(subject, predicate, None, _DATA))
    return (value for value in values if isinstance(value, NamedNode))


def _labels(store: Store, entity: NamedNode) -> tuple[str, ...]:
    values = (quad.object for quad in store.raw.quads_for_pattern(entity, RDFS.label, None, _DATA))
    return tuple(sorted({value.value for value in values if isinstance(value, Literal)}))
