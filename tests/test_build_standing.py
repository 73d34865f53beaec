"""What a build would do now, and why."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.build import build, build_sharded, gather, history, job, load_shards, make_shards, read_report
from kg.build.causes import WHY
from kg.build.changes import Difference
from kg.build.folder import held
from kg.build.standing import RETRIED, WHOLE, standing
from kg.cli import app
from kg.errors import GraphError, KgError
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from pathlib import Path

DECIDED = "version: 1\ndecisions:\n- {rename: Orange (ORG), to: Orange SA}\n"


@pytest.fixture(scope="module", name="model")
def _model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("model")
    for name in ("a.md", "b.md", "c.md", "d.md"):
        write(place / "in" / name, line("Nvidia", "avec", "AWS", name), line("Orange", "développe", "Vera Rubin"))
    return place


@pytest.fixture(name="place")
def _place(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles in ``in`` and their graph in ``out``, which is the working folder."""
    shutil.copytree(model, tmp_path / "place")
    monkeypatch.chdir(tmp_path / "place")
    with stubbed():
        build("in", "out")
    return tmp_path / "place"


def test_a_graph_is_up_to_date_when_it_has_been_built(place: Path) -> None:
    found = standing(place / "out")
    assert not found.stale
    assert (found.difference, found.causes, found.unread, found.holder) == (Difference(kept=4), (), 0, "")
    assert "up to date" in CliRunner().invoke(app, ["status", "out"]).stdout


def test_what_has_become_of_the_articles_is_told_by_name(place: Path) -> None:
    (place / "in" / "a.md").rename(place / "in" / "z.md")
    (place / "in" / "b.md").unlink()
    write(place / "in" / "c.md", line("OpenAI", "avec", "AWS"))
    write(place / "in" / "e.md", line("OpenAI", "avec", "Orange"))
    shutil.copyfile(place / "in" / "d.md", place / "in" / "f.md")
    found = standing(place / "out")
    assert found.difference == Difference(
        added=("e.md", "f.md"), changed=("c.md",), renamed=(("a.md", "z.md"),), deleted=("b.md",), kept=1
    )
    assert found.stale
    assert found.unread == 2  # the copy and the renamed one are known
    said = CliRunner().invoke(app, ["status", "out"]).stdout
    assert "renamed  a.md -> z.md" in said
    assert "(would read 2 articles)" in said
    with stubbed() as read:
        build("in", "out")
    assert len(read) == found.unread
    assert not standing(place / "out").stale


def test_a_build_after_what_was_read_is_lost_knows_the_articles_again(place: Path) -> None:
    (place / "out" / ".readings").unlink()
    assert standing(place / "out").difference is None
    with stubbed() as read:
        build("in", "out")
    assert read == []  # the graph is still that of the articles
    assert standing(place / "out").difference == Difference(kept=4)


def test_an_article_that_was_read_again_by_a_build_that_was_cut_off_is_not_lost(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place / "in" / "e.md", line("OpenAI", "avec", "AWS"))
    with stubbed(late={"e.md"}):
        assert [row.path for row in build("in", "out").skipped] == ["in/e.md"]
    assert not standing(place / "out").stale
    with monkeypatch.context() as patch, stubbed() as read:
        patch.setattr(job, "write_graph", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build("in", "out", retry=True)
    assert read == ["e.md"]
    assert standing(place / "out").causes == (RETRIED,)
    with stubbed() as read:
        report = build("in", "out")
    assert (report.articles, report.skipped, read) == (5, (), [])
    assert not standing(place / "out").stale


def test_an_article_that_was_to_be_read_again_is_read_at_last(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place / "in" / "e.md", line("OpenAI", "avec", "AWS"))
    with stubbed(late={"e.md"}):
        build("in", "out")
    with monkeypatch.context() as patch:
        patch.setattr(gather, "harvest", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build("in", "out", retry=True)
    assert (standing(place / "out").causes, standing(place / "out").unread) == ((RETRIED,), 1)
    with stubbed() as read:
        assert build("in", "out").articles == 5
    assert read == ["e.md"]


def interrupted(*_what: object, **_how: object) -> None:
    raise KeyboardInterrupt


def test_articles_that_say_the_same_are_read_once(place: Path) -> None:
    write(place / "in" / "e.md", line("OpenAI", "avec", "AWS"))
    shutil.copyfile(place / "in" / "e.md", place / "in" / "f.md")
    assert standing(place / "out").unread == 1


def test_what_is_left_out_is_told_in_order_though_all_is_up_to_date(place: Path) -> None:
    rows = [{"name": "good.md", "text": line("OpenAI", "avec", "AWS")}, {"name": "b.md"}, {"name": "a.md"}]
    lines = "".join(json.dumps({"language": "fr"} | row) + "\n" for row in rows)
    (place / "more.jsonl").write_text(lines, encoding="utf-8")
    (place / "in" / "z.md").write_text("", encoding="utf-8")
    (place / "none").mkdir()
    with stubbed():
        report = build(["none", "in", "more.jsonl"], "out")
    found = standing(place / "out")
    assert not found.stale
    assert [one.partition(": ")[0] for one in found.skipped] == ["in/z.md", "more.jsonl:2", "more.jsonl:3", "none"]
    assert found.skipped[-1].startswith("none: no article in this folder; put files there that end in ")
    assert found.skipped == tuple(map(str, report.skipped))
    said = CliRunner().invoke(app, ["status", "out"]).stdout
    assert said.index("up to date") < said.index("left out: in/z.md") < said.index("left out: none")


def test_a_graph_whose_articles_have_moved_is_up_to_date_when_it_is_built_from_where_they_are(place: Path) -> None:
    (place / "in" / "z.md").write_text("", encoding="utf-8")
    with stubbed():
        build("in", "out")
        (place / "in").rename(place / "else")
        with pytest.raises(KgError, match="in: no such file or folder"):
            standing(place / "out")
        again = build("else", "out")
    assert not again.written
    kept = read_report(place / "out")
    assert (kept.sources, kept.skipped[0].path, kept.written) == (("else",), "else/z.md", True)
    assert len(history(place / "out")) == 2
    assert not standing(place / "out").stale


def test_a_graph_that_was_built_from_another_folder_says_from_which_at_last(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with stubbed():
        assert not build("place/in", "place/out").written
    assert read_report(place / "out").directory == str(tmp_path)
    assert not standing(place / "out").stale


def test_it_is_told_from_any_folder(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not standing(place / "out").stale


def test_decisions_that_have_changed_are_a_cause(place: Path) -> None:
    (place / "out" / "decisions.yaml").write_text(DECIDED, encoding="utf-8")
    found = standing(place / "out")
    assert found.causes == (WHY["decisions"],)
    assert found.unread == 0
    with stubbed():
        build("in", "out")
    assert not standing(place / "out").stale
    (place / "out" / "decisions.yaml").unlink()
    assert standing(place / "out").causes == (WHY["decisions"],)


def test_a_schema_that_has_changed_is_a_cause(place: Path) -> None:
    (place / "mine.toml").write_text('[names.ORG]\n"Acme" = []\n', encoding="utf-8")
    with stubbed():
        build("in", "out", schema="mine.toml")
    assert not standing(place / "out").stale
    (place / "mine.toml").write_text('[names.ORG]\n"Acme" = ["ACME"]\n', encoding="utf-8")
    found = standing(place / "out")
    assert found.causes == (WHY["schema"],)
    assert found.unread == 4


def test_another_program_is_a_cause(place: Path) -> None:
    report = read_report(place / "out")
    other = replace(report, fingerprints={**report.fingerprints, "program": "another"})
    (place / "out" / "build.json").write_text(other.to_json(), encoding="utf-8")
    assert standing(place / "out").causes == (WHY["program"],)


def test_an_article_that_cannot_be_opened_is_told(place: Path) -> None:
    (place / "in" / "bad.md").symlink_to(place / "in" / "bad.md")
    write(place / "in" / "e.md", line("OpenAI", "avec", "Orange"))
    assert standing(place / "out").difference == Difference(added=("e.md",), kept=4)


def test_a_graph_whose_readings_are_gone_is_stale(place: Path) -> None:
    (place / "out" / ".readings").unlink()
    found = standing(place / "out")
    assert found.stale
    assert found.difference is None
    assert found.unread == 4
    assert "not known any more" in CliRunner().invoke(app, ["status", "out"]).stdout


def test_whoever_builds_at_this_moment_is_named(place: Path) -> None:
    with held(place / "out"):
        assert "process" in standing(place / "out").holder
        assert "a build is going on (process" in CliRunner().invoke(app, ["status", "out"]).stdout


def test_what_the_graph_was_built_from_may_be_gone(place: Path) -> None:
    shutil.rmtree(place / "in")
    with pytest.raises(KgError, match="in"):
        standing(place / "out")


def test_decisions_that_were_given_may_be_gone(place: Path) -> None:
    (place / "mine.yaml").write_text(DECIDED, encoding="utf-8")
    with stubbed():
        build("in", "out", decisions="mine.yaml")
    assert not standing(place / "out").stale
    (place / "mine.yaml").unlink()
    with pytest.raises(KgError, match=r"mine\.yaml: no such file, and the graph was built with it; put it back"):
        standing(place / "out")


def test_a_graph_from_standard_input_or_of_an_older_version_is_told(place: Path) -> None:
    report = read_report(place / "out")
    for other, why in ((replace(report, sources=("-",)), "standard input"), (replace(report, options=None), "older")):
        (place / "out" / "build.json").write_text(other.to_json(), encoding="utf-8")
        with pytest.raises(GraphError, match=why):
            standing(place / "out")


@pytest.fixture(name="cluster")
def _cluster(place: Path) -> Path:
    """The same folder, the graph of which a cluster has made in shards of one article."""
    shutil.rmtree(place / "out")
    with stubbed():
        build_sharded("in", "out", engine="here", size=1 << 10)
    return place


def test_a_graph_of_a_cluster_is_up_to_date_when_it_has_been_built(
    cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = standing(cluster / "out")
    assert (found.stale, found.difference, found.unread, found.notes) == (False, Difference(kept=4), 0, ())


def test_what_a_cluster_has_left_out_is_told_as_here(cluster: Path) -> None:
    (cluster / "in" / "empty.md").write_text("", encoding="utf-8")
    (cluster / "none").mkdir()
    with stubbed():
        report = build_sharded(["none", "in"], "out", engine="here", size=1 << 10)
    found = standing(cluster / "out")
    assert not found.stale
    assert [one.partition(": ")[0] for one in found.skipped] == ["in/empty.md", "none"]
    assert found.skipped == tuple(map(str, report.skipped))


def test_what_a_cluster_would_read_is_told_with_the_command_that_has_it_read(cluster: Path) -> None:
    (cluster / "in" / "a.md").rename(cluster / "in" / "z.md")
    write(cluster / "in" / "c.md", line("OpenAI", "avec", "AWS"))
    write(cluster / "in" / "e.md", line("OpenAI", "avec", "Orange"))
    found = standing(cluster / "out")
    assert found.difference == Difference(added=("e.md",), changed=("c.md",), renamed=(("a.md", "z.md"),), kept=2)
    said = CliRunner().invoke(app, ["status", "out"]).stdout
    command = "kg build in -o out --engine here --shard-size 1"
    assert said.splitlines()[-1] == f"{command}  (would read {found.unread} articles)"
    with stubbed() as read:
        report = build_sharded("in", "out", engine="here", size=1 << 10)
    assert found.unread == len(read) == report.read
    assert not standing(cluster / "out").stale


def test_decisions_on_a_graph_of_a_cluster_may_come_and_go(cluster: Path) -> None:
    decisions = cluster / "out" / "decisions.yaml"
    decisions.write_text(DECIDED, encoding="utf-8")
    assert standing(cluster / "out").causes == (WHY["decisions"],)
    with stubbed():
        build_sharded("in", "out", engine="here", size=1 << 10)
    assert not standing(cluster / "out").stale
    decisions.unlink()
    assert standing(cluster / "out").causes == (WHY["decisions"],)


def test_that_articles_are_read_with_the_others_of_their_shard_is_told(place: Path) -> None:
    with stubbed():
        build_sharded("in", "out", engine="here")
    write(place / "in" / "c.md", line("OpenAI", "avec", "AWS"))
    found = standing(place / "out")
    assert (found.unread, found.notes) == (4, (WHOLE,))
    assert f"  {WHOLE}\n" in CliRunner().invoke(app, ["status", "out"]).stdout


def test_a_cluster_with_another_place_is_looked_for_there(place: Path) -> None:
    with stubbed():
        build_sharded("in", "out", engine="here", place="there")
    assert standing(place / "out").unread == 0
    (place / "there").rename(place / "elsewhere")
    assert standing(place / "out").unread == 4


def test_a_graph_of_a_cluster_whose_list_is_gone_is_stale_and_nothing_is_read(cluster: Path) -> None:
    (cluster / "out" / ".readings").unlink()
    found = standing(cluster / "out")
    assert (found.stale, found.difference, found.unread) == (True, None, 0)


@pytest.fixture(name="loaded")
def _loaded(place: Path) -> Path:
    """The same folder, with shards in ``shards`` that were loaded into ``out``."""
    shutil.rmtree(place / "out")
    with stubbed():
        make_shards("in", "shards", engine="here", size=1)
    load_shards("shards", "out")
    return place


def test_a_graph_that_was_loaded_is_compared_with_its_shards(loaded: Path) -> None:
    found = standing(loaded / "out")
    assert (found.stale, found.difference, found.unread) == (False, Difference(kept=4), 0)
    said = CliRunner().invoke(app, ["status", "out"]).stdout
    assert "whether their articles have changed is told where kg build made them\n" in said
    assert "up to date" in said


def test_shards_that_were_made_again_are_told_with_the_command_that_loads_them(loaded: Path) -> None:
    write(loaded / "in" / "e.md", line("OpenAI", "avec", "Orange"))
    assert not standing(loaded / "out").stale
    with stubbed():
        make_shards("in", "shards", engine="here", size=1)
    assert standing(loaded / "out").difference == Difference(added=("e.md",), kept=4)
    said = CliRunner().invoke(app, ["status", "out"]).stdout
    assert f"\nkg load {loaded}/shards -o out  (would read 0 articles)\n" in said
    (loaded / "out" / ".readings").unlink()
    assert (standing(loaded / "out").difference, standing(loaded / "out").unread) == (None, 0)
    load_shards("shards", "out")
    assert not standing(loaded / "out").stale


def test_decisions_on_a_graph_that_was_loaded_wait_for_the_shards(loaded: Path) -> None:
    (loaded / "out" / "decisions.yaml").write_text(DECIDED, encoding="utf-8")
    found = standing(loaded / "out")
    assert not found.stale
    assert "decisions.yaml waits until the shards are made again with it" in found.notes[1]
    with stubbed():
        make_shards("in", "shards", engine="here", decisions="out/decisions.yaml")
    assert standing(loaded / "out").causes == (WHY["decisions"],)
    load_shards("shards", "out")
    assert not standing(loaded / "out").stale
    assert len(standing(loaded / "out").notes) == 1


def test_shards_that_are_gone_are_named(loaded: Path) -> None:
    shutil.rmtree(loaded / "shards")
    with pytest.raises(KgError, match=r"shards: no shards of a whole graph"):
        standing(loaded / "out")


def test_programs_read_it_as_json(place: Path) -> None:
    write(place / "in" / "e.md", line("OpenAI", "avec", "Orange"))
    said = json.loads(CliRunner().invoke(app, ["status", "out", "--json"]).stdout)
    assert said["stale"] is True
    assert said["articles"]["added"] == ["e.md"]
    assert said["unread"] == 1
    assert said["building"] is None


def test_nothing_is_written(place: Path) -> None:
    before = {one: one.stat().st_mtime_ns for one in place.rglob("*")}
    standing(place / "out")
    assert {one: one.stat().st_mtime_ns for one in place.rglob("*")} == before
