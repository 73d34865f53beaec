"""Plain values -> RDF literals, each always in the same form, which is that in which Oxigraph gives them back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import XSD

__all__ = ["address", "decimal", "integer", "moment", "text"]

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=65536)
def integer(value: int) -> Literal:
    """A number of things."""
    return Literal(str(value), datatype=XSD.integer)


@lru_cache(maxsize=16384)
def decimal(value: float) -> Literal:
    """A confidence with up to four decimals, in the canonical form of XML Schema 1.1: ``0.9``, ``1``."""
    return Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=XSD.decimal)


def moment(time: datetime) -> Literal:
    """A point in time in UTC; one without a time zone is taken to be in UTC."""
    aware = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    second, point, fraction = aware.isoformat().removesuffix("+00:00").partition(".")
    return Literal(f"{second}{point}{fraction.rstrip('0')}Z", datatype=XSD.dateTime)


def text(words: str, language: str) -> Literal:
    """Words with the language of their article, where it has a tag."""
    return Literal(words, language=language) if _LANGUAGE_TAG.fullmatch(language) else Literal(words)


def address(url: str) -> NamedNode | Literal:
    """A link that a browser may follow is an IRI; any other scheme stays text, so that nothing runs it."""
    escaped = quote(url.strip(), safe="%/:?#[]@!$&'()*+,;=~-._")
    if escaped.lower().startswith(("http://", "https://")):
        try:
            return NamedNode(escaped)
        except ValueError:  # such as a host that is no host: keep what the article says, as text
            return Literal(url, datatype=XSD.anyURI)
    return Literal(url, datatype=XSD.anyURI)
