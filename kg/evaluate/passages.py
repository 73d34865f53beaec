"""The text of an article as annotations see it: what counts, where names stand, the sentence around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.evaluate.gold import GoldEntity

__all__ = ["counted_text", "gold_spans", "occurrences", "one_line", "sentence_around"]

_HEAD = re.compile(r"---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
_HEAD_BUT_TITLE = re.compile(r"^(?!title:).*$|^title:[ \t]*\"?", re.MULTILINE)
_LEFT_OUT = (
    re.compile(r"^```(?!markdown)[^\n]*\n.*?^```", re.MULTILINE | re.DOTALL),
    re.compile(r"^\[source\]\(.*?\)\s*$", re.MULTILINE | re.DOTALL),
    re.compile(r"(?<=\])\([^)\s]*\)"),
    re.compile(r"https?://\S+"),
)
"""Code, the link to the source, the targets of links, bare addresses."""


def counted_text(text: str) -> str:
    """The text with all that is not annotated blanked, each character by a space, so that offsets stay.

    The title and the body count. The other front matter, blocks of code, addresses and the link to the source do not.

    >>> counted_text("See [kg](https://kg.example/) now.").split()
    ['See', '[kg]', 'now.']
    """
    if head := _HEAD.match(text):
        text = _HEAD_BUT_TITLE.sub(_blank, head[0]) + text[head.end() :]
    for pattern in _LEFT_OUT:
        text = pattern.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def gold_spans(entities: Collection[GoldEntity], counted: str) -> tuple[tuple[int, int, GoldEntity], ...]:
    """Where the annotated strings stand in the text, as (start, end, entity) in order.

    A string counts as a whole word only; of two that overlap the longer one counts, then the earlier one.

    >>> from kg.evaluate.gold import GoldEntity
    >>> linux = GoldEntity("e1", "PRODUCT", "Linux", ("Linux", "Linux 7"))
    >>> [(start, end) for start, end, _ in gold_spans([linux], "Linux 7, Linux, GNU/Linuxes")]
    [(0, 7), (9, 14)]
    """
    spans = [
        (start, end, entity)
        for entity in entities
        for name in entity.mentions
        for start, end in occurrences(name, counted)
    ]
    kept: list[tuple[int, int, GoldEntity]] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        place = bisect_left(kept, span[:2], key=lambda one: one[:2])
        before, after = kept[max(place - 1, 0) : place], kept[place : place + 1]
        if all(one[1] <= span[0] for one in before) and all(span[1] <= one[0] for one in after):
            kept.insert(place, span)
    return tuple(kept)


def occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """The spans of a name in a text, as a whole word."""
    return (found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))


_SENTENCE_END = re.compile(r"[.!?…](?:\s?[»”\"*_)])*\s+")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence around a span, within its line, in one line; by punctuation alone, for people to read."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    first = max((found.end() for found in _SENTENCE_END.finditer(text, first, start)), default=first)
    after = _SENTENCE_END.search(text, end, last)
    return one_line(text[first : after.end() if after else last])


def one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())
