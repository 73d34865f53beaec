"""The query library: one question per ``.rq`` file, by name.

In a source checkout the files lie in ``queries/`` beside the package; a wheel carries them in
``kg/data/queries``.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from kg.ask.header import Query, parse_query
from kg.errors import QueryError

__all__ = ["library_folder", "queries", "read_query"]

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def library_folder() -> Path:
    """The folder of the query library.

    Raises:
        QueryError: the package was installed without it.
    """
    package = files("kg")
    installed = package.joinpath("data/queries")
    if installed.is_dir():
        with as_file(installed) as folder:
            return folder
    with as_file(package) as folder:
        beside = folder.parent / "queries"
    if not beside.is_dir():
        raise QueryError("the query library is missing from this installation; install kg again")
    return beside


@cache
def _library() -> dict[str, Path]:
    return {path.stem: path for path in sorted(library_folder().glob("*.rq"))}


def queries() -> list[Query]:
    """Every question of the library, sorted by name.

    Raises:
        QueryError: a file is faulty; the message names it.
    """
    return [_read_file(path) for path in _library().values()]


def read_query(source: str | Path | Query) -> Query:
    """The query that a name of the library, the path of a ``.rq`` file or a SPARQL text stands for.

    Raises:
        QueryError: there is no such name or file, or the query is faulty.
    """
    if isinstance(source, Query):
        return source
    if isinstance(source, Path):
        return _read_file(source)
    name = source.strip()
    if _NAME.fullmatch(name):
        if name in _library():
            return _read_file(_library()[name])
        close = difflib.get_close_matches(name.lower(), _library(), n=3, cutoff=0.5)
        meant = f"did you mean {' or '.join(close)}? " if close else ""
        raise QueryError(f"no query named {name!r}; {meant}the queries are {', '.join(_library())}")
    if name.endswith(".rq") and "\n" not in name and "{" not in name:
        return _read_file(Path(name))
    return parse_query(source)


@cache
def _parse(path: Path, text: str) -> Query:
    return parse_query(text, path.stem, path)


def _read_file(path: Path) -> Query:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise QueryError(f"{path}: cannot be read ({reason}); give the path of a SPARQL file") from error
    return _parse(path, text)
