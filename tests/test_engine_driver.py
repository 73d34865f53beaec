"""Shards hold what a local build's store holds, however they are cut, stopped and damaged."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import build
from kg.engine import Place, Record, driver, read_shards, tasks, write_shards
from kg.engine.driver import ALL, EACH, cut
from kg.errors import KgError
from tests.make_build import ENGLISH, find, write_articles
from tests.make_engine import Stopped, Stopping, files, order, quads, sharded, stored


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine articles, one of them twice, and three that cannot be read."""
    folder = write_articles(tmp_path_factory.mktemp("articles"), *(f"a{number}" for number in range(9)))
    (folder / "more").mkdir()
    (folder / "more/copy.md").write_bytes((folder / "a3.md").read_bytes())
    (folder / "binary.md").write_bytes(b"a\0b")
    (folder / "empty.md").write_bytes(b"")
    (folder / "english.md").write_text(ENGLISH)
    return folder


@pytest.fixture(scope="module", name="local")
def _local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    out = tmp_path_factory.mktemp("local")
    build(folder, out, extractor=find)
    return stored(out)


@pytest.mark.parametrize("size", [1, 3000, 1 << 20])
@pytest.mark.parametrize("part", [5000, 64 << 20])
def test_all_shards_together_are_the_store_of_a_local_build(
    folder: Path, local: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, part: int
) -> None:
    monkeypatch.setattr(driver, "PART", part)
    shards = sharded(folder, tmp_path / "shards", shard=size)
    assert quads(shards) == local
    assert shards.quads == len(local)
    assert len(shards.manifest.parts) > 3


@settings(max_examples=12)
@given(
    twins=st.lists(st.integers(0, 5), max_size=4), ids=st.sets(st.integers(0, 5), min_size=1), size=st.integers(1, 9000)
)
def test_law_the_quads_depend_on_the_articles_alone(twins: list[int], ids: set[int], size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_articles(Path(name, "articles"), *(f"a{number}" for number in ids))
        for place, twin in enumerate(twins):
            if twin in ids:
                more = b"\nNvidia a une suite.\n" * (place % 2)  # the same article, or another of the same identifier
                (folder / f"twin-{place}.md").write_bytes((folder / f"a{twin}.md").read_bytes() + more)
        build(folder, Path(name, "out"), extractor=find)
        assert quads(sharded(folder, Path(name, "shards"), shard=size)) == stored(Path(name, "out"))


def test_what_is_less_sure_is_left_out_as_in_a_local_build(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "out", extractor=find, min_confidence=0.95)
    shards = sharded(folder, tmp_path / "shards", min_confidence=0.95)
    assert quads(shards) == stored(tmp_path / "out")
    assert shards.manifest.facts["evidence"] == 0


def test_the_manifest_tells_what_a_report_tells(folder: Path, tmp_path: Path) -> None:
    report = build(folder, tmp_path / "out", extractor=find)
    facts = sharded(folder, tmp_path / "shards").manifest.facts
    assert facts["articles"] == report.articles == 10
    assert [facts["mentions"], facts["evidence"]] == [report.mentions, report.evidence]
    assert (facts["entities"], facts["relations"]) == (report.entities, report.relations)
    assert [row[0] for row in facts["aside"]] == [row.path for row in report.skipped]
    assert len(facts["aside"]) == 3


def test_stopped_after_any_number_of_tasks_the_next_run_ends_with_the_same_files(folder: Path, tmp_path: Path) -> None:
    whole = files(sharded(folder, tmp_path / "whole"))
    machine = Stopping(-1)
    write_shards(order(folder, tmp_path / "count"), machine)
    assert machine.ran >= 6
    for left in range(machine.ran):
        place = tmp_path / str(left)
        with pytest.raises(Stopped):
            write_shards(order(folder, place), Stopping(left))
        with pytest.raises(KgError, match="no shards of a whole graph"):
            read_shards(Place.at(str(place)))
        assert files(sharded(folder, place)) == whole


def test_what_is_made_is_not_made_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sharded(folder, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file() and path.stem != ALL}

    def refuse(*_: object) -> None:
        raise AssertionError("an article is read again")

    monkeypatch.setattr(tasks, "_readings", refuse)
    assert sharded(folder, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in times} == times


@pytest.mark.parametrize("pattern", ["readings/*.summary", "readings/*.json", "quads/articles-*.nq", "quads/*.rows",
                                     "quads/entities-*.nq", "quads/rest.json"])  # fmt: skip
@pytest.mark.parametrize("harm", ["cut", "flip", "gone"])
def test_a_damaged_file_is_made_again(folder: Path, tmp_path: Path, pattern: str, harm: str) -> None:
    whole = files(sharded(folder, tmp_path))
    path = min(tmp_path.glob(pattern))
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-9] if harm == "cut" else data[:20] + bytes((data[20] ^ 1,)) + data[21:])
    assert files(sharded(folder, tmp_path)) == whole


def test_shards_that_another_version_has_made_are_told_from_none(folder: Path, tmp_path: Path) -> None:
    sharded(folder, tmp_path)
    whole = (tmp_path / "shards.json").read_text()
    (tmp_path / "shards.json").write_text(whole.replace('"version": 2', '"version": 1'))
    with pytest.raises(KgError, match="shards of another version of kg, or damaged; make them with: kg build"):
        read_shards(Place.at(str(tmp_path)))
    assert sharded(folder, tmp_path).read == 0


def test_files_that_the_graph_no_longer_has_go(folder: Path, tmp_path: Path) -> None:
    sharded(folder, tmp_path, shard=1)
    (tmp_path / "quads/articles-000099.nq").write_bytes(b"")
    shards = sharded(folder, tmp_path, shard=1 << 20)
    assert {path.name for path in (tmp_path / "quads").glob("*.nq")} == {
        part.name.removeprefix("quads/") for part in shards.manifest.parts.values()
    }
    assert len([*(tmp_path / "readings").glob("*.json")]) == 1


def test_an_article_more_leaves_most_readings_as_they_are(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", *(f"a{number:03}" for number in range(60)))
    sharded(folder, tmp_path / "shards", shard=1)
    before = {path.name for path in (tmp_path / "shards/readings").glob("*")}
    write_articles(folder, "a0005")
    sharded(folder, tmp_path / "shards", shard=1)
    after = {path.name for path in (tmp_path / "shards/readings").glob("*")}
    assert len(before & after) > len(before) * 0.8


def test_nothing_is_made_where_an_article_must_be_left_out_and_that_is_forbidden(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"(?s)3 articles could not be read.*binary\.md"):
        sharded(folder, tmp_path, strict=True)


def test_progress_hears_of_every_step(folder: Path, tmp_path: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    write_shards(order(folder, tmp_path), Stopping(-1), lambda *step: heard.append(step))
    words = {what.partition(" ")[0] for _, _, what in heard}
    assert {"shard", "resolving", "writing"} <= words
    assert all(done <= total for done, total, _ in heard)


RECORDS = st.lists(st.integers(0, 5000), max_size=60).map(
    lambda sizes: [Record(f"{number}.md", f"/in/{number}.md", size) for number, size in enumerate(sizes)]
)


@given(RECORDS, st.integers(1, 20_000))
def test_law_cutting_loses_nothing_and_keeps_the_order(records: list[Record], size: int) -> None:
    shards = [*cut(records, size)]
    assert [one for shard in shards for one in shard] == records
    assert all(shards)


@given(RECORDS, st.integers(1, 20_000))
def test_law_no_shard_is_larger_than_twice_the_size_and_an_article(records: list[Record], size: int) -> None:
    for shard in cut(records, size):
        assert sum(one.size + EACH for one in shard[:-1]) < 2 * size
