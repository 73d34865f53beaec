"""IRIs of a graph <-> addresses on the server that shows it.

An IRI below the graph's base has the path that it has there: ``https://kg.example/id/org/nvidia`` is read at
``/id/org/nvidia``, in HTML or as the suffix says (``.ttl``). Any other IRI is read at ``/resource?iri=``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.vocab import Vocabulary

__all__ = ["SUFFIXES", "Place", "candidates", "href", "node"]

SUFFIXES = {".ttl": "text/turtle", ".nt": "application/n-triples", ".jsonld": "application/ld+json",
            ".rdf": "application/rdf+xml"}  # fmt: skip
"""The forms of RDF that a resource is read in, by the end of its address."""

_WHOLE = re.compile(r"%[89A-Fa-f][0-9A-Fa-f](?:%[89A-Fa-f][0-9A-Fa-f])*")  # bytes of letters beyond ASCII
_ABOVE = re.compile(r"/(?:\.|%2[Ee]){1,2}(?=/|$)")  # steps that a browser takes out of an address


class Place(NamedTuple):
    """What an address may stand for: an IRI, and the media type that its suffix asks for, or None."""

    iri: str
    media_type: str | None = None


def href(iri: str, vocabulary: Vocabulary, suffix: str = "") -> str:
    """The address of what an IRI names.

    >>> from kg.graph.vocab import Vocabulary
    >>> href("https://kg.example/id/org/soci%26t\u00e9", Vocabulary(), ".ttl")
    '/id/org/soci%26t%C3%A9.ttl'
    >>> href("https://kg.example/ns#uses", Vocabulary()), href("https://schema.org/Person", Vocabulary())
    ('/ns#uses', '/resource?iri=https%3A%2F%2Fschema.org%2FPerson')
    """
    path, sharp, fragment = iri.removeprefix(vocabulary.base).partition("#")
    ours = iri.startswith(vocabulary.base) and path.startswith(("id/", "ns"))
    if not ours or "?" in iri or _ABOVE.search(f"/{path}") or (sharp and suffix):
        return f"/resource?iri={quote(iri, safe='')}" + (f"&form={suffix.removeprefix('.')}" if suffix else "")
    return f"/{quote(path, safe='/%:~')}{suffix}{sharp}{quote(fragment, safe='%:~')}"


def candidates(raw_path: str, base: str) -> list[Place]:
    """What the path of an address may stand for, the likeliest first.

    A browser writes letters beyond ASCII as their bytes, where the IRI has the letters; the name of something may end
    as a suffix does.

    Args:
        raw_path: as it came, still percent-encoded.
        base: of the graph.

    >>> candidates("/id/org/caf%C3%A9.nt", "https://kg.example/")[1]
    Place(iri='https://kg.example/id/org/caf\u00e9.nt', media_type=None)
    >>> candidates("/id/org/caf%C3%A9.nt", "https://kg.example/")[3]
    Place(iri='https://kg.example/id/org/caf\u00e9', media_type='application/n-triples')
    """
    found = _spellings(raw_path, base, None)
    for suffix, media_type in SUFFIXES.items():
        if raw_path.endswith(suffix):
            found += _spellings(raw_path.removesuffix(suffix), base, media_type)
    return found


def _spellings(raw_path: str, base: str, media_type: str | None) -> list[Place]:
    rest = raw_path.removeprefix("/")
    latin = _WHOLE.sub(lambda found: _letters(found[0], _is_latin), rest)
    every = _WHOLE.sub(lambda found: _letters(found[0], lambda _: True), rest)
    return [Place(f"{base}{one}", media_type) for one in dict.fromkeys((rest, latin, every))]


def _letters(escaped: str, wanted: Callable[[str], bool]) -> str:
    """Percent-encoded bytes as the letters that are wanted; as they are where they are no UTF-8."""
    try:
        text = unquote(escaped, errors="strict")
    except UnicodeDecodeError:
        return escaped
    return "".join(letter if wanted(letter) else quote(letter) for letter in text)


def _is_latin(letter: str) -> bool:
    """Whether names that people read keep the letter as it is; see :mod:`kg.graph.vocab`."""
    return "\u00c0" <= letter <= "\u024f" and letter not in "\u00d7\u00f7"


def node(iri: str) -> NamedNode | None:
    """The IRI as a node; None for what is no IRI."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None
