"""The files of a schema: which are read, and what is said of those that cannot be."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import SchemaError
from kg.schema import keep, kept, load_schema
from tests.make_schema import faults

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = \n", "1: not valid TOML (invalid value); mend that line"),
        ("\n\nlabel = {\n", "3: not valid TOML (invalid initial character for a key part); mend that line"),
        ("a = 1\n\na = 2\n", "3: not valid TOML (cannot overwrite a value); mend that line"),
        ('a = """\n\n', "2: not valid TOML (unterminated string); mend that line"),
        ("a = " + "9" * 5000, "1: not valid TOML (exceeds the limit (4300 digits) for integer string conversion: …"),
        ("a = " + "[" * 5000, "1: lists or tables too deep inside each other; write it flatter"),
    ],
)
def test_a_file_that_is_no_toml(text: str, expected: str, tmp_path: Path) -> None:
    (message,) = faults(tmp_path, text)
    start, _, cut = f"kg.toml:{expected}".partition("…")
    assert message.startswith(start) if expected.endswith("…") else message == start, (message, cut)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not valid JSON (Expecting property name enclosed in double quotes)"),
        ("label", "not valid JSON (Expecting value)"),
        ("[" * 100000, "lists or objects too deep inside each other"),
        (r'{"label": "\ud800"}', "half a character (a lone surrogate)"),
    ],
)
def test_a_line_that_is_no_json(line: str, problem: str, tmp_path: Path) -> None:
    (message,) = faults(tmp_path, '{"label": "ORG", "pattern": "Acme"}\n' + line, "p.jsonl")
    assert message.startswith(f"p.jsonl:2: {problem}; ")


def test_a_file_that_is_not_utf_8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_bytes(b'[classes.DRUG]\nlabel = { en = "m\xe9d" }\n')
    with pytest.raises(SchemaError, match=r"kg\.toml:2: not UTF-8 \(.*\); save the file as UTF-8"):
        load_schema(path)


def test_a_byte_order_mark_and_the_line_ends_of_windows_are_let_through(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_bytes(b'\xef\xbb\xbf[names.ORG]\r\nAcme = []\r\n"B" = []\r\n')
    assert [name.name for name in load_schema(path).names] == ["Acme", "B"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        SchemaError, match=r"no\.toml: cannot be read \(No such file or directory\); give the path of a TO"
    ):
        load_schema(tmp_path / "no.toml")


def test_a_pipe_cannot_be_read_again(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(
        SchemaError, match=r"pipe\.toml: a pipe or a device, which can be read only once; save it as a file$"
    ):
        load_schema(tmp_path / "pipe.toml")


@pytest.mark.parametrize(
    ("source", "copies"),
    [("in", ["a.jsonl", "b.jsonl", "kg.toml"]), ("in/other.name", ["kg.toml"]), ("in/a.jsonl", ["a.jsonl"])],
)
def test_a_graph_keeps_its_schema(source: str, copies: list[str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    for name, text in {
        "kg.toml": "[names.ORG]\nAcme = []\n",
        "other.name": "[names.ORG]\nBcme = []\n",
        "a.jsonl": '{"label": "ORG", "pattern": "Ccme"}\n',
        "b.jsonl": '{"label": "ORG", "pattern": "Dcme"}\n',
    }.items():
        (tmp_path / "in" / name).write_text(text)
    keep(tmp_path / source, tmp_path / "out")
    folder = kept(tmp_path / "out")
    assert folder is not None
    assert sorted(path.name for path in folder.iterdir()) == copies
    given, again = load_schema(tmp_path / source), load_schema(folder)
    assert again.names == given.names
    assert [rule.pattern for rule in again.rules] == [rule.pattern for rule in given.rules]


def test_a_graph_of_the_built_in_schema_keeps_none(tmp_path: Path) -> None:
    assert kept(tmp_path) is None


def test_a_folder_without_a_schema(tmp_path: Path) -> None:
    with pytest.raises(
        SchemaError, match=r": no kg\.toml and no \*\.jsonl in this folder; put one there, or name a file$"
    ):
        load_schema(tmp_path)


def test_a_folder_has_one_toml_file(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    (tmp_path / "other.toml").write_text("")
    with pytest.raises(SchemaError, match=r"other\.toml: a folder has one TOML file; put what it says into kg\.toml$"):
        load_schema(tmp_path)


def test_the_faults_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n")
    (tmp_path / "b.jsonl").write_text('\n{"label": "X"}\n')
    (tmp_path / "kg.toml").write_text("\ncolour = 1\n")
    with pytest.raises(SchemaError) as caught:
        load_schema(tmp_path)
    places = [line.replace(f"{tmp_path}/", "").partition(": ")[0] for line in str(caught.value).splitlines()]
    assert places == ["a.jsonl:1", "b.jsonl:2", "b.jsonl:2", "kg.toml:2"]


def test_a_key_of_thousands_of_parts_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(f"a = 1\n{'a.' * 100_000}b = 1\n", encoding="utf-8")
    started = time.process_time()
    with pytest.raises(
        SchemaError, match=r"kg\.toml:2: more than 1000 full stops in a line; write it on several lines$"
    ):
        load_schema(tmp_path / "kg.toml")
    assert time.process_time() - started < 1


def test_of_many_faults_a_message_lists_a_hundred(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("x\n" * 250, encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_schema(tmp_path / "a.jsonl")
    lines = str(caught.value).splitlines()
    assert len(lines) == 101
    assert lines[99].startswith(f"{tmp_path / 'a.jsonl'}:100: ")
    assert lines[100] == f"{tmp_path / 'a.jsonl'}: 150 faults more; mend these first"
