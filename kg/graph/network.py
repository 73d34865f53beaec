"""A graph -> :class:`networkx.MultiDiGraph`: entities as nodes, statements as edges.

Every statement is one edge, with its status, so that a planned or denied fact can be told from a fact; a
symmetric relation is one edge too, from the smaller entity to the other. Nodes and edges come in the order
of their names, so that whatever is computed from them is the same each time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import networkx as nx
from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["best_passages", "to_networkx"]


def to_networkx(store: Store, *, isolated: bool = True) -> nx.MultiDiGraph[str]:
    """Read the entities and the statements between them.

    Nodes are IRIs with ``label``, ``type`` (the class as a compact IRI, ``schema:Organization``),
    ``mention_count``, ``article_count`` and ``aliases`` (a tuple). Edges are keyed by the statement's IRI,
    with ``predicate`` (``partnersWith``), ``status``, ``confidence``, ``source_count``, ``evidence_count``,
    ``sentence`` (the surest passage that puts the fact so), and where known ``first_seen``, ``last_seen``
    (ISO dates) and ``role``.

    Args:
        store: an open graph.
        isolated: whether to keep the entities that no statement joins to another.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    aliases = _values(store, _ALIASES)
    for iri, label, type_, mentions, articles in _rows(store, _ENTITIES):
        graph.add_node(
            iri,
            label=label,
            type=store.vocabulary.compact(type_),
            mention_count=int(mentions),
            article_count=int(articles),
            aliases=tuple(aliases.get(iri, ())),
        )
    best, counts = _passages(store)
    roles = _values(store, _ROLES)
    for iri, head, predicate, tail, status, confidence, sources, first, last in _rows(store, _STATEMENTS):
        edge: dict[str, str | int | float] = {
            "predicate": predicate.removeprefix(store.vocabulary.ns),
            "status": status,
            "confidence": float(confidence),
            "source_count": int(sources),
            "evidence_count": counts[iri],
            "sentence": best[iri],
        }
        edge |= {name: day for name, day in (("first_seen", first), ("last_seen", last)) if day}
        if iri in roles:
            edge["role"] = "; ".join(roles[iri])
        graph.add_edge(head, tail, key=iri, **edge)
    if not isolated:
        graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


_ENTITIES = """
SELECT ?entity ?label ?class ?mentions ?articles {
  ?entity kg:mentionCount ?mentions ; kg:articleCount ?articles ; rdfs:label ?label ; rdf:type ?class
}
"""
_ALIASES = "SELECT ?entity ?name { ?entity kg:mentionCount ?mentions ; skos:altLabel ?name }"
_STATEMENTS = """
SELECT ?statement ?head ?predicate ?tail ?status ?confidence ?sources ?first ?last {
  ?statement kg:subject ?head ; kg:predicate ?predicate ; kg:object ?tail ; kg:status ?status ;
    kg:confidence ?confidence ; kg:sourceCount ?sources .
  OPTIONAL { ?statement kg:firstSeen ?first }
  OPTIONAL { ?statement kg:lastSeen ?last }
}
"""
_ROLES = "SELECT ?statement ?role { ?statement kg:predicate ?predicate ; kg:role ?role }"
_PASSAGES = """
SELECT ?statement ?status ?passage ?put ?confidence ?exact {
  ?statement kg:status ?status ; kg:evidence ?passage .
  ?passage kg:status ?put ; kg:confidence ?confidence ; oa:exact ?exact
}
"""


def best_passages(store: Store) -> dict[str, str]:
    """For each statement the surest passage that puts the fact as the statement does, on one line."""
    return _passages(store)[0]


def _passages(store: Store) -> tuple[dict[str, str], Counter[str]]:
    """For each statement the passage to show, on one line, and how many there are."""
    best: dict[str, tuple[bool, float, str, str]] = {}
    counts: Counter[str] = Counter()
    for statement, status, passage, put, confidence, exact in _rows(store, _PASSAGES):
        rank = (put != status, -float(confidence), passage, exact)
        best[statement] = min(best.get(statement, rank), rank)
        counts[statement] += 1
    return {statement: " ".join(rank[3].split()) for statement, rank in best.items()}, counts


def _values(store: Store, text: str) -> dict[str, list[str]]:
    """The values of each subject, in N-Triples order."""
    found: defaultdict[str, list[Literal]] = defaultdict(list)
    for subject, value in store.select(text):
        if isinstance(subject, NamedNode) and isinstance(value, Literal):
            found[subject.value].append(value)
    return {subject: [value.value for value in sorted(values, key=str)] for subject, values in found.items()}


def _rows(store: Store, text: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT in the order of their first column."""
    return sorted(store.texts(text), key=lambda row: f"{row[0]}>")  # N-Triples, where names stand in brackets
