"""How all that follows the reading of articles grows with their number: settling their names, writing the graph.

::

    python -m benchmarks.settled GRAPH_DIR [--articles N ...]

The readings that a build keeps in its graph folder are multiplied: each copy has other names of its own, but for the
commonest, another text by its hashes, and its own articles. Reading itself is left out, since it treats one article
after the other (:mod:`benchmarks.growth` measures it too, at the cost of reading). Each size is settled and written by
a process of its own, whose peak memory is told.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from kg.build import read_report
from kg.cli.console import count
from kg.graph.vocab import Vocabulary
from kg.graph.writing import GraphFiles, write_graph
from kg.harvest import Listed, Reading, open_shelf, view_shelf
from kg.model import Entity, Extraction
from kg.resolve import settle
from kg.resolve.summary import Name, Summary
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Settled", "main", "measure", "multiply", "table"]

SIZES = (1_000, 10_000, 100_000)
KEPT = 300
"""The commonest names, which all copies share: the companies and places of all news."""

LIST = "all"
SYLLABLES = tuple(one + end for one in ("b", "d", "f", "gr", "k", "l", "m", "n", "p", "s") for end in ("a", "en", "ir"))
_MASK: Final = np.uint64(0xD6E8FEB86659FD93)
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Settled:
    """One size.

    Attributes:
        articles, triples: how many.
        settling, writing: CPU seconds.
        memory: at its peak, in MB.
    """

    articles: int
    triples: int
    settling: float
    writing: float
    memory: float


def multiply(folder: Path, target: Path, articles: int) -> None:
    """Fill a new shelf with so many readings, made of those that a graph folder keeps."""
    with view_shelf(folder / ".readings") as shelf, open_shelf(target) as wide:
        if shelf is None:
            raise SystemExit(f"{folder}: keeps no readings; build it first: kg build ARTICLES -o {folder}")
        name = read_report(folder).inputs
        kept = list(zip(shelf.summaries(name), shelf.extractions(name), strict=True))
        used = Counter((one.type, one.key) for summary, _ in kept for one in summary.names)
        common = {key for key, _ in used.most_common(KEPT)}
        listed = []
        for number in range(articles):
            copy, place = divmod(number, len(kept))
            summary, extraction = _copied(*kept[place], copy, common)
            reading = Reading(summary.path, str(number), "", summary=_encode(summary), extraction=_encode(extraction))
            wide.put(reading)
            listed.append(Listed(reading.name, reading.key, reading.key))
        wide.list_articles(LIST, listed)


def _copied(
    summary: Summary, extraction: Extraction, copy: int, common: set[tuple[str, str]]
) -> tuple[Summary, Extraction]:
    """An article with the names of a copy."""
    if not copy:
        return summary, extraction

    def renamed(type_: str, key: str, name: str) -> Entity:
        if (type_, key) in common:
            return Entity(type_, key, name)
        return Entity.named(type_, " ".join(_word(word, copy) for word in name.split()))

    article = replace(
        extraction.article,
        id=f"{summary.id}-{copy}",
        path=f"{copy}/{summary.path}",
        content_hash=hashlib.sha256(f"{summary.content_hash}{copy}".encode()).hexdigest(),
        url=summary.url and f"{summary.url}/{copy}",
    )
    named = [renamed(*one) for one in summary.names]
    text = summary.text
    shingles = np.sort((np.frombuffer(text.shingles, "<u8") ^ np.uint64(copy * 0x9E3779B97F4A7C15 % 2**64)) * _MASK)
    other = replace(
        text,
        digest=hashlib.blake2b(text.digest + str(copy).encode(), digest_size=len(text.digest)).digest(),
        shingles=shingles.tobytes(),
    )
    return replace(
        summary,
        id=article.id,
        path=article.path,
        content_hash=article.content_hash,
        url=article.url,
        text=other,
        names=tuple(Name(one.type, one.key, one.name) for one in named),
        surfaces=tuple(one._replace(key=named[one.name].key) for one in summary.surfaces),
    ), Extraction(
        article,
        tuple(replace(one, entity=renamed(*_parts(one.entity))) for one in extraction.mentions),
        tuple(
            replace(one, head=renamed(*_parts(one.head)), tail=renamed(*_parts(one.tail)))
            for one in extraction.relations
        ),
    )


def _parts(entity: Entity) -> tuple[str, str, str]:
    return entity.type, entity.key, entity.name


def _word(word: str, copy: int) -> str:
    """Another word in its place, the same within a copy."""
    if word.isdigit():
        return word
    letters = hashlib.blake2b(f"{word.casefold()} {copy}".encode(), digest_size=3).digest()
    fresh = "".join(SYLLABLES[letter % len(SYLLABLES)] for letter in letters)
    return fresh.capitalize() if word[:1].isupper() else fresh


def measure(folder: Path, articles: int) -> Settled:
    """Multiply the readings of a folder, and settle and write them in a process of its own."""
    with TemporaryDirectory() as scratch:
        multiply(folder, Path(scratch) / "readings", articles)
        command = [sys.executable, "-m", "benchmarks.settled", "--run", scratch]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return msgspec.json.decode(found, type=Settled)


def run(scratch: Path) -> Settled:
    """Settle and write what lies on the shelf of a scratch folder."""
    schema = load_schema()
    with view_shelf(scratch / "readings") as shelf:
        if shelf is None:
            raise SystemExit(f"{scratch}: holds no readings")
        start = time.process_time()
        resolution = settle(shelf.summaries(LIST), shelf.extractions(LIST), schema)
        settled = time.process_time()
        files = GraphFiles(scratch / "store", scratch / "graph.ttl", scratch / "nodes")
        written = write_graph(resolution, files, schema=schema, vocabulary=Vocabulary(), scratch=scratch)
        end = time.process_time()
        articles = len(shelf.summaries(LIST))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Settled(articles, written.triples, round(settled - start, 2), round(end - settled, 2), round(memory))


def table(sizes: Sequence[Settled]) -> Iterator[str]:
    r"""Each size beside the first, as lines of Markdown.

    >>> print(*table([Settled(1000, 400_000, 1.0, 9.0, 300), Settled(2000, 800_000, 2.0, 19.0, 330)]), sep="\n")
    | articles | triples | settling, CPU s | writing, CPU s | an article, ms | to the first | MB | times |
    | --: | --: | --: | --: | --: | --: | --: | --: |
    | 1,000 | 400,000 | 1.0 | 9.0 | 10.0 | 1.00 | 300 | 1.00 |
    | 2,000 | 800,000 | 2.0 | 19.0 | 10.5 | 1.05 | 330 | 1.10 |
    """
    yield "| articles | triples | settling, CPU s | writing, CPU s | an article, ms | to the first | MB | times |"
    yield "| --: | --: | --: | --: | --: | --: | --: | --: |"
    first = sizes[0]
    for one in sizes:
        each, before = ((size.settling + size.writing) / size.articles * 1000 for size in (one, first))
        yield (
            f"| {one.articles:,} | {one.triples:,} | {one.settling:.1f} | {one.writing:.1f} | {each:.1f} "
            f"| {each / before:.2f} | {one.memory:.0f} | {one.memory / first.memory:.2f} |"
        )


def main() -> None:
    """Read the command line, measure each size and print the table as it grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("out"), metavar="GRAPH_DIR")
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        sys.stdout.write(msgspec.json.encode(run(given.run)).decode())
        return
    done: list[Settled] = []
    for articles in given.articles:
        done.append(measure(given.folder, articles))
        lines = list(table(done))
        print(*(lines if len(done) == 1 else lines[-1:]), sep="\n", flush=True)
    print(f"from {count(read_report(given.folder).articles, 'article')} of {given.folder}")


if __name__ == "__main__":
    main()
