"""Builders: articles and extractions for tests, by hand, with no pipeline and no model."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.model import Article, Block, BlockKind, Entity, Evidence, Extraction, Mention, Relation, Run, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

FRENCH = (
    "AWS et Nvidia étendent leur partenariat.\n"
    "Ian Buck, vice-président de Nvidia, l'a annoncé à AWS re:Invent 2025.\n"
    "Nvidia développe Grace Blackwell et prévoit Vera Rubin.\n"
    "AWS n'utilise pas CUDA Quantum.\n"
)

TRIGGERS = {"partnersWith": ("étendent", "partenariat"), "develops": ("développe",), "uses": ("utilise",)}
"""The words that give a relation away, where a line holds them."""


def article(
    text: str = FRENCH,
    *,
    id: str = "a1",  # noqa: A002 - the field's name
    title: str = "AWS et Nvidia",
    language: str = "fr",
    published: datetime | None = datetime(2025, 12, 2, 23, 51, 27, tzinfo=UTC),
    url: str | None = "https://news.example/aws-nvidia",
) -> Article:
    """An article whose every non-empty line is a paragraph."""
    blocks, offset = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\n")
        if body:
            blocks.append(Block(BlockKind.PARAGRAPH, body, (Run(0, offset, len(body)),)))
        offset += len(line)
    return Article(
        id=id,
        path=f"{id}.md",
        text=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        title=title,
        language=language,
        published=published,
        url=url,
        publisher="news.example" if url else None,
        blocks=tuple(blocks),
    )


def entity(name: str, type: str) -> Entity:  # noqa: A002 - the field's name
    """An entity whose key is its name in lower case."""
    return Entity(type, name.casefold(), name)


def extraction(
    source: Article | None = None,
    entities: Sequence[tuple[str, str]] = (
        ("AWS", "ORG"),
        ("Nvidia", "ORG"),
        ("Ian Buck", "PERSON"),
        ("AWS re:Invent 2025", "EVENT"),
        ("Grace Blackwell", "PRODUCT"),
        ("Vera Rubin", "PRODUCT"),
        ("CUDA Quantum", "PRODUCT"),
    ),
    relations: Sequence[tuple[str, str, str, str]] = (
        ("AWS", "partnersWith", "Nvidia", "asserted"),
        ("Ian Buck", "worksFor", "Nvidia", "asserted"),
        ("Nvidia", "develops", "Grace Blackwell", "asserted"),
        ("Nvidia", "develops", "Vera Rubin", "planned"),
        ("AWS", "uses", "CUDA Quantum", "negated"),
    ),
    *,
    confidence: float = 0.9,
) -> Extraction:
    """An extraction that marks every occurrence of each name, with the line that holds both ends as evidence."""
    source = source or article()
    known = {name: entity(name, type_) for name, type_ in entities}
    taken: set[int] = set()
    mentions = []
    for name in sorted(known, key=len, reverse=True):
        start = source.text.find(name)
        while start >= 0:
            span = range(start, start + len(name))
            if taken.isdisjoint(span):
                taken.update(span)
                mentions.append(Mention(known[name], start, span.stop, name, confidence, "test"))
            start = source.text.find(name, span.stop)
    found = []
    for head, predicate, tail, status in relations:
        line = next(block for block in source.blocks if head in block.text and tail in block.text)
        start, end = line.source(0, len(line.text))
        role = "vice-président" if predicate == "worksFor" else None
        words = re.finditer(rf"\b(?:{'|'.join(TRIGGERS.get(predicate, ['(?!)']))})\b", line.text)
        triggers = tuple((start + word.start(), start + word.end()) for word in words)
        evidence = Evidence(start, end, source.text[start:end], Status(status), confidence, "test", role, triggers)
        found.append(Relation(known[head], predicate, known[tail], evidence))
    return Extraction(source, tuple(sorted(mentions, key=lambda mention: mention.start)), tuple(found))
