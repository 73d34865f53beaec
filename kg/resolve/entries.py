"""One entry of a file of decisions -> one decision; what is wrong with it is noted where it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    read_reference,
    reference,
    relation,
)
from kg.schema.check import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.schema import Schema
    from kg.schema.check import Node

__all__ = ["FORMS", "UNREAD", "VERSION", "no_name", "read_entries"]

VERSION = "1"
"""The version of the format."""

FORMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "merge": (("into",), ()),
    "split": (("from",), ("articles", "as")),
    "rename": (("to",), ()),
    "retype": (("to",), ()),
    "keep": ((), ()),
    "reject": ((), ("relation", "object")),
    "accept": (("relation", "object"), ()),
    "link": (("to",), ()),
}
"""The key that an entry begins with, the keys that it needs and those that it may have beside ``because``."""

UNREAD = Entity("", "", "")
"""Stands in a decision for a reference that could not be read."""

_EXAMPLE = "Name (CLASS), such as Nvidia (ORG)"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+")
_WIKIDATA = re.compile(r"(?:wd:)?(?P<id>Q[1-9]\d*)")


def read_entries(root: Node, schema: Schema) -> Iterator[Decision]:
    """The decisions of a document, in its order."""
    fields = root.fields(("version", "decisions"), required=("version",))
    version, entries = fields["version"], fields["decisions"]
    if version.present and version.value != VERSION:
        version.fault(f"version {shown(version.value)} of the format is not known", f"write version: {VERSION}")
    if entries.value == "":
        return
    for entry in entries.elements("one decision after the other, each after a dash"):
        yield from _entry(entry, schema)


def _entry(entry: Node, schema: Schema) -> Iterator[Decision]:
    keys = [key for key, _ in entry.table(f"- merge: {_EXAMPLE}, or another decision")]
    kinds = [key for key in keys if key in FORMS]
    if len(kinds) == 1:
        (kind,) = kinds
        needed, others = FORMS[kind]
        fields = entry.fields((kind, *needed, *others, "because"), required=needed)
        because = _words(fields["because"], "because: a reason in words")
        yield replace(_decision(kind, fields, schema), line=entry.place.line, because=because)
    elif kinds:
        entry.fault(f"two decisions in one entry ({' and '.join(kinds)})", "begin each with a dash of its own")
    elif keys:
        entry.fault(f"an entry with {shown(keys[0])} and no decision", nearest(keys[0], FORMS))


def _decision(kind: str, fields: Mapping[str, Node], schema: Schema) -> Decision:
    one = _entity(fields[kind], schema)
    match kind:
        case "merge":
            into = _entity(fields["into"], schema)
            if one == into != UNREAD:
                fields["into"].fault("an entity is merged into itself", "name the other one")
            return Merged(one, into)
        case "split":
            return _split(one, fields, schema)
        case "rename":
            return Renamed(one, _words(fields["to"], "to: the new name"))
        case "retype":
            type_ = _class(fields["to"].text("to: CLASS"), fields["to"], schema)
            if type_ and type_ == one.type:
                fields["to"].fault(f"{reference(one)} is of that class", f"write keep: {reference(one)}")
            return Retyped(one, type_)
        case "keep":
            return Kept(one)
        case "link":
            return Linked(one, _link(fields["to"]))
        case "reject" if not fields["relation"].present and not fields["object"].present:
            return Rejected(one)
        case _:
            return _relation(RejectedRelation if kind == "reject" else AcceptedRelation, one, fields, schema)


def _split(one: Entity, fields: Mapping[str, Node], schema: Schema) -> Split:
    origin = _entity(fields["from"], schema)
    articles = tuple(sorted({text for text, _ in fields["articles"].texts("articles: [identifier, identifier]")}))
    label = _words(fields["as"], "as: what it is called there") or None
    if fields["articles"].value == []:
        fields["articles"].fault("no article", "name one, or leave articles out where it is so in all of them")
    if one == origin != UNREAD:
        if not fields["articles"].present:
            fields["from"].fault("a name is split from itself in every article", "add articles: [identifier]")
        if not fields["as"].present:
            fields["from"].fault("a name is split from itself", "add as: what it is called in those articles")
        elif label and Entity.named(one.type, label) == one:
            fields["as"].fault("the two things would bear one name", "write a name that tells them apart")
    return Split(one, origin, articles, label)


def _relation(
    kind: type[RejectedRelation | AcceptedRelation], head: Entity, fields: Mapping[str, Node], schema: Schema
) -> Decision:
    name, tail = fields["relation"].text("relation: name"), _entity(fields["object"], schema)
    if name and name not in schema.relations:
        fields["relation"].fault(f"unknown relation {shown(name)}", nearest(name, schema.relations))
    for here, other in (("relation", "object"), ("object", "relation")):
        if fields[here].present and not fields[other].present and kind is RejectedRelation:
            fields[here].fault(f"{here} without {other}", f"add {other}, or leave out both to reject the name itself")
    return relation(kind, head, name, tail, schema)


def _entity(node: Node, schema: Schema) -> Entity:
    text = node.text(_EXAMPLE)
    if not text:
        return UNREAD
    entity = read_reference(text)
    if entity is None:
        node.fault(f"{shown(text)} is no name with its class", f"write {_EXAMPLE}")
        return UNREAD
    if not _class(entity.type, node, schema) or _unseen(entity.name, node):
        return UNREAD
    return entity


def _class(name: str, node: Node, schema: Schema) -> str:
    """The name of a class that is known, else an empty text."""
    if not name or name in schema.classes:
        return name
    folded = name.casefold()
    meant = [
        one.name
        for one in schema.classes.values()
        if folded in {one.iri.partition(":")[2].casefold(), *(label.casefold() for label in one.label.values())}
    ]
    node.fault(f"unknown class {shown(name)}", nearest(meant[0] if meant else name, schema.classes))
    return ""


def _words(node: Node, example: str) -> str:
    text = " ".join(node.text(example).split())
    return "" if _unseen(text, node) else text


def _unseen(text: str, node: Node) -> bool:
    problem = no_name(text)
    if problem:
        node.fault(problem, "take it out")
    return bool(problem)


def no_name(text: str) -> str:
    """Why a text cannot be a name or a reason: a character that steers a terminal or is half of one; else nothing."""
    unseen = next((one for one in text if unicodedata.category(one) in {"Cc", "Cs"} or one == "\ufeff"), None)
    return "" if unseen is None else f"a character that cannot be seen (U+{ord(unseen):04X})"


def _link(node: Node) -> str | None:
    text = node.text("to: http://www.wikidata.org/entity/Q182477, or none")
    if text == "none":
        return None
    if text and not _IRI.fullmatch(text):
        wikidata = _WIKIDATA.fullmatch(text)
        example = f"http://www.wikidata.org/entity/{wikidata['id']}" if wikidata else "http://…, or none"
        node.fault(f"{shown(text)} is no IRI", f"write {example}")
    return text
