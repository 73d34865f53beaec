"""One article's bytes -> its reading: what was found in it, in a form that can be kept and sent.

A reading depends on the article and the recipe alone, never on the articles beside it, on how many processes there
are, or on what was read before. Whoever reads articles, here or on another machine, does it by a :class:`Reader`.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.errors import ArticleError, PipelineError
from kg.model import Extraction
from kg.read import decode_article
from kg.resolve import Summary, localise

if TYPE_CHECKING:
    from kg.harvest.recipe import Recipe
    from kg.model import Article

__all__ = ["Reader", "Reading", "Source", "key_of", "read_again", "set_aside", "to_extraction", "to_summary", "written"]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Extraction).decode
_FIRST = "Nvidia s'allie à AWS pour ses puces, et les vend dans une usine.\n".encode()
"""What is read before any article, so that none of them is late for what is only done once."""
_FAST = 1
"""The level of compression: what it finds makes a reading a quarter as large, and higher ones little less."""


class Source(NamedTuple):
    """An article that is to be read.

    Attributes:
        name: of the file, relative to the folder that was given.
        place: what a message calls it.
        data: the bytes of the file.
    """

    name: str
    place: str
    data: bytes


class Reading(NamedTuple):
    """What is kept of an article.

    Attributes:
        name: of the file.
        key: names the article's bytes and the recipe.
        local: fingerprint of what the names were resolved by.
        finder: name and version of the pipeline that read it; "" where none did.
        raw: what was found, as it was found; "" where the article could not be read.
        summary, extraction: what :func:`kg.resolve.localise` makes of it.
        problem: why the article could not be read; "" where it could.
    """

    name: str
    key: str
    local: str
    finder: str = ""
    raw: bytes = b""
    summary: bytes = b""
    extraction: bytes = b""
    problem: bytes = b""

    def error(self, place: str) -> ArticleError:
        """Why the article could not be read, for the place where it lies now."""
        problem, advice, line = msgspec.msgpack.decode(self.problem, type=tuple[str, str, int | None])
        return ArticleError(place, problem, advice, line=line)


def key_of(recipe: Recipe, name: str, data: bytes) -> str:
    """What names the reading of a file."""
    return recipe.key(hashlib.sha256(data).hexdigest(), PurePosixPath(name).suffix)


def set_aside(recipe: Recipe, name: str, key: str, error: ArticleError) -> Reading:
    """The reading of an article that cannot be read."""
    return Reading(name, key, recipe.local, problem=_encode((error.problem, error.advice, error.line)))


class Reader:
    """Reads one article after the other by a recipe.

    Raises:
        PipelineError: the pipeline that the recipe names cannot be loaded.
        SchemaError: a pattern of names in the schema is none that spaCy can match.
    """

    def __init__(self, recipe: Recipe) -> None:
        from kg.extract import extract, load_pipelines  # spaCy takes a second

        self.recipe = recipe
        self.pipelines = load_pipelines(recipe.pipeline, schema=recipe.schema)
        language = recipe.language or next(iter(self.pipelines.named), "fr")
        first = decode_article(_FIRST, name="first.md", place="first.md", language=language)
        deque(extract([first], self.pipelines, schema=recipe.schema), maxlen=0)

    def __call__(self, source: Source) -> Reading:
        """What is found in an article, or why it cannot be read."""
        from kg.extract import extract

        recipe, key = self.recipe, key_of(self.recipe, source.name, source.data)

        def aside(problem: str, advice: str) -> Reading:
            return set_aside(recipe, source.name, key, ArticleError(source.place, problem, advice))

        try:
            article = decode_article(source.data, name=source.name, place=source.place, language=recipe.language)
            (found,) = extract([article], self.pipelines, schema=recipe.schema)
        except ArticleError as error:
            return set_aside(recipe, source.name, key, error)
        except RecursionError:
            return aside("nested too deeply", "flatten its lists and quotations")
        except MemoryError:
            return aside("takes more memory than there is", "split it into articles")
        if isinstance(found, ArticleError):
            return set_aside(recipe, source.name, key, found)
        return written(found, recipe, key, self._finder(article))

    def _finder(self, article: Article) -> str:
        from kg.extract import signature

        try:
            return signature(self.pipelines.get(article.language))
        except PipelineError:  # nothing was to be found in it
            return ""


def written(found: Extraction, recipe: Recipe, key: str, finder: str) -> Reading:
    """The reading that holds an extraction."""
    local = localise(found, recipe.schema, recipe.decisions)
    return Reading(
        name=found.article.path,
        key=key,
        local=recipe.local,
        finder=finder,
        raw=zlib.compress(_encode(found), _FAST),
        summary=_encode(local.summary),
        extraction=_encode(local.extraction),
    )


def read_again(former: Reading, recipe: Recipe, source: Source | None = None) -> Reading:
    """A reading for other rules of names, or of the same bytes under another name, without a pipeline."""
    name = former.name if source is None else source.name
    if former.problem:
        return former._replace(name=name, local=recipe.local)
    found = _decode(zlib.decompress(former.raw))
    if source is not None:
        article = decode_article(source.data, name=name, place=source.place, language=recipe.language)
        found = replace(found, article=article)
    return written(found, recipe, former.key, former.finder)


def to_summary(data: bytes) -> Summary:
    """The summary that a reading holds."""
    return _SUMMARY(data)


def to_extraction(data: bytes) -> Extraction:
    """The extraction, its names resolved within the article, that a reading holds."""
    return _decode(data)


_SUMMARY = msgspec.msgpack.Decoder(Summary).decode
