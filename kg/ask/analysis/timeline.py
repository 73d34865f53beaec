"""When articles name an entity and state facts of it, by day, week or month.

An article and those that repeat it count once, on the day of the first; days are in UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.ask.analysis.sources import sources
from kg.ask.tables import select, to_table
from kg.errors import QueryError
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.ask.answers import Table
    from kg.graph.store import Store
    from kg.graph.vocab import Vocabulary

__all__ = ["Period", "Span", "Timeline", "timeline"]


class Span(StrEnum):
    """How long a period is; weeks begin on Monday and are numbered as in ISO 8601."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def first(self, day: date) -> date:
        """The first day of the period that a day lies in.

        >>> str(Span.WEEK.first(date(2026, 1, 1))), str(Span.MONTH.first(date(2026, 1, 31)))
        ('2025-12-29', '2026-01-01')
        """
        back = {Span.DAY: 0, Span.WEEK: day.weekday(), Span.MONTH: day.day - 1}[self]
        return day - timedelta(days=back)

    def next(self, first: date) -> date:
        """The first day of the period after the one that begins on a day.

        >>> str(Span.MONTH.next(date(2025, 12, 1)))
        '2026-01-01'
        """
        return self.first(first + timedelta(days={Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 31}[self]))

    def label(self, first: date) -> str:
        """What the period that begins on a day is called.

        >>> Span.WEEK.label(date(2025, 12, 29)), Span.MONTH.label(date(2026, 1, 1))
        ('2026-W01', '2026-01')
        """
        return first.strftime({Span.DAY: "%Y-%m-%d", Span.WEEK: "%G-W%V", Span.MONTH: "%Y-%m"}[self])


@dataclass(frozen=True, slots=True)
class Period:
    """What is said of an entity in one period.

    Attributes:
        name: such as ``2025-12``.
        articles: how many articles name the entity.
        mentions: how often they do.
        facts: how many statements of the entity an article of the period makes, however it puts them.
        new_facts: how many of these no earlier article makes.
    """

    name: str
    articles: int
    mentions: int
    facts: int
    new_facts: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """An entity over time.

    Attributes:
        name: its label.
        periods: every one from the first in which the entity is named to the last, the silent ones too.
        first_seen, last_seen: the days of the earliest and the latest article, None where none is dated.
        undated: how many articles name the entity and have no date, so that no period has them.
    """

    name: str
    by: Span
    periods: tuple[Period, ...]
    first_seen: date | None
    last_seen: date | None
    undated: int

    def table(self, vocabulary: Vocabulary) -> Table:
        """One period a row."""
        columns = (str(self.by), "articles", "mentions", "facts", "new_facts")
        rows = [(one.name, one.articles, one.mentions, one.facts, one.new_facts) for one in self.periods]
        return to_table(columns, rows, vocabulary)


def timeline(store: Store, entity: str, by: Span | str = Span.MONTH) -> Timeline:
    """When articles name an entity, and state facts of it.

    Args:
        store: an open graph.
        entity: its IRI.
        by: how long a period is, ``day``, ``week`` or ``month``.

    Raises:
        QueryError: there is no such period.
    """
    try:
        span = Span(by)
    except ValueError as error:
        advice = meant(by, Span, f"use {', '.join(Span)}")
        raise QueryError(f"no period {by!r}; {advice}") from error
    calendar = _Calendar(store)
    named = Counter(article for _, article in select(store, _MENTIONS.format(entity=entity)))
    most: dict[str, int] = {}
    for article, mentions in named.items():
        source = calendar.of[article]
        most[source] = max(most.get(source, 0), mentions)
    days = calendar.days(named)
    stated = defaultdict(list)
    for statement, article in select(store, _FACTS.format(entity=entity)):
        stated[statement].append(article)
    facts: Counter[date] = Counter()
    new: Counter[date] = Counter()
    for articles in stated.values():
        periods = sorted({span.first(day) for day in calendar.days(articles).values()})
        facts.update(periods)
        new.update(periods[:1])
    sizes: Counter[date] = Counter()
    for source, day in days.items():
        sizes[span.first(day)] += most[source]
    counts = Counter(span.first(day) for day in days.values())
    every = _from_to(span, counts.keys() | facts.keys())
    [(name,)] = select(store, _LABEL.format(entity=entity))
    return Timeline(
        name=name,
        by=span,
        periods=tuple(Period(span.label(one), counts[one], sizes[one], facts[one], new[one]) for one in every),
        first_seen=min(days.values(), default=None),
        last_seen=max(days.values(), default=None),
        undated=len(most) - len(days),
    )


_LABEL = "SELECT ?name {{ <{entity}> rdfs:label ?name }}"
_MENTIONS = "SELECT ?mention ?article {{ ?mention kg:mentionOf <{entity}> ; oa:hasSource ?article }}"
_FACTS = """
SELECT DISTINCT ?statement ?article {{
  {{ ?statement kg:subject <{entity}> }} UNION {{ ?statement kg:object <{entity}> }}
  ?statement kg:evidence ?passage .
  ?passage oa:hasSource ?article .
}}
"""
_DATES = "SELECT ?article ?published { ?article schema:datePublished ?published }"


class _Calendar:
    """On which days the sources of a graph speak."""

    def __init__(self, store: Store) -> None:
        self.of = sources(store)
        self._day = {
            article: datetime.fromisoformat(published).astimezone(UTC).date()
            for article, published in select(store, _DATES)
        }

    def days(self, articles: Iterable[str]) -> dict[str, date]:
        """For the source of each article the day of its first; a source without a date is left out."""
        found: dict[str, date] = {}
        for article in articles:
            if day := self._day.get(article):
                source = self.of[article]
                found[source] = min(found.get(source, day), day)
        return found


def _from_to(span: Span, firsts: Iterable[date]) -> Iterator[date]:
    """Every period from the earliest to the latest."""
    ordered = sorted(firsts)
    if ordered:
        one = ordered[0]
        while one <= ordered[-1]:
            yield one
            one = span.next(one)
