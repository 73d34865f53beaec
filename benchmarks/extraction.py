"""What the extraction costs beside the bare spaCy pipeline, on the same articles in the same run.

::

    python -m benchmarks.extraction [ARTICLES_DIR] [--rounds N]

Bare is what any spaCy user has: the tagger, lemmatiser, parser and named entity recogniser of the bundled French
pipeline, and nothing of ours but the making of the Docs, in batches. It runs once with spaCy's own library for sums,
and once with the one that kg takes in its place. Whole is all that ``kg build`` does between reading an article and
resolving its names; it reads each by itself, so that what is found in an article depends on nothing else. They take
turns, so that a busy machine slows all; they are timed by the processor, and of each the fastest round counts. The
whole is to cost at most 1.15 times the bare pipeline as spaCy has it, on articles of a usual length.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thinc.api import NumpyOps

from kg.cli.console import count
from kg.errors import ArticleError
from kg.extract import extract, load_pipelines
from kg.extract.documents import to_doc
from kg.read import article_files, read_articles
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.language import Language

    from kg.model import Article

__all__ = ["Measured", "french", "main", "measure", "table"]

BARE = ("tok2vec", "morphologizer", "trainable_lemmatizer", "parser", "ner")
LANGUAGE = "fr"
BATCH = 16


@dataclass(frozen=True, slots=True)
class Measured:
    """How long some articles took.

    Attributes:
        articles, words: how many there were; words as white space parts them.
        bare, same, whole: CPU seconds of the fastest round: of the bare pipeline as spaCy has it, of the bare one
            with the sums of kg, and of all of kg.
    """

    articles: int
    words: int
    bare: float
    same: float
    whole: float

    @property
    def ratio(self) -> float:
        """How many times the bare pipeline the whole extraction costs."""
        return self.whole / self.bare


def french(*sources: str) -> list[Article]:
    """The French articles of some files and folders, those that can be read."""
    read = read_articles(article_files(sources))
    return [one for one in read if not isinstance(one, ArticleError) and one.language == LANGUAGE]


def measure(articles: Sequence[Article], *, rounds: int) -> Measured:
    """Time the bare pipeline and the whole extraction in turns, after a round that warms both up."""
    pipelines, schema = load_pipelines(), load_schema()
    ours, nlps = pipelines.get(LANGUAGE), load_pipelines().get(LANGUAGE)
    usual = NumpyOps()  # what spaCy takes unless it is told otherwise
    for name in BARE:
        for layer in getattr(nlps.get_pipe(name), "model").walk():  # noqa: B009 - not every component has one
            layer.ops = usual

    def bare(nlp: Language) -> None:
        with nlp.select_pipes(enable=BARE), nlp.memory_zone():
            for _ in nlp.pipe((to_doc(nlp, article) for article in articles), batch_size=BATCH):
                pass

    def whole() -> None:
        for _ in extract(articles, pipelines, schema=schema):
            pass

    jobs = (lambda: bare(nlps), lambda: bare(ours), whole)
    times = [[_cpu_seconds(job) for job in jobs] for _ in range(rounds + 1)][1:]
    least = [min(column) for column in zip(*times, strict=True)]
    return Measured(
        articles=len(articles),
        words=sum(len(block.text.split()) for article in articles for block in article.blocks),
        bare=least[0],
        same=least[1],
        whole=least[2],
    )


def _cpu_seconds(job: Callable[[], None]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def table(measured: Measured) -> Iterator[str]:
    r"""Both times, the speeds and the ratio, as lines.

    >>> print(*table(Measured(articles=10, words=5000, bare=2.0, same=1.5, whole=2.5)), sep="\n")
    10 articles, 5,000 words
                       CPU s   articles/s   words/s
    bare pipeline       2.00         5.00     2,500
    bare, kg's sums     1.50         6.67     3,333
    whole extraction    2.50         4.00     2,000
    whole / bare        1.25
    """
    yield f"{count(measured.articles, 'article')}, {count(measured.words, 'word')}"
    yield f"{'':16} {'CPU s':>7}   articles/s   words/s"
    rows = (("bare pipeline", measured.bare), ("bare, kg's sums", measured.same), ("whole extraction", measured.whole))
    for name, seconds in rows:
        yield f"{name:16} {seconds:7.2f} {measured.articles / seconds:12.2f} {measured.words / seconds:9,.0f}"
    yield f"{'whole / bare':16} {measured.ratio:7.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the articles of a folder and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=main.__doc__)
    parser.add_argument(
        "articles", metavar="ARTICLES_DIR", nargs="?", default="seeds", help="a folder; seeds unless given"
    )
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="how often each is timed; 3 unless given")
    given = parser.parse_args(arguments)
    articles = french(given.articles)
    if not articles:
        parser.error(f"{given.articles}: no French article that can be read; give a folder that has one")
    if given.rounds < 1:
        parser.error(f"--rounds {given.rounds}: nothing would be timed; give 1 or more")
    print(*table(measure(articles, rounds=given.rounds)), sep="\n")


if __name__ == "__main__":
    main()
