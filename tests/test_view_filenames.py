"""Names of notes: safe on every system, fit for a link, and no two that a file system takes for one."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.filenames import FileNames, safe_name

PARTS = (
    "..", "/", "\\", "CON", "nul", ".", " ", "|", "#", "^", "[[", "]]", ":", "\n", "\0", "é", "e\u0301", "\u202e", "ß",
    "ss", "-", ".md", "COM¹", "🦀" * 40, "a", "`",
)  # fmt: skip
HOSTILE = st.text(max_size=300) | st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Nvidia", "Nvidia"),
        ("Société Générale", "Société Générale"),
        ("Node.js", "Node.js"),
        (".NET", "NET"),
        ("C++", "C++"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\Windows", "Windows"),
        ("/", "unnamed"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("CON", "_CON"),
        ("con", "_con"),
        ("aux.h", "_aux.h"),
        ("COM1", "_COM1"),
        ("Console", "Console"),
        ("a|b#c^d[e]f", "a-b-c-d-e-f"),
        ("[[Nvidia]]", "Nvidia-"),
        ("line\nbreak\ttab", "line break tab"),
        ("right\u202eleft", "right left"),
        ("ends with a dot.", "ends with a dot"),
        ("photo.PNG", "photo-PNG"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_a_name_becomes_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(HOSTILE)
def test_any_name_is_one_step_of_a_path_on_every_system(text: str) -> None:
    name = safe_name(text)
    file = f"{name}.md"
    for path in (PurePosixPath(file), PureWindowsPath(file)):
        assert path.parts == (file,)
        assert not path.is_absolute()
        assert path.suffix == ".md"
        assert path.stem == name
    assert len(file.encode()) <= 240
    assert name == name.strip(" ") == name.rstrip(".") == unicodedata.normalize("NFC", name) != ""
    assert not name.startswith(".")
    assert not set(name) & set('\\/:*?"<>|#^[]\0\n\r\t')
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "COM¹"}
    assert safe_name(name) == name


@given(st.lists(st.tuples(HOSTILE, st.sampled_from(["", "Organisation", "a/b"])), max_size=20))
def test_no_two_names_are_one_to_any_file_system(texts: list[tuple[str, str]]) -> None:
    names = FileNames()
    given_ = [names.give(text, qualifier) for text, qualifier in texts]
    for same in (str.casefold, str.upper, str.lower, lambda name: unicodedata.normalize("NFD", name).casefold()):
        assert len({same(name) for name in given_}) == len(given_)
    assert all(len(f"{name}.md".encode()) <= 255 for name in given_)
    again = FileNames()
    assert [again.give(text, qualifier) for text, qualifier in texts] == given_


def test_names_that_differ_by_case_or_encoding_are_told_apart() -> None:
    names = FileNames()
    asked = [("Apple", "Organisation"), ("apple", "Lieu"), ("APPLE", "Lieu"), ("Été", ""), ("e\u0301te\u0301", "")]
    asked += [("STRASSE", ""), ("Straße", "")]
    assert [names.give(*one) for one in asked] == [
        "Apple", "apple (Lieu)", "APPLE (Lieu 2)", "Été", "été 2", "STRASSE", "Straße 2",
    ]  # fmt: skip
