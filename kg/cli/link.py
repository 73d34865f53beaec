"""Links out: asking a service that the user names what the things of a graph are called elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from kg.cli.book import DecisionsFile, open_book
from kg.cli.console import count, say
from kg.schema.check import meant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ask import KnowledgeGraph
    from kg.remote.reconcile import Answer, Question, Reconciler
    from kg.resolve.corrections import Linked
    from kg.review.entities import Entities, Known
    from kg.schema import Schema

__all__ = ["link"]


def link(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    service: Annotated[
        str | None, typer.Option(metavar="URL", help="A service that speaks the Reconciliation Service API 0.2.")
    ] = None,
    sparql: Annotated[
        str | None, typer.Option(metavar="URL", help="A SPARQL endpoint, asked by label and type (see --type).")
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", metavar="CLASS", help="Ask for this class (ORG, …) only; may be repeated."),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type", metavar="CLASS=TYPE", help="What a class is called there, such as ORG=Q43229; may be repeated."
        ),
    ] = None,
    property_: Annotated[
        str | None,
        typer.Option(
            "--property",
            metavar="IRI",
            show_default="rdf:type",
            help="With --sparql: what leads from a thing to its type.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Ask for so many, the most mentioned first.")] = 100,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="How long one answer may take.")] = 30.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask and show, but write nothing.")] = False,
    decisions: DecisionsFile = None,
) -> None:
    """Ask a service which of its things the entities are.

    Only the names of entities that have no link yet are sent, and only to that service. A match bears the very name,
    is of the type asked for, and is the only one that the service is sure of. The answers, "none" among them, are
    written down as decisions, which you can edit; the next build applies them.
    """
    from kg.ask import open_graph
    from kg.remote.reconcile import reconcile
    from kg.review.entities import Entities

    if (service is None) == (sparql is None):
        raise typer.BadParameter("name one service to ask: --service URL, or --sparql URL")
    address = service or sparql or ""
    with open_graph(folder) as graph:
        book = open_book(folder, decisions)
        schema = graph.schema
        called = _types(types or [], schema)
        wanted = [_class(one, schema) for one in classes or ()] or list(schema.classes)
        if sparql is not None:
            wanted = [one for one in wanted if one in called]
            if not wanted:
                raise typer.BadParameter("an endpoint is asked by label and type; name types with --type ORG=IRI")
        asked = _reconciler(address, timeout, sparql=sparql is not None, property_=property_)
        entities = Entities(graph.store, schema, book.decisions(schema))
        open_ = _without_link(graph, entities, wanted)
        questions = [_question(entities, one, called) for one in open_[:limit]]
    matched = 0
    for answers in reconcile(asked, questions):
        for answer in answers:
            matched += answer.iri is not None
            _show(answer)
            if not dry_run:
                book.record(_decision(answer, address), schema)
    told = f"asked for {len(questions):,} of {count(len(open_), 'entity')} without a link"
    say(
        f"{told}: {count(matched, 'link')} found"
        if questions
        else "every entity of these classes has a link or an answer"
    )
    if questions and dry_run:
        say("  nothing was written")
    elif questions:
        say(f"  written to {book.path}")
        book.say_how_to_apply()


def _reconciler(address: str, timeout: float, *, sparql: bool, property_: str | None) -> Reconciler:
    from kg.remote.client import Remote
    from kg.remote.endpoint import SparqlEndpoint
    from kg.remote.reconcile import ReconciliationService

    remote = Remote(address, timeout)
    if not sparql:
        return ReconciliationService(remote)
    return SparqlEndpoint(remote) if property_ is None else SparqlEndpoint(remote, property_)


def _class(given: str, schema: Schema) -> str:
    """The class of the schema that is meant, in any case."""
    found = next((name for name in schema.classes if name.casefold() == given.casefold()), None)
    if found is None:
        advice = meant(given, schema.classes, f"the classes are {', '.join(schema.classes)}")
        raise typer.BadParameter(f"no class {given!r}; {advice}")
    return found


def _types(given: Sequence[str], schema: Schema) -> dict[str, str]:
    """What the service calls each class."""
    found: dict[str, str] = {}
    for one in given:
        name, equals, type_ = one.partition("=")
        if not equals or not type_:
            raise typer.BadParameter(f"{one!r} names no type; write --type CLASS=TYPE, such as ORG=Q43229")
        found[_class(name, schema)] = type_
    return found


def _without_link(graph: KnowledgeGraph, entities: Entities, classes: Sequence[str]) -> list[Known]:
    """The entities of the classes that have no link and about which nothing was decided, the most mentioned first."""
    from kg.ask.tables import select
    from kg.resolve.corrections import Linked

    linked = {iri for (iri,) in select(graph.store, "SELECT DISTINCT ?e { ?e owl:sameAs ?there }")}
    decided = {one.one for one in entities.decisions.of(Linked)}
    found = [
        known
        for iri, known in entities.by_iri.items()
        if known.entity.type in classes and iri not in linked and entities.before(known) not in decided
    ]
    return sorted(found, key=lambda known: (-known.articles, -known.mentions, known.entity))


def _question(entities: Entities, known: Known, types: Mapping[str, str]) -> Question:
    from kg.remote.reconcile import Question

    names = (known.entity.name, *entities.names(known))
    return Question(entities.before(known), names, types.get(known.entity.type))


def _show(answer: Answer) -> None:
    from kg.resolve.corrections import reference

    say(f"{reference(answer.question.entity)}: {answer.iri or 'no match'}")
    for candidate in answer.candidates if answer.iri is None else ():
        say(f"    {candidate}")


def _decision(answer: Answer, address: str) -> Linked:
    """The answer as a decision, whose reason says who gave it and what else there was."""
    from kg.resolve.corrections import Linked

    host = urlsplit(address).hostname
    if answer.iri is not None:
        because = f"{host} has one of this name"
    elif answer.candidates:
        because = f"{host} has only {', '.join(map(str, answer.candidates))}"
    else:
        because = f"{host} has none of this name"
    return Linked(answer.question.entity, answer.iri, because=because)
