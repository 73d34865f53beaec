"""What the user names -> articles that are not yet opened: files, lines of JSON, rows of Parquet, here or elsewhere.

A list of articles holds names and places and no text. An article of a line or a row is read as the file that it would
be: its text, and its other fields as front matter, unless the text brings its own.
"""

from __future__ import annotations

import glob
import json
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import msgspec

from kg.engine.places import elsewhere, local_path, reached
from kg.errors import ArticleError, MissingExtra
from kg.read import ArticleFile, article_bytes, article_files, no_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Kind", "Record", "records"]

MAX_BYTES = 10 * 1024 * 1024
"""The largest article that is read."""

TEXTS = ("text", "body", "content", "markdown")
"""The names under which a line or a row may hold its text, the first that is there counts."""

NAMES = ("name", "path", "file", "filename", "id")
"""Likewise for its name."""

_ARTICLES = (".md", ".markdown", ".mdx", ".txt", ".text")
_TABLES = {".jsonl": "lines", ".ndjson": "lines", ".parquet": "rows"}
_KEY = re.compile(r"[\w.-]+")
_OWN = ("---", "+++")
"""How a text begins that brings its own front matter."""


class Kind(StrEnum):
    """What an article is a part of."""

    FILE = "file"
    LINES = "lines"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Record:
    """An article, not yet opened; a value that another machine can be given.

    Attributes:
        name: what tells it from the others, as a POSIX path.
        address: of the file that holds it.
        size: in bytes, about.
        kind: whether it is the file, or a line or a row of it.
        start: of a line, where it begins in the file; of a row, its number in its group.
        number: of a line, the 1-based number; of a row, its group.
        stamp: of a row, what tells the file from what it will be when it has changed.
        web: whether the file may be fetched from the web.
    """

    name: str
    address: str
    size: int
    kind: Kind = Kind.FILE
    start: int = 0
    number: int = 0
    stamp: str = ""
    web: bool = False

    @property
    def place(self) -> str:
        """What a message calls it."""
        if self.kind is Kind.LINES:
            return f"{self.address}:{self.number}"
        return self.address if self.kind is Kind.FILE else f"{self.address} ({self.name})"

    def data(self) -> bytes:
        """The bytes of the article file that this is, or would be.

        Raises:
            ArticleError: it cannot be opened, is too large, or has no text.
        """
        try:
            match self.kind:
                case Kind.LINES:
                    data = _written(_line(self), self)
                case Kind.ROWS:
                    data = _written(_row(self), self)
                case _:
                    with _opened(self.address, web=self.web) as stream:
                        data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
            raise ArticleError(self.place, problem, "check that it is there and that you may read it") from error
        if len(data) > MAX_BYTES:
            problem = f"larger than {MAX_BYTES // 1024**2} MiB"
            raise ArticleError(self.place, problem, "split it into articles, or leave it out")
        return data


def records(sources: Sequence[str], *, web: bool = False) -> list[Record | ArticleFile]:
    """The articles that sources name, each once, in the order of their names; standard input stays what it is.

    A source is what :func:`kg.read.article_files` takes, a file that ends in ``.jsonl``, ``.ndjson`` or ``.parquet``,
    a pattern of such, or an address: a file, a folder or a pattern at ``s3://`` or whatever else fsspec knows.

    Raises:
        ArticleError: a source does not exist, cannot be read, or holds no article.
        KgError: an address serves for nothing.
        MissingExtra: what reads it is not installed.
    """
    found: list[Record | ArticleFile] = []
    plain = []
    for source in sources:
        if elsewhere(source):
            found += _elsewhere(source, web=web)
            continue
        path = str(local_path(source)) if source.startswith("file://") else source
        if _table(path) is None:
            plain.append(path)
            continue
        tables = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else [path]  # noqa: PTH207 - a path with magic
        if not tables or not all(Path(table).is_file() for table in tables):
            raise ArticleError(path, "no such file", "check the path")
        for table in tables:
            found += _of_table(table, web=web)
    if plain:
        found += article_files(plain, beside=bool(found))
    return sorted(_told_apart(dict.fromkeys(found)), key=lambda one: (one.name, one.place))


def _told_apart(found: Iterable[Record | ArticleFile]) -> Iterator[Record | ArticleFile]:
    """The articles, those of which several have one name named by their place too."""
    every = [*found]
    count = Counter(one.name for one in every)
    for one in every:
        if isinstance(one, ArticleFile) or count[one.name] == 1:
            yield one
        else:
            place = f"{one.address}/{one.number}.{one.start}" if one.kind is not Kind.FILE else one.address
            yield replace(one, name=f"{place.rpartition('://')[2].lstrip('/')}/{one.name}")


def sized(one: Record | ArticleFile) -> Record:
    """A file as an article that another machine can be given.

    Raises:
        ArticleError: it is standard input, a folder without articles, or gone.
    """
    if isinstance(one, Record):
        return one
    if one.path is None:
        raise ArticleError(one.place, "comes but once, so no cluster can read it", "write it to a file first")
    if one.path.is_dir():
        raise no_article(one.place)
    try:
        return Record(one.name, str(one.path.resolve()), one.path.stat().st_size)
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ArticleError(one.place, problem, "check that it is there and that you may read it") from error


def every_sized(articles: Iterable[Record | ArticleFile], aside: list[ArticleError]) -> Iterator[Record]:
    """Files as articles that another machine can be given; why one cannot be goes to a list."""
    for one in articles:
        try:
            yield sized(one)
        except ArticleError as error:
            aside.append(error)


def article_data(one: Record | ArticleFile) -> bytes:
    """The bytes of an article; the errors are those of :meth:`Record.data`."""
    return one.data() if isinstance(one, Record) else article_bytes(one)


def _table(name: str) -> Kind | None:
    kind = _TABLES.get(PurePosixPath(name).suffix.lower())
    return None if kind is None else Kind(kind)


def _elsewhere(source: str, *, web: bool) -> Iterator[Record]:
    scheme = source.partition("://")[0]
    try:
        with reached(source, web=web) as (system, path):
            if glob.has_magic(path):
                root, paths = path[: min(map(path.index, filter(path.__contains__, "*?[")))], sorted(system.glob(path))
                root = root.rpartition("/")[0]
            elif system.isdir(path):
                root, paths = path.rstrip("/"), sorted(system.find(path))
            else:
                root, paths = path.rpartition("/")[0], [path] if system.exists(path) else []
            sizes = {one: int(system.size(one) or 0) for one in paths}
    except OSError as error:
        raise ArticleError(source, f"cannot be listed ({error})", "check the address and your credentials") from error
    named = [(one, one[len(root) :].lstrip("/")) for one in paths]
    kept = [(one, name) for one, name in named if not any(part.startswith(".") for part in name.split("/"))]
    count = 0
    for one, name in kept:
        address = one if scheme in {"http", "https"} else f"{scheme}://{one.lstrip('/')}"
        if _table(name) is not None:
            count += 1
            yield from _of_table(address, web=web)
        elif name.lower().endswith(_ARTICLES) or len(kept) == 1:
            count += 1
            yield Record(_legible(name), address, sizes[one], web=web)
    if not count:
        advice = f"check the address; articles end in {' '.join((*_ARTICLES, *_TABLES))}"
        raise ArticleError(source, "no article there", advice)


def _of_table(address: str, *, web: bool) -> Iterator[Record]:
    try:
        yield from _lines(address, web=web) if _table(address) is Kind.LINES else _rows(address, web=web)
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ArticleError(address, problem, "check that it is there and that you may read it") from error


class _Head(msgspec.Struct):
    name: str | int | None = None
    path: str | int | None = None
    file: str | int | None = None
    filename: str | int | None = None
    id: str | int | None = None


_head = msgspec.json.Decoder(_Head).decode


def _lines(address: str, *, web: bool) -> Iterator[Record]:
    """The lines of a file of JSON; what is wrong with one is found out when its article is opened."""
    start = 0
    with _opened(address, web=web) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    head = msgspec.structs.asdict(_head(line))
                except msgspec.MsgspecError:
                    head = {}
                name = _name(head, f"{PurePosixPath(address).stem}-{number:06}")
                yield Record(name, address, len(line), Kind.LINES, start, number, web=web)
            start += len(line)


def _rows(address: str, *, web: bool) -> Iterator[Record]:
    stamp = _stamp(address, web=web)
    with _parquet(address, web=web) as table:
        columns = [name for name in NAMES if name in table.schema_arrow.names]
        for group in range(table.num_row_groups):
            about = table.metadata.row_group(group)
            size = about.total_byte_size // max(1, about.num_rows)
            heads = table.read_row_group(group, columns=columns).to_pylist() if columns else [{}] * about.num_rows
            for row, head in enumerate(heads):
                name = _name(head, f"{PurePosixPath(address).stem}-{group:04}-{row:06}")
                yield Record(name, address, size, Kind.ROWS, row, group, stamp, web=web)


def _name(head: Mapping[str, Any], usual: str) -> str:
    """What a line or a row is called; a name without a suffix is that of Markdown."""
    given = next((str(head[key]) for key in NAMES if head.get(key) not in (None, "")), usual)
    name = _legible(given.strip().lstrip("/")) or usual
    return name if name.lower().endswith(_ARTICLES) else f"{name}.md"


def _legible(name: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name)


def _line(one: Record) -> Mapping[str, Any]:
    with _opened(one.address, web=one.web) as stream:
        stream.seek(one.start)
        line = stream.read(one.size)
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        problem, advice = f"no JSON object ({error})", "write one object a line, with name and text"
        raise ArticleError(one.place, problem, advice) from error


def _row(one: Record) -> Mapping[str, Any]:
    row: Mapping[str, Any] = _group(one.address, one.number, one.stamp, one.web)[one.start]
    return row


@lru_cache(maxsize=2)
def _group(address: str, group: int, stamp: str, web: bool) -> list[dict[str, Any]]:  # noqa: ARG001, FBT001 - a key
    with _parquet(address, web=web) as table:
        rows: list[dict[str, Any]] = table.read_row_group(group).to_pylist()
    return rows


@contextmanager
def _parquet(address: str, *, web: bool) -> Iterator[Any]:
    if find_spec("pyarrow") is None:
        raise MissingExtra("reading Parquet", "pyarrow", "tables")
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    with _opened(address, web=web) as stream:
        try:
            table = parquet.ParquetFile(stream)
        except arrow.ArrowInvalid as error:
            raise ArticleError(address, f"no Parquet ({str(error).splitlines()[0]})", "check the file") from error
        yield table


def _stamp(address: str, *, web: bool) -> str:
    """Tells a file from what it will be when it has changed."""
    if not elsewhere(address):
        about = local_path(address).stat()
        return f"{about.st_size} {about.st_mtime_ns}"
    with reached(address, web=web) as (system, path):
        info = system.info(path)
    return " ".join(str(info.get(key, "")) for key in ("size", "ETag", "etag", "mtime", "LastModified", "created"))


@contextmanager
def _opened(address: str, *, web: bool) -> Iterator[IO[bytes]]:
    """A file, for reading; whatever fails with it is an OSError."""
    if not elsewhere(address):
        with local_path(address).open("rb") as stream:
            yield stream
        return
    with reached(address, web=web) as (system, path), system.open(path, "rb") as stream:
        yield stream


def _written(fields: Mapping[str, Any], one: Record) -> bytes:
    """A line or a row as an article file."""
    text: str | None = next((fields[key] for key in TEXTS if isinstance(fields.get(key), str)), None)
    if text is None:
        given = ", ".join(map(str, fields)) or "none"
        raise ArticleError(one.place, f"no text among its fields ({given})", f"name the text {' or '.join(TEXTS)}")
    told = [] if text.lstrip("\ufeff").startswith(_OWN) else [*_front(fields)]
    head = "".join(["---\n", *told, "---\n\n"]) if told else ""
    return (head + text).encode("utf-8", "surrogatepass")


def _front(fields: Mapping[str, Any]) -> Iterator[str]:
    """The fields that are metadata, as lines of YAML; JSON is a part of it."""
    for key, value in fields.items():
        if key in TEXTS or key in NAMES[:-1] or not _KEY.fullmatch(key):
            continue
        plain = value if isinstance(value, str | int | float | list) or value is None else str(value)
        if plain not in (None, "", []):
            shown = [str(part) for part in plain] if isinstance(plain, list) else str(plain)
            yield f"{key}: {json.dumps(shown, ensure_ascii=False)}\n"
