"""A page of what was overheard is the page of the store."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from kg.graph.store import open_store
from kg.graph.stream import Run
from kg.graph.vocab import Vocabulary
from kg.graph.writing import GraphFiles, write_graph
from kg.resolve import Resolution
from kg.schema import load_schema
from kg.view import Overheard, graph_data
from kg.view.overheard import MOST
from kg.view.reading import Reader
from tests.make import extraction
from tests.make_graph import resolutions
from tests.make_view import later

if TYPE_CHECKING:
    from datetime import date

SCHEMA = load_schema()
SAMPLE = Resolution((extraction(), later()))


def remembers(found: Resolution, folder: Path, *, most: int = MOST, since: date | None = None) -> bool:
    """Write a graph, see to it that its page is the same either way, and tell whether there are two ways."""
    vocabulary = Vocabulary("https://other.example/")
    heard = Overheard(vocabulary, SCHEMA, most)
    files = GraphFiles(folder / "store", folder / "graph.ttl", folder / "nodes")
    write_graph(
        found,
        files,
        schema=SCHEMA,
        vocabulary=vocabulary,
        run=Run("1", "m"),
        scratch=folder,
        listener=heard.listen,
    )
    with open_store(files.store) as store:
        reader = heard.reader(store)
        assert graph_data(store, reader=reader, since=since) == graph_data(store, since=since)
        assert graph_data(store, reader=reader, limit=3) == graph_data(store, limit=3)
        return type(reader) is not Reader


def test_the_sample(tmp_path: Path) -> None:
    assert remembers(SAMPLE, tmp_path)


def test_the_articles_of_some_days_are_read_from_the_store(tmp_path: Path) -> None:
    published = later().article.published
    assert published is not None
    assert remembers(SAMPLE, tmp_path, since=published.date())


@settings(max_examples=25, deadline=None)
@given(resolutions())
def test_any_graph(found: Resolution) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert remembers(found, Path(folder))


@pytest.mark.parametrize("most", [1, 10])
def test_a_graph_of_too_many_nodes_is_read_from_the_store(tmp_path: Path, most: int) -> None:
    assert not remembers(SAMPLE, tmp_path, most=most)
