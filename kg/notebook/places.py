r"""A query -> the places in it that name a Python variable.

A place is ``{x}``, ``<{x}>``, or ``{x}`` within a string. ``{word}`` alone is never valid SPARQL, so no query needs
it for itself; in a string that has places, ``{{`` and ``}}`` are braces. What stands in comments is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kg.ask.syntax import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ask.syntax import Token

__all__ = ["NAMES", "Kind", "Listing", "Place", "places"]

NAMES = re.compile(r"\{\{|\}\}|\{\s*([A-Za-z_]\w*)\s*\}")
"""What counts in the text of a string: doubled braces, and names in braces."""

_NAMED = re.compile(r"\{+\s*[A-Za-z_]\w*\s*\}+")


class Kind(Enum):
    """What a value becomes at a place."""

    TERM = "the term that it is"
    TEXT = "a part of a literal"
    IRI = "an IRI"


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is written at a place.

    Attributes:
        opening: what stands before it, and ``closing`` behind it.
        between: what parts its members.
        width: how many values each of its rows has; 0 where its members are no rows.
    """

    opening: str
    between: str
    closing: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a query.

    Attributes:
        start: its first character, and ``end`` where it ends.
        kind: what a value becomes there.
        content: the name of the variable; for text, what stands between the quotes.
        listing: how a list is written there; None where none may stand.
    """

    start: int
    end: int
    kind: Kind
    content: str
    listing: Listing | None = None


def places(source: str) -> Iterator[Place]:
    """The places of a query, in order.

    >>> [(place.kind.name, place.content) for place in places('{a} kg:name "Mr {b}" # {c}')]
    [('TERM', 'a'), ('TEXT', 'Mr {b}')]
    """
    found = list(tokens(source))
    position = 0
    while position < len(found):
        token = found[position]
        if token.kind == "string" and _NAMED.search(token.text):
            quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
            content = token.text[quotes:-quotes]
            yield Place(token.start, _end(token), Kind.TEXT, content, _listing(found[:position]))
        elif _opens(found, position):
            name, last = found[position + 1].text, found[position + 2]
            before, after = found[:position], found[position + 3 : position + 4]
            if before and after and _joined("<", before[-1], token) and _joined("}", last, after[0], ">"):
                yield Place(before[-1].start, _end(after[0]), Kind.IRI, name)
                position += 1
            else:
                yield Place(token.start, _end(last), Kind.TERM, name, _listing(before))
            position += 2
        position += 1


def _end(token: Token) -> int:
    return token.start + len(token.text)


def _opens(found: Sequence[Token], position: int) -> bool:
    """Whether a name in braces, and nothing else, begins here."""
    three = found[position : position + 3]
    return (
        [token.text for token in three[::2]] == ["{", "}"]
        and three[1].kind == "word"
        and not three[1].text[0].isdigit()
    )


def _joined(text: str, token: Token, following: Token, then: str = "") -> bool:
    return token.text == text and _end(token) == following.start and following.text == (then or following.text)


def _listing(before: Sequence[Token]) -> Listing | None:
    """How a list is written behind these tokens: after IN or VALUES, whether its brackets are there already or not."""
    words = [token.text.upper() for token in before[-2:]]
    if words[-1:] == ["IN"]:
        return Listing("( ", " , ", " )")
    if words == ["IN", "("]:
        return Listing("", " , ", "")
    bare = words[-1:] != ["{"]
    head = before if bare else before[:-1]
    if not head or (width := _values(head)) is None:
        return None
    return Listing("{ ", " ", " }", width) if bare else Listing("", " ", "", width)


def _values(head: Sequence[Token]) -> int | None:
    """How wide the rows of the VALUES are whose variables end these tokens: 0 for one variable; None for no VALUES."""
    if head[-1].kind == "variable":
        return 0 if len(head) > 1 and head[-2].text.upper() == "VALUES" else None
    if head[-1].text != ")":
        return None
    start = max((place for place, token in enumerate(head) if token.text == "("), default=0)
    return len(head) - start - 2 if start and head[start - 1].text.upper() == "VALUES" else None
