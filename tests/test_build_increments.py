"""A build that follows others comes to what one from scratch does, and does only what has changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kg.build import Changes, build, history, read_report
from kg.build.folder import SHELF
from kg.build.report import LEDGER, LOG, PAGE, REPORT, STORE, TURTLE
from kg.graph.store import open_store
from tests.make_death import dying
from tests.stub_build import NAMES, line, stubbed, write

if TYPE_CHECKING:
    from kg.build import BuildReport

FILES = ["a.md", "b.md", "c.txt", "d.txt", "sub/e.md", "é.md"]
DECISIONS = {
    "merge": "- {merge: OpenAI (ORG), into: Nvidia (ORG)}\n",
    "rename": "- {rename: Orange (ORG), to: Orange SA}\n",
    "reject": "- {reject: Nvidia (ORG), relation: develops, object: Vera Rubin (PRODUCT)}\n",
    "accept": "- {accept: Nvidia (ORG), relation: partnersWith, object: OpenAI (ORG)}\n",
}
SCHEMA = '[classes.BOAT]\nlabel = { fr = "bateau", en = "boat" }\n\n[names.ORG]\n"Orange" = ["AWS"]\n'

names = st.sampled_from(sorted(NAMES))
lines = st.builds(line, names, st.sampled_from(["avec", "développe"]), names, st.sampled_from(["", "sûr"]))
texts: st.SearchStrategy[list[str]] = st.one_of(st.lists(lines, min_size=1, max_size=4), st.just([]))
edits = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(FILES), texts),
    st.tuples(st.sampled_from(["rename", "copy", "swap"]), st.sampled_from(FILES), st.sampled_from(FILES)),
    st.tuples(st.just("delete"), st.sampled_from(FILES), st.none()),
    st.tuples(st.just("decide"), st.sets(st.sampled_from(sorted(DECISIONS))), st.none()),
    st.tuples(st.just("sure"), st.sampled_from([0.0, 0.8]), st.none()),
    st.tuples(st.just("schema"), st.booleans(), st.none()),
    st.tuples(st.just("build"), st.none(), st.none()),
    st.tuples(st.just("die"), st.integers(0, 30), st.none()),
)


@dataclass
class Work:
    """A folder of articles, how they are built, and their graph.

    Attributes:
        place: that it all lies in.
        options: of the builds.
        known: the contents that the last build knew.
    """

    place: Path
    options: dict[str, object] = field(default_factory=dict)
    known: set[tuple[str, str, bytes]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.articles, self.out = self.place / "in", self.place / "out"
        write(self.articles / "first.md", line("Nvidia", "avec", "OpenAI", "sûr"), line("AWS", "avec", "Orange"))

    def edit(self, what: str, one: object, other: object) -> None:
        """Do to the articles, or to the options, what is said; nothing where that cannot be."""
        if what in {"write", "rename", "copy", "swap", "delete"}:
            self._edit_file(what, self.articles / str(one), other)
        elif what == "decide":
            decided = self.place / "decisions.yaml"
            assert isinstance(one, set)
            text = "".join(DECISIONS[name] for name in sorted(one))
            decided.write_text(f"version: 1\ndecisions:\n{text}" if text else "version: 1\n", encoding="utf-8")
            self.options["decisions"] = decided
        elif what == "sure":
            self.options["min_confidence"] = one
        elif what == "schema":
            (self.place / "kg.toml").write_text(SCHEMA, encoding="utf-8")
            self.options["schema"] = self.place / "kg.toml" if one else None
        elif what == "die":
            assert isinstance(one, int)
            with stubbed(), dying(one, ("rename", "fsync")):
                build(self.articles, self.out, **self.options)  # type: ignore[arg-type]
        else:
            self.build()

    def _edit_file(self, what: str, path: Path, other: object) -> None:
        if what == "write":
            assert isinstance(other, list)
            write(path, *other) if other else path.write_bytes(b"") if path.parent.exists() else None
        elif path.exists():
            target = self.articles / str(other)
            target.parent.mkdir(exist_ok=True)
            if what == "delete":
                path.unlink()
            elif what == "copy" and path != target:
                shutil.copyfile(path, target)
            elif what == "swap" and target.exists():
                content = path.read_bytes()
                path.write_bytes(target.read_bytes())
                target.write_bytes(content)
            else:
                path.rename(target)

    def build(self, out: Path | None = None, **options: object) -> BuildReport:
        """Build, and see that nothing is read twice."""
        with stubbed() as read:
            report = build(self.articles, out or self.out, **self.options, **options)  # type: ignore[arg-type]
        if out is None:
            assert not self.known & {self._content(name) for name in read}
            assert len({self._content(name) for name in read}) == len(read)
            assert report.read == (0 if options.get("reproducible") else len(read))
            there = (one for one in self.articles.rglob("*") if one.is_file())
            self.known = {self._content(str(one.relative_to(self.articles))) for one in there}
        return report

    def _content(self, name: str) -> tuple[str, str, bytes]:
        """What a reading depends on."""
        return Path(name).suffix, str(self.options.get("schema")), (self.articles / name).read_bytes()

    def check(self) -> None:
        """Build once more and from scratch, and compare."""
        clean = self.place / "clean"
        ours, theirs = self.build(reproducible=True), self.build(clean, reproducible=True)
        assert replace(ours, folder=clean) == theirs
        assert seen(self.out) == seen(clean)
        assert not self.build(reproducible=True).read
        shutil.rmtree(clean)


def seen(out: Path) -> dict[str, object]:
    """Everything that a folder holds, but for what only builds read, in a form that can be compared."""
    with open_store(out / STORE) as store:
        quads = sorted(map(str, store.raw))
    files = [one for one in out.rglob("*") if one.is_file() and STORE not in one.relative_to(out).parts]
    mine = [one for one in files if not one.name.startswith((".readings", LEDGER, LOG))]
    return {STORE: quads} | {
        str(one.relative_to(out)): one.read_text(encoding="utf-8").replace(str(out), "OUT") for one in mine
    }


def laws(steps: list[tuple[str, object, object]]) -> None:
    with TemporaryDirectory() as place:
        work = Work(Path(place))
        for step in steps:
            work.edit(*step)
        work.check()


def test_a_label_in_a_schema_is_written_anew_without_an_article_being_read(tmp_path: Path) -> None:
    work = Work(tmp_path)
    work.edit("schema", True, None)
    work.build()
    (tmp_path / "kg.toml").write_text(SCHEMA.replace("bateau", "navire"), encoding="utf-8")
    assert "navire" not in (work.out / TURTLE).read_text(encoding="utf-8")
    assert work.build().read == 0
    assert "navire" in (work.out / TURTLE).read_text(encoding="utf-8")
    work.check()


@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(edits, min_size=3, max_size=12))
def test_a_history_of_edits_and_builds_ends_as_from_scratch(steps: list[tuple[str, object, object]]) -> None:
    laws(steps)


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(edits, min_size=3, max_size=25))
def test_a_long_history_of_edits_and_builds_ends_as_from_scratch(steps: list[tuple[str, object, object]]) -> None:
    laws(steps)


@pytest.fixture(name="work")
def _work(tmp_path: Path) -> Work:
    work = Work(tmp_path)
    for name in ("a.md", "b.md", "c.md"):
        write(work.articles / name, line("Nvidia", "avec", "AWS"), line("Nvidia", "développe", "Vera Rubin", name))
    work.build()
    return work


def marks(out: Path) -> dict[str, tuple[int, int]]:
    """What tells every file of a folder from its successor."""
    files = [one for one in out.rglob("*") if one.is_file() and not one.name.startswith(".readings")]
    return {str(one): (one.stat().st_ino, one.stat().st_mtime_ns) for one in files}


def test_a_build_that_has_nothing_to_do_writes_nothing(work: Work) -> None:
    before, report = marks(work.out), read_report(work.out)
    again = work.build()
    assert (again.changes, again.read, again.fresh) == (Changes(kept=4), 0, 0)
    assert again.inputs == report.inputs
    assert marks(work.out) == before
    assert len(history(work.out)) == 1


def test_what_becomes_of_the_articles_is_reported(work: Work) -> None:
    (work.articles / "a.md").rename(work.articles / "z.md")
    (work.articles / "b.md").unlink()
    write(work.articles / "c.md", line("AWS", "avec", "Orange"))
    write(work.articles / "d.md", line("OpenAI", "avec", "Orange"))
    report = work.build()
    assert report.changes == Changes(added=1, changed=1, renamed=1, deleted=1, kept=1)
    assert report.read == 2
    assert 0 < report.fresh < report.triples
    work.check()


@pytest.mark.parametrize(
    "options", [{"min_confidence": 0.95}, {"base": "https://data.example/"}, {"decisions": "merge"}]
)
def test_other_options_read_nothing_again(work: Work, options: dict[str, object]) -> None:
    before = (work.out / TURTLE).read_bytes()
    if "decisions" in options:
        work.edit("decide", {"merge", "rename"}, None)
    else:
        work.options |= options
    assert work.build().read == 0
    assert (work.out / TURTLE).read_bytes() != before
    work.check()


def test_another_schema_reads_everything_again_and_the_one_before_it_nothing(work: Work) -> None:
    work.edit("schema", True, None)
    assert work.build().read == 4
    assert (work.out / "schema" / "kg.toml").is_file()
    work.edit("schema", False, None)
    assert work.build().read == 0  # whoever gives an option but once finds what was read without it
    assert not (work.out / "schema").exists()
    work.edit("schema", True, None)
    assert work.build().read == 0
    work.check()


@pytest.mark.parametrize("name", [TURTLE, PAGE, STORE, LEDGER, REPORT])
def test_what_was_deleted_comes_back(work: Work, name: str) -> None:
    path = work.out / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert work.build().read == 0
    work.check()


@pytest.mark.parametrize("name", [TURTLE, LEDGER, f"{STORE}/CURRENT", REPORT])
@pytest.mark.parametrize("how", ["changed", pytest.param("cut", marks=pytest.mark.slow), "emptied"])
def test_what_was_changed_by_hand_is_put_right(work: Work, name: str, how: str) -> None:
    path = work.out / name
    data = path.read_bytes()
    if how == "changed":
        data = data.replace(b"Nvidia", b"Navidi", 1) if b"Nvidia" in data else b"{" + data[1:]
    path.write_bytes({"changed": data, "cut": data[: len(data) // 2], "emptied": b""}[how])
    write(work.articles / "d.md", line("OpenAI", "avec", "Orange"))
    work.build()
    work.check()


def test_a_shelf_that_is_damaged_is_filled_anew(work: Work) -> None:
    (work.out / ".readings").write_bytes(b"no database at all, but long enough to look like one" * 100)
    work.known.clear()
    assert work.build(fresh=True).read == 4
    work.check()


def test_everything_is_done_anew_where_that_is_asked_for(work: Work) -> None:
    before = (work.out / TURTLE).read_bytes()
    work.known.clear()
    report = work.build(fresh=True)
    assert report.read == 4
    assert (work.out / TURTLE).read_bytes() == before


def test_what_could_not_be_read_is_tried_again_when_it_has_changed_or_on_request(work: Work) -> None:
    (work.articles / "bad.md").write_bytes(b"")
    assert [row.path.rpartition("/")[2] for row in work.build().skipped] == ["bad.md"]
    write(work.articles / "d.md", line("OpenAI", "avec", "Orange"))
    report = work.build()
    assert report.read == 1
    assert len(report.skipped) == 1
    work.known.clear()
    assert work.build(retry=True).read == 1
    work.check()


def test_a_reproducible_build_leaves_no_history(work: Work) -> None:
    work.build(reproducible=True)
    assert read_report(work.out).finished == ""
    assert history(work.out) == ()  # nor that of the builds before
    work.build()
    assert read_report(work.out).finished
    assert len(history(work.out)) == 1


def test_reproducible_folders_are_the_same_bytes_but_for_their_databases(work: Work) -> None:
    (work.articles / "bad.md").write_bytes(b"")
    decided = "version: 1\ndecisions:\n- {rename: Orange (ORG), to: Orange SA}\n- {rename: Nobody (ORG), to: NVIDIA}\n"
    folders = [work.out, work.place / "other place" / "second"]
    for out in folders:
        out.mkdir(parents=True, exist_ok=True)
        (out / "decisions.yaml").write_text(decided, encoding="utf-8")
        work.build(out, reproducible=True)
    first, second = ({str(one.relative_to(out)): one for one in out.rglob("*") if one.is_file()} for out in folders)
    plain = {name for name in first if not name.startswith((STORE, SHELF, LEDGER))}
    assert plain == {name for name in second if not name.startswith((STORE, SHELF, LEDGER))}
    assert plain == {TURTLE, PAGE, REPORT, "decisions.yaml"}
    assert [name for name in sorted(plain) if first[name].read_bytes() != second[name].read_bytes()] == []
    report = read_report(folders[1])
    assert (report.folder, report.decisions) == (folders[1], "decisions.yaml")
    assert report.unmatched[0].startswith("decisions.yaml:")
    assert not work.build(folders[1], reproducible=True).written
