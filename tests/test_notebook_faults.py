"""An error shows its line with a caret under the text at fault."""

from __future__ import annotations

import pytest

from kg.errors import GraphError, QueryError
from kg.notebook.faults import placed, shown

SOURCE = "SELECT ?a {\n  ?a foaf:name {who} ;\n}\n"


WRONG = QueryError("query:2:6: wrong; mend it", line=2, column=6)


def as_it_ran(line: int, column: int) -> tuple[int, int]:
    """The way back to a query that ran as it was written."""
    return line, column


def excerpt(line: int, column: int, source: str = SOURCE) -> list[str]:
    fault = QueryError(f"query:{line}:{column}: wrong; mend it", line=line, column=column)
    error = placed(fault, source, as_it_ran)
    return error.__notes__[0].splitlines()


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [(2, 6, "foaf:name"), (2, 16, "{who}"), (2, 3, "?a"), (1, 1, "SELECT"), (2, 9, "f:name")],
)
def test_the_caret_stands_under_what_belongs_together(line: int, column: int, marked: str) -> None:
    text, carets = excerpt(line, column)
    assert carets.count("^") == len(marked)
    assert text[carets.index("^") :][: len(marked)] == marked


def test_lines_are_those_of_the_cell_with_its_magic() -> None:
    error = placed(WRONG, SOURCE, as_it_ran)
    assert str(error) == "line 3, column 6: wrong; mend it"
    assert (error.line, error.column) == (3, 6)
    assert error.__notes__[0].startswith("    3 │   ?a foaf:name")


def test_every_place_that_a_message_speaks_of_is_one_of_the_cell() -> None:
    fault = QueryError("query:2:6: not valid at '}', while the { at 1:11 is open", line=2, column=6)
    moved = placed(fault, SOURCE, lambda line, column: (line, column - 1))
    assert str(moved) == "line 3, column 5: not valid at '}', while the { at line 2, column 10 is open"


def test_what_is_missing_at_the_end_is_missing_behind_the_last_word() -> None:
    text, carets = excerpt(4, 1)
    assert text.endswith("│ }")
    assert carets.index("^") == len(text)


@pytest.mark.parametrize("column", [1, 250, 500])
def test_a_long_line_is_cut_around_its_fault(column: int) -> None:
    source = "x" * 249 + " fault " + "y" * 250
    text, carets = excerpt(1, column, source)
    assert len(text) < 120
    shown_there = text[carets.index("^")] if carets.index("^") < len(text) else ""
    assert shown_there == source[column - 1]


def test_a_tab_takes_one_place() -> None:
    text, carets = excerpt(1, 2, "\tfoaf:name")
    assert text[carets.index("^") :] == "foaf:name"


def test_it_is_shown_in_colour_with_its_kind() -> None:
    assert shown(GraphError("out: no graph")) == "\x1b[31m\x1b[1mGraphError\x1b[0m: out: no graph"
    lines = shown(placed(WRONG, SOURCE, as_it_ran)).splitlines()
    assert lines[1] == ""
    assert lines[-1].endswith("\x1b[31m\x1b[1m^^^^^^^^^\x1b[0m")
