"""The articles of a graph by the independent source that each belongs to.

Articles that repeat one another are one source: those that ``kg:copyOf`` joins, and those with one address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ask.tables import select

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["sources"]


def sources(store: Store) -> dict[str, str]:
    """For the IRI of every article what stands for its source: the same for articles that repeat one another."""
    rows = select(
        store,
        """
        SELECT ?article ?first ?url {
          ?article a schema:NewsArticle .
          OPTIONAL { ?article kg:copyOf ?first }
          OPTIONAL { ?article schema:url ?url }
        }
        """,
    )
    leader: dict[str, str] = {}

    def root(one: str) -> str:
        while leader.setdefault(one, one) != one:
            leader[one] = one = leader[leader[one]]
        return one

    for article, *others in rows:
        for other in filter(None, others):
            first, second = sorted((root(article), root(other)))
            leader[second] = first
    return {article: root(article) for article, *_ in rows}
