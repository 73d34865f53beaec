"""The IRIs of an answer -> what a reader sees of them, and where a click leads.

An article is its headline and opens at its address. An entity is its name; its page is that of a server that was
named when the graph was opened, or its own IRI where that is a real address, or what it is the same as (Wikidata).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode

from kg.graph.vocab import OWL, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.store import Store

__all__ = ["Link", "is_address", "links", "short_address"]

_HASHED = re.compile(r"\w[\w-]*:[0-9a-f]{16,}")
_SHOWN = 8
"""Characters of a hash that are shown."""


@dataclass(frozen=True, slots=True)
class Link:
    """What stands for an IRI.

    Attributes:
        text: what is shown.
        href: where a click leads; empty for nowhere.
        title: what shows when the pointer rests on it.
    """

    text: str
    href: str
    title: str


def is_address(text: str) -> bool:
    """Whether a text is an address on the web that a link may lead to.

    >>> is_address("https://actualites.example/a"), is_address("javascript:alert(1)"), is_address("https://a b")
    (True, False, False)
    """
    return bool(re.fullmatch(r"https?://[^\s<>\"\x00-\x1f]+", text))


def short_address(address: str) -> str:
    """An address as one reads it: its host and the end of its path.

    >>> short_address("https://www.actualites.example/cloud/2025/aws-nvidia?from=rss")
    'actualites.example/…/aws-nvidia'
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # such as an IPv6 address that does not close
        return address
    host = parts.netloc.removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    if not steps:
        return host
    return f"{host}/{'…/' if len(steps) > 1 else ''}{steps[-1]}"


def links(store: Store, nodes: Iterable[NamedNode], site: str = "", language: str = "en") -> dict[str, Link]:
    """A link for each IRI, by its short name.

    Args:
        store: the graph.
        nodes: the IRIs of an answer.
        site: where ``kg serve`` shows the pages of this graph; empty where it does not.
        language: of the names of classes and relations, which have several.
    """
    finder = _Finder(store, site, language)
    return {store.vocabulary.compact(node.value): finder.link(node) for node in dict.fromkeys(nodes)}


class _Finder:
    """Looks up what a graph says of an IRI that a reader may want to see."""

    def __init__(self, store: Store, site: str, language: str) -> None:
        self.raw, self.vocabulary = store.raw, store.vocabulary
        self.site, self.language = site.rstrip("/"), language

    def link(self, node: NamedNode) -> Link:
        name = self.vocabulary.compact(node.value)
        label = self.first(node, RDFS.label) or self.first(node, SCHEMA.headline)
        return Link(label or _abridged(name), self.href(node), f"{name} <{node.value}>" if name != node.value else name)

    def href(self, node: NamedNode) -> str:
        article = self.first(node, SCHEMA.url)
        if is_address(article):
            return article
        if not node.value.startswith(self.vocabulary.base):
            return node.value if is_address(node.value) else ""
        if self.site:
            return f"{self.site}/resource?iri={quote(node.value, safe='')}"
        if is_address(node.value) and not _reserved(node.value):
            return node.value
        known = self.first(node, OWL.sameAs)
        return known if is_address(known) else ""

    def first(self, node: NamedNode, predicate: NamedNode) -> str:
        """The first value of a property, one in the language before all others; "" where there is none."""
        values = [quad.object for quad in self.raw.quads_for_pattern(node, predicate, None)]
        told = [(self._foreign(value), value.value) for value in values if isinstance(value, Literal | NamedNode)]
        return min(told, default=(False, ""))[1]

    def _foreign(self, value: Literal | NamedNode) -> bool:
        return isinstance(value, Literal) and value.language not in {None, self.language}


def _abridged(name: str) -> str:
    """A short name without the end of a hash, an address without its middle."""
    if _HASHED.fullmatch(name):
        kind, _, hashed = name.partition(":")
        return f"{kind}:{hashed[:_SHOWN]}…"
    return short_address(name) if is_address(name) else name


def _reserved(iri: str) -> bool:
    """Whether a host is one of those that RFC 2606 keeps for examples, and so leads nowhere."""
    host = (urlsplit(iri).hostname or "").split(".")
    return host[-1] in {"example", "invalid", "localhost", "test"} or host[-2:-1] == ["example"]
