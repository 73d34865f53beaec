"""The articles of a graph that repeat one another, so that a story told twice counts as one source."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import count, heading, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask import Table

__all__ = ["duplicates"]

TOLD = ("title", "published", "path", "url")
"""What is told of an article; of the original under ``original`` and these names."""

COUNT = "SELECT (COUNT(*) AS ?articles) WHERE { ?article a schema:NewsArticle }"


def duplicates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the groups as JSON.")] = False,
) -> None:
    """List the articles that repeat one another.

    Articles with one address, or with nearly the same text, count as one source. Of those that say the same the first
    published is the original; its copies follow, each with what gave it away. As a table: kg query duplicates.
    """
    from kg.ask import open_graph

    with open_graph(folder) as graph:
        groups = list(_groups(graph.table("duplicates")))
        articles = int(str(graph.table(COUNT).rows[0][0]))
    copies = sum(len(group["copies"]) for group in groups)
    if as_json:
        say(json.dumps(groups, ensure_ascii=False, indent=2))
        return
    for group in groups:
        _show(group)
    found = f"{count(copies, 'copy')} of {count(len(groups), 'original')}" if groups else "no copies"
    say(f"{count(articles, 'article')} from {count(articles - copies, 'source')}: {found}")


def _groups(table: Table) -> Iterator[dict[str, Any]]:
    """The rows of the question as originals with their copies, in the same order."""
    records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    for _, rows in groupby(records, key=lambda row: row["original_article"]):
        copies = list(rows)
        first = copies[0]
        original = {"title": first["original"]} | {name: _plain(first[f"original_{name}"]) for name in TOLD[1:]}
        yield {
            "original": original,
            "copies": [{name: _plain(one[name]) for name in (*TOLD, "similarity", "because")} for one in copies],
        }


def _plain(value: object) -> object:
    """A value as JSON can hold it.

    >>> _plain(date(2025, 12, 2)), _plain(0.75)
    ('2025-12-02', 0.75)
    """
    return value.isoformat() if isinstance(value, date) else value


def _show(group: dict[str, Any]) -> None:
    heading(str(group["original"]["title"] or group["original"]["path"]))
    say(f"  original  {_line(group['original'])}")
    for copy in group["copies"]:
        say(f"  copy      {_line(copy)}")
        say(f"            {copy['because']}")
    say()


def _line(article: dict[str, Any]) -> str:
    day = str(article["published"] or "undated")[:10]
    return "  ".join(str(part) for part in (f"{day:10}", article["path"], article["url"]) if part)
