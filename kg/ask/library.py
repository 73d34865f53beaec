"""The query library: one question per ``.rq`` file, in folders by theme.

A question goes by its name, which is its own over all folders, or by folder and name: ``partners`` and
``companies/partners`` are one. The folder ``checks`` holds what must not be found in a graph.

In a source checkout the files lie in ``queries/`` beside the package; a wheel carries them in
``kg/data/queries``.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask.header import Query, parse_query
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHECKS", "THEMES", "checks", "library_folder", "queries", "read_query"]

THEMES: Mapping[str, Mapping[str, str]] = {
    "overview": {"en": "Overview", "fr": "Vue d'ensemble"},
    "companies": {"en": "Companies and the law", "fr": "Les entreprises et la loi"},
    "products": {"en": "Products and technologies", "fr": "Produits et technologies"},
    "people": {"en": "People", "fr": "Personnes"},
    "security": {"en": "Security", "fr": "Sécurité"},
    "time": {"en": "Over time", "fr": "Dans le temps"},
    "evidence": {"en": "Evidence", "fr": "Preuves"},
    "quality": {"en": "Quality", "fr": "Qualité"},
    "checks": {"en": "Checks", "fr": "Contrôles"},
}
"""The folders of the library in reading order, with what each is about."""

CHECKS = "checks"
"""The folder of the questions whose every answer is a fault of the graph."""

_NAME = re.compile(r"(?:[A-Za-z0-9_-]+/)?[A-Za-z0-9_-]+")


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
    """The files by name: theme after theme, and by name within each."""
    order = {theme: place for place, theme in enumerate(THEMES)}
    paths = sorted(library_folder().glob("*/*.rq"), key=lambda path: (order.get(path.parent.name, len(order)), path))
    found: dict[str, Path] = {}
    for path in paths:
        if found.setdefault(path.stem, path) != path:
            raise QueryError(f"{path}: {found[path.stem]} has the same name; rename one of them")
    return found


def queries(*, theme: str | None = None, tag: str | None = None) -> list[Query]:
    """The questions of the library, theme after theme, by name within each; without the checks unless they are named.

    Args:
        theme: only those of this folder.
        tag: only those with this tag.

    Raises:
        QueryError: there is no such theme or tag, or a file is faulty; the message names it.
    """
    if theme is not None and theme not in THEMES:
        raise QueryError(f"no theme {theme!r}; the themes are {', '.join(THEMES)}")
    found = [_read_file(path) for path in _library().values()]
    of_theme = [query for query in found if (query.theme == theme if theme else query.theme != CHECKS)]
    if tag is None:
        return of_theme
    tagged = [query for query in of_theme if tag in query.tags]
    if not tagged:
        known = sorted({one for query in of_theme for one in query.tags})
        raise QueryError(f"no question has the tag {tag!r}; the tags are {', '.join(known)}")
    return tagged


def checks() -> list[Query]:
    """The questions whose every answer is a fault of the graph, by name.

    Raises:
        QueryError: a file is faulty; the message names it.
    """
    return queries(theme=CHECKS)


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
        return _read_file(_library_file(name))
    if name.endswith(".rq") and "\n" not in name and "{" not in name:
        return _read_file(Path(name))
    return parse_query(source)


def _library_file(name: str) -> Path:
    """The file of a question, from its name with or without its folder."""
    folder, _, stem = name.rpartition("/")
    path = _library().get(stem)
    if path is not None and folder in {"", path.parent.name}:
        return path
    close = difflib.get_close_matches(stem.lower(), _library(), n=3, cutoff=0.5)
    advice = f"did you mean {' or '.join(close)}? kg queries lists all" if close else "kg queries lists them"
    raise QueryError(f"no query named {name!r}; {advice}")


@cache
def _parse(path: Path, text: str) -> Query:
    query = parse_query(text, path.stem, path)
    return replace(query, theme=path.parent.name) if _library().get(path.stem) == path else query


def _read_file(path: Path) -> Query:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise QueryError(f"{path}: cannot be read ({reason}); give the path of a SPARQL file") from error
    return _parse(path, text)
