"""Pairs of mentions that a sentence may relate, and what is known of each pair.

A sentence relates not only the names that stand in it. In "Elle prend en charge Vulkan" the subject is the
product of the title, the heading or the sentence before. So every mention of a sentence is paired with the other
mentions of the sentence and with those of its context: title, headings, list lead or table header, previous
sentence, and the article's main entity.

Features are named strings for :class:`kg.extract.linear.LinearModel`: the two classes, the words between and
around, the path between the two in the dependency tree, and, for pairs across sentences, where the first comes
from and what governs the second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.documents import blocks
from kg.extract.paths import path
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from kg.extract.paths import Path
    from kg.model import Block

__all__ = ["Pair", "Passage", "features", "identity", "pairs", "passages"]

INSIDE = frozenset({"sentence"})
FARTHEST = 40
"""Tokens between two mentions of one sentence beyond which they are not paired."""
SEEN = 100
"""Mentions of title, headings and list lead that a sentence is read with; real articles have a dozen there."""
VERBS, HELPERS = -1, -2
"""Stand beside a sentence or a word for what all pairs in it or below it share, where else a mention stands."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or the part of it in one block, with its mentions and those of its context.

    Attributes:
        block: the block that it stands in, None for bare text.
        sentence: the tokens.
        mentions: the entities in it, in order.
        context: for every mention of the context, where it comes from (``title``, ``heading``, ``lead``,
            ``previous``, ``main``), the nearest mention of each entity only.
    """

    block: Block | None
    sentence: Span
    mentions: tuple[Span, ...]
    context: tuple[tuple[Span, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions that a passage may relate; ``first`` precedes ``second``, or comes from the context."""

    first: Span
    second: Span
    passage: Passage
    origins: frozenset[str]


def identity(mention: Span) -> str:
    """What two mentions of one thing have in common within an article: canonical name, else the text."""
    return (mention.kb_id_ or mention.text).casefold()


def passages(doc: Doc) -> Iterator[Passage]:
    """The sentences of a document that hold at least one mention, in order."""
    by_block: list[tuple[Block | None, Span]] = [*blocks(doc)] or ([(None, doc[:])] if len(doc) else [])
    inside = _Mentions(doc)
    main = _main(inside.all)
    for block, span in by_block:
        mentions_before: tuple[Span, ...] = ()
        context = _context(by_block, block, inside)
        for sentence in _sentences(span):
            mentions = inside(sentence)
            if mentions:
                here = {identity(mention) for mention in mentions}
                origins: dict[str, set[str]] = defaultdict(set)
                nearest: dict[str, Span] = {}
                for origin, mention in [*context, *(("previous", m) for m in mentions_before), *main]:
                    key = identity(mention)
                    if key not in here:
                        origins[key].add(origin)
                        nearest.setdefault(key, mention)
                surrounding = tuple((nearest[key], frozenset(origins[key])) for key in nearest)
                yield Passage(block, sentence, mentions, surrounding)
            mentions_before = mentions


class _Mentions:
    """The entities of a document, and those of any part of it: ``span.ents`` would make all of them anew."""

    def __init__(self, doc: Doc) -> None:
        self.all = tuple(doc.ents)
        self._starts = [mention.start for mention in self.all]
        self._ends = [mention.end for mention in self.all]

    def __call__(self, part: Span) -> tuple[Span, ...]:
        """The entities that lie in a part of the document, in order."""
        return self.all[bisect_left(self._starts, part.start) : bisect_right(self._ends, part.end)]


def _sentences(block: Span) -> Iterator[Span]:
    start = block.start
    for token in block[1:]:
        if token.is_sent_start:
            yield block.doc[start : token.i]
            start = token.i
    yield block.doc[start : block.end]


def _context(
    by_block: Sequence[tuple[Block | None, Span]], block: Block | None, inside: _Mentions
) -> list[tuple[str, Span]]:
    if block is None:
        return []
    found = []
    for parent in reversed(block.parents):
        above, span = by_block[parent]
        kind = above.kind.value if above is not None else "lead"
        origin = kind if kind in {"title", "heading"} else "lead"
        found += [(origin, mention) for mention in inside(span)[:SEEN]]
    return found[:SEEN]


def _main(mentions: Sequence[Span]) -> list[tuple[str, Span]]:
    """The two entities that the article names most, each more than twice."""
    counts = Counter(map(identity, mentions))
    first = {identity(mention): mention for mention in reversed(mentions)}
    ranked = sorted(counts, key=lambda key: (-counts[key], first[key].start))
    return [("main", first[key]) for key in ranked[:2] if counts[key] > 2]


def pairs(passage: Passage) -> Iterator[Pair]:
    """Every pair of mentions of different things that the passage may relate."""
    named = [(mention, identity(mention)) for mention in passage.mentions]
    for index, (first, one) in enumerate(named):
        for second, other in named[index + 1 :]:
            if one != other and second.start - first.end <= FARTHEST:
                yield Pair(first, second, passage, INSIDE)
    seconds: dict[str, Span] = {}
    for mention, name in named:
        seconds.setdefault(name, mention)
    for first, origins in passage.context:
        for second in seconds.values():
            yield Pair(first, second, passage, origins)


@cache
def _triggered() -> dict[str, tuple[str, ...]]:
    """The relations that each trigger of the built-in schema hints at, by its lemma in lower case."""
    hints: dict[str, set[str]] = defaultdict(set)
    for name, relation in load_schema().relations.items():
        for lemma in relation.triggers:
            hints[lemma.lower()].add(name)
    return {lemma: tuple(sorted(names)) for lemma, names in hints.items()}


def _hints(tokens: Iterable[Token], place: str) -> Iterator[str]:
    for token in tokens:
        for relation in _triggered().get(token.lemma_.lower(), ()):
            yield f"trigger {place}={relation}"


def features(pair: Pair, known: dict[tuple[int, int], frozenset[str]] | None = None) -> set[str]:
    """What is known of a pair, as named features for the classifier.

    Args:
        pair: the two mentions.
        known: what was found for other pairs of the same document: all pairs of a sentence share its verbs, those
            that one word joins share what stands below it, and with a mention from outside its sentence, the second
            mention and its sentence have the same features whatever the first one is.
    """
    types = f"{pair.first.label_}>{pair.second.label_}"
    found = {"bias", f"types={types}"}
    known = {} if known is None else known
    sentence = pair.passage.sentence
    if "sentence" in pair.origins:
        way = path(pair.first.root, pair.second.root)
        specific = {*_sentence_features(pair), *_path(way), *_once(known, (sentence.start, VERBS), _verbs(sentence))}
        if way is not None:
            specific |= _once(known, (way.top.i, HELPERS), _helpers(way.top))
    else:
        place = (sentence.start, pair.second.start)
        specific = set(_once(known, place, _context_features(pair.second, pair.passage)))
        found |= {f"origin={origin} types={types}" for origin in pair.origins}
        found |= {f"C origin={origin}" for origin in pair.origins}
        found.add(f"C origins={'+'.join(sorted(pair.origins))}")
    found |= specific
    found |= {
        f"{feature} & {types}" for feature in specific if feature.startswith(("path", "prep", "trigger", "govern"))
    }
    return found


def _once(known: dict[tuple[int, int], frozenset[str]], key: tuple[int, int], found: Iterable[str]) -> frozenset[str]:
    """What is known by that key; where nothing is yet, what is found, which is not looked for otherwise."""
    if key not in known:
        known[key] = frozenset(found)
    return known[key]


def _sentence_features(pair: Pair) -> Iterator[str]:
    first, second, doc = pair.first, pair.second, pair.first.doc
    between = doc[first.end : second.start]
    words = [token for token in between if not token.ent_type_]
    start, end = (bisect_left(pair.passage.mentions, place, key=_start) for place in (first.end, second.start))
    others = len({mention.start for mention in pair.passage.mentions[start:end]})
    yield f"S distance={_bin(len(between))}"
    yield f"S mentions between={min(3, others)}"
    if pair.passage.block is not None:
        yield f"S in {pair.passage.block.kind}"
    if len(between) <= 6:
        text = " ".join(token.lower_ if not token.ent_type_ else token.ent_type_ for token in between)
        yield f"S between=[{text}]"
        yield f"prep between=[{text}]"
    for token in words[:12]:
        yield f"S word between={token.lemma_.lower()}"
    for left, right in pairwise(words[:12]):
        yield f"S bigram={left.lemma_.lower()} {right.lemma_.lower()}"
    yield from _hints(between[:12], "between")
    yield from _hints(doc[max(pair.passage.sentence.start, first.start - 4) : first.start], "before")
    yield from _edges(first, "first", pair.passage.sentence)
    yield from _edges(second, "second", pair.passage.sentence)


def _start(mention: Span) -> int:
    return mention.start


def _verbs(sentence: Span) -> Iterator[str]:
    for token in sentence:
        if token.pos_ == "VERB" and not token.ent_type_:
            yield f"S verb={token.lemma_.lower()}"


def _around(place: int, sentence: Span, words: int) -> Span:
    """The words of a sentence that lie fewer than so many words from a place in the document."""
    return sentence.doc[max(sentence.start, place - words + 1) : min(sentence.end, place + words)]


def _context_features(second: Span, passage: Passage) -> Iterator[str]:
    sentence = passage.sentence
    if passage.block is not None:
        yield f"C in {passage.block.kind}"
    yield from _edges(second, "second", sentence)
    start = " ".join(token.lower_ for token in sentence[:2] if not token.ent_type_)
    yield f"C start={start}"
    yield f"C first mention={second == passage.mentions[0]} of {min(4, len(passage.mentions))}"
    if second.start - sentence.start <= 1 and len(second) >= len(sentence) - 2:
        yield "C alone"
    token = second.root
    chain: list[str] = []
    while token.head != token and len(chain) < 4:
        chain.append(f"{token.dep_}<{token.head.lemma_.lower()}")
        yield f"govern={token.dep_}<{token.head.lemma_.lower()}"
        yield f"C above={token.head.lemma_.lower()}"
        token = token.head
    yield f"govern chain={' '.join(chain[:2])}"
    yield from _hints(second.root.ancestors, "above")
    yield from _hints(_around(second.start, sentence, 8), "near")
    yield f"C root={sentence.root.lemma_.lower()}"
    for child in sentence.root.children:
        if child.dep_.startswith("nsubj"):
            yield f"C subject={child.ent_type_ or child.lemma_.lower()}"
    for token in _around(second.start, sentence, 10):
        if token.pos_ in {"VERB", "NOUN"} and not token.ent_type_:
            yield f"C word={token.lemma_.lower()}"
    for mention in passage.mentions:
        yield f"C beside={mention.label_}"
    if passage.block is not None and passage.block.parents:
        article = second.doc._.kg_article
        heading = article.blocks[passage.block.parents[-1]].text.lower()
        for word in heading.split()[:12]:
            yield f"C heading={word.strip(':,.?!')}"


def _edges(mention: Span, name: str, sentence: Span) -> Iterator[str]:
    doc = mention.doc
    before = [_word(doc[i]) for i in range(max(sentence.start, mention.start - 3), mention.start)]
    after = [_word(doc[i]) for i in range(mention.end, min(sentence.end, mention.end + 2))]
    for word in before:
        yield f"{name} before={word}"
    yield f"prep {name} before1={before[-1] if before else 'START'}"
    yield f"prep {name} before2={' '.join(before[-2:])}"
    yield f"{name} after1={after[0] if after else 'END'}"
    yield f"{name} after2={' '.join(after)}"


def _word(token: Token) -> str:
    return token.ent_type_ or token.lemma_.lower()


def _path(way: Path | None) -> Iterator[str]:
    """The way from one token to the other in the dependency tree, as its relations and as its words."""
    if way is None:
        yield "path none"
        return
    up, top, down = way
    steps = [f"{t.dep_}↑" for t in up] + [f"{t.dep_}↓" for t in reversed(down)]
    if len(steps) <= 6:
        yield f"path={' '.join(steps)}"
        yield f"path={' '.join(steps)} top={top.lemma_.lower()}"
    yield f"path length={min(7, len(steps))}"
    name = top.ent_type_ or top.lemma_.lower()
    yield f"path top={name}"
    yield from _hints([top], "top")
    yield f"path top={name} {up[-1].dep_ if up else '-'} {down[-1].dep_ if down else '-'}"
    for token in [*up[1:], *down[1:]]:
        if not token.ent_type_:
            yield from _hints([token], "path")
            yield f"path word={token.lemma_.lower()}"
            yield f"path word={token.lemma_.lower()} {token.dep_}"


def _helpers(top: Token) -> Iterator[str]:
    """The voice, the preposition and the negation of the word that a way goes through at the top."""
    for child in top.children:
        if child.dep_ in {"aux:pass", "expl", "case", "mark"} or (
            child.dep_ == "advmod" and child.lower_ in {"pas", "plus"}
        ):
            yield f"path {child.dep_}={child.lower_}"


def _bin(count: int) -> int:
    return count if count < 4 else 4 if count < 7 else 7 if count < 12 else 12 if count < 20 else 20
