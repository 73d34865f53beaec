"""A graph folder made of shards is that of a local build: the same Turtle, page, store and report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kg.build import build, build_sharded, load_shards, make_shards, read_report
from kg.cli import app
from kg.engine import driver
from kg.errors import KgError
from tests.make_build import find, write_articles
from tests.make_engine import quads, stored

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


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
    return {name: value for name, value in report.items() if name not in {"folder", "files", "inputs"}}


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
    build(folder, tmp_path / "local", extractor=find)
    build_sharded(folder, tmp_path / "made", engine="here", extractor=find)
    assert stored(tmp_path / "made") == stored(tmp_path / "local")
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
    before = (tmp_path / "out/graph.ttl").read_bytes()
    harmed = min((tmp_path / "shards/quads").glob("*.nq"))
    harmed.write_bytes(harmed.read_bytes()[1:])
    with pytest.raises(KgError, match=rf"{harmed.name}: damaged, or gone; build the shards again"):
        load_shards(place, tmp_path / "out")
    assert (tmp_path / "out/graph.ttl").read_bytes() == before
    assert quads(make_shards(folder, place, engine="here", extractor=find)) == quads(shards) == stored(tmp_path / "out")


def test_where_there_are_no_shards_the_command_that_makes_them_is_told(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="no shards of a whole graph; make them with: kg build ARTICLES --engine ray"):
        load_shards(str(tmp_path), tmp_path / "out")


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
