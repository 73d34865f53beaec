"""What the extraction costs beside the bare spaCy pipeline, on the same articles in the same run.

::

    python -m benchmarks.extraction [ARTICLES_DIR] [--rounds N]

Bare is what any spaCy user has: the tagger, lemmatiser, parser and named entity recogniser of the bundled French
pipeline, and nothing of ours but the making of the Docs. Whole is all that ``kg build`` does between reading an
article and resolving its names. The two take turns, so that a busy machine slows both; they are timed by the
processor, and of each the fastest round counts. The whole is to cost at most 1.15 times the bare pipeline on articles
of a usual length. Bare reads them in batches; the whole reads each by itself, so that what is found in an article
depends on nothing else.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cli.console import count
from kg.errors import ArticleError
from kg.extract import extract, load_pipelines
from kg.extract.documents import to_doc
from kg.read import article_files, read_articles
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        bare, whole: CPU seconds of the fastest round.
    """

    articles: int
    words: int
    bare: float
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
    nlp = pipelines.get(LANGUAGE)

    def bare() -> None:
        with nlp.select_pipes(enable=BARE), nlp.memory_zone():
            for _ in nlp.pipe((to_doc(nlp, article) for article in articles), batch_size=BATCH):
                pass

    def whole() -> None:
        for _ in extract(articles, pipelines, schema=schema):
            pass

    times = [(_cpu_seconds(bare), _cpu_seconds(whole)) for _ in range(rounds + 1)][1:]
    return Measured(
        articles=len(articles),
        words=sum(len(block.text.split()) for article in articles for block in article.blocks),
        bare=min(seconds for seconds, _ in times),
        whole=min(seconds for _, seconds in times),
    )


def _cpu_seconds(job: Callable[[], None]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def table(measured: Measured) -> Iterator[str]:
    r"""Both times, the speeds and the ratio, as lines.

    >>> print(*table(Measured(articles=10, words=5000, bare=2.0, whole=2.5)), sep="\n")
    10 articles, 5,000 words
                       CPU s   articles/s   words/s
    bare pipeline       2.00         5.00     2,500
    whole extraction    2.50         4.00     2,000
    whole / bare        1.25
    """
    yield f"{count(measured.articles, 'article')}, {count(measured.words, 'word')}"
    yield f"{'':16} {'CPU s':>7}   articles/s   words/s"
    for name, seconds in (("bare pipeline", measured.bare), ("whole extraction", measured.whole)):
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
