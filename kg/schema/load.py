"""Which classes and relations exist: read from TOML, checked, frozen.

In: ``data/schema.toml`` and, where an analyst gives one, a file of the same form that adds to it. Out: a
:class:`Schema`, which the extraction asks what may relate to what, the graph how things are called, and the
view what they look like. The ontology that ships beside the data is generated from it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import SchemaError
from kg.schema.frames import read_frame
from kg.schema.types import EntityClass, RelationType, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.schema.frames import Frame

__all__ = ["load_schema"]


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
        optional = {"inverse", "symmetric", "close_match", "triggers", "patterns"}
        faults += _faults(where, row, required={"label", "signatures"}, optional=optional)
        if not faults:
            signatures, wrong = _signatures(where, row["signatures"], classes)
            patterns, bad = _patterns(where, row.get("patterns", ()))
            faults += wrong + bad
            relations[name] = RelationType(
                name, row["label"], row.get("inverse", row["label"]), signatures,
                bool(row.get("symmetric", False)), tuple(row.get("close_match", ())), tuple(row.get("triggers", ())),
                patterns,
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


def _patterns(where: str, rows: Sequence[str]) -> tuple[tuple[Frame, ...], list[str]]:
    frames, faults = [], []
    for row in rows:
        try:
            frames.append(read_frame(row))
        except ValueError as error:
            faults.append(f'{where}: pattern "{row}": {error}')
    return tuple(frames), faults
