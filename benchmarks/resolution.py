"""What identity costs as names grow in number: 100,000 names are to be resolved in a minute and a gigabyte.

::

    python -m benchmarks.resolution [--names N]

The articles are invented: names of syllables, people who are called by their surname after their full name, companies
with their acronym in brackets, products with and without their maker, misspelt names, five new names in each article
beside three that many articles have. They hold nothing but names, since resolution reads little else. An eighth, a
quarter, half and all of the names are resolved, each in a process of its own, which is timed by the processor. The cost
of a name is to stay nearly the same: the last column sets it against that of the first row.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import TYPE_CHECKING

from kg.model import Article, Block, BlockKind, Entity, Extraction, Mention, Run
from kg.resolve import resolve
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Resolved", "invented", "main", "measure", "table"]

SYLLABLES = (
    "ba", "cor", "da", "fel", "gri", "hu", "jo", "kal", "lim", "mo", "ner", "ou", "pra", "qui", "ros",
    "sta", "tel", "ur", "vin", "wel", "xa", "yon", "zet", "bri", "cla", "dro", "fra", "glo", "kri", "plu",
)  # fmt: skip
NEW, KNOWN = 5, 3
"""Names of an article that no earlier one has, and those that many have."""
SHARES = (8, 4, 2, 1)
"""The parts of the names that are measured, each one in so many."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one size took.

    Attributes:
        names: distinct names.
        articles, mentions, entities: how many there were, entities after resolution.
        seconds: CPU seconds of the resolution alone.
        megabytes: the most memory that the process held, the articles included.
    """

    names: int
    articles: int
    mentions: int
    entities: int
    seconds: float
    megabytes: float


def invented(names: int, seed: int = 0) -> list[Extraction]:
    """Articles with so many distinct names or a few more, the same for the same seed."""
    random = Random(seed)
    popular: list[tuple[str, str]] = []
    distinct: set[str] = set()
    found: list[Extraction] = []
    while len(distinct) < names:
        chosen: list[tuple[str, str]] = []
        for _ in range(NEW):
            new = list(_named(random))
            chosen += new
            popular += new[:1]
        chosen += [popular[min(int(random.paretovariate(0.6)), len(popular)) - 1] for _ in range(KNOWN)]
        distinct.update(name for name, _ in chosen)
        found.append(_article(len(found), chosen))
    return found


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


def _article(number: int, names: Sequence[tuple[str, str]]) -> Extraction:
    text, mentions = "", []
    for name, type_ in names:
        bare = name.strip("()")
        start = len(text) + name.index(bare)
        mentions.append(Mention(Entity.named(type_, bare), start, start + len(bare), bare, 0.9, "benchmark"))
        text += f"{name} "
    article = Article(
        id=f"a{number}", path=f"a{number}.md", text=text, content_hash=hashlib.sha256(text.encode()).hexdigest(),
        title="", language="fr", blocks=(Block(BlockKind.PARAGRAPH, text, (Run(0, 0, len(text)),)),),
    )  # fmt: skip
    return Extraction(article, tuple(mentions), ())


def measure(names: int) -> Resolved:
    """Invent so many names and resolve them."""
    extractions = invented(names)
    start = time.process_time()
    resolution = resolve(extractions, load_schema())
    seconds = time.process_time() - start
    mentions = [mention for extraction in resolution.extractions for mention in extraction.mentions]
    return Resolved(
        names=len({(one.entity.type, one.entity.key) for extraction in extractions for one in extraction.mentions}),
        articles=len(extractions),
        mentions=len(mentions),
        entities=len({mention.entity for mention in mentions}),
        seconds=seconds,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def table(rows: Sequence[Resolved]) -> Iterator[str]:
    r"""Every size with its cost, as lines.

    >>> rows = [Resolved(1000, 200, 3000, 800, 1.0, 150.0), Resolved(2000, 400, 6000, 1600, 2.2, 180.0)]
    >>> print(*table(rows), sep="\n")
       names   articles   mentions   entities    CPU s      MB   each name
       1,000        200      3,000        800     1.00     150        1.00
       2,000        400      6,000      1,600     2.20     180        1.10
    """
    yield f"{'names':>8} {'articles':>10} {'mentions':>10} {'entities':>10} {'CPU s':>8} {'MB':>7} {'each name':>11}"
    for row in rows:
        cost = (row.seconds / row.names) / (rows[0].seconds / rows[0].names)
        counts = f"{row.names:8,} {row.articles:10,} {row.mentions:10,} {row.entities:10,}"
        yield f"{counts} {row.seconds:8.2f} {row.megabytes:7.0f} {cost:11.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Resolve an eighth, a quarter, half and all of some invented names and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolution", description=main.__doc__)
    parser.add_argument("--names", metavar="N", type=int, default=100_000, help="how many; 100,000 unless given")
    given = parser.parse_args(arguments)
    if given.names < SHARES[0]:
        parser.error(f"--names {given.names}: too few; give {SHARES[0]} or more")
    rows = []
    for share in SHARES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            rows.append(alone.submit(measure, given.names // share).result())
    print(*table(rows), sep="\n")


if __name__ == "__main__":
    main()
