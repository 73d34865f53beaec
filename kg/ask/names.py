"""Names that people type -> the entities, classes and relations of a graph.

An entity is asked for by its label, by another of its names, by ``Name (class)``, by its IRI, or by what it is
elsewhere (``Q182477``, ``wd:Q182477``, a linked IRI). Case, accents and the shape of apostrophes and dashes do not
matter. The best kind of match decides: a label as it is written, then a label, then another name, then a name with
other gaps and signs in it (``Open AI`` for OpenAI). What fits nothing, or several entities equally well, is an error
that lists what was meant.
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
from kg.graph.vocab import OWL, RDF, RDFS, local
from kg.schema import load_schema
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Candidate", "Names", "fold"]

_QUALIFIED = re.compile(r"(?P<name>.*\S)\s*\((?P<class>[^()]+)\)", re.DOTALL)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_SHAPES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_SHOWN = 8
_LONGEST = 200  # letters of a name for which it is worth while to look for what is near it


def fold(name: str) -> str:
    r"""A name without what people vary when they type it.

    >>> fold("  L’Oréal\u00a0Groupe ")
    "l'oreal groupe"
    """
    plain = unicodedata.normalize("NFKD", name.translate(_SHAPES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _squeezed(name: str) -> str:
    """A name without gaps and signs.

    >>> _squeezed("Open-AI"), _squeezed("C++")
    ('openai', 'c++')
    """
    return re.sub(r"[\s'.,:_/&-]+", "", fold(name))


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
        """The entity that a name, an alias, ``Name (class)``, an IRI or what it is elsewhere stands for.

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
        found = found or self._by_link(typed) or self._index["squeezed"].get(_squeezed(typed), [])
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

    def search(self, text: str, classes: Sequence[str] = (), limit: int = 20) -> list[tuple[str, Candidate]]:
        """Names that a text begins, or a word of which it begins, with the entities: what completion offers.

        Names that begin with the text come first, then those in which a word does; within each kind those of the
        entities that most articles name. Each entity comes once, with the best of its names.

        Args:
            text: as typed; all names where it is empty.
            classes: compact IRIs of the classes that are meant; empty for any.
            limit: how many to give at most.
        """
        folded = fold(text)
        best: dict[Candidate, tuple[int, int, str, str]] = {}
        for one, names in self._bearers:
            if classes and one.entity_class not in classes:
                continue
            for place, name in enumerate(names):
                if (kind := _kind(folded, fold(name))) is not None:
                    best[one] = min(best.get(one, (9, 0, "", "")), (kind, place, fold(name), name))
        ranked = sorted(best.items(), key=lambda pair: (pair[1][0], -pair[0].articles, pair[1][2], pair[0].iri))
        return [(name, one) for one, (*_, name) in ranked[:limit]]

    @property
    def classes(self) -> list[str]:
        """What the classes of the entities are called, sorted: ``Organization`` and so on."""
        return sorted({local(iri) for iri in self._classes})

    @property
    def relations(self) -> list[str]:
        """The names of the relations that the graph states, sorted."""
        return sorted({local(iri) for iri in self._relations})

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
        listed = f"the names are {', '.join(sorted({local(iri) for iri in known}))}"
        advice = meant(name, {called for names in known.values() for called in names}, listed)
        raise QueryError(f"no {what} named {name!r}; {advice}")

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
        if "://" in bare and not self._linked(node):
            raise QueryError(f"{typed}: no entity of this graph has that IRI; give a name or another IRI")
        return None

    def _by_link(self, typed: str) -> list[Candidate]:
        """What is said to be the same as a thing elsewhere, named by its IRI or its number in Wikidata."""
        bare = typed.removeprefix("<").removesuffix(">")
        bare = f"wd:{bare}" if _WIKIDATA.fullmatch(bare) else bare
        if not _ABSOLUTE.fullmatch(bare):
            return []
        try:
            return self._linked(self.store.vocabulary.expand(bare))
        except SchemaError:
            return []

    def _linked(self, node: NamedNode) -> list[Candidate]:
        quads = self.store.raw.quads_for_pattern(None, OWL.sameAs, node)
        subjects = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
        return sorted((one for subject in subjects for one in self._describe(subject)), key=_by_weight)

    def _by_name(self, name: str) -> list[Candidate]:
        labelled = self.store.raw.quads_for_pattern(None, RDFS.label, Literal(name))
        exact = [
            one for quad in labelled if isinstance(quad.subject, NamedNode) for one in self._describe(quad.subject)
        ]
        if exact:
            return sorted(exact, key=_by_weight)
        folded = fold(name)
        return self._index["label"].get(folded) or (self._index["alias"].get(folded, []) if folded else [])

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
    def _bearers(self) -> list[tuple[Candidate, list[str]]]:
        """Every entity with its names, the label first, the others sorted."""
        others: defaultdict[str, list[str]] = defaultdict(list)
        for iri, name in self._rows("SELECT ?entity ?name { ?entity kg:articleCount ?articles ; skos:altLabel ?name }"):
            others[self.store.vocabulary.compact(iri)].append(name)
        return [(one, [one.label, *sorted(others[one.iri])]) for one in self._everything]

    @cached_property
    def _index(self) -> dict[str, dict[str, list[Candidate]]]:
        """Folded labels, folded other names, and both without gaps and signs, with the entities that bear them."""
        found: dict[str, defaultdict[str, list[Candidate]]] = {
            kind: defaultdict(list) for kind in ("label", "alias", "squeezed")
        }
        for one, names in self._bearers:
            found["label"][fold(one.label)].append(one)
            for name in dict.fromkeys(map(fold, names[1:])):
                found["alias"][name].append(one)
            for name in dict.fromkeys(map(_squeezed, names)):
                found["squeezed"][name].append(one)
        return {
            kind: {name: sorted(ones, key=_by_weight) for name, ones in names.items()} for kind, names in found.items()
        }

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
        if len(typed) > _LONGEST:
            return f"no entity has a name of {len(typed):,} letters, which begins {typed[:40]!r}; give a shorter one"
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


def _kind(typed: str, name: str) -> int | None:
    """How a name holds what was typed: 0 where it begins with it, 1 where a word of it does, None where neither does.

    >>> _kind("nv", "nvidia"), _kind("web", "amazon web services"), _kind("via", "nvidia"), _kind("x", "nvidia")
    (0, 1, None, None)
    """
    if name.startswith(typed):
        return 0
    return 1 if re.search(rf"\b{re.escape(typed)}", name) else None


def _by_weight(one: Candidate) -> tuple[int, str]:
    return -one.articles, one.iri


def _listed(found: Sequence[Candidate]) -> str:
    shown = [
        f"{one.label} ({local(one.entity_class)}) <{one.iri}> in {one.articles:,} article{'s' * (one.articles != 1)}"
        for one in found[:_SHOWN]
    ]
    return ", ".join(shown) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
