"""Media types and their qualities: cases from the standard, and laws."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.accept import BOOLEANS, HTML, TABLES, TRIPLES, Format, choose, media_type, named

FORMATS = (*TABLES, HTML)
QUALITIES = st.sampled_from(["", ";q=1", ";q=0.5", ";q=0.001", "; q=0", ";q=1.000", ";Q=0.25"])
NAMES = st.sampled_from(
    [
        *(format_.media_type for format_ in FORMATS),
        "*/*", "text/*", "application/*", "application/json", "image/png", "TEXT/CSV", "text/csv;charset=utf-8",
    ]
)  # fmt: skip
HEADERS = st.lists(st.tuples(NAMES, QUALITIES).map("".join), min_size=1, max_size=5).map(", ".join)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("application/json", "application/json"),
        ("text/xml", "text/xml"),
        ("application/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.2, text/tab-separated-values;q=0.3", "text/tab-separated-values"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("*/*, application/sparql-results+json;q=0.1", "application/sparql-results+xml"),
        ("text/csv;q=0.9, text/*;q=0.95", "text/tab-separated-values"),
        ("text/csv; charset=utf-8; header=present", "text/csv"),
        ('text/plain; x="a, text/csv", text/tab-separated-values', "text/tab-separated-values"),
        ("nonsense, text/csv", "text/csv"),
        ("text/csv;q=2, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/turtle", None),
    ],
)
def test_what_a_client_likes_best(header: str | None, chosen: str | None) -> None:
    choice = choose(header, FORMATS)
    assert (choice.media_type if choice else None) == chosen


@given(HEADERS, st.sampled_from(FORMATS))
def test_what_is_refused_by_name_is_not_chosen(header: str, refused: Format) -> None:
    names = (refused.media_type, *refused.aliases)
    kept = [one for one in header.split(", ") if one.partition(";")[0].lower() not in names]
    choice = choose(", ".join([*kept, *(f"{name};q=0" for name in names)]), FORMATS)
    assert choice is None or choice.format is not refused


@given(HEADERS)
def test_the_order_of_ranges_means_nothing(header: str) -> None:
    assert choose(", ".join(reversed(header.split(", "))), FORMATS) == choose(header, FORMATS)


@given(HEADERS)
def test_what_cannot_be_read_means_nothing(header: str) -> None:
    assert choose(f"///, {header}, text/csv;q=7, ;q=1", FORMATS) == choose(header, FORMATS)


@given(HEADERS)
def test_a_format_that_is_not_there_changes_nothing_for_the_others(header: str) -> None:
    choice = choose(header, FORMATS)
    others = [one for one in FORMATS if choice is None or one is choice.format]
    assert choose(header, others or FORMATS) == choice


@given(st.text())
def test_no_header_is_a_fault(header: str) -> None:
    choose(header, FORMATS)
    media_type(header)


@pytest.mark.parametrize("header", ['"\\' * 16_000, 'a/b;a="' + '\\"' * 16_000, '"' * 32_000, "a/b," * 8_000])
def test_a_header_is_read_in_proportion_to_its_length(header: str) -> None:
    begin = time.monotonic()
    choose(header, FORMATS)
    assert time.monotonic() - begin < 5  # some hundredths; a minute where a quote is looked for in vain


def test_a_quote_that_is_never_closed_lasts_until_the_end() -> None:
    assert choose('text/csv;a=", text/turtle', FORMATS) == choose("", FORMATS)


@pytest.mark.parametrize("formats", [TABLES, BOOLEANS, TRIPLES])
def test_every_name_of_a_format_means_that_format(formats: tuple[Format, ...]) -> None:
    for one in formats:
        for name in (*one.names, one.media_type):
            choice = named(name.upper(), formats)
            assert choice is not None
            assert choice.format is one


@pytest.mark.parametrize(
    ("name", "title"),
    [("ttl", "Turtle"), ("XML", "RDF/XML"), ("json", "JSON-LD"), ("text/turtle", "Turtle"), ("csv", None), ("", None)],
)
def test_a_format_by_name(name: str, title: str | None) -> None:
    choice = named(name, TRIPLES)
    assert (choice.format.title if choice else None) == title


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("text/csv", ("text/csv", {})),
        ("Text/CSV ; Charset=UTF-8", ("text/csv", {"charset": "UTF-8"})),
        ('a/b;c="d\\"e"', ("a/b", {"c": 'd"e'})),
        ("a/b;", ("a/b", {})),
        ("a/b;c", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_media_type_and_its_parameters(header: str, found: object) -> None:
    assert media_type(header) == found
