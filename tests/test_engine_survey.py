"""What a build by a cluster would read is what it then reads."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.engine import Job, Place, cluster, records, survey, write_shards
from kg.graph.vocab import DEFAULT_BASE
from kg.harvest import recipe
from kg.schema import load_schema
from tests.make_build import write_articles
from tests.make_engine import order, sharded

LATE = 60.0


def job(place: Path, timeout: float = LATE) -> Job:
    """What the tasks of :func:`tests.make_engine.order` share."""
    return Job(Place.at(str(place)), recipe(load_schema()), DEFAULT_BASE, timeout)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "in", *(f"a{number}" for number in range(6)))


def test_everything_is_unread_before_the_first_build(folder: Path, tmp_path: Path) -> None:
    there = records([str(folder)])
    (folder / "a3.md").unlink()
    found = survey(there, job(tmp_path / "shards"), 2000)
    assert [one.name for one in found.listed] == [f"a{number}.md" for number in (0, 1, 2, 4, 5)]
    assert [Path(error.path).name for error in found.problems] == ["a3.md"]
    assert found.unread == 5
    assert not (tmp_path / "shards").exists()


def test_what_is_listed_is_what_the_shards_list(folder: Path, tmp_path: Path) -> None:
    (folder / "binary.md").write_bytes(b"a\0b")
    shards = sharded(folder, tmp_path / "shards")
    assert [*shards.listed] == survey(records([str(folder)]), job(tmp_path / "shards"), 2000).listed
    assert len(shards.listed) == 7


def test_another_timeout_reads_anew(folder: Path, tmp_path: Path) -> None:
    sharded(folder, tmp_path / "shards")
    assert survey(records([str(folder)]), job(tmp_path / "shards"), 2000).unread == 0
    assert survey(records([str(folder)]), job(tmp_path / "shards", LATE / 2), 2000).unread == 6


CHANGES = st.dictionaries(st.integers(0, 11), st.sampled_from(["gone", "other", "twice"]), max_size=4)


@settings(max_examples=15)
@given(CHANGES, st.integers(1, 4000))
def test_law_a_build_reads_as_many_articles_as_were_told(changes: dict[int, str], size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, place = write_articles(Path(name, "in"), *(f"a{number:02}" for number in range(12))), Path(name, "made")
        assert sharded(folder, place, shard=size).read == 12
        for number, what in changes.items():
            path = folder / f"a{number:02}.md"
            if what == "gone":
                path.unlink()
            elif what == "twice":
                path.with_name(f"b{number}.md").write_bytes(path.read_bytes())
            else:
                path.write_bytes(path.read_bytes() + b"Nvidia a une suite.\n")
        told = survey(records([str(folder)]), job(place), size)
        with cluster("here") as machines:
            shards = write_shards(order(folder, place, shard=size), machines)
        assert shards.read == told.unread
        assert [*shards.listed] == told.listed
