"""Where an analyst's own RDF meets the graph: which things are the same, and what contradicts what.

A thing of the file is a thing of the graph where it bears its IRI, where ``owl:sameAs`` says so, or where both are
known to be the same third thing, such as one Wikidata item. A name alone proves nothing: things that are only named
alike are told, and are joined when the analyst says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.ask.names import fold
from kg.graph.vocab import OWL, RDF, RDFS, SCHEMA, SKOS, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.graph.store import Store
    from kg.schema import Schema

__all__ = ["Finding", "Kind", "Meeting", "meet"]

_NAMES = frozenset({
    RDFS.label, SKOS.altLabel, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    NamedNode("http://xmlns.com/foaf/0.1/name"),
    *(NamedNode(f"{scheme}://schema.org/{name}")
      for scheme in ("http", "https") for name in ("name", "alternateName", "legalName")),
})  # fmt: skip
"""What names a thing in vocabularies that registers and taxonomies use."""

_SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_TERMS = frozenset({
    *(NamedNode(f"http://www.w3.org/2002/07/owl#{name}")
      for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology")),
    NamedNode("http://www.w3.org/2000/01/rdf-schema#Class"),
    NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"),
})  # fmt: skip
"""Classes of what describes things and is none."""


class Kind(StrEnum):
    """What can be found where a file and the graph speak of the same things, in the order in which it is told."""

    JOINED = "two in the graph, one in the file"
    CLASS = "of another class"
    NAME = "of another name"
    ELSEWHERE = "named alike and known as another"
    AMBIGUOUS = "named like several"
    ALIKE = "named alike"
    UNKNOWN = "not in the graph"
    UNPROVEN = "facts without a sentence"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the analyst should know, in one sentence that says what to do about it."""

    kind: Kind
    there: str
    text: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a file meets the graph.

    Attributes:
        shared: how many things of the graph the file has too, whether it says so itself or not.
        links: ``owl:sameAs`` from things of the file to those of the graph, as far as the file does not say it.
        findings: by kind, then by IRI.
    """

    shared: int
    links: tuple[Triple, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Thing:
    """One side's knowledge of a thing: what it is called, of what classes it is, what it is elsewhere."""

    iri: NamedNode
    names: tuple[str, ...]
    classes: frozenset[str]
    elsewhere: frozenset[str]

    def __str__(self) -> str:
        return self.names[0] if self.names else f"<{self.iri.value}>"

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(map(fold, self.names))


def meet(store: Store, schema: Schema, triples: Sequence[Triple], *, match_names: bool = False) -> Meeting:
    """Compare a file with the graph.

    Args:
        store: the graph.
        schema: the schema that it was built with.
        triples: what the file holds, without blank nodes.
        match_names: whether things that are named alike, are of classes that agree, and are the only ones of that name
            on either side, are the same.
    """
    return _Comparison(store, schema, triples).meeting(match_names=match_names)


class _Comparison:
    def __init__(self, store: Store, schema: Schema, triples: Sequence[Triple]) -> None:
        self.vocabulary = store.vocabulary
        self.classes = {self.vocabulary.entity_class(one).value: one.label["en"] for one in schema.classes.values()}
        self.relations = {self.vocabulary.relation(name): name for name in schema.relations}
        self.triples = triples
        self.here = _entities(store)
        self.there = self._things(triples)

    def meeting(self, *, match_names: bool) -> Meeting:
        links, found, shared = [], list(self._unproven()), set[NamedNode]()
        for thing in self.there:
            same = self._same(thing)
            if len(same) > 1:
                found.append(self._joined(thing, same))
            elif same:
                found += self._contradictions(thing, same[0])
            else:
                alike, findings = self._alike(thing, match_names=match_names)
                found += findings
                same = alike
            shared |= {one.iri for one in same}
            links += [Triple(thing.iri, OWL.sameAs, one.iri) for one in same if len(same) == 1 and _news(thing, one)]
        order = list(Kind)
        return Meeting(
            len(shared), tuple(links), tuple(sorted(found, key=lambda one: (order.index(one.kind), one.there)))
        )

    @cached_property
    def by_key(self) -> dict[str, list[_Thing]]:
        """The entities of the graph by their folded names."""
        return _by(self.here.values(), lambda thing: thing.keys)

    @cached_property
    def by_identity(self) -> dict[str, list[_Thing]]:
        """The entities of the graph by their own IRI and by what they are elsewhere."""
        return _by(self.here.values(), lambda thing: {thing.iri.value, *thing.elsewhere})

    @cached_property
    def named_there(self) -> dict[str, list[_Thing]]:
        """The things of the file by their folded names."""
        return _by(self.there, lambda thing: thing.keys)

    def _things(self, triples: Sequence[Triple]) -> list[_Thing]:
        """What the file speaks of by name or identity, sorted by IRI."""
        names: defaultdict[NamedNode, list[str]] = defaultdict(list)
        classes: defaultdict[NamedNode, set[str]] = defaultdict(set)
        elsewhere: defaultdict[NamedNode, set[str]] = defaultdict(set)
        above: defaultdict[str, set[str]] = defaultdict(set)
        for triple in triples:
            subject, object_ = triple.subject, triple.object
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(object_, Literal):
                if triple.predicate in _NAMES:
                    names[subject].append(object_.value)
            elif isinstance(object_, NamedNode):
                if triple.predicate == RDF.type:
                    classes[subject].add(object_.value)
                elif triple.predicate == OWL.sameAs:
                    elsewhere[subject].add(object_.value)
                    elsewhere[object_].add(subject.value)
                elif triple.predicate == _SUBCLASS:
                    above[subject.value].add(object_.value)
        described = {term for term, of in classes.items() if of & {one.value for one in _TERMS}}
        known = {triple.subject for triple in triples if isinstance(triple.subject, NamedNode)} | elsewhere.keys()
        return [
            _Thing(iri, tuple(names[iri]), self._classes(classes[iri], above), frozenset(elsewhere[iri]))
            for iri in sorted(known - described, key=str)
        ]

    def _classes(self, given: set[str], above: dict[str, set[str]]) -> frozenset[str]:
        """Those of the graph's classes that a thing of these is in."""
        reached, edge = set(given), set(given)
        while edge:
            edge = {upper for one in edge for upper in above.get(one, ())} - reached
            reached |= edge
        spelt = {one.replace("http://schema.org/", SCHEMA.iri) for one in reached}
        return frozenset(spelt & self.classes.keys())

    def _same(self, thing: _Thing) -> list[_Thing]:
        """The entities of the graph that a thing of the file is, without looking at names."""
        identities = {thing.iri.value, *thing.elsewhere}
        found = {one.iri: one for identity in identities for one in self.by_identity.get(identity, ())}
        return [found[iri] for iri in sorted(found, key=str)]

    def _alike(self, thing: _Thing, *, match_names: bool) -> tuple[list[_Thing], list[Finding]]:
        """The entity that a thing is by its name alone, if any, and what to say about it."""
        iri = thing.iri.value
        if self.vocabulary.kind(iri):
            text = f"{iri} is named as if it were in the graph, and is not; correct it, or use an IRI of your own"
            return [], [Finding(Kind.UNKNOWN, iri, text)]
        named = {one.iri: one for key in thing.keys for one in self.by_key.get(key, ())}
        fitting = [one for one in named.values() if not thing.classes or thing.classes & one.classes]
        if not fitting:
            return [], []
        rivals = {one.iri for key in thing.keys for one in self.named_there[key]} - {thing.iri}
        if len(fitting) > 1 or rivals:
            what = ", ".join(sorted(f"{one} <{one.iri.value}>" for one in fitting))
            others = f" (and so is {min(rivals, key=str).value})" if rivals else ""
            text = f"{thing} <{iri}>{others} is named like {what}; say which one it is with owl:sameAs"
            return [], [Finding(Kind.AMBIGUOUS, iri, text)]
        (one,) = fitting
        if rival := _rival(thing, one):
            text = f"{thing} <{iri}> is named like <{one.iri.value}>, but {rival}; one of the two links may be wrong"
            return [], [Finding(Kind.ELSEWHERE, iri, text)]
        if match_names:
            return [one], []
        text = f"{thing} <{iri}> may be <{one.iri.value}>; say so with owl:sameAs, or for all with --match-names"
        return [], [Finding(Kind.ALIKE, iri, text)]

    def _joined(self, thing: _Thing, same: Sequence[_Thing]) -> Finding:
        both = " and ".join(f"{one} <{one.iri.value}>" for one in same)
        names = " ".join(f'"{one}"' for one in same[:2])
        text = f"{thing} <{thing.iri.value}> is {both}, two things here; if they are one: kg merge {names}"
        return Finding(Kind.JOINED, thing.iri.value, text)

    def _contradictions(self, thing: _Thing, one: _Thing) -> Iterator[Finding]:
        """What the two sides say of one thing that cannot both be, or reads as if it were another."""
        iri = thing.iri.value
        if thing.classes and not thing.classes & one.classes:
            theirs, ours = (", ".join(sorted(map(self._label, side.classes))) for side in (thing, one))
            text = f"{one} is {ours} here and {theirs} there (<{iri}>); if that here is wrong: kg retype"
            yield Finding(Kind.CLASS, iri, text)
        if thing.names and not thing.keys & one.keys:
            text = (
                f"{one} <{one.iri.value}> is called {thing} there (<{iri}>); is it the same? then: kg merge or rename"
            )
            yield Finding(Kind.NAME, iri, text)

    def _label(self, iri: str) -> str:
        return self.classes.get(iri, local(iri))

    def _unproven(self) -> Iterator[Finding]:
        """Facts in the graph's own relations, which no sentence backs."""
        counts: defaultdict[str, int] = defaultdict(int)
        for triple in self.triples:
            if name := self.relations.get(triple.predicate):
                counts[name] += 1
        for name, number in sorted(counts.items()):
            text = (
                f"{number:,} with {name}, a relation of the graph itself: queries mix them with facts that have a "
                "sentence, unless they ask for kg:Statement or GRAPH"
            )
            yield Finding(Kind.UNPROVEN, name, text)


def _entities(store: Store) -> dict[str, _Thing]:
    """The entities of the graph by IRI."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    classes: defaultdict[str, set[str]] = defaultdict(set)
    elsewhere: defaultdict[str, set[str]] = defaultdict(set)
    entity = "?e kg:mentionCount ?n"
    for iri, name in sorted(store.texts(f"SELECT DISTINCT ?e ?name {{ {entity} ; rdfs:label ?name }}")):
        names[iri].append(name)
    for iri, name in sorted(store.texts(f"SELECT DISTINCT ?e ?name {{ {entity} ; skos:altLabel ?name }}")):
        names[iri].append(name)
    for iri, one in store.texts(f"SELECT DISTINCT ?e ?class {{ {entity} ; a ?class }}"):
        classes[iri].add(one)
    for iri, link in store.texts(f"SELECT DISTINCT ?e ?link {{ {entity} ; owl:sameAs ?link }}"):
        elsewhere[iri].add(link)
    return {
        iri: _Thing(NamedNode(iri), tuple(found), frozenset(classes[iri]), frozenset(elsewhere[iri]))
        for iri, found in sorted(names.items())
    }


def _by(things: Iterable[_Thing], keys: Callable[[_Thing], Iterable[str]]) -> dict[str, list[_Thing]]:
    found: defaultdict[str, list[_Thing]] = defaultdict(list)
    for thing in things:
        for key in keys(thing):
            found[key].append(thing)
    return dict(found)


def _news(thing: _Thing, one: _Thing) -> bool:
    """Whether neither side says yet that the two are one."""
    return thing.iri != one.iri and one.iri.value not in thing.elsewhere and thing.iri.value not in one.elsewhere


def _rival(thing: _Thing, one: _Thing) -> str:
    """How the two are known elsewhere as different things of one collection, in words; empty where they are not."""
    theirs = {iri.rpartition("/")[0]: iri for iri in sorted(thing.elsewhere)}
    for ours in sorted(one.elsewhere):
        other = theirs.get(ours.rpartition("/")[0])
        if other is not None and other != ours:
            return f"that is {ours}, and this {other}"
    return ""
