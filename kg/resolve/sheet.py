"""A file of decisions as text: its head, one block of lines for each entry, and what comes after.

People write their own comments into the file, so it is edited line by line and never written out anew. A comment
belongs to the entry below it, one that is indented to the entry above; a block keeps its lines as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml

from kg.errors import DecisionError
from kg.resolve.corrections import (
    AcceptedRelation,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    reference,
)
from kg.resolve.decisions import in_order, parse_decisions
from kg.resolve.entries import VERSION
from kg.resolve.plainyaml import compose, flow, scalar
from kg.schema.check import Faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.resolve.corrections import Decision
    from kg.schema import Schema

__all__ = ["Block", "Sheet", "entry", "fields", "read_sheet"]

WIDEST = 100
"""Characters of a list of articles that stands on one line."""

HEAD = (
    "# What people have decided about this graph. Every build applies it:",
    "# kg build ARTICLES -o DIR reads DIR/decisions.yaml, or the file that --decisions names.",
    "#",
    "# Each entry is one decision. It names things as a build without decisions calls them, with their class, such as",
    "# Nvidia (ORG). Edit it as you like, because: is for your reasons, and comments stay where they are.",
    "# kg review, kg merge, kg split and their like write here; kg decisions lists what is written.",
)
"""What a file begins with that kg makes."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one entry.

    Attributes:
        decision: what it says.
        above: the comments and blank lines above it.
        lines: the entry, with the indented comments below it.
        comments: those that stand in its lines.
    """

    decision: Decision
    above: tuple[str, ...]
    lines: tuple[str, ...]
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file cut into pieces; :meth:`text` puts them together again, its entries in order."""

    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: tuple[str, ...]
    indent: str = ""

    def text(self) -> str:
        """The whole file."""
        place = {decision: index for index, decision in enumerate(in_order(block.decision for block in self.blocks))}
        blocks = sorted(self.blocks, key=lambda block: place[block.decision])
        lines = [*self.head, *(line for block in blocks for line in (*block.above, *block.lines)), *self.foot]
        return "\n".join(lines) + "\n"

    def written(self, decision: Decision, instead: Iterable[Block] = ()) -> Sheet:
        """The sheet with a decision in place of some blocks, whose comments go above it."""
        gone = list(instead)
        above = tuple(line for block in gone for line in (*block.above, *(self.indent + one for one in block.comments)))
        new = Block(decision, above, tuple(self.indent + line for line in entry(decision)))
        return replace(self, blocks=(*(block for block in self.blocks if block not in gone), new))


def entry(decision: Decision) -> list[str]:
    """A decision as the lines of an entry.

    >>> from kg.model import Entity
    >>> entry(Renamed(Entity.named("ORG", "Nvidia"), "NVIDIA"))
    ['- rename: Nvidia (ORG)', '  to: NVIDIA']
    """
    lines = []
    for key, value in fields(decision).items():
        if isinstance(value, str):
            lines.append(f"{key}: {scalar(value)}")
        elif len(listed := flow(value)) <= WIDEST:
            lines.append(f"{key}: {listed}")
        else:
            lines += [f"{key}:", *(f"- {scalar(one)}" for one in value)]
    return [("  " if number else "- ") + line for number, line in enumerate(lines)]


def fields(decision: Decision) -> dict[str, str | tuple[str, ...]]:
    """The keys and values of an entry, in their order."""
    found = _deciding(decision)
    if isinstance(decision, Split):
        found |= {"articles": decision.articles} if decision.articles else {}
        found |= {"as": decision.label} if decision.label else {}
    return found | ({"because": decision.because} if decision.because else {})


def _deciding(decision: Decision) -> dict[str, str | tuple[str, ...]]:
    match decision:
        case Merged(one=one, into=into):
            return {"merge": reference(one), "into": reference(into)}
        case Split(one=one, origin=origin):
            return {"split": reference(one), "from": reference(origin)}
        case Renamed(one=one, label=label):
            return {"rename": reference(one), "to": label}
        case Retyped(one=one, type=type_):
            return {"retype": reference(one), "to": type_}
        case Kept(one=one):
            return {"keep": reference(one)}
        case Rejected(one=one):
            return {"reject": reference(one)}
        case RejectedRelation(head=head, predicate=name, tail=tail):
            return {"reject": reference(head), "relation": name, "object": reference(tail)}
        case AcceptedRelation(head=head, predicate=name, tail=tail):
            return {"accept": reference(head), "relation": name, "object": reference(tail)}
        case Linked(one=one, iri=iri):
            return {"link": reference(one), "to": iri or "none"}


def read_sheet(text: str, file: str, schema: Schema) -> Sheet:
    """Cut a text, its lines ended by LF, into pieces.

    Raises:
        DecisionError: it is wrong, or its list of decisions has a form that cannot be edited line by line.
    """
    decisions = parse_decisions(text, file, schema)
    root = compose(text, file, Faults())
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if root is None:
        return Sheet((*(lines or HEAD), f"version: {VERSION}", "decisions:"), (), ())
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise _unfit(file, 1)
    pair = next((pair for pair in root.value if pair[0].value == "decisions"), None)
    if pair is None:
        return Sheet((*lines, "decisions:"), (), ())
    key, items = pair
    if not items.value:
        at, end = items.start_mark, items.end_mark
        if at.line != end.line:
            raise _unfit(file, at.line + 1)
        line = lines[at.line][: at.column].rstrip() + lines[at.line][end.column :]
        return Sheet((*lines[: at.line], line), (), tuple(lines[at.line + 1 :]))
    if items.flow_style:
        raise _unfit(file, items.start_mark.line + 1)
    return _cut(lines, key.end_mark.line + 1, items, decisions)


def _unfit(file: str, line: int) -> DecisionError:
    problem = "decisions between brackets, which cannot be added to"
    return DecisionError(f"{file}:{line}: {problem}; write each on lines of its own, after a dash")


def _cut(lines: list[str], begin: int, items: yaml.SequenceNode, decisions: list[Decision]) -> Sheet:
    column = items.start_mark.column
    spans = [_span(node, lines, column) for node in items.value]
    first = spans[0][0]
    done = max([begin, *(number + 1 for number in range(begin, first) if not lines[number].strip())])
    head, blocks = tuple(lines[:done]), []
    for decision, node, (start, end) in zip(decisions, items.value, spans, strict=True):
        comments = tuple(_comments(node, lines, start, end))
        blocks.append(Block(decision, tuple(lines[done:start]), tuple(lines[start:end]), comments))
        done = end
    return Sheet(head, tuple(blocks), tuple(lines[done:]), " " * column)


def _span(node: yaml.Node, lines: list[str], column: int) -> tuple[int, int]:
    """The lines of an entry, from its dash to the last of its content and the indented comments below."""
    start = node.start_mark.line
    while lines[start][:column].strip() or lines[start][column : column + 1] != "-":
        start -= 1
    end = max(_end(one) for one in _nodes(node)) + 1
    while not lines[end - 1].strip():  # a text in a block of its own takes the blank lines after it along
        end -= 1
    while end < len(lines) and re.match(rf" {{{column + 1},}}#", lines[end]):
        end += 1
    return start, end


def _end(node: yaml.Node) -> int:
    """The last line that a scalar or a list between brackets reaches into."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return node.start_mark.line
    return node.end_mark.line - (node.end_mark.column == 0)


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if isinstance(node, yaml.CollectionNode):
        for one in node.value:
            for part in one if isinstance(one, tuple) else (one,):
                yield from _nodes(part)


def _comments(node: yaml.Node, lines: list[str], start: int, end: int) -> Iterator[str]:
    """The comments in and after the lines of an entry."""
    after: dict[int, int | None] = dict.fromkeys(range(start, end), 0)  # where a line's last text ends, if it does
    for one in _nodes(node):
        if isinstance(one, yaml.ScalarNode):
            after.update(dict.fromkeys(range(one.start_mark.line, one.end_mark.line)))
            after[one.end_mark.line] = one.end_mark.column
    for number in range(start, end):
        column = after[number]
        if column is not None and (found := _COMMENT.search(lines[number], column)):
            yield found[0]
