"""What people have decided, read from a file and checked.

The file is YAML that people read, edit and put under version control: ``version: 1`` and a list of ``decisions``, one
entry each, whose first key says what was decided::

    - merge: Amazon AWS (ORG)
      into: Amazon Web Services (ORG)
      because: the company's own short name

Everything that is wrong with it is said at once, each fault with its line: what cannot be read, what the schema does
not know, and decisions that cannot both hold. What comes out is a set: sorted, each decision once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from kg.errors import DecisionError, SchemaError
from kg.resolve.contradictions import contradictions, misfits
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
    entities_of,
    sentence,
)
from kg.resolve.entries import UNREAD, read_entries
from kg.resolve.plainyaml import compose, values
from kg.schema.check import MOST, Faults
from kg.schema.types import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.schema import Schema

__all__ = ["KINDS", "Decisions", "cited", "decoded", "in_order", "parse_decisions", "read_decisions"]

KINDS = (Merged, Split, Renamed, Retyped, Kept, Rejected, RejectedRelation, AcceptedRelation, Linked)
"""The order of decisions in a file."""

FEW = 5
"""Decisions that a message names when one contradicts many."""

D = TypeVar("D", bound=Decision)


@dataclass(frozen=True, slots=True)
class Decisions:
    """A set of decisions that do not contradict each other.

    Attributes:
        items: the decisions, sorted, each once.
        path: the file that they were read from, or None.
    """

    items: tuple[Decision, ...] = ()
    path: Path | None = None

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """The decisions of one kind, sorted."""
        return tuple(one for one in self.items if isinstance(one, kind))

    def place(self, decision: Decision) -> Place:
        """The line of a decision, as messages name it."""
        return Place(str(self.path or "decisions"), decision.line)


def read_decisions(path: Path, schema: Schema) -> Decisions:
    """The decisions of a file; an empty one has none.

    Raises:
        DecisionError: the file cannot be read or is wrong; the message has one line for each fault.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        advice = "give the path of a file of decisions"
        raise DecisionError(f"{path}: cannot be read ({error.strerror}); {advice}") from error
    return Decisions(in_order(parse_decisions(decoded(data, str(path)), str(path), schema)), path)


def decoded(data: bytes, file: str) -> str:
    """The text of a file, its lines ended by LF.

    Raises:
        DecisionError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DecisionError(f"{file}:{line}: not UTF-8 ({error.reason}); save the file as UTF-8") from error


def parse_decisions(text: str, file: str, schema: Schema) -> list[Decision]:
    """The decision of every entry of a text, as they stand.

    Raises:
        DecisionError: something is wrong; the message has one line for each fault.
    """
    faults = Faults()
    try:
        root = compose(text, file, faults)
        decisions = [] if root is None else list(read_entries(values(root, file, faults), schema))
        _agree([one for one in decisions if UNREAD not in entities_of(one)], schema, file, faults)
        faults.settle()
    except SchemaError as error:
        raise DecisionError(str(error)) from None
    return decisions


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions in the order of a file, each once: the one that stands first."""
    distinct = list(dict.fromkeys(decisions))
    return tuple(one for kind in KINDS for one in sorted(one for one in distinct if type(one) is kind))


def cited(decisions: Sequence[Decision]) -> str:
    """Some decisions as a message names them, with their lines; of many, the first ones and how many more."""
    named = [f"{sentence(one)} (line {one.line})" for one in decisions[:FEW]]
    more = [f"{len(decisions) - FEW} more"] if len(decisions) > FEW else []
    return " and ".join([*named, *more])


def _agree(decisions: Sequence[Decision], schema: Schema, file: str, faults: Faults) -> None:
    """Note the decisions that cannot hold together, and the relations that cannot join what they name."""
    for decision, others in islice(contradictions(list(dict.fromkeys(decisions))), MOST):
        faults.add(Place(file, decision.line), f"{sentence(decision)} contradicts {cited(others)}", "leave one out")
    for misfit in misfits(decisions, schema):
        faults.add(Place(file, misfit.decision.line), misfit.problem, misfit.advice)
