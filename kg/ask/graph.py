"""A built graph as one object: ask it, list it, hand it on.

pandas, networkx and rdflib are imported where they are needed, so that one question asked from the command
line does not wait for them.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from kg.ask.analysis.methods import Analyses, steadily
from kg.ask.answers import Table, Triples
from kg.ask.asking import TIME_LIMIT, run
from kg.ask.drawn import drawn_facts
from kg.ask.engine import STORE
from kg.ask.library import queries, read_query
from kg.ask.state import State, now_in, open_state
from kg.errors import GraphError, QueryError
from kg.files import part
from kg.graph.filters import Filters, selection_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

    import networkx as nx
    import pandas as pd
    import rdflib

    from kg.ask.answers import Answer
    from kg.ask.engine import Engine
    from kg.ask.header import Query
    from kg.ask.names import Names
    from kg.ask.worker import Which
    from kg.graph.exports import Format, Reification
    from kg.graph.store import Store
    from kg.schema import Schema
    from kg.view import Picture

__all__ = ["STORE", "KnowledgeGraph", "open_graph"]

UNNAMED = "out"
"""The folder of a graph that nobody has given a name."""


class Drawing(Filters, total=False):
    """What :meth:`KnowledgeGraph.view` leaves in the picture: a part of the graph, and how many entities at most."""

    limit: int


class KnowledgeGraph(Analyses):
    """A graph that is open for reading; made by :func:`open_graph`.

    Use it as it is, or in a ``with`` statement, after which it is closed. When a build replaces the graph, what is
    asked from then on is asked of the new one; each answer is of one graph as a whole.

    Attributes:
        folder: where the graph lies.
    """

    def __init__(self, state: State, *, follow: bool = True) -> None:
        self.folder = state.folder
        self._state: State | None = state
        self._follow = follow
        self._renewing = threading.Lock()
        self._asked = threading.local()

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            GraphError: the graph has been closed.
        """
        return self._here.store

    @property
    def which(self) -> Which | None:
        """Tells the store from others that take its place; for an :class:`~kg.ask.engine.Engine`."""
        return self._here.which

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the graph; closing twice does nothing."""
        state, self._state = self._state, None
        if state is not None:
            state.close()

    @contextmanager
    def steady(self) -> Iterator[bool]:
        """Whatever is asked in the block is asked of one graph, though a build may replace it meanwhile.

        >>> with graph.steady():  # doctest: +SKIP
        ...     partners, rivals = graph.query("partners"), graph.query("competitors")

        Raises:
            GraphError: the graph has been closed; or, in the block, what is still to be read of it is gone.
        """
        if getattr(self._asked, "state", None) is not None:
            yield False
            return
        self._asked.state = self._newest()
        try:
            yield self._follow
        finally:
            self._asked.state = None

    def _newest(self) -> State:
        state = self._here
        if not self._follow or state.which is None or now_in(self.folder) in (None, state.which):
            return state
        with self._renewing:
            state = self._here
            if now_in(self.folder) not in (None, state.which):
                self._state = open_state(self.folder)  # the former one ends with the last answer from it
            return self._here

    @property
    def _here(self) -> State:
        """The state that is being asked in this thread, or else would be."""
        state: State | None = self._state and (getattr(self._asked, "state", None) or self._state)
        if state is None:
            raise GraphError(f"{self.folder}: the graph has been closed; open it again")
        return state

    def __repr__(self) -> str:
        if self._state is None:
            return f"<KnowledgeGraph {str(self.folder)!r}: closed>"
        nouns = (("entity", "entities"), ("relation", "relations"), ("article", "articles"))
        with self.steady():
            counts = zip(self._here.counts, nouns, strict=True)
        held = ", ".join(f"{count:,} {one if count == 1 else many}" for count, (one, many) in counts)
        return f"<KnowledgeGraph {str(self.folder)!r}: {held}>"

    @property
    def schema(self) -> Schema:
        """The schema that the folder keeps, which the graph was built with; the built-in one where it keeps none.

        Raises:
            SchemaError: the kept files have been changed, and are wrong now.
        """
        return self._schema()

    @steadily
    def _schema(self) -> Schema:
        return self._here.schema

    @property
    def _names(self) -> Names:
        return self._here.names

    @property
    def _network(self) -> nx.MultiDiGraph[str]:
        return self._here.network

    @steadily
    def answer(
        self,
        query: Query | str | Path,
        params: dict[str, object] | None = None,
        *,
        timeout: float | None = TIME_LIMIT,
        limit: int | None = None,
    ) -> Answer:
        """Ask, and get the answer as it is: a :class:`Table`, :class:`Triples` or a truth value.

        Raises:
            QueryError: the query or a parameter is wrong or refused, or the time limit has passed.
            GraphError: the graph has been closed.
        """
        state = self._here
        return run(state.store, query, params, engine=state.engine, timeout=timeout, limit=limit, names=state.names)

    def query(
        self,
        query: Query | str | Path,
        /,
        *,
        timeout: float | None = TIME_LIMIT,
        limit: int | None = None,
        **params: object,
    ) -> pd.DataFrame | rdflib.Graph | bool:
        """Ask a question of the library by name, a ``.rq`` file, or a SPARQL text whose prefixes are known.

        >>> graph.query("partners", org="Nvidia")  # doctest: +SKIP

        Args:
            query: the question.
            timeout: seconds until it is stopped, or None for no limit.
            limit: rows to give at most.
            **params: the question's parameters; an entity by name, by another of its names or by IRI.

        Returns:
            A data frame with typed columns for SELECT, an rdflib graph for CONSTRUCT and DESCRIBE, a truth
            value for ASK.

        Raises:
            QueryError: the query or a parameter is wrong or refused, or the time limit has passed.
        """
        match self.answer(query, params, timeout=timeout, limit=limit):
            case Table() as table:
                return table.to_pandas()
            case Triples() as triples:
                return triples.to_rdflib()
            case truth:
                return truth

    def table(
        self,
        query: Query | str | Path,
        /,
        *,
        timeout: float | None = TIME_LIMIT,
        limit: int | None = None,
        **params: object,
    ) -> Table:
        """Ask a SELECT and get a :class:`Table` of plain values.

        Raises:
            QueryError: as for :meth:`query`, or the query is no SELECT.
        """
        return self._ask(query, params, timeout=timeout, limit=limit)

    def _ask(
        self,
        query: Query | str | Path,
        params: dict[str, object],
        *,
        timeout: float | None = TIME_LIMIT,
        limit: int | None = None,
    ) -> Table:
        answer = self.answer(query, params, timeout=timeout, limit=limit)
        if not isinstance(answer, Table):
            raise QueryError("this query gives no table; ask it with query()")
        return answer

    def queries(self) -> pd.DataFrame:
        """The questions of the library: name, what each asks, its parameters."""
        import pandas as pd

        rows = [
            (query.name, query.summary["en"], ", ".join(parameter.name for parameter in query.params))
            for query in queries()
        ]
        return pd.DataFrame(rows, columns=["name", "summary", "parameters"])

    def entities(self, type: str | None = None) -> pd.DataFrame:  # noqa: A002 - the field's name
        """The entities, those named most first, all or those of one class (``Organization``, ``PERSON``, ``produit``).

        Raises:
            QueryError: there is no such class.
        """
        return self._ask("entities", {"class": type}).to_pandas()

    def explain(self, subject: str, predicate: str | None = None, object: str | None = None) -> pd.DataFrame:  # noqa: A002 - RDF's name
        """Every passage behind what is stated of an entity, or of two, or of two in one relation.

        Raises:
            QueryError: a name stands for nothing or for several things.
        """
        return self.table("evidence", entity=subject, relation=predicate, other=object).to_pandas()

    @steadily
    def rdflib(self) -> rdflib.Graph:
        """The whole graph as an rdflib graph in memory, prefixes bound."""
        from kg.graph.convert import to_rdflib

        return to_rdflib(self.store)

    @steadily
    def only(self, **filters: Unpack[Filters]) -> KnowledgeGraph:
        """A part of the graph as a graph of its own, which can be asked, drawn and exported like any other.

        Nothing in it dangles, and its counts, statuses, confidences and dates are those of the articles that are left.
        It lies in a temporary folder, which is gone when it is closed; use it in a ``with`` statement.

        >>> graph.only(since=date(2025, 12, 1), around="Nvidia", depth=2)  # doctest: +SKIP

        Args:
            **filters: what to leave: ``since`` and ``until`` (dates), ``classes``, ``relations`` and ``statuses``
                (names), ``min_confidence``, ``around`` (an entity by any of its names, or by IRI) and ``depth``; see
                :class:`kg.graph.filters.Selection`.

        Raises:
            QueryError: a filter names nothing that the graph knows, or a depth is from no entity.
            GraphError: the graph has been closed, or there is no room for the part.
        """
        from kg.graph.selection import open_part

        filters["around"] = self._centre(filters)
        wanted = selection_of(self.store, schema=self.schema, **filters)
        room = TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True)
        place = Path(room.name) / (self.folder.resolve().name or UNNAMED)
        return KnowledgeGraph(State(place, open_part(self.store, wanted, room, place / STORE), whole=self._here))

    def _centre(self, filters: Filters) -> str | None:
        """The IRI of the entity that filters name; None where they name none."""
        around = filters.get("around")
        if around is None and "depth" in filters:
            raise QueryError("depth says how many steps to go from an entity, and none is named; give around too")
        return None if around is None else self._names.entity(around).value

    @steadily
    def view(
        self,
        *,
        query: Query | str | Path | Answer | None = None,
        title: str | None = None,
        language: str = "fr",
        drawn: int | None = None,
        embed: bool = False,
        known: Mapping[str, tuple[int, int]] | None = None,
        height: int = 640,
        **filters: Unpack[Drawing],
    ) -> Picture:
        """Draw the graph, or the part of it that the filters leave, as one self-contained page.

        >>> graph.view(around="Nvidia", min_confidence=0.5)  # doctest: +SKIP

        Args:
            query: draws the answer of a question in place of the whole graph: a CONSTRUCT, a DESCRIBE, or a SELECT of
                ``?s ?p ?o``, as text, as a ``.rq`` file or by its name in the library; or an answer that was given.
            title: what stands at the top of the page; where none is given, the name of the entity or of the file, or
                what graph it is.
            language: of the page, ``fr`` or ``en``.
            drawn: how many entities are drawn when the page opens, the most important first; 1,000 unless given.
            embed: whether the page is to be part of another one, such as a report.
            known: where entities stand in an earlier page, as :func:`kg.view.places` reads it; they stay there.
            height: of the frame in a notebook, in pixels.
            **filters: as for :meth:`only`, and ``limit``, the number of entities to hold at most.

        Raises:
            QueryError: a filter names nothing that the graph knows, a depth is from no entity, or nothing is to be
                drawn.
        """
        from kg.view import DRAWN, Picture, draw, graph_data, graph_title

        asked = None if query is None or isinstance(query, Table | Triples | bool) else read_query(query)
        answer = query if isinstance(query, Table | Triples | bool) else None if asked is None else self.answer(asked)
        facts = None if answer is None else drawn_facts(answer)
        filters["around"] = centre = self._centre(filters)
        data = graph_data(self.store, facts=facts, schema=self.schema, **filters)
        title = title or next((node.name for node in data.nodes if node.iri == centre), None)
        if not title and asked is not None and asked.path is not None:
            title = asked.path.stem
        if not title:
            folder = self.folder.resolve().name
            title = graph_title(language, self._here.counts[2], "" if folder == UNNAMED else folder)
        first = DRAWN if drawn is None else drawn
        page = draw(data, title=title, language=language, drawn=first, embed=embed, known=known or {})
        return Picture(page, data, height)

    @steadily
    def export(
        self,
        target: str | Path | BinaryIO,
        format: Format | str,  # noqa: A002 - the field's name
        *,
        ontology: bool = True,
        reification: Reification | str = "none",
        language: str = "fr",
    ) -> None:
        """Write the graph for another tool, as ``turtle``, ``graphml``, ``parquet``, ``neo4j``, ``obsidian`` and so on.

        A part of it is exported as ``graph.only(...).export(...)``.

        Args:
            target: a file or a binary stream; a folder where the format is one.
            format: a :class:`kg.graph.exports.Format` or its name.
            ontology: whether RDF holds the classes and relations along with the data.
            reification: how RDF says which triple a statement is about: ``none`` for as ever, ``rdf``, ``rdf12``.
            language: of notes, ``fr`` or ``en``.

        Raises:
            GraphError: the format is unknown, or the file or folder cannot be written.
            MissingExtra: the format needs a package that is not installed.
            QueryError: there are no notes in that language.
        """
        from kg.graph.exports import Format, export, folder_for

        place, wanted = Path(target) if isinstance(target, str) else target, Format.named(format)
        if wanted is not Format.OBSIDIAN:
            about = None if ontology else ()
            export(self.store, wanted, place, ontology=about, reification=reification)
            return
        from kg.view import graph_data
        from kg.view.notes import write_notes

        with folder_for(wanted, place, reification) as folder:
            write_notes(graph_data(self.store, schema=self.schema, limit=sys.maxsize), folder, language=language)


def open_graph(folder: str | Path, engine: Engine | None = None, *, follow: bool = True) -> KnowledgeGraph:
    """Open the graph that a build left in a folder.

    Args:
        folder: of the graph.
        engine: that answers questions, for whoever has started it beforehand; it is closed with the graph.
        follow: whether to go on with the new graph where a build replaces it; otherwise what can no longer be read of
            the former one is refused.

    Raises:
        GraphError: the folder holds no graph, or the graph is damaged.
    """
    place = Path(folder)
    if place.is_dir() and not part(place, STORE).exists():
        raise GraphError(
            f"{place}: holds no graph; give the folder that a build wrote, or build one: kg build ARTICLES -o {place}"
        )
    return KnowledgeGraph(open_state(place, engine), follow=follow)
