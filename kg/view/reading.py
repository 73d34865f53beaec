"""An open store -> the parts of a page, each kind of thing read by one question."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.graph.claims import claims
from kg.graph.scan import joined
from kg.graph.vocab import SCHEMA
from kg.view.values import Source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.graph.claims import Claim
    from kg.graph.store import Store

__all__ = ["Entity", "Quote", "Reader", "source"]


_ENTITIES = joined(
    "?entity ?name ?class ?mentions",
    "?entity kg:mentionCount ?mentions",
    "?entity rdfs:label ?name",
    "?entity rdf:type ?class",
)
_ALIASES = joined("?entity ?name", "?entity kg:mentionCount ?mentions", "?entity skos:altLabel ?name")
_LINKS = joined("?entity ?link", "?entity kg:mentionCount ?mentions", "?entity owl:sameAs ?link")
_ROLES = joined("?statement ?role", "?statement kg:predicate ?relation", "?statement kg:role ?role")
_QUOTES = joined(
    "?article ?start ?end ?statement ?passage ?exact ?status ?confidence ?by",
    "?statement kg:evidence ?passage",
    "?passage oa:hasSource ?article",
    "?passage oa:start ?start",
    "?passage oa:end ?end",
    "?passage oa:exact ?exact",
    "?passage kg:status ?status",
    "?passage kg:confidence ?confidence",
    "?passage kg:extractedBy ?by",
)
_TRIGGERS = "SELECT ?passage ?word { ?passage kg:trigger ?word }"
_ARTICLES = """
SELECT ?article ?property ?value {
  VALUES ?property { kg:path schema:headline schema:datePublished schema:url schema:publisher schema:inLanguage }
  ?article ?property ?value ; a schema:NewsArticle
}
"""
_MENTIONS = f"""{
    joined("?entity ?article (COUNT(*) AS ?count)", "?mention kg:mentionOf ?entity", "?mention oa:hasSource ?article")
} GROUP BY ?entity ?article"""


class Entity(NamedTuple):
    """An entity by itself: ``type`` is its class as a compact IRI."""

    name: str
    type: str
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    mentions: int


class Quote(NamedTuple):
    """A piece of evidence as the graph has it: ``article`` and ``statement`` are IRIs, ``exact`` has its markup."""

    article: str
    start: int
    end: int
    statement: str
    exact: str
    status: str
    confidence: float
    extracted_by: str
    triggers: tuple[str, ...]


class Reader:
    """Reads an open store; everything comes in the order of names."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def claims(self) -> list[Claim]:
        """All statements, in the order of their IRIs."""
        return claims(self.store)

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """All entities by their IRIs."""
        aliases, links = self._values(_ALIASES), self._values(_LINKS)
        compact = cache(self.store.vocabulary.compact)
        return {
            iri: Entity(name, compact(type_), aliases.get(iri, ()), links.get(iri, ()), int(mentions))
            for iri, name, type_, mentions in sorted(self.store.texts(_ENTITIES))
        }

    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """The roles that statements give."""
        return self._values(_ROLES)

    def quotes(self, statements: Collection[str]) -> list[Quote]:
        """The evidence of some statements, in the order of articles and of places in them."""
        words = self._values(_TRIGGERS)
        found = [
            Quote(
                article, int(start), int(end), statement, exact, status, float(confidence), by, words.get(passage, ())
            )
            for article, start, end, statement, passage, exact, status, confidence, by in self.store.texts(_QUOTES)
            if statement in statements
        ]
        return sorted(found)

    def mentions(self, entities: Collection[str]) -> dict[str, dict[str, int]]:
        """For each of some entities the articles that mention it, and how often."""
        found: dict[str, dict[str, int]] = {entity: {} for entity in entities}
        for entity, article, count in self.store.texts(_MENTIONS):
            if entity in found:
                found[entity][article] = int(count)
        return found

    @cached_property
    def articles(self) -> Mapping[str, Source]:
        """All articles by their IRIs; what one lacks is None, a title it lacks is its path."""
        values: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for article, name, value in sorted(self.store.texts(_ARTICLES), reverse=True):
            values[article][name] = value
        path = self.store.vocabulary.kg.path.value
        return {article: source(values[article], path) for article in sorted(values)}

    def _values(self, query: str) -> dict[str, tuple[str, ...]]:
        """The distinct values of each subject, sorted."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for subject, value in sorted(set(self.store.texts(query))):
            found[subject].append(value)
        return {subject: tuple(values) for subject, values in found.items()}


def source(value: Mapping[str, str], path: str) -> Source:
    """An article from its properties, ``path`` being the name of one of them."""
    address, day = value.get(SCHEMA.url.value, ""), value.get(SCHEMA.datePublished.value)
    return Source(
        title=value.get(SCHEMA.headline.value) or value.get(path, ""),
        date=day[:10] if day else None,
        url=address if address.lower().startswith(("http://", "https://")) else None,
        path=value.get(path, ""),
        publisher=value.get(SCHEMA.publisher.value),
        language=value.get(SCHEMA.inLanguage.value, ""),
    )
