"""Dates as article generators write them -> moments in UTC.

ISO 8601, RFC 2822 (as RSS has it), JavaScript's ``Date.prototype.toString``, Unix time in seconds or milliseconds,
day/month/year in figures, and the long forms of French and English. No locale is consulted. A date without a zone
is taken as UTC, a date without a time as midnight.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

__all__ = ["parse_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_TIME = r"(?:,?\s+(?:a\s+|at\s+)?(?P<hour>\d{1,2})\s?(?:[h:]\s?(?P<minute>\d{2})?)(?::(?P<second>\d{2}))?)?"
_ZONE = r"(?:\s*(?:gmt|utc|z)?\s*(?P<zone>[+-]\d{2}:?\d{2})?)"
_WEEKDAY = r"(?:(?:[a-z]{2,9})\.?,?\s+)?"

_FORMS = tuple(
    re.compile(form + _TIME + _ZONE)
    for form in (
        # 2 décembre 2025 · mardi 2 décembre 2025 à 23h51 · le 1er janvier 2026 · 2nd December 2025 10:00
        _WEEKDAY + r"(?:le\s+)?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})",
        # December 2, 2025 · Tue Dec 02 2025 23:51:27 GMT+0000
        _WEEKDAY + r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        # 02/12/2025 · 2.12.2025 23:51
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
        # 2025/12/02 · 2025-12-2
        r"(?P<year>\d{4})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    )
)
_LONGEST = 200
"""Characters of the longest text that is looked at; no date is half as long."""

_UNIX_TIME = re.compile(r"(\d{10})(\d{3})?")
_COMMENT = re.compile(r"\s*\(.*\)$")
_SPACE_BEFORE_ZONE = re.compile(r"(?<=\d)\s+(?=[+-]\d{2}:?\d{2}$|Z$)")


def parse_date(value: object) -> datetime:
    """The moment that a value of front matter stands for, in UTC.

    >>> parse_date("Tue Dec 02 2025 23:51:27 GMT+0000 (Coordinated Universal Time)").isoformat()
    '2025-12-02T23:51:27+00:00'
    >>> parse_date("mardi 2 décembre 2025 à 23h51").isoformat()
    '2025-12-02T23:51:00+00:00'

    Args:
        value: a text, or a date, datetime or Unix time as TOML and JSON give them.

    Raises:
        ValueError: the value is no date in any of the known forms, or no day of the calendar.
    """
    try:
        return _in_utc(_parse(value))
    except (OverflowError, TypeError) as error:
        raise ValueError(f"not a date: {value!r}") from error


def _parse(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    text = str(value)
    if len(text) > _LONGEST:
        raise ValueError(f"not a date: a text of {len(text)} characters")
    text = " ".join(text.split())
    if match := _UNIX_TIME.fullmatch(text):
        return datetime.fromtimestamp(int(match[1]), UTC) + timedelta(milliseconds=int(match[2] or 0))
    try:
        return datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", text))
    except ValueError:
        pass  # not ISO 8601: one of the other forms
    plain = _COMMENT.sub("", _unaccented(text))
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _from_match(match)
    return parsedate_to_datetime(text)


def _from_match(match: re.Match[str]) -> datetime:
    parts = match.groupdict()
    month = parts["month"]
    if not month.isdigit() and month not in _MONTHS:
        raise ValueError(f"not a month: {month}")
    zone = parts["zone"]
    return datetime(
        int(parts["year"]),
        int(month) if month.isdigit() else _MONTHS[month],
        int(parts["day"]),
        int(parts["hour"] or 0),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        tzinfo=timezone(_offset(zone)) if zone else UTC,
    )


def _offset(zone: str) -> timedelta:
    figures = zone[1:].replace(":", "")
    size = timedelta(hours=int(figures[:2]), minutes=int(figures[2:]))
    return -size if zone[0] == "-" else size


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
