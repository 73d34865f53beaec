"""Which mentions a noun phrase of a parsed French sentence names, and which stand right beside a word.

A noun phrase names a mention by being it ("Acme"), introducing it ("la startup Acme"), listing it ("des outils comme
FluxCore"), standing for it ("les chercheurs de Globex") or saying what it is ("FluxCore, un outil"). An answer is a
:class:`Filling`: mentions, or the pronoun or noun ("l'entreprise") that stands for one, or the note that there is
nothing to be seen though something is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.anaphors import anaphoric, general
from kg.extract.words import SUBJECTS, marks, normal, verbal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span, Token

__all__ = ["MISSING", "NOTHING", "Filling", "Phrases"]

APPOSED = {"appos", "flat", "flat:name", "nmod", "dep", "amod", "obl", "nummod", "xcomp"}
STANDING = {
    "chercheur", "chercheuse", "équipe", "ingénieur", "développeur", "analyste", "expert", "spécialiste",
    "utilisateur", "client", "version", "serveur", "instance", "groupe", "gamme", "famille", "série", "dirigeant",
    "filiale", "membre", "pirate", "hacker", "communauté", "appareil", "système", "compte", "site", "opérateur",
    "fonctionnalité", "autorité", "gouvernement", "justice", "police", "capital", "part", "majorité", "%",
}  # fmt: skip
"""Nouns that stand for the name which follows them with "de": "les chercheurs de Globex"."""
LISTING = {"comme", "notamment", "nommé", "baptisé", "appelé", "dénommé", "surnommé", "intitulé", "dont", "tel que"}
"""What introduces names for what a noun says: "des outils comme FluxCore", "un malware nommé DarkFoo"."""
SKIPPED = {"DET", "ADJ", "ADV", "NUM"}
DEEPEST = 6
"""Steps from a noun to the names that are coordinated with what it introduces."""
NEAR = 6
"""Words within which a name is beside another word."""


class Filling(NamedTuple):
    """What fills a slot: the mentions, each with the word that marks it; or a word that stands for a mention."""

    mentions: tuple[tuple[Span, Token | None], ...] = ()
    anaphor: Token | None = None
    missing: bool = False


NOTHING = Filling()
MISSING = Filling(missing=True)


class Phrases:
    """The noun phrases of one sentence.

    Attributes:
        sentence: its tokens.
        given: its mentions.
        at: the mention that stands at each place.
    """

    def __init__(self, sentence: Span, mentions: Sequence[Span]) -> None:
        self.sentence = sentence
        self.given = frozenset(mentions)
        self.at: Mapping[int, Span] = {place: span for span in mentions for place in range(span.start, span.end)}

    def holds(self, token: Token) -> bool:
        """Whether a word stands in the sentence."""
        return self.sentence.start <= token.i < self.sentence.end

    def named(self, token: Token) -> Filling:
        """The mentions that a noun phrase names, those it is coordinated with included."""
        found = list(dict.fromkeys(self._names(token)))
        if found:
            return Filling(tuple((span, None) for span in found))
        return Filling(anaphor=token) if anaphoric(token) else NOTHING

    def apposed(self, noun: Token) -> Filling:
        """The name that follows a noun without a preposition."""
        for child in noun.rights:
            if child.dep_ in APPOSED and child.i in self.at and not marks(child):
                return self.named(child)
        return self.after(noun)

    def before(self, token: Token, opening: Container[str] = ()) -> Filling:
        """The name right before a word, where only helpers stand between, or a mark that opens an explanation."""
        doc, place = token.doc, token.i - 1
        while place >= self.sentence.start and place not in self.at:
            word = doc[place]
            helper = word.pos_ in {"AUX", "ADV"} or word.dep_ in {"expl", "expl:subj"} or word.lower_ in {"qui", "ne"}
            if not helper and word.pos_ not in {"PUNCT", "DET"}:
                return NOTHING
            if (word.lower_ in {":", ";", ".", "(", ")"} and word.lower_ not in opening) or token.i - place > NEAR:
                return NOTHING
            place -= 1
        return Filling(((self.at[place], None),)) if place in self.at else NOTHING

    def after(self, token: Token, markers: Iterable[str] | None = None) -> Filling:
        """The name right behind a word, or behind one of the prepositions that follows it."""
        doc, place = token.doc, token.i + 1
        mark = None
        while place < self.sentence.end and place not in self.at and place - token.i < NEAR:
            word = doc[place]
            if markers is not None and mark is None and normal(word) in markers:
                mark = word
            elif normal(word) == "de" and place - 1 > token.i and doc[place - 1].lemma_.lower() in STANDING:
                pass
            elif word.pos_ not in SKIPPED and not (word.pos_ == "NOUN" and doc[place - 1].pos_ in {"DET", "ADP", "ADJ"}
                                                   and _introduces(word)):  # fmt: skip
                return NOTHING
            place += 1
        if place not in self.at or place - token.i >= NEAR or (markers is not None and mark is None):
            return NOTHING
        span = self.at[place]
        return Filling(tuple((one, mark) for one in dict.fromkeys(self._names(span.root))))

    def _names(self, token: Token, depth: int = 0) -> Iterator[Span]:
        if depth > DEEPEST or not self.holds(token):
            return
        span = self.at.get(token.i)
        if span is not None:
            yield span
        elif (other := self._introduced(token)) is not None:
            yield from self._names(other, depth + 1)
        for part in [token] if span is None else span:
            for child in part.children:
                inside = self.at.get(child.i)
                joined = child.dep_ == "conj" and not verbal(child)
                listed = (
                    child.dep_ == "appos" and inside is not None and span is not None and inside.label == span.label
                )
                if (joined or listed) and (span is None or inside != span):
                    yield from self._names(child, depth + 1)

    def _introduced(self, noun: Token) -> Token | None:
        """The word whose name a noun introduces, lists, stands for, or says what it is."""
        introduced = self._followed(noun) or (self._listed(noun) if noun.pos_ == "NOUN" else None)
        if introduced is not None:
            return introduced.root
        if noun.lemma_.lower() in STANDING:
            for child in noun.rights:
                if child.dep_ in {"nmod", "obl"} and marks(child) & {"de", "chez"}:
                    return child
        if noun.dep_ == "appos" and noun.head.i in self.at:
            return noun.head
        return _subject_of_noun(noun) or self._explained(noun)

    def _followed(self, noun: Token) -> Span | None:
        """The name that a noun introduces: "la startup Acme", "le framework web FluxCore"."""
        if noun.pos_ not in {"NOUN", "ADJ", "PROPN"}:
            return None
        for child in noun.rights:
            if child.dep_ in APPOSED and child.i in self.at and child.i - noun.i <= NEAR and not marks(child):
                between = noun.doc[noun.i + 1 : child.i]
                return None if any(verbal(word) for word in between) else self.at[child.i]
        return self.at.get(noun.i + 1) if noun.i + 1 < self.sentence.end else None

    def _listed(self, noun: Token) -> Span | None:
        """The first name that a noun introduces as an example: "des outils libres comme FluxCore"."""
        doc, listing = noun.doc, False
        for place in range(noun.i + 1, min(noun.i + 8, self.sentence.end)):
            word = doc[place]
            if place in self.at:
                return self.at[place] if listing else None
            if verbal(word) and word.lemma_.lower() not in LISTING and word.lower_ not in LISTING:
                return None
            said = "tel que" if word.lower_ == "que" and doc[place - 1].lower_.startswith("tel") else word.lower_
            listing = listing or said in LISTING or said.rstrip("es") in LISTING
        return None

    def _explained(self, noun: Token) -> Token | None:
        """The name before a comma and an indefinite noun, which says what it is: "FluxCore, un outil"."""
        place = noun.i - 1
        while noun.i - place < 3 and place > self.sentence.start and noun.doc[place].pos_ == "ADJ":
            place -= 1
        if noun.doc[place].lower_ not in {"un", "une"} or noun.doc[place - 1].lower_ != ",":
            return None
        return noun.doc[place - 2] if place - 2 >= self.sentence.start and place - 2 in self.at else None


def _subject_of_noun(noun: Token) -> Token | None:
    """What a noun is said to be: "FluxCore" of "outil" in "FluxCore est un outil"."""
    children = list(noun.children)
    if not any(child.dep_ == "cop" for child in children):
        return None
    return next((child for child in children if child.dep_ in SUBJECTS and child.pos_ != "PRON"), None)


def _introduces(noun: Token) -> bool:
    return general(noun) or noun.lemma_.lower() in STANDING
