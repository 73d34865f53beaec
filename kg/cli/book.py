"""The file of decisions that belongs to a graph folder, and the command that builds the graph again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.build.report import Engine, Options
    from kg.resolve.corrections import Decision
    from kg.resolve.decisions import Decisions
    from kg.resolve.ledger import Edit
    from kg.schema import Schema

__all__ = ["Book", "DecisionsFile", "open_book", "say_edit"]

T = TypeVar("T")

DecisionsFile = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        show_default="the one that the build was given, or DIR/decisions.yaml",
        help="The file of decisions.",
    ),
]


@dataclass(frozen=True)
class Book:
    """Where the decisions on a graph are written.

    Attributes:
        folder: the graph folder.
        path: the file of decisions, which may not be there yet.
        sources: the articles that the build was given, or nothing where it does not say.
        options: what else the build was asked for, or None where it does not say.
        engine: what it was made by, or None for this machine alone.
        directory: the folder in which it was started, or an empty string.
        reproducible: whether it left out what differs from run to run.
    """

    folder: Path
    path: Path
    sources: tuple[str, ...]
    options: Options | None = None
    engine: Engine | None = None
    directory: str = ""
    reproducible: bool = False

    def decisions(self, schema: Schema) -> Decisions:
        """What has been decided so far.

        Raises:
            DecisionError: the file cannot be read or is wrong.
        """
        from kg.resolve.decisions import Decisions, read_decisions

        return read_decisions(self.path, schema) if self.path.exists() else Decisions(path=self.path)

    def record(self, decision: Decision, schema: Schema) -> Edit:
        """Write a decision down.

        Raises:
            DecisionError: the file is wrong or cannot be written, or what it says rules the decision out.
        """
        from kg.resolve.ledger import record

        return record(self.path, decision, schema)

    @property
    def command(self) -> str:
        """What to type to build the graph again, with the decisions."""
        from kg.build.report import DECISIONS
        from kg.cli.again import again

        own = self.path.resolve() == (self.folder / DECISIONS).resolve()
        return again(
            self.folder,
            self.sources,
            self.options,
            self.engine,
            directory=self.directory,
            decisions=None if own else self.path,
            reproducible=self.reproducible,
        )

    def say_how_to_apply(self) -> None:
        """Print that command; shards that were loaded must be made again before, which this folder cannot tell how."""
        if self.engine is not None and self.engine.loaded:
            say(f"  have the shards made again with --decisions {self.path}, since kg load applies none")
            say(f"  then load them with: {self.command}")
        else:
            say(f"  apply it with: {self.command}")


def say_edit(edit: Edit, indent: str = "") -> None:
    """Print what was decided, and what it takes the place of."""
    from kg.resolve.corrections import sentence

    say(f"{indent}{'decided' if edit.changed else 'decided before'}: {sentence(edit.decision)}")
    for former in edit.replaced:
        say(f"{indent}  in place of: {sentence(former)}")


def open_book(folder: Path, given: Path | None) -> Book:
    """The book of a graph folder: the file that is given, else the one that the build used, else DIR/decisions.yaml."""
    from kg.build.report import DECISIONS, Engine, Options

    report = _report(folder)
    directory = str(report.get("directory") or "")
    options, engine = _value(Options, report.get("options")), _value(Engine, report.get("engine"))
    used = report.get("decisions") if options is None else options.decisions
    start = Path() if directory == str(Path.cwd()) else Path(directory)
    path = given or (start / used if isinstance(used, str) else folder / DECISIONS)
    sources = report.get("sources")
    listed = [str(one) for one in sources] if isinstance(sources, list) else []
    return Book(
        folder,
        path,
        () if "-" in listed else tuple(listed),
        options,
        engine,
        directory=directory,
        reproducible=report.get("finished") == "",
    )


def _value(kind: type[T], told: object) -> T | None:
    """A part of a report, where it is as a build leaves it."""
    try:
        return kind(**told) if isinstance(told, dict) else None
    except TypeError:
        return None


def _report(folder: Path) -> dict[str, Any]:
    from kg.build.report import REPORT
    from kg.files import part

    try:
        report = json.loads(part(folder, REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # the graph can be corrected without; only the command to build it is less exact
        return {}
    return report if isinstance(report, dict) else {}
