"""The sentences that a person judges by: those that name an entity, and those behind a relation."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kg.ask.tables import select
from kg.graph.triggers import trigger_places
from kg.review.quotes import Spot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.review.entities import Entities, Known
    from kg.review.quotes import Files

    _Place = tuple[Spot, str, str, str]

__all__ = ["Exhibits", "Quote"]

SHORTEST = 40
"""Characters of a sentence that says something of what it names."""

TRIED = 8
"""Mentions of an article that are looked at for such a sentence."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article, in one line.

    Attributes:
        text: the sentence; empty where only the article is known.
        names: (start, end) in it of the names that are asked about, in order.
        words: (start, end) in it of the words that give a relation away, in order.
        title, published, path: of the article; the first two may be empty.
        note: how the passage puts it and what read it, for a relation.
    """

    text: str
    names: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...]
    title: str
    published: str
    path: str
    note: str = ""


class Exhibits:
    """What one graph, and the files that it was built from, have to show."""

    def __init__(self, entities: Entities, files: Files) -> None:
        self.entities, self.files = entities, files

    def mentions(self, known: Known, most: int, beside: Known | None = None) -> list[Quote]:
        """Sentences that name an entity, each of another article, those that tell most first.

        They come from the files where these are still there, else from the passages that the graph keeps; where
        neither has any, the quotes have no text.

        Args:
            known: the entity.
            most: how many to give at most.
            beside: articles that name this one too come first.
        """
        spots = self._spots(known, beside)
        found = (self._sentence(several) for several in spots)
        quotes = list(islice((quote for quote in found if quote), most)) or list(islice(self._stated(known), most))
        return quotes or [Quote("", (), (), *several[0][1:]) for several in spots[:most]]

    def _spots(self, known: Known, beside: Known | None) -> list[list[_Place]]:
        """Where an entity is named, one list for each article."""
        both = f"BIND(EXISTS {{ ?a schema:mentions <{beside.iri}> }} AS ?both)" if beside else "BIND(false AS ?both)"
        rows = select(
            self.entities.store,
            f"""
            SELECT ?both ?a ?path ?hash ?start ?end ?title ?published {{
              ?m kg:mentionOf <{known.iri}> ; oa:hasSource ?a ; oa:start ?start ; oa:end ?end .
              ?a kg:path ?path ; kg:contentHash ?hash . {both}
              OPTIONAL {{ ?a schema:headline ?title }} OPTIONAL {{ ?a schema:datePublished ?published }}
            }}
            """,
        )
        found: defaultdict[tuple[str, str], list[_Place]] = defaultdict(list)
        for shared, article, path, content_hash, start, end, title, published in rows:
            spot = Spot(path, content_hash, int(start), int(end))
            found[shared, article].append((spot, title, published[:10], path))
        for several in found.values():
            several.sort()
        order = sorted(found, key=lambda key: (key[0] != "true", -len(found[key]), found[key][0]))
        return [found[key] for key in order]

    def _sentence(self, several: Sequence[_Place]) -> Quote | None:
        """The first sentence of an article that says something, else the first."""
        found = []
        for spot, *article in several[:TRIED]:
            if marked := self.files.sentence(spot):
                found.append(Quote(marked.text, marked.places, (), *article))
                if len(marked.text) >= SHORTEST and marked.text != article[0]:
                    return found[-1]
        return found[0] if found else None

    def _stated(self, known: Known) -> Iterator[Quote]:
        """The passages of the statements on an entity, one of each article, the surest first."""
        seen = set()
        for quote in self._passages(f"?s kg:subject|kg:object <{known.iri}> ."):
            if quote.path not in seen:
                seen.add(quote.path)
                yield self._named(quote, [known])

    def passages(self, statement: str, ends: Collection[Known]) -> list[Quote]:
        """The passages behind a statement, the surest first, with the names of its ends."""
        return [self._named(quote, ends) for quote in self._passages(f"BIND(<{statement}> AS ?s)")]

    def _passages(self, pattern: str) -> list[Quote]:
        rows = select(
            self.entities.store,
            f"""
            SELECT ?passage ?confidence ?status ?by ?exact ?path ?title ?published ?word {{
              {pattern}
              ?s kg:evidence ?passage .
              ?passage kg:confidence ?confidence ; kg:status ?status ; kg:extractedBy ?by ; oa:exact ?exact ;
                oa:hasSource ?a .
              ?a kg:path ?path .
              OPTIONAL {{ ?a schema:headline ?title }} OPTIONAL {{ ?a schema:datePublished ?published }}
              OPTIONAL {{ ?passage kg:trigger ?word }}
            }}
            """,
        )
        words: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for *parts, word in rows:
            words[tuple(parts)].append(word)
        found = []
        for passage in sorted(words, key=lambda one: (-float(one[1]), one[0])):
            _, confidence, status, by, exact, path, title, published = passage
            text = " ".join(exact.split())
            note = f"{status}, {float(confidence):.2f}, read by {by}"
            found.append(Quote(text, (), trigger_places(text, words[passage]), title, published[:10], path, note))
        return found

    def _named(self, quote: Quote, several: Iterable[Known]) -> Quote:
        names = {name for known in several for name in (known.entity.name, *self.entities.names(known))}
        longest = sorted(names - {""}, key=lambda name: (-len(name), name))
        pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"
        places = tuple(found.span() for found in re.finditer(pattern, quote.text))
        return replace(quote, names=places)
