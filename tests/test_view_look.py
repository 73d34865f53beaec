"""Looks: one per class, told apart by colour and shape; the more others, the larger."""

from __future__ import annotations

from kg.schema import load_schema
from kg.view.look import RADIUS, looks, radius_of


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


def test_the_area_of_a_node_grows_with_those_it_is_joined_to() -> None:
    bare, first = RADIUS
    assert [radius_of(others) for others in (0, 1, 4, 100)] == [bare, bare + first, bare + 2 * first, bare + 10 * first]
