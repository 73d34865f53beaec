"""What identity costs as articles grow in number: it is to stay nearly the same for each, in little memory.

::

    python -m benchmarks.resolution [--names N]

The articles are invented: names of syllables, people who are called by their surname after their full name, companies
with their acronym in brackets, products with and without their maker, misspelt names, five new names in each article
beside three that many articles have, and words without meaning. An eighth, a quarter, half and all of the names are
resolved. Each article is localised by itself and put into a file; another process, which reads one after the other from
there, settles them all and looks at each of the results. Both are timed by the processor. The last column sets the cost
of settling a name against that of the first row.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from kg.model import Article, Block, BlockKind, Entity, Extraction, Mention, Run
from kg.resolve import Summary, localise, settle
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Resolved", "Stored", "invented", "main", "measure", "store", "table"]

T = TypeVar("T")

SYLLABLES = (
    "ba", "cor", "da", "fel", "gri", "hu", "jo", "kal", "lim", "mo", "ner", "ou", "pra", "qui", "ros",
    "sta", "tel", "ur", "vin", "wel", "xa", "yon", "zet", "bri", "cla", "dro", "fra", "glo", "kri", "plu",
)  # fmt: skip
NEW, KNOWN = 5, 3
"""Names of an article that no earlier one has, and those that many have."""
WORDS = 250
"""Other words of an article."""
SHARES = (8, 4, 2, 1)
"""The parts of the names that are measured, each one in so many."""


class Stored(NamedTuple):
    """What went into a file: the distinct names, how many articles and mentions, and the CPU seconds of localising."""

    names: int
    articles: int
    mentions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one size took.

    Attributes:
        names: distinct names.
        articles, mentions, entities: how many there were, entities after resolution.
        localised, settled, read: CPU seconds of resolving each article by itself, of settling all together, and of
            looking at each of the results once.
        megabytes: the most memory that the process held that settled them.
    """

    names: int
    articles: int
    mentions: int
    entities: int
    localised: float
    settled: float
    read: float
    megabytes: float


def invented(names: int, seed: int = 0) -> list[Extraction]:
    """Articles with so many distinct names or a few more, the same for the same seed."""
    return list(_invented(names, seed))


def _invented(names: int, seed: int = 0) -> Iterator[Extraction]:
    random, words = Random(seed), Random(seed + 1)
    popular: list[tuple[str, str]] = []
    distinct: set[str] = set()
    number = 0
    while len(distinct) < names:
        chosen: list[tuple[str, str]] = []
        for _ in range(NEW):
            new = list(_named(random))
            chosen += new
            popular += new[:1]
        chosen += [popular[min(int(random.paretovariate(0.6)), len(popular)) - 1] for _ in range(KNOWN)]
        distinct.update(name for name, _ in chosen)
        yield _article(number, chosen, " ".join(_word(words).lower() for _ in range(WORDS)))
        number += 1


def _named(random: Random) -> Iterator[tuple[str, str]]:
    """A new thing: its name with its class, and what else the article calls it."""
    word, other, third = (_word(random) for _ in range(3))
    match random.randrange(5):
        case 0:
            yield f"{word} {other}", "PERSON"
            yield other, "PERSON"
        case 1:
            yield f"{word} {other} {third}", "ORG"
            yield f"({word[0]}{other[0]}{third[0]})", "ORG"
        case 2:
            yield f"{word} {other} {random.randrange(100)}", "PRODUCT"
            yield f"{other} {random.randrange(100)}", "PRODUCT"
        case 3:
            yield word, "ORG"
            yield f"{word} {other}", "PRODUCT"
        case _:
            yield word, "TECHNOLOGY"
            at = random.randrange(1, len(word))
            yield word[:at] + word[at + 1 :], "TECHNOLOGY"


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 4))).capitalize()


def _article(number: int, names: Sequence[tuple[str, str]], words: str) -> Extraction:
    text, mentions = "", []
    for name, type_ in names:
        bare = name.strip("()")
        start = len(text) + name.index(bare)
        mentions.append(Mention(Entity.named(type_, bare), start, start + len(bare), bare, 0.9, "benchmark"))
        text += f"{name} "
    text += words
    article = Article(
        id=f"a{number}", path=f"a{number}.md", text=text, content_hash=hashlib.sha256(text.encode()).hexdigest(),
        title="", language="fr", blocks=(Block(BlockKind.PARAGRAPH, text, (Run(0, 0, len(text)),)),),
    )  # fmt: skip
    return Extraction(article, tuple(mentions), ())


class Kept(Collection[T], Generic[T]):
    """Values of one type in a file, read one after the other each time."""

    def __init__(self, path: Path, kind: type[T], size: int) -> None:
        self._path = path
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        with self._path.open("rb") as stream:
            while head := stream.read(4):
                yield self._decoder.decode(stream.read(int.from_bytes(head, "big")))

    def __contains__(self, value: object) -> bool:
        return any(one == value for one in self)


def store(names: int, folder: Path) -> Stored:
    """Invent articles with so many names, and put what is left of each by itself into two files."""
    schema = load_schema()
    distinct: set[tuple[str, str]] = set()
    articles, mentions, seconds = 0, 0, 0.0
    with (folder / "summaries").open("wb") as summaries, (folder / "extractions").open("wb") as extractions:
        for extraction in _invented(names):
            start = time.process_time()
            local = localise(extraction, schema)
            for stream, value in ((summaries, local.summary), (extractions, local.extraction)):
                data = msgspec.msgpack.encode(value)
                stream.write(len(data).to_bytes(4, "big") + data)
            seconds += time.process_time() - start
            articles += 1
            mentions += len(extraction.mentions)
            distinct.update((one.entity.type, one.entity.key) for one in extraction.mentions)
    return Stored(len(distinct), articles, mentions, seconds)


def measure(folder: Path, stored: Stored) -> Resolved:
    """Settle the articles in two files."""
    schema = load_schema()
    summaries = Kept(folder / "summaries", Summary, stored.articles)
    extractions = Kept(folder / "extractions", Extraction, stored.articles)
    settle([], [], schema)  # reads the tables of names
    start = time.process_time()
    resolution = settle(summaries, extractions, schema)
    settled = time.process_time()
    entities = {mention.entity for extraction in resolution.extractions for mention in extraction.mentions}
    read = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Resolved(
        *stored[:3], len(entities), stored.seconds, settled=settled - start, read=read - settled, megabytes=peak
    )


def table(rows: Sequence[Resolved]) -> Iterator[str]:
    r"""Every size with its cost in CPU seconds, as lines.

    >>> rows = [Resolved(1000, 200, 3000, 800, 1, 0.5, 0.1, 150), Resolved(2000, 400, 6000, 1600, 2, 1.1, 0.2, 180)]
    >>> print(*table(rows), sep="\n")
        names   articles    mentions   entities   localise   settle    read      MB   each name
        1,000        200       3,000        800       1.00     0.50    0.10     150        1.00
        2,000        400       6,000      1,600       2.00     1.10    0.20     180        1.10
    """
    yield (
        f"{'names':>9} {'articles':>10} {'mentions':>11} {'entities':>10} {'localise':>10} {'settle':>8} {'read':>7} "
        f"{'MB':>7} {'each name':>11}"
    )
    for row in rows:
        cost = (row.settled / row.names) / (rows[0].settled / rows[0].names)
        counts = f"{row.names:9,} {row.articles:10,} {row.mentions:11,} {row.entities:10,}"
        seconds = f"{row.localised:10.2f} {row.settled:8.2f} {row.read:7.2f}"
        yield f"{counts} {seconds} {row.megabytes:7.0f} {cost:11.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Resolve an eighth, a quarter, half and all of some invented names and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolution", description=main.__doc__)
    parser.add_argument("--names", metavar="N", type=int, default=100_000, help="how many; 100,000 unless given")
    given = parser.parse_args(arguments)
    if given.names < SHARES[0]:
        parser.error(f"--names {given.names}: too few; give {SHARES[0]} or more")
    rows = []
    for share in SHARES:
        with TemporaryDirectory() as folder:
            stored = _alone(store, given.names // share, Path(folder))
            rows.append(_alone(measure, Path(folder), stored))
    print(*table(rows), sep="\n")


def _alone(task: Callable[..., T], *arguments: object) -> T:
    """What a task gives, in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


if __name__ == "__main__":
    main()
