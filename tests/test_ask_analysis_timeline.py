"""When articles name an entity."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.analysis.timeline import Period, Span, timeline
from kg.errors import QueryError
from tests.ask_sample import sample_store
from tests.make_network import Fact, fact_store

NVIDIA = "https://kg.example/id/org/nvidia"


def test_an_entity_of_the_sample_by_week() -> None:
    found = timeline(sample_store(), NVIDIA, "week")
    assert (found.name, found.first_seen, found.last_seen) == ("Nvidia", date(2025, 12, 2), date(2026, 1, 6))
    assert found.periods == (
        Period("2025-W49", 1, 3, 4, 4),
        Period("2025-W50", 0, 0, 0, 0),
        Period("2025-W51", 0, 0, 0, 0),
        Period("2025-W52", 0, 0, 0, 0),
        Period("2026-W01", 0, 0, 0, 0),
        Period("2026-W02", 1, 3, 4, 2),
    )
    assert found.undated == 0


def test_articles_that_repeat_one_another_count_once_on_the_day_of_the_first() -> None:
    facts = [Fact("Ada", "founded", "Bell")] * 3  # on the first three days of January
    ada = "https://kg.example/id/person/ada"
    apart = timeline(fact_store(facts), ada, "day").periods
    again = timeline(fact_store(facts, copies={2: 0}), ada, "day").periods
    first, second = Period("2026-01-01", 1, 1, 1, 1), Period("2026-01-02", 1, 1, 1, 0)
    assert apart == (first, second, Period("2026-01-03", 1, 1, 1, 0))
    assert again == (first, second)


def test_articles_without_a_date_are_counted_apart() -> None:
    found = timeline(sample_store(), "https://kg.example/id/malware/mirai")
    assert (found.periods, found.first_seen, found.last_seen, found.undated) == ((), None, None, 1)
    both = timeline(sample_store(), "https://kg.example/id/org/google")
    assert ([one.articles for one in both.periods], both.undated) == ([1], 1)


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(QueryError, match="no period 'year'; use day, week, month"):
        timeline(sample_store(), NVIDIA, "year")


def test_periods_as_a_table() -> None:
    table = timeline(sample_store(), NVIDIA).table(sample_store().vocabulary)
    assert table.columns == ("month", "articles", "mentions", "facts", "new_facts")
    assert [row[0] for row in table.rows] == ["2025-12", "2026-01"]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(Span))
def test_periods_follow_one_another_without_gap(day: date, span: Span) -> None:
    first = span.first(day)
    following = span.next(first)
    assert first <= day < following
    assert span.first(following) == following
    assert span.first(date.fromordinal(following.toordinal() - 1)) == first
    assert span.label(first) < span.label(following)
