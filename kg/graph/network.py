"""A graph -> :class:`networkx.MultiDiGraph`: entities as nodes, statements as edges.

Every statement is one edge, with its status, so that a planned or denied fact can be told from a fact; a
symmetric relation is one edge too, from the smaller entity to the other. Nodes and edges come in the order
of their names, so that whatever is computed from them is the same each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import OA, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["to_networkx"]


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
    kg = store.vocabulary.kg
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in store.subjects(kg.mentionCount):
        about = store.about(node)
        graph.add_node(
            node.value,
            label=about[RDFS.label][0].value,
            type=store.vocabulary.compact(about[RDF.type][0].value),
            mention_count=int(about[kg.mentionCount][0].value),
            article_count=int(about[kg.articleCount][0].value),
            aliases=tuple(alias.value for alias in about.get(SKOS.altLabel, ())),
        )
    for node in store.subjects(kg.predicate):
        about = store.about(node)
        passages = about[kg.evidence]
        status = about[kg.status][0].value
        edge: dict[str, str | int | float] = {
            "predicate": about[kg.predicate][0].value.removeprefix(kg.iri),
            "status": status,
            "confidence": float(about[kg.confidence][0].value),
            "source_count": int(about[kg.sourceCount][0].value),
            "evidence_count": len(passages),
            "sentence": _sentence(store, passages, status),
        }
        for name, term in (("first_seen", kg.firstSeen), ("last_seen", kg.lastSeen)):
            if term in about:
                edge[name] = about[term][0].value
        if kg.role in about:
            edge["role"] = "; ".join(role.value for role in about[kg.role])
        graph.add_edge(about[kg.subject][0].value, about[kg.object][0].value, key=node.value, **edge)
    if not isolated:
        graph.remove_nodes_from(list(nx.isolates(graph)))
    return graph


def _sentence(store: Store, passages: list[NamedNode | Literal], status: str) -> str:
    """The passage to show for a statement, on one line."""
    kg = store.vocabulary.kg
    best: tuple[bool, float, str, str] | None = None
    for passage in passages:
        if isinstance(passage, NamedNode):
            about = store.about(passage)
            rank = (
                about[kg.status][0].value != status,
                -float(about[kg.confidence][0].value),
                passage.value,
                about[OA.exact][0].value,
            )
            best = min(best, rank) if best else rank
    return " ".join(best[3].split()) if best else ""
