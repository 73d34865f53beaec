"""Builders: networks by hand, and stores of single facts, each said in an article of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from kg.graph.rdf import to_triples
from kg.graph.store import memory_store
from kg.graph.vocab import DEFAULT_BASE, Vocabulary
from kg.resolve import Resolution
from kg.resolve.values import Copy
from kg.schema import load_schema
from tests.make import article, extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.ask.analysis.network import Network
    from kg.graph.store import Store
    from kg.model import Extraction

CLASSES = {"Ada": "PERSON", "Bell": "ORG", "Cray": "ORG", "Dell": "ORG", "Emacs": "PRODUCT"}
"""The entities that facts are made of."""


class Fact(NamedTuple):
    """A fact to be said in an article."""

    head: str
    predicate: str
    tail: str
    status: str = "asserted"
    confidence: float = 0.9


def network(*edges: tuple[str, str, str, float] | tuple[str, str, str, float, str]) -> Network:
    """A network whose entities are named by their IRIs: (head, relation, tail, confidence, status or asserted)."""
    graph: Network = nx.MultiDiGraph()
    for node in sorted({end for head, _, tail, *_ in edges for end in (head, tail)}):
        graph.add_node(node, label=node.title(), type="schema:Organization", article_count=len(node), mention_count=9)
    for number, (head, relation, tail, confidence, *status) in enumerate(edges):
        put = status[0] if status else "asserted"
        graph.add_edge(head, tail, key=f"s{number}", predicate=relation, status=put, confidence=confidence)
    return graph


def say(fact: Fact, number: int, classes: Mapping[str, str]) -> Extraction:
    """An article that says one fact."""
    source = article(
        f"{fact.head} {fact.predicate} {fact.tail}.\n",
        id=f"a{number}",
        title=f"Article {number}",
        published=datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
        url=f"https://news.example/{number}",
    )
    entities = [(name, classes[name]) for name in (fact.head, fact.tail)]
    return extraction(source, entities, [fact[:4]], confidence=fact.confidence)


def fact_store(
    facts: Iterable[Fact],
    *,
    base: str = DEFAULT_BASE,
    classes: Mapping[str, str] | None = None,
    copies: Mapping[int, int] | None = None,
) -> Store:
    """A store in which every fact is said in an article of its own.

    Args:
        facts: the articles' facts, in their order.
        base: of the names.
        classes: of entities that are to have another one than in :data:`CLASSES`.
        copies: the numbers of articles that repeat another one, with that one's.
    """
    said = tuple(say(fact, number, CLASSES | dict(classes or {})) for number, fact in enumerate(facts))
    keys = [one.article.key for one in said]
    repeated = tuple(Copy(keys[one], keys[first], 1.0, "same text") for one, first in (copies or {}).items())
    resolution = Resolution(said, copies=repeated)
    return memory_store(to_triples(resolution, schema=load_schema(), vocabulary=Vocabulary(base)))
