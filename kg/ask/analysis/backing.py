"""Statements -> the passage that backs each best, with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.ask.tables import select

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store

__all__ = ["Backing", "backings"]


@dataclass(frozen=True, slots=True)
class Backing:
    """A passage that says what a statement says: its sentence in one line, and the article that it stands in.

    Attributes:
        published: when the article appeared, UTC.
        path: the article's file.
        passages: how many passages speak of the statement, in whatever way.
    """

    sentence: str
    title: str | None
    published: datetime | None
    url: str | None
    path: str
    passages: int


def backings(store: Store, statements: Iterable[str]) -> dict[str, Backing]:
    """The surest passage that puts each statement as the graph does, by the statement's IRI.

    One question for all, so that thousands cost no more than a reading of the graph.
    """
    values = " ".join(f"<{iri}>" for iri in sorted(set(statements)))
    rows = select(
        store,
        f"""
        SELECT ?statement ?status ?passage ?put ?confidence ?exact ?path ?title ?published ?url {{
          VALUES ?statement {{ {values} }}
          ?statement kg:status ?status ; kg:evidence ?passage .
          ?passage kg:status ?put ; kg:confidence ?confidence ; oa:exact ?exact ; oa:hasSource ?article .
          ?article kg:path ?path .
          OPTIONAL {{ ?article schema:headline ?title }}
          OPTIONAL {{ ?article schema:datePublished ?published }}
          OPTIONAL {{ ?article schema:url ?url }}
        }}
        """,
    )
    passages: dict[str, set[str]] = {}
    best: dict[str, tuple[bool, float, tuple[str, ...]]] = {}
    for statement, status, passage, put, confidence, *rest in rows:
        passages.setdefault(statement, set()).add(passage)
        candidate = (put != status, -float(confidence), (passage, *rest))
        best[statement] = min(best.get(statement, candidate), candidate)
    return {iri: _backing(row, len(passages[iri])) for iri, (_, _, row) in best.items()}


def _backing(row: tuple[str, ...], passages: int) -> Backing:
    _, exact, path, title, published, url = row
    return Backing(
        sentence=" ".join(exact.split()),
        title=title or None,
        published=datetime.fromisoformat(published).astimezone(UTC) if published else None,
        url=url or None,
        path=path,
        passages=passages,
    )
