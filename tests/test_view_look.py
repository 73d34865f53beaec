"""Looks: one per class, told apart by colour and shape; bends that part parallel edges."""

from __future__ import annotations

from kg.schema import load_schema
from kg.view.look import bends, looks, node_size
from kg.view.values import Edge


def edge(head: int, tail: int) -> Edge:
    return Edge(f"e{head}{tail}", head, tail, "uses", "asserted", 0.9, 1, None, None, (), ())


def test_every_class_of_the_schema_has_a_look_of_its_own() -> None:
    classes = [entity_class.iri for entity_class in load_schema().classes.values()]
    found = looks(classes)
    assert len(set(found.values())) == len(classes)


def test_classes_of_an_analyst_get_looks_that_no_built_in_class_has() -> None:
    own = [f"my:Class{number}" for number in range(30)]
    built_in = [entity_class.iri for entity_class in load_schema().classes.values()]
    found = looks([*own, *built_in])
    assert len(set(found.values())) == len(found)
    assert found == looks([*built_in, *reversed(own)])


def test_nodes_grow_with_their_connections() -> None:
    sizes = [node_size(connections) for connections in range(200)]
    assert sizes == sorted(set(sizes))


def test_edges_between_the_same_two_part() -> None:
    assert bends([edge(0, 1), edge(1, 2)]) == [0.0, 0.0]
    assert bends([edge(0, 1), edge(0, 1), edge(0, 1)]) == [0.0, 0.2, -0.2]
    # the second comes from the other end, so that its other side is the same side
    assert bends([edge(0, 1), edge(1, 0)]) == [0.0, -0.2]
