"""Frames: rows come back as they were written, and a file that is cut off says so."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine import Place
from kg.engine.frames import Stored, framed, rows_of
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = st.lists(st.binary(max_size=40), max_size=20)


@given(ROWS, st.binary(max_size=9))
def test_law_rows_come_back_and_what_follows_is_left(rows: list[bytes], rest: bytes) -> None:
    data = b"".join(map(framed, rows))
    stream = io.BytesIO(data + rest)
    assert [*rows_of(stream, len(data))] == rows
    assert stream.read() == rest


@given(ROWS.filter(bool), st.data())
def test_law_a_file_that_is_cut_off_is_found_out(rows: list[bytes], choice: st.DataObject) -> None:
    data = b"".join(map(framed, rows))
    cut = choice.draw(st.integers(0, len(data) - 1))
    with pytest.raises(KgError, match="cut off"):
        [*rows_of(io.BytesIO(data[:cut]), len(data))]


def test_what_is_stored_is_read_by_each_iteration(tmp_path: Path) -> None:
    for name, rows in (("a", [b"1", b"2"]), ("b", []), ("c", [b"3"])):
        (tmp_path / name).write_bytes(b"".join(map(framed, rows)))
    files = [(name, (tmp_path / name).stat().st_size) for name in "abc"]
    stored = Stored(Place.at(str(tmp_path)), files, 3, int)
    assert [*stored] == [*stored] == [1, 2, 3]
    assert len(stored) == 3
    assert 2 in stored
    assert 4 not in stored
