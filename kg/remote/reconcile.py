"""What the things of a graph are called elsewhere: questions, the candidates that a service has, and what is a match.

A service is a :class:`Reconciler`: one that speaks the Reconciliation Service API of the W3C's community group,
version 0.2 (:class:`ReconciliationService`), or a SPARQL endpoint (:mod:`kg.remote.endpoint`). What it says is weighed
here. A candidate is a match when the service itself takes it for one, it bears the very name, it is of the type that
was asked for, and no other candidate is all that; "no match" is an answer too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from kg.ask.names import fold
from kg.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Entity
    from kg.remote.client import Remote

__all__ = ["Answer", "Candidate", "Question", "Reconciler", "ReconciliationService", "decide", "plain", "reconcile"]

BATCH, LARGEST_BATCH = 10, 50
"""Questions at a time, where a service names no number, and at most."""

FEW = 5
"""Candidates that a service is asked for, for each question."""

SPOKEN = {"0.1", "0.2"}
"""Versions of the protocol whose questions and answers have the form that is used here."""

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A thing to look for.

    Attributes:
        entity: as decisions name it.
        names: what it is called, its label first.
        type: the identifier, at the service, of the type that it must be of; None for any.
    """

    entity: Entity
    names: tuple[str, ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a service takes a name for.

    Attributes:
        iri: of the thing.
        name: as the service calls it.
        match: whether the service is sure.
        score: how sure, on a scale of its own; None where it does not say.
        types: identifiers of its types.
        description: a few words about it.
    """

    iri: str
    name: str
    match: bool = False
    score: float | None = None
    types: tuple[str, ...] = ()
    description: str = ""

    def __str__(self) -> str:
        """The candidate as people read it: name, description, IRI."""
        return f"{self.name}{f' ({self.description})' if self.description else ''} <{self.iri}>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question: the IRI of the match, or None and the candidates that were not good enough."""

    question: Question
    iri: str | None
    candidates: tuple[Candidate, ...] = ()


class Reconciler(Protocol):
    """A service that knows things by their names."""

    def batch(self) -> int:
        """How many questions it takes at a time.

        Raises:
            ServiceError: it cannot be asked.
        """

    def candidates(self, questions: Sequence[Question]) -> list[tuple[Candidate, ...]]:
        """The candidates for each question, the best first.

        Raises:
            ServiceError: it does not answer, or not as it should.
        """


def reconcile(service: Reconciler, questions: Iterable[Question]) -> Iterator[list[Answer]]:
    """The answers to the questions, a batch at a time, so that what is known is kept when the service fails later.

    Raises:
        ServiceError: the service does not answer, or not as it should.
    """
    waiting, size = iter(questions), 0
    while batch := list(islice(waiting, size or (size := service.batch()))):
        found = service.candidates(batch)
        yield [decide(question, candidates) for question, candidates in zip(batch, found, strict=True)]


def decide(question: Question, candidates: Sequence[Candidate]) -> Answer:
    """The match among the candidates, if there is one and only one."""
    names = {fold(name) for name in question.names}
    fitting = {
        one.iri
        for one in candidates
        if one.match and fold(one.name) in names and (question.type is None or question.type in one.types)
    }
    return Answer(question, fitting.pop() if len(fitting) == 1 else None, tuple(candidates))


@dataclass
class ReconciliationService:
    """A service that speaks the Reconciliation Service API 0.2."""

    remote: Remote
    _manifest: Mapping[str, object] = field(default_factory=dict, init=False, repr=False)

    def manifest(self) -> Mapping[str, object]:
        """What the service says of itself.

        Raises:
            ServiceError: it does not, or speaks another version.
        """
        if not self._manifest:
            found = self.remote.json()
            if not isinstance(found, dict) or not isinstance(found.get("identifierSpace"), str):
                advice = "give the address of a reconciliation service, or of a SPARQL endpoint with --sparql"
                raise ServiceError(f"{self.remote.url}: its manifest names no identifierSpace; {advice}")
            versions = found.get("versions")
            if isinstance(versions, list) and SPOKEN.isdisjoint(map(str, versions)):
                spoken = ", ".join(plain(one) for one in versions) or "none"
                needed = " or ".join(sorted(SPOKEN))
                raise ServiceError(f"{self.remote.url}: speaks version {spoken}; ask a service that speaks {needed}")
            self._manifest = found
        return self._manifest

    def batch(self) -> int:
        """As many as the service says, within bounds."""
        size = self.manifest().get("batchSize")
        return min(size, LARGEST_BATCH) if isinstance(size, int) and size > 0 else BATCH

    def candidates(self, questions: Sequence[Question]) -> list[tuple[Candidate, ...]]:
        """One request for all questions."""
        space = str(self.manifest()["identifierSpace"])
        asked = {f"q{place}": _query(question) for place, question in enumerate(questions)}
        found = self.remote.json({"queries": json.dumps(asked, ensure_ascii=False)})
        if not isinstance(found, dict):
            raise self._not_the_protocol("is no object")
        return [tuple(self._candidates(found.get(name), name, space)) for name in asked]

    def _candidates(self, answer: object, name: str, space: str) -> Iterator[Candidate]:
        rows = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise self._not_the_protocol(f"has no result for {name}")
        for row in rows[:FEW]:
            if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("name"), str):
                raise self._not_the_protocol(f"has a candidate for {name} without id and name")
            iri = row["id"] if _IRI.fullmatch(row["id"]) else space + row["id"]
            if not _IRI.fullmatch(iri):
                raise self._not_the_protocol(f"has a candidate for {name} whose id makes no address: {plain(iri)}")
            score, types = row.get("score"), row.get("type")
            yield Candidate(
                iri=iri,
                name=plain(row["name"]),
                match=row.get("match") is True,
                score=float(score) if isinstance(score, int | float) and not isinstance(score, bool) else None,
                types=tuple(_types(types)) if isinstance(types, list) else (),
                description=plain(row.get("description") or ""),
            )

    def _not_the_protocol(self, problem: str) -> ServiceError:
        advice = "it does not speak the Reconciliation Service API as version 0.2 has it"
        return ServiceError(f"{self.remote.url}: its answer {problem}; {advice}")


def _query(question: Question) -> dict[str, object]:
    query: dict[str, object] = {"query": question.names[0], "limit": FEW}
    return query if question.type is None else query | {"type": question.type}


def _types(types: list[object]) -> Iterator[str]:
    """The identifiers of types, each an object with an id, or the id alone."""
    for one in types:
        identifier = one.get("id") if isinstance(one, dict) else one
        if isinstance(identifier, str):
            yield identifier


def plain(text: object) -> str:
    r"""A text of a service on one line, without what cannot be seen, and not too long.

    >>> plain("Nvidia\x1b[31m\n  Corporation")
    'Nvidia[31m Corporation'
    """
    seen = "".join(one if one.isspace() or unicodedata.category(one)[0] != "C" else "" for one in str(text))
    words = " ".join(seen.split())
    return words if len(words) <= 120 else words[:119] + "…"
