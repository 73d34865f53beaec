"""The articles of a graph by the source that each belongs to: an article and those that repeat it are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ask.tables import select

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["sources"]


def sources(store: Store) -> dict[str, str]:
    """For the IRI of every article that of the article which it repeats (``kg:copyOf``), or its own."""
    rows = select(
        store, "SELECT ?article ?first { ?article a schema:NewsArticle OPTIONAL { ?article kg:copyOf ?first } }"
    )
    return {article: first or article for article, first in rows}
