"""What resolution finds out: which names are one thing and why, what is doubtful, what counts as one source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kg.model import ArticleKey, Entity, Extraction
    from kg.resolve.corrections import Decision

__all__ = ["Copy", "Doubt", "Merge", "Reading", "Resolution", "Triple"]


class Triple(NamedTuple):
    """A fact by its three parts, whoever states it."""

    head: Entity
    predicate: str
    tail: Entity


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A name that was found to stand for an entity, and why.

    Attributes:
        entity: what the name stands for.
        name: as articles write it, or as another entity was called before it was joined to this one.
        rule: what joined them: ``acronym``, ``surname``, ``alias`` ….
        because: the reason as an English sentence, with its evidence.
        articles: in how many articles the rule was followed.
    """

    entity: Entity
    name: str
    rule: str
    because: str
    articles: int


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Two entities that may be one thing, and what speaks for it; nothing was merged.

    Attributes:
        one, other: the entities, the smaller one first.
        rule, because: as for :class:`Merge`.
        score: how likely they are one, from 0 to 1.
    """

    one: Entity
    other: Entity
    rule: str
    because: str
    score: float


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A class that some articles read an entity as, and which was overruled.

    Attributes:
        entity: as it is in the graph.
        type: the class that was overruled.
        articles: in how many articles it was read so.
        share: its part of all readings, each weighed by its confidence, from 0 to 1.
    """

    entity: Entity
    type: str
    articles: int
    share: float


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """An article that repeats another one, so that both are one source.

    Attributes:
        article: the copy.
        original: the first published of those that say the same.
        similarity: the part of their text that they share, from 0 to 1; 1 for one address.
        because: the reason as an English sentence.
    """

    article: ArticleKey
    original: ArticleKey
    similarity: float
    because: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was found in the articles, with one entity for each thing, and how that was decided.

    Attributes:
        extractions: in the order in which they came; they may be made anew, one after the other, whenever they are
            iterated over, so that nobody should hold them all.
        merges, doubts, readings, copies: sorted.
        links: the IRI elsewhere, mostly in Wikidata, of the entities that have one.
        accepted: the facts that a person has confirmed.
        unmatched: the decisions that name nothing of these articles.
        keys: of the articles, in their order; empty where nobody had them at hand.
    """

    extractions: Collection[Extraction]
    merges: tuple[Merge, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    readings: tuple[Reading, ...] = ()
    copies: tuple[Copy, ...] = ()
    links: Mapping[Entity, str] = field(default_factory=dict)
    accepted: frozenset[Triple] = frozenset()
    unmatched: tuple[Decision, ...] = ()
    keys: tuple[ArticleKey, ...] = ()

    def sources(self) -> dict[ArticleKey, ArticleKey]:
        """What stands for the source of every article: of those that repeat one another, the first."""
        original = {copy.article: copy.original for copy in self.copies}
        return {key: original.get(key, key) for key in self.keys or (one.article.key for one in self.extractions)}
