"""The tasks of a build in their order, and the manifest of all that they have made.

=============  =======================================================================================
read           shard by shard, on the cluster
resolve        here, from the summaries of all articles, which are streamed from the shards
articles       shard by shard, on the cluster
statements     part by part, on the cluster
entities       part by part, on the cluster
rest           here: what was decided about names, the graph itself, its ontology
=============  =======================================================================================

All of it can be stopped at any moment; the next run finds what is done by the manifests.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad

from kg import __version__
from kg.engine.frames import Stored
from kg.engine.manifest import VERSION, Making, Manifest, made, read_manifest
from kg.engine.sources import Record, every_sized
from kg.engine.tasks import (
    Job,
    dealt,
    lines_of,
    read_shard,
    to_listed,
    write_articles,
    write_entities,
    write_lines,
    write_statements,
)
from kg.engine.verdict import Court, confident
from kg.errors import ArticleError, KgError
from kg.graph.identity import Identities
from kg.graph.nodes import GraphNode, Node, Section, ended, hashed, packed
from kg.graph.ontology import ontology_triples
from kg.graph.stream import Run, confirmed
from kg.graph.vocab import Vocabulary
from kg.harvest import digest, program_hash
from kg.harvest.reading import to_extraction, to_summary
from kg.model import Status
from kg.resolve import Resolution, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from kg.engine.machines import Cluster
    from kg.engine.places import Place
    from kg.harvest import Listed, Recipe
    from kg.model import Entity
    from kg.read import ArticleFile
    from kg.resolve import Summary

    Progress = Callable[[int, int, str], None]

__all__ = ["ALL", "SHARD", "Order", "Shards", "cut", "left_out", "read_shards", "write_shards"]

SHARD = 4 << 20
"""About how many bytes of articles a shard has, unless something else is said: some minutes of work."""

PART = 64 << 20
"""About how many bytes of readings make another part of statements and entities worth while."""

EACH = 512
"""Bytes that an article counts for beside its text."""

ALL = "shards"
"""The manifest of the whole."""

_FOLDERS = ("readings", "quads")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        articles: what to read.
        place: where the shards are to be.
        recipe: how to read.
        base: the IRI below which everything in the graph is named.
        min_confidence: passages that are less sure than this are left out.
        timeout: seconds that one article may take.
        shard: about how many bytes of articles a shard has.
        strict: whether one article that must be set aside makes the build fail.
        extractor: see :class:`kg.engine.tasks.Job`.
        told: what else the manifest is to say.
    """

    articles: Sequence[Record | ArticleFile]
    place: Place
    recipe: Recipe = field(repr=False)
    base: str
    min_confidence: float
    timeout: float
    shard: int = SHARD
    strict: bool = False
    extractor: Any = None
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shards:
    """What has been written.

    Attributes:
        place: where it lies.
        manifest: its parts, which are files of N-Quads, and what is to be known of them.
        read: how many articles had to be read for it.
    """

    place: Place
    manifest: Manifest
    read: int = field(default=0, compare=False)

    @property
    def quads(self) -> int:
        """How many quads there are."""
        return sum(part.rows for part in self.manifest.parts.values())

    @property
    def listed(self) -> Collection[Listed]:
        """The articles that they are made of, sorted by name, those that say nothing included."""
        files = self.manifest.facts["listed"]
        count = sum(rows for _, _, rows in files)
        return Stored(self.place, [(name, size) for name, size, _ in files], count, to_listed)


def read_shards(place: Place) -> Shards:
    """The shards that lie at a place.

    Raises:
        KgError: there are none, or they are not complete.
    """
    manifest = read_manifest(place, ALL)
    if manifest is None:
        what = "shards of another version of kg, or damaged" if _there(place) else "no shards of a whole graph"
        raise KgError(f"{place.address}: {what}; make them with: kg build ARTICLES --engine ray")
    return Shards(place, manifest)


def _there(place: Place) -> bool:
    try:
        return bool(place.read(f"{ALL}.json"))
    except OSError:
        return False


def write_shards(order: Order, cluster: Cluster, progress: Progress | None = None) -> Shards:
    """Read articles and write the graph that they give as sorted N-Quads.

    Raises:
        KgError: no article could be read, or one could not and that was forbidden; or a task has failed for good.
    """
    return _Build(order, cluster, progress or (lambda _done, _all, _what: None)).run()


def cut(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """Cut articles into shards of about so many bytes, in their order.

    Where a shard ends depends on the names near its end, so that an article more or less changes the shards around it
    and none of those that follow.
    """
    shard: list[Record] = []
    full = 0
    for record in records:
        shard.append(record)
        full += record.size + EACH
        if full >= 2 * size or (full >= size and hashlib.blake2b(record.name.encode(), digest_size=1).digest()[0] < 16):
            yield shard
            shard, full = [], 0
    if shard:
        yield shard


def left_out(readings: Manifest, places: Mapping[str, str]) -> Iterator[ArticleError]:
    """Why articles of a shard were set aside; each is called as its name says there."""
    for name, line, problem, advice in readings.facts["aside"]:
        yield ArticleError(places.get(name, name), problem, advice, line=line)


class _Build:
    def __init__(self, order: Order, cluster: Cluster, progress: Progress) -> None:
        self.order, self.cluster, self.progress = order, cluster, progress
        self.schema, self.vocabulary = order.recipe.schema, Vocabulary(order.base)
        self.aside: list[ArticleError] = []
        self.unread = 0
        self.job = Job(order.place, order.recipe, order.base, order.timeout, extractor=order.extractor)

    def run(self) -> Shards:
        """Do what is not done."""
        from kg.resolve import settle  # brings numpy along

        readings = self._read()
        summaries = self._stored(readings, "summary", to_summary)
        self._refuse(len(summaries))
        self.progress(len(summaries), len(summaries), "resolving names")
        settled = settle(summaries, self._stored(readings, "extraction", to_extraction), self.schema,
                         self.order.recipe.decisions)  # fmt: skip
        resolution = confident(settled, self.order.min_confidence, self.schema)
        finders = sorted({finder for one in readings for finder in one.facts["finders"]})
        recipe, order = self.order.recipe, self.order
        run = Run(
            __version__,
            ", ".join(finders),
            pipeline=recipe.pipeline_hash,
            options=recipe.asked(order.min_confidence),
            articles=len(summaries),
        )
        bytes_read = sum(one.parts["extraction"].size for one in readings)
        self.job = replace(self.job, parts=1 + bytes_read // PART, run=run, settled=self._settled(readings, run))
        articles = self._articles(readings, resolution, summaries)
        statements = self._statements(articles, resolution)
        entities = self._entities(articles, statements, resolution)
        rest = self._rest(entities, resolution, run)
        return self._whole(readings, [*articles, *statements, *entities, rest], resolution, run)

    def _read(self) -> list[Manifest]:
        records = [*every_sized(self.order.articles, self.aside)]
        shards = [*cut(records, self.order.shard)]
        read: dict[int, Manifest] = {}
        done = 0
        self.progress(0, len(records), f"{len(shards)} {'shard' if len(shards) == 1 else 'shards'} to read")
        for number, (manifest, unread) in self.cluster.run(read_shard, ((self.job, shard) for shard in shards)):
            read[number] = manifest
            self.unread += unread
            done += len(shards[number])
            self.progress(done, len(records), f"shard {number + 1} of {len(shards)}")
        found = [read[number] for number in range(len(shards))]
        places = {one.name: one.place for one in self.order.articles}
        self.aside += [error for one in found for error in left_out(one, places)]
        return found

    def _refuse(self, read: int) -> None:
        if not read or (self.order.strict and self.aside):
            shown = "\n".join(f"  {error}" for error in self.aside[:5])
            raise KgError(f"{len(self.aside)} articles could not be read, so no graph was made:\n{shown}")

    def _stored(self, readings: Sequence[Manifest], what: str, make: Callable[[bytes], Any]) -> Stored[Any]:
        parts = [one.parts[what] for one in readings]
        count = sum(part.rows for part in parts)
        return Stored(self.order.place, [(part.name, part.size) for part in parts], count, make)

    def _settled(self, readings: Iterable[Manifest], run: Run) -> str:
        """The fingerprint of what was decided: of all that it is decided by."""
        order = self.order
        facts = [program_hash(), order.base, repr(order.min_confidence), repr(run), repr(order.recipe.decisions.items)]
        return digest([*facts, *(one.parts[what].sha256 for one in readings for what in ("summary", "extraction"))])

    def _articles(
        self, readings: Sequence[Manifest], found: Resolution, summaries: Iterable[Summary]
    ) -> list[Manifest]:
        court = Court(found, (summary.key for summary in summaries))

        def calls() -> Iterator[tuple[Any, ...]]:
            for number, one in enumerate(readings):
                here: Stored[Summary] = self._stored([one], "summary", to_summary)
                yield self.job, f"quads/articles-{number:06}", one, court.verdict(here)

        return self._run(write_articles, calls(), len(readings), "writing articles")

    def _statements(self, articles: Sequence[Manifest], found: Resolution) -> list[Manifest]:
        accepted = confirmed(found, self.vocabulary)
        calls = ((self.job, f"quads/statements-{part:06}", part, articles, accepted) for part in range(self.job.parts))
        return self._run(write_statements, calls, self.job.parts, "writing statements")

    def _entities(
        self, articles: Sequence[Manifest], statements: Sequence[Manifest], found: Resolution
    ) -> list[Manifest]:
        makers = [*articles, *statements]
        calls = ((self.job, f"quads/entities-{part:06}", part, makers, self._identity(found, part))
                 for part in range(self.job.parts))  # fmt: skip
        return self._run(write_entities, calls, self.job.parts, "writing entities")

    def _identity(self, found: Resolution, part: int) -> Resolution:
        """What was decided about the entities of one part."""

        def here(entity: Entity) -> bool:
            return dealt(self._key(entity), self.job.parts) == part

        return Resolution(
            extractions=(),
            merges=tuple(one for one in found.merges if here(one.entity)),
            readings=tuple(one for one in found.readings if here(one.entity)),
            doubts=tuple(one for one in found.doubts if here(one.one) or here(one.other)),
            links={entity: link for entity, link in found.links.items() if here(entity)},
        )

    def _key(self, entity: Entity) -> bytes:
        return ended(self.vocabulary.entity(entity).value.removeprefix(f"{self.vocabulary.base}id/"))

    def _rest(self, entities: Iterable[Manifest], found: Resolution, run: Run) -> Manifest:
        """What no part has: merges, readings and doubts, the graph itself, what made it, and the ontology."""
        name, inputs = "quads/rest", digest([self.job.settled, *(one.inputs for one in entities)])
        if (done := made(self.order.place, name, inputs)) is not None:
            return done
        identities = Identities(found, self.schema, self.vocabulary)
        for one in entities:
            for key in one.facts["there"]:
                identities.of(key.encode())
        nodes = [Node(bytes((Section.GRAPH,)), packed(GraphNode())), *identities.nodes()]
        key = bytes((Section.RUN,)) + hashed(run.node(self.vocabulary))
        nodes.append(Node(key, packed(run.values())))
        speaker = self.job.speaker()
        lines = lines_of(triple for node in nodes for triple in speaker.triples(node))
        ontology = ontology_triples(self.schema, self.vocabulary)
        lines += lines_of(
            Quad(triple.subject, triple.predicate, triple.object, self.vocabulary.ontology) for triple in ontology
        )
        making = Making(self.order.place, name, inputs)
        with tempfile.TemporaryDirectory() as scratch:
            write_lines(making, lines, Path(scratch))
        return making.done({})

    def _run(
        self, task: Callable[..., Manifest], calls: Iterable[tuple[Any, ...]], count: int, what: str
    ) -> list[Manifest]:
        done: dict[int, Manifest] = {}
        self.progress(0, count, what)
        for number, manifest in self.cluster.run(task, calls):
            done[number] = manifest
            self.progress(len(done), count, what)
        return [done[number] for number in range(count)]

    def _whole(self, readings: Sequence[Manifest], written: Sequence[Manifest], found: Resolution, run: Run) -> Shards:
        """Write the manifest of all, and take away what it does not name."""
        place, order = self.order.place, self.order
        facts: dict[str, Any] = {
            **order.told,
            "base": order.base,
            "articles": sum(one.facts["articles"] for one in readings),
            "languages": _sum(readings, "languages"),
            "aside": sorted(([one.path, one.line, one.problem, one.advice] for one in self.aside), key=str),
            "model": run.model,
            "kg": run.version,
            "recipe": order.recipe.rules,
            "unmatched": [f"{order.recipe.decisions.place(one)}: {sentence(one)}" for one in found.unmatched],
            "copies": len(found.copies),
            "doubts": len(found.doubts),
        }
        statuses = _sum(written, "statuses")
        for what, known in (("entities", self.schema.classes), ("relations", self.schema.relations)):
            count = _sum(written, what)
            facts[what] = {name: count[name] for name in known if name in count}
        facts["statuses"] = {status: statuses[status] for status in Status if status in statuses}
        facts |= {what: sum(one.facts.get(what, 0) for one in written) for what in ("mentions", "evidence")}
        parts = {one.parts["quads"].name: one.parts["quads"] for one in written}
        lists = [one.parts["listed"] for one in readings]
        facts["listed"] = [[part.name, part.size, part.rows] for part in lists]
        every = (f"{part.name} {part.sha256}" for part in (*parts.values(), *lists))
        inputs = digest([self.job.settled, *every])
        manifest = Manifest(VERSION, ALL, inputs, parts, facts).write(place)
        kept = {f"{one.name}.json" for one in (*readings, *written)}
        kept |= {part.name for one in (*readings, *written) for part in one.parts.values()}
        for folder in _FOLDERS:
            place.tidy(folder)
            for name in place.names(folder):
                if name not in kept:
                    place.remove(name)
        return Shards(place, manifest, self.unread)


def _sum(manifests: Iterable[Manifest], what: str) -> Counter[str]:
    count: Counter[str] = Counter()
    for one in manifests:
        count.update(one.facts.get(what, {}))
    return count
