"""What decides how an article is read, and a fingerprint of it.

An article that was read by a recipe need not be read again while its bytes and the fingerprint are the same. The
fingerprint covers the pipeline, the schema, the language that was asked for, the program and the libraries that have a
say in the result; it leaves the file's name out, so that an article that was renamed is known again.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.errors import KgError
from kg.read import language_code
from kg.resolve import Decisions, local_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.schema import Schema

__all__ = ["Recipe", "digest", "file_hash", "program_hash", "recipe"]

_PACKAGE = Path(kg.__file__).parent
_PROGRAM = ("errors.py", "model.py", "schema", "read", "extract", "harvest")
"""What of the package reads articles."""

_DATA = ("schema.toml", "terms.toml", "senses.toml")
"""The tables that it reads beside them."""

_LIBRARIES = (
    "spacy", "thinc", "numpy", "markdown-it-py", "python-frontmatter", "PyYAML", "py3langid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipe:
    """How articles are read, as a value that another process can be given.

    Attributes:
        schema: what is looked for.
        pipeline: name or path of a spaCy pipeline in place of the bundled one.
        language: that all articles are in, where they are not to be asked.
        decisions: what people have decided, of which a part concerns the names of single articles.
        pipeline_hash, schema_hash: of the files of the pipelines, and of those of the schema that was given; of the
            latter only what readers look for has a part in ``rules``.
        rules: fingerprint of all that decides what is found in an article, but for the article.
        local: fingerprint of all that decides how the names of one article are resolved.
    """

    schema: Schema = field(repr=False)
    pipeline: str | None
    language: str | None
    decisions: Decisions = field(repr=False)
    pipeline_hash: str
    schema_hash: str
    rules: str
    local: str

    def asked(self, min_confidence: float = 0.0) -> tuple[str, ...]:
        """What was asked for besides the usual, as ``name=value``, sorted; files by their fingerprints."""
        given = {
            "language": self.language,
            "min_confidence": min_confidence or None,
            "pipeline": self.pipeline,
            "schema": self.schema_hash,
        }
        return tuple(f"{name}={value}" for name, value in sorted(given.items()) if value)

    def key(self, content_hash: str, suffix: str) -> str:
        """What names the reading of an article: by its bytes and by what kind of file its suffix says that it is."""
        return digest([self.rules, content_hash, suffix.lower()])


def recipe(
    schema: Schema,
    files: Iterable[Path] = (),
    *,
    pipeline: str | None = None,
    language: str | None = None,
    decisions: Decisions | None = None,
) -> Recipe:
    """The recipe for some options.

    Args:
        schema: what is looked for.
        files: those that the schema was read from, beside the built-in one.
        pipeline: as for :class:`Recipe`; one that does not exist is found out by who loads it.
        language: as for :class:`Recipe`.
        decisions: likewise.

    Raises:
        KgError: ``language`` names no language.
    """
    if language is not None and language_code(language) is None:
        raise KgError(f"{language!r} is not a language; give a code such as fr or en")
    model = _pipeline_hash(pipeline)
    own = [file_hash(path) for path in sorted(files)]
    rules = digest([_program(), model, language or "", *_sought(schema)])
    decided = decisions or Decisions()
    found = digest(own) if own else ""
    return Recipe(schema, pipeline, language, decided, model, found, rules, local_rules(schema, decided))


def _sought(schema: Schema) -> Iterator[str]:
    """What readers look for: all that a schema says but for labels, comments, IRIs, and where in a file it stands."""
    yield from map(repr, schema.classes)
    for of in schema.relations.values():
        yield repr((of.name, sorted(of.signatures), of.symmetric, of.triggers, of.patterns))
    yield from map(repr, schema.names)
    yield from (repr((rule.label, rule.pattern, rule.id)) for rule in schema.rules)


@lru_cache(maxsize=1)
def program_hash() -> str:
    """A hash of this package, but for what questions and pages of it bring along, and of the libraries below it."""
    files = sorted([*_PACKAGE.rglob("*.py"), *(path for path in (_PACKAGE / "data").iterdir() if path.is_file())])
    parts = [f"{path.relative_to(_PACKAGE)} {file_hash(path)}" for path in files]
    return digest([*parts, _program(), *(f"{name} {_version(name)}" for name in ("pyoxigraph", "rapidfuzz", "rensa"))])


@lru_cache(maxsize=1)
def _program() -> str:
    """A hash of the parts of this package that read articles, and of the versions of what they stand on."""
    parts = [_tree(_PACKAGE / name) for name in _PROGRAM]
    parts += [_tree(_PACKAGE / "data" / name) for name in _DATA]
    parts += [f"{name} {_version(name)}" for name in _LIBRARIES]
    return digest([*parts, f"python {sys.version_info[:2]}", unicodedata.unidata_version])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _pipeline_hash(name: str | None) -> str:
    """A hash of the files of the bundled pipelines and of the one that is named."""
    return digest([_bundled(), "" if name is None else f"{name} {_tree(_place(name))}"])


@lru_cache(maxsize=1)
def _bundled() -> str:
    return _tree(_PACKAGE / "data" / "pipelines")


def _place(name: str) -> Path:
    """Where a pipeline lies: the path that is its name, else the package."""
    path = Path(name)
    if path.exists() or not name.isidentifier():
        return path
    spec = find_spec(name)
    found = None if spec is None else spec.submodule_search_locations
    return Path(next(iter(found))) if found else path


def _tree(path: Path) -> str:
    """A hash of a file, or of what lies in a folder, by names and contents."""
    return digest(part for file in _files(path) for part in (file.name, file_hash(file)))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        yield from sorted(one for one in path.rglob("*") if one.is_file() and one.suffix != ".pyc")


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest(parts: Iterable[str]) -> str:
    """SHA-256 of some texts in their order, in hexadecimal."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
