"""How ``kg review`` shows a question: who is meant, what speaks for it, and the sentences to judge by."""

from __future__ import annotations

import re
import shutil
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from kg.cli.console import count, on_terminal, printable, say
from kg.review.review import MergeQuestion, RelationQuestion, TypeQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.review.entities import Known
    from kg.review.exhibits import Exhibits, Quote
    from kg.review.review import Question
    from kg.schema import Schema

__all__ = ["asked", "show"]

WIDEST = 100
"""Columns of a line of text; longer ones are hard to read."""

LONGEST = 400
"""Characters of a sentence that are shown."""

NAMES = 6
"""Other names of an entity that are shown."""


def asked(question: Question, schema: Schema) -> str:
    """A question in words."""
    match question:
        case MergeQuestion(one=one, into=into):
            return f"are {into.entity.name} and {one.entity.name} one thing?"
        case TypeQuestion(known=known):
            return f"is {known.entity.name} of the class {_class(known.entity.type, schema)}?"
        case RelationQuestion():
            return f"{_fact(question, schema)}?"


def _fact(question: RelationQuestion, schema: Schema) -> str:
    label = schema.relations[question.predicate].label.get("en", question.predicate)
    return f"{question.head.entity.name} — {label} → {question.tail.entity.name}"


def _class(name: str, schema: Schema) -> str:
    label = schema.classes[name].label.get("en", name)
    return name if label.casefold() == name.casefold() else f"{name} ({label})"


def show(question: Question, schema: Schema, exhibits: Exhibits, *, more: bool = False) -> None:
    """Print all that a person needs to answer a question; with ``more``, all the evidence that there is."""
    match question:
        case MergeQuestion(one=one, into=into):
            most = 12 if more else 2
            shown: list[Quote] = []
            for number, (party, other) in enumerate(((into, one), (one, into)), 1):
                _show_entity(party, exhibits, number)
                found = exhibits.mentions(party, most + len(shown), beside=other)
                fresh = [quote for quote in found if quote.text not in {former.text for former in shown}][:most]
                _show_quotes(fresh)
                shown += fresh
            both = f"{count(question.together, 'article')} {'names' if question.together == 1 else 'name'} both"
            say(f"  {question.reason}")
            say(f"  {question.rule}, {question.score:.0%} likely; {both}")
        case TypeQuestion(known=known, readings=readings):
            _show_entity(known, exhibits)
            for reading in readings:
                verb = "reads" if reading.articles == 1 else "read"
                share = f"{reading.share:.0%} of the readings"
                say(f"    {count(reading.articles, 'article')} {verb} it as {_class(reading.type, schema)}, {share}")
            _show_quotes(exhibits.mentions(known, 20 if more else 3))
        case RelationQuestion():
            ends = " and ".join(str(known) for known in question.parties)
            say(f"  {ends}: {question.status}, {question.confidence:.2f}, {count(question.sources, 'source')}")
            _show_quotes(exhibits.passages(question.statement, question.parties)[: 20 if more else 2])


def _show_entity(known: Known, exhibits: Exhibits, number: int | None = None) -> None:
    label = typer.style(printable(str(known)), fg="cyan", bold=True)
    counts = f"{count(known.mentions, 'mention')} in {count(known.articles, 'article')}"
    typer.echo(f"  {'' if number is None else f'{number}  '}{label}, {counts}")
    names = exhibits.entities.names(known)
    if names:
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        say(f"    also {', '.join(names[:NAMES])}{more}")


def _show_quotes(quotes: Iterable[Quote]) -> None:
    for quote in quotes:
        article = ", ".join(part for part in (quote.title or quote.path, quote.published, quote.note) if part)
        if quote.text:
            for line in _lines(quote):
                typer.echo(f"    {line}")
        for start, end in _folded(article, _width() - 6):
            typer.secho(f"      {printable(article[start:end])}", dim=True)


def _width() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST) if on_terminal() else 10**6


def _lines(quote: Quote) -> Iterator[str]:
    """The sentence between quotation marks, as wide as the screen, names in colour and telling words underlined."""
    first, last = _window(quote)
    text = f"“{'…' if first else ''}{quote.text[first:last]}{'…' if last < len(quote.text) else ''}”"
    shift = 1 + bool(first) - first
    named = {place + shift for span in quote.names for place in range(*span)}
    telling = {place + shift for span in quote.words for place in range(*span)}
    for start, end in _folded(text, _width() - 5):
        looks = [(place in named, place in telling) for place in range(start, end)]
        yield "".join(_styled(text[start:end], looks))


def _styled(text: str, looks: Sequence[tuple[bool, bool]]) -> Iterator[str]:
    """The text with the look of each of its characters: whether it is of a name, and whether it tells."""
    for (named, telling), group in groupby(zip(looks, text, strict=True), key=lambda pair: pair[0]):
        part = printable("".join(character for _, character in group))
        look = {"bold": True, "underline": True} if telling else {}
        yield typer.style(part, fg="cyan" if named else None, **look) if named or telling else part


def _window(quote: Quote) -> tuple[int, int]:
    """The part of a long sentence that holds what matters, cut between words."""
    if len(quote.text) <= LONGEST:
        return 0, len(quote.text)
    marks = sorted([*quote.words, *quote.names])
    middle = (marks[0][0] + marks[-1][1]) // 2 if marks else 0
    first = min(max(0, middle - LONGEST // 2), len(quote.text) - LONGEST)
    first = quote.text.find(" ", first) + 1 if first else 0
    last = first + LONGEST
    return first, quote.text.rfind(" ", first, last) if last < len(quote.text) else len(quote.text)


def _folded(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The (start, end) of every line of a text that is broken between words.

    >>> list(_folded("one two three", 8))
    [(0, 7), (8, 13)]
    """
    start = end = 0
    for word in re.finditer(r"\S+", text):
        if word.end() - start > width and end > start:
            yield start, end
            start = word.start()
        end = word.end()
    if end > start:
        yield start, end
