"""Loaders: the commands name the files and the graph, and a shell takes them as they are meant."""

from __future__ import annotations

import shlex

import pytest

from kg.engine import LOADERS, Place, Shards, commands
from kg.engine.manifest import VERSION, Manifest
from kg.errors import KgError


def shards(address: str) -> Shards:
    return Shards(Place(address), Manifest(VERSION, "shards", "", {}, {"base": "https://kg.example/"}))


@pytest.mark.parametrize(("store", "program"), [("qlever", "qlever"), ("jena", "tdb2.xloader"), ("virtuoso", "isql")])
def test_every_store_has_commands_that_a_shell_takes(store: str, program: str) -> None:
    lines = [line for line in commands(shards("/srv/l'été 2026"), store) if not line.startswith("#")]
    words = [shlex.split(line, comments=True) for line in lines]
    assert program in [first for first, *_ in words]
    assert any("/srv/l" in word and "été 2026/quads" in word for word in words[0])
    assert store in LOADERS


def test_qlever_is_given_patterns_of_the_present_folder() -> None:
    link, index = (shlex.split(line) for line in commands(shards("/srv/l'été 2026"), "qlever")[1:])
    assert link == ["ln", "-s", "/srv/l'été 2026/quads", "quads"]
    assert index[index.index("--input-files") + 1] == "quads/*.nq"
    assert index[index.index("--cat-input-files") + 1] == "cat quads/*.nq"
    there = commands(shards("s3://bucket/shards"), "qlever")
    assert not any(line.startswith("ln") for line in there)


def test_a_path_with_a_quote_stays_one_path_in_sql() -> None:
    line = next(line for line in commands(shards("/srv/l'été"), "virtuoso") if "ld_dir" in line)
    assert shlex.split(line)[-1] == "exec=ld_dir('/srv/l''été/quads', '*.nq', 'https://kg.example/id/graph');"


def test_shards_elsewhere_are_fetched_first() -> None:
    first, *rest = commands(shards("s3://bucket/shards"), "jena")
    assert first == "aws s3 sync s3://bucket/shards/quads quads"
    assert any(line.endswith(" quads/*.nq") for line in rest)


def test_an_unknown_store_is_refused() -> None:
    with pytest.raises(KgError, match="no loader 'neo4j'; use one of qlever, jena, virtuoso"):
        commands(shards("/srv"), "neo4j")
