r"""A query with places for Python variables -> the query with terms in them, and the way back for errors.

========================  =================================================================
place                     what goes in
========================  =================================================================
``{x}``                   the term of the value: a number, a date, an entity by name, an IRI
``"… {x} …"``             the text of the value, within the literal
``<{x}>``                 the value as an IRI
``VALUES ?v {x}``         each of a list; ``VALUES (?v ?w) {x}`` takes a list of rows
``IN {x}``                each of a list; ``IN "{x}"`` each as text
========================  =================================================================

A value never becomes a part of the question. The text is cut into tokens first, and what goes into a place is whole
terms, written by the engine's own serialiser and fenced by spaces, so that whatever a value holds the query keeps
its tokens. (Oxigraph can also put terms in the place of variables after it has parsed; but it does so only for
variables that the outermost SELECT names, and inside a subquery the variable would silently mean anything.)
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.ask.syntax import locate
from kg.errors import QueryError
from kg.graph.vocab import XSD
from kg.notebook.places import NAMES, Kind, Place, places
from kg.notebook.terms import items, to_iri, to_term, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.ask.names import Names

__all__ = ["Filled", "Piece", "fill"]

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A place that has been filled.

    Attributes:
        place: where it was in the query as it was written.
        start: the first character of what stands there now, and ``end`` where that ends.
    """

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A query that can run.

    Attributes:
        source: the query as it was written.
        text: the query with every place filled.
        pieces: the places, in order.
        bound: what was taken for each variable, for people.
    """

    source: str
    text: str
    pieces: tuple[Piece, ...] = ()
    bound: Mapping[str, str] = field(default_factory=dict)

    def origin(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the query as it was written, for those in the query as it runs."""
        lines = self.text.split("\n")
        offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
        moved = 0
        for piece in self.pieces:
            if offset < piece.start:
                break
            if offset < piece.end:
                return locate(self.source, piece.place.start)
            moved = piece.place.end - piece.end
        return locate(self.source, min(offset + moved, len(self.source)))


def fill(source: str, values: Mapping[str, object], names: Names) -> Filled:
    """Put values into the places of a query.

    Args:
        source: the query.
        values: by the name of the variable.
        names: of the graph that is asked.

    Raises:
        QueryError: a place names no variable, or its value does not fit there; with line and column.
    """
    writer = _Writer(values, names)
    pieces: list[Piece] = []
    text, end = "", 0
    for place in places(source):
        try:
            written = f" {writer.write(place)} "
        except QueryError as error:
            line, column = locate(source, place.start)
            raise QueryError(f"query:{line}:{column}: {error}", line=line, column=column) from error
        text += source[end : place.start]
        pieces.append(Piece(place, len(text), len(text) + len(written)))
        text, end = text + written, place.end
    return Filled(source, text + source[end:], tuple(pieces), writer.bound)


class _Writer:
    """Writes places, and keeps what each variable was taken for."""

    def __init__(self, values: Mapping[str, object], names: Names) -> None:
        self.values, self.names = values, names
        self.bound: dict[str, str] = {}

    def write(self, place: Place) -> str:
        match place.kind:
            case Kind.IRI:
                node = to_iri(self.value(place.content), self.names)
                return self.keep(place.content, _written(node))
            case Kind.TEXT:
                alone = NAMES.fullmatch(place.content)
                if alone and alone[1] and (several := items(self.value(alone[1]))) is not None:
                    return self.several(place, alone[1], several, lambda one, _: _written(Literal(to_text(one))))
                return _written(Literal(self.text(place.content)))
            case Kind.TERM:
                value = self.value(place.content)
                if (several := items(value)) is not None:
                    return self.several(place, place.content, several, self.member)
                written = self.keep(place.content, _written(to_term(value, self.names)))
                return f"{place.listing.opening}{written}{place.listing.closing}" if place.listing else written

    def value(self, name: str) -> object:
        if name not in self.values:
            close = difflib.get_close_matches(name, [one for one in self.values if not one.startswith("_")], n=1)
            meant = f"did you mean {{{close[0]}}}? " if close else ""
            advice = f"{meant}set {name} in a cell above, or give --param {name}=…"
            raise QueryError(f"{{{name}}} names no variable; {advice}")
        return self.values[name]

    def keep(self, name: str, written: str) -> str:
        self.bound[name] = written
        return written

    def several(self, place: Place, name: str, members: Sequence[object], write: Callable[[object, int], str]) -> str:
        """A list, as it is written where one may stand.

        Raises:
            QueryError: none may stand there.
        """
        if place.listing is None:
            advice = f"a list goes into VALUES ?x {{{name}}} or IN {{{name}}}, and ?x into this place"
            raise QueryError(f"{name} is a list; {advice}")
        self.bound[name] = f"a list of {len(members)}"
        written = [write(one, place.listing.width) for one in members]
        return f"{place.listing.opening}{place.listing.between.join(written)}{place.listing.closing}"

    def member(self, value: object, width: int) -> str:
        """A member of a list: a term, or a row of terms, where None is left open."""
        if not width:
            return _written(to_term(value, self.names))
        cells = items(value)
        if cells is None or len(cells) != width:
            raise QueryError(f"{value!r} is no row of {width} values; give a list of tuples of {width}")
        terms = ["UNDEF" if cell is None else _written(to_term(cell, self.names)) for cell in cells]
        return f"( {' '.join(terms)} )"

    def text(self, content: str) -> str:
        """The text of a literal whose places are filled."""

        def put(match: re.Match[str]) -> str:
            if match[1] is None:
                return match[0][0]
            text = to_text(self.value(match[1]))
            self.keep(match[1], _written(Literal(text)))
            return text

        parts, end = [], 0
        for match in NAMES.finditer(content):
            parts += [_decoded(content[end : match.start()]), put(match)]
            end = match.end()
        return "".join([*parts, _decoded(content[end:])])


def _written(term: NamedNode | Literal) -> str:
    """A term as the engine writes it; a whole number as its digits, which alone may stand behind LIMIT."""
    if isinstance(term, Literal) and term.datatype == XSD.integer and term.value.isdecimal() and term.value.isascii():
        return term.value
    return str(term)


def _decoded(text: str) -> str:
    """What the characters between the quotes of a SPARQL literal stand for."""

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])

    return _ESCAPED.sub(character, text)
