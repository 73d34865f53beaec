"""A question as the engine takes it, and what it answers: values, on both sides of the pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

from kg.ask import worker
from kg.ask.syntax import names_graphs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyoxigraph as ox

__all__ = ["Kind", "Reply", "Request"]

Kind = Literal["rows", "triples", "boolean", "bytes", "syntax", "failure", "late", "too_large", "replaced"]
"""What a reply is: an answer, the engine's complaint, too late, too large, or that the graph meant is there no more."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question as the engine takes it.

    Attributes:
        text: SPARQL that :func:`kg.ask.syntax.guard` has let pass.
        prefixes: known without PREFIX lines, and bound in Turtle.
        substitutions: what takes the place of variables after the text has been parsed.
        limit: rows or triples to give at most, or None.
        largest: bytes that the reply may have, or None.
        media_type: that the engine writes the answer in; without one, rows come as TSV and triples as N-Triples.
        default_graphs: the named graphs that make up the default graph of the question, or None for the usual ones.
        named_graphs: those that GRAPH reaches, or None for all; none where only ``default_graphs`` are given.
    """

    text: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    substitutions: Mapping[str, ox.NamedNode | ox.Literal] = field(default_factory=dict)
    limit: int | None = None
    largest: int | None = None
    media_type: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def question(self, imports: Sequence[str] = ()) -> worker.Question:
        """What the worker is asked; the usual graphs are the graph itself and those that were brought along."""
        default, named = self.default_graphs, self.named_graphs
        if default is not None or named is not None:
            default, named = default or (), named or ()
        elif imports and not names_graphs(self.text):
            default = (worker.ITSELF, *imports)
        return (
            self.text,
            dict(self.prefixes),
            {name: worker.pack(term) for name, term in self.substitutions.items()},
            self.limit,
            self.largest,
            self.media_type,
            None if default is None else list(default),
            None if named is None else list(named),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What the engine answers.

    Attributes:
        kind: ``rows``, ``triples``, ``boolean`` or ``bytes`` for an answer; ``syntax`` and ``failure`` for a complaint;
            ``late`` or ``too_large`` for what went over a limit, an answer in a media type with more rows included.
        parts: of an answer in bytes, in their order: TSV for ``rows``, N-Triples for ``triples``.
        truth: of a ``boolean``.
        message: what was wrong, in the engine's words.
        more: whether there are more rows or triples than were asked for.
    """

    kind: Kind
    parts: tuple[bytes, ...] = field(default=(), repr=False)
    truth: bool = False
    message: str = ""
    more: bool = False

    @property
    def data(self) -> bytes:
        """An answer in bytes, in one piece."""
        return self.parts[0] if len(self.parts) == 1 else b"".join(self.parts)

    @property
    def content(self) -> bytes | bool | str:
        """The answer in bytes, the truth value, or what was wrong."""
        if self.kind in {"rows", "triples", "bytes"}:
            return self.data
        return self.truth if self.kind == "boolean" else self.message

    @classmethod
    def read(cls, outcome: worker.Outcome, parts: Sequence[bytes]) -> Self:
        """The reply that the worker's words and the bytes before them make."""
        kind, said, more = outcome
        if kind == "boolean":
            return cls(kind, truth=bool(said))
        if kind in {"rows", "triples", "bytes"}:
            return cls(kind, tuple(parts), more=more)
        return cls(kind, message=str(said))
