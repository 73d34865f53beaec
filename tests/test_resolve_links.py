"""The table of links to Wikidata: its form, its sources, and what it says of things that anyone can check."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from kg.model import Entity
from kg.resolve.links import WIKIDATA, load_links
from kg.schema import load_schema

DATA = files("kg").joinpath("data")
HEAD, *LINES = DATA.joinpath("links.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES]


def test_the_table_has_four_columns_and_no_stray_space() -> None:
    assert HEAD == "class\tname\titem\tsource"
    assert [row for row in ROWS if len(row) != 4 or any(cell != cell.strip() or not cell for cell in row)] == []


def test_it_is_sorted_by_class_and_name() -> None:
    assert [row[:2] for row in ROWS] == sorted(row[:2] for row in ROWS)


def test_no_thing_has_two_items() -> None:
    assert [thing for thing, number in Counter(Entity.named(*row[:2]) for row in ROWS).items() if number > 1] == []


def test_no_item_is_two_things_but_a_language_with_two_names() -> None:
    things = Counter(row[2] for row in ROWS)
    assert {item for item, number in things.items() if number > 1} == {"Q37227"}
    assert [row[1] for row in ROWS if row[2] == "Q37227"] == ["Go", "Golang"]


def test_every_class_is_in_the_schema() -> None:
    assert {row[0] for row in ROWS} <= load_schema().classes.keys()


def test_every_item_is_well_formed() -> None:
    assert [row[2] for row in ROWS if not re.fullmatch(r"Q[1-9][0-9]{0,9}", row[2])] == []


def test_every_source_is_in_the_legend_and_every_source_of_the_legend_is_used() -> None:
    legend = re.findall(r"^\| `([^`]+)` \|", DATA.joinpath("links.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted({row[3] for row in ROWS}) == sorted(legend)


def test_every_name_but_two_of_languages_is_that_of_the_table_of_known_things() -> None:
    lines = DATA.joinpath("aliases.tsv").read_text(encoding="utf-8").splitlines()
    known = {tuple(line.split("\t")[:2]) for line in lines}
    assert [name for type_, name, *_ in ROWS if (type_, name) not in known] == ["C", "Go"]


@pytest.mark.parametrize(
    ("type_", "name", "item"),
    [
        ("ORG", "Apple", "Q312"),
        ("ORG", "Orange", "Q1431486"),
        ("ORG", "European Union", "Q458"),
        ("PERSON", "Linus Torvalds", "Q34253"),
        ("PLACE", "Denmark", "Q35"),
        ("PLACE", "Ireland", "Q27"),
        ("PRODUCT", "Windows", "Q1406"),
        ("TECHNOLOGY", "Rust", "Q575650"),
    ],
)
def test_a_known_thing_is_the_item_of_its_name(type_: str, name: str, item: str) -> None:
    assert load_links()[type_, Entity.named(type_, name).key] == WIKIDATA + item


def test_the_fruit_is_not_the_company() -> None:
    assert ("PRODUCT", "apple") not in load_links()


def test_every_row_is_loaded_and_nothing_can_be_added() -> None:
    links = load_links()
    assert len(links) == len(ROWS) > 800
    with pytest.raises(TypeError):
        links["ORG", "x"] = "y"  # type: ignore[index]
