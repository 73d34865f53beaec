"""The conversation of ``kg review``: question, key, decision, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from kg.cli.book import say_edit
from kg.cli.cards import asked, show
from kg.cli.console import count, heading, say
from kg.errors import DecisionError, QueryError
from kg.resolve.corrections import sentence
from kg.resolve.ledger import content, restore
from kg.review.review import MergeQuestion, RelationQuestion, TypeQuestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.cli.book import Book
    from kg.cli.keys import Keys
    from kg.resolve.corrections import Decision
    from kg.review.correct import Corrector
    from kg.review.entities import Known
    from kg.review.exhibits import Exhibits
    from kg.review.review import Question, Review

__all__ = ["Session"]

LISTED = 20
"""Articles or names that are listed to choose from."""


@dataclass(frozen=True)
class _Step:
    """What can be undone: an answer with the file before and after it, or a question that was passed over."""

    at: int
    decisions: tuple[Decision, ...] = ()
    before: bytes | None = None
    after: bytes | None = None


class Session:
    """One walk through some questions.

    Args:
        book: where decisions go.
        review: says what answers mean.
        corrector: finds what is typed.
        exhibits: the evidence.
        keys: what the person answers.
    """

    def __init__(self, book: Book, review: Review, corrector: Corrector, exhibits: Exhibits, keys: Keys) -> None:
        self.book, self.review, self.corrector, self.exhibits, self.keys = book, review, corrector, exhibits, keys
        self.schema = corrector.entities.schema
        self.questions: Sequence[Question] = ()
        self.at = 0
        self.steps: list[_Step] = []
        self.actions: dict[str, Callable[[Question], None]] = {
            "a": self._accept, "b": self._accept_other, "r": self._reject, "n": self._rename, "m": self._merge,
            "s": self._split, "t": self._retype, "x": self._erase, "e": self._show_more, "k": self._skip,
            "": self._skip, "u": self._undo, "?": self._help,
        }  # fmt: skip

    def run(self, questions: Sequence[Question]) -> None:
        """Ask until there is no question left, or no answer; then say what was decided and how to apply it."""
        self.questions = questions
        topics = {"merge": MergeQuestion, "type": TypeQuestion, "relation": RelationQuestion}
        kinds = (count(sum(isinstance(one, kind) for one in questions), noun) for noun, kind in topics.items())
        say(f"{count(len(questions), 'question')}: {', '.join(kinds)}")
        try:
            while self.at < len(questions) and self._ask(questions[self.at]):
                pass
        except (EOFError, KeyboardInterrupt):
            say()
        self._summarize()

    def _ask(self, question: Question) -> bool:
        """Ask one question until something takes its place; false when the person has had enough."""
        if not self._is_open(question):
            self.at += 1
            return True
        say()
        heading(f"{self.at + 1} of {len(self.questions)}: {asked(question, self.schema)}")
        show(question, self.schema, self.exhibits)
        at, steps = self.at, len(self.steps)
        while self.at == at and len(self.steps) >= steps:
            typer.secho(_legend(question), dim=True, nl=False)
            key = self.keys.key().lower()
            if key == "q":
                return False
            try:
                self.actions.get(key, self._unknown)(question)
            except (QueryError, DecisionError) as error:
                say(f"  {error}")
        return True

    def _is_open(self, question: Question) -> bool:
        return any(self.review.undecided([question], self.corrector.entities.decisions.items))

    def _take(self, question: Question, *decisions: Decision) -> None:
        """Write decisions down, all or none, and go on if they answer the question."""
        before = content(self.book.path)
        try:
            for decision in decisions:
                edit = self.book.record(decision, self.schema)
                say_edit(edit, "  ")
        except DecisionError:
            restore(self.book.path, before)
            raise
        self.steps.append(_Step(self.at, decisions, before, content(self.book.path)))
        self._look_again()
        if not self._is_open(question):
            self.at += 1

    def _look_again(self) -> None:
        self.corrector.entities.learn(self.book.decisions(self.schema))

    def _accept(self, question: Question) -> None:
        self._take(question, self.review.accepted(question))

    def _accept_other(self, question: Question) -> None:
        if isinstance(question, MergeQuestion):
            self._take(question, self.corrector.merge(question.into.iri, question.one.iri).decision)
        else:
            self._unknown(question)

    def _reject(self, question: Question) -> None:
        if isinstance(question, TypeQuestion):
            self._retype(question)
        else:
            self._take(question, self.review.rejected(question))

    def _rename(self, question: Question) -> None:
        if isinstance(question, MergeQuestion):
            label = self.keys.line("  one thing, called: ")
            if label:
                merged = self.review.accepted(question)
                renamed = self.corrector.rename(question.into.iri, label).decision
                self._take(question, merged, renamed)
        elif (known := self._which(question)) and (label := self.keys.line(f"  {known} is called: ")):
            self._take(question, self.corrector.rename(known.iri, label).decision)

    def _merge(self, question: Question) -> None:
        known = self._which(question)
        if known and (into := self.keys.line(f"  {known} is the same as: ")):
            self._take(question, self.corrector.merge(known.iri, into).decision)

    def _split(self, question: Question) -> None:
        known = self._which(question)
        if known is None:
            return
        names = (known.entity.name, *self.corrector.entities.names(known))
        name = self._chosen(f"  which name is not always {known}?", names)
        if not name:
            return
        articles: list[str] = []
        if name == known.entity.name:
            articles = self._articles(known)
            if not articles:
                return
        label = self.keys.line(f"  what it is there{'' if articles else f', if not {name}'}: ")
        self._take(question, self.corrector.split(name, known.iri, articles, label or None).decision)

    def _articles(self, known: Known) -> list[str]:
        """Some of the articles that name an entity, by number or by identifier; none where the person names none."""
        quotes = self.exhibits.mentions(known, LISTED)
        say(f"  in which articles is {known.entity.name} something else?")
        for number, quote in enumerate(quotes, 1):
            say(f"    {number}  {', '.join(part for part in (quote.title or quote.path, quote.published) if part)}")
        typed = self.keys.line("  numbers or identifiers, with spaces between: ").split()
        by_number = {str(number): quote.path for number, quote in enumerate(quotes, 1)}
        return [by_number.get(one, one) for one in typed]

    def _retype(self, question: Question) -> None:
        known = self._which(question)
        if known is None:
            return
        likely = question.readings[0].type if isinstance(question, TypeQuestion) else ""
        type_ = self.keys.line(f"  class of {known.entity.name}{f' [{likely}]' if likely else ''}: ") or likely
        if type_:
            self._take(question, self.corrector.retype(known.iri, type_).decision)

    def _erase(self, question: Question) -> None:
        if known := self._which(question):
            self._take(question, self.corrector.reject(known.iri).decision)

    def _which(self, question: Question) -> Known | None:
        """The entity that a correction is about; None where the person names none."""
        if len(question.parties) == 1:
            return question.parties[0]
        for number, known in enumerate(question.parties, 1):
            say(f"    {number}  {known}")
        typer.secho("  which one? ", dim=True, nl=False)
        key = self.keys.key()
        return question.parties[int(key) - 1] if key in {"1", "2"} else None

    def _chosen(self, prompt: str, names: Sequence[str]) -> str:
        """One of some names, by its number or as typed; an empty text where the person names none."""
        say(prompt)
        for number, name in enumerate(names[:LISTED], 1):
            say(f"    {number}  {name}")
        typed = self.keys.line("  number or name: ")
        if not typed.isdecimal() or typed in names:
            return typed
        return names[int(typed) - 1] if 1 <= int(typed) <= len(names) else ""

    def _show_more(self, question: Question) -> None:
        show(question, self.schema, self.exhibits, more=True)

    def _skip(self, _question: Question) -> None:
        self.steps.append(_Step(self.at))
        self.at += 1

    def _undo(self, _question: Question) -> None:
        if not self.steps:
            say("  nothing to undo")
            return
        step = self.steps[-1]
        if step.decisions:
            if content(self.book.path) != step.after:
                say(f"  {self.book.path} has been changed since; undo it there")
                return
            restore(self.book.path, step.before)
            self._look_again()
        self.steps.pop()
        self.at = step.at
        for decision in step.decisions or ():
            say(f"  undone: {sentence(decision)}")

    def _help(self, question: Question) -> None:
        for key, meaning in _meanings(question).items():
            say(f"    {key}  {meaning}")

    @staticmethod
    def _unknown(_question: Question) -> None:
        say("  no such answer; ? lists them")

    def _summarize(self) -> None:
        taken = [decision for step in self.steps for decision in step.decisions]
        skipped = sum(not step.decisions for step in self.steps)
        left = len(self.questions) - self.at
        say()
        say(f"{count(len(taken), 'decision')}, {skipped:,} skipped, {left:,} left")
        if taken:
            say(f"  written to {self.book.path}")
            self.book.say_how_to_apply()


def _legend(question: Question) -> str:
    """The keys that answer a question, in one line."""
    match question:
        case MergeQuestion():
            answers = "a merge as 1  b merge as 2  r keep apart"
        case TypeQuestion(readings=readings):
            answers = f"a yes  r no, {readings[0].type} …  x no name"
        case RelationQuestion():
            answers = "a right  r wrong  x no name"
    return f"  {answers}  k skip  u undo  q quit  ? more > "


def _meanings(question: Question) -> dict[str, str]:
    """Every key with what it does."""
    match question:
        case MergeQuestion(one=one, into=into):
            own = {
                "a": f"one thing, called {into.entity.name}",
                "b": f"one thing, called {one.entity.name}",
                "n": "one thing, under another name",
                "r": "two things, which are not asked about again",
            }
        case TypeQuestion(known=known):
            own = {
                "a": f"the class is right: {known.entity.type}",
                "r": "the class is wrong; asks for the right one",
                "n": "the name is wrong; asks for the right one",
            }
        case RelationQuestion():
            own = {
                "a": "the relation is right",
                "r": "the relation is wrong, and goes",
                "n": "a name is wrong; asks which and for the right one",
            }
    return own | {
        "m": "an entity is the same as another; asks for that one",
        "s": "a name stands for something else; asks which",
        "t": "a class is wrong; asks for the right one",
        "x": "what was taken for a name is none, and goes with all that is said of it",
        "e": "show more evidence",
        "k": "skip the question, as Enter does",
        "u": "take the last answer back",
        "q": "stop here; all answers are kept",
    }
