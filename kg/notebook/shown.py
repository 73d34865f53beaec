"""What kg has for other places, as a notebook shows it: a graph, the report of a build, the explorer."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from kg.notebook import html
from kg.notebook.html import Page, lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask import KnowledgeGraph
    from kg.build import BuildReport
    from kg.view import Picture

__all__ = ["STATUSES", "graph_html", "info_page", "picture_html", "report_html"]

STATUSES = ("asserted", "planned", "hypothetical", "negated")
"""How a passage may put a statement, from the surest."""


def graph_html(graph: KnowledgeGraph) -> str:
    """A graph in one line."""
    return html.page(html.note(repr(graph)))


def picture_html(picture: Picture) -> str:
    """The explorer in its frame, by day or by night as the notebook is."""
    return html.page(picture._repr_html_())


def report_html(report: BuildReport) -> str:
    """What a build read and found."""
    entities, statements = sum(report.entities.values()), report.statements
    head = (
        f"{report.articles:,} articles, {len(report.skipped):,} skipped, in {report.seconds:.1f} s: "
        f"{entities:,} entities, {statements:,} statements from {report.evidence:,} passages"
    )
    number = "number"
    tables = (
        html.table((html.Column("class"), html.Column("entities", number)), html.cells(_ordered(report.entities))),
        html.table(
            (html.Column("relation"), html.Column("statements", number)), html.cells(_ordered(report.relations))
        ),
        html.table((html.Column("status"), html.Column("statements", number)), html.cells(_ordered(report.statuses))),
    )
    notes = [html.note(f"skipped: {article}") for article in report.skipped]
    return html.page(html.heading(head), *notes, html.side(*tables), html.note(f"It lies in {report.folder}."))


def info_page(graph: KnowledgeGraph) -> Page:
    """What a graph holds: its entities by class, its statements by relation and status, its articles, its prefixes."""
    classes = graph.table(
        "SELECT ?class (COUNT(?entity) AS ?entities) (SUM(?n) AS ?mentions) "
        "{ ?entity a ?class ; kg:mentionCount ?n } GROUP BY ?class ORDER BY DESC(?entities) ?class"
    )
    stated = graph.table(
        "SELECT ?relation ?status (COUNT(?s) AS ?n) { ?s kg:predicate ?relation ; kg:status ?status } "
        "GROUP BY ?relation ?status"
    )
    relations = _crossed([(str(relation), str(status), int(str(n))) for relation, status, n in stated.rows])
    days = graph.table(
        "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) { ?a a schema:NewsArticle ; schema:datePublished ?day }"
    )
    prefixes = list(graph.store.vocabulary.prefixes.items())
    first, last = days.rows[0] if days.rows else (None, None)
    known = isinstance(first, datetime) and isinstance(last, datetime)
    span = f", articles from {first:%Y-%m-%d} to {last:%Y-%m-%d}" if known else ""
    text = f"{graph!r}{span}"
    number = "number"
    tables = (
        html.table(
            (html.Column("class"), html.Column("entities", number), html.Column("mentions", number)),
            html.cells(classes.rows),
        ),
        html.table(
            (html.Column("relation"), *(html.Column(status, number) for status in STATUSES)), html.cells(relations)
        ),
        html.table((html.Column("prefix"), html.Column("stands for")), html.cells(prefixes)),
    )
    return Page(
        html.page(html.heading(text), html.side(*tables)),
        lines([*classes.rows, *relations, *prefixes], text),
    )


def _crossed(rows: Sequence[tuple[str, str, int]]) -> list[tuple[str, ...]]:
    """Each relation with its number of statements by status, those with most first."""
    counts: dict[str, Counter[str]] = {}
    for relation, status, number in rows:
        counts.setdefault(relation, Counter())[status] += number
    ordered = sorted(counts, key=lambda relation: (-counts[relation].total(), relation))
    return [(one, *(f"{counts[one][status] or ''}" for status in STATUSES)) for one in ordered]


def _ordered(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
