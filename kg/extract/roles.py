"""What a person is in an organisation, as the sentence writes it: "vice-président", "directrice technique".

Two orders are common: "Ian Buck, vice-président de Nvidia" and "le vice-président de Nvidia, Ian Buck". Either
way the role is the noun phrase that the organisation completes, and it stands next to the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["role_of"]

LINKS = {"de", "d'", "du", "des", "la", "le", "les", "l'", "chez", "à", "au", "aux", "of", "at", "the", "pour", "dans"}
OPENERS = {
    ",", "(", "-", "–", ":", "est", "le", "la", "l'", "un", "une", "comme", "en", "tant", "que", "actuel", "actuelle",
}  # fmt: skip
LONGEST = 8
"""Words of the longest role."""
FARTHEST = 100
"""Words between a person and an organisation beyond which what stands there is no role, small words included."""


def role_of(person: Span, organisation: Span) -> str | None:
    """The role of a person in an organisation, None where the sentence does not put one beside them."""
    doc = person.doc
    if max(organisation.start - person.end, person.start - organisation.end) > FARTHEST:
        return None
    if person.end <= organisation.start:
        return _role(doc, person.end, organisation.start)
    between = doc[organisation.end : person.start].text.strip()
    if between not in {"", ","}:
        return None
    start, first = organisation.start, person.sent.start
    while start > first and organisation.start - start < LONGEST and doc[start - 1].pos_ != "VERB":
        if doc[start - 1].is_punct:
            break
        start -= 1
    return _role(doc, start, organisation.start)


def _role(doc: Doc, start: int, end: int) -> str | None:
    while start < end and doc[start].lower_ in OPENERS:
        start += 1
    while end > start and (doc[end - 1].lower_ in LINKS or doc[end - 1].is_punct):
        end -= 1
    words = doc[start:end]
    clean = 0 < len(words) <= LONGEST and doc[start].pos_ in {"NOUN", "ADJ", "PROPN"} and not _names(words)
    if not clean or any(token.pos_ == "VERB" or token.is_punct for token in words):
        return None
    return str(words.text)


def _names(words: Span) -> bool:
    """Whether an entity begins and ends among some words, of which all entities of the document would tell slowly."""
    doc = words.doc
    for start in range(words.start, words.end):
        if doc[start].ent_iob_ == "B":
            end = start + 1
            while end < words.end and doc[end].ent_iob_ == "I":
                end += 1
            return end < words.end or end == len(doc) or doc[end].ent_iob_ != "I"
    return False
