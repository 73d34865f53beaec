from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import sorting
from kg.graph.sorting import Sorter


@settings(max_examples=50, deadline=None)
@given(st.lists(st.binary(max_size=20)), st.sampled_from([0, 100, 1000]), st.sampled_from([2, 64]))
def test_rows_come_back_sorted(rows: list[bytes], memory: int, files: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as few:
        few.setattr(sorting, "FILES", files)
        sorter = Sorter(Path(folder), "rows", memory)
        for row in rows:
            sorter.add(row)
        assert list(sorter) == sorted(rows)
        assert list(sorter) == sorted(rows)  # as often as one likes


def test_few_rows_never_touch_the_disk(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path / "none", "rows")
    sorter.add(b"b")
    sorter.add(b"a")
    assert list(sorter) == [b"a", b"b"]


def test_files_are_made_one_before_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "FILES", 4)
    sorter = Sorter(tmp_path, "rows", memory=0)
    for number in range(100):
        sorter.add(b"%d" % (number * 37 % 100))
        assert len(list(tmp_path.iterdir())) < 4
    assert list(sorter) == sorted(b"%d" % number for number in range(100))


def test_sorters_share_a_folder(tmp_path: Path) -> None:
    one, other = Sorter(tmp_path, "one", memory=0), Sorter(tmp_path, "other", memory=0)
    one.add(b"a")
    other.add(b"b")
    assert (list(one), list(other)) == ([b"a"], [b"b"])
