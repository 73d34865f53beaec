"""Names that people type -> the entities, classes and relations of a graph.

An entity is asked for by its label, by another of its names, by ``Name (class)`` or by its IRI. Case, accents
and the shape of apostrophes and dashes do not matter. The best kind of match decides: a label as it is
written, then a label, then another name as it is written, then another name. What fits nothing, or several
entities equally well, is an error that lists what was meant.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError, SchemaError
from kg.graph.vocab import RDF, RDFS, local
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Candidate", "Names", "fold"]

_QUALIFIED = re.compile(r"(?P<name>.*\S)\s*\((?P<class>[^()]+)\)", re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_SHAPES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})
_SHOWN = 8


def fold(name: str) -> str:
    r"""A name without what people vary when they type it.

    >>> fold("  L’Oréal\u00a0Groupe ")
    "l'oreal groupe"
    """
    plain = unicodedata.normalize("NFKD", name.translate(_SHAPES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


class Candidate(NamedTuple):
    """An entity that a name may mean."""

    label: str
    entity_class: str
    iri: str
    articles: int


class Names:
    """The names of one graph; reads only what a look-up needs, and all names only when it must.

    Attributes:
        store: the graph.
        schema: whose classes and relations are known, beside those that the graph has; the built-in one unless given.
    """

    def __init__(self, store: Store, schema: Schema | None = None) -> None:
        self.store, self.schema = store, schema or load_schema()

    def entity(self, name: str, classes: Sequence[str] = ()) -> NamedNode:
        """The entity that a name, an alias, ``Name (class)`` or an IRI stands for.

        Args:
            name: as typed.
            classes: compact IRIs of the classes that are meant; empty for any.

        Raises:
            QueryError: it stands for none or for several; the message lists the nearest.
        """
        typed = name.strip()
        node = self._by_iri(typed)
        if node is not None:
            return node
        found = self._by_name(typed)
        if not found and (qualified := _QUALIFIED.fullmatch(typed)):
            wanted = self.entity_class(qualified["class"]).value
            found = [one for one in self._by_name(qualified["name"]) if self._full(one.entity_class) == wanted]
        if not found:
            raise QueryError(self._unknown(typed))
        fitting = [one for one in found if not classes or one.entity_class in classes]
        if not fitting:
            kinds = " and ".join(sorted({local(one.entity_class) for one in found}))
            wanted = " or ".join(local(iri) for iri in classes)
            raise QueryError(f"{typed!r} is in the graph as {kinds}, and {wanted} is asked for here; give another name")
        if len(fitting) > 1:
            raise QueryError(
                f"{typed!r} may be {_listed(fitting)}; name one by its IRI"
                + (" or as 'Name (class)'" if len({one.entity_class for one in fitting}) > 1 else "")
            )
        return NamedNode(self._full(fitting[0].iri))

    def entity_class(self, name: str) -> NamedNode:
        """The class that an IRI, a compact IRI, a local name, a name in annotations or a label stands for.

        Raises:
            QueryError: there is no such class; the message lists them.
        """
        known = {iri: {local(iri)} for iri in self._classes}
        for entity_class in self.schema.classes.values():
            names = known.setdefault(self.store.vocabulary.compact(self._full(entity_class.iri)), set())
            names |= {entity_class.name, local(entity_class.iri), *entity_class.label.values()}
        return self._term(name, known, "class")

    def relation(self, name: str) -> NamedNode:
        """The property that an IRI, a compact IRI, a name or a label stands for.

        Raises:
            QueryError: there is no such relation; the message lists them.
        """
        known = {iri: {local(iri)} for iri in self._relations}
        for relation in self.schema.relations.values():
            names = known.setdefault(f"kg:{relation.name}", set())
            names |= {relation.name, *relation.label.values()}
        return self._term(name, known, "relation")

    def _term(self, name: str, known: Mapping[str, Iterable[str]], what: str) -> NamedNode:
        typed = fold(name.strip().removeprefix("<").removesuffix(">"))
        for iri, names in known.items():
            if typed in {fold(iri), fold(self._full(iri)), *(fold(one) for one in names)}:
                return NamedNode(self._full(iri))
        listed = sorted({local(iri) for iri in known})
        raise QueryError(f"no {what} named {name!r}; the names are {', '.join(listed)}")

    def _by_iri(self, typed: str) -> NamedNode | None:
        """The entity with this IRI, full or compact; None when it is no IRI of an entity and may be a name."""
        bare = typed.removeprefix("<").removesuffix(">")
        if not _ABSOLUTE.fullmatch(bare):
            return None
        try:
            node = self.store.vocabulary.expand(bare)
        except SchemaError:
            return None
        if next(self.store.raw.quads_for_pattern(node, self.store.vocabulary.kg.mentionCount, None), None):
            return node
        if "://" in bare:
            raise QueryError(f"{typed}: no entity of this graph has that IRI; give a name or another IRI")
        return None

    def _by_name(self, name: str) -> list[Candidate]:
        labelled = self.store.raw.quads_for_pattern(None, RDFS.label, Literal(name))
        exact = [
            one for quad in labelled if isinstance(quad.subject, NamedNode) for one in self._describe(quad.subject)
        ]
        if exact:
            return sorted(exact, key=_by_weight)
        folded = fold(name)
        labels = self._index["label"].get(folded, [])
        if labels or not folded:
            return sorted(labels, key=_by_weight)
        return sorted(self._index["alias"].get(folded, []), key=_by_weight)

    def _describe(self, node: NamedNode) -> list[Candidate]:
        """The node as a candidate, once for each class; nothing where it is no entity."""
        raw, vocabulary = self.store.raw, self.store.vocabulary
        counted = next(raw.quads_for_pattern(node, vocabulary.kg.articleCount, None), None)
        if counted is None or not isinstance(counted.object, Literal):
            return []
        label = next(raw.quads_for_pattern(node, RDFS.label, None)).object
        classes = [quad.object for quad in raw.quads_for_pattern(node, RDF.type, None)]
        return [
            Candidate(
                label.value, vocabulary.compact(one.value), vocabulary.compact(node.value), int(counted.object.value)
            )
            for one in classes
            if isinstance(one, NamedNode) and isinstance(label, Literal)
        ]

    @cached_property
    def _everything(self) -> list[Candidate]:
        rows = self._rows(
            "SELECT ?label ?class ?entity ?articles "
            "{ ?entity kg:articleCount ?articles ; rdfs:label ?label ; rdf:type ?class }"
        )
        compact = self.store.vocabulary.compact
        return [Candidate(label, compact(type_), compact(iri), int(articles)) for label, type_, iri, articles in rows]

    @cached_property
    def _index(self) -> dict[str, dict[str, list[Candidate]]]:
        """Folded labels and folded other names, with the entities that bear them."""
        by_iri = {one.iri: one for one in self._everything}
        labels: defaultdict[str, list[Candidate]] = defaultdict(list)
        aliases: defaultdict[str, list[Candidate]] = defaultdict(list)
        for one in self._everything:
            labels[fold(one.label)].append(one)
        others = "SELECT ?entity ?name { ?entity kg:articleCount ?articles ; skos:altLabel ?name }"
        for iri, name in self._rows(others):
            one = by_iri[self.store.vocabulary.compact(iri)]
            if one not in aliases[fold(name)]:
                aliases[fold(name)].append(one)
        return {"label": labels, "alias": aliases}

    @cached_property
    def _classes(self) -> list[str]:
        return sorted({one.entity_class for one in self._everything})

    @cached_property
    def _relations(self) -> list[str]:
        rows = self._rows("SELECT DISTINCT ?predicate { ?statement kg:predicate ?predicate }")
        return sorted(self.store.vocabulary.compact(iri) for (iri,) in rows)

    def _rows(self, text: str) -> Iterator[list[str]]:
        """The rows of a SELECT that leaves no variable unbound, terms as text."""
        for row in self.store.select(text):
            yield [term.value for term in row if isinstance(term, NamedNode | Literal)]

    def _full(self, iri: str) -> str:
        return self.store.vocabulary.expand(iri).value

    def _unknown(self, typed: str) -> str:
        """What to say where nothing bears a name: the entities whose names are nearest."""
        folded = fold(typed)
        names = self._index["alias"] | self._index["label"]
        holding = [name for name in names if folded and re.search(rf"\b{re.escape(folded)}\b", name)]
        near = [*sorted(holding, key=len), *difflib.get_close_matches(folded, names, n=_SHOWN, cutoff=0.7)]
        found: dict[Candidate, None] = {}
        for name in near:
            found.update(dict.fromkeys([*self._index["label"].get(name, []), *self._index["alias"].get(name, [])]))
        if not found:
            return f"no entity named {typed!r}; list them with the query 'entities'"
        return f"no entity named {typed!r}; the nearest are {_listed(list(found))}"


def _by_weight(one: Candidate) -> tuple[int, str]:
    return -one.articles, one.iri


def _listed(found: Sequence[Candidate]) -> str:
    shown = [f"{one.label} ({local(one.entity_class)}) <{one.iri}>" for one in found[:_SHOWN]]
    return ", ".join(shown) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
