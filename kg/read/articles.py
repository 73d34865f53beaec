"""One file -> one Article, or the error that says why not."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import stat
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.errors import ArticleError, KgError
from kg.model import Article, Block, BlockKind
from kg.read.files import PLAIN_SUFFIXES, STDIN, no_article
from kg.read.frontmatter import line_of, read_front_matter
from kg.read.language import detect_language, language_code
from kg.read.metadata import read_metadata
from kg.read.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from kg.read.files import ArticleFile
    from kg.read.metadata import Metadata

__all__ = ["MAX_BYTES", "article_bytes", "decode_article", "parse_article", "read_article", "read_articles"]

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read; an article of this size would be some thirty novels."""

MAX_MARKS = 500_000
"""Line ends and signs that Markdown may give a meaning, in one article; each can cost a kilobyte and 50 µs to read."""

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no file of RDF or XML can hold, not even escaped."""

_MARKS = "\n\r|*_~[]<&`\\"

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_articles(files: Iterable[ArticleFile], *, language: str | None = None) -> Iterator[Article | ArticleError]:
    """Each file's article, in order, or the error that kept it from being read; one never stops the others.

    Args:
        files: what :func:`~kg.read.files.article_files` found.
        language: code or name of the language that all are in, where the front matter and detection are not to be
            asked.

    Raises:
        KgError: ``language`` names no language.
    """
    for file in files:
        try:
            yield read_article(file, language=language)
        except ArticleError as error:
            yield error


def read_article(file: ArticleFile, *, language: str | None = None) -> Article:
    """The article that a file or standard input holds, in UTF-8 with or without a byte order mark.

    The mark is no part of ``Article.text``, so that offsets count from the first character.

    Raises:
        ArticleError: the file cannot be opened, is too large, binary, not UTF-8, has no text, broken front matter or
            a date that cannot be read.
        KgError: ``language`` names no language.
    """
    return decode_article(article_bytes(file), name=file.name, place=file.place, language=language)


def decode_article(data: bytes, *, name: str, place: str, language: str | None = None) -> Article:
    """The article in the bytes of a file, wherever they came from; ``place`` is what a message calls it.

    Raises:
        ArticleError: the bytes are no UTF-8 or binary, have no text, broken front matter or a date that cannot be read.
        KgError: ``language`` names no language.
    """
    return _parse(
        _decode(data, place),
        name=name,
        content_hash=hashlib.sha256(data).hexdigest(),
        language=language,
        place=place,
    )


def parse_article(text: str, *, name: str, content_hash: str, language: str | None = None) -> Article:
    """The article in a decoded text.

    Args:
        text: the whole file, line ends as they are.
        name: its POSIX path relative to the folder that was read; ``.txt`` and ``.text`` are plain text, all else
            is Markdown. Without an id in the front matter its stem is the article's id; a page bundle's
            ``index.md`` takes the name of its folder.
        content_hash: SHA-256 of the file's bytes.
        language: code or name of the language, where the front matter and detection are not to be asked.

    Raises:
        ArticleError: there is no text, or the front matter is broken or has a date that cannot be read.
        KgError: ``language`` names no language.
    """
    return _parse(text, name=name, content_hash=content_hash, language=language, place=name)


def _parse(text: str, *, name: str, content_hash: str, language: str | None, place: str) -> Article:
    given = language_code(language) if language is not None else None
    if language is not None and given is None:
        raise KgError(f"{language!r} is not a language; give a code such as fr or en")
    if sum(map(text.count, _MARKS)) > MAX_MARKS:
        problem = f"more than {MAX_MARKS:,} line ends and signs such as * or |"
        raise ArticleError(place, problem, "split it into articles, or leave it out")
    if broken := _NO_CHARACTER.search(text):
        problem = f"U+{ord(broken[0]):04X}, which is no character"
        raise ArticleError(place, problem, "take it out", line=line_of(text, broken.start()))
    front = read_front_matter(text, place)
    metadata = read_metadata(front, place)
    path = PurePosixPath(name)
    from kg.read.markdown import markdown_blocks, plain_blocks  # who reads nothing need not wait for markdown-it

    read = plain_blocks if path.suffix.lower() in PLAIN_SUFFIXES else markdown_blocks
    blocks = tuple(read(text, front.body, _title_block(metadata)))
    if not blocks:
        raise ArticleError(place, "no text in it", "write a title or a body, or take the file away")
    return Article(
        id=metadata.id or (path.parent.name if path.stem in {"index", "_index"} else "") or path.stem,
        path=name,
        text=text,
        content_hash=content_hash,
        title=metadata.title or _first_heading(blocks),
        language=given or metadata.language or detect_language("\n".join(block.text for block in blocks)),
        published=metadata.published,
        url=metadata.url,
        publisher=metadata.publisher,
        authors=metadata.authors,
        tags=metadata.tags,
        blocks=blocks,
    )


def _title_block(metadata: Metadata) -> Block | None:
    if metadata.title_at is None:
        return None
    return Passage([(metadata.title_at, metadata.title)]).block(BlockKind.TITLE)


def _first_heading(blocks: Iterable[Block]) -> str:
    return next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")


def article_bytes(file: ArticleFile) -> bytes:
    """The file's bytes, of which no more than the limit are ever held.

    What has become a pipe since the file was found is not waited for.

    Raises:
        ArticleError: the file cannot be opened, is a folder, a pipe or a device, or is too large.
    """
    place = file.place
    try:
        if file.path is None:
            data = _bounded(sys.stdin.buffer)
        else:
            with open(file.path, "rb", opener=_at_once) as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    raise ArticleError(place, "a pipe or a device", "save it as a file, or pipe it in and name it -")
                data = _bounded(stream)
    except IsADirectoryError as error:
        raise no_article(place) from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ArticleError(place, problem, "check that it is there and that you may read it") from error
    if len(data) > MAX_BYTES:
        problem = f"larger than {MAX_BYTES // 1024**2} MiB"
        raise ArticleError(place, problem, "split it into articles, or leave it out")
    return data


def _at_once(path: str, flags: int) -> int:
    """Open a file; a pipe too, which otherwise waits for someone to write into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _bounded(stream: BinaryIO) -> bytes:
    return stream.read(MAX_BYTES + 1)


def _decode(data: bytes, place: str) -> str:
    if data.startswith(_UTF16_MARKS):
        raise ArticleError(place, "UTF-16, not UTF-8", _conversion("utf-16", place))
    if (zero := data.find(b"\0")) >= 0:
        problem = f"a binary file (byte 0 at offset {zero})"
        advice = "give Markdown or plain text in UTF-8, or leave it out"
        raise ArticleError(place, problem, advice, line=_line(data, zero))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start})"
        raise ArticleError(place, problem, _conversion("latin1", place), line=_line(data, error.start)) from error


def _conversion(encoding: str, place: str) -> str:
    command = f"iconv -f {encoding} -t utf-8"
    return f"convert it with: {command}" + (f" {shlex.quote(place)} > converted.md" if place != STDIN else "")


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
