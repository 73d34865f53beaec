"""A graph folder made of shards is that of a local build: the same Turtle, page, store and report."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kg.build import Changes, build, build_sharded, history, load_shards, make_shards, read_report, sharded
from kg.build.report import Engine
from kg.cli import app
from kg.engine import driver
from kg.errors import KgError
from tests.make_build import find, write_articles
from tests.make_engine import quads, stored
from tests.stub_build import line, stubbed, write

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path
    from typing import Self

RUN = CliRunner()
ENGINE: dict[str, Any] = {"engine": "here", "extractor": find}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = write_articles(tmp_path / "in", *(f"a{number}" for number in range(6)))
    (folder / "binary.md").write_bytes(b"a\0b")
    return folder


@pytest.fixture(autouse=True)
def _several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PART", 5000)


def told(out: Path) -> dict[str, object]:
    """The report of a graph folder, but for where it lies and what names the build."""
    report = json.loads((out / "build.json").read_text(encoding="utf-8"))
    return {name: value for name, value in report.items() if name not in {"folder", "files", "inputs", "engine"}}


def test_the_folder_is_that_of_a_local_build(folder: Path, tmp_path: Path) -> None:
    build(folder, tmp_path / "local", extractor=find, reproducible=True)
    made = build_sharded(folder, tmp_path / "made", engine="here", size=2000, extractor=find, reproducible=True)
    load_shards(str(tmp_path / "made/.shards"), tmp_path / "loaded", reproducible=True)
    for out in (tmp_path / "made", tmp_path / "loaded"):
        for name in ("graph.ttl", "graph.html"):
            assert (out / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
        assert stored(out) == stored(tmp_path / "local")
        assert told(out) == told(tmp_path / "local")
    assert read_report(tmp_path / "made") == made


@pytest.mark.parametrize(
    "entry",
    [
        "- merge: Vera Rubin (PRODUCT)\n  into: Grace Blackwell (PRODUCT)\n",
        "- rename: Nvidia (ORG)\n  to: NVIDIA\n",
        "- retype: Vera Rubin (PRODUCT)\n  to: TECHNOLOGY\n",
        "- reject: CUDA Quantum (PRODUCT)\n",
        "- rename: Nobody (ORG)\n  to: Somebody\n",
    ],
)
def test_what_people_have_decided_holds(folder: Path, tmp_path: Path, entry: str) -> None:
    decisions = tmp_path / "decisions.yaml"
    decisions.write_text(f"version: 1\ndecisions:\n{entry}", encoding="utf-8")
    options: dict[str, Any] = {"extractor": find, "decisions": decisions, "min_confidence": 0.5}
    local = build(folder, tmp_path / "local", **options)
    made = build_sharded(folder, tmp_path / "made", engine="here", size=2000, **options)
    assert stored(tmp_path / "made") == stored(tmp_path / "local")
    assert (made.unmatched, made.decisions) == (local.unmatched, local.decisions)


def test_the_decisions_of_the_folder_are_found(folder: Path, tmp_path: Path) -> None:
    for out in ("local", "made"):
        (tmp_path / out).mkdir()
        (tmp_path / out / "decisions.yaml").write_text("version: 1\ndecisions:\n- rename: Nvidia (ORG)\n  to: NVIDIA\n")
    local = build(folder, tmp_path / "local", extractor=find)
    made = build_sharded(folder, tmp_path / "made", engine="here", extractor=find)
    assert stored(tmp_path / "made") == stored(tmp_path / "local")
    assert (made.options, made.decisions) == (local.options, str(tmp_path / "made/decisions.yaml"))
    assert any(b'"NVIDIA"' in line for line in stored(tmp_path / "made"))


def test_a_schema_is_kept_in_the_folder(folder: Path, tmp_path: Path) -> None:
    schema = tmp_path / "kg.toml"
    schema.write_text('[classes.DRUG]\nlabel = { en = "drug", fr = "médicament" }\n', encoding="utf-8")
    build(folder, tmp_path / "local", extractor=find, schema=schema)
    build_sharded(folder, tmp_path / "made", engine="here", extractor=find, schema=schema)
    assert stored(tmp_path / "made") == stored(tmp_path / "local")
    assert (tmp_path / "made/schema/kg.toml").read_bytes() == schema.read_bytes()


def test_shards_that_are_not_whole_are_not_loaded(folder: Path, tmp_path: Path) -> None:
    place = str(tmp_path / "shards")
    shards = make_shards(folder, place, engine="here", extractor=find)
    load_shards(place, tmp_path / "out")
    make_shards(write_articles(tmp_path / "in", "new"), place, engine="here", extractor=find)
    before = (tmp_path / "out/graph.ttl").read_bytes()
    harmed = min((tmp_path / "shards/quads").glob("*.nq"))
    harmed.write_bytes(harmed.read_bytes()[1:])
    with pytest.raises(KgError, match=rf"{harmed.name}: damaged, or gone; build the shards again"):
        load_shards(place, tmp_path / "out")
    assert (tmp_path / "out/graph.ttl").read_bytes() == before
    (folder / "new.md").unlink()
    assert quads(make_shards(folder, place, engine="here", extractor=find)) == quads(shards) == stored(tmp_path / "out")


def test_where_there_are_no_shards_the_command_that_makes_them_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no shards of a whole graph; make them with: kg build ARTICLES --engine ray"):
        load_shards(str(tmp_path), tmp_path / "out")


def looked_at(out: Path) -> dict[Path, int]:
    """When each file of a graph folder was written, but for what a cluster leaves and the list of articles."""
    ours = {".shards", ".readings"}
    return {path: path.stat().st_mtime_ns for path in out.rglob("*") if not ours & {*path.relative_to(out).parts}}


def test_the_report_says_by_what_the_graph_was_made(folder: Path, tmp_path: Path) -> None:
    place, options = str(tmp_path / "shards"), ENGINE
    build_sharded(folder, tmp_path / "usual", **options)
    build_sharded(folder, tmp_path / "asked", place=place, size=2000, timeout=5, **options)
    load_shards(place, tmp_path / "loaded")
    build(folder, tmp_path / "local", extractor=find)
    made_by = [read_report(tmp_path / out).engine for out in ("usual", "asked", "loaded", "local")]
    assert made_by == [Engine("here"), Engine("here", place, 2000, 5), Engine("", place), None]


@pytest.mark.parametrize("reproducible", [False, True])
def test_a_build_that_has_nothing_to_do_leaves_all_as_it_is(folder: Path, tmp_path: Path, reproducible: bool) -> None:
    options: dict[str, Any] = {"engine": "here", "extractor": find, "size": 2000, "reproducible": reproducible}
    first, out = build_sharded(folder, tmp_path / "out", **options), tmp_path / "out"
    before = looked_at(out)
    again = build_sharded(folder, out, **options)
    assert looked_at(out) == before
    assert len(history(out)) == (0 if reproducible else 1)
    assert (again.written, again.read, again.changes) == (False, 0, Changes(kept=7))
    assert (first.written, first.read) == (True, 0 if reproducible else 7)
    assert load_shards(str(out / ".shards"), tmp_path / "copy", reproducible=reproducible).written
    before = looked_at(tmp_path / "copy")
    assert not load_shards(str(out / ".shards"), tmp_path / "copy", reproducible=reproducible).written
    assert looked_at(tmp_path / "copy") == before


@pytest.mark.parametrize("lost", ["graph.ttl", "graph.html", "store", "build.json", ".readings"])
def test_what_is_lost_of_a_graph_is_made_again(folder: Path, tmp_path: Path, lost: str) -> None:
    out, options = tmp_path / "out", ENGINE
    build_sharded(folder, out, **options)
    shutil.move(out / lost, tmp_path / "lost")
    if lost == "build.json":
        (out / ".history.jsonl").unlink()
        for name in ("graph.ttl", "graph.html", "store"):
            shutil.move(out / name, tmp_path / name)
    again = build_sharded(folder, out, **options)
    assert (out / lost).exists()
    assert again.written == (lost != ".readings")
    assert not build_sharded(folder, out, **options).written


def test_a_graph_that_was_asked_for_otherwise_is_told_so_and_not_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, options = tmp_path / "out", ENGINE
    build_sharded(folder, out, **options)
    before = looked_at(out)
    monkeypatch.chdir(tmp_path)
    folder.rename("moved")
    again = build_sharded("moved", out, **options)
    assert (again.written, again.sources) == (False, ("moved",))
    assert (read_report(out).sources, read_report(out).directory) == (("moved",), str(tmp_path))
    assert {path for path, when in looked_at(out).items() if before[path] != when} == {out / "build.json"}
    assert len(history(out)) == 1


def test_reproducible_folders_are_the_same_bytes_but_for_their_databases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for place in (tmp_path / "one", tmp_path / "other"):
        write(place / "in" / "a.md", line("Nvidia", "avec", "AWS"))
        write(place / "in" / "b.md", line("Orange", "avec", "AWS"))
        (place / "in" / "empty.md").write_text("", encoding="utf-8")
        (place / "out").mkdir()
        (place / "out" / "decisions.yaml").write_text(DECIDED, encoding="utf-8")
        monkeypatch.chdir(place)
        monkeypatch.setattr(sharded, "datetime", Clock)
        with stubbed():
            report = build_sharded("in", "out", engine="here", reproducible=True)
        assert [row.path for row in report.skipped] == ["in/empty.md"]
        files = [path for path in (place / "out").rglob("*") if path.is_file() and "store" not in path.parts]
        seen.append({path.relative_to(place): path.read_bytes() for path in files if path.name != ".readings"})
    assert seen[0] == seen[1]


class Clock(datetime):
    """Another time whenever it is looked at."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """A time that was not given before."""
        return cls(2026, 1, 1, 0, next(MINUTES), tzinfo=tz)


MINUTES = count()
DECIDED = "version: 1\ndecisions:\n- {rename: Orange (ORG), to: Orange SA}\n- {rename: Nobody (ORG), to: NVIDIA}\n"


def test_decisions_and_articles_are_the_same_ones_by_another_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in" / "a.md", line("Nvidia", "avec", "AWS"))
    (tmp_path / "in" / "empty.md").write_text("", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "decisions.yaml").write_text(DECIDED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with stubbed() as read:
        build_sharded("in", "out", engine="here")
        shutil.move("in", "moved")
        again = build_sharded("moved", tmp_path / "out", engine="here")
    assert (again.written, len(read)) == (False, 2)
    assert [row.path for row in read_report(tmp_path / "out").skipped] == ["moved/empty.md"]


CHANGES = Changes(added=1, changed=1, renamed=1, deleted=1, kept=3)


def _change(folder: Path) -> None:
    """Change some of six articles."""
    (folder / "a0.md").rename(folder / "z.md")
    (folder / "a1.md").unlink()
    for name in ("a2", "new"):
        write(folder / f"{name}.md", line("OpenAI", "avec", "Orange", name))


@pytest.mark.parametrize("first", ["local", "here"])
@pytest.mark.parametrize("second", ["local", "here"])
def test_changes_are_counted_against_the_build_before_whatever_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a0", "a1", "a2", "a3", "a4", "a5"):
        write(tmp_path / "in" / f"{name}.md", line("AWS", "avec", "Nvidia", name))

    def run(engine: str) -> Changes:
        report = build("in", "out") if engine == "local" else build_sharded("in", "out", engine=engine, size=1)
        assert report.written
        return report.changes

    with stubbed():
        assert run(first) == Changes(added=6)
        _change(tmp_path / "in")
        assert run(second) == CHANGES
        build("in", "alone")
    assert stored(tmp_path / "out") == stored(tmp_path / "alone")
    assert len(history(tmp_path / "out")) == 2


def test_readings_of_this_machine_are_there_for_the_next_build_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a0", "a1", "a2", "a3"):
        write(tmp_path / "in" / f"{name}.md", line("AWS", "avec", "Nvidia", name))
    with stubbed():
        build("in", "out")
        build_sharded("in", "out", engine="here")
        write(tmp_path / "in" / "a3.md", line("AWS", "avec", "Orange"))
        assert build("in", "out").read == 1


def test_loading_shards_that_were_made_again_counts_what_has_changed(tmp_path: Path) -> None:
    for name in ("a0", "a1", "a2", "a3", "a4", "a5"):
        write(tmp_path / "in" / f"{name}.md", line("AWS", "avec", "Nvidia", name))
    with stubbed():
        for changes in (Changes(added=6), CHANGES):
            make_shards(tmp_path / "in", str(tmp_path / "shards"), engine="here", size=1)
            report = load_shards(str(tmp_path / "shards"), tmp_path / "out")
            assert (report.changes, report.read) == (changes, 0)
            if changes != CHANGES:
                _change(tmp_path / "in")


def test_shards_loaded_with_their_schema_are_loaded_again_where_it_was_forgotten(tmp_path: Path) -> None:
    folder, schema = write_articles(tmp_path / "in", "a0"), tmp_path / "kg.toml"
    schema.write_text('[classes.DRUG]\nlabel = { en = "drug", fr = "médicament" }\n', encoding="utf-8")
    place, out = str(tmp_path / "shards"), tmp_path / "out"
    make_shards(folder, place, engine="here", extractor=find, schema=schema)
    load_shards(place, out)
    assert load_shards(place, out, schema=schema).written
    assert (out / "schema/kg.toml").read_bytes() == schema.read_bytes()
    assert not load_shards(place, out, schema=schema).written
    assert not load_shards(place, out).written
    assert (out / "schema/kg.toml").is_file()


@pytest.mark.usefixtures("folder")
def test_a_first_build_that_was_cut_off_says_by_what_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def stop(_done: int, _total: int, what: str) -> None:
        if what == "writing statements":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_sharded("in", "out", size=2 << 10, progress=stop, **ENGINE)
    said = RUN.invoke(app, ["status", "out"]).stderr
    assert said.endswith("run it again with: kg build in -o out --engine here --shard-size 2\n"), said
    build_sharded("in", "out", size=2 << 10, **ENGINE)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        ".history.jsonl", ".readings", ".shards", "build.json", "graph.html", "graph.ttl", "store",
    }  # fmt: skip


@pytest.mark.parametrize("options", [{"timeout": 0}, {"size": 0}, {"jobs": 0}, {"min_confidence": 2}])
def test_numbers_that_make_no_sense_are_refused(folder: Path, tmp_path: Path, options: dict[str, float]) -> None:
    with pytest.raises(KgError):
        make_shards(folder, str(tmp_path), engine="here", **options)  # type: ignore[arg-type]


def test_the_commands(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["build", str(folder), "-o", str(out), "--engine", "here", "--shard-size", "2"]
    built = RUN.invoke(app, words, obj=find)
    assert (built.exit_code, built.stdout.partition("\n")[0][:22]) == (0, "6 articles, 1 skipped,"), built.stderr
    loaded = RUN.invoke(app, ["load", str(out / ".shards"), "-o", str(tmp_path / "copy")])
    assert loaded.exit_code == 0, loaded.stderr
    assert stored(tmp_path / "copy") == stored(out)
    printed = RUN.invoke(app, ["load", str(out / ".shards"), "--for", "jena"])
    assert f"tdb2.xloader --loc DB {out}/.shards/quads/*.nq" in printed.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--shards", "x"], "goes with --engine only"),
        (["--dashboard"], "goes with --engine only"),
        (["--engine", "here", "--watch"], "does not go with --engine"),
        (["--engine", "here", "--retry"], "does not go with --engine"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder: Path, words: list[str], message: str) -> None:
    result = RUN.invoke(app, ["build", str(folder), *words])
    assert result.exit_code == 2
    assert message in result.stderr
