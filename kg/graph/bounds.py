"""What a file of RDF may not ask of the parsers: nesting and entities that take the process, or the machine, down.

A hundred kilobytes can hold a list in lists that needs gigabytes, a triple in triples that overflows the stack, and
entities of XML that name each other and stand for more text than there is memory. Each is found before anything is
parsed, in one pass over the bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from pyoxigraph import RdfFormat

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DEEPEST", "BoundsError", "check_bounds"]

DEEPEST = 100
"""Lists, objects, elements or quoted triples inside each other."""

LONGEST = 1000
"""Characters that one entity of XML may stand for; IRIs, for which tools use them, are shorter."""

_JSON = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_TURTLE = re.compile(
    rb'"{3}(?:[^"\\]++|\\.|"{1,2}+(?!"))*+(?:"{3})?|\'{3}(?:[^\'\\]++|\\.|\'{1,2}+(?!\'))*+(?:\'{3})?'
    rb'|"(?:[^"\\\n]++|\\.)*+"?|\'(?:[^\'\\\n]++|\\.)*+\'?|\#[^\n]*+|<(?!<)[^<>\s]*+>?|<<|>>',
    re.DOTALL,
)
_ENTITY = re.compile(r"&[^\s&;]+;")


class BoundsError(ValueError):
    """Why a file is not parsed: the problem, and where it is, as ``:line:column``, if known."""

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem)
        self.problem, self.place = problem, place


def check_bounds(data: bytes, notation: RdfFormat) -> None:
    """Look through a file before it is parsed.

    Raises:
        BoundsError: it is nested too deeply, an entity stands for too much, or the XML is not well-formed.
    """
    _CHECKS.get(notation, _check_triples)(data)


def _check_objects(data: bytes) -> None:
    _check_nesting(data, _JSON, (b"[", b"{"), (b"]", b"}"), "lists or objects")


def _check_triples(data: bytes) -> None:
    if data.count(b"<<") > DEEPEST:
        _check_nesting(data, _TURTLE, (b"<<",), (b">>",), "triples")


def _check_nesting(
    data: bytes, tokens: re.Pattern[bytes], openings: tuple[bytes, ...], closings: tuple[bytes, ...], what: str
) -> None:
    depth = 0
    for token in tokens.finditer(data):
        depth = max(depth + (token[0] in openings) - (token[0] in closings), 0)
        if depth > DEEPEST:
            start = token.start()
            line, column = data.count(b"\n", 0, start) + 1, start - data.rfind(b"\n", 0, start)
            raise BoundsError(f"{what} more than {DEEPEST} levels deep", f":{line}:{column}")


def _check_elements(data: bytes) -> None:
    parser, depth = expat.ParserCreate(), 0

    def place() -> str:
        return f":{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}"

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BoundsError(f"elements more than {DEEPEST} levels deep", place())

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(name: str, _parameter: object, value: str | None, *_others: object) -> None:
        if value is not None and (len(value) > LONGEST or _ENTITY.search(value)):
            raise BoundsError(f"the entity {name[:40]} stands for too much, or for other entities", place())

    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = opened, closed, declared
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser's signature
    except expat.ExpatError as error:
        raise BoundsError(str(error).partition(":")[0], f":{error.lineno}:{error.offset + 1}") from error


_CHECKS: dict[RdfFormat, Callable[[bytes], None]] = {
    RdfFormat.JSON_LD: _check_objects,
    RdfFormat.RDF_XML: _check_elements,
}
