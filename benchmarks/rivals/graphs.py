"""What the others find as a graph in N-Triples that can be scored as kg's is.

Their entities become mentions of things, one for each text and class of an article; their pairs become statements of
one relation that kg does not know, so that of the scores for relations only that of pairs, which leaves names and
directions out, says something of them; their evidence is the whole article. A mention that crosses from one block of
the article into the next is left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.rivals.race import running_text
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Article

__all__ = ["score", "triples"]

HERE = "urn:rival#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def triples(articles: Iterable[Article], found: Sequence[Any]) -> Iterator[str]:
    """The lines of the graph."""
    of = {one[0]: one for one in found}
    for article in articles:
        _, entities, pairs = of[article.id]
        yield f"<urn:a:{article.id}> {TYPE} <{SCHEMA}NewsArticle> ."
        yield f"<urn:a:{article.id}> <{SCHEMA}identifier> {json.dumps(article.id)} ."
        text, named = running_text(article), {}
        for number, (start, end, label) in enumerate(entities):
            place = _in_file(article, start, end)
            class_ = load_schema().classes.get(label)
            if place is None or class_ is None:
                continue
            named[number] = name = f"<urn:e:{article.id}:{label}:{text[start:end].casefold().encode().hex()}>"
            yield f"{name} {TYPE} <{SCHEMA}{class_.iri.rpartition(':')[2]}> ."
            mention = f"<urn:m:{article.id}:{number}>"
            yield f"{mention} {TYPE} <{HERE}Mention> ."
            yield f"{mention} <{HERE}mentionOf> {name} ."
            yield from _passage(mention, article, *place)
        if article.text:
            yield f'<urn:v:{article.id}> <{HERE}status> "asserted" .'
            yield from _passage(f"<urn:v:{article.id}>", article, 0, len(article.text))
        for number, (first, second) in enumerate(pairs):
            if first in named and second in named and named[first] != named[second]:
                fact, evidence = f"<urn:f:{article.id}:{number}>", f"<urn:v:{article.id}>"
                yield f"{fact} {TYPE} <{HERE}Statement> ."
                yield f"{fact} <{HERE}subject> {named[first]} ."
                yield f"{fact} <{HERE}predicate> <{HERE}relatedTo> ."
                yield f"{fact} <{HERE}object> {named[second]} ."
                yield f"{fact} <{HERE}evidence> {evidence} ."


def _passage(name: str, article: Article, start: int, end: int) -> Iterator[str]:
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    yield f"{name} <{OA}hasSource> <urn:a:{article.id}> ."
    yield f'{name} <{OA}start> "{start}"^^{integer} .'
    yield f'{name} <{OA}end> "{end}"^^{integer} .'
    yield f"{name} <{OA}exact> {json.dumps(article.text[start:end], ensure_ascii=False)} ."


def _in_file(article: Article, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of the running text lies in the file."""
    for block in article.blocks:
        if end <= len(block.text):
            return block.source(start, end) if start >= 0 else None
        start, end = start - len(block.text) - 1, end - len(block.text) - 1
    return None


def score(scorer: Path, graph: Path, gold: Path, articles: Path) -> dict[str, Any]:
    """What a scorer says of a graph: the JSON of its last line."""
    words = [sys.executable, str(scorer), str(graph), str(gold), str(articles)]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return figures
