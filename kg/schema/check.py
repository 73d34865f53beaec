"""Values with the lines that they stand on, and the list of everything that is wrong with them.

What reads a schema goes through it value by value and notes each fault where it is; nothing stops at the first
one, so that an analyst mends a file once and not ten times.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import SchemaError
from kg.schema.types import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kg.schema.lines import Path

__all__ = ["MOST", "Document", "Faults", "Node", "nearest", "shown", "similar"]

LONGEST = 60
"""Characters of a quoted value that a message shows."""

MOST = 100
"""Faults that a message lists: who mends so many reads the file again anyway."""

ABSENT = object()
"""The value of a key that is allowed and not there."""


class Faults:
    """What is wrong, in the order of files and lines."""

    def __init__(self) -> None:
        self._found: list[tuple[Place, str]] = []

    def add(self, place: Place, problem: str, advice: str) -> None:
        """Note what is wrong at a place and what to do about it, each a clause without a full stop."""
        self._found.append((place, f"{place}: {problem}; {advice}"))

    def settle(self) -> None:
        """Go on if nothing was wrong.

        Raises:
            SchemaError: something was; the message has one line for each fault, up to :data:`MOST` of them.
        """
        if self._found:
            self._found.sort(key=lambda fault: fault[0])
            messages = list(dict.fromkeys(message for _, message in self._found))
            more = [f"{self._found[-1][0].file}: {len(messages) - MOST} faults more; mend these first"]
            raise SchemaError("\n".join([*messages[:MOST], *(more if len(messages) > MOST else ())]))


@dataclass(frozen=True, slots=True)
class Document:
    """Where values come from: a file as the user named it, the lines of what stands in it, its faults."""

    file: str
    lines: Mapping[Path, int]
    faults: Faults


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a document.

    The methods that read it say in ``example`` what should have been written; what is not so is noted and left out.
    A key that is absent reads as nothing, without a fault.
    """

    value: object
    document: Document
    path: Path = ()

    @property
    def present(self) -> bool:
        """Whether it was written at all."""
        return self.value is not ABSENT

    @property
    def place(self) -> Place:
        """The line that it begins on; what has no line of its own stands where its owner does."""
        path = self.path
        while path not in self.document.lines:
            path = path[:-1]
        return Place(self.document.file, self.document.lines[path])

    def fault(self, problem: str, advice: str) -> None:
        """Note what is wrong here and what to do about it."""
        self.document.faults.add(self.place, problem, advice)

    def table(self, example: str) -> Iterator[tuple[str, Node]]:
        """The keys and values of a table, in order."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, self.document, (*self.path, key))
        elif self.present:
            self.fault(f"{shown(self.value)} is no table", f"write {example}")

    def fields(
        self, allowed: Collection[str], *, required: Iterable[str] = (), meant: str | None = None
    ) -> dict[str, Node]:
        """The value of every key that a table may have, after noting those that are unknown or missing.

        A table that lacks a key may only be misspelt: ``meant`` is what it would be called otherwise.
        """
        found = dict(self.table(f"its keys: {', '.join(allowed)}"))
        for key, node in found.items():
            if key not in allowed:
                node.fault(f"unknown key {shown(key)}", nearest(key, allowed))
        for key in required:
            if key not in found and isinstance(self.value, dict):
                self.fault(f"{key} is missing", "add it" if meant is None else f"add it, or did you mean {meant}?")
        return {key: found.get(key, Node(ABSENT, self.document, self.path)) for key in allowed}

    def elements(self, example: str) -> Iterator[Node]:
        """The elements of an array."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, self.document, (*self.path, index))
        elif self.present:
            self.fault(f"{shown(self.value)} is no list", f"write {example}")

    def text(self, example: str) -> str:
        """A text that is not blank, without white space around it; else an empty one."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value.strip()
        if self.present:
            self.fault(f"{shown(self.value)} is no text", f"write {example}")
        return ""

    def texts(self, example: str) -> Iterator[tuple[str, Node]]:
        """Every text of an array, with where it stands."""
        for node in self.elements(example):
            if text := node.text(example):
                yield text, node

    def truth(self, *, default: bool) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        if self.present:
            self.fault(f"{shown(self.value)} is neither true nor false", "write true or false")
        return default

    def labels(self) -> dict[str, str]:
        """Texts by language."""
        example = '{ en = "…", fr = "…" }'
        found = {}
        for language, node in self.table(example):
            found[language] = node.text(example)
            if not (language.isascii() and language.isalpha() and language.islower() and len(language) in {2, 3}):
                node.fault(f"{shown(language)} is no code of a language", "write en, fr, de …")
        if self.value == {}:
            self.fault("no text in any language", f"write {example}")
        return found


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice for a name that is not known: the one that was meant, if it is clear, else all there are.

    >>> nearest("patern", ["patterns", "label"])
    'did you mean patterns?'
    >>> nearest("colour", ["patterns", "label"])
    'use label or patterns'
    """
    meant = similar(name, known)
    if meant is not None:
        return f"did you mean {meant}?"
    *others, last = sorted(known, key=str.casefold)
    return f"use {', '.join(others)} or {last}" if others else f"use {last}"


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """Advice for a name that is not known: the one that was meant, if it is clear, else what is said otherwise.

    >>> meant("pagernk", ["pagerank", "degree"], "use pagerank, degree")
    'did you mean pagerank?'
    """
    found = similar(name, known)
    return otherwise if found is None else f"did you mean {found}?"


def similar(name: str, known: Iterable[str], *, least: float = 0.7) -> str | None:
    """The known name that a misspelt one comes close to, letter case aside; ``least`` says how close, up to 1."""
    by_case = {one.casefold(): one for one in sorted(known)}
    return next((by_case[one] for one in get_close_matches(name.casefold(), by_case, n=1, cutoff=least)), None)


def shown(value: object) -> str:
    """A value as a message shows it: on one line, not too long.

    >>> shown(["a", 1])
    "['a', 1]"
    """
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
