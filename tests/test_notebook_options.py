"""The line of a cell."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import QueryError
from kg.notebook.asking import LIMIT
from kg.notebook.options import Line, Opening, parameters, parse_line, parse_opening, resolved


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", Line()),
        ("partners", Line("partners")),
        ("partners --var rows", Line("partners", var="rows")),
        ("--limit 5 --graph g --plan --time -q", Line(graph="g", limit=5, plan=True, timed=True, quiet=True)),
        (
            'partners --param org="Mistral AI" -p since=2025',
            Line("partners", params={"org": "Mistral AI", "since": "2025"}),
        ),
        (
            "partners --org Nvidia --min-confidence=0.5",
            Line("partners", params={"org": "Nvidia", "min_confidence": "0.5"}),
        ),
        ("companies/partners --org {company}", Line("companies/partners", params={"org": "{company}"})),
        ("mine.rq", Line("mine.rq")),
    ],
)
def test_a_line_is_read(line: str, read: Line) -> None:
    assert parse_line(line) == read


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--limit 0", "--limit 0: not a number of rows"),
        ("--limit many", "not a number of rows"),
        ("--var 2x", "--var 2x: no name of a variable"),
        ("--var class", "no name of a variable"),
        ("--var", "expected one argument"),
        ("--colour red", "--colour is not known; the options are --var"),
        ("partners extra", "extra is not known"),
        ("partners --org", "--org has no value"),
        ("partners --org Mistral AI", "'AI' belongs to no option"),
        ("--param org", "--param org: no parameter"),
        ("partners --param 'org", "close the quotes"),
    ],
)
def test_a_wrong_line_is_told(line: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_line(line)


def test_everything_is_given_unless_said_otherwise() -> None:
    assert parse_line("").limit == LIMIT


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ([], Opening("out", "", "", "en")),
        (["g", "--build", "seeds"], Opening("g", "seeds", "", "en")),
        (["g", "--site", "http://127.0.0.1:8000", "--language", "fr"], Opening("g", "", "http://127.0.0.1:8000", "fr")),
    ],
)
def test_what_is_opened(words: list[str], read: Opening) -> None:
    assert parse_opening(words) == read


@pytest.mark.parametrize("words", [["a", "b"], ["--site", "javascript:x"], ["--language", "de"]])
def test_a_wrong_opening_is_told(words: list[str]) -> None:
    with pytest.raises(QueryError, match="%kg open"):
        parse_opening(words)


def test_parameters_stand_one_a_line() -> None:
    assert parameters("org: Nvidia\n# comment\n\nmin-confidence = 0.5\n") == {"org": "Nvidia", "min_confidence": "0.5"}
    with pytest.raises(QueryError, match="line 3: 'who knows' is no parameter"):
        parameters("org: Nvidia\nwho knows")


def test_values_are_variables_or_what_is_written() -> None:
    given = {"a": "{x}", "b": "3", "c": "0.5", "d": "2025-12-02", "e": "Nvidia", "f": "2025-99-99"}
    assert resolved(given, {"x": [1]}, typed=True) == {
        "a": [1], "b": 3, "c": 0.5, "d": date(2025, 12, 2), "e": "Nvidia", "f": "2025-99-99",
    }  # fmt: skip
    assert resolved(given, {"x": 1}, typed=False)["b"] == "3"
    with pytest.raises(QueryError, match=r"\{y\} names no variable"):
        resolved({"a": "{y}"}, {"x": 1}, typed=True)
