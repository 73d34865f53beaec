"""Articles that repeat one another, so that a fact told twice by one source is not taken for two sources.

Two articles are one source when they give the same address, or when nearly the same text stands in both
(:mod:`kg.resolve.likeness`). Of the 418,000 pairs among 915 articles of two months, of which many tell one event, no
two that were written apart share more than 13 % of their shingles; those that were copied share all of them.

An address alone is no proof, since front matter is filled in by hand and by faulty scripts: articles under one address
whose words have little in common stay apart. An address without a path is a site's, and says nothing of an article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from kg.resolve.likeness import Texts, buckets
from kg.resolve.spool import Spool
from kg.resolve.values import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import ArticleKey
    from kg.resolve.summary import Summary, Text

__all__ = ["canonical", "copies"]

SHARED = 0.6
"""The share of the shorter text that the longer one must have."""

LONGER = 2.0
"""How many times as long the longer text may be; what is longer still quotes the other."""

FEW = 40
"""Words below which only the very same text is a copy: a headline and a date prove nothing."""

AGREEING = 0.3
"""The share of the words of a text that another under the same address must have. In the same 915 articles, those that
are versions of one have 37 % and more, and those with a mistaken address 24 % at most."""

PATIENCE = 100
"""Texts that one is compared with in vain before it is left alone; the pages of a template are like that."""

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|xtor|_hsenc|_hsmi")
_NEVER = datetime.max.replace(tzinfo=UTC)


def copies(summaries: Iterable[Summary]) -> tuple[Copy, ...]:
    """Every article that repeats another, with the first published of those that say the same, sorted.

    The order of the articles does not matter. Articles of one key are one article.
    """
    sources = _Sources(summaries)
    groups = _Groups(len(sources.all))
    _join_addresses(sources, groups)
    distinct = _join_identical(sources, groups)
    _join_alike(sources, [place for place in distinct if sources.all[place].words >= FEW], groups)
    return tuple(sorted(_copy(sources, copy, original, groups) for copy, original in groups.followers()))


def canonical(url: str | None) -> str | None:
    """What is left of an article's address when nothing is that may differ between two links to it.

    >>> canonical("http://www.News.example/a/?utm_source=x&id=3#top")
    'news.example/a?id=3'
    >>> canonical("https://news.example/") is None
    True
    """
    try:
        parts = urlsplit(url or "")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0])]
    if not host or not (path or asked):
        return None
    site = host if port in {None, 80, 443} else f"{host}:{port}"
    return site + path + (f"?{urlencode(sorted(asked))}" if asked else "")


@dataclass(frozen=True, slots=True)
class _Source:
    """An article by what is compared of it first; its place is that of its text and of its vocabulary."""

    place: int
    key: ArticleKey
    path: str
    language: str
    published: datetime | None
    address: str | None
    words: int
    digest: bytes


class _Sources:
    """The articles, each once, the first published first, with their texts."""

    def __init__(self, summaries: Iterable[Summary]) -> None:
        by_key: dict[ArticleKey, _Source] = {}
        self._vocabularies = Spool(np.dtype("<u4"))
        self.texts = Texts(self._gathered(summaries, by_key))
        self.all = sorted(
            by_key.values(), key=lambda one: (one.published or _NEVER, one.key.id, one.path, one.key.content_hash)
        )

    def _gathered(self, summaries: Iterable[Summary], by_key: dict[ArticleKey, _Source]) -> Iterator[Text]:
        """The text of every article that has not come before."""
        for one in summaries:
            known = by_key.get(one.key)
            if known is None:
                address, text = canonical(one.url), one.text
                by_key[one.key] = _Source(
                    len(by_key), one.key, one.path, one.language, one.published, address, text.words, text.digest
                )
                self._vocabularies.append(text.vocabulary if address is not None else b"")
                yield text
            elif one.path < known.path:  # one file twice: all but the path is the same
                by_key[one.key] = replace(known, path=one.path)

    def same(self, one: int, other: int) -> bool:
        """Whether two have the same words."""
        return self.all[one].digest == self.all[other].digest

    def share(self, one: int, other: int) -> float:
        """The share of the shorter text that the longer one has too."""
        return self.texts.share(self.all[one].place, self.all[other].place)

    def repeat(self, one: int, other: int) -> bool:
        """Whether the two are one text but for small changes, or a part that was added."""
        return (
            self.texts.times(self.all[one].place, self.all[other].place) <= LONGER and self.share(one, other) >= SHARED
        )

    def agree(self, one: int, other: int) -> bool:
        """Whether the two may tell the same; of texts in two languages, or of few words, nothing is known."""
        first, second = self.all[one], self.all[other]
        if first.language != second.language or min(first.words, second.words) < FEW:
            return True
        vocabulary, others = self._vocabularies[first.place], self._vocabularies[second.place]
        common = np.intersect1d(vocabulary, others, assume_unique=True)
        return len(common) >= AGREEING * min(len(vocabulary), len(others))


class _Groups:
    """Union-find over places; a group is led by its smallest, and knows which pairs joined it."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._links: dict[int, list[int]] = defaultdict(list)

    def leader(self, member: int) -> int:
        while (parent := self._parent[member]) != member:
            self._parent[member] = member = self._parent[parent]
        return member

    def join(self, one: int, other: int) -> None:
        self._links[one].append(other)
        self._links[other].append(one)
        first, second = sorted((self.leader(one), self.leader(other)))
        self._parent[second] = first

    def followers(self) -> Iterator[tuple[int, int]]:
        """Every member that does not lead its group, with the one that does."""
        for member in range(len(self._parent)):
            if (leader := self.leader(member)) != member:
                yield member, leader

    def step(self, member: int, goal: int) -> int:
        """The neighbour through which a member hangs together with another of its group."""
        towards, reached = {goal: goal}, [goal]
        for here in reached:
            for neighbour in self._links[here]:
                if neighbour not in towards:
                    towards[neighbour] = here
                    reached.append(neighbour)
        return towards[member]


def _join_addresses(sources: _Sources, groups: _Groups) -> None:
    """Join what gives one address; by mistake it may be that of several articles, each with versions of its own."""
    leaders: dict[str, list[int]] = defaultdict(list)
    for place, source in enumerate(sources.all):
        if source.address is not None:
            known = leaders[source.address]
            leader = next((one for one in known if sources.agree(place, one)), None)
            if leader is None:
                known.append(place)
            else:
                groups.join(leader, place)


def _join_identical(sources: _Sources, groups: _Groups) -> list[int]:
    """Join what has the same words, and give the first of each."""
    first: dict[bytes, int] = {}
    for place, source in enumerate(sources.all):
        if source.words and (known := first.setdefault(source.digest, place)) != place:
            groups.join(known, place)
    return list(first.values())


def _join_alike(sources: _Sources, places: list[int], groups: _Groups) -> None:
    """Join what shares enough of its text, comparing no two that already hang together and none twice."""
    refused: dict[int, set[int]] = defaultdict(set)

    def alike(one: int, later: int) -> bool:
        if one in refused[later]:
            return False
        if sources.repeat(one, later):
            groups.join(one, later)
            return True
        refused[later].add(one)
        return False

    for bucket in buckets(sources.texts, [sources.all[place].place for place in places]):
        parts: list[list[int]] = []  # of the bucket, each within one group
        for place in (places[index] for index in bucket if len(refused[places[index]]) < PATIENCE):
            near, far = [place], []
            for part in parts:
                same = groups.leader(part[0]) == groups.leader(place) or any(alike(one, place) for one in part)
                if same:
                    near = [*part, *near]
                else:
                    far.append(part)
            parts = [*far, near]


def _copy(sources: _Sources, copy: int, original: int, groups: _Groups) -> Copy:
    """What is said of a copy; one that hangs together with the original through another only says which."""
    one, first = sources.all[copy], sources.all[original]
    similarity = round(sources.share(copy, original), 4)
    if one.address is not None and one.address == first.address and sources.agree(copy, original):
        similarity, because = 1.0, f"both give the address {one.address}"
    elif sources.same(copy, original):
        similarity, because = 1.0, "the text is the same"
    elif sources.repeat(copy, original):
        because = f"{int(100 * similarity)} % of the shorter text stands in the longer one"
    else:
        because = f"it repeats {sources.all[groups.step(copy, original)].path}, which repeats the original"
    return Copy(one.key, first.key, similarity, because)
