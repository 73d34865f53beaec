"""Shards for tests: what they hold, what a store holds, and a cluster that fails when it is told to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from kg.engine import Order, Place, write_shards
from kg.engine.machines import cluster
from kg.engine.sources import records
from kg.graph.exports import export
from kg.graph.store import open_store
from kg.graph.vocab import DEFAULT_BASE
from kg.harvest import recipe
from kg.schema import load_schema
from tests.make_build import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.engine import Shards
    from kg.resolve import Decisions

__all__ = ["Stopped", "Stopping", "files", "order", "quads", "sharded", "stored"]


def order(folder: Path, place: Path | str, decisions: Decisions | None = None, **options: Any) -> Order:  # noqa: ANN401
    """What the articles of a folder are asked for, with an extractor that needs no pipeline."""
    how = recipe(load_schema(), decisions=decisions)
    usual: dict[str, Any] = {
        "base": DEFAULT_BASE,
        "min_confidence": 0.0,
        "timeout": 60.0,
        "extractor": find,
        "shard": 2000,
    }
    return Order(records([str(folder)]), Place.at(str(place)), how, **(usual | options))


def sharded(folder: Path, place: Path | str, **options: Any) -> Shards:  # noqa: ANN401
    """The shards of a folder, made in this process."""
    with cluster("here") as machines:
        return write_shards(order(folder, place, **options), machines)


def quads(shards: Shards) -> list[bytes]:
    """All quads of the shards, sorted; every file must be so already, and be what the manifest says."""
    found = []
    for part in shards.manifest.parts.values():
        lines = shards.place.read(part.name).splitlines(keepends=True)
        assert lines == sorted(set(lines))
        assert len(lines) == part.rows
        found += lines
    return sorted(found)


def stored(folder: Path) -> list[bytes]:
    """What the store of a graph folder holds, as ``kg export --format nquads`` writes it, sorted."""
    stream = io.BytesIO()
    with open_store(folder / "store") as store:
        export(store, "nquads", stream)
    return sorted(stream.getvalue().splitlines(keepends=True))


def files(shards: Shards) -> dict[str, bytes]:
    """The files of the graph."""
    return {part.name: shards.place.read(part.name) for part in shards.manifest.parts.values()}


class Stopped(Exception):  # noqa: N818 - as in StopIteration
    """The machine is gone."""


class Stopping:
    """Runs so many tasks in this process, and then is gone."""

    def __init__(self, left: int) -> None:
        self.left, self.ran = left, 0

    def run(self, task: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        for number, call in enumerate(calls):
            if self.ran == self.left:
                raise Stopped
            self.ran += 1
            yield number, task(*call)
