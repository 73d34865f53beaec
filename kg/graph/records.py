"""A graph -> typed tables: entities, relations, evidence, mentions and articles, which join on their IRIs.

What a column holds is said in one place, by the property that it comes from; the writers of CSV, Parquet and Neo4j
differ only in how they write it. Rows come in the order of IRIs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.graph.store import Store

__all__ = ["Column", "Kind", "Records", "Value", "records"]

Value = str | int | float | tuple[str, ...] | None
"""What a cell holds; days and moments are text in ISO 8601, and None is nothing."""


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = auto()
    TEXTS = auto()
    INTEGER = auto()
    DECIMAL = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its cells are, and the property that they come from (``^`` the other way round).

    ``shown`` says what becomes of a value: ``compact`` its short name, ``local`` the name in the graph's own namespace,
    ``label`` what the entity is called, ``count`` how many there are.
    """

    name: str
    kind: Kind
    property: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """A table: its name, its columns, of which the first is the IRI of the row, and its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_TABLES: Mapping[str, tuple[str, tuple[Column, ...]]] = {
    "entities": ("kg:mentionCount ?any", (
        Column("entity", Kind.TEXT, ""),
        Column("label", Kind.TEXT, "rdfs:label"),
        Column("class", Kind.TEXT, "rdf:type", "compact"),
        Column("mention_count", Kind.INTEGER, "kg:mentionCount"),
        Column("article_count", Kind.INTEGER, "kg:articleCount"),
        Column("aliases", Kind.TEXTS, "skos:altLabel"),
        Column("same_as", Kind.TEXTS, "owl:sameAs"),
    )),
    "relations": ("a kg:Statement", (
        Column("statement", Kind.TEXT, ""),
        Column("subject", Kind.TEXT, "kg:subject"),
        Column("subject_label", Kind.TEXT, "kg:subject", "label"),
        Column("relation", Kind.TEXT, "kg:predicate", "local"),
        Column("object", Kind.TEXT, "kg:object"),
        Column("object_label", Kind.TEXT, "kg:object", "label"),
        Column("status", Kind.TEXT, "kg:status"),
        Column("confidence", Kind.DECIMAL, "kg:confidence"),
        Column("source_count", Kind.INTEGER, "kg:sourceCount"),
        Column("evidence_count", Kind.INTEGER, "kg:evidence", "count"),
        Column("first_seen", Kind.DAY, "kg:firstSeen"),
        Column("last_seen", Kind.DAY, "kg:lastSeen"),
        Column("roles", Kind.TEXTS, "kg:role"),
        Column("reviewed", Kind.TEXT, "kg:reviewed"),
    )),
    "evidence": ("a kg:Evidence", (
        Column("evidence", Kind.TEXT, ""),
        Column("statement", Kind.TEXT, "^kg:evidence"),
        Column("article", Kind.TEXT, "oa:hasSource"),
        Column("start", Kind.INTEGER, "oa:start"),
        Column("end", Kind.INTEGER, "oa:end"),
        Column("sentence", Kind.TEXT, "oa:exact"),
        Column("status", Kind.TEXT, "kg:status"),
        Column("confidence", Kind.DECIMAL, "kg:confidence"),
        Column("words", Kind.TEXTS, "kg:trigger"),
        Column("extracted_by", Kind.TEXT, "kg:extractedBy"),
    )),
    "mentions": ("a kg:Mention", (
        Column("mention", Kind.TEXT, ""),
        Column("entity", Kind.TEXT, "kg:mentionOf"),
        Column("article", Kind.TEXT, "oa:hasSource"),
        Column("start", Kind.INTEGER, "oa:start"),
        Column("end", Kind.INTEGER, "oa:end"),
        Column("text", Kind.TEXT, "oa:exact"),
        Column("confidence", Kind.DECIMAL, "kg:confidence"),
        Column("extracted_by", Kind.TEXT, "kg:extractedBy"),
    )),
    "articles": ("a schema:NewsArticle", (
        Column("article", Kind.TEXT, ""),
        Column("identifier", Kind.TEXT, "schema:identifier"),
        Column("title", Kind.TEXT, "schema:headline"),
        Column("published", Kind.MOMENT, "schema:datePublished"),
        Column("url", Kind.TEXT, "schema:url"),
        Column("publisher", Kind.TEXT, "schema:publisher"),
        Column("authors", Kind.TEXTS, "schema:author"),
        Column("keywords", Kind.TEXTS, "schema:keywords"),
        Column("language", Kind.TEXT, "schema:inLanguage"),
        Column("path", Kind.TEXT, "kg:path"),
        Column("content_hash", Kind.TEXT, "kg:contentHash"),
        Column("copy_of", Kind.TEXT, "kg:copyOf"),
    )),
}  # fmt: skip


def records(store: Store, *names: str) -> list[Records]:
    """The tables of a graph, those that are named or all."""

    @cache
    def values(property_: str) -> Mapping[str, list[str]]:
        pattern = f"?value {property_[1:]} ?row" if property_.startswith("^") else f"?row {property_} ?value"
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row, value in store.texts(f"SELECT ?row ?value {{ {pattern} }}"):
            found[row].append(value)
        return found

    def cell(column: Column, row: str) -> Value:
        found = values(column.property).get(row, []) if column.property else [row]
        return _cell(column, found, shown)

    labels = values("rdfs:label")
    namespace = store.vocabulary.ns
    shown: Mapping[str, Callable[[str], str]] = {
        "": str,
        "compact": cache(store.vocabulary.compact),
        "local": lambda iri: iri.removeprefix(namespace),
        "label": lambda iri: labels[iri][0] if iri in labels else iri,
    }
    tables = []
    for name in names or _TABLES:
        pattern, columns = _TABLES[name]
        rows = sorted({row for (row,) in store.texts(f"SELECT ?row {{ ?row {pattern} }}")})
        tables.append(Records(name, columns, tuple(tuple(cell(column, row) for column in columns) for row in rows)))
    return tables


def _cell(column: Column, found: Sequence[str], shown: Mapping[str, Callable[[str], str]]) -> Value:
    if column.shown == "count":
        return len(found)
    texts = sorted(set(map(shown[column.shown], found)))
    if column.kind is Kind.TEXTS:
        return tuple(texts)
    if not texts:
        return None
    match column.kind:
        case Kind.INTEGER:
            return int(texts[0])
        case Kind.DECIMAL:
            return float(texts[0])
        case _:
            return texts[0]
