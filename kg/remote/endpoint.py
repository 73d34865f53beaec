"""A SPARQL endpoint as a service that knows things by their labels.

An endpoint does not weigh what it finds. So the type is asked for along with the label, and what bears both is taken
for a match, unless there are several; a thing of another type with the same label is never even seen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, ServiceError
from kg.graph.vocab import RDF, RDFS
from kg.remote.reconcile import Candidate, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.remote.client import Remote
    from kg.remote.reconcile import Question

__all__ = ["SparqlEndpoint"]

BATCH = 20
LANGUAGES = ("en", "fr", "mul")
"""Languages of labels, beside those without one; ``mul`` is what Wikidata calls a label of many."""

FEW = 5
"""Things of one name that are told apart; with more the name says too little anyway."""

RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class SparqlEndpoint:
    """An endpoint of the SPARQL protocol.

    Attributes:
        remote: where it answers.
        property: IRI of the property that leads from a thing to its type.
    """

    remote: Remote
    property: str = RDF.type.value

    def batch(self) -> int:
        """Enough for one query of moderate length."""
        return BATCH

    def candidates(self, questions: Sequence[Question]) -> list[tuple[Candidate, ...]]:
        """One query for all questions of one type."""
        found: dict[Question, tuple[Candidate, ...]] = {}
        for type_ in sorted({_type(question) for question in questions}):
            group = [question for question in questions if question.type == type_]
            named: defaultdict[str, dict[str, Candidate]] = defaultdict(dict)
            for label, item in self._things(type_, sorted({question.names[0] for question in group})):
                named[label].setdefault(item, Candidate(item, plain(label), match=True, types=(type_,)))
            for question in group:
                things = named[question.names[0]]
                found[question] = tuple(things[item] for item in sorted(things)[:FEW])
        return [found[question] for question in questions]

    def _things(self, type_: str, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Every (label, IRI of a thing of the type that bears it)."""
        literals = [
            str(one)
            for label in labels
            for one in (ox.Literal(label), *(ox.Literal(label, language=language) for language in LANGUAGES))
        ]
        limit = len(literals) * FEW
        rows = self._rows(
            f"SELECT DISTINCT ?label ?item WHERE {{ VALUES ?label {{ {' '.join(literals)} }} "
            f"?item {RDFS.label} ?label ; {_node(self.property)} {_node(type_)} }} LIMIT {limit}"
        )
        if len(rows) < limit or len(labels) == 1:
            yield from rows
        else:  # one name has so many things that it leaves others no room
            for label in labels:
                yield from self._things(type_, [label])

    def _rows(self, query: str) -> list[tuple[str, str]]:
        answer = self.remote.ask({"query": query}, RESULTS)
        try:
            found = ox.parse_query_results(answer, ox.QueryResultsFormat.JSON)
            if not isinstance(found, ox.QuerySolutions):
                raise ServiceError(f"{self.remote.url}: answers yes or no to a SELECT; give the address of an endpoint")
            cells = [(row["label"], row["item"]) for row in found]
        except (SyntaxError, ValueError) as error:
            shown = plain(answer[:60].decode(errors="replace"))
            advice = f"give the address of a SPARQL endpoint that answers in {RESULTS}"
            raise ServiceError(f"{self.remote.url}: answers with what are no results ({shown!r}); {advice}") from error
        return [
            (label.value, item.value)
            for label, item in cells
            if isinstance(label, ox.Literal) and isinstance(item, ox.NamedNode)
        ]


def _type(question: Question) -> str:
    if question.type is None:
        raise QueryError(
            f"{question.names[0]}: a SPARQL endpoint is asked by label and type; name the type of its class"
        )
    return question.type


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(
            f"{iri!r}: not an IRI; write it in full, such as http://www.w3.org/ns/org#Organization"
        ) from error
