"""Front matter -> what an article says of itself, whichever generator named the keys.

Names are compared without case, hyphens and underscores, so that ``datePublished``, ``date-published`` and
``DATE_PUBLISHED`` are one. Hugo's ``params``, and Zola's ``extra`` and ``taxonomies``, are looked through after the top
level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import ArticleError
from kg.read.dates import parse_date
from kg.read.language import language_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from kg.read.frontmatter import FrontMatter

__all__ = ["Metadata", "read_metadata"]

_TITLE = ("title", "headline")
_ID = ("cuid", "id", "uid", "uuid")
_DATE = (
    "datePublished",
    "publishedAt",
    "publishedDate",
    "published",
    "pubDate",
    "publishDate",
    "publicationDate",
    "date",
    "created",
    "createdAt",
    "dateCreated",
)
_LANGUAGE = ("language", "lang", "locale", "inLanguage")
_URL = ("canonical", "canonicalUrl", "originalUrl", "sourceUrl", "url", "link", "permalink", "source")
_AUTHORS = ("authors", "author", "byline", "creator")
_TAGS = ("tags", "tag", "categories", "category", "keywords", "topics")
_NESTED = ("extra", "params", "taxonomies")

_EMPTY = frozenset({"", "~", "null", "none"})
_TRUTH = frozenset({"true", "false", "yes", "no", "on", "off"})
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffe\uffff]+")
"""What escapes can put into a text and neither a reader sees nor XML may hold, line ends among it."""
_FORBIDDEN_IN_URL = re.compile(r"[\s<>\"{}|\\^`\x00-\x20]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the front matter says; what it does not say is None or empty.

    Attributes:
        title_at: the offset in the file at which the title stands verbatim, or None.
        publisher: the host of the address, without ``www.``.
    """

    title: str = ""
    title_at: int | None = None
    id: str | None = None
    published: datetime | None = None
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_metadata(front: FrontMatter, place: str) -> Metadata:
    """The metadata that front matter holds under any of the usual names.

    Raises:
        ArticleError: the date cannot be read. Analyses over time would silently lose the article otherwise.
    """
    values = dict(reversed([(_key(key), (key, value)) for key, value in _flat(front.values)]))

    def named(names: Iterable[str]) -> Iterator[tuple[str, object]]:
        return (values[key] for name in names if (key := _key(name)) in values)

    title, title_at = "", None
    for key, value in named(_TITLE):
        if title := _text(value):
            title_at = front.find(key)
            break
    url = next((url for _, value in named(_URL) if (url := _address(value))), None)
    return Metadata(
        title=title,
        title_at=title_at if title_at is not None and front.text.startswith(title, title_at) else None,
        id=next((id_ for _, value in named(_ID) if (id_ := _text(value))), None),
        published=_published(named(_DATE), front, place),
        language=next((code for _, value in named(_LANGUAGE) if (code := language_code(_text(value)))), None),
        url=url,
        publisher=_host(url) if url else None,
        authors=_unique(name for key, value in named(_AUTHORS) for name in _names(value, commas=key.endswith("s"))),
        tags=_unique(name for _, value in named(_TAGS) for name in _names(value, commas=True)),
    )


def _key(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")


def _flat(values: Mapping[str, object]) -> list[tuple[str, object]]:
    nested = [value for key, value in values.items() if _key(str(key)) in _NESTED and isinstance(value, Mapping)]
    tables = [values, *nested]
    return [(str(key), value) for table in tables for key, value in table.items()]


def _text(value: object) -> str:
    """A scalar as text on one line; empty for null, a truth value, a list or a table."""
    if value is None or isinstance(value, bool | Mapping | list | tuple):
        return ""
    text = str(value)
    text = " ".join(_CONTROLS.sub(" ", text).split()) if _CONTROLS.search(text) else text.strip()
    return "" if text.casefold() in _EMPTY else text


def _published(found: Iterable[tuple[str, object]], front: FrontMatter, place: str) -> datetime | None:
    for key, value in found:
        text = _text(value)
        if not text or text.casefold() in _TRUTH:
            continue
        try:
            return parse_date(value)
        except ValueError as error:
            problem = f"{key}: not a date: {text[:80]!r}"
            advice = "write it as 2025-12-31 or 2025-12-31T23:59:00Z"
            raise ArticleError(place, problem, advice, line=front.line(key)) from error
    return None


def _address(value: object) -> str | None:
    """The value if it is an absolute address on the web that may stand in an IRI as it is."""
    url = _text(value)
    return url if not _FORBIDDEN_IN_URL.search(url) and _host(url) else None


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None  # a malformed IPv6 host
    if parts.scheme not in {"http", "https"} or not host:
        return None
    return host.removeprefix("www.") or None


def _names(value: object, *, commas: bool) -> Iterator[str]:
    """The names in a text (separated by semicolons, or commas if allowed), a list, or a table with a ``name``."""
    if isinstance(value, Mapping):
        yield from _names(value.get("name"), commas=False)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from [_text(item)] if not isinstance(item, Mapping) else [_text(item.get("name"))]
    elif text := _text(value):
        separator = ";" if ";" in text or not commas else ","
        yield from (name.strip() for name in text.split(separator))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
