"""One article, as a reader annotated it and as a graph has it -> what is right, what is missed, what is wrong.

==========  ==============================================================================================
layer       what counts as right
==========  ==============================================================================================
mentions    the same characters with the same class; every occurrence of an annotated string is a mention
entities    the same class, and the annotated entity shares the most surface strings with the found one;
            of several found for one annotated, one is right
relations   the same relation from the same entity to the same entity, once per article; denials left out
pairs       as relations, whatever the relation and its direction
==========  ==============================================================================================

What nobody proposed counts as missed: the annotations are looked through, not only what was found.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.evaluate.passages import counted_text, gold_spans, occurrences, one_line, sentence_around
from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kg.evaluate.found import FoundArticle
    from kg.evaluate.gold import GoldArticle

__all__ = ["Comparison", "Difference", "Item", "Layer", "Misquote", "Sides", "Verdict", "compare"]


class Layer(StrEnum):
    """What is compared."""

    MENTIONS = "mentions"
    ENTITIES = "entities"
    RELATIONS = "relations"
    PAIRS = "pairs"


class Verdict(StrEnum):
    """How the two sides differ."""

    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One thing that is compared: which it is within the article, and its class or relation."""

    key: tuple[int | str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was missed or is wrong, and where.

    Attributes:
        layer: mentions, entities or relations.
        verdict: missed or wrong.
        article: its id.
        line: 1-based line in the article's file, or None where the annotated passage is not there.
        name: what is named, or the head of the relation.
        type: class or relation.
        tail: the tail of the relation, or None.
        sentence: where it stands, in one line.
        note: what the other side has in its place, or an empty string.
    """

    layer: Layer
    verdict: Verdict
    article: str
    line: int | None
    name: str
    type: str
    tail: str | None
    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The items of one layer of an article, as annotated and as found."""

    gold: frozenset[Item]
    found: frozenset[Item]


@dataclass(frozen=True, slots=True, order=True)
class Misquote:
    """A mention or passage of the graph that its article does not hold at ``start:end``; ``there`` is what it holds."""

    article: str
    start: int
    end: int
    exact: str
    there: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The layers of an article side by side, their differences in the order of the text, and the quotes checked."""

    layers: Mapping[Layer, Sides]
    differences: tuple[Difference, ...]
    quotes: int
    misquotes: tuple[Misquote, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """How to show an item, and what it speaks of whatever its type, to find that on the other side."""

    about: frozenset[object]
    name: str
    tail: str | None
    start: int | None
    sentence: str


_Spots = dict[Item, _Spot]


def compare(gold: GoldArticle, found: FoundArticle, text: str, *, symmetric: Collection[str]) -> Comparison:
    """Set what a graph has from an article against its annotations.

    Args:
        gold: the annotations.
        found: what the graph has.
        text: the article's whole file, in which the offsets of both count.
        symmetric: the relations that hold both ways.
    """
    match = _matches(gold, found)
    counted = counted_text(text)
    spots = {
        Layer.MENTIONS: (_gold_mentions(gold, counted), _found_mentions(found, counted)),
        Layer.ENTITIES: (_gold_entities(gold, counted), _found_entities(gold, found, match, counted)),
        Layer.RELATIONS: (_gold_relations(gold, text, symmetric), _found_relations(gold, found, match, symmetric)),
    }
    layers = {layer: Sides(frozenset(left), frozenset(right)) for layer, (left, right) in spots.items()}
    relations = layers[Layer.RELATIONS]
    layers[Layer.PAIRS] = Sides(_pairs(relations.gold), _pairs(relations.found))
    quotes = {(one.start, one.end, one.exact) for one in found.mentions}
    quotes |= {(one.start, one.end, one.exact) for one in found.relations}
    return Comparison(
        layers,
        tuple(row for layer, sides in spots.items() for row in _differences(layer, gold.id, *sides, text)),
        len(quotes),
        tuple(Misquote(gold.id, start, end, exact, text[start:end])
              for start, end, exact in sorted(quotes) if text[start:end] != exact),
    )  # fmt: skip


def _matches(gold: GoldArticle, found: FoundArticle) -> dict[str, str]:
    """The annotated entity, by id, that each found one is: the one with which it shares the most surface strings."""
    owner: dict[str, str] = {}
    for entity in gold.entities:
        for name in entity.mentions:
            owner.setdefault(_surface(name), entity.id)
    votes: dict[str, Counter[str]] = {}
    for iri, exact in sorted({(mention.entity, mention.exact) for mention in found.mentions}):
        if entity_id := owner.get(_surface(exact)):
            votes.setdefault(iri, Counter())[entity_id] += 1
    return {iri: min(counts, key=lambda one: (-counts[one], one)) for iri, counts in votes.items()}


def _surface(text: str) -> str:
    """A name as it is compared: without case, width, quotes and emphasis around it."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split()).strip(" _*`«»\"'").casefold()


def _gold_mentions(gold: GoldArticle, counted: str) -> _Spots:
    spans = gold_spans(gold.entities, counted)
    return {item: _named(item, counted) for item in (Item((start, end), one.type) for start, end, one in spans)}


def _found_mentions(found: FoundArticle, counted: str) -> _Spots:
    inside = [one for one in found.mentions if counted[one.start : one.end].strip()]
    items = {Item((one.start, one.end), found.entities[one.entity].type) for one in inside}
    return {item: _named(item, counted) for item in items}


def _named(item: Item, counted: str) -> _Spot:
    start, end = map(int, item.key)
    return _Spot(frozenset([item.key]), one_line(counted[start:end]), None, start, sentence_around(counted, start, end))


def _gold_entities(gold: GoldArticle, counted: str) -> _Spots:
    spots: _Spots = {}
    for one in gold.entities:
        spans = [span for name in one.mentions for span in occurrences(name, counted)]
        start, sentence = (min(spans)[0], sentence_around(counted, *min(spans))) if spans else (None, "")
        spots[Item((one.id,), one.type)] = _Spot(frozenset([one.id]), one.name, None, start, sentence)
    return spots


def _found_entities(gold: GoldArticle, found: FoundArticle, match: Mapping[str, str], counted: str) -> _Spots:
    types = {one.id: one.type for one in gold.entities}
    first = {one.entity: one for one in reversed(found.mentions)}
    spots: _Spots = {}
    for iri in sorted(first):
        entity, id_ = found.entities[iri], match.get(iri)
        item = Item((id_,), entity.type) if id_ and types[id_] == entity.type else Item((_own(iri),), entity.type)
        if item in spots:
            item = Item((_own(iri),), entity.type)
        start, end = first[iri].start, first[iri].end
        spots[item] = _Spot(frozenset([id_ or iri]), entity.name, None, start, sentence_around(counted, start, end))
    return spots


def _gold_relations(gold: GoldArticle, text: str, symmetric: Collection[str]) -> _Spots:
    names = {one.id: one.name for one in gold.entities}
    spots: _Spots = {}
    for one in gold.relations:
        if one.status != Status.NEGATED:
            item, about = _relation(one.head, one.predicate, one.tail, symmetric)
            start = text.find(one.evidence) if one.evidence else -1
            spot = _Spot(about, names[one.head], names[one.tail], start if start >= 0 else None, one_line(one.evidence))
            spots.setdefault(item, spot)
    return spots


def _found_relations(
    gold: GoldArticle, found: FoundArticle, match: Mapping[str, str], symmetric: Collection[str]
) -> _Spots:
    names = {iri: one.name for iri, one in found.entities.items()}
    names |= {iri: one.name for iri, id_ in match.items() for one in gold.entities if one.id == id_}
    spots: _Spots = {}
    for one in found.relations:
        if one.status != Status.NEGATED:
            head, tail = (match.get(iri, _own(iri)) for iri in (one.head, one.tail))
            item, about = _relation(head, one.predicate, tail, symmetric)
            spots.setdefault(item, _Spot(about, names[one.head], names[one.tail], one.start, one_line(one.exact)))
    return spots


def _own(iri: str) -> str:
    """What stands for a found entity that is no annotated one; no id of an annotation looks like it."""
    return f"<{iri}>"


def _relation(head: str, predicate: str, tail: str, symmetric: Collection[str]) -> tuple[Item, frozenset[object]]:
    ends = (head, tail)
    return Item(tuple(sorted(ends)) if predicate in symmetric else ends, predicate), frozenset(ends)


def _pairs(relations: Collection[Item]) -> frozenset[Item]:
    return frozenset(Item(tuple(sorted(item.key, key=str)), "") for item in relations)


def _differences(layer: Layer, article: str, gold: _Spots, found: _Spots, text: str) -> Iterator[Difference]:
    rows = [(spot, item, Verdict.MISSED) for item, spot in gold.items() if item not in found]
    rows += [(spot, item, Verdict.WRONG) for item, spot in found.items() if item not in gold]
    there = {Verdict.MISSED: _by_subject(found), Verdict.WRONG: _by_subject(gold)}
    for spot, item, verdict in sorted(rows, key=lambda row: (row[0].start or 0, row[2], str(row[1]))):
        line = None if spot.start is None else text.count("\n", 0, spot.start) + 1
        note = _note(layer, verdict, item.type, there[verdict].get(spot.about, set()))
        yield Difference(layer, verdict, article, line, spot.name, item.type, spot.tail, spot.sentence, note)


def _by_subject(spots: _Spots) -> dict[frozenset[object], set[str]]:
    types: dict[frozenset[object], set[str]] = {}
    for item, spot in spots.items():
        types.setdefault(spot.about, set()).add(item.type)
    return types


def _note(layer: Layer, verdict: Verdict, type_: str, others: Collection[str]) -> str:
    """What the other side says of the same thing."""
    side = "found" if verdict == Verdict.MISSED else "annotated"
    if type_ in others:
        return f"{side} the other way round" if layer == Layer.RELATIONS else "found twice"
    return f"{side} as {', '.join(sorted(others))}" if others else ""
