"""The measurements run; what they measure is no test."""

from __future__ import annotations

from benchmarks.extraction import measure
from kg.errors import ArticleError
from kg.read import article_files, read_articles
from tests.conftest import ROOT


def test_both_times_are_measured() -> None:
    read = [one for one in read_articles(article_files([str(ROOT / "seeds")])) if not isinstance(one, ArticleError)]
    bare, whole = measure([article for article in read if article.language == "fr"][:2], rounds=1)
    assert bare > 0
    assert whole > 0
