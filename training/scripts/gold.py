"""The annotated articles, as the other scripts of this folder read them.

An annotation lists, for one article, its entities with all their surface strings, and its relations with the
sentence that states each. Offsets are not annotated: every occurrence of a surface string in the running text is
a mention, the longest string first.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from kg.evaluate.passages import occurrences
from kg.extract.documents import blocks
from kg.model import Article
from kg.read import article_files, read_article
from kg.read.passages import normalise

Annotation = dict[str, Any]


def read_annotations(path: Path) -> list[Annotation]:
    """The annotations of a JSONL file, in its order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_articles(folder: Path, annotations: list[Annotation]) -> Iterator[tuple[Article, Annotation]]:
    """Every annotated article with its annotation."""
    for annotation in annotations:
        (file,) = article_files([str(folder / f"{annotation['id']}.md")])
        yield read_article(file, language="fr"), annotation


def folds(articles: list[Article], count: int, seed: int = 1) -> dict[str, int]:
    """The fold of every article; versions of one original are in the same fold."""
    sources = sorted({article.url or article.id for article in articles})
    random.Random(seed).shuffle(sources)
    fold = {source: index % count for index, source in enumerate(sources)}
    return {article.id: fold[article.url or article.id] for article in articles}


def gold_spans(doc: Doc, annotation: Annotation) -> list[Span]:
    """The annotated mentions of a document: class as label, canonical name as ``kb_id_``."""
    names = {
        normalise(surface): (entity["type"], entity["name"])
        for entity in annotation["entities"]
        for surface in entity["mentions"]
    }
    taken: set[int] = set()
    found = []
    for surface in sorted(names, key=lambda name: (-len(name), name)):
        for _, block in blocks(doc):
            for first, last in occurrences(surface, block.text):
                start, end = block.start_char + first, block.start_char + last
                if taken.isdisjoint(range(start, end)):
                    taken.update(range(start, end))
                    label, name = names[surface]
                    span = doc.char_span(start, end, label=label, kb_id=name)
                    if span is not None:
                        found.append(span)
    return sorted(found, key=lambda span: span.start)
