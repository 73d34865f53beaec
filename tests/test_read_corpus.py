"""The real corpus: every article is read, and every character of its blocks is the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model import Article, BlockKind
from kg.read import article_files, read_articles
from tests.test_read_markdown import check_law

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_the_corpus_is_read(shared: Path) -> None:
    files = article_files([str(shared / "corpus")])
    read = list(read_articles(files))
    assert [str(error) for error in read if not isinstance(error, Article)] == []
    articles = [article for article in read if isinstance(article, Article)]
    assert len(articles) == len(files) == len(list((shared / "corpus").glob("*.md")))
    fenced = 0
    for article in articles:
        assert article.blocks[0].kind is BlockKind.TITLE
        assert article.published is not None
        check_law(article.text, list(article.blocks))
        if "\n```markdown\n" in article.text:
            fenced += 1
            assert len(article.blocks) > 8, article.path
    assert fenced > 60
    assert {article.language for article in articles if len(article.blocks) > 3} == {"fr"}
    assert len({article.id for article in articles}) == len(articles)
