"""Everything side by side: kg beside what else there is, on this machine, in one table after the other.

::

    python -m benchmarks [ARTICLES_DIR] [--gold FILE --scorer FILE --gold-articles DIR] [-o FILE] [--only SECTION ...]

All rivals take turns and are timed by the processor, so that a busy machine slows all of them; ratios hold, seconds
are this machine's. What is not there is said to be missing, and the rest goes on: textacy and GraphRAG lie in a
virtual environment of their own (``--rivals DIR``, made there with ``--install``), kglab under another Python.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import builds, extraction, growth, loading
from benchmarks.queries.measure import measure as ask
from benchmarks.queries.report import report
from kg import __version__
from kg.cli.console import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.rivals.race import Ran

__all__ = ["SECTIONS", "main", "rivals_table", "scores_table"]

LAYERS = ("mentions", "entities", "pairs", "relations")


def extraction_section(given: argparse.Namespace) -> Iterator[str]:
    """The extraction of kg beside the bare pipeline."""
    yield "## Extraction beside the bare spaCy pipeline"
    yield ""
    yield "The goal is 1.15 at most."
    yield ""
    yield "```"
    articles = extraction.french(given.articles)[: given.most]
    yield from extraction.table(extraction.measure(articles, rounds=given.rounds))
    yield "```"


def rivals_section(given: argparse.Namespace) -> Iterator[str]:
    """All of kg beside textacy and GraphRAG."""
    from benchmarks.rivals.race import python_with, race

    yield "## Beside textacy and GraphRAG"
    yield ""
    yield "textacy gives subject, verb and object; GraphRAG its offline graph of noun phrases (`extract_graph_nlp`)."
    yield "All run on the bundled French pipeline; `spacy` is that alone."
    yield ""
    articles = extraction.french(given.articles)[: given.most]
    python = python_with(given.rivals, make=given.install)
    with TemporaryDirectory() as scratch:
        ran = race(articles, python, Path(scratch), rounds=given.rounds)
    words = sum(len(block.text.split()) for article in articles for block in article.blocks)
    yield from rivals_table(f"{count(len(articles), 'article')}, {count(words, 'word')}", words, ran)
    yield ""
    yield from _scores(given, python)


def rivals_table(title: str, words: int, ran: Mapping[str, Ran]) -> Iterator[str]:
    r"""What each costs, as lines of Markdown.

    >>> from benchmarks.rivals.race import Ran
    >>> print(*rivals_table("2 articles", 800, {"kg": Ran(1.0), "graphrag": Ran(None, why="no")}), sep="\n")
    | 2 articles | CPU s | words / CPU s | CPU, to kg's |
    | --- | --: | --: | --: |
    | kg | 1.00 | 800 | 1.00 |
    | graphrag | missing: no | - | - |
    """
    yield f"| {title} | CPU s | words / CPU s | CPU, to kg's |"
    yield "| --- | --: | --: | --: |"
    for name, one in ran.items():
        if one.seconds is None:
            yield f"| {name} | missing: {one.why} | - | - |"
        else:
            ratio = one.seconds / (ran["kg"].seconds or one.seconds)
            yield f"| {name} | {one.seconds:.2f} | {words / one.seconds:,.0f} | {ratio:.2f} |"


def _scores(given: argparse.Namespace, python: str | None) -> Iterator[str]:
    """What the annotations say of the graphs."""
    from benchmarks.rivals.graphs import score, triples
    from benchmarks.rivals.race import race

    missing = [str(path) for path in (given.gold, given.scorer, given.gold_articles) if not path.exists()]
    if missing:
        yield f"No scores: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not there."
        return
    rows = map(json.loads, given.gold.read_text("utf-8").splitlines())
    files = [str(given.gold_articles / f"{row['id']}.md") for row in rows]
    articles = extraction.french(*files)
    found = {}
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        built = builds.build(files, scratch / "kg")
        if built.failure:
            yield f"No scores of kg: {built.failure}"
            yield ""
        else:
            found["kg"] = score(given.scorer, scratch / "kg" / "graph.ttl", given.gold, given.gold_articles)
        for name, ran in race(articles, python, scratch, rounds=0).items():
            if name != "kg" and ran.found:
                graph = scratch / f"{name}.nt"
                graph.write_text("\n".join(triples(articles, ran.found)), encoding="utf-8")
                found[name] = score(given.scorer, graph, given.gold, given.gold_articles)
    yield from scores_table(count(len(articles), "annotated article"), found)
    yield ""
    yield "Of what others relate, pairs alone can be compared: verbs and nearness are none of the named relations."
    yield "GraphRAG's phrases have neither class nor place; see `benchmarks/rivals/others.py` for how they get them."


def scores_table(title: str, found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    r"""F1, and precision and recall in brackets, as lines of Markdown.

    >>> figure = {"precision": 0.5, "recall": 1.0, "f1": 0.6667}
    >>> print(*scores_table("2 articles", {"kg": dict.fromkeys(LAYERS, figure)}), sep="\n")
    | 2 articles | mentions | entities | pairs | relations |
    | --- | --: | --: | --: | --: |
    | kg | 0.667 (0.50, 1.00) | 0.667 (0.50, 1.00) | 0.667 (0.50, 1.00) | 0.667 (0.50, 1.00) |
    """
    yield f"| {title} | {' | '.join(LAYERS)} |"
    yield f"| --- |{' --: |' * len(LAYERS)}"
    for name, layers in found.items():
        cells = [f"{layers[one]['f1']:.3f} ({layers[one]['precision']:.2f}, {layers[one]['recall']:.2f})"
                 for one in LAYERS]  # fmt: skip
        yield f"| {name} | {' | '.join(cells)} |"


def loading_section(given: argparse.Namespace) -> Iterator[str]:
    """Loading beside rdflib and kglab."""
    yield "## Loading beside rdflib and kglab"
    yield ""
    yield "kg and pyoxigraph write a store on disk, rdflib and kglab fill memory. The goal of kg is 100,000 a second."
    yield ""
    libraries = loading.libraries(given.kglab)
    yield from loading.table(loading.measure(given.triples, libraries, rounds=given.rounds))
    yield from () if given.kglab else ["| kglab | missing: name a Python that has it with --kglab | - | - |"]


def queries_section(given: argparse.Namespace) -> Iterator[str]:
    """Queries beside rdflib and kglab."""
    from benchmarks.queries.invented import write_graph

    with TemporaryDirectory() as folder:
        place = Path(folder) / "graph"
        triples = write_graph(place, given.triples)
        pythons = {"pyoxigraph": sys.executable, "rdflib": sys.executable}
        pythons |= {"kglab": given.kglab} if given.kglab else {}
        loaded, measured = ask(place, pythons, 10.0, given.question)
        yield report(f"Queries beside rdflib and kglab: {triples:,} triples", loaded, measured).rstrip()


def builds_section(given: argparse.Namespace) -> Iterator[str]:
    """One process beside two, and this machine beside an engine."""
    yield "## One process beside two, and an engine"
    yield ""
    with TemporaryDirectory() as folder:
        links = Path(folder)
        for number, file in enumerate(sorted(Path(given.articles).rglob("*.md"))[: given.most]):
            (links / f"{number:06}-{file.name}").write_bytes(file.read_bytes())
        built = builds.compare([str(links)], builds.ways((1, 2), given.engine), rounds=1)
        yield from builds.table(f"{len(list(links.iterdir()))} articles", built)


def growth_section(given: argparse.Namespace) -> Iterator[str]:
    """How builds grow."""
    yield "## Growth"
    yield ""
    yield "Invented from the articles. The goals: 1.1 for an article's cost, 1.3 for memory, 3 % for one changed."
    yield ""
    grown = [growth.measure(Path(given.articles), size, rebuild=True) for size in given.sizes]
    yield from growth.table(grown)


SECTIONS = {
    "extraction": extraction_section,
    "rivals": rivals_section,
    "loading": loading_section,
    "queries": queries_section,
    "builds": builds_section,
    "growth": growth_section,
}


def head() -> Iterator[str]:
    """What was measured on."""
    yield "# Side by side"
    yield ""
    cores = os.cpu_count()
    yield f"On {platform.system()} {platform.machine()} with {cores} cores, Python {platform.python_version()}, with"
    packages = [f"{name} {version(name)}" for name in ("spacy", "thinc", "numpy", "pyoxigraph", "rdflib")]
    yield f"{', '.join([f'kg {__version__}', *packages])}."


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything side by side; print the tables as they come, and write them to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("articles", metavar="ARTICLES_DIR", nargs="?", default="seeds", help="seeds unless given")
    parser.add_argument("--only", metavar="SECTION", nargs="+", choices=[*SECTIONS], help=", ".join(SECTIONS))
    parser.add_argument("--most", metavar="N", type=int, default=100, help="articles to read; 100 unless given")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="how often each is timed; 3 unless given")
    parser.add_argument(
        "--rivals", metavar="DIR", type=Path, default=Path(".venv-rivals"), help="that holds the others"
    )
    parser.add_argument("--install", action="store_true", help="make that environment where it is missing")
    parser.add_argument("--kglab", metavar="PYTHON", help="an interpreter that has kglab")
    parser.add_argument("--engine", metavar="NAME", nargs="*", default=[], help="engines to build on, such as ray")
    parser.add_argument("--triples", metavar="N", type=int, default=200_000, help="of the graph that is asked")
    parser.add_argument("--question", metavar="NAME", nargs="+", default=(), help="questions; all unless given")
    parser.add_argument("--sizes", metavar="N", type=int, nargs="+", default=[1_000, 3_000], help="for growth")
    parser.add_argument("--gold", metavar="FILE", type=Path, default=Path("../shared/annotations/dev.jsonl"))
    parser.add_argument("--scorer", metavar="FILE", type=Path, default=Path("../shared/eval/score.py"))
    parser.add_argument("--gold-articles", metavar="DIR", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where the tables go too, as Markdown")
    given = parser.parse_args(arguments)
    if given.rounds < 1 or given.most < 1:
        parser.error("nothing would be timed; give --rounds 1 or more, and --most 1 or more")
    if not extraction.french(given.articles):
        parser.error(f"{given.articles}: no French article that can be read; give a folder that has one")
    lines: list[str] = []
    for line in _lines(given):
        print(line, flush=True)
        lines.append(line)
    if given.output:
        given.output.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _lines(given: argparse.Namespace) -> Iterator[str]:
    yield from head()
    for name in given.only or SECTIONS:
        yield ""
        yield from SECTIONS[name](given)
