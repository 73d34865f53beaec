"""An open store -> the parts of a page: claims, entities, passages, articles, each read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.vocab import OA, RDF, RDFS, SCHEMA, SKOS
from kg.view.choice import Claim
from kg.view.passage import segments
from kg.view.values import Edge, Node, Passage, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from kg.graph.store import Store

__all__ = ["Reader"]

_named = type(OA.exact)  # the class of the store's names, without a second door to its engine


class Reader:
    """Reads an open store; ``entities`` are the IRIs of all entities, sorted."""

    def __init__(self, store: Store) -> None:
        self.store, self.kg = store, store.vocabulary.kg
        self.entities = tuple(node.value for node in store.subjects(self.kg.mentionCount))
        self._types: dict[str, str] = {}
        self._sources: dict[str, Source] = {}

    def claims(self) -> Iterator[Claim]:
        """Every statement without its sentences, by IRI."""
        kg = self.kg
        for node in self.store.subjects(kg.predicate):
            about = self.store.about(node)
            yield Claim(
                iri=node.value,
                head=about[kg.subject][0].value,
                relation=about[kg.predicate][0].value.removeprefix(kg.iri),
                tail=about[kg.object][0].value,
                status=about[kg.status][0].value,
                confidence=float(about[kg.confidence][0].value),
                evidence=tuple(passage.value for passage in about[kg.evidence]),
            )

    def type(self, entity: str) -> str:
        """The class of an entity as a compact IRI."""
        if entity not in self._types:
            about = self.store.about(_named(entity))
            self._types[entity] = self.store.vocabulary.compact(about[RDF.type][0].value)
        return self._types[entity]

    def within(self, claim: Claim, since: date | None, until: date | None) -> bool:
        """Whether an article of these days makes the claim; one without a date is of no day."""
        first, last = since.isoformat() if since else "", until.isoformat() if until else "9999-12-31"
        abouts = (self.store.about(_named(passage)) for passage in claim.evidence)
        days = (self.source(about[OA.hasSource][0].value).date for about in abouts)
        return any(day is not None and first <= day <= last for day in days)

    def node(self, entity: str, degree: int) -> Node:
        """An entity, of which the statements are counted already."""
        about = self.store.about(_named(entity))
        return Node(
            iri=entity,
            name=about[RDFS.label][0].value,
            type=self.type(entity),
            aliases=tuple(sorted(alias.value for alias in about.get(SKOS.altLabel, ()))),
            mentions=int(about[self.kg.mentionCount][0].value),
            articles=int(about[self.kg.articleCount][0].value),
            degree=degree,
        )

    def edge(self, claim: Claim, places: Mapping[str, int], evidence: tuple[int, ...]) -> Edge:
        """A statement, whose ends and passages have their places already."""
        kg, about = self.kg, self.store.about(_named(claim.iri))
        first, last = ([day.value for day in about.get(term, ())] for term in (kg.firstSeen, kg.lastSeen))
        return Edge(
            iri=claim.iri,
            head=places[claim.head],
            tail=places[claim.tail],
            relation=claim.relation,
            status=claim.status,
            confidence=claim.confidence,
            sources=int(about[kg.sourceCount][0].value),
            first_seen=first[0] if first else None,
            last_seen=last[0] if last else None,
            roles=tuple(sorted({role.value for role in about.get(kg.role, ())})),
            evidence=evidence,
        )

    def passages(self, claim: Claim, head: Node, tail: Node) -> list[tuple[str, Passage]]:
        """The evidence of a claim with the IRIs of its articles: the surest first, of equals the latest."""
        found = []
        for iri in claim.evidence:
            about = self.store.about(_named(iri))
            words = [word.value for word in about.get(self.kg.trigger, ())]
            passage = Passage(
                article=-1,
                start=int(about[OA.start][0].value),
                end=int(about[OA.end][0].value),
                segments=segments(about[OA.exact][0].value, _names(head), _names(tail), words),
                status=about[self.kg.status][0].value,
                confidence=float(about[self.kg.confidence][0].value),
                extracted_by=about[self.kg.extractedBy][0].value,
            )
            found.append((about[OA.hasSource][0].value, passage))
        found.sort(key=lambda pair: (pair[0], pair[1].start))
        found.sort(key=lambda pair: (pair[1].confidence, self.source(pair[0]).date or ""), reverse=True)
        return found

    def source(self, article: str) -> Source:
        """An article; what it lacks is None, a title it lacks is its path."""
        if article not in self._sources:
            about = self.store.about(_named(article))
            value = {term: values[0].value for term, values in about.items()}
            path, url = value.get(self.kg.path, ""), value.get(SCHEMA.url, "")
            self._sources[article] = Source(
                title=value.get(SCHEMA.headline) or path,
                date=value[SCHEMA.datePublished][:10] if SCHEMA.datePublished in value else None,
                url=url if url.lower().startswith(("http://", "https://")) else None,
                path=path,
                publisher=value.get(SCHEMA.publisher),
                language=value.get(SCHEMA.inLanguage, ""),
            )
        return self._sources[article]


def _names(node: Node) -> Sequence[str]:
    return [node.name, *node.aliases]
