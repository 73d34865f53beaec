"""YAML that people write by hand: keys, lists and texts, each with the line that it stands on.

Every scalar is the text that is written, so that ``to: 007`` is a name and ``no`` is not false. Nothing in it can build
an object; anchors, aliases and tags, which a plain file has no use for, are faults, and so is deep nesting.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import yaml

from kg.schema.check import Document, Node, shown
from kg.schema.types import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.schema.check import Faults
    from kg.schema.lines import Path

__all__ = ["compose", "flow", "scalar", "values"]

DEEPEST = 6
"""Levels of lists and tables inside each other; decisions need four."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSEEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_ADVICE = "put a text that holds `: ` or ` #`, or begins with a sign, between quotes"


def compose(text: str, file: str, faults: Faults) -> yaml.Node | None:
    """The document of a text with its places; None where it is empty, or is at fault, which is noted.

    Args:
        text: the decoded file, its lines ended by LF.
        file: as the user named it.
        faults: where to note what is wrong.
    """
    if unseen := _UNSEEN.search(text):
        place = Place(file, text.count("\n", 0, unseen.start()) + 1)
        faults.add(place, f"a character that cannot be seen (U+{ord(unseen[0]):04X})", "take it out")
        return None
    try:
        if not _plain(text, file, faults):
            return None
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "it cannot be read"
        faults.add(Place(file, mark.line + 1 if mark else 0), f"not valid YAML ({problem})", _ADVICE)
        return None


def _plain(text: str, file: str, faults: Faults) -> bool:
    depth, plain = 0, True
    for event in yaml.parse(text, Loader=_Loader):
        place = Place(file, event.start_mark.line + 1 if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            faults.add(place, "an anchor or an alias (& or *)", "write the value out, or put the text between quotes")
            plain = False
        elif tag := getattr(event, "tag", None):
            faults.add(place, f"a tag ({shown(tag)})", "write the value alone, or put the text between quotes")
            plain = False
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            faults.add(place, "lists or tables too deep inside each other", "write it flatter")
            return False
    return plain


def values(root: yaml.Node, file: str, faults: Faults) -> Node:
    """The values of a composed document, keys that are given twice noted."""
    lines: dict[Path, int] = {(): 1}
    return Node(_value(root, (), lines, file, faults), Document(file, lines, faults))


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], file: str, faults: Faults) -> object:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, index), lines, file, faults) for index, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return {
            key: _value(value, (*path, key), lines, file, faults)
            for key, value in _pairs(node, path, lines, file, faults)
        }
    return node.value


def _pairs(
    node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str, faults: Faults
) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value:
        place = Place(file, key.start_mark.line + 1)
        if not isinstance(key, yaml.ScalarNode):
            faults.add(place, "a key that is no text", "write key: value")
        elif (*path, key.value) in lines:
            first = lines[*path, key.value]
            faults.add(place, f"{shown(key.value)} is given twice (line {first})", "leave one out")
        else:
            lines[*path, key.value] = place.line
            yield key.value, value


def scalar(text: str) -> str:
    """A text on one line as YAML writes it, between quotes where any reader of YAML would need them.

    >>> print(scalar("Nvidia (ORG)"), scalar("007"), scalar("Foo: bar"))
    Nvidia (ORG) '007' 'Foo: bar'
    """
    return yaml.safe_dump(text, allow_unicode=True, width=math.inf).removesuffix("\n").removesuffix("\n...")


def flow(texts: tuple[str, ...]) -> str:
    """Texts as a list on one line.

    >>> flow(("a1", "007"))
    "[a1, '007']"
    """
    return yaml.safe_dump(list(texts), allow_unicode=True, width=math.inf, default_flow_style=True).removesuffix("\n")
