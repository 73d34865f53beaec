"""Known things: what the package's table and the analyst say that a name stands for."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from kg.model import Entity
from kg.resolve.known import CURATED, FAMILY, GIVEN, _table, load_known
from kg.resolve.senses import load_senses
from kg.resolve.spelling import key
from kg.schema import load_schema
from kg.schema.types import GivenName

SCHEMA = load_schema()
KNOWN = load_known(SCHEMA)


def named(type_: str, name: str) -> Entity:
    return Entity.named(type_, name)


@pytest.mark.parametrize(
    ("type_", "name", "thing"),
    [
        ("ORG", "AWS", "Amazon Web Services"),
        ("ORG", "Nvidia Corporation", "Nvidia"),
        ("ORG", "NVIDIA", "Nvidia"),
        ("PLACE", "États-Unis", "United States"),
        ("PLACE", "USA", "United States"),
        ("PLACE", "U.S.", "United States"),
        ("THREAT_ACTOR", "Fancy Bear", "APT28"),
        ("THREAT_ACTOR", "APT28", "APT28"),
        ("REGULATION", "RGPD", "General Data Protection Regulation"),
        ("REGULATION", "DMA", "Digital Markets Act"),
        ("ORG", "MIT", "Massachusetts Institute of Technology"),
        ("PRODUCT", "H100", "Nvidia H100"),
        ("PRODUCT", "GPT\u20114", "GPT-4"),
    ],
)
def test_another_name_stands_for_the_thing(type_: str, name: str, thing: str) -> None:
    found = KNOWN.thing(named(type_, name))
    assert found is not None
    assert found.name == thing


@pytest.mark.parametrize(
    ("type_", "one", "other"),
    [
        ("PRODUCT", "Gemini 2.5", "Gemini 3"),
        ("PRODUCT", "Galaxy S26", "Galaxy S26 Ultra"),
        ("PRODUCT", "iPhone 15", "iPhone 15 Pro"),
        ("PRODUCT", "Linux", "Oracle Linux"),
        ("TECHNOLOGY", "HTTP", "HTTPS"),
        ("EVENT", "CES 2025", "CES 2026"),
        ("EVENT", "CES", "CES 2026"),
        ("TECHNOLOGY", "LoRA", "Low-Rank Adaptation"),
    ],
)
def test_members_of_a_family_are_things_of_their_own(type_: str, one: str, other: str) -> None:
    found = KNOWN.proper(named(type_, one)), KNOWN.proper(named(type_, other))
    assert None not in found
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("type_", "name"), [("TECHNOLOGY", "DMA"), ("TECHNOLOGY", "MIT License"), ("ORG", "Velmora"), ("PERSON", "AWS")]
)
def test_what_the_table_does_not_have_in_this_class_is_nothing(type_: str, name: str) -> None:
    assert KNOWN.thing(named(type_, name)) is None
    assert KNOWN.proper(named(type_, name)) is None
    assert KNOWN.canonical(named(type_, name)) is None


def test_only_its_own_name_is_proper() -> None:
    assert KNOWN.proper(named("ORG", "Amazon Web Services")) == named("ORG", "Amazon Web Services")
    assert KNOWN.proper(named("ORG", "AWS")) is None


def test_a_class_taken_for_a_like_one_keeps_the_class_and_gets_the_name() -> None:
    assert KNOWN.canonical(named("PRODUCT", "Autodesk 3ds Max")) == named("PRODUCT", "3ds Max")
    assert KNOWN.canonical(named("ORG", "Autodesk 3ds Max")) == named("ORG", "3ds Max")
    assert KNOWN.canonical(named("PLACE", "Autodesk 3ds Max")) is None


def test_a_few_letters_stand_for_too_much_to_be_looked_up_in_another_class() -> None:
    assert KNOWN.canonical(named("PRODUCT", "H100")) == named("PRODUCT", "Nvidia H100")
    assert KNOWN.canonical(named("ORG", "H100")) is None


def test_the_source_of_a_name_is_told() -> None:
    assert KNOWN.source(named("ORG", "AWS")) == CURATED
    assert KNOWN.source(named("ORG", "Velmora")) == ""


def test_a_family_is_what_several_other_things_are_called_after() -> None:
    assert KNOWN.is_family(named("PRODUCT", "Linux"))
    assert not KNOWN.is_family(named("PRODUCT", "Claude"))
    assert not KNOWN.is_family(named("PRODUCT", "Oracle Linux"))
    assert not KNOWN.is_family(named("TECHNOLOGY", "Linux"))
    ends = [thing.key for thing in KNOWN.things.values() if thing.type == "PRODUCT" and thing.key.endswith(" linux")]
    assert len(set(ends)) >= FAMILY


def test_every_name_leads_to_a_thing_that_bears_its_own() -> None:
    assert all(KNOWN.things[thing.type, thing.key] == thing for thing in KNOWN.things.values())
    assert {type_ for type_, _ in KNOWN.things} <= set(SCHEMA.classes)


def test_a_sense_is_no_other_name_of_what_has_its_ambiguous_name() -> None:
    for name, senses in load_senses().items():
        for sense in senses:
            found = KNOWN.canonical(sense.thing)
            assert found is None or found.key != Entity.named("", name).key or found == sense.thing


def test_the_analyst_has_the_last_word_and_the_tables_other_names_follow() -> None:
    given = (
        GivenName("Amazon Cloud", "ORG", "Amazon Cloud"),
        GivenName("Amazon Web Services", "ORG", "Amazon Cloud"),
        GivenName("Velmora SA", "ORG", "Velmora"),
        GivenName("Velmora", "ORG", "Velmora"),
    )
    known = load_known(replace(SCHEMA, names=given))
    cloud = named("ORG", "Amazon Cloud")
    assert known.thing(named("ORG", "Amazon Web Services")) == cloud
    assert known.thing(named("ORG", "AWS")) == cloud
    assert known.proper(named("ORG", "Amazon Web Services")) is None
    assert known.thing(named("ORG", "Velmora SA")) == named("ORG", "Velmora")
    assert known.source(named("ORG", "Velmora SA")) == GIVEN
    assert known.canonical(named("PRODUCT", "Velmora SA")) == named("PRODUCT", "Velmora")
    assert known.source(named("PRODUCT", "Velmora SA")) == GIVEN


def test_classes_that_the_schema_lacks_are_left_out() -> None:
    classes = {name: one for name, one in SCHEMA.classes.items() if name == "PLACE"}
    known = load_known(replace(SCHEMA, classes=classes, relations={}))
    assert {type_ for type_, _ in known.things} == {"PLACE"}
    assert known.thing(named("ORG", "AWS")) is None


def test_names_that_are_folded_all_at_once_have_the_keys_that_they_have_one_by_one() -> None:
    _, *lines, end = files("kg").joinpath("data/aliases.tsv").read_text(encoding="utf-8").split("\n")
    assert end == ""
    for line, row in zip(lines, _table(), strict=True):
        type_, name, aliases, source = line.split("\t")
        assert (row.thing, row.thing.name, row.source) == (named(type_, name), name, source)
        assert list(row.others) == [key(alias) for alias in aliases.split("|") if alias]
