"""How well a graph renders articles that were annotated by hand: precision, recall, F1, and every difference.

The figures are micro-averaged: right, found and annotated items are added up over all annotated articles, and an
article that the graph does not have counts as one of which nothing was found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.evaluate.clusters import Clustering, compare_clusters, placed_mentions
from kg.evaluate.compare import Layer, compare
from kg.evaluate.found import FoundArticle, read_found
from kg.read import ArticleFile, read_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluate.compare import Comparison, Difference, Misquote
    from kg.evaluate.gold import GoldArticle
    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Evaluation", "Figures", "evaluate", "summarize"]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many items were annotated, how many found, and how many of these are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.gold + other.gold, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was annotated that was found; 0 where nothing was annotated."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right.

        >>> Figures(gold=4, found=2, right=1).f1 == 2 * 0.5 * 0.25 / (0.5 + 0.25)
        True
        """
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A graph measured against annotations.

    Attributes:
        articles: how many were annotated.
        absent: the ids of those that the graph does not have.
        totals: the figures of each layer.
        by_type: the figures of mentions and entities by class, of relations by name, each sorted.
        quotes: how many mentions and passages of those articles the graph has.
        misquotes: those that their article does not hold at their offsets.
        differences: everything missed or wrong, by article, layer and place in the text.
        clustering: whether one node stands for one thing, over all articles.
    """

    articles: int
    absent: tuple[str, ...]
    totals: Mapping[Layer, Figures]
    by_type: Mapping[Layer, Mapping[str, Figures]]
    quotes: int
    misquotes: tuple[Misquote, ...]
    differences: tuple[Difference, ...]
    clustering: Clustering

    @property
    def offsets(self) -> float:
        """The share of mentions and passages that their article holds at their offsets; 0 where there are none."""
        return (self.quotes - len(self.misquotes)) / self.quotes if self.quotes else 0.0


def evaluate(store: Store, gold: Sequence[GoldArticle], folder: Path, schema: Schema) -> Evaluation:
    """Measure a graph against annotated articles.

    Args:
        store: the graph.
        gold: the annotations, from :func:`kg.evaluate.gold.read_gold`.
        folder: where the articles lie, as ``<id>.md`` or by the path that the build read them from.
        schema: which relations hold both ways, and what the classes are called.

    Raises:
        ArticleError: the file of an annotated article is not there or cannot be read.
    """
    found = read_found(store, {article.id for article in gold}, schema)
    symmetric = frozenset(one.name for one in schema.relations.values() if one.symmetric)
    comparisons, placed = [], []
    for article in gold:
        there = found.get(article.id, FoundArticle(article.id, "", {}, (), ()))
        text = _text(folder, there)
        comparisons.append(compare(article, there, text, symmetric=symmetric))
        placed += placed_mentions(article, there, text)
    absent = [article.id for article in gold if article.id not in found]
    return summarize(comparisons, absent, compare_clusters(placed))


def summarize(
    comparisons: Sequence[Comparison], absent: Iterable[str] = (), clustering: Clustering | None = None
) -> Evaluation:
    """Add up the comparisons of single articles."""
    totals = dict.fromkeys(Layer, Figures())
    by_type: dict[Layer, defaultdict[str, Figures]] = {
        layer: defaultdict(Figures) for layer in Layer if layer != Layer.PAIRS
    }
    for comparison in comparisons:
        for layer, sides in comparison.layers.items():
            for item in sides.gold | sides.found:
                gold, found = item in sides.gold, item in sides.found
                figures = Figures(gold, found, gold and found)
                totals[layer] += figures
                if layer in by_type:
                    by_type[layer][item.type] += figures
    return Evaluation(
        len(comparisons),
        tuple(absent),
        totals,
        {layer: dict(sorted(figures.items())) for layer, figures in by_type.items()},
        sum(comparison.quotes for comparison in comparisons),
        tuple(misquote for comparison in comparisons for misquote in comparison.misquotes),
        tuple(difference for comparison in comparisons for difference in comparison.differences),
        clustering or compare_clusters([]),
    )


def _text(folder: Path, article: FoundArticle) -> str:
    """The decoded file of an article.

    Raises:
        ArticleError: there is none in the folder, or it cannot be read.
    """
    for name in (f"{article.id}.md", article.path):
        path = folder / name
        if name and path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return read_article(ArticleFile(path, Path(name).name), language="fr").text
    place = str(folder / (article.path or f"{article.id}.md"))
    advice = "give the folder of the annotated articles with --articles"
    raise ArticleError(place, f"no file of the annotated article {article.id!r} here", advice)
