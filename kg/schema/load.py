"""Which classes and relations exist: read from TOML, checked, frozen.

In: ``data/schema.toml`` and, where an analyst gives one, a file of the same form, or a folder, that adds to it.
Out: a :class:`Schema`, which the extraction asks what may relate to what and which names are known, the graph how
things are called, and the view what they look like. The ontology that ships beside the data is generated from it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.schema.check import Faults
from kg.schema.files import read_files, read_toml
from kg.schema.given import given_names, given_rules
from kg.schema.tables import read_class, read_relation
from kg.schema.types import Schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.schema.check import Node

__all__ = ["load_schema"]


def load_schema(source: Path | None = None) -> Schema:
    """The built-in schema and, on top of it, what an analyst adds.

    Args:
        source: a TOML file, a ``*.jsonl`` file of spaCy patterns, or a folder with a ``kg.toml`` and such files.

    Raises:
        SchemaError: something in it is wrong; every fault is named with its file and line.
    """
    if source is None:
        return _built_in()
    faults = Faults()
    document, rules = read_files(source, faults)
    schema = _extended(_built_in(), document, rules)
    faults.settle()
    return schema


@cache
def _built_in() -> Schema:
    faults = Faults()
    text = files("kg").joinpath("data/schema.toml").read_text(encoding="utf-8")
    schema = _extended(Schema({}, {}), read_toml(text, "data/schema.toml", faults), ())
    faults.settle()
    return schema


def _extended(base: Schema, document: Node | None, rules: Iterable[Node]) -> Schema:
    classes, relations, names, patterns = dict(base.classes), dict(base.relations), base.names, list(rules)
    if document is not None:
        tables = document.fields(("classes", "relations", "names", "patterns"))
        for name, row in tables["classes"].table("[classes.NAME]"):
            classes[name] = read_class(name, row, classes)
        for name, row in tables["relations"].table("[relations.name]"):
            relations[name] = read_relation(name, row, classes, relations)
        names = tuple(given_names(tables["names"], classes))
        patterns = [*tables["patterns"].elements("[[patterns]]"), *patterns]
    return Schema(classes, relations, names, tuple(given_rules(patterns, classes)))
