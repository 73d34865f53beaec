"""What the patterns of the schema find in a parsed sentence: ``HEAD racheter TAIL`` in "Acme, racheté par Globex".

A pattern names a governing word and the two places beside it (:mod:`kg.schema.frames`); what fills them in either
voice, in relative clauses, coordination and apposition, :mod:`kg.extract.clauses` knows. A pronoun, a possessive or a
definite noun that names no one ("l'entreprise") stands for the nearest mention of the context that fits. Whether the
sentence asserts or denies what it says is no matter here (:mod:`kg.extract.status`).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.anaphors import classes_of
from kg.extract.clauses import Clauses
from kg.extract.pairs import identity
from kg.extract.phrases import NOTHING
from kg.extract.words import normal, passive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Span, Token

    from kg.extract.phrases import Filling
    from kg.schema import Frame, Schema, Slot

__all__ = ["FrameMatch", "matches"]

NOMINAL = {"NOUN", "PROPN", "ADJ", "X"}
INFLECTED = {"VERB", "AUX", "ADJ"}
ENDINGS = {
    "er": "e es ent ons ez é ée és ées ait aient ant a era eront erait eraient èrent eait eaient eant ea",
    "ir": "i ie is ies it issent issant issait issaient ira iront irait iraient",
    "cevoir": "çoit çoivent çu çue çus çues cevra cevront cevait çut",
    "enir": "ient iennent enu enue enus enues iendra iendront enait enaient int",
    "prendre": "prend prennent pris prise prises prendra prendront prenait prit",
    "mettre": "met mettent mis mise mises mettra mettront mettait mit",
    "crire": "crit crivent crite crits crites crira criront crivait crivit",
    "quérir": "quiert quièrent quis quise quises querra querront quérait quit",
    "duire": "duit duisent duite duits duites duira duiront duisait",
    "vrir": "vre vrent vert verte verts vertes vrira vriront vrait vrit",
    "frir": "fre frent fert ferte ferts fertes frira friront frait frit",
    "dre": "d dent du due dus dues dra dront dait daient dit",
    "battre": "bat battent battu battue battus battues battra battront battait",
}
"""How verbs are inflected, by the ending of the infinitive: a lemmatiser slips on verbs that it seldom saw."""


class FrameMatch(NamedTuple):
    """A relation between two mentions that a pattern reads off a sentence.

    Attributes:
        relation: its name in the schema.
        head, tail: the mentions, as they were given.
        frame: the pattern.
        words: the governing words and the prepositions that led to the ends, in order.
    """

    relation: str
    head: Span
    tail: Span
    frame: Frame
    words: tuple[Token, ...]


class _Entry(NamedTuple):
    relation: str
    frame: Frame
    phrase: tuple[str, ...]
    verb: bool


def matches(sentence: Span, mentions: Sequence[Span], schema: Schema, context: Sequence[Span] = ()) -> list[FrameMatch]:
    """What the patterns of a schema find in a sentence, in the order of the governing words.

    Every relation between two mentions is given once. The ends of a symmetric relation stand in the order of the
    text, a mention of the context before those of the sentence.

    Args:
        sentence: the tokens to read, parsed.
        mentions: those in the sentence.
        schema: the relations, their patterns and what they may join.
        context: mentions that a pronoun, or a subject left out, may stand for, the nearest first.
    """
    if len(mentions) + len(context) < 2 or not mentions:
        return []
    index, clauses = _index(schema), Clauses(sentence, mentions)
    found: dict[tuple[str, Span, Span], FrameMatch] = {}
    for token in sentence:
        for entry in index.entries(token):
            words = _phrase(token, entry.phrase)
            if words is None:
                continue
            for head, tail, marks in _ends(entry, words, clauses, schema, context):
                symmetric = schema.relations[entry.relation].symmetric
                if (
                    symmetric
                    and head in clauses.phrases.given
                    and (tail not in clauses.phrases.given or tail.start < head.start)
                ):
                    head, tail = tail, head
                triggers = tuple(sorted({*words, *marks}, key=lambda word: word.i))
                match = FrameMatch(entry.relation, head, tail, entry.frame, triggers)
                found.setdefault((entry.relation, head, tail), match)
    return list(found.values())


def _ends(
    entry: _Entry, words: tuple[Token, ...], clauses: Clauses, schema: Schema, context: Sequence[Span]
) -> Iterator[tuple[Span, Span, tuple[Token, ...]]]:
    """The pairs of head and tail that a governing phrase joins, each with the words that mark them."""
    head = _fill(clauses, entry, entry.frame.head, entry.frame.tail, words)
    if head == NOTHING:
        return
    tail = _fill(clauses, entry, entry.frame.tail, entry.frame.head, words)

    def fit(first: Span, second: Span) -> bool:
        return identity(first) != identity(second) and schema.allows(first.label_, entry.relation, second.label_)

    for first, one in head.mentions:
        for second, other in tail.mentions:
            if fit(first, second):
                yield first, second, tuple(mark for mark in (one, other) if mark is not None)
    for second, other in () if head.mentions else tail.mentions:
        for first in islice((mention for mention in _fitting(head, context) if fit(mention, second)), 1):
            yield first, second, () if other is None else (other,)
    for first, one in () if tail.mentions else head.mentions:
        for second in islice((mention for mention in _fitting(tail, context) if fit(first, mention)), 1):
            yield first, second, () if one is None else (one,)


def _fitting(filling: Filling, context: Sequence[Span]) -> Iterator[Span]:
    """The mentions of the context that a pronoun, a noun or a missing subject may stand for."""
    if filling.anaphor is not None or filling.missing:
        labels = classes_of(filling.anaphor)
        yield from (mention for mention in context if not labels or mention.label_ in labels)


def _fill(clauses: Clauses, entry: _Entry, slot: Slot, other: Slot, words: tuple[Token, ...]) -> Filling:
    """What fills a slot of a pattern that some words govern."""
    governor = words[0]
    if slot.markers == ("et",):
        return _fill(clauses, entry, other, slot, words)
    if governor.pos_ == "ADP":
        return clauses.beside_preposition(governor, before=slot.before)
    if not _acts(governor, entry):
        if slot.markers:
            return clauses.marked_by_noun(words, slot.markers)
        return clauses.described(governor) if slot.before else clauses.phrases.apposed(governor)
    if slot.markers:
        return clauses.marked(words, slot.markers)
    transitive = any(not one.markers and not one.before for one in (slot, other))
    undergone = passive(governor, entry.phrase[0])
    if slot.before and undergone:
        agent = clauses.marked(words, ("par",))
        return agent if agent.mentions or transitive else clauses.subject(governor)
    if slot.before or undergone:
        return clauses.subject(governor)
    return clauses.objects(words)


def _acts(governor: Token, entry: _Entry) -> bool:
    """Whether the governing word is a verb here: the noun "membre" ends like one."""
    if governor.pos_ in NOMINAL - {"ADJ"}:
        return entry.verb and governor.lower_.removesuffix("s") != entry.phrase[0]
    return entry.verb


class _Index:
    """The patterns by the words that may open them: base forms, and the regular forms that a lemmatiser misses."""

    def __init__(self, schema: Schema) -> None:
        self.lemmas: dict[str, list[_Entry]] = defaultdict(list)
        self.forms: dict[str, list[_Entry]] = defaultdict(list)
        for relation in schema.relations.values():
            for frame in relation.patterns:
                for phrase in frame.governors:
                    first = phrase[0].lower()
                    entry = _Entry(relation.name, frame, tuple(map(str.lower, phrase)), _infinitive(first))
                    self.lemmas[first].append(entry)
                    for form in {*_inflected(first), _folded(first)} if entry.verb else ():
                        self.forms[form].append(entry)
        self._found = lru_cache(maxsize=1 << 14)(self._look_up)

    def entries(self, token: Token) -> Sequence[_Entry]:
        """The patterns that a token may govern."""
        kind = token.pos_
        found, inflected = self._found(token.lemma_, token.lower_, kind in NOMINAL)
        return (*found, *inflected) if inflected and (kind in INFLECTED or _bare(token)) else found

    def _look_up(self, lemma: str, lower: str, nominal: bool) -> tuple[Sequence[_Entry], Sequence[_Entry]]:  # noqa: FBT001
        """The patterns of a base form, and those of a form that a verb alone may have where no verb is among them."""
        found: Sequence[_Entry] = self.lemmas.get(lemma.lower(), ())
        if nominal and not found:
            found = self.lemmas.get(lower, ()) or self.lemmas.get(lower.removesuffix("s"), ())
        if any(entry.verb for entry in found):
            return found, ()
        return found, self.forms.get(_folded(lemma), ()) or self.forms.get(_folded(lower), ())


_INDEXES: dict[int, tuple[Schema, _Index]] = {}


def _index(schema: Schema) -> _Index:
    """The index of a schema, made once for each."""
    known = _INDEXES.get(id(schema))
    if known is None or known[0] is not schema:
        known = _INDEXES[id(schema)] = (schema, _Index(schema))
    return known[1]


def _bare(token: Token) -> bool:
    """Whether a noun lacks what nouns have, and so may be a verb that the tagger mistook."""
    return token.pos_ == "NOUN" and not any(child.dep_ in {"det", "case", "amod"} for child in token.children)


def _infinitive(lemma: str) -> bool:
    return lemma.endswith(("er", "ir", "re")) and (lemma == "faire" or not lemma.endswith("aire"))


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> str:
    """A word in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def _inflected(verb: str) -> Iterator[str]:
    for ending, forms in ENDINGS.items():
        if verb.endswith(ending):
            yield from (_folded(verb.removesuffix(ending) + form) for form in forms.split())


def _phrase(token: Token, phrase: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The words of a governing phrase that starts with a token, if the others stand close behind it."""
    words = [token]
    for lemma in phrase[1:]:
        near = (word for word in token.doc[words[-1].i + 1 : words[-1].i + 5] if normal(word) == lemma)
        word = next(near, None)
        if word is None:
            return None
        words.append(word)
    return tuple(words)
