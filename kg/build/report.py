"""What a build did: a frozen value that lies as ``build.json`` beside the graph and says that a folder holds one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kg.errors import ArticleError, GraphError
from kg.files import part, read_part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.build.changes import Difference

__all__ = [
    "DECISIONS",
    "IMPORTS",
    "LEDGER",
    "LOG",
    "PAGE",
    "REPORT",
    "STORE",
    "TURTLE",
    "BuildReport",
    "Changes",
    "Engine",
    "Options",
    "Skipped",
    "former_report",
    "read_report",
]

STORE, TURTLE, PAGE, LEDGER, LOG, REPORT = "store", "graph.ttl", "graph.html", ".nodes", ".history.jsonl", "build.json"
"""The names in a graph folder: what a build writes."""

IMPORTS = "imports"
"""The folder, in a graph folder, of what an analyst has brought along; a build reads it and never writes it."""

DECISIONS = "decisions.yaml"
"""The name, in a graph folder, of what people have decided about the graph; a build reads it and never writes it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One article that is not in the graph: its file, the line if known, what is wrong and what to do."""

    path: str
    line: int | None
    problem: str
    advice: str

    @classmethod
    def of(cls, error: ArticleError) -> Skipped:
        """The same facts as the error's, as a value."""
        return cls(error.path, error.line, error.problem, error.advice)

    def __str__(self) -> str:
        """The line that the error would print."""
        return str(ArticleError(self.path, self.problem, self.advice, line=self.line))


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked for, beside its articles; all that changes the graph.

    Attributes:
        pipeline, schema, base, min_confidence, decisions, language: as for :func:`kg.build.build`.
    """

    base: str
    pipeline: str | None = None
    schema: str | None = None
    min_confidence: float = 0.0
    decisions: str | None = None
    language: str | None = None

    @classmethod
    def of(
        cls,
        *,
        base: str,
        pipeline: str | None,
        schema: str | Path | None,
        min_confidence: float,
        decisions: str | Path | None,
        language: str | None,
    ) -> Options:
        """The options as they were given; files by their names."""
        files = (None if path is None else str(path) for path in (schema, decisions))
        return cls(base, pipeline, next(files), min_confidence, next(files), language)


@dataclass(frozen=True, slots=True)
class Engine:
    """What a graph was made by, where that was not this machine alone.

    Attributes:
        name: as for :func:`kg.build.make_shards`; "" where shards were loaded that were there (``kg load``).
        shards: their place, as it was given; None for the one in the graph folder.
        size: about how many bytes of articles a shard has; None for the usual number.
        timeout: seconds that one article may take to be read, on which the shards depend; likewise.
    """

    name: str
    shards: str | None = None
    size: int | None = None
    timeout: float | None = None

    @property
    def loaded(self) -> bool:
        """Whether the articles were read elsewhere."""
        return not self.name


@dataclass(frozen=True, slots=True)
class Changes:
    """How the articles of a build differ from those of the one before; every number counts articles.

    Attributes:
        added: under a name that was not there, with new content.
        changed: under a known name, with other content.
        renamed: under a new name, with the content of one that is gone.
        deleted: gone.
        kept: as they were.
    """

    added: int = 0
    changed: int = 0
    renamed: int = 0
    deleted: int = 0
    kept: int = 0

    @classmethod
    def of(cls, difference: Difference) -> Changes:
        """The numbers of what has become of the articles."""
        return cls(
            added=len(difference.added),
            changed=len(difference.changed),
            renamed=len(difference.renamed),
            deleted=len(difference.deleted),
            kept=difference.kept,
        )


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build read, found and wrote.

    Attributes:
        folder: the graph folder.
        articles: how many articles are in the graph.
        skipped: those that are not, in reading order.
        entities: how many by class (``ORG``), in the order of the schema, classes without any left out.
        relations: how many statements by type (``partnersWith``), likewise.
        statuses: how many statements by the strongest status that their evidence gives.
        mentions: how many stretches of text name an entity.
        evidence: how many passages state a relation.
        seconds: wall-clock time from the first file to the last byte.
        finished: when, as an ISO 8601 time in UTC.
        versions: of kg, Python and the libraries that shape the result.
        model: names and versions of the pipelines that read the articles.
        sources: what was given to be read.
        directory: the folder that the paths in sources and options start from.
        decisions: the file of decisions that was applied, or None.
        options: what was asked for.
        engine: what it was made by, or None for this machine alone.
        changes: what has become of the articles since the build before.
        read: how many articles had to be read; what is known of the others was kept.
        fresh: how many nodes of the graph had to be written anew.
        triples: how many there are.
        started: when, as an ISO 8601 time in UTC.
        inputs: fingerprint of all that the graph is made of: articles, options, program.
        fingerprints: of the parts of that: ``program``, ``pipeline``, ``schema``, ``decisions``.
        turtle: SHA-256 of the Turtle file.
        written: whether the build wrote the graph; not where it found the one that it would have written.
        unmatched: the decisions that name nothing of these articles, each with its file and line.
        copies: how many articles repeat another one.
        doubts: how many pairs of entities may be one thing.
    """

    folder: Path
    articles: int
    skipped: tuple[Skipped, ...]
    entities: Mapping[str, int]
    relations: Mapping[str, int]
    statuses: Mapping[str, int]
    mentions: int
    evidence: int
    seconds: float
    finished: str
    versions: Mapping[str, str]
    model: str
    sources: tuple[str, ...] = ()
    directory: str = ""
    decisions: str | None = None
    unmatched: tuple[str, ...] = ()
    copies: int = 0
    doubts: int = 0
    options: Options | None = None
    engine: Engine | None = None
    changes: Changes = field(default_factory=Changes)
    read: int = 0
    fresh: int = 0
    triples: int = 0
    started: str = ""
    inputs: str = ""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    turtle: str = ""
    written: bool = True

    @property
    def statements(self) -> int:
        """How many distinct (subject, relation, object) the graph states, denials and rumours included."""
        return sum(self.relations.values())

    @property
    def files(self) -> Mapping[str, Path]:
        """Where everything lies, by what it is."""
        names = {"store": STORE, "turtle": TURTLE, "page": PAGE, "report": REPORT}
        return {what: self.folder / name for what, name in names.items()}

    def as_it_stands(self, kept: int, seconds: float) -> BuildReport:
        """The report of a build that found, in so many seconds, that so many articles are as they were."""
        return replace(self, changes=Changes(kept=kept), read=0, fresh=0, seconds=round(seconds, 2), written=False)

    def asked_as(self, other: BuildReport) -> BuildReport:
        """The report of the same graph, asked for as another build has asked for it."""
        return replace(
            self,
            sources=other.sources,
            directory=other.directory,
            options=other.options,
            engine=other.engine,
            decisions=other.decisions,
            unmatched=other.unmatched,
            skipped=other.skipped,
            fingerprints=other.fingerprints,
        )

    def reproducible(self) -> BuildReport:
        """The report without all that differs between two builds of the same articles, wherever these lead to."""
        own = f"{self.folder}/"
        return replace(
            self,
            directory="",
            decisions=None if self.decisions is None else self.decisions.removeprefix(own),
            unmatched=tuple(line.removeprefix(own) for line in self.unmatched),
            changes=Changes(),
            read=0,
            fresh=0,
            seconds=0.0,
            started="",
            finished="",
        )

    def to_json(self) -> str:
        """The report as JSON, one key a line, readable by people and programs; every value is plain.

        What of a path is not UTF-8 stands there by its number, as Python has it.
        """
        data = asdict(self) | {"folder": str(self.folder), "statements": self.statements}
        data["files"] = {what: str(path) for what, path in self.files.items()}
        told = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        return told.encode("utf-8", "backslashreplace").decode()

    @classmethod
    def from_json(cls, text: str, folder: Path) -> BuildReport:
        """Read what :meth:`to_json` wrote, for a folder that may have moved since.

        Raises:
            ValueError: the text is no such report.
        """
        try:
            data: dict[str, Any] = json.loads(text)
            fields = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
            fields["skipped"] = tuple(Skipped(**row) for row in data["skipped"])
            fields |= {name: tuple(fields[name]) for name in ("sources", "unmatched") if name in fields}
            for name, kind in (("options", Options), ("engine", Engine)):
                if data.get(name) is not None:
                    fields[name] = kind(**data[name])
            fields["changes"] = Changes(**data.get("changes", {}))
            return cls(**fields | {"folder": folder})
        except RecursionError as error:
            raise ValueError("not a build report (nested too deeply)") from error
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a build report ({error})") from error


def read_report(folder: Path) -> BuildReport:
    """The report of the build that made a graph folder.

    Raises:
        GraphError: the folder holds no report, or one that cannot be read.
    """
    path = part(folder, REPORT)
    try:
        return BuildReport.from_json(read_part(folder, REPORT).decode(), folder)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise GraphError(f"{folder}: no graph here; make one with: kg build ARTICLES -o {folder}") from error
    except (OSError, ValueError) as error:
        raise GraphError(f"{path}: cannot be read ({error}); build the graph again") from error


def former_report(folder: Path) -> BuildReport | None:
    """What the build before said of itself; None where there is none, or it cannot be read."""
    try:
        return read_report(folder)
    except GraphError:
        return None
