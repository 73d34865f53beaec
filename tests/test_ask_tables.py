"""Tables of what is computed, and rows of a SELECT."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from pyoxigraph import NamedNode

from kg.ask import write_answer
from kg.ask.tables import select, to_table
from kg.graph.vocab import Vocabulary
from tests.ask_sample import sample_store

NODE = NamedNode("https://kg.example/id/org/nvidia")
ROW = ("Nvidia", 3, 0.5, True, None, NODE, date(2026, 1, 6), datetime(2026, 1, 6, 8, tzinfo=UTC))


def test_cells_are_plain_and_nodes_have_their_short_names() -> None:
    table = to_table("abcdefgh", [ROW], Vocabulary())
    assert table.rows == ((*ROW[:5], "org:nvidia", *ROW[6:]),)
    assert table.to_pandas().shape == (1, 8)


def test_the_same_table_is_json_in_the_format_of_sparql() -> None:
    [row] = json.loads(write_answer(to_table("abcdefgh", [ROW], Vocabulary()), "json"))["results"]["bindings"]
    assert {name: cell["value"] for name, cell in row.items()} == {
        "a": "Nvidia", "b": "3", "c": "0.5", "d": "true", "f": NODE.value, "g": "2026-01-06",
        "h": "2026-01-06T08:00:00+00:00",
    }  # fmt: skip
    assert row["f"]["type"] == "uri"


def test_rows_are_sorted_text_and_empty_where_unbound() -> None:
    rows = select(sample_store(), "SELECT ?path ?title { ?a kg:path ?path OPTIONAL { ?a schema:headline ?title } }")
    assert rows == [("a1.md", "AWS et Nvidia"), ("a2.md", "=Hiver, 2026"), ("a3.md", "")]


def test_what_is_no_select_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="a SELECT gives solutions"):
        select(sample_store(), "ASK { ?s ?p ?o }")
