"""Facts that somebody gives, such as the answer of a query -> the claims that a page shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.graph.claims import Claim
from kg.model import Status
from kg.view.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.view.reading import Reader

__all__ = ["Fact", "given"]

Fact = tuple[str, str, str]
"""A triple of full IRIs."""


def given(facts: Collection[Fact], reader: Reader, claims: Iterable[Claim]) -> tuple[Collection[str], list[Claim]]:
    """The entities that facts name, and the claims that they make.

    Where the graph states a fact, that is the claim, whatever its status; a relation that holds both ways is stated
    by either direction. Other facts are claims without a name, by no source.

    Raises:
        QueryError: no fact is between two entities.
    """
    entities, vocabulary = reader.entities, reader.store.vocabulary
    labels, stated = Labels(reader.store), {(claim.head, claim.relation, claim.tail): claim for claim in claims}
    found: dict[Fact, Claim] = {}
    for head, property_, tail in sorted(set(facts)):
        if head in entities and tail in entities:
            ours = property_.startswith(vocabulary.ns)
            relation = property_.removeprefix(vocabulary.ns) if ours else vocabulary.compact(property_)
            fact, turned = (head, relation, tail), (tail, relation, head)
            if fact not in stated and labels.relation(relation).symmetric and (turned in stated or head > tail):
                fact = turned
            found[fact] = stated.get(fact) or Claim("", *fact, status=Status.ASSERTED, confidence=1.0, sources=0)
    if not found:
        example = next(iter(entities), f"{vocabulary.base}id/org/nvidia")
        raise QueryError(
            "there is nothing to draw: no triple of the answer is between two entities; give such triples, as "
            f"CONSTRUCT {{ ?s ?p ?o }} or SELECT ?s ?p ?o, where ?s and ?o are entities such as <{example}>"
        )
    named = {end for head, _, tail in facts for end in (head, tail) if end in entities}
    return named, sorted(found.values(), key=lambda claim: (claim.iri, claim.head, claim.relation, claim.tail))
