"""Lines in TOML: every value of a document has one, and it is the right one."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.schema.lines import toml_lines
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.schema.lines import Path

KEYS = st.sampled_from(["a", "b-1", '"c.d"', "'e # f'", '"g\\u00e9"', '""'])
SCALARS = st.sampled_from(
    [
        "1",
        "-0.5e3",
        "true",
        "1979-05-27 07:32:00",
        '"t"',
        '"[a]\\"#"',
        "'b = 1'",
        '"""u\n\\"""v"""',
        "'''\n\nw'''",
        '""',
    ]
)
GAPS = st.sampled_from(["", " ", "\n", " # [no] = table, }\n", "\n\n\t"])


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """The path of everything in a document."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*path, key))


class Writer:
    """Writes a document piece by piece and notes on which line it writes what."""

    def __init__(self) -> None:
        self.text = ""
        self.lines: dict[Path, int] = {(): 1}

    def write(self, text: str, path: Path | None = None) -> None:
        if path is not None:
            self.lines.setdefault(path, self.text.count("\n") + 1)
        self.text += text


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[Path, int]]:
    """A TOML text of tables, arrays of tables, arrays and inline tables, with its lines."""
    writer = Writer()
    writer.write(draw(GAPS))
    pairs(draw, writer, (), "\n")
    for table in draw(st.lists(KEYS, unique=True, max_size=3)):
        path: Path = (plain(table),)
        if path in writer.lines:
            continue
        if draw(st.booleans()):
            writer.write(f"[{table}]", path)
            pairs(draw, writer, path, "\n")
            continue
        for index in range(draw(st.integers(1, 3))):
            writer.write("", path)
            writer.write(f"[[ {table} ]]", (*path, index))
            pairs(draw, writer, (*path, index), "\n")
    return writer.text, writer.lines


def plain(key: str) -> str:
    return next(iter(tomllib.loads(f"{key} = 1")))


def pairs(draw: st.DrawFn, writer: Writer, path: Path, separator: str) -> None:
    writer.write(separator)
    for key in draw(st.lists(KEYS, unique=True, max_size=3)):
        writer.write(f"{key} = ", (*path, plain(key)))
        value(draw, writer, (*path, plain(key)), 2)
        writer.write(f" # {key}\n")


def value(draw: st.DrawFn, writer: Writer, path: Path, depth: int) -> None:
    kind = draw(st.sampled_from(["scalar", "array", "table"])) if depth else "scalar"
    if kind == "scalar":
        writer.write(draw(SCALARS))
    elif kind == "array":
        writer.write("[" + draw(GAPS))
        for index in range(draw(st.integers(0, 3))):
            writer.write("", (*path, index))
            value(draw, writer, (*path, index), depth - 1)
            writer.write(draw(GAPS) + "," + draw(GAPS))
        writer.write("]")
    else:
        writer.write("{ ")
        for index, key in enumerate(draw(st.lists(KEYS, unique=True, max_size=2))):
            writer.write(", " if index else "")
            writer.write(f"{key} = ", (*path, plain(key)))
            value(draw, writer, (*path, plain(key)), depth - 1)
        writer.write(" }")


@given(documents())
def test_every_value_has_the_line_that_it_was_written_on(document: tuple[str, dict[Path, int]]) -> None:
    text, lines = document
    assert set(paths(tomllib.loads(text))) == lines.keys()
    assert toml_lines(text) == lines


@pytest.mark.parametrize("name", ["kg/data/schema.toml", "kg/data/terms.toml", "pyproject.toml"])
def test_the_files_of_the_project_are_walked_to_their_ends(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert toml_lines(text).keys() == set(paths(tomllib.loads(text)))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a.b.c = 1\n", ("a", "b", "c"), 1),
        ("\n[a.b]\n[a]\nc = 1\n", ("a",), 2),
        ("\n[a.b]\n[a]\nc = 1\n", ("a", "c"), 4),
        ("[[a]]\n[[a.b]]\n[a.b.c]\n[[a]]\n[[a.b]]\nd = 1\n", ("a", 1, "b", 0, "d"), 6),
        ("[[a]]\n[a.b]\nc = 1\n", ("a", 0, "b", "c"), 3),
        ("a = 1\r\nb = [\r\n2]\r\n", ("b", 0), 3),
        ('a = """\n"x"""""\nb = 1', ("b",), 3),
        ("a = '''\n'x'''''\nb = 1", ("b",), 3),
    ],
)
def test_a_line(text: str, path: Path, line: int) -> None:
    assert toml_lines(text)[path] == line, json.dumps(text)
