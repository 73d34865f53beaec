"""The sentences in which articles name a thing, from the files themselves where they still lie there unchanged.

A graph keeps the passages that state a relation and, of every other mention, only where it stands. Its sentence is
therefore read from the article's file, which the build's own arguments lead to; a file that has changed since, or is
gone, gives none.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import ArticleError
from kg.evaluate.passages import occurrences, sentence_around
from kg.read import article_files, read_article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Article
    from kg.read import ArticleFile

__all__ = ["Files", "Marked", "Spot"]


class Spot(NamedTuple):
    """A stretch of an article's file that names something."""

    path: str
    content_hash: str
    start: int
    end: int


class Marked(NamedTuple):
    """A text in one line, and the (start, end) in it of what matters, in order."""

    text: str
    places: tuple[tuple[int, int], ...]


class Files:
    """The files that a graph was built from.

    Args:
        sources: the files, folders and patterns that the build was given; those that are gone give nothing.
    """

    def __init__(self, sources: Sequence[str] = ()) -> None:
        self._sources = sources
        self._article = lru_cache(maxsize=64)(self._read)

    def sentence(self, spot: Spot) -> Marked | None:
        """The sentence around a spot, with the name wherever it stands in it; None where the file is not there."""
        article = self._article(spot.path)
        if article is None or article.content_hash != spot.content_hash:
            return None
        for block in article.blocks:
            for run in block.runs:
                start = spot.start - run.source + run.start
                if run.start <= start < run.start + run.length:
                    end = min(start + spot.end - spot.start, len(block.text))
                    text = sentence_around(block.text, start, end)
                    return Marked(text, tuple(occurrences(block.text[start:end].strip(), text)))
        return None

    @cached_property
    def _by_name(self) -> Mapping[str, ArticleFile]:
        named: dict[str, ArticleFile] = {}
        for source in self._sources:
            try:
                named |= {file.name: file for file in article_files([source]) if file.path is not None}
            except ArticleError:  # moved or gone since; other sources, and the passages of the graph, are left
                continue
        return named

    def _read(self, path: str) -> Article | None:
        file = self._by_name.get(path)
        if file is None:
            return None
        try:
            return read_article(file, language="fr")  # which language does not change the text
        except ArticleError:
            return None
