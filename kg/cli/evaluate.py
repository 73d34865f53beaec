"""Measuring a graph against annotations made by hand."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import count, heading, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.evaluate.clusters import Clustering, Mixture
    from kg.evaluate.compare import Difference, Layer, Verdict
    from kg.evaluate.evaluate import Evaluation, Figures

__all__ = ["evaluate"]


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="The annotations, one article a line.")],
    *,
    articles: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder of the annotated articles; that of GOLD.jsonl without it."),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", show_default="the one that the build was given", help="Your classes and relations."
        ),
    ] = None,
    misses: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show N missed and N wrong of each kind, with their sentences.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure a graph against articles that were annotated by hand.

    Precision, recall and F1 of mentions (same characters, same class), entities (same class, a shared name), relations
    (once per article, denials left out) and pairs (relations whatever their name and direction). What was annotated
    and never found counts as missed. Then whether one node stands for one thing: B³ and pairs of the mentions that both
    have, over all articles, by the annotated names.
    """
    from kg.ask import open_graph
    from kg.evaluate.evaluate import evaluate as measure
    from kg.evaluate.gold import read_gold
    from kg.schema import kept, load_schema

    known = load_schema(schema or kept(folder))
    annotated = read_gold(gold, known)
    with open_graph(folder) as graph:
        measured = measure(graph.store, annotated, articles or gold.parent, known)
    if as_json:
        say(json.dumps(_document(measured, misses), ensure_ascii=False, indent=2))
    else:
        _show(measured, misses)


def _document(measured: Evaluation, misses: int) -> dict[str, object]:
    return {
        **{str(layer): _row(figures) for layer, figures in measured.totals.items()},
        "offsets": round(measured.offsets, 4),
        "identity": _identity(measured.clustering, misses),
        "articles": measured.articles,
        "articles_absent": len(measured.absent),
        "by_type": {
            str(layer): {name: _row(figures) for name, figures in types.items()}
            for layer, types in measured.by_type.items()
        },
        "absent": list(measured.absent),
        "misquotes": [asdict(misquote) for misquote in measured.misquotes],
        "differences": [asdict(difference) for difference in _first(measured.differences, misses)],
    }


def _identity(clustering: Clustering, misses: int) -> dict[str, object]:
    measures = {"b_cubed": clustering.b_cubed, "pairs": clustering.pairs}
    rows = {name: {"precision": round(one.precision, 4), "recall": round(one.recall, 4), "f1": round(one.f1, 4)}
            for name, one in measures.items()}  # fmt: skip
    return {
        "mentions": clustering.mentions,
        **rows,
        "merged": [asdict(mixture) for mixture in clustering.merged[:misses]],
        "split": [asdict(mixture) for mixture in clustering.split[:misses]],
    }


def _row(figures: Figures) -> dict[str, float | int]:
    shares = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
    return {name: round(share, 4) for name, share in shares.items()} | {"gold": figures.gold, "found": figures.found}


def _show(measured: Evaluation, misses: int) -> None:
    rows = [(str(layer), figures) for layer, figures in measured.totals.items()]
    details = [(f"{layer} by {'name' if layer == 'relations' else 'class'}", types)
               for layer, types in measured.by_type.items()]  # fmt: skip
    measures = {"B³": measured.clustering.b_cubed, "pairs of mentions": measured.clustering.pairs}
    width = max(map(len, [*(name for name, _ in rows), *measures, *(name for _, types in details for name in types)]))
    heading(f"{'':{width + 2}}  precision  recall     F1   annotated   found")
    for name, figures in rows:
        say(_line(name, figures, width + 2))
    for title, types in details:
        say()
        heading(title)
        for name, figures in types.items():
            say(_line(f"  {name}", figures, width + 2))
    say()
    heading("one thing, one node")
    for name, measure in measures.items():
        say(f"  {name:{width}}  {measure.precision:9.3f}  {measure.recall:6.3f}  {measure.f1:5.3f}")
    say(f"  over {count(measured.clustering.mentions, 'mention')} that both have")
    say()
    right = measured.quotes - len(measured.misquotes)
    say(f"{right:,} of {count(measured.quotes, 'quote')} stand in their article where the graph says")
    for one in measured.misquotes[: max(misses, 1)]:
        place = f"{one.article}, characters {one.start} to {one.end}"
        say(f"  {place}: the graph has “{_short(one.exact)}”, the file “{_short(one.there)}”")
    if measured.misquotes:
        say("  the files are not those that the graph was built from; build it again, or name their folder")
    say(f"{len(measured.absent):,} of {count(measured.articles, 'article')} absent from the graph")
    if measured.absent:
        say(f"  {', '.join(measured.absent)}; all that is annotated there counts as missed")
    for layer in measured.totals:
        _show_differences([one for one in _first(measured.differences, misses) if one.layer == layer])
    _show_mixtures("nodes that stand for several things", measured.clustering.merged[:misses])
    _show_mixtures("things that have several nodes", measured.clustering.split[:misses])


def _show_mixtures(title: str, mixtures: Iterable[Mixture]) -> None:
    """Print clusters that the other side cuts otherwise, with the number of mentions of each part."""
    for place, one in enumerate(mixtures):
        if not place:
            say()
            heading(title)
        say(f"  {one.name}: {', '.join(f'{part} ({number:,})' for part, number in one.parts)}")


def _line(name: str, figures: Figures, width: int) -> str:
    shares = f"{figures.precision:9.3f}  {figures.recall:6.3f}  {figures.f1:5.3f}"
    return f"{name:{width}}  {shares}  {figures.gold:10,}  {figures.found:6,}"


def _show_differences(differences: Iterable[Difference]) -> None:
    """Print the differences of one layer, what was missed before what is wrong."""
    shown: Verdict | None = None
    for one in sorted(differences, key=lambda one: one.verdict):
        if one.verdict != shown:
            shown = one.verdict
            say()
            heading(f"{one.layer} {one.verdict}")
        place = one.article if one.line is None else f"{one.article}, line {one.line}"
        what = f"{one.type} {one.name}" if one.tail is None else f"{one.name} {one.type} {one.tail}"
        say(f"  {what}{f' ({one.note})' if one.note else ''}: {place}")
        if one.sentence:
            say(f"    “{one.sentence}”")


def _first(differences: Iterable[Difference], most: int) -> Iterator[Difference]:
    """At most so many missed and wrong ones of each layer, in their order."""
    seen: Counter[tuple[Layer, Verdict]] = Counter()
    for one in differences:
        seen[one.layer, one.verdict] += 1
        if seen[one.layer, one.verdict] <= most:
            yield one


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
