"""The main job: read, extract, resolve, write down, draw.

Articles stream through reading and extraction; what stays in memory is what was found in them. The files are
made by the rooms above; here they are only called in their order.
"""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from kg import __version__
from kg.build.folder import scratch
from kg.build.imports import rejoin
from kg.build.report import DECISIONS, PAGE, REPORT, STORE, TURTLE, BuildReport, Skipped
from kg.errors import ArticleError, KgError
from kg.graph.exports import export
from kg.graph.ontology import ontology_triples
from kg.graph.rdf import Run, to_triples
from kg.graph.statements import aggregate
from kg.graph.store import open_store, write_store
from kg.graph.vocab import DEFAULT_BASE, Vocabulary
from kg.model import Status
from kg.read import article_files, read_articles
from kg.resolve import Decisions, fact, read_decisions, resolve, sentence
from kg.schema import keep, load_schema
from kg.view import LANGUAGES, draw, graph_data, graph_title, places, write_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Article, Extraction
    from kg.read import ArticleFile
    from kg.resolve import Resolution
    from kg.schema import Schema

__all__ = ["Extractor", "Progress", "build"]

GIVEN = "an extractor of the caller's"
"""What a graph and its report name as the model where no pipeline was used."""

SHAPERS = ("spacy", "pyoxigraph", "rdflib", "rapidfuzz", "rensa")
"""The libraries whose versions may shape the result."""

FEW = 5
"""How many skipped articles an error names."""


Progress = Callable[[int, int, str], None]
"""Hears how far a build is: so many of so many articles, and the file or the work in hand."""

Extractor = Callable[["Iterable[Article]", "Schema"], "Iterator[Extraction | ArticleError]"]
"""Finds what articles say; an article that it cannot take comes out as the error that says why."""


def build(
    sources: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    pipeline: str | None = None,
    schema: str | Path | None = None,
    base: str = DEFAULT_BASE,
    min_confidence: float = 0.0,
    decisions: str | Path | None = None,
    language: str | None = None,
    strict: bool = False,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
) -> BuildReport:
    """Build the graph of some articles in a folder: store, Turtle, page and report, and the schema if one is given.

    The same articles give the same Turtle, byte for byte, and entities stay where the former page has them. A build
    that fails leaves the former graph.

    Args:
        sources: one or several files, folders, globs, or ``-`` for one article on standard input.
        out: the graph folder, made where it is missing.
        pipeline: name or path of a spaCy pipeline in place of the bundled one.
        schema: a TOML file, or a folder, that adds classes, relations and names to the built-in ones.
        base: the IRI below which the ontology and all resources are named.
        min_confidence: passages that state a relation less surely than this are left out, save those of facts that
            a person has accepted; 0 to 1.
        decisions: the file of what people have decided about the graph; without one, the ``decisions.yaml`` of the
            graph folder where it has one.
        language: ISO 639-1 code to take every article for, instead of what its front matter or text says.
        strict: whether one article that must be skipped makes the build fail.
        progress: hears of every article that is done.
        extractor: takes the place of the pipeline altogether.

    Raises:
        KgError: a source, the schema, the pipeline, the folder, the decisions or min_confidence does not serve, or no
            article could be read.
    """
    if not 0 <= min_confidence <= 1:
        raise KgError(f"min_confidence {min_confidence}: no confidence; give a number from 0 to 1, such as 0.8")
    started = time.perf_counter()
    given = None if schema is None else Path(schema)
    rules, vocabulary = load_schema(given), Vocabulary(base)
    named = [sources] if isinstance(sources, str | PurePath) else sources
    files = article_files([str(source) for source in named])
    desk = _Desk(files, progress)
    folder = Path(out)
    decided = _decisions(folder, decisions, rules)
    with scratch(folder) as work:
        find = extractor or _Pipelined(pipeline, rules)
        read = desk.readable(read_articles(files, language=language))
        found = list(desk.settled(find(read, rules)))
        if not found or (strict and desk.skipped):
            raise _refusal(desk)

        desk.announce("resolving names")
        resolved = _confident(resolve(found, rules, decided), min_confidence, rules)
        desk.announce("writing the graph")
        model = str(find) if isinstance(find, _Pipelined) else GIVEN
        triples = to_triples(resolved, schema=rules, vocabulary=vocabulary, run=Run(__version__, model))
        write_store(work / STORE, triples, ontology=ontology_triples(rules, vocabulary))
        rejoin(folder, work / STORE, rules, vocabulary)
        with open_store(work / STORE) as store:
            export(store, "turtle", work / TURTLE)
            desk.announce("drawing the page")
            spoken, known = _language(found), places(folder / PAGE)
            title = graph_title(spoken, len(found))
            write_page(work / PAGE, draw(graph_data(store), title=title, language=spoken, known=known))

        report = _report(folder, resolved, rules, desk.skipped, model, time.perf_counter() - started)
        report = replace(
            report,
            sources=tuple(map(str, named)),
            decisions=None if decided.path is None else str(decided.path),
            unmatched=tuple(f"{decided.place(one)}: {sentence(one)}" for one in resolved.unmatched),
        )
        if given is not None:
            keep(given, work)
        (work / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


class _Desk:
    """Counts articles as they are settled, in the graph or skipped, and says so to whoever listens."""

    def __init__(self, files: Sequence[ArticleFile], progress: Progress | None) -> None:
        self.total, self.done, self.progress = len(files), 0, progress
        self.skipped: list[ArticleError] = []
        self.places = {file.name: file.place for file in files if file.path is not None}

    def readable(self, outcomes: Iterable[Article | ArticleError]) -> Iterator[Article]:
        """The articles that could be read."""
        for outcome in outcomes:
            if isinstance(outcome, ArticleError):
                self._skip(outcome)
            else:
                yield outcome

    def settled(self, outcomes: Iterable[Extraction | ArticleError]) -> Iterator[Extraction]:
        """What was found in the articles that could be understood."""
        for outcome in outcomes:
            if isinstance(outcome, ArticleError):
                # An article knows its name in its folder; people want the path that they can open.
                place = self.places.get(outcome.path, outcome.path)
                self._skip(ArticleError(place, outcome.problem, outcome.advice, line=outcome.line))
            else:
                self._count(outcome.article.path)
                yield outcome

    def announce(self, what: str) -> None:
        """Tell what goes on when no article is in hand."""
        if self.progress is not None:
            self.progress(self.done, self.total, what)

    def _skip(self, error: ArticleError) -> None:
        self.skipped.append(error)
        self._count(error.path)

    def _count(self, path: str) -> None:
        self.done += 1
        self.announce(path)


class _Pipelined:
    """Extraction by spaCy pipelines; its text is their names and versions, once they have been used."""

    def __init__(self, name: str | None, schema: Schema) -> None:
        from kg.extract import extract, load_pipelines  # spaCy takes a second, and a given extractor needs none of it

        self.extract, self.pipelines = extract, load_pipelines(name, schema=schema)

    def __call__(self, articles: Iterable[Article], schema: Schema) -> Iterator[Extraction | ArticleError]:
        return self.extract(articles, self.pipelines, schema=schema)

    def __str__(self) -> str:
        return self.pipelines.describe()


def _decisions(folder: Path, given: str | Path | None, schema: Schema) -> Decisions:
    """What people have decided: the file that is given, else that of the graph folder, else nothing."""
    path = folder / DECISIONS if given is None else Path(given)
    return read_decisions(path, schema) if given is not None or path.is_file() else Decisions()


def _confident(resolution: Resolution, least: float, schema: Schema) -> Resolution:
    """The resolution without the passages that are less sure than that, save those of accepted facts."""
    if not least:
        return resolution
    extractions = tuple(
        replace(
            extraction,
            relations=tuple(
                relation
                for relation in extraction.relations
                if relation.evidence.confidence >= least
                or fact(relation.head, relation.predicate, relation.tail, schema) in resolution.accepted
            ),
        )
        for extraction in resolution.extractions
    )
    return replace(resolution, extractions=extractions)


def _language(extractions: Sequence[Extraction]) -> str:
    """Of the languages that a page speaks the one that most articles are in; of equals, the first by code."""
    languages = Counter(extraction.article.language for extraction in extractions)
    return min(LANGUAGES, key=lambda code: (-languages[code], code))


def _refusal(desk: _Desk) -> KgError:
    skipped = desk.skipped
    if len(skipped) == 1 == desk.total:
        return skipped[0]
    lines = [f"{len(skipped)} of {desk.total} articles could not be read, so no graph was built:"]
    lines += [f"  {error}" for error in skipped[:FEW]]
    if len(skipped) > FEW:
        lines.append(f"  … and {len(skipped) - FEW} more")
    return KgError("\n".join(lines))


def _report(
    out: Path,
    resolution: Resolution,
    schema: Schema,
    skipped: list[ArticleError],
    model: str,
    seconds: float,
) -> BuildReport:
    statements = aggregate(resolution, schema)
    extractions = resolution.extractions
    entities = {mention.entity for extraction in extractions for mention in extraction.mentions}
    entities |= {end for statement in statements for end in (statement.head, statement.tail)}
    classes = Counter(entity.type for entity in entities)
    types = Counter(statement.predicate for statement in statements)
    statuses = Counter(statement.status for statement in statements)
    return BuildReport(
        folder=out,
        articles=len(extractions),
        skipped=tuple(sorted(map(Skipped.of, skipped), key=lambda row: (row.path, row.line or 0))),
        entities={name: classes[name] for name in schema.classes if name in classes},
        relations={name: types[name] for name in schema.relations if name in types},
        statuses={status.value: statuses[status] for status in Status if status in statuses},
        mentions=sum(len(extraction.mentions) for extraction in extractions),
        evidence=sum(len(statement.evidence) for statement in statements),
        seconds=round(seconds, 2),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        versions={"kg": __version__, "python": platform.python_version()} | {name: version(name) for name in SHAPERS},
        model=model,
        copies=len(resolution.copies),
        doubts=len(resolution.doubts),
    )
