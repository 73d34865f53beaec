"""Every name of a graph, for completion, for search and for browsing: entities, classes, properties.

Read once for each state of a graph, when somebody first needs it, and held in memory: some hundred bytes for each
entity.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.ask.names import fold
from kg.graph.vocab import RDF, RDFS, local
from kg.view.labels import Labels
from kg.view.look import looks
from kg.view.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kg.graph.store import Store
    from kg.view.look import Look
    from kg.view.values import Relation

__all__ = ["Directory", "Entry", "Term", "read_directory", "written"]

_LOCAL = re.compile(r"(?:[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f:]|%[0-9A-Fa-f]{2})"
                    r"(?:(?:[A-Za-z0-9_.\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f:-]|%[0-9A-Fa-f]{2})*"
                    r"(?:[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f:-]|%[0-9A-Fa-f]{2}))?")  # fmt: skip
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_PARTS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PROPERTIES = """
SELECT ?property (COUNT(*) AS ?count) { ?s ?property ?o } GROUP BY ?property
"""
_TERMS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


class Entry(NamedTuple):
    """An entity: ``type`` is its class as a compact IRI."""

    iri: str
    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: int
    articles: int


class Term(NamedTuple):
    """A class or a property: its compact IRI, its full one, and how many things or triples have it.

    Attributes:
        kind: ``class`` or ``property``.
        labels: by language.
        comments: by language; what it means.
    """

    name: str
    iri: str
    kind: str
    uses: int
    labels: Mapping[str, str]
    comments: Mapping[str, str]


@dataclass(frozen=True)
class Directory:
    """The names of a graph.

    Attributes:
        entities: by IRI, those named most first.
        terms: by full IRI, the most used first.
        looks: the colour and shape of each class, by its compact IRI.
        labels: what classes and relations are called.
    """

    entities: Mapping[str, Entry]
    terms: Mapping[str, Term]
    looks: Mapping[str, Look]
    labels: Labels
    keys: Mapping[str, tuple[str, ...]] = field(repr=False)

    def classes(self) -> list[tuple[str, int]]:
        """The classes of entities as compact IRIs, with how many there are; the largest first."""
        counts = Counter(entry.type for entry in self.entities.values())
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    def relation(self, name: str) -> Relation:
        """The relation with this local name or compact IRI."""
        return self.labels.relation(name)

    def term(self, iri: str, name: str) -> Term:
        """The term with this IRI; one that the graph does not use is called by the name given."""
        return self.terms.get(iri) or Term(name, iri, "class", 0, {"en": name}, {})

    def class_labels(self, type_: str) -> Mapping[str, str]:
        """What a class is called, by language."""
        return self.labels.node_class(type_).label

    def search(self, typed: str, types: Collection[str] = ()) -> list[Entry]:
        """The entities of which a name has every word that was typed, as the beginning of one of its own.

        First come those named so, then those that begin so, then the others; among them those named most.
        """
        words = [word for word in _PARTS.split(fold(typed)) if word]
        found = [entry for entry in self.entities.values() if not types or entry.type in types]
        if not words:
            return found
        wanted = " ".join(words)
        ranked = [(_rank(self.keys[entry.iri], words, wanted), entry) for entry in found]
        return [entry for rank, entry in sorted(ranked, key=lambda pair: pair[0]) if rank < _NO_FIT]

    def near(self, typed: str, types: Collection[str] = ()) -> list[Entry]:
        """The entities with a name that differs little from what was typed, the nearest first."""
        wanted = " ".join(_PARTS.split(fold(typed))).strip()
        if not wanted or len(wanted) > _LONGEST:
            return []
        bearers: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entities.values():
            if not types or entry.type in types:
                for key in self.keys[entry.iri]:
                    bearers[key].append(entry)
        names = difflib.get_close_matches(wanted, bearers, n=_NEAR, cutoff=0.7)
        return list({entry.iri: entry for name in names for entry in bearers[name]}.values())[:_NEAR]

    def find_terms(self, typed: str, kind: str) -> list[Term]:
        """The classes or properties whose name or a label begins as was typed, or has a word that does."""
        wanted = fold(typed)
        if ":" in typed:
            return [term for term in self.terms.values() if term.kind == kind and fold(term.name).startswith(wanted)]
        keys = (
            (min(_term_rank(key, wanted) for key in _term_keys(term)), term)
            for term in self.terms.values() if term.kind == kind
        )  # fmt: skip
        return [term for rank, term in sorted(keys, key=lambda pair: pair[0]) if rank < _NO_FIT]


_NO_FIT = 3
_NEAR = 5  # names that may have been meant
_LONGEST = 60  # letters; to compare longer names takes too long


def _rank(keys: Iterable[str], words: Sequence[str], wanted: str) -> int:
    """How well names fit: 0 the same, 1 begins so, 2 every word begins one of it, 3 not at all."""
    best = _NO_FIT
    for key in keys:
        if key == wanted:
            return 0
        if key.startswith(wanted):
            best = 1
        elif best > 2 and all(f" {word}" in f" {key}" for word in words):
            best = 2
    return best


def _term_keys(term: Term) -> list[str]:
    return [
        fold(_HUMP.sub(" ", local(term.name))),
        fold(local(term.name)),
        *(fold(one) for one in term.labels.values()),
    ]


def _term_rank(key: str, wanted: str) -> int:
    if key == wanted:
        return 0
    return 1 if key.startswith(wanted) else 2 if f" {wanted}" in f" {key}" else _NO_FIT


def written(name: str, iri: str) -> str:
    """How SPARQL writes an IRI: with its prefix where the rest may follow one, else in full.

    >>> written("org:nvidia", "https://kg.example/id/org/nvidia"), written("article:a/b", "https://kg.example/id/a/b")
    ('org:nvidia', '<https://kg.example/id/a/b>')
    """
    prefix, colon, rest = name.partition(":")
    return name if colon and _PREFIX.fullmatch(prefix) and _LOCAL.fullmatch(rest) else f"<{iri}>"


def read_directory(store: Store) -> Directory:
    """Read the names of a graph."""
    counted = store.texts("SELECT ?entity ?articles { ?entity kg:articleCount ?articles }")
    articles = {iri: int(times) for iri, times in counted}
    entries = [
        Entry(iri, one.name, one.type, one.aliases, one.mentions, articles.get(iri, 0))
        for iri, one in Reader(store).entities.items()
    ]
    entries.sort(key=lambda entry: (-entry.mentions, entry.name, entry.iri))
    keys = {
        entry.iri: tuple(" ".join(_PARTS.split(fold(name))).strip() for name in (entry.name, *entry.aliases))
        for entry in entries
    }
    counts = Counter(entry.type for entry in entries)
    return Directory(
        entities={entry.iri: entry for entry in entries},
        terms=_terms(store, counts),
        looks=looks(counts),
        labels=Labels(store),
        keys=keys,
    )


def _terms(store: Store, classes: Mapping[str, int]) -> dict[str, Term]:
    """The terms of the ontology and of the data."""
    texts: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    for triple in store.ontology():
        term, value = getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")
        if triple.predicate in (RDFS.label, _COMMENT):
            texts[term, triple.predicate.value][getattr(triple.object, "language", None) or "en"] = value
        elif triple.predicate == RDF.type and local(value) in _TERMS:
            kinds[term] = "class" if local(value) == "Class" else "property"
    vocabulary, used = store.vocabulary, {iri: int(count) for iri, count in store.texts(_PROPERTIES)}
    found = kinds | dict.fromkeys(used, "property")
    found |= {vocabulary.expand(name).value: "class" for name in classes}
    used |= {iri: int(count) for iri, count in store.texts("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c")}
    labels = Labels(store)
    terms = [
        Term(
            name := vocabulary.compact(iri),
            iri,
            kind,
            used.get(iri, 0),
            texts[iri, RDFS.label.value] or _spoken(labels, name, kind),
            texts[iri, _COMMENT.value],
        )
        for iri, kind in found.items()
    ]
    return {term.iri: term for term in sorted(terms, key=lambda term: (-term.uses, term.name))}


def _spoken(labels: Labels, name: str, kind: str) -> Mapping[str, str]:
    """What a term that the ontology does not describe is called."""
    return labels.node_class(name).label if kind == "class" and ":" in name else labels.relation(name).label


_COMMENT = type(RDFS.label)(f"{RDFS.iri}comment")
