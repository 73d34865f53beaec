"""Which words of a sentence give a relation away: what people are shown beside a passage.

A pattern names its own words. Where none fits, the triggers of the relation do: those that join the two mentions in
the parse, else those between them, else the nearest one. Where the sentence has none of these either, it is the
verbs and nouns that join the two in the parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.paths import path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span, Token

    from kg.extract.frames import FrameMatch
    from kg.schema import Schema

__all__ = ["trigger_words"]

MOST = 4
"""Words that are named at most."""
CONTENT = {"VERB", "NOUN"}


def trigger_words(
    head: Span, relation: str, tail: Span, sentence: Span, schema: Schema, matches: Sequence[FrameMatch] = ()
) -> tuple[Token, ...]:
    """The words of a sentence that speak for a relation of two mentions, in order; none where no word does.

    Args:
        head: one mention; it or the other may stand outside the sentence.
        relation: its name in the schema.
        tail: the other mention.
        sentence: the tokens that may be named.
        schema: the triggers of each relation.
        matches: what patterns found in the sentence.
    """
    ends = [end for end in (head, tail) if sentence.start <= end.start < sentence.end]
    named = _named(relation, frozenset((head, tail)), matches)
    words = [word for word in named if sentence.start <= word.i < sentence.end] or _words(
        ends, relation, sentence, schema
    )
    nearest = sorted(words, key=lambda token: (_distance(token, ends), token.i))[:MOST]
    return tuple(sorted(nearest, key=lambda token: token.i))


def _named(relation: str, ends: frozenset[Span], matches: Iterable[FrameMatch]) -> tuple[Token, ...]:
    """The words of the pattern that says the relation of these two."""
    fitting = (match for match in matches if match.relation == relation and {match.head, match.tail} == ends)
    match = next(fitting, None)
    return () if match is None else match.words


def _words(ends: Sequence[Span], relation: str, sentence: Span, schema: Schema) -> list[Token]:
    """The triggers of the relation, else the content words that join the two ends."""
    joined = [token for token in _path(ends) if sentence.start <= token.i < sentence.end and not token.ent_type_]
    lemmas = {trigger.lower() for trigger in schema.relations[relation].triggers}
    triggers = [token for token in sentence if token.lemma_.lower() in lemmas and not token.ent_type_]
    if joining := [token for token in triggers if token in joined]:
        return joining
    if between := [token for token in triggers if _between(token, ends)]:
        return between
    if triggers:
        return [min(triggers, key=lambda token: (_distance(token, ends), token.i))]
    return [token for token in joined if token.pos_ in CONTENT]


def _path(ends: Sequence[Span]) -> list[Token]:
    """The words that join two mentions in the parse; of one mention, those that govern it."""
    if len(ends) < 2:
        return [word for end in ends for word in (end.root, *end.root.ancestors)]
    way = path(ends[0].root, ends[1].root)
    return [] if way is None else [*way.up, way.top, *way.down]


def _between(token: Token, ends: Sequence[Span]) -> bool:
    return len(ends) == 2 and min(end.end for end in ends) <= token.i < max(end.start for end in ends)


def _distance(token: Token, ends: Sequence[Span]) -> int:
    return min((max(end.start - token.i, token.i - end.end + 1, 0) for end in ends), default=0)
