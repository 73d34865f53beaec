"""A graph -> a folder that ``neo4j-admin database import`` loads: nodes and relationships as CSV, and the command.

Entities, articles and pieces of evidence are nodes. A statement is a relationship between two entities, typed as Neo4j
has it (``PARTNERS_WITH``), with its status, certainty and days; its evidence is joined to the two entities and to the
article, and bears the statement's IRI. The headers give the type of every property; see the chapter on import in the
Neo4j Operations Manual.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.graph.network import best_passages
from kg.graph.records import Records, records
from kg.graph.vocab import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.graph.records import Value
    from kg.graph.store import Store

    Cells = Sequence[Value]

__all__ = ["COMMAND", "relationship_type", "write_neo4j"]

COMMAND = "import.sh"
"""The file with the command that loads the others."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z]+")
_DELIMITERS = (";", "|", "\x1f")  # of arrays: the first that stands in no value

_ENTITY = (
    "iri:ID", "name:string", ":LABEL", "mentionCount:long", "articleCount:long", "aliases:string[]", "sameAs:string[]",
)  # fmt: skip
_ARTICLE = (
    "iri:ID", "title:string", ":LABEL", "published:datetime", "url:string", "publisher:string", "language:string",
    "path:string", "authors:string[]", "keywords:string[]",
)  # fmt: skip
_EVIDENCE = (
    "iri:ID", "sentence:string", ":LABEL", "statement:string", "status:string", "confidence:double", "start:long",
    "end:long", "words:string[]", "extractedBy:string",
)  # fmt: skip
_FACT = (
    ":START_ID", ":END_ID", ":TYPE", "statement:string", "relation:string", "status:string", "confidence:double",
    "sourceCount:long", "evidenceCount:long", "firstSeen:date", "lastSeen:date", "roles:string[]", "sentence:string",
)  # fmt: skip
_JOIN = (":START_ID", ":END_ID", ":TYPE")
_NAMED = (*_JOIN, "count:long")


def write_neo4j(store: Store, folder: Path) -> None:
    """Write the nodes, the relationships, and the command."""
    tables = {table.name: [_row(table, row) for row in table.rows] for table in records(store)}
    files: dict[str, tuple[Sequence[str], list[Cells]]] = {
        "nodes-entities": (_ENTITY, list(_entities(tables["entities"]))),
        "nodes-articles": (_ARTICLE, list(_articles(tables["articles"]))),
        "nodes-evidence": (_EVIDENCE, list(_evidence(tables["evidence"]))),
        "relationships-facts": (_FACT, list(_facts(tables["relations"], best_passages(store)))),
        "relationships-evidence": (_JOIN, list(_backing(tables["evidence"], tables["relations"]))),
        "relationships-mentions": (_NAMED, list(_mentions(tables["mentions"]))),
    }
    delimiter = _delimiter(files.values())
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([_text(value, delimiter) for value in row] for row in rows)
    (folder / COMMAND).write_text(_command(files, delimiter), encoding="utf-8", newline="\n")


def relationship_type(relation: str) -> str:
    """What Neo4j calls a relation.

    >>> relationship_type("partnersWith"), relationship_type("is-in")
    ('PARTNERS_WITH', 'IS_IN')
    """
    return _HUMP.sub("_", relation).upper()


def _row(table: Records, row: Cells) -> Mapping[str, Value]:
    return {column.name: value for column, value in zip(table.columns, row, strict=True)}


def _entities(rows: Iterable[Mapping[str, Value]]) -> Iterator[Cells]:
    for of in rows:
        labels = ("Entity", local(str(of["class"])))
        yield of["entity"], of["label"], labels, of["mention_count"], of["article_count"], of["aliases"], of["same_as"]


def _articles(rows: Iterable[Mapping[str, Value]]) -> Iterator[Cells]:
    for of in rows:
        properties = ("published", "url", "publisher", "language", "path", "authors", "keywords")
        yield of["article"], of["title"], ("Article",), *(of[name] for name in properties)


def _evidence(rows: Iterable[Mapping[str, Value]]) -> Iterator[Cells]:
    for of in rows:
        properties = ("statement", "status", "confidence", "start", "end", "words", "extracted_by")
        yield of["evidence"], of["sentence"], ("Evidence",), *(of[name] for name in properties)


def _facts(rows: Iterable[Mapping[str, Value]], sentences: Mapping[str, str]) -> Iterator[Cells]:
    for of in rows:
        properties = ("status", "confidence", "source_count", "evidence_count", "first_seen", "last_seen", "roles")
        relation, statement = str(of["relation"]), str(of["statement"])
        ends = of["subject"], of["object"]
        said = (of[name] for name in properties)
        yield *ends, relationship_type(relation), statement, relation, *said, sentences.get(statement)


def _backing(evidence: Iterable[Mapping[str, Value]], relations: Iterable[Mapping[str, Value]]) -> Iterator[Cells]:
    ends = {of["statement"]: (of["subject"], of["object"]) for of in relations}
    for of in evidence:
        subject, object_ = ends[of["statement"]]
        yield of["evidence"], of["article"], "FROM_ARTICLE"
        yield of["evidence"], subject, "HAS_SUBJECT"
        yield of["evidence"], object_, "HAS_OBJECT"


def _mentions(rows: Iterable[Mapping[str, Value]]) -> Iterator[Cells]:
    counts = Counter((str(of["article"]), str(of["entity"])) for of in rows)
    for (article, entity), count in sorted(counts.items()):
        yield article, entity, "MENTIONS", count


def _delimiter(files: Iterable[tuple[Sequence[str], list[Cells]]]) -> str:
    texts = [text for _, rows in files for row in rows for cell in row if isinstance(cell, tuple) for text in cell]
    return next(one for one in _DELIMITERS if one == _DELIMITERS[-1] or not any(one in text for text in texts))


def _text(value: Value, delimiter: str) -> Value:
    """A cell on one line, since the import takes a line break for the end of a row."""
    match value:
        case tuple():
            return delimiter.join(" ".join(text.replace(delimiter, " ").split()) for text in value)
        case str():
            return " ".join(value.split())
        case _:
            return value


def _command(files: Iterable[str], delimiter: str) -> str:
    given = {"\x1f": "U+001F"}.get(delimiter, delimiter)
    options = [f"--{name.partition('-')[0]}={name}.csv" for name in files]
    lines = [*options, f"--array-delimiter='{given}'"]
    return (
        "#!/bin/sh\n"
        "# Makes a Neo4j 5 database of these files: sh import.sh [NAME], before a database of that name is created.\n"
        "# On Windows type the command in one line, with double quotes.\n"
        'cd "$(dirname "$0")" || exit 1\n'
        'exec neo4j-admin database import full "${1:-kg}" \\\n  ' + " \\\n  ".join(lines) + "\n"
    )
