"""What one word of a parsed French sentence is and how it is marked: its base form, its prepositions, its voice.

A parser and a tagger err; these questions are asked so that the usual errors do no harm: a participle taken for an
adjective or a noun is passive still, and "des" is "de" whatever lemma it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["SUBJECTS", "form", "marks", "normal", "passive", "personal", "predicative", "verbal"]

SUBJECTS = {"nsubj", "nsubj:pass", "csubj"}
CONTRACTED = {"du": "de", "des": "de", "d'": "de", "d’": "de", "au": "à", "aux": "à", "qu'": "que", "qu’": "que"}


def normal(word: Token) -> str:
    """The base form of a word, that of a contracted preposition without its article: "de" for "du"."""
    return CONTRACTED.get(word.lower_, word.lemma_.lower())


def marks(token: Token) -> set[str]:
    """The prepositions that mark a noun phrase, alone and together with the word before: "de", "auprès_de"."""
    found = set()
    for child in token.children:
        if child.dep_ in {"case", "mark"} and child.i < token.i:
            mark = normal(child)
            found.add(mark)
            for part in child.children:
                if part.dep_ == "fixed":
                    mark = f"{mark}_{normal(part)}"
                    found.add(mark)
            if child.i > 0:
                found.add(f"{normal(child.nbor(-1))}_{normal(child)}")
    return found


def verbal(token: Token) -> bool:
    """Whether a word is a verb or an auxiliary."""
    return token.pos_ in {"VERB", "AUX"}


def predicative(token: Token) -> bool:
    """Whether a word has a subject or a copula, and so says something of a thing as a verb does."""
    return any(child.dep_ in {"cop", *SUBJECTS} for child in token.children)


def form(verb: Token) -> str:
    """The form of a verb, ``Fin``, ``Inf`` or ``Part``; an empty string where none is known."""
    return next(iter(verb.morph.get("VerbForm", [])), "")


def personal(verb: Token) -> bool:
    """Whether a verb without a subject speaks of someone: no infinitive, no imperative."""
    return (
        form(verb) in {"Fin", "Part"}
        and "Imp" not in verb.morph.get("Mood", [])
        and "2" not in verb.morph.get("Person", [])
    )


def passive(verb: Token, infinitive: str = "") -> bool:
    """Whether the subject of a verb undergoes what it says; a verb may be taken for an adjective or a noun.

    Args:
        verb: the word.
        infinitive: of the verb that it is meant to be, where the lemma may be wrong.
    """
    deps = {child.dep_ for child in verb.children}
    regular = infinitive.endswith("er") or verb.lemma_.endswith("er")
    if regular and not verb.lower_.rstrip("s").endswith(("é", "ée")):
        return False
    if "aux:pass" in deps or "obl:agent" in deps:
        return True
    if "expl" in deps or any(child.dep_ == "aux" and child.lemma_ == "avoir" for child in verb.children):
        return False
    if "nsubj:pass" in deps:
        return True
    if not verbal(verb):
        return True
    if form(verb) != "Part" or "Pres" in verb.morph.get("Tense", []) or "aux" in deps:
        return False
    return passive(verb.head) if verb.dep_ == "conj" and verbal(verb.head) else True
