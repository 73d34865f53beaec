"""A graph -> its faults: what the questions in ``queries/checks`` find, each with an article and a sentence to look at.

A check is a question of the library whose every row is a fault: the node at fault, and what is wrong with it. Whether
the passages stand in the articles as they are quoted can only be told from the files (:func:`misquotes`), and what the
shapes forbid by pySHACL (:func:`broken_shapes`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.ask.library import checks
from kg.ask.syntax import rebase
from kg.graph.vocab import DEFAULT_BASE, OA, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from kg.ask.header import Query
    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["WARNING", "Finding", "Place", "Quoted", "broken_shapes", "findings", "misquotes", "place_of"]

WARNING = "warning"
"""The tag of a check whose findings are worth a look and may be right."""


class Place(NamedTuple):
    """Where to look: the file of an article, and a sentence of it; empty where there is none."""

    path: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault of a graph.

    Attributes:
        check: the name of the check that found it.
        node: the compact IRI of what is at fault.
        detail: what is wrong with it.
        place: an article and a sentence that show it.
        warning: whether it may be right.
    """

    check: str
    node: str
    detail: str
    place: Place
    warning: bool = False


class Quoted(NamedTuple):
    """How the passages of a graph compare with the files of its articles.

    Attributes:
        findings: the passages that are not in their article as they are quoted.
        compared: how many articles were compared.
        changed: the files that have changed since they were read, or are not there; they tell nothing.
    """

    findings: tuple[Finding, ...]
    compared: int
    changed: tuple[str, ...]


def findings(store: Store, questions: Iterable[Query] | None = None) -> Iterator[Finding]:
    """What the checks find, check after check; nothing on a graph that kg has just built but a warning or two."""
    vocabulary = store.vocabulary
    for question in checks() if questions is None else questions:
        for node, detail in store.texts(rebase(question.text, DEFAULT_BASE, vocabulary.base)):
            yield Finding(
                question.name,
                vocabulary.compact(node),
                detail,
                place_of(store, NamedNode(node)),
                WARNING in question.tags,
            )


def broken_shapes(store: Store, schema: Schema) -> Iterator[Finding]:
    """What breaks the SHACL shapes of a schema, as the checks put it.

    Raises:
        MissingExtra: pySHACL is not installed.
    """
    from kg.graph.validate import validate

    compact = store.vocabulary.compact
    for violation in validate(store, schema=schema):
        place = place_of(store, NamedNode(violation.statement or violation.focus))
        said = " ".join(compact(part) for part in (violation.path, violation.value) if part)
        yield Finding(f"shape {violation.shape}", compact(violation.focus), f"{said}: {violation.message}", place)


def place_of(store: Store, node: NamedNode) -> Place:
    """An article and a sentence that have to do with a node: its own, those of its surest passage, or its first one.

    A passage and a mention have their own. An entity is shown in a passage that states something of it, or as an
    article names it.
    """
    kg = store.vocabulary.kg
    about = store.about(node)
    if path := _text(about.get(kg.path, ())):
        return Place(path, _text(about.get(SCHEMA.headline, ())))
    if source := _first(about.get(OA.hasSource, ())):
        return Place(_text(store.about(source).get(kg.path, ())), _text(about.get(OA.exact, ())))
    passages = [one for one in about.get(kg.evidence, ()) if isinstance(one, NamedNode)]
    for passage in sorted(passages, key=lambda one: (-_number(store.about(one).get(kg.confidence, ())), one.value)):
        return place_of(store, passage)
    for predicate in (kg.subject, kg.object, kg.mentionOf, kg.mergedBecause, kg.readAs):
        if user := _user(store, predicate, node):
            return place_of(store, user)
    for entity in about.get(kg.between, ()):
        if isinstance(entity, NamedNode):
            return place_of(store, entity)
    return Place()


def misquotes(store: Store, files: Iterable[tuple[str, Path]], wanted: Collection[str] = ()) -> Quoted:
    """Compare every passage and mention with the file that it quotes.

    Args:
        store: the graph.
        files: the files of articles, each with its path relative to the folder that was read.
        wanted: only the articles of these paths; all where none is given.
    """
    at = dict(files)
    found: list[Finding] = []
    compared, changed = 0, []
    articles = "SELECT ?article ?path ?hash { ?article kg:path ?path ; kg:contentHash ?hash } ORDER BY ?path ?article"
    for article, path, content_hash in store.texts(articles):
        if wanted and path not in wanted:
            continue
        data = at[path].read_bytes() if path in at and at[path].is_file() else b""
        if hashlib.sha256(data).hexdigest() != content_hash:
            changed.append(path)
            continue
        compared += 1
        found.extend(_misquotes(store, article, path, data.decode("utf-8-sig")))
    return Quoted(tuple(sorted(found)), compared, tuple(changed))


def _misquotes(store: Store, article: str, path: str, text: str) -> Iterator[Finding]:
    quotations = (
        "SELECT ?node ?start ?end ?exact "
        f"{{ ?node oa:hasSource <{article}> ; oa:start ?start ; oa:end ?end ; oa:exact ?exact }}"
    )
    for node, start, end, exact in store.texts(quotations):
        stands = text[int(start) : int(end)]
        if stands != exact:
            detail = f"is not what stands in characters {start} to {end} of the file: {stands!r}"
            yield Finding("misquoted", store.vocabulary.compact(node), detail, Place(path, exact))


def _user(store: Store, predicate: NamedNode, node: NamedNode) -> NamedNode | None:
    """The first by name of what has a node as this property."""
    users = (quad.subject for quad in store.raw.quads_for_pattern(None, predicate, node))
    return min((one for one in users if isinstance(one, NamedNode)), key=str, default=None)


def _first(values: Iterable[object]) -> NamedNode | None:
    return next((one for one in values if isinstance(one, NamedNode)), None)


def _text(values: Iterable[object]) -> str:
    return next((one.value for one in values if isinstance(one, Literal)), "")


def _number(values: Iterable[object]) -> float:
    return float(_text(values) or 0)
