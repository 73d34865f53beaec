"""What a client would like to have, and what there is: media types, qualities, formats (RFC 9110, section 12).

The most specific range of an ``Accept`` header decides about a media type, its quality about the order; between
equals the server's own order holds. A range that cannot be read is passed over, as if it were not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["BOOLEANS", "HTML", "TABLES", "TRIPLES", "Choice", "Format", "choose", "media_type", "named"]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer down.

    Attributes:
        title: what people call it.
        media_type: what the standards call it.
        aliases: media types by which it is known as well; an answer bears the one that was asked for.
        names: that ``format=`` takes for it, the first of them being the usual suffix of a file.
    """

    title: str
    media_type: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


JSON = Format("JSON", "application/sparql-results+json", ("application/json",), ("json",))
XML = Format("XML", "application/sparql-results+xml", ("application/xml", "text/xml"), ("xml",))
CSV = Format("CSV", "text/csv", (), ("csv",))
TSV = Format("TSV", "text/tab-separated-values", (), ("tsv",))
TURTLE = Format("Turtle", "text/turtle", ("application/x-turtle", "text/n3"), ("ttl", "turtle", "n3"))
NTRIPLES = Format("N-Triples", "application/n-triples", (), ("nt", "ntriples", "n-triples"))
RDFXML = Format("RDF/XML", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf", "xml", "rdfxml", "rdf+xml"))
JSONLD = Format("JSON-LD", "application/ld+json", ("application/json",), ("jsonld", "json", "json-ld"))
HTML = Format("HTML", "text/html", ("application/xhtml+xml",), ("html",))

TABLES = (JSON, XML, CSV, TSV)
"""How the rows of a SELECT are written."""

BOOLEANS = (JSON, XML)
"""How the yes or no of an ASK is written; CSV and TSV hold rows alone, says their standard."""

TRIPLES = (TURTLE, NTRIPLES, RDFXML, JSONLD)
"""How the triples of a CONSTRUCT, a DESCRIBE or a graph are written."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A format, and the media type by which the client knows it."""

    format: Format
    media_type: str


@dataclass(frozen=True, slots=True)
class _Range:
    """One of the ranges of an ``Accept`` header: what it covers, how gladly it is taken."""

    type: str
    subtype: str
    quality: float
    parameters: bool

    def specificity(self, type_: str, subtype: str) -> int | None:
        """How exactly the range means a media type; None where it does not."""
        if (self.type, self.subtype) == (type_, subtype):
            return 2 if self.parameters else 3  # text/html;level=1 says less of text/html than text/html does
        if self.subtype == "*" and self.type in {type_, "*"}:
            return 0 if self.type == "*" else 1
        return None


_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.?)*+(?:"|\Z)|[^",])+')
"""What stands between commas, those within quotes left alone; a quote that is never closed lasts until the end."""

_MEDIA = re.compile(rf"({_WORD})/({_WORD})")
_PARAMETER = re.compile(rf'\s*;\s*(?:({_WORD})\s*=\s*({_WORD}|"(?:[^"\\]|\\.)*"))?')
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_HARMLESS = frozenset(["charset", "q"])
"""Parameters that do not narrow a range: what is sent is UTF-8 anyway."""


def media_type(header: str) -> tuple[str, Mapping[str, str]] | None:
    """A media type with its parameters, names in lower case, or None where it is none.

    >>> media_type('Text/Turtle; Charset="UTF-8"')
    ('text/turtle', {'charset': 'UTF-8'})
    """
    text = header.strip()
    head = _MEDIA.match(text)
    if not head:
        return None
    parameters: dict[str, str] = {}
    end = head.end()
    while end < len(text):
        found = _PARAMETER.match(text, end)
        if not found:
            return None
        if found[1]:
            value = re.sub(r"\\(.)", r"\1", found[2][1:-1]) if found[2].startswith('"') else found[2]
            parameters.setdefault(found[1].lower(), value)
        end = found.end()
    return f"{head[1]}/{head[2]}".lower(), parameters


def choose(header: str | None, formats: Sequence[Format]) -> Choice | None:
    """The format that a client likes best, or None where it wants none of them.

    >>> choose("text/csv;q=0.5, application/*", TABLES).format.title
    'JSON'
    >>> choose("application/xml", TABLES)
    Choice(format=Format(title='XML', ...), media_type='application/xml')

    Args:
        header: an ``Accept`` header; without one, or with an empty one, anything will do.
        formats: what there is, in the server's own order.
    """
    ranges = [] if header is None else list(_ranges(header))
    if not ranges:
        return Choice(formats[0], formats[0].media_type)
    best: tuple[float, Choice | None] = 0.0, None
    for format_ in formats:
        for name in (format_.media_type, *format_.aliases):
            weight = _quality(ranges, name, alias=name != format_.media_type)
            if weight > best[0]:
                best = weight, Choice(format_, name)
    return best[1]


def named(name: str, formats: Sequence[Format]) -> Choice | None:
    """The format that ``format=`` means, by name or by media type, or None where it means none of them.

    >>> named("ttl", TRIPLES).media_type
    'text/turtle'
    """
    wanted = name.strip().lower()
    for format_ in formats:
        if wanted in (*format_.names, format_.media_type, *format_.aliases):
            return Choice(format_, format_.media_type)
    return None


def _ranges(header: str) -> Iterator[_Range]:
    for piece in _PIECE.findall(header):
        found = media_type(piece)
        if found is None:
            continue
        name, parameters = found
        quality = parameters.get("q", "1")
        if not _QUALITY.fullmatch(quality):
            continue
        type_, _, subtype = name.partition("/")
        yield _Range(type_, subtype, float(quality), bool(parameters.keys() - _HARMLESS))


def _quality(ranges: Sequence[_Range], name: str, *, alias: bool) -> float:
    """How gladly a media type is taken; an alias must be named, because a wildcard means the proper name."""
    type_, _, subtype = name.partition("/")
    found = [(place, one.quality) for one in ranges if (place := one.specificity(type_, subtype)) is not None]
    place, quality = max(found, default=(0, 0.0))
    return 0.0 if alias and place < 2 else quality
