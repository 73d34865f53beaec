"""What resolution decided over all articles, cut to what one shard needs of it.

A shard gets the names that occur in it, and nothing of the others, so that what is sent to a cluster grows with the
articles and not with the articles times the shards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.graph.rows import Names
from kg.model import Extraction
from kg.resolve import fact
from kg.resolve.rewrite import Rewritten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.vocab import Vocabulary
    from kg.model import ArticleKey, Entity
    from kg.resolve import Copy, Resolution, Summary, Triple
    from kg.schema import Schema

__all__ = ["Change", "Confident", "Court", "Verdict", "confident"]

Change = Callable[[Extraction], Extraction]


class Confident:
    """Leaves out the passages that are less sure than that, save those of accepted facts."""

    def __init__(self, least: float, accepted: frozenset[Triple], schema: Schema) -> None:
        self._least, self._accepted, self._schema = least, accepted, schema

    def __call__(self, extraction: Extraction) -> Extraction:
        """The extraction without them."""
        kept = tuple(
            relation
            for relation in extraction.relations
            if relation.evidence.confidence >= self._least
            or fact(relation.head, relation.predicate, relation.tail, self._schema) in self._accepted
        )
        return replace(extraction, relations=kept)


def confident(resolution: Resolution, least: float, schema: Schema) -> Resolution:
    """The resolution without the passages that are less sure than that, save those of accepted facts."""
    if not least:
        return resolution
    sure = Confident(least, resolution.accepted, schema)
    return replace(resolution, extractions=Rewritten(resolution.extractions, sure))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one shard needs to know.

    Attributes:
        changes: to each extraction, in their order.
        sources: the articles of the shard, and what those stand for, with the article that is the source of each.
        copies: of the articles of the shard, those that repeat another one.
        several: the articles that were given several times, so that no shard has all that they say.
    """

    changes: tuple[Change, ...]
    sources: Mapping[ArticleKey, ArticleKey]
    copies: tuple[Copy, ...]
    several: frozenset[ArticleKey]

    def names(self, schema: Schema, vocabulary: Vocabulary) -> Names:
        """How the articles of the shard are called."""
        return Names(self.sources, self.copies, schema, vocabulary)

    def settled(self, extraction: Extraction) -> Extraction:
        """An extraction as it is in the graph."""
        for change in self.changes:
            extraction = change(extraction)
        return extraction


class Court:
    """Cuts verdicts out of a resolution.

    Args:
        resolution: of all articles.
        keys: of all articles, as often as they were given.
    """

    def __init__(self, resolution: Resolution, keys: Iterable[ArticleKey]) -> None:
        found = resolution.extractions
        self._changes = found.changes if isinstance(found, Rewritten) else ()
        self._copies = {copy.article: copy for copy in resolution.copies}
        self._versions: defaultdict[str, list[ArticleKey]] = defaultdict(list)
        count = Counter(keys)
        self._several = frozenset(key for key, number in count.items() if number > 1)
        for key in count:
            self._versions[key.id].append(key)

    def verdict(self, summaries: Iterable[Summary]) -> Verdict:
        """What the shard needs to know that has these articles."""
        every = [*summaries]
        names: set[Entity] = {name.entity() for summary in every for name in summary.names}
        keys = dict.fromkeys(summary.key for summary in every)
        copies = [self._copies[key] for key in keys if key in self._copies]
        ids = dict.fromkeys([*(key.id for key in keys), *(copy.original.id for copy in copies)])
        changes, ends = [], names
        for change in self._changes:
            few, ends = (change.of(ends)) if hasattr(change, "of") else (change, ends)
            changes.append(few)
        return Verdict(
            changes=tuple(changes),
            sources={key: self._source(key) for id_ in ids for key in self._versions[id_]},
            copies=tuple(copies),
            several=self._several.intersection(keys),
        )

    def _source(self, key: ArticleKey) -> ArticleKey:
        copy = self._copies.get(key)
        return key if copy is None else copy.original
