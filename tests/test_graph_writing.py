"""Graphs on disk: made anew where they differ from a former one, and the same as from scratch."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import GraphError, SchemaError
from kg.graph import splice, writing
from kg.graph.exports import export
from kg.graph.ontology import ontology_triples
from kg.graph.rdf import Run, to_triples
from kg.graph.store import load_store, open_store, patch_store
from kg.graph.vocab import Vocabulary
from kg.model import Status
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make
from tests.make_graph import quads, resolutions, said, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph.writing import GraphFiles

FIRST, SECOND = said(0, [0, 1, 2], [0, 1], 0.9), said(1, [0, 1], [0], 0.5)
GRAPH = Resolution((FIRST, SECOND, said(2, [3, 4, 5], [2, 3, 4], 1.0)))
CHANGED = Resolution((FIRST, SECOND, said(2, [3, 4], [2, 3], 0.5)))


@pytest.fixture
def patches(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each store that could be patched was, in a world in which every change is a small one."""
    done: list[bool] = []

    def spy(*given: object) -> bool:
        done.append(patch_store(*given))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr(writing, "patch_store", spy)
    monkeypatch.setattr(splice, "FEW", 100.0)
    monkeypatch.setattr(writing, "WORN", 1000.0)
    return done


def same(one: GraphFiles, other: GraphFiles) -> bool:
    return one.turtle.read_bytes() == other.turtle.read_bytes() and quads(one) == quads(other)


def test_what_is_written_is_what_the_triples_say(tmp_path: Path) -> None:
    run = Run("0.1", "m")
    files, written = write(tmp_path / "a", GRAPH, run=run)
    with open_store(files.store) as store:
        assert list(store.triples()) == list(to_triples(GRAPH, schema=load_schema(), run=run))
        assert len(store) == written.triples
        export(store, "turtle", tmp_path / "other.ttl")
    assert files.turtle.read_bytes() == (tmp_path / "other.ttl").read_bytes()


def test_what_was_written_is_counted(tmp_path: Path) -> None:
    files, written = write(tmp_path / "a", GRAPH)
    assert dict(written.entities) == {"ORG": 2, "PERSON": 1, "PRODUCT": 3, "EVENT": 1}
    assert dict(written.relations) == {"partnersWith": 1, "develops": 2, "uses": 1, "worksFor": 1}
    assert list(written.relations) == [name for name in load_schema().relations if name in written.relations]
    assert dict(written.statuses) == {Status.ASSERTED: 3, Status.PLANNED: 1, Status.NEGATED: 1}
    assert (written.mentions, written.evidence) == (8, 6)
    paragraphs = files.turtle.read_bytes().count(b" .\n\n") - 1  # the prefixes end alike
    assert written.fresh == paragraphs - len({one.subject for one in ontology_triples(load_schema(), Vocabulary())})


@settings(max_examples=10, deadline=None)
@given(st.lists(resolutions(), min_size=2, max_size=3), st.booleans())
def test_a_history_of_changes_ends_as_from_scratch(history: list[Resolution], patch: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as few:
        few.setattr(splice, "FEW", 100.0 if patch else -1.0)
        few.setattr(writing, "WORN", 1000.0)
        former = None
        for step, resolution in enumerate(history):
            files, _ = write(Path(folder) / f"step{step}", resolution, former)
            former = files
        scratch, _ = write(Path(folder) / "scratch", history[-1])
        assert same(files, scratch)


@settings(max_examples=40, deadline=None)
@given(st.lists(resolutions(), min_size=2, max_size=4))
def test_the_text_of_a_history_is_that_from_scratch(history: list[Resolution]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as no:
        no.setattr(writing, "ontology_triples", lambda *_: [])
        no.setattr(writing, "load_store", lambda *_: None)
        no.setattr(writing, "patch_store", lambda *_: True)
        former = None
        for step, resolution in enumerate(history):
            former, written = write(Path(folder) / f"step{step}", resolution, former)
        scratch, fresh = write(Path(folder) / "scratch", history[-1])
        assert former is not None
        assert former.turtle.read_bytes() == scratch.turtle.read_bytes()
        assert dataclasses.replace(written, fresh=fresh.fresh) == fresh


def test_only_what_differs_is_made_anew(tmp_path: Path, patches: list[bool]) -> None:
    first, all_of_it = write(tmp_path / "first", GRAPH)
    again, nothing = write(tmp_path / "again", GRAPH, first)
    assert nothing == dataclasses.replace(all_of_it, fresh=0)
    changed, some = write(tmp_path / "changed", CHANGED, again)
    scratch, _ = write(tmp_path / "scratch", CHANGED)
    assert 0 < some.fresh < all_of_it.fresh
    assert patches == [True, True]
    assert same(again, first)
    assert same(changed, scratch)


def test_a_former_graph_stays_as_it_is(tmp_path: Path, patches: list[bool]) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    before = quads(first), first.turtle.read_bytes(), first.nodes.read_bytes()
    write(tmp_path / "second", CHANGED, first)
    assert (quads(first), first.turtle.read_bytes(), first.nodes.read_bytes()) == before
    assert patches == [True]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [_cut, _flip, _empty, Path.unlink])
@pytest.mark.parametrize("part", ["turtle", "nodes"])
def test_files_that_do_not_fit_together_are_left_alone(
    tmp_path: Path, patches: list[bool], harm: Callable[[Path], None], part: str
) -> None:
    first, all_of_it = write(tmp_path / "first", GRAPH)
    harm(getattr(first, part))
    second, written = write(tmp_path / "second", GRAPH, first)
    scratch, _ = write(tmp_path / "scratch", GRAPH)
    assert written == all_of_it
    assert patches == []
    assert same(second, scratch)


def test_a_word_changed_by_hand_is_not_carried_over(tmp_path: Path) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    text = first.turtle.read_text(encoding="utf-8")
    assert '"Ian Buck"' in text
    first.turtle.write_text(text.replace('"Ian Buck"', '"Ian Back"'), encoding="utf-8")
    second, _ = write(tmp_path / "second", GRAPH, first)
    assert '"Ian Back"' not in second.turtle.read_text(encoding="utf-8")


def test_a_former_store_that_is_gone_is_loaded_afresh(tmp_path: Path, patches: list[bool]) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    first.store.rename(tmp_path / "elsewhere")
    second, written = write(tmp_path / "second", GRAPH, first)
    scratch, _ = write(tmp_path / "scratch", GRAPH)
    assert written.fresh == 0
    assert patches == []
    assert same(second, scratch)


def test_a_former_store_that_holds_something_else_is_loaded_afresh(tmp_path: Path, patches: list[bool]) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    other, _ = write(tmp_path / "other", Resolution((said(3, [0], [], 0.9),)))
    second, _ = write(tmp_path / "second", CHANGED, first._replace(store=other.store))
    scratch, _ = write(tmp_path / "scratch", CHANGED)
    assert patches == [False]
    assert same(second, scratch)


def test_what_was_brought_along_is_not_taken_over(tmp_path: Path, patches: list[bool]) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    raw = pyoxigraph.Store(str(first.store))
    graph = Vocabulary().imported("mine")
    raw.add(pyoxigraph.Quad(graph, graph, graph, graph))
    del raw
    second, _ = write(tmp_path / "second", GRAPH, first)
    scratch, _ = write(tmp_path / "scratch", GRAPH)
    assert patches == [True]
    assert same(second, scratch)


def test_another_ontology_takes_the_place_of_the_former(tmp_path: Path, patches: list[bool]) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    with pytest.MonkeyPatch.context() as other:
        other.setattr(writing, "ontology_triples", lambda *_: list(to_triples(GRAPH, schema=load_schema()))[:5])
        second, written = write(tmp_path / "second", GRAPH, first)
        scratch, _ = write(tmp_path / "scratch", GRAPH)
    assert written.fresh == 0
    assert patches == [True]
    assert same(second, scratch)


@pytest.mark.parametrize(
    "how", [{"run": Run("0.2", "m")}, {"vocabulary": Vocabulary("https://data.acme.example/")}], ids=["run", "base"]
)
def test_nothing_is_taken_from_a_graph_that_was_written_otherwise(
    tmp_path: Path, patches: list[bool], how: dict[str, Any]
) -> None:
    first, _ = write(tmp_path / "first", GRAPH)
    second, written = write(tmp_path / "second", GRAPH, first, **how)
    scratch, all_of_it = write(tmp_path / "scratch", GRAPH, **how)
    assert written == all_of_it
    assert patches == []
    assert same(second, scratch)


def test_a_store_is_loaded_afresh_when_much_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[object] = []

    def spy(*given: object) -> None:
        loads.append(given)
        load_store(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "load_store", spy)
    first, _ = write(tmp_path / "first", GRAPH)
    monkeypatch.setattr(splice, "FEW", 0.0)
    write(tmp_path / "much", CHANGED, first)
    assert len(loads) == 2
    monkeypatch.setattr(splice, "FEW", 100.0)
    files = first
    for step in range(12):  # change by change the store fills with what is gone
        files, _ = write(tmp_path / f"step{step}", GRAPH if step % 2 else CHANGED, files)
    assert 2 < len(loads) < 8


def test_an_unknown_relation_is_named(tmp_path: Path) -> None:
    (relation, *_) = make.extraction().relations
    broken = dataclasses.replace(make.extraction(), relations=(dataclasses.replace(relation, predicate="marries"),))
    with pytest.raises(SchemaError, match="unknown relation 'marries'"):
        write(tmp_path / "a", Resolution((broken,)))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a" / "graph.ttl").mkdir(parents=True)
    with pytest.raises(GraphError, match=r"graph\.ttl: cannot be written"):
        write(tmp_path / "a", GRAPH)
