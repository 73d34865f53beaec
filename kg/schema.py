"""Which classes and relations exist: read from TOML, checked, frozen.

In: ``data/schema.toml`` and, where an analyst gives one, a file of the same form that adds to it. Out: a
:class:`Schema`, which the extraction asks what may relate to what, the graph how things are called, and the
view what they look like. The ontology that ships beside the data is generated from it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["EntityClass", "RelationType", "Schema", "load_schema"]


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A class of entities: its name in annotations (``ORG``), its compact IRI, its labels by language."""

    name: str
    iri: str
    label: Mapping[str, str]
    comment: Mapping[str, str]
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: its property name, labels, and the pairs of classes that it may join.

    Attributes:
        name: local name of the property, ``partnersWith``.
        label, inverse: by language, read from head to tail and from tail to head.
        signatures: (head class, tail class) for every allowed pair.
        symmetric: whether the relation holds both ways.
        close_match: compact IRIs of near equivalents elsewhere.
        triggers: lemmas of words that give the relation away: hints for a classifier, not proofs.
    """

    name: str
    label: Mapping[str, str]
    inverse: Mapping[str, str]
    signatures: frozenset[tuple[str, str]]
    symmetric: bool = False
    close_match: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()

    @property
    def domain(self) -> tuple[str, ...]:
        """The classes that may stand at the head, sorted."""
        return tuple(sorted({head for head, _ in self.signatures}))

    @property
    def range(self) -> tuple[str, ...]:
        """The classes that may stand at the tail, sorted."""
        return tuple(sorted({tail for _, tail in self.signatures}))


@dataclass(frozen=True, slots=True)
class Schema:
    """The classes and relations by name, in the order of the file."""

    classes: Mapping[str, EntityClass]
    relations: Mapping[str, RelationType]

    def allows(self, head: str, relation: str, tail: str) -> bool:
        """Whether ``relation`` may join a head of one class to a tail of another.

        >>> load_schema().allows("PERSON", "worksFor", "ORG")
        True
        """
        return (head, tail) in self.relations[relation].signatures


@cache
def load_schema(extension: Path | None = None) -> Schema:
    """Read the built-in schema and, on top of it, the file of an analyst.

    Raises:
        SchemaError: the file cannot be read or is wrong; every fault is named with its place.
    """
    text = files("kg").joinpath("data/schema.toml").read_text(encoding="utf-8")
    schema = _parse(text, "data/schema.toml", Schema({}, {}))
    if extension is None:
        return schema
    try:
        text = extension.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else error
        raise SchemaError(f"{extension}: cannot be read ({problem}); give the path of a UTF-8 TOML file") from error
    return _parse(text, str(extension), schema)


def _parse(text: str, place: str, base: Schema) -> Schema:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"{place}: not valid TOML ({error}); mend that line") from error
    faults = [f"{place}: unknown table [{key}]; use [classes.NAME] and [relations.name]"
              for key in data if key not in {"classes", "relations"}]  # fmt: skip
    classes, relations = dict(base.classes), dict(base.relations)
    for name, row in data.get("classes", {}).items():
        faults += _faults(f"{place} [classes.{name}]", row, required={"iri", "label"}, optional={"comment", "broader"})
        if not faults:
            classes[name] = EntityClass(name, row["iri"], row["label"], row.get("comment", {}), row.get("broader"))
    for name, row in data.get("relations", {}).items():
        where = f"{place} [relations.{name}]"
        optional = {"inverse", "symmetric", "close_match", "triggers"}
        faults += _faults(where, row, required={"label", "signatures"}, optional=optional)
        if not faults:
            signatures, wrong = _signatures(where, row["signatures"], classes)
            faults += wrong
            relations[name] = RelationType(
                name, row["label"], row.get("inverse", row["label"]), signatures,
                bool(row.get("symmetric", False)), tuple(row.get("close_match", ())), tuple(row.get("triggers", ())),
            )  # fmt: skip
    if faults:
        raise SchemaError("\n".join(faults))
    return Schema(classes, relations)


def _faults(where: str, row: object, *, required: set[str], optional: set[str]) -> list[str]:
    if not isinstance(row, dict):
        return [f"{where}: not a table; write its keys below a line {where.split()[-1]}"]
    faults = [f"{where}: {key} is missing; add it" for key in sorted(required - row.keys())]
    known = ", ".join(sorted(required | optional))
    faults += [f"{where}: unknown key {key}; use {known}" for key in sorted(row.keys() - required - optional)]
    for key in sorted({"label", "inverse", "comment"} & row.keys()):
        if not isinstance(row[key], dict) or not all(isinstance(text, str) for text in row[key].values()):
            faults.append(f'{where}: {key} is not a table of texts; write {{ en = "…", fr = "…" }}')
    return faults


def _signatures(
    where: str, rows: object, classes: Mapping[str, EntityClass]
) -> tuple[frozenset[tuple[str, str]], list[str]]:
    pairs: set[tuple[str, str]] = set()
    faults = []
    for row in rows if isinstance(rows, list) else [rows]:
        heads, arrow, tails = str(row).partition("->")
        names = [[name.strip() for name in side.split(",")] for side in (heads, tails)]
        unknown = [name for side in names for name in side if name not in classes]
        if not arrow or unknown:
            known = ", ".join(classes)
            faults.append(f'{where}: signature "{row}" is not "HEAD, … -> TAIL, …"; use the classes {known}')
            continue
        pairs.update((head, tail) for head in names[0] for tail in names[1])
    return frozenset(pairs), faults
