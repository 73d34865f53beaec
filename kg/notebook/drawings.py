"""The triples of an answer -> an rdflib graph that draws itself in a notebook, as the explorer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib

from kg.ask.answers import Table, to_value
from kg.errors import QueryError
from kg.notebook import html
from kg.notebook.frames import to_frame

if TYPE_CHECKING:
    from kg.ask import KnowledgeGraph, Triples
    from kg.view import Picture

__all__ = ["Drawn", "to_drawn"]

_COLUMNS = ("subject", "predicate", "object")


class Drawn(rdflib.Graph):
    """A graph in memory that a notebook shows as a picture, or as a table where it has nothing to draw.

    Attributes:
        picture: the page of the explorer with what is drawn; None where nothing can be.
        table: the triples, as HTML; what is shown where there is no picture.
        notes: what there is to say of the answer.
    """

    picture: Picture | None = None
    table: str = ""
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """What a terminal shows."""
        return "\n".join([f"<Drawn: {len(self):,} triple{'' if len(self) == 1 else 's'}>", *self.notes])

    def _repr_html_(self) -> str:
        shown = self.table if self.picture is None else self.picture._repr_html_()
        return html.page(shown, *(html.note(note, warning=note.startswith("Cut")) for note in self.notes))


def to_drawn(triples: Triples, graph: KnowledgeGraph, *, title: str, language: str, site: str = "") -> Drawn:
    """The triples of an answer as a graph that draws itself.

    Args:
        triples: the answer.
        graph: that gave it; what it knows of the entities is in the picture too.
        title: what stands at the top of the picture.
        language: of the picture.
        site: where ``kg serve`` shows the pages of this graph.
    """
    drawn = Drawn(bind_namespaces="none")
    held = triples.to_rdflib()
    for prefix, namespace in held.namespaces():
        drawn.bind(prefix, namespace)
    for triple in held:
        drawn.add(triple)
    try:
        drawn.picture = graph.view(query=triples, title=title, language=language)
    except QueryError:  # no two entities in it, as where it says only what something is called
        terms = tuple((one.subject, one.predicate, one.object) for one in triples.triples)
        compact = graph.store.vocabulary.compact
        values = tuple(tuple(to_value(term, compact) for term in row) for row in terms)
        table = Table(_COLUMNS, values, terms=terms)
        drawn.table = to_frame(table, graph.store, site=site, language=language)._repr_html_()
    return drawn
