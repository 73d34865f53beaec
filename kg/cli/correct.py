"""Correcting a graph: each command writes one decision into a file that every build applies."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.book import DecisionsFile, open_book, say_edit
from kg.cli.console import count, say
from kg.cli.options import Graph  # noqa: TC001 - typer reads the annotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.cli.book import Book
    from kg.resolve.corrections import Decision
    from kg.review.correct import Corrector, Proposal

__all__ = ["accept", "decided", "merge", "reject", "rename", "retype", "split"]

Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="Your reason, which the file keeps.")]
ENTITY = "A label, another name, 'Name (class)' or an IRI."


def merge(
    one: Annotated[str, typer.Argument(metavar="NAME", help="The entity that goes.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The entity that stays, with its label and class.")],
    *,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide that two entities are one thing."""
    with _corrector(graph, decisions) as (book, corrector):
        _take(book, corrector, corrector.merge(one, into), because)


def split(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that the entity bears, or an entity like it.")],
    *,
    origin: Annotated[str, typer.Option("--from", metavar="ENTITY", help="The entity that it does not stand for.")],
    articles: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", help="Only in this article (identifier or file); may be repeated."),
    ] = None,
    label: Annotated[str | None, typer.Option("--as", metavar="LABEL", help="What it stands for there.")] = None,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide that two things are not one.

    That a name does not stand for an entity, or that two entities that look alike are two.
    """
    with _corrector(graph, decisions) as (book, corrector):
        _take(book, corrector, corrector.split(name, origin, articles or (), label), because)


def rename(
    name: Annotated[str, typer.Argument(metavar="ENTITY", help=ENTITY)],
    label: Annotated[str, typer.Argument(metavar="NEW", help="What it is to be called.")],
    *,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide what an entity is called."""
    with _corrector(graph, decisions) as (book, corrector):
        _take(book, corrector, corrector.rename(name, label), because)


def retype(
    name: Annotated[str, typer.Argument(metavar="ENTITY", help=ENTITY)],
    type_: Annotated[str, typer.Argument(metavar="CLASS", help="ORG, PERSON, PRODUCT … of the schema, in any case.")],
    *,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide which class an entity is of."""
    with _corrector(graph, decisions) as (book, corrector):
        _take(book, corrector, corrector.retype(name, type_), because)


def reject(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help=ENTITY)],
    predicate: Annotated[str | None, typer.Argument(metavar="RELATION", help="The relation that is wrong.")] = None,
    object_: Annotated[str | None, typer.Argument(metavar="OBJECT", help="The entity that it leads to.")] = None,
    *,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide that a relation is wrong, or that a name is none.

    Without a relation, SUBJECT is no name at all.
    """
    from kg.resolve.corrections import RejectedRelation

    with _corrector(graph, decisions) as (book, corrector):
        if predicate is None:
            proposal = corrector.reject(subject)
        else:
            proposal = corrector.relation(RejectedRelation, subject, predicate, _object(predicate, object_))
        _take(book, corrector, proposal, because)


def accept(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help=ENTITY)],
    predicate: Annotated[str | None, typer.Argument(metavar="RELATION", help="The relation that is right.")] = None,
    object_: Annotated[str | None, typer.Argument(metavar="OBJECT", help="The entity that it leads to.")] = None,
    *,
    graph: Graph = Path("out"),
    decisions: DecisionsFile = None,
    because: Because = "",
) -> None:
    """Decide that a relation, or the class of an entity, is right.

    Without a relation it is the class of SUBJECT.
    """
    from kg.resolve.corrections import AcceptedRelation

    with _corrector(graph, decisions) as (book, corrector):
        if predicate is None:
            proposal = corrector.keep(subject)
        else:
            proposal = corrector.relation(AcceptedRelation, subject, predicate, _object(predicate, object_))
        _take(book, corrector, proposal, because)


def _object(predicate: str, object_: str | None) -> str:
    if object_ is None:
        raise typer.BadParameter(f"{predicate!r} leads nowhere; name the OBJECT too, or leave out both")
    return object_


@contextmanager
def _corrector(folder: Path, given: Path | None) -> Iterator[tuple[Book, Corrector]]:
    from kg.ask import open_graph
    from kg.review.correct import Corrector
    from kg.review.entities import Entities

    with open_graph(folder) as graph:
        book = open_book(folder, given)
        yield book, Corrector(Entities(graph.store, graph.schema, book.decisions(graph.schema)))


def _take(book: Book, corrector: Corrector, proposal: Proposal, because: str) -> None:
    """Write a decision down, unless the graph shows already what it says and no other decision says otherwise."""
    decision = replace(proposal.decision, because=" ".join(because.split()))
    known = decision in corrector.entities.decisions.items
    if proposal.already and not known and not corrector.contradicted(decision):
        say(f"nothing to decide: {proposal.already}")
        return
    edit = book.record(decision, corrector.entities.schema)
    say_edit(edit)
    say(f"  {'written to' if edit.changed else 'in'} {book.path}")
    book.say_how_to_apply()


def decided(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    decisions: DecisionsFile = None,
    forget: Annotated[
        list[int] | None, typer.Option("--forget", metavar="LINE", help="Take back the decision on this line.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List what has been decided on a graph, or take it back.

    Each decision comes with its line in the file.
    """
    from kg.ask import open_graph
    from kg.resolve.corrections import sentence
    from kg.resolve.ledger import forget as take_back
    from kg.resolve.sheet import fields

    book = open_book(folder, decisions)
    with open_graph(folder) as graph:
        schema = graph.schema
    items = sorted(book.decisions(schema).items, key=lambda one: one.line)
    if forget:
        for decision in _on_lines(items, forget, book.path):
            take_back(book.path, decision, schema)
            say(f"taken back: {sentence(decision)}")
        book.say_how_to_apply()
    elif as_json:
        say(json.dumps([{"line": one.line, **fields(one)} for one in items], ensure_ascii=False, indent=2))
    else:
        width = len(str(items[-1].line)) if items else 0
        for one in items:
            say(f"{one.line:{width}}  {sentence(one)}{f' ({one.because})' if one.because else ''}")
        say(f"{count(len(items), 'decision')} in {book.path}")


def _on_lines(items: Sequence[Decision], lines: Sequence[int], path: Path) -> list[Decision]:
    by_line = {one.line: one for one in items}
    for line in lines:
        if line not in by_line:
            known = f"they begin on {', '.join(map(str, by_line))}" if by_line else "there is none"
            raise typer.BadParameter(f"no decision begins on line {line} of {path}; {known}")
    return [by_line[line] for line in dict.fromkeys(lines)]
