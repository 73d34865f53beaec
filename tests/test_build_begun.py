"""A first build that is not a graph yet: what is known of it, and that nothing is left of one that read nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from kg.build import build, read_report
from kg.build.begun import ONGOING, Begun, begun, noted, progress
from kg.build.folder import ASKED, SHARDS, SHELF, held
from kg.build.report import Options
from kg.errors import KgError
from kg.harvest import Listed, Reading, open_shelf
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = Options("https://kg.example/", schema="kg.toml", min_confidence=0.4)


def cut_off(folder: Path, *read: str, articles: int = 3) -> None:
    """What a first build leaves that has read some articles."""
    with suppress(KeyboardInterrupt), held(folder), noted(folder, ["in"], OPTIONS, reproducible=True):
        with open_shelf(folder / SHELF) as shelf:
            shelf.list_articles(ONGOING, [Listed(f"{number}.md", "c", str(number)) for number in range(articles)])
            for name in read:
                shelf.put(Reading(f"{name}.md", name, "local"))
        raise KeyboardInterrupt


def test_of_a_build_that_was_cut_off_is_known_what_it_was_asked_for_and_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cut_off(tmp_path / "out", "0", "2")
    assert begun(tmp_path / "out") == Begun("", 2, 3, ("in",), str(tmp_path), OPTIONS, reproducible=True)


def test_whoever_builds_at_this_moment_is_named(tmp_path: Path) -> None:
    with held(tmp_path / "out"), noted(tmp_path / "out", ["in"], OPTIONS, reproducible=False):
        found = begun(tmp_path / "out")
        assert found is not None
        assert found.holder.startswith("process ")
        assert (found.read, found.articles) == (0, 0)


def test_nothing_is_left_of_a_build_that_read_nothing(tmp_path: Path) -> None:
    cut_off(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.md").write_text("", encoding="utf-8")
    with stubbed(), pytest.raises(KgError):
        build(tmp_path / "in", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_where_there_is_a_graph_or_nothing_no_build_is_only_begun(tmp_path: Path) -> None:
    assert begun(tmp_path / "nowhere") is None
    assert begun(tmp_path) is None
    write(tmp_path / "in" / "a.md", line("Nvidia", "avec", "AWS"))
    with stubbed():
        build(tmp_path / "in", tmp_path / "out")
    assert begun(tmp_path / "out") is None
    assert not (tmp_path / "out" / ASKED).exists()
    assert progress(tmp_path / "out") == (0, 0)


@pytest.mark.parametrize("note", ["", "[]", '{"sources": ["in"]}', '{"sources": ["in"], "options": {"colour": 1}}'])
def test_a_note_that_cannot_be_read_says_nothing(note: str, tmp_path: Path) -> None:
    cut_off(tmp_path / "out", "1")
    (tmp_path / "out" / ASKED).write_text(note, encoding="utf-8")
    assert begun(tmp_path / "out") == Begun("", 1, 3)


def test_what_a_cluster_has_left_is_a_build_that_was_begun(tmp_path: Path) -> None:
    (tmp_path / SHARDS).mkdir()
    assert begun(tmp_path) == Begun("", 0, 0)


def test_what_was_known_before_a_build_does_not_count_as_read_by_it(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / "in" / f"{name}.md", line("Nvidia", "avec", "AWS", name))
    with stubbed():
        build(tmp_path / "in", tmp_path / "out")
    with open_shelf(tmp_path / "out" / SHELF) as shelf:
        known = [*shelf.listed(read_report(tmp_path / "out").inputs)]
        shelf.list_articles(ONGOING, [*known, Listed("c.md", "c", "c"), Listed("d.md", "d", "d")])
        shelf.put(Reading("d.md", "d", "local"))
    assert progress(tmp_path / "out") == (1, 4)
