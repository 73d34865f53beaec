"""A graph as one build has left it, open: its store, the process that answers for it, and what is read of it once."""

from __future__ import annotations

import os
import weakref
from functools import cached_property
from typing import TYPE_CHECKING

from kg.ask.answers import Table
from kg.ask.asking import ReplacedError, run
from kg.ask.engine import STORE, Engine, imports_of
from kg.ask.names import Names
from kg.ask.worker import MARK, which
from kg.errors import GraphError
from kg.files import part
from kg.graph.store import open_store
from kg.schema import kept, load_schema

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    import networkx as nx

    from kg.ask.worker import Which
    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["State", "now_in", "open_state"]

OPENINGS = 5
"""How often a graph is opened that is replaced while it is opened."""


class State:
    """One state of a graph; it never becomes another one, so whatever is read of it belongs together.

    Attributes:
        folder: where the graph lies.
        store: the open store.
        engine: answers questions about that very store.
        which: tells the store from others that may take its place; None where none can.

    Args:
        folder: where the graph lies.
        opened: the open store.
        engine: that answers, for whoever has started one.
        whole: the graph that this one is a part of, whose schema and names hold here too.
        which: tells the store from others.
    """

    def __init__(
        self,
        folder: Path,
        opened: AbstractContextManager[Store],
        engine: Engine | None = None,
        *,
        whole: State | None = None,
        which: Which | None = None,
    ) -> None:
        self.folder, self.which = folder, which
        self._opened, self._whole = opened, whole
        self.store = opened.__enter__()
        self.engine = engine or Engine(part(folder, STORE))  # which starts a process when it is first asked
        self.engine.imports, self.engine.which = imports_of(self.store), which

    def close(self) -> None:
        """End the process, and let go of the store."""
        self.engine.close()
        self._opened.__exit__(None, None, None)

    @cached_property
    def schema(self) -> Schema:
        """The schema that the folder keeps, which the graph was built with; the built-in one where it keeps none."""
        if self._whole is not None:
            return self._whole.schema
        found = load_schema(kept(self.folder))
        if self.which is not None and now_in(self.folder) not in (None, self.which):
            raise ReplacedError
        return found

    @cached_property
    def names(self) -> Names:
        """What people may call things; in a part of a graph, what they may in the whole."""
        return self._whole.names if self._whole is not None else Names(self.store, self.schema)

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Entities and statements, for analyses."""
        from kg.graph.network import to_networkx

        return to_networkx(self.store)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many entities, relations and articles there are."""

        def count(pattern: str) -> int:
            table = run(self.store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            return int(str(table.rows[0][0])) if isinstance(table, Table) else 0

        return count("?s kg:mentionCount ?n0"), count("?s a kg:Statement"), count("?s a schema:NewsArticle")


def now_in(folder: Path) -> Which | None:
    """Which store a graph folder holds now; None where it holds none."""
    return which(str(part(folder, STORE)))


def open_state(folder: Path, engine: Engine | None = None) -> State:
    """Open what a graph folder holds now.

    Raises:
        GraphError: the folder holds no graph, or the graph is damaged.
    """
    for left in reversed(range(OPENINGS)):
        there = now_in(folder)
        place = part(folder, STORE) if folder.exists() else folder
        try:
            # The number of the file is given to no other while it is open.
            held = None if there is None else os.open(place / MARK, os.O_RDONLY)
            state = State(folder, open_store(place), engine, which=there)
        except (GraphError, OSError):  # which a build may have moved meanwhile
            if left and now_in(folder) is not None and (now_in(folder), part(folder, STORE)) != (there, place):
                continue
            raise
        if held is not None:
            weakref.finalize(state, os.close, held)
        if now_in(folder) == there:
            break
    return state
