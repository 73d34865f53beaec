"""The statements of a graph without their sentences, and which of them a selection chooses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.scan import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.graph.filters import Selection
    from kg.graph.store import Store

__all__ = ["Claim", "chosen", "claims", "degrees", "neighbourhood"]

_CLAIMS = joined(
    "?statement ?head ?relation ?tail ?status ?confidence ?sources",
    "?statement kg:subject ?head",
    "?statement kg:predicate ?relation",
    "?statement kg:object ?tail",
    "?statement kg:status ?status",
    "?statement kg:confidence ?confidence",
    "?statement kg:sourceCount ?sources",
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement without its sentences; ``head`` and ``tail`` are IRIs."""

    iri: str
    head: str
    relation: str
    tail: str
    status: str
    confidence: float
    sources: int


def claims(store: Store) -> list[Claim]:
    """Every statement, in the order of their IRIs."""
    namespace = store.vocabulary.ns
    return [
        Claim(iri, head, relation.removeprefix(namespace), tail, status, float(confidence), int(sources))
        for iri, head, relation, tail, status, confidence, sources in sorted(store.texts(_CLAIMS))
    ]


def chosen(
    claims: Iterable[Claim], types: Mapping[str, str], selection: Selection
) -> tuple[list[Claim], dict[str, int]]:
    """The statements that a selection chooses, and the entities, each with its distance from the centre.

    Entities that no statement joins are among them, unless statements of some kind or a neighbourhood are asked for.

    Args:
        claims: the statements that articles of the chosen days make.
        types: the entities that articles of the chosen days name, each with its class.
        selection: what is asked for; its days have been seen to.
    """
    passing = [
        claim for claim in claims if claim.head in types and claim.tail in types and _passes(claim, types, selection)
    ]
    if selection.around is not None:
        distance = neighbourhood(passing, selection.around, selection.depth) if selection.around in types else {}
        return [one for one in passing if one.head in distance and one.tail in distance], distance
    ends = degrees(passing).keys()
    if selection.joining:
        return passing, dict.fromkeys(ends, 0)
    alone = [iri for iri, type_ in types.items() if not selection.classes or type_ in selection.classes]
    return passing, dict.fromkeys([*alone, *ends], 0)


def _passes(claim: Claim, types: Mapping[str, str], selection: Selection) -> bool:
    classes = selection.classes
    ends = (types[claim.head] in classes, types[claim.tail] in classes)
    return (
        (not classes or (any(ends) if len(classes) == 1 else all(ends)))
        and (not selection.relations or claim.relation in selection.relations)
        and (not selection.statuses or claim.status in selection.statuses)
        and claim.confidence >= selection.min_confidence
    )


def neighbourhood(claims: Iterable[Claim], centre: str, depth: int) -> dict[str, int]:
    """The entities within ``depth`` steps of ``centre``, in either direction, with their distance."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for claim in claims:
        beside[claim.head].add(claim.tail)
        beside[claim.tail].add(claim.head)
    distance, edge = {centre: 0}, {centre}
    for step in range(1, depth + 1):
        edge = {other for entity in edge for other in beside[entity]} - distance.keys()
        distance.update(dict.fromkeys(sorted(edge), step))
    return distance


def degrees(claims: Iterable[Claim]) -> Counter[str]:
    """How many claims each entity takes part in."""
    return Counter(end for claim in claims for end in sorted({claim.head, claim.tail}))
