"""Patterns that put a relation into words: ``HEAD racheter TAIL``, ``rachat de TAIL par HEAD``.

A pattern is a frame in the sense of case grammar (Fillmore, The Case for Case, 1968): a governing word and the two
places that its complements fill. It is written as a short phrase in base forms. ``HEAD`` and ``TAIL`` are the two
ends of the relation, a word straight before one of them is the preposition that marks it, and the word that is left
governs both. Alternatives are joined by ``|``, the words of a fixed phrase by ``_`` (``prendre_charge``). An end with
no preposition is the subject where it stands before the governor, the object where it stands behind a verb. A verb
may be written with its reflexive pronoun (``s'associer``, ``se_baser``), which the base form lacks. Voice, relative
clauses, coordination and apposition are the business of whoever matches the pattern with a parsed sentence, not of
whoever writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Frame", "Slot", "read_frame"]

ENDS = ("HEAD", "TAIL")
REFLEXIVE = re.compile(r"^(s['’]|se_)(?=.)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that one end of the relation fills.

    Attributes:
        markers: the prepositions or conjunctions, any one of which marks it; none for a subject or an object.
        before: whether it stands before the governor.
    """

    markers: tuple[str, ...]
    before: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One pattern of a relation.

    Attributes:
        text: as it is written in the schema.
        governors: the alternatives for the governing word, each the lemmas of a phrase: the first governs, the
            others hang below it.
        head, tail: where the ends of the relation stand.
    """

    text: str
    governors: tuple[tuple[str, ...], ...]
    head: Slot
    tail: Slot


def read_frame(text: str) -> Frame:
    """The frame that a pattern stands for.

    >>> read_frame("rachat|acquisition de TAIL par HEAD").head
    Slot(markers=('par',), before=False)
    >>> read_frame("HEAD prendre_charge TAIL").governors
    (('prendre', 'charge'),)

    Raises:
        ValueError: the text is no pattern; the message says why and what one looks like.
    """
    words = text.split()
    advice = 'write a pattern as "HEAD racheter TAIL" or "rachat de TAIL par HEAD"'
    for end in ENDS:
        if words.count(end) != 1:
            raise ValueError(f"{end} does not stand in it exactly once; {advice}")
    others = [place for place, word in enumerate(words) if word not in ENDS]
    if not others:
        raise ValueError(f"it has no governing word; {advice}")
    free = [place for place in others if place + 1 == len(words) or words[place + 1] not in ENDS] or others[:1]
    if len(free) > 1:
        raise ValueError(f'both "{words[free[0]]}" and "{words[free[1]]}" would govern it; {advice}')
    slots = {}
    for end in ENDS:
        place = words.index(end)
        marked = place > 0 and place - 1 in others and place - 1 != free[0]
        slots[end] = Slot(tuple(words[place - 1].split("|")) if marked else (), before=place < free[0])
    governors = tuple(tuple(REFLEXIVE.sub("", phrase).split("_")) for phrase in words[free[0]].split("|"))
    return Frame(text, governors, slots["HEAD"], slots["TAIL"])
