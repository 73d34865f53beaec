"""How a build grows with the number of articles: what each article costs, and the memory of the whole.

::

    python -m benchmarks.growth ARTICLES [--articles N ...] [--jobs N] [--rebuild]

The corpora are invented from a folder (:mod:`benchmarks.invent_corpus`), the larger ones beginning as the smaller do;
each is built by ``kg build`` with nothing there before. From 1,000 to 100,000 articles the cost of each is to grow by
at most 1.1, the memory by at most 1.3. With ``--rebuild``, one article of each corpus is then changed and the build
run again, which is to cost at most 3 % of the whole.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.builds import Built, build
from benchmarks.invent_corpus import invent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Grown", "main", "measure", "table"]

SIZES = (1_000, 3_000, 10_000)
ADDED = "\n\nApple a racheté Mistral AI.\n"


@dataclass(frozen=True, slots=True)
class Grown:
    """One size.

    Attributes:
        articles: how many there were.
        whole: the build from nothing.
        again: the build after one article had changed, None where it was not asked for.
    """

    articles: int
    whole: Built
    again: Built | None = None


def measure(folder: Path, articles: int, *options: str, rebuild: bool = False, seed: int = 0) -> Grown:
    """Invent so many articles, build their graph, and again with one of them changed."""
    with TemporaryDirectory() as scratch:
        corpus, out = Path(scratch) / "articles", Path(scratch) / "out"
        path = corpus
        for name, text in invent(folder, articles, seed):
            path = corpus / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        whole = build([str(corpus)], out, *options)
        if not rebuild or whole.failure:
            return Grown(articles, whole)
        with path.open("a", encoding="utf-8") as file:
            file.write(ADDED)
        return Grown(articles, whole, build([str(corpus)], out, *options))


def table(grown: Sequence[Grown]) -> Iterator[str]:
    r"""Each size with its cost and memory, beside the first, as lines of Markdown.

    >>> one = Grown(1000, Built(100.0, 60.0, 400.0), Built(2.0, 2.0, 200.0))
    >>> print(*table([one, Grown(2000, Built(220.0, 130.0, 500.0))]), sep="\n")
    | articles | CPU s | an article, ms | to the first | MB | to the first | one changed, CPU s | of the whole |
    | --: | --: | --: | --: | --: | --: | --: | --: |
    | 1,000 | 100.0 | 100.0 | 1.00 | 400 | 1.00 | 2.0 | 2.0% |
    | 2,000 | 220.0 | 110.0 | 1.10 | 500 | 1.25 | - | - |
    """
    yield "| articles | CPU s | an article, ms | to the first | MB | to the first | one changed, CPU s | of the whole |"
    yield "| --: | --: | --: | --: | --: | --: | --: | --: |"
    first = grown[0]
    for one in grown:
        if one.whole.failure:
            yield f"| {one.articles:,} | {one.whole.failure[:100]} | - | - | - | - | - | - |"
            continue
        each = one.whole.cpu / one.articles
        cost = each / (first.whole.cpu / first.articles) if first.whole.cpu else 0.0
        memory = one.whole.megabytes / first.whole.megabytes if first.whole.megabytes else 0.0
        again = "- | -" if one.again is None else f"{one.again.cpu:.1f} | {one.again.cpu / one.whole.cpu:.1%}"
        yield (
            f"| {one.articles:,} | {one.whole.cpu:.1f} | {1000 * each:.1f} | {cost:.2f} | {one.whole.megabytes:.0f} "
            f"| {memory:.2f} | {again} |"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Build invented corpora of growing size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=main.__doc__)
    parser.add_argument("folder", metavar="ARTICLES", type=Path, help="a folder of Markdown files to invent from")
    parser.add_argument("--articles", metavar="N", type=int, nargs="+", default=SIZES, help="sizes of the corpora")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes; as kg build has it unless given")
    parser.add_argument("--rebuild", action="store_true", help="build again with one article changed")
    given = parser.parse_args(arguments)
    if not any(given.folder.rglob("*.md")):
        parser.error(f"{given.folder}: no Markdown file; give a folder of articles")
    if min(given.articles) < 1:
        parser.error(f"--articles {min(given.articles)}: nothing would be built; give 1 or more")
    options = () if given.jobs is None else ("--jobs", str(given.jobs))
    print(*table([measure(given.folder, size, *options, rebuild=given.rebuild) for size in given.articles]), sep="\n")


if __name__ == "__main__":
    main()
