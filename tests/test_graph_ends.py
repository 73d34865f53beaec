"""The entities that the words of an answer name."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.graph.ends import labelled_ends, naming_columns
from kg.graph.store import Store, memory_store
from kg.graph.vocab import RDFS, Vocabulary

NAMES = Vocabulary()
KG = NAMES.kg


def named(name: str) -> NamedNode:
    return NamedNode(f"{NAMES.base}id/{name}")


FACT, TWINS, HALF, NONE = (named(f"statement/{number}") for number in "1234")
RUST, GAME, ZED = named("technology/rust"), named("product/rust"), named("product/zed")


@pytest.fixture(name="store")
def _store() -> Store:
    facts = [(FACT, ZED, RUST), (TWINS, GAME, RUST)]
    labels = [(RUST, "Rust"), (GAME, "Rust"), (ZED, "Zed"), (ZED, "Zed éditeur")]
    return memory_store(
        [
            *(Triple(statement, KG.subject, head) for statement, head, _ in facts),
            *(Triple(statement, KG.object, tail) for statement, _, tail in facts),
            Triple(HALF, KG.subject, ZED),
            *(Triple(entity, RDFS.label, Literal(label)) for entity, label in labels),
        ]
    )


def test_each_label_is_that_of_one_end(store: Store) -> None:
    assert labelled_ends(store, [FACT, FACT]) == {FACT: {"Rust": RUST, "Zed": ZED, "Zed éditeur": ZED}}
    assert labelled_ends(store, [HALF]) == {HALF: {"Zed": ZED, "Zed éditeur": ZED}}


def test_a_label_that_both_ends_bear_tells_nothing(store: Store) -> None:
    assert labelled_ends(store, [TWINS]) == {TWINS: {}}


def test_what_is_no_statement_has_no_ends(store: Store) -> None:
    assert labelled_ends(store, [NONE, RUST]) == {}


def test_a_column_names_ends_where_most_of_its_cells_do() -> None:
    rows = [("Zed", "Zed", "Zed", 1), ("Rust", "Rust is a game.", None, 1), ("Rust", "Rust", "Rust", 1), ("Zed",) * 4]
    ends = [{"Zed", "Rust"}, {"Rust"}, {"Zed"}, {}]
    assert naming_columns(rows, ends) == {0}
    assert naming_columns([], []) == frozenset()


def test_what_an_analyst_brings_along_renames_nothing(store: Store) -> None:
    store.raw.add(Quad(ZED, RDFS.label, Literal("Zorro"), named("import/mine")))
    assert "Zorro" not in labelled_ends(store, [FACT])[FACT]
