"""What a cluster runs: articles to readings, readings to the nodes of articles, and these to what they have in common.

==================  ==================================================================================================
read_shard          articles -> their readings, each resolved by itself
write_articles      readings, and what was decided over all -> N-Quads of articles, evidence and mentions; rows for
                    what several articles have a part in
write_statements    those rows -> N-Quads of statements; more rows, for what is asserted of entities
write_entities      those rows -> N-Quads of entities
==================  ==================================================================================================

Every task is a function of values that can be sent, and leaves files with a manifest. Rows are dealt out by a hash of
what they are about, so that a task finds all that it needs in its part of every file.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pyoxigraph
from pyoxigraph import RdfFormat

from kg.engine.frames import framed, rows_of
from kg.engine.manifest import VERSION, Making, Manifest, made
from kg.errors import ArticleError
from kg.graph.identity import Identities
from kg.graph.nodes import Node, Section, Speaker
from kg.graph.rows import rows
from kg.graph.sorting import Sorter
from kg.graph.stream import Counts, article_nodes, entity_nodes, statement_rows
from kg.graph.vocab import Vocabulary
from kg.harvest import Listed, Source, digest, harvest, key_of, set_aside, written
from kg.harvest.reading import to_extraction, to_summary
from kg.read import decode_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Quad, Triple

    from kg.engine.places import Place
    from kg.engine.sources import Record
    from kg.engine.verdict import Verdict
    from kg.graph.stream import Run
    from kg.harvest import Reading, Recipe
    from kg.model import Article, Extraction
    from kg.resolve import Resolution
    from kg.schema import Schema

__all__ = [
    "Job",
    "ReadShard",
    "dealt",
    "lines_of",
    "listed",
    "opened",
    "read_shard",
    "to_listed",
    "write_articles",
    "write_entities",
    "write_lines",
    "write_statements",
]

GIVEN = "an extractor of the caller's"
"""What a graph names as the model where no pipeline was used."""

SORTING = 64 << 20
"""How many bytes of rows a task keeps in memory."""

_TOGETHER = 1024
_OF_ARTICLES = (Section.ARTICLE, Section.EVIDENCE, Section.MENTION)


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a build share, as a value that can be sent.

    Attributes:
        place: where the shards are written.
        recipe: how articles are read.
        base: the IRI below which everything is named.
        timeout: seconds that one article may take.
        parts: into how many parts the rows are dealt.
        settled: fingerprint of what was decided over all articles; "" while nothing is.
        run: what made the graph, once that is known.
        extractor: takes the place of the pipeline, in the process of the task, if given.
    """

    place: Place
    recipe: Recipe = field(repr=False)
    base: str
    timeout: float
    parts: int = 1
    settled: str = ""
    run: Run | None = None
    extractor: Callable[[Iterable[Article], Schema], Iterator[Extraction | ArticleError]] | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """The names of the graph."""
        return Vocabulary(self.base)

    def speaker(self) -> Speaker:
        """Puts nodes into words."""
        vocabulary = self.vocabulary
        return Speaker(vocabulary, self.recipe.schema, None if self.run is None else self.run.node(vocabulary))


class Opened(NamedTuple):
    """The articles of a shard, opened.

    Attributes:
        sources: those that could be.
        problems: why the others could not.
        listed: those that could be, as a build lists them.
        inputs: fingerprint of all that their readings are made of.
    """

    sources: list[Source]
    problems: list[ArticleError]
    listed: list[Listed]
    inputs: str

    @property
    def name(self) -> str:
        """Of the task that makes their readings."""
        return f"readings/{self.inputs[:32]}"


class ReadShard(NamedTuple):
    """What :func:`read_shard` gives: what lies there now, and how many articles had to be read for it."""

    manifest: Manifest
    read: int


def listed(name: str, data: bytes, recipe: Recipe) -> Listed:
    """An article as a build lists it."""
    return Listed(name, hashlib.sha256(data).hexdigest(), key_of(recipe, name, data))


to_listed = msgspec.msgpack.Decoder(Listed).decode
"""An article of the list that lies beside the readings of its shard."""


def opened(job: Job, records: Sequence[Record]) -> Opened:
    """Open the articles of a shard."""
    sources: list[Source] = []
    problems: list[ArticleError] = []
    for record in records:
        try:
            sources.append(Source(record.name, record.place, record.data()))
        except ArticleError as error:
            problems.append(error)
    recipe = job.recipe
    there = [listed(one.name, one.data, recipe) for one in sources]
    articles, unread = (f"{one.name}\t{one.key}" for one in there), map(str, problems)
    facts = [str(VERSION), recipe.rules, recipe.local, f"{job.timeout:g}"]
    return Opened(sources, problems, there, digest([*facts, *articles, "", *unread]))


def read_shard(job: Job, records: Sequence[Record]) -> ReadShard:
    """Read some articles, unless that has been done; late, deadly and broken ones are set aside with their errors."""
    shard = opened(job, records)
    if (done := made(job.place, shard.name, shard.inputs)) is not None:
        return ReadShard(done, 0)
    sources, problems = shard.sources, [*shard.problems]
    read = sorted(_readings(job, sources), key=lambda reading: reading.name)
    problems += [reading.error(reading.name) for reading in read if reading.problem]
    good = [reading for reading in read if not reading.problem]
    making = Making(job.place, shard.name, shard.inputs)
    for what in ("summary", "extraction"):
        with making.part(what, f".{what}") as writer:
            for reading in good:
                writer.add(framed(getattr(reading, what)))
    with making.part("listed", ".listed") as writer:
        for one in shard.listed:
            writer.add(framed(msgspec.msgpack.encode(one)))
    names = {one.place: one.name for one in records}  # which stay, wherever the articles are moved
    aside = sorted(([names.get(one.path, one.path), one.line, one.problem, one.advice] for one in problems), key=str)
    finders = sorted({reading.finder for reading in good if reading.finder})
    languages = Counter(to_summary(reading.summary).language for reading in good)
    facts = {"languages": dict(sorted(languages.items())), "finders": finders, "aside": aside}
    return ReadShard(making.done({"articles": len(good), **facts}), len(sources))


def _readings(job: Job, sources: Sequence[Source]) -> Iterator[Reading]:
    if job.extractor is None:
        yield from harvest(sources, job.recipe, count=len(sources), jobs=1, timeout=job.timeout)
        return
    recipe = job.recipe
    for source in sources:
        key = key_of(recipe, source.name, source.data)
        try:
            article = decode_article(source.data, name=source.name, place=source.place, language=recipe.language)
            (found,) = job.extractor([article], recipe.schema)
            if isinstance(found, ArticleError):
                raise found
        except ArticleError as error:
            yield set_aside(recipe, source.name, key, error)
        else:
            yield written(found, recipe, key, GIVEN)


def write_articles(job: Job, name: str, readings: Manifest, verdict: Verdict) -> Manifest:
    """Write the nodes that belong to single articles of a shard, and what it says of all others, as rows.

    Args:
        job: what the tasks share.
        name: of the shard.
        readings: of its articles.
        verdict: what was decided of them.
    """
    inputs = digest([job.settled, readings.inputs, readings.parts["extraction"].sha256])
    if (done := made(job.place, name, inputs)) is not None:
        return done
    counts, names = Counts(), verdict.names(job.recipe.schema, job.vocabulary)
    with tempfile.TemporaryDirectory() as scratch:
        own = {section: Sorter(Path(scratch), section.name, SORTING // 8) for section in _OF_ARTICLES}
        deal = _Deal(Path(scratch), "rows", job.parts)
        part = readings.parts["extraction"]
        with job.place.open(part.name) as stream:
            for row in rows_of(stream, part.size):
                extraction = verdict.settled(to_extraction(row))
                counts.mentions += len(extraction.mentions)
                shared = extraction.article.key in verdict.several
                for section, key, values in rows(extraction, names):
                    if section in own and not shared:
                        own[section].add(key + values)
                    else:
                        deal.add(section, key, values)
        making = Making(job.place, name, inputs)
        write_lines(making, _said(article_nodes(own, counts), job.speaker()), Path(scratch))
        offsets = deal.write(making, "rows", ".rows")
    return making.done({"mentions": counts.mentions, "evidence": counts.evidence, "rows": offsets})


def write_statements(job: Job, name: str, number: int, shards: Sequence[Manifest], accepted: set[bytes]) -> Manifest:
    """Write the nodes of one part of the statements, and what is asserted of entities, as rows.

    Args:
        job: what the tasks share.
        name: of this part.
        number: of this part.
        shards: what :func:`write_articles` has written.
        accepted: the keys of the statements that a person has confirmed.
    """
    inputs = digest([job.settled, str(number), *(one.parts["rows"].sha256 for one in shards)])
    if (done := made(job.place, name, inputs)) is not None:
        return done
    counts, schema = Counts(), job.recipe.schema
    with tempfile.TemporaryDirectory() as scratch:
        found = _gathered(job.place, shards, number, Path(scratch), (Section.STATEMENT, *_OF_ARTICLES))
        asserted = _Deal(Path(scratch), "asserted", job.parts)
        ends = _Ends(asserted)

        def nodes() -> Iterator[Node]:
            for key, values in statement_rows(found[Section.STATEMENT], ends, accepted, schema, counts):
                yield Node(bytes((Section.STATEMENT,)) + key, values)
            yield from article_nodes(found, counts)

        making = Making(job.place, name, inputs)
        write_lines(making, _said(nodes(), job.speaker()), Path(scratch))
        offsets = asserted.write(making, "rows", ".rows")
    statuses = {status.value: count for status, count in sorted(counts.statuses.items())}
    facts = {"relations": dict(sorted(counts.relations.items())), "statuses": statuses, "evidence": counts.evidence}
    return making.done({**facts, "rows": offsets})


def write_entities(job: Job, name: str, number: int, makers: Sequence[Manifest], identity: Resolution) -> Manifest:
    """Write the nodes of one part of the entities.

    Args:
        job: what the tasks share.
        name: of this part.
        number: of this part.
        makers: what :func:`write_articles` and :func:`write_statements` have written.
        identity: what was decided about the entities of this part; no extractions.
    """
    inputs = digest([job.settled, str(number), *(one.parts["rows"].sha256 for one in makers)])
    if (done := made(job.place, name, inputs)) is not None:
        return done
    counts = Counts()
    identities = Identities(identity, job.recipe.schema, job.vocabulary)
    there = []
    with tempfile.TemporaryDirectory() as scratch:
        found = _gathered(job.place, makers, number, Path(scratch), (Section.ENTITY,))

        def nodes() -> Iterator[Node]:
            for node in entity_nodes(found[Section.ENTITY], identities, counts):
                if identities.speaks_of(node.key[1:]):
                    there.append(node.key[1:].decode())
                yield node

        making = Making(job.place, name, inputs)
        write_lines(making, _said(nodes(), job.speaker()), Path(scratch))
    return making.done({"entities": dict(sorted(counts.entities.items())), "there": there})


def dealt(key: bytes, parts: int) -> int:
    """The part that a key falls to."""
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) % parts


def _said(nodes: Iterable[Node], speaker: Speaker) -> Iterator[bytes]:
    """The triples of nodes, as lines."""
    triples: list[Triple] = []
    for node in nodes:
        triples += speaker.triples(node)
        if len(triples) > _TOGETHER:
            yield from lines_of(triples)
            triples = []
    yield from lines_of(triples)


def lines_of(found: Iterable[Triple] | Iterable[Quad]) -> list[bytes]:
    """Triples or quads as lines of N-Quads; Oxigraph writes no line break within one."""
    written = pyoxigraph.serialize(found, format=RdfFormat.N_QUADS)
    return written.splitlines(keepends=True) if written else []


def write_lines(making: Making, lines: Iterable[bytes], scratch: Path) -> None:
    """Write lines of N-Quads, sorted, each once."""
    sorter, former = Sorter(scratch, "lines", SORTING // 4), b""
    for line in lines:
        sorter.add(line)
    with making.part("quads", ".nq") as writer:
        for line in sorter:
            if line != former:
                writer.add(line)
            former = line


class _Deal:
    """Rows, dealt out by their keys."""

    def __init__(self, scratch: Path, name: str, parts: int) -> None:
        self._sorters = [Sorter(scratch, f"{name}-{part}", SORTING // 2 // parts) for part in range(parts)]

    def add(self, section: Section, key: bytes, values: bytes) -> None:
        """Take a row."""
        self._sorters[dealt(key, len(self._sorters))].add(bytes((section,)) + key + values)

    def write(self, making: Making, what: str, suffix: str) -> list[int]:
        """Write all parts to one file, one after the other, and say where each ends."""
        ends = []
        with making.part(what, suffix) as writer:
            for sorter in self._sorters:
                for row in sorter:
                    writer.add(framed(row))
                ends.append(writer.size)
        return ends


class _Ends:
    """Takes what is asserted of entities."""

    def __init__(self, deal: _Deal) -> None:
        self._deal = deal

    def add(self, row: bytes) -> None:
        """Take a row, which begins with the name of the entity."""
        name, end, values = row.partition(b">")
        self._deal.add(Section.ENTITY, name + end, values)


def _gathered(
    place: Place, makers: Iterable[Manifest], number: int, scratch: Path, sections: Sequence[Section]
) -> dict[Section, Sorter]:
    """The rows of one part from all files, sorted, those of other sections left out."""
    found = {section: Sorter(scratch, section.name, SORTING // len(sections)) for section in sections}
    for maker in makers:
        ends = [0, *maker.facts["rows"]]
        with place.open(maker.parts["rows"].name) as stream:
            stream.seek(ends[number])
            for row in rows_of(stream, ends[number + 1] - ends[number]):
                section = Section(row[0])
                if section in found:
                    found[section].add(row[1:])
    return found
