"""What a build was asked for, checked and read: its options, its schema, its decisions, its recipe."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg import __version__
from kg.build.report import DECISIONS
from kg.errors import KgError
from kg.harvest import TIMEOUT, file_hash, program_hash, recipe
from kg.resolve import Decisions, read_decisions
from kg.schema import load_schema, schema_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.build.report import Options
    from kg.harvest import Recipe
    from kg.schema import Schema

__all__ = ["Effort", "Plan", "plan", "versions"]

SHAPERS = ("spacy", "pyoxigraph", "rdflib", "rapidfuzz", "rensa")
"""The libraries whose versions may shape the result."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a graph is to be made of, but for the articles themselves.

    Attributes:
        sources: what is to be read, as it was given.
        options: what was asked for, as it was given.
        own_schema: the schema that was given, or None.
        schema: what is looked for.
        decided: what people have decided.
        recipe: how articles are read.
        fingerprints: of the ``program``, the ``pipeline``, the ``schema`` and the ``decisions``.
    """

    sources: tuple[str, ...]
    options: Options
    own_schema: Path | None
    schema: Schema
    decided: Decisions
    recipe: Recipe
    fingerprints: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How articles are to be read, which does not change what is found in them.

    Attributes:
        strict, jobs, timeout: as for :func:`kg.build.build`.

    Raises:
        KgError: a number does not serve.
    """

    strict: bool = False
    jobs: int | None = None
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not self.timeout > 0:
            raise KgError(
                f"timeout {self.timeout:g}: no time; give more than 0 seconds, or leave it out for the usual one"
            )
        if self.jobs is not None and self.jobs < 1:
            raise KgError(f"jobs {self.jobs}: too few; give 1 or more, or leave it out for one per processor")


def plan(sources: str | Path | Sequence[str | Path], options: Options, folder: Path | None) -> Plan:
    """Check what was asked for, and read the files that it names.

    Args:
        sources: what is to be read.
        options: what was asked for.
        folder: the graph folder, whose decisions apply where none are given; None for no folder.

    Raises:
        KgError: the confidence, the schema, the decisions or the language does not serve.
    """
    least = options.min_confidence
    if not 0 <= least <= 1:
        raise KgError(f"min_confidence {least}: no confidence; give a number from 0 to 1, such as 0.8")
    named = [sources] if isinstance(sources, str | PurePath) else sources
    own = None if options.schema is None else Path(options.schema)
    rules = load_schema(own)
    decided = _decisions(folder, options.decisions, rules)
    how = recipe(
        rules,
        () if own is None else schema_files(own),
        pipeline=options.pipeline,
        language=options.language,
        decisions=decided,
    )
    return Plan(
        sources=tuple(map(str, named)),
        options=options,
        own_schema=own,
        schema=rules,
        decided=decided,
        recipe=how,
        fingerprints={
            "program": program_hash(),
            "pipeline": how.pipeline_hash,
            "schema": how.schema_hash,
            "decisions": "" if decided.path is None else file_hash(Path(decided.path)),
        },
    )


def versions() -> dict[str, str]:
    """The versions of kg, of Python and of the libraries that shape a graph."""
    return {"kg": __version__, "python": platform.python_version()} | {name: version(name) for name in SHAPERS}


def _decisions(folder: Path | None, given: str | None, schema: Schema) -> Decisions:
    """What people have decided: the file that is given, else that of the graph folder, else nothing."""
    if given is not None:
        return read_decisions(Path(given), schema)
    path = None if folder is None else folder / DECISIONS
    return read_decisions(path, schema) if path is not None and path.is_file() else Decisions()
