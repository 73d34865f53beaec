"""Dates in every form that generators write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.dates import parse_date

DAY = datetime(2025, 12, 2, tzinfo=UTC)
MINUTE = DAY.replace(hour=23, minute=51)
SECOND = MINUTE.replace(second=27)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        # ISO 8601 and near it
        ("2025-12-02", DAY),
        ("20251202", DAY),
        ("2025-12-02T23:51:27Z", SECOND),
        ("2025-12-02 23:51", MINUTE),
        ("2025-12-03T00:51:27+01:00", SECOND),
        ("2025-12-03 00:51:27 +0100", SECOND),
        ("2025-12-02 23:51:27 Z", SECOND),
        ("2025/12/02", DAY),
        ("2025-12-2", DAY),
        ("2025/12/03 00:51:27 +0100", SECOND),
        # JavaScript
        ("Tue Dec 02 2025 23:51:27 GMT+0000 (Coordinated Universal Time)", SECOND),
        ("Wed Dec 03 2025 00:51:27 GMT+0100 (heure normale d’Europe centrale)", SECOND),
        ("Tue Dec 02 2025 18:51:27 GMT-0500 (heure (locale))", SECOND),
        # RFC 2822
        ("Tue, 02 Dec 2025 23:51:27 GMT", SECOND),
        ("Wed, 03 Dec 2025 00:51:27 +0100", SECOND),
        ("Tue, 02 Dec 2025 18:51:27 EST", SECOND),
        # French
        ("2 décembre 2025", DAY),
        ("mardi 2 décembre 2025 à 23h51", MINUTE),
        ("Mardi 2 Décembre 2025, 23:51", MINUTE),
        ("le 2 déc. 2025", DAY),
        ("2 de\u0301cembre 2025", DAY),
        ("2\u00a0décembre\u00a02025", DAY),
        ("2 décembre 2025 à 23 h 51", MINUTE),
        ("1er janvier 2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("14 août 2025 à 9h", datetime(2025, 8, 14, 9, tzinfo=UTC)),
        # English
        ("December 2, 2025", DAY),
        ("Tuesday, December 2nd, 2025 at 23:51", MINUTE),
        ("2 Dec 2025", DAY),
        # figures
        ("02/12/2025", DAY),
        ("2.12.2025 23:51", MINUTE),
        ("02-12-2025", DAY),
        # Unix time
        ("1764719487", SECOND),
        (1764719487, SECOND),
        ("1764719487250", SECOND.replace(microsecond=250_000)),
        # values that TOML gives
        (date(2025, 12, 2), DAY),
        (SECOND.replace(tzinfo=None), SECOND),
        (datetime(2025, 12, 3, 0, 51, 27, tzinfo=timezone(timedelta(hours=1))), SECOND),
    ],
)
def test_known_forms(value: object, moment: datetime) -> None:
    parsed = parse_date(value)
    assert parsed == moment
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Mayy",
        "2025",
        "demain",
        "31/02/2025",
        "12/31/2025",
        "2025-13-45",
        "2 brumaire 2025",
        "2 décembre 2025 à 25h00",
        "9999-12-31T23:59:59-10:00",
        "99999999999999",
        None,
        True,
        3.5,
        ["2025-12-02"],
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(value)


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)).map(
        lambda at: at.replace(microsecond=0)
    )
)
def test_iso_and_javascript_agree(moment: datetime) -> None:
    days, months = "Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    day, month = days.split()[moment.weekday()], months.split()[moment.month - 1]
    script = f"{day} {month} {moment.day:02} {moment.year} {moment:%H:%M:%S} GMT+0000 (Coordinated Universal Time)"
    assert parse_date(script) == parse_date(moment.isoformat()) == moment.replace(tzinfo=UTC)


@given(st.text(max_size=40))
def test_any_text_gives_a_date_in_utc_or_a_value_error(text: str) -> None:
    try:
        moment = parse_date(text)
    except ValueError:
        return
    assert moment.tzinfo is UTC
