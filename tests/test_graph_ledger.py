from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.ledger import Entry, Imprint, LedgerWriter, read_ledger, tally

TEXT = b"some Turtle"


def imprint(folder: Path, made_by: str = "me") -> Imprint:
    (folder / "graph.ttl").write_bytes(TEXT)
    return Imprint(made_by, len(TEXT), tally(folder / "graph.ttl"), 5, 7)


def written(folder: Path, entries: list[Entry]) -> Path:
    with (folder / "nodes").open("wb") as stream:
        ledger = LedgerWriter(stream)
        for entry in entries:
            ledger.add(entry)
        ledger.finish(imprint(folder))
    return folder / "nodes"


ENTRIES = st.builds(
    Entry, st.binary(max_size=300), st.binary(min_size=16, max_size=16), st.integers(0, 2**32 - 1), st.integers(0, 9)
)


@settings(deadline=None)
@given(st.lists(ENTRIES))
def test_what_is_taken_down_is_read_back(entries: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        former = read_ledger(written(Path(folder), entries), Path(folder) / "graph.ttl", "me")
        assert former is not None
        assert list(former.entries()) == entries
        assert former.imprint == imprint(Path(folder))


@settings(deadline=None)
@given(st.data())
def test_a_damaged_ledger_is_as_good_as_none(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), [Entry(b"a", b"d" * 16, 1, 2)])
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        harmed = bytearray(whole)
        harmed[place] ^= data.draw(st.integers(1, 255))
        for content in (bytes(harmed), whole[:place], whole + whole[place:], whole[place + 1 :]):
            path.write_bytes(content)
            assert read_ledger(path, Path(folder) / "graph.ttl", "me") is None


@pytest.mark.parametrize("other", [b"some other Turtle", b"same Turtle", b""])
def test_a_ledger_belongs_to_one_file(tmp_path: Path, other: bytes) -> None:
    path = written(tmp_path, [])
    (tmp_path / "graph.ttl").write_bytes(other)
    assert read_ledger(path, tmp_path / "graph.ttl", "me") is None


def test_a_ledger_belongs_to_one_writer(tmp_path: Path) -> None:
    path = written(tmp_path, [])
    assert read_ledger(path, tmp_path / "graph.ttl", "me") is not None
    assert read_ledger(path, tmp_path / "graph.ttl", "you") is None
    assert read_ledger(tmp_path / "none", tmp_path / "graph.ttl", "me") is None
    assert read_ledger(path, tmp_path / "none", "me") is None
