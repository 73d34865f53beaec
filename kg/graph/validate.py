"""A graph -> what breaks its shapes, by pySHACL; needs the extra ``validate``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import rdflib
from rdflib import SH

from kg.errors import MissingExtra
from kg.graph.convert import to_rdflib
from kg.graph.shapes import shapes_turtle
from kg.graph.store import Store, memory_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from kg.schema import Schema

__all__ = ["Violation", "validate"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A place where a graph breaks a shape.

    Attributes:
        focus: the IRI of the node that was looked at.
        path: the IRI of the property at fault, or an empty string where the shape asks more than one property.
        value: the value at fault, or an empty string where one is missing.
        message: what was asked.
        shape: the name of the shape that was broken, such as ``Statement-status``.
        statement: for the end of a relation, a statement of it with that end; otherwise an empty string.
    """

    focus: str
    path: str
    value: str
    message: str
    shape: str
    statement: str = ""

    def __str__(self) -> str:
        """The violation on one line."""
        place = " ".join(part for part in (self.focus, self.path, self.value) if part)
        return f"{place}: {self.message} ({self.shape})"


def validate(source: Store | Iterable[Triple], *, schema: Schema) -> list[Violation]:
    """Check a graph against the shapes of its schema; an empty list says that it conforms.

    Args:
        source: an open graph, or its triples; it is copied into memory, and 100,000 triples take 5 to 10 seconds.
        schema: the classes and relations that the graph may have.

    Raises:
        MissingExtra: pySHACL is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtra("checking a graph against its shapes", "pyshacl", "validate") from error
    store = source if isinstance(source, Store) else memory_store(source)
    shapes = rdflib.Graph().parse(data=shapes_turtle(schema, store.vocabulary), format="turtle")
    data = to_rdflib(store)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    base = f"{store.vocabulary.base}shapes#"
    kg = rdflib.Namespace(store.vocabulary.ns)

    def violation(result: rdflib.term.Node) -> Violation:
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        shape = str(report.value(result, SH.sourceShape)).removeprefix(base)
        end = kg.subject if shape.endswith("-head") else kg.object
        related = set(data.subjects(kg.predicate, focus)) & set(data.subjects(end, value))
        return Violation(
            focus=str(focus),
            path=_text(report, result, SH.resultPath),
            value=_text(report, result, SH.value),
            message=str(report.value(result, SH.resultMessage)),
            shape=shape,
            statement=min(map(str, related), default=""),
        )

    return sorted(violation(result) for result in report.objects(None, SH.result))


def _text(report: rdflib.Graph, result: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
    value = report.value(result, predicate)
    return "" if value is None or isinstance(value, rdflib.BNode) else str(value)
