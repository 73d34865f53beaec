"""What an analyst knows of names: ``[names.CLASS]`` and ``[[patterns]]``, checked.

One name stands for one thing, so a way to write it may stand in one place only. Whether the keys and values of a
token pattern mean something is for spaCy to say (:mod:`kg.extract.given`); here it only has to have the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.schema.check import nearest, shown
from kg.schema.types import GivenName, TokenPattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.schema.check import Node

__all__ = ["given_names", "given_rules"]

NAME = '"Name" = ["alias"] below a line [names.CLASS]'
PATTERN = 'a phrase, or a list of tokens such as [{ LOWER = "mg" }]'


def given_names(table: Node, classes: Collection[str]) -> Iterator[GivenName]:
    """The names of the ``[names.CLASS]`` tables, each canonical name with its aliases."""
    taken: dict[str, tuple[GivenName, Node]] = {}
    for type_, rows in table.table(NAME):
        if type_ not in classes:
            rows.fault(f"unknown class {shown(type_)}", nearest(type_, classes))
        for name, aliases in rows.table(NAME):
            canonical = plain(name)
            if not canonical:
                aliases.fault("a name without letters", "write it as articles do")
            for text, node in [(name, aliases), *aliases.texts('["alias", "another alias"]')]:
                given = GivenName(plain(text), type_, canonical)
                if given.surface in taken:
                    _twice(given, node, *taken[given.surface])
                else:
                    taken[given.surface] = (given, node)
                    yield given


def _twice(new: GivenName, node: Node, old: GivenName, first: Node) -> None:
    thing = f'{old.type} "{old.name}"'
    if (new.type, new.name) == (old.type, old.name):
        node.fault(f"{shown(new.surface)} is given twice for {thing}", "leave one out")
    else:
        problem = f"{shown(new.surface)} is a name of {thing} already (line {first.place.line})"
        node.fault(problem, "keep it in one of the two places")


def given_rules(rows: Iterable[Node], classes: Collection[str]) -> Iterator[TokenPattern]:
    """The patterns of names, each with its class and where it was given."""
    for row in rows:
        fields = row.fields(("label", "pattern", "id"), required=("label", "pattern"))
        label = fields["label"].text('label = "CLASS"')
        if label and label not in classes:
            fields["label"].fault(f"unknown class {shown(label)}", nearest(label, classes))
        name = plain(fields["id"].text('id = "Name"'))
        yield TokenPattern(label, _pattern(fields["pattern"]), name, fields["pattern"].place)


def _pattern(node: Node) -> str | tuple[dict[str, object], ...]:
    value = node.value
    if isinstance(value, str) and value.strip():
        return plain(value)
    if isinstance(value, list) and value and all(isinstance(token, dict) for token in value):
        return tuple(value)
    if node.present:
        node.fault(f"{shown(value)} is no pattern", f"write {PATTERN}")
    return ""


def plain(text: str) -> str:
    """A name with straight apostrophes and single spaces, as the running text of an article has them.

    >>> plain(" L’Oréal  SA ")
    "L'Oréal SA"
    """
    return " ".join(text.replace("’", "'").split())
