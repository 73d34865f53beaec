"""What the extraction costs beside the bare spaCy pipeline, on the same articles in the same run.

    python -m benchmarks.extraction [ARTICLES] [--rounds N]

Bare is tokenising, tagging, parsing and named entity recognition with the bundled networks; whole is all that
``kg build`` does between reading an article and resolving its names. Both take turns, in CPU time, and the ratio of
the fastest rounds is what counts.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.extract import extract, load_pipelines
from kg.extract.documents import to_doc
from kg.read import article_files, read_articles
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Article

BARE = ("tok2vec", "morphologizer", "trainable_lemmatizer", "parser", "ner")


def cpu_seconds(job: Callable[[], object]) -> float:
    """The processor time that a job takes."""
    start = time.process_time()
    job()
    return time.process_time() - start


def measure(articles: Sequence[Article], rounds: int) -> tuple[float, float]:
    """CPU seconds of the bare pipeline and of the whole extraction, each the fastest of some rounds."""
    pipelines = load_pipelines()
    nlp = pipelines.get("fr")
    schema = load_schema()

    def bare() -> None:
        with nlp.select_pipes(enable=list(BARE)), nlp.memory_zone():
            for _ in nlp.pipe((to_doc(nlp, article) for article in articles), batch_size=16):
                pass

    def whole() -> None:
        for _ in extract(articles, pipelines, schema=schema):
            pass

    times = [(cpu_seconds(bare), cpu_seconds(whole)) for _ in range(rounds + 1)][1:]  # the first round warms up
    return min(seconds for seconds, _ in times), min(seconds for _, seconds in times)


def main() -> None:
    """Print both times, the speeds and the ratio."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("articles", nargs="?", default="seeds", help="a folder of articles in French")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    read = [one for one in read_articles(article_files([arguments.articles])) if not isinstance(one, ArticleError)]
    articles = [article for article in read if article.language == "fr"]
    words = sum(len(block.text.split()) for article in articles for block in article.blocks)
    bare, whole = measure(articles, arguments.rounds)
    for name, seconds in (("bare pipeline", bare), ("whole extraction", whole)):
        print(
            f"{name:17} {seconds:7.2f} CPU s  {words / seconds:8.0f} words/s  {len(articles) / seconds:6.1f} articles/s"
        )
    print(f"whole / bare      {whole / bare:7.2f}")


if __name__ == "__main__":
    main()
