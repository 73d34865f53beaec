"""Which entities are named in the same articles more often than chance would have it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.ask.analysis.sources import sources
from kg.ask.tables import rounded, select, to_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.ask.answers import Table
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["Companions", "likelihood", "npmi", "together", "together_table"]


@dataclass(frozen=True, slots=True)
class Companions:
    """Two entities that articles name together; articles that repeat one another count once.

    Attributes:
        articles: how many name both.
        one_articles, other_articles: how many name the one, and the other.
        npmi: how much more often they meet than chance would have it, see :func:`npmi`.
        likelihood: how far that is from chance, see :func:`likelihood`.
        related: whether a statement joins the two.
    """

    one: str
    other: str
    one_name: str
    other_name: str
    other_type: str
    articles: int
    one_articles: int
    other_articles: int
    npmi: float
    likelihood: float
    related: bool


def npmi(both: int, one: int, other: int, total: int) -> float:
    """Normalised pointwise mutual information, from -1 (never together) over 0 (as by chance) to 1 (never apart).

    Church and Hanks, Word association norms, mutual information, and lexicography, 1990; normalised as in Bouma,
    Normalized (pointwise) mutual information in collocation extraction, 2009.

    >>> npmi(2, 2, 2, 8), npmi(1, 2, 4, 8), npmi(0, 2, 4, 8)
    (1.0, 0.0, -1.0)
    """
    if both == 0:
        return -1.0
    return math.log(both * total / (one * other)) / -math.log(both / total) if both < total else 1.0


def likelihood(both: int, one: int, other: int, total: int) -> float:
    """Dunning's log-likelihood ratio G², negative where two meet less often than by chance.

    It sets how often two things meet against how often that happens by chance, and does not take two articles for
    proof, as mutual information does (Dunning, Accurate methods for the statistics of surprise and coincidence,
    1993). Above 10.8 chance gives it once in a thousand times.

    >>> round(likelihood(10, 34, 21, 874), 1), likelihood(1, 2, 4, 8)
    (39.7, 0.0)
    """
    cells = ((both, one, other), (one - both, one, total - other), (other - both, total - one, other),
             (total - one - other + both, total - one, total - other))  # fmt: skip
    ratio = 2 * sum(seen * math.log(seen * total / (row * column)) for seen, row, column in cells if seen)
    return math.copysign(max(ratio, 0.0), both * total - one * other)


def together(store: Store, entity: str | None = None, *, min_articles: int = 2) -> tuple[Companions, ...]:
    """The entities that articles name together, those furthest from chance first.

    Args:
        store: an open graph.
        entity: the IRI of one of the two; every pair, once, without it.
        min_articles: in how many articles at least.

    Raises:
        QueryError: ``min_articles`` is below 1.
    """
    if min_articles < 1:
        raise QueryError(f"min_articles {min_articles}: not a number of articles; give 1 or more")
    named = _named(store)
    articles = Counter(one for group in named for one in group)
    pairs = Counter(pair for group in named for pair in _pairs(group, entity))
    abouts = {iri: (name, type_) for iri, name, type_ in select(store, _ENTITIES)}
    related = {frozenset(ends) for ends in select(store, _RELATED)}
    found = []
    for (one, other), both in pairs.items():
        if both >= min_articles:
            counts = (both, articles[one], articles[other], len(named))
            companions = Companions(
                one=one,
                other=other,
                one_name=abouts[one][0],
                other_name=abouts[other][0],
                other_type=store.vocabulary.compact(abouts[other][1]),
                articles=both,
                one_articles=articles[one],
                other_articles=articles[other],
                npmi=rounded(npmi(*counts)),
                likelihood=rounded(likelihood(*counts)),
                related=frozenset((one, other)) in related,
            )
            found.append(companions)
    return tuple(sorted(found, key=lambda one: (-one.likelihood, -one.articles, one.one_name, one.other_name,
                                                one.one, one.other)))  # fmt: skip


_ENTITIES = "SELECT ?entity ?name ?class { ?entity kg:mentionCount ?count ; rdfs:label ?name ; rdf:type ?class }"
_MENTIONS = "SELECT ?article ?entity { ?article schema:mentions ?entity }"
_RELATED = "SELECT DISTINCT ?head ?tail { ?statement kg:subject ?head ; kg:object ?tail }"


def _named(store: Store) -> list[list[str]]:
    """For each source that names an entity, those that it names, sorted."""
    of, named = sources(store), defaultdict(set)
    for article, entity in select(store, _MENTIONS):
        named[of[article]].add(entity)
    return [sorted(named[source]) for source in sorted(named)]


def _pairs(group: Sequence[str], entity: str | None) -> Iterable[tuple[str, str]]:
    if entity is None:
        return combinations(group, 2)
    return ((entity, other) for other in group if other != entity) if entity in group else ()


def together_table(found: Iterable[Companions], vocabulary: Vocabulary) -> Table:
    """One pair a row."""
    columns = ("name", "other", "class", "articles", "other_articles", "npmi", "likelihood", "related", "iri")
    rows = [
        (one.one_name, one.other_name, vocabulary.expand(one.other_type), one.articles, one.other_articles, one.npmi,
         one.likelihood, one.related, NamedNode(one.other))
        for one in found
    ]  # fmt: skip
    return to_table(columns, rows, vocabulary)
