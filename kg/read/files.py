"""What the user names (files, folders, globs, standard input) -> the article files, each once, in order."""

from __future__ import annotations

import difflib
import glob
import os
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["ArticleFile", "article_files", "no_article"]

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdx"})
PLAIN_SUFFIXES = frozenset({".txt", ".text"})
_SUFFIXES = MARKDOWN_SUFFIXES | PLAIN_SUFFIXES
_KINDS = " ".join(sorted(_SUFFIXES))

_MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_FEW = 2000
"""Names that are compared with one that is not there."""


STDIN = "standard input"
"""What a message calls an article that is in no file."""


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article file, not yet opened.

    Attributes:
        path: where it is, or None for standard input.
        name: its POSIX path relative to the folder that was given, or the file's name.
    """

    path: Path | None
    name: str

    @property
    def place(self) -> str:
        """What a message calls it: its path as given, or that it is standard input."""
        return STDIN if self.path is None else _legible(str(self.path))


def article_files(sources: Sequence[str], *, beside: bool = False) -> list[ArticleFile]:
    """The article files that the sources name, sorted by name, each file once.

    A source is a file; a folder, searched through for Markdown and plain text (hidden files and folders left
    out, links to folders not followed); a pattern with ``*``, ``?``, ``[…]`` or ``**``, which follows no links to
    folders either; or ``-`` for standard input.
    Where two files would have one name, both are named by their path as given. A folder without articles, beside
    others that have some, stands for itself: whoever opens it is told that nothing is in it.

    Args:
        sources: as above.
        beside: whether there are articles beside those of the sources.

    Raises:
        ArticleError: a source is empty, does not exist or cannot be listed, or a pattern, or every folder, holds no
            article.
    """
    found: dict[str, ArticleFile] = {}
    for source in sources:
        if not source:
            raise ArticleError("''", "an empty name", "name a file or a folder; the present folder is .")
        try:
            files = _files(source)
        except OSError as error:
            problem = f"cannot be read ({error.strerror})"
            raise ArticleError(source, problem, "check the path and that you may read it") from error
        for file in files:
            found.setdefault("-" if file.path is None else os.path.realpath(file.path), file)
    if found and not beside and all(file.path is not None and file.path.is_dir() for file in found.values()):
        raise no_article(sources[0])
    return sorted(_told_apart(found.values()), key=lambda file: (file.name, str(file.path)))


def no_article(folder: str) -> ArticleError:
    """Why a folder is no article."""
    return ArticleError(folder, "no article in this folder", f"put files there that end in {_KINDS}")


def _told_apart(files: Collection[ArticleFile]) -> Iterator[ArticleFile]:
    """The files, those of which several have one name named by their path instead; all names legible."""
    count = Counter(file.name for file in files)
    for file in files:
        name = file.name if file.path is None or count[file.name] == 1 else file.path.as_posix()
        yield ArticleFile(file.path, _legible(name.replace("\\", r"\\")))


def _legible(name: str) -> str:
    r"""The name with ``\xff`` for what no file, message or page could hold otherwise, or would be misled by.

    That is each byte that is not UTF-8, control characters, a line end among them, and what turns the direction of
    writing round. Where backslashes are doubled before, different names stay different.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _MISLEADING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _files(source: str) -> list[ArticleFile]:
    if source == "-":
        return [ArticleFile(None, "stdin")]
    path = Path(source)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [ArticleFile(path, path.name)]
    if glob.has_magic(source):
        return _matching(source)
    raise ArticleError(source, "no such file or folder", _nearest(path))


def _in_folder(folder: Path) -> list[ArticleFile]:
    files = [ArticleFile(path, path.relative_to(folder).as_posix()) for path in _walk(folder)]
    return files or [ArticleFile(folder, folder.name or str(folder))]


def _walk(folder: Path) -> Iterator[Path]:
    """The articles below a folder."""
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and _is_article(path):
                yield path


def _refuse(error: OSError) -> None:
    problem = f"cannot be listed ({error.strerror})"
    raise ArticleError(str(error.filename), problem, "check that you may read it") from error


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file()


def _matching(pattern: str) -> list[ArticleFile]:
    """The articles that a pattern matches, named from its last part without a wildcard on."""
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    root, wild = Path(*parts[:fixed]), [_each(part) for part in parts[fixed:]]
    hidden = any(part.startswith(".") for part in wild)
    files = []
    for path in root.glob("/".join([*wild, "*"] if wild[-1] == "**" else wild)):
        name = path.relative_to(root)
        if (hidden or not any(part.startswith(".") for part in name.parts)) and _is_article(path):
            files.append(ArticleFile(path, name.as_posix()))
    if not files:
        raise ArticleError(pattern, "no article matches", f"check the pattern; articles end in {_KINDS}")
    return files


def _each(part: str) -> str:
    """A part of a pattern in which ``**`` beside other characters means no more than ``*``."""
    return part if part == "**" else re.sub(r"\*\*+", "*", part)


def _nearest(path: Path) -> str:
    """Advice for a source that does not exist: the most similar name beside it, if one is similar."""
    parent = path.parent
    if not parent.is_dir():
        return f"check the path: there is no folder {parent}"
    names = sorted(beside.name for beside in islice(parent.iterdir(), _FEW))
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean {parent / near[0]}?" if near else "check the path"
