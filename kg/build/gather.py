"""Article files -> their readings on the shelf: what has to be read is read, what is known is taken as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kg.engine.sources import Record, article_data
from kg.engine.tasks import GIVEN, listed
from kg.errors import ArticleError
from kg.harvest import Listed, Source, harvest, key_of, read_again, set_aside, written
from kg.read import decode_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.harvest import Recipe, Shelf
    from kg.model import Article, Extraction
    from kg.read import ArticleFile
    from kg.schema import Schema

__all__ = ["Desk", "Extractor", "Progress", "gather", "gather_given", "listing"]

ROUNDS = 3
"""How often articles are read that change in the meantime."""

Progress = Callable[[int, int, str], None]
"""Hears how far a build is: so many of so many articles, and the file or the work in hand."""

Extractor = Callable[["Iterable[Article]", "Schema"], "Iterator[Extraction | ArticleError]"]
"""Finds what articles say; an article that it cannot take comes out as the error that says why."""


class Desk:
    """Opens article files, counts them as they are settled, and says so to whoever listens.

    Attributes:
        files: all articles, by name.
        skipped: those that cannot be in the graph.
    """

    def __init__(self, files: Sequence[Record | ArticleFile], progress: Progress | None = None) -> None:
        self.files = {file.name: file for file in files}
        self.total, self.done, self.progress = len(files), 0, progress
        self.skipped: list[ArticleError] = []
        self._given: bytes | None = None

    def data(self, name: str) -> bytes:
        """The bytes of an article; those of standard input, which comes once, are remembered.

        Raises:
            ArticleError: the file cannot be opened or is too large.
        """
        file = self.files[name]
        if isinstance(file, Record) or file.path is not None:
            return article_data(file)
        if self._given is None:
            self._given = article_data(file)
        return self._given

    def place(self, name: str) -> str:
        """What a message calls an article."""
        return self.files[name].place

    def skip(self, error: ArticleError) -> None:
        """Leave an article out."""
        self.skipped.append(error)

    def count(self, name: str, articles: int = 1) -> None:
        """Some articles are settled, the one of that name at last."""
        self.done += articles
        self.announce(name)

    def announce(self, what: str) -> None:
        """Tell what goes on."""
        if self.progress is not None:
            self.progress(self.done, self.total, what)


def listing(desk: Desk, recipe: Recipe) -> Iterator[Listed]:
    """The articles that can be opened, with the names of their readings."""
    for name in desk.files:
        try:
            yield listed(name, desk.data(name), recipe)
        except ArticleError as error:
            desk.skip(error)
            desk.count(name)


def gather(desk: Desk, shelf: Shelf, recipe: Recipe, name: str, *, jobs: int | None, timeout: float) -> int:
    """See to it that every article on a list has its reading, and tell how many had to be read.

    An article that has changed since it was listed is listed anew; one that has gone is taken off the list.

    Raises:
        PipelineError: the pipeline cannot be loaded.
        SchemaError: a pattern of names in the schema is none that spaCy can match.
    """
    desk.count("what is known", desk.total - desk.done - len(shelf.unread(name)))
    read = 0
    for _ in range(ROUNDS):
        unread = shelf.unread(name)
        firsts = _firsts(unread, shelf)
        sources = _sources(desk, shelf, recipe, name, firsts)
        for reading in harvest(sources, recipe, count=len(firsts), jobs=jobs, timeout=timeout):
            shelf.put(reading)
            desk.count(reading.name)
            read += 1
        others = [one for one in unread if one not in firsts]
        for source in _sources(desk, shelf, recipe, name, others):
            if (same := shelf.namesake(key_of(recipe, source.name, source.data))) is not None:
                shelf.put(read_again(same, recipe, source))
                desk.count(source.name)
    for one in shelf.unread(name):
        shelf.unlist(name, one.name)
        desk.skip(ArticleError(desk.place(one.name), "changes while it is read", "build again when it is at rest"))
        desk.count(one.name)
    for reading in shelf.otherwise(name, recipe.local):
        shelf.put(read_again(reading, recipe))
    return read


def _firsts(unread: Iterable[Listed], shelf: Shelf) -> dict[Listed, None]:
    """Of the articles, those that must be read: the first of each content that is not known under another name."""
    found: dict[str, Listed] = {}
    for one in unread:
        if one.key not in found and shelf.namesake(one.key) is None:
            found[one.key] = one
    return dict.fromkeys(found.values())


def _sources(desk: Desk, shelf: Shelf, recipe: Recipe, name: str, articles: Iterable[Listed]) -> Iterator[Source]:
    """The bytes of articles on a list, which is put right where they are no more what they were."""
    for one in articles:
        try:
            data = desk.data(one.name)
        except ArticleError as error:
            shelf.unlist(name, one.name)
            desk.skip(error)
            desk.count(one.name)
            continue
        now = listed(one.name, data, recipe)
        if now != one:
            shelf.relist(name, now)
        yield Source(one.name, desk.place(one.name), data)


def gather_given(desk: Desk, shelf: Shelf, recipe: Recipe, name: str, extractor: Extractor) -> int:
    """See to it that every article on a list has the reading that an extractor of the caller's gives it."""
    keys = {one.name: one.key for one in shelf.listed(name)}

    def readable() -> Iterator[Article]:
        for file, key in keys.items():
            try:
                data = desk.data(file)
                yield decode_article(data, name=file, place=desk.place(file), language=recipe.language)
            except ArticleError as error:
                shelf.put(set_aside(recipe, file, key, error))
                desk.count(file)

    for outcome in extractor(readable(), recipe.schema):
        if isinstance(outcome, ArticleError):
            reading = set_aside(recipe, outcome.path, keys[outcome.path], outcome)
        else:
            reading = written(outcome, recipe, keys[outcome.article.path], GIVEN)
        shelf.put(reading)
        desk.count(reading.name)
    return len(keys)
