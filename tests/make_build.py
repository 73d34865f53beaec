"""Builder: an extractor that needs no pipeline, and a folder of articles for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ArticleError
from tests.make import FRENCH, extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Article, Extraction
    from kg.schema import Schema

ENGLISH = "Nvidia has licensed the technology of a smaller company, and its founder will join the team in January.\n"
HEAD = """---
title: Un accord
datePublished: Tue Dec 02 2025 23:51:27 GMT+0000 (Coordinated Universal Time)
cuid: {id}
canonical: https://news.example/{id}
---

"""


def find(articles: Iterable[Article], schema: Schema) -> Iterator[Extraction | ArticleError]:
    """Find what every French article of this module says; refuse the others as a missing pipeline would."""
    assert schema.relations
    for article in articles:
        if article.language == "fr":
            yield extraction(article)
        else:
            yield ArticleError(article.path, f"no pipeline for language {article.language}", "install one")


def write_articles(folder: Path, *ids: str) -> Path:
    """Write the same French article once for each identifier."""
    folder.mkdir(exist_ok=True)
    for id_ in ids:
        (folder / f"{id_}.md").write_text(HEAD.format(id=id_) + FRENCH.replace("\n", "\n\n"), encoding="utf-8")
    return folder
