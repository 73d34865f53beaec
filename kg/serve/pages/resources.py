"""What an IRI names -> a page for people, or RDF for machines.

Every IRI that a graph mints has a page: entities, articles, statements, classes and properties one of their own kind,
a passage that of its statement, and all others one that lists what is said of them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.responses import RedirectResponse, Response

from kg.graph.exports import Format, export
from kg.graph.store import memory_store
from kg.graph.vocab import OWL, SCHEMA, local
from kg.serve.accept import HTML, TRIPLES, choose, named
from kg.serve.pages.addresses import candidates, node
from kg.serve.pages.paper import speaks
from kg.serve.pages.reading import ROWS, neighbours, timeline
from kg.serve.pages.values import Thing
from kg.serve.pages.words import Words
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple
    from starlette.requests import Request

    from kg.serve.pages.directory import Term
    from kg.serve.pages.paper import Paper
    from kg.serve.pages.values import Row

__all__ = ["at_path", "by_iri", "triples_about"]

FIRST = 8
"""Facts of a relation, or articles, that are read at once."""

MOST = 60
"""Facts of a relation that a page holds."""

NAMED = 24
"""Entities that an article's page shows at once."""

_FORMATS = {
    "text/turtle": Format.TURTLE,
    "application/n-triples": Format.NTRIPLES,
    "application/ld+json": Format.JSONLD,
    "application/rdf+xml": Format.RDFXML,
}
_HIDDEN = {SCHEMA.mentions.value}


def at_path(request: Request, paper: Paper) -> Response:
    """What lies at the path of an IRI below the graph's base."""
    raw = request.scope["raw_path"].decode("ascii", "replace").partition("?")[0]
    for place in candidates(raw, paper.store.vocabulary.base):
        found = node(place.iri)
        if found is not None and _is_known(paper, found):
            return _resource(request, paper, found, place.media_type)
    return _missing(request, paper, candidates(raw, paper.store.vocabulary.base)[0].iri)


def by_iri(request: Request, paper: Paper) -> Response:
    """What an IRI in the address names, wherever it lies; ``form`` asks for a form of RDF."""
    iri = request.query_params.get("iri", "").strip()
    found = node(iri)
    if found is None or not _is_known(paper, found):
        return _missing(request, paper, iri)
    form = request.query_params.get("form")
    choice = None if form is None else named(form, TRIPLES)
    if form is not None and choice is None:
        raise Problem(406, f"form={form!r} is no form of RDF; use {', '.join(one.names[0] for one in TRIPLES)}")
    return _resource(request, paper, found, None if choice is None else choice.media_type)


def _is_known(paper: Paper, found: NamedNode) -> bool:
    raw = paper.store.raw
    ways = (
        raw.quads_for_pattern(found, None, None, None),
        raw.quads_for_pattern(None, None, found, None),
        raw.quads_for_pattern(None, found, None, None),
    )
    return found == paper.store.vocabulary.ontology or any(next(way, None) is not None for way in ways)


def _resource(request: Request, paper: Paper, found: NamedNode, media_type: str | None) -> Response:
    if media_type is None:
        choice = choose(request.headers.get("accept"), (HTML, *TRIPLES))
        if choice is None:
            there = ", ".join(one.media_type for one in (HTML, *TRIPLES))
            raise Problem(406, f"this comes in none of the accepted formats; accept one of {there}")
        if choice.format is HTML:
            return _page(request, paper, found)
        media_type = choice.format.media_type
    return _data(paper, found, media_type)


def _data(paper: Paper, found: NamedNode, media_type: str) -> Response:
    store = memory_store(set(triples_about(paper, found)))
    store.vocabulary = paper.store.vocabulary  # a part of a graph need not hold the node that tells the base IRI
    stream = io.BytesIO()
    export(store, _FORMATS[media_type], stream, ontology=[])
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(stream.getvalue(), headers=headers, media_type=media_type)


def triples_about(paper: Paper, found: NamedNode) -> Iterator[Triple]:
    """What a graph says of a thing: its properties, the statements that it takes part in, the passages behind one."""
    store, kg = paper.store, paper.store.vocabulary.kg
    if found == store.vocabulary.ontology:
        yield from store.ontology()
        return
    yield from _properties(paper, [found])
    for end in (kg.subject, kg.object):
        yield from _properties(paper, _subjects(paper, end, found))
    for quad in store.raw.quads_for_pattern(found, kg.evidence, None, None):
        if isinstance(quad.object, NamedNode):
            yield from _properties(paper, [quad.object])


def _properties(paper: Paper, subjects: Iterable[NamedNode]) -> Iterator[Triple]:
    for subject in subjects:
        for quad in paper.store.raw.quads_for_pattern(subject, None, None, None):
            yield quad.triple


def _subjects(paper: Paper, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
    quads = paper.store.raw.quads_for_pattern(None, predicate, value, None)
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


# ---- pages


def _page(request: Request, paper: Paper, found: NamedNode) -> Response:
    vocabulary, iri = paper.store.vocabulary, found.value
    if found == vocabulary.ontology:
        return _ontology(request, paper)
    if iri in paper.directory.entities:
        return _entity(request, paper, found)
    classes = paper.reading.classes_of(found)
    if SCHEMA.NewsArticle.value in classes:
        return _article(request, paper, found)
    if vocabulary.kg.Statement.value in classes:
        return _statement(request, paper, found)
    if vocabulary.kg.Evidence.value in classes:
        for statement in _subjects(paper, vocabulary.kg.evidence, found):
            place = f"{paper.href(statement.value)}#{iri.rpartition('/')[2]}"
            return RedirectResponse(place, 303, headers={"Vary": "Accept"})
    if iri in paper.directory.terms:
        return _term(request, paper, paper.directory.terms[iri])
    return _anything(request, paper, found, classes)


def _entity(request: Request, paper: Paper, found: NamedNode) -> Response:
    reading, entry = paper.reading, paper.directory.entities[found.value]
    groups, articles = reading.facts_of(found), reading.naming(found)
    rows = reading.about(found)
    return paper.page(
        request,
        "entity.html.j2",
        section="/entities",
        entity=entry,
        class_labels=paper.directory.class_labels(entry.type),
        total=sum(len(group.facts) for group in groups),
        groups=groups,
        articles=articles,
        bars=timeline((origin.date, times) for origin, times in articles),
        neighbours=neighbours(groups, found.value),
        elsewhere=[row.value.iri or row.value.text for row in rows if row.property.iri == OWL.sameAs.value],
        imported=[row for row in rows if row.graph][:ROWS],
        FIRST=FIRST,
        MOST=MOST,
    )


def _article(request: Request, paper: Paper, found: NamedNode) -> Response:
    reading = paper.reading
    rows = reading.about(found)

    def values(iri: str) -> list[str]:
        return [row.value.iri or row.value.text for row in rows if row.property.iri == iri]

    kg = paper.store.vocabulary.kg
    original = values(kg.copyOf.value)
    return paper.page(
        request,
        "article.html.j2",
        section="/entities",
        origin=reading.origin(found.value),
        facts=reading.stated_by(found),
        named=reading.named_in(found),
        authors=values(SCHEMA.author.value),
        keywords=values(SCHEMA.keywords.value),
        path=", ".join(values(kg.path.value)),
        original=reading.origin(original[0]) if original else None,
        SHOWN=NAMED,
    )


def _statement(request: Request, paper: Paper, found: NamedNode) -> Response:
    fact = paper.reading.statement(found)
    if fact is None:
        return _anything(request, paper, found, [paper.store.vocabulary.kg.Statement.value])
    return paper.page(
        request, "statement.html.j2", section="/entities", fact=fact, between=paper.reading.between(found)
    )


def _term(request: Request, paper: Paper, term: Term) -> Response:
    directory, vocabulary = paper.directory, paper.store.vocabulary
    words = Words(speaks(request, paper.site.language))
    relation = None
    if term.kind == "property" and term.iri.startswith(vocabulary.ns):
        relation = directory.relation(term.iri.removeprefix(vocabulary.ns))
    facts = paper.reading.best_of(NamedNode(term.iri)) if relation else []
    subject = f"?s a {term.name}" if term.kind == "class" else f"?s {term.name} ?o"
    return paper.page(
        request,
        "term.html.j2",
        section=paper.href(vocabulary.ontology.value),
        term=term,
        relation=relation,
        joins=_joins(paper, term, words),
        entities=[entry for entry in directory.entities.values() if entry.type == term.name][:MOST],
        facts=facts,
        example=f"SELECT * {{ {subject} }} LIMIT 100",
    )


def _joins(paper: Paper, term: Term, words: Words) -> list[tuple[str, list[Term]]]:
    """What the ontology says that a term joins, is a kind of, or is close to, under a heading each."""
    headings = {"domainIncludes": words["joins"], "rangeIncludes": words["to"], "subClassOf": words["kind_of"],
                "closeMatch": words["close_to"]}  # fmt: skip
    found: dict[str, list[Term]] = {heading: [] for heading in headings.values()}
    for row in paper.reading.about(NamedNode(term.iri)):
        heading, iri = headings.get(local(row.property.iri)), row.value.iri
        if heading is not None and iri:
            found[heading].append(paper.directory.term(iri, row.value.text))
    return list(found.items())


def _ontology(request: Request, paper: Paper) -> Response:
    directory, vocabulary = paper.directory, paper.store.vocabulary
    words = Words(speaks(request, paper.site.language))
    sections: dict[str, list[Term]] = {words[name]: [] for name in ("classes", "relations", "other_terms")}
    used = {name for name, _ in directory.classes()} | {
        vocabulary.compact(vocabulary.expand(one.iri).value) for one in paper.site.graph.schema.classes.values()
    }
    relations = {f"{vocabulary.ns}{name}" for name in paper.site.graph.schema.relations}
    for term in directory.terms.values():
        place = "classes" if term.name in used else "relations" if term.iri in relations else "other_terms"
        sections[words[place]].append(term)
    return paper.page(
        request,
        "ontology.html.j2",
        section=paper.href(vocabulary.ontology.value),
        sections=list(sections.items()),
        anchors={iri: iri.removeprefix(vocabulary.ns) for iri in directory.terms if iri.startswith(vocabulary.ns)},
        term_href=lambda iri: f"/resource?{urlencode({'iri': iri})}",
        ontology=vocabulary.ontology.value,
    )


def _anything(request: Request, paper: Paper, found: NamedNode, classes: list[str]) -> Response:
    reading = paper.reading
    words = Words(speaks(request, paper.site.language))
    pointing = [row for row in reading.pointing_to(found) if row.property.iri not in _HIDDEN]
    tables: list[tuple[str, list[Row]]] = [
        (words["properties"], reading.about(found)), (words["points_here"], pointing)
    ]  # fmt: skip
    return paper.page(
        request,
        "resource.html.j2",
        one=Thing(found.value, reading.thing(found.value).name),
        classes=[paper.directory.term(iri, paper.store.vocabulary.compact(iri)) for iri in classes],
        tables=tables,
        ROWS=ROWS,
    )


def _missing(request: Request, paper: Paper, iri: str) -> Response:
    choice = choose(request.headers.get("accept"), (HTML, *TRIPLES))
    if choice is None or choice.format is not HTML:
        raise Problem(404, f"the graph says nothing of {iri}; search for a name at /entities?q=")
    typed = local(iri).replace("_", " ")
    return paper.page(request, "missing.html.j2", status=404, iri=iri, typed=typed)
