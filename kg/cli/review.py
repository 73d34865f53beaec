"""``kg review``: walk through what is doubtful in a graph and decide it, one key for each answer.

Every answer is in the file of decisions before the next question is shown, so that nothing is lost whenever and
however the walk ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.book import DecisionsFile, open_book
from kg.cli.console import count, say
from kg.cli.options import confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.review.review import Topic

__all__ = ["review"]


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The graph folder.")] = Path("out"),
    *,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TOPIC", help="Only merges, types or relations; may be repeated."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Ask at most so many questions.")] = None,
    below: Annotated[
        float,
        typer.Option(parser=confidence, metavar="0–1", help="Ask about relations that are less sure than this."),
    ] = 0.5,
    decisions: DecisionsFile = None,
) -> None:
    """Decide what is doubtful in a graph.

    Merges come first, then classes, then relations, of each the most doubtful first. Each question comes with its
    evidence and is answered with one key, ? lists them. An answer is written down at once, and what has been decided
    is not asked again. Answers may come from a pipe, one a line.
    """
    from kg.ask import open_graph
    from kg.cli.keys import Keys
    from kg.cli.session import Session
    from kg.review.correct import Corrector
    from kg.review.entities import Entities
    from kg.review.exhibits import Exhibits
    from kg.review.quotes import Files
    from kg.review.review import Review

    topics = _topics(only or ())
    with open_graph(folder) as graph:
        book = open_book(folder, decisions)
        entities = Entities(graph.store, graph.schema, book.decisions(graph.schema))
        asker = Review(entities)
        everything = asker.questions(topics, below=below)
        questions = list(asker.undecided(everything, entities.decisions.items))[:limit]
        if not questions:
            done = f" ({count(len(everything), 'question')} answered in {book.path})" if everything else ""
            say(f"{folder}: nothing to review{done}")
            return
        Session(book, asker, Corrector(entities), Exhibits(entities, Files(book.sources)), Keys()).run(questions)


def _topics(only: Sequence[str]) -> Sequence[Topic]:
    from kg.review.review import Topic

    known = [str(topic) for topic in Topic]
    for one in only:
        if one not in known:
            raise typer.BadParameter(f"{one!r} is nothing to review; --only takes {', '.join(known)}")
    return [topic for topic in Topic if not only or topic in only]
