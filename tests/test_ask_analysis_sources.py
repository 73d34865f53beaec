"""Which articles are one source."""

from __future__ import annotations

from kg.ask.analysis.sources import sources
from tests.make_network import Fact, fact_store

ARTICLE = "https://kg.example/id/article/"
FACT = Fact("Ada", "founded", "Bell")


def test_an_article_and_those_that_repeat_it_are_one_source() -> None:
    found = sources(fact_store([FACT] * 4, copies={2: 0, 3: 0}))
    assert found == {f"{ARTICLE}a{number}": f"{ARTICLE}a{source}" for number, source in enumerate([0, 1, 0, 0])}
