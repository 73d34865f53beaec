"""Who does what to whom in a parsed French sentence, told by the names that stand in it.

:class:`Clauses` answers for one sentence and its mentions: which are the subject and the objects of a verb, whichever
its voice and however deep it stands, what a preposition marks, and what a noun or an adjective is said of. Which
mentions a noun phrase names, :mod:`kg.extract.phrases` knows.

Where the parser went astray, the order of the words decides: a name right beside the word is its subject or object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.anaphors import DEMONSTRATIVE
from kg.extract.phrases import MISSING, NOTHING, Filling, Phrases
from kg.extract.words import SUBJECTS, form, marks, normal, passive, personal, predicative, verbal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

__all__ = ["Clauses"]

CLAUSES = {"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "csubj", "ROOT"}
COMPLEMENTS = {
    "obj", "xcomp", "obl", "nmod", "appos", "iobj", "dep", "amod", "obl:agent", "flat", "flat:name", "orphan",
}  # fmt: skip
DESCRIBING = {"appos", "amod", "acl", "acl:relcl", "flat", "parataxis", "dep"}
CONTROLLING = {"permettre", "aider", "autoriser", "obliger", "contraindre", "demander", "inviter", "forcer", "laisser",
               "empêcher", "encourager", "inciter", "pousser", "accuser", "soupçonner", "charger"}  # fmt: skip
"""Verbs whose object, not whose subject, does what the infinitive below them says."""
CARRYING = {
    "annoncer", "assurer", "boucler", "conclure", "confirmer", "devenir", "effectuer", "engager", "entamer",
    "envisager", "étendre", "étudier", "faire", "finaliser", "former", "lancer", "mener", "négocier", "nommer",
    "nouer", "obtenir", "officialiser", "opérer", "préparer", "procéder", "publier", "réaliser", "renforcer",
    "rester", "signer", "sceller", "tenter", "tenir", "déployer", "proposer", "avoir", "constituer", "représenter",
    "élargir", "approuver", "bénéficier", "diffuser", "sortir", "infliger", "imposer", "prononcer", "ouvrir",
    "déposer", "intenter", "fournir", "conduire", "remporter", "décrocher", "recevoir", "détenir", "posséder",
    "prendre", "poursuivre", "offrir", "dévoiler",
}  # fmt: skip
"""Verbs that say little beyond the noun that completes them: who signs a partnership is a partner."""
IMPERSONAL = {"suffire", "falloir", "agir", "convenir", "exister", "sembler", "importer"}
DEEPEST = 5
"""Verbs above a verb whose subject may be its own."""


class Clauses:
    """The clauses of one sentence.

    Attributes:
        phrases: its noun phrases, with its tokens and mentions.
    """

    def __init__(self, sentence: Span, mentions: Sequence[Span]) -> None:
        self.phrases = Phrases(sentence, mentions)

    def subject(self, verb: Token, depth: int = 0) -> Filling:
        """Who does what a verb says; of a passive verb or a participle, who undergoes it."""
        own = self._own_subject(verb, depth)
        if own is not None:
            return own
        head = verb.head
        if verb.pos_ == "ADJ" and (near := self.phrases.before(verb)).mentions:
            return near
        if head == verb or depth > DEEPEST or not self.phrases.holds(head):
            near = self.phrases.before(verb)
            return near if near.mentions or not personal(verb) else MISSING
        if verb.dep_ in {"acl", "acl:relcl", "amod", "appos"} and not verbal(head):
            if form(verb) == "Inf":
                return self._doer(head, depth + 1)
            found = self.phrases.named(head)
            return found if found.mentions or any(child.lower_ in DEMONSTRATIVE for child in head.lefts) else NOTHING
        if head.i in self.phrases.at or not (verbal(head) or predicative(head)):
            near = self.phrases.before(verb)
            return near if near.mentions or verb.dep_ not in {"conj", "parataxis"} else self.phrases.named(head)
        if head.lemma_ in CONTROLLING and verb.dep_ in {"xcomp", "ccomp", "advcl", "obl"}:
            return self._controlled(head, verb)
        if form(verb) == "Fin" and verb.dep_ not in {"conj", "xcomp"}:
            near = self.phrases.before(verb)
            if near.mentions:
                return near
        return self.subject(head, depth + 1)

    def _own_subject(self, verb: Token, depth: int) -> Filling | None:
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                if child.lower_ == "qui" or child.lower_.endswith("quel"):
                    return self._antecedent(verb, child)
                if child.lower_ == "il" and verb.lemma_ in IMPERSONAL:
                    return NOTHING
                filling = self.phrases.named(child)
                if filling.anaphor is not None and verb.dep_ in {"ccomp", "advcl", "conj"} and verb.head != verb:
                    above = self.subject(verb.head, depth + 1) if verbal(verb.head) and depth < DEEPEST else NOTHING
                    return above if above.mentions else filling
                return filling
        return None

    def objects(self, words: tuple[Token, ...]) -> Filling:
        """What a verb is done to."""
        verb = words[0]
        anaphor = None
        for word in words:
            for child in word.rights:
                if child.dep_ not in COMPLEMENTS or child in words or verbal(child):
                    continue
                if child.dep_ == "obj" or not marks(child):  # "des" is an article there, whatever the tagger says
                    filling = self.phrases.named(child)
                    if filling.mentions:
                        return filling
                    anaphor = anaphor or filling.anaphor
        if verb.dep_ == "acl:relcl":
            for child in verb.lefts:
                if normal(child) == "que":
                    return self._antecedent(verb, child)
        near = self.phrases.after(words[-1])
        if near.mentions or anaphor is None:
            return near
        return Filling(anaphor=anaphor)

    def marked(self, words: tuple[Token, ...], markers: tuple[str, ...]) -> Filling:
        """What stands below some words with one of the given prepositions."""
        allowed = set(markers)
        level: list[Token] = list(words)
        anaphor = None
        for depth in range(4):
            below = [child for word in level for child in word.children if child not in words]
            for child in below:
                if child.dep_ not in SUBJECTS and marks(child) & allowed:
                    filling = self.phrases.named(child)
                    if filling.mentions:
                        mark = next((t for t in child.children if t.dep_ in {"case", "mark"}), None)
                        return Filling(tuple((span, mark) for span, _ in filling.mentions))
                    anaphor = anaphor or filling.anaphor
            if allowed == {"de"} and depth == 0:
                break
            level = [child for child in below if child.dep_ not in CLAUSES and child.dep_ not in SUBJECTS
                     and not verbal(child)]  # fmt: skip
        near = self.phrases.after(words[-1], allowed)
        return near if near.mentions else Filling(anaphor=anaphor)

    def marked_by_noun(self, words: tuple[Token, ...], markers: tuple[str, ...]) -> Filling:
        """What complements a noun with one of the given prepositions, "sa filiale" included."""
        noun = words[0]
        found = self.marked(words, markers)
        if found.mentions or found.anaphor:
            return found
        if "de" in markers:
            if any(normal(child) in {"son", "leur"} and child.dep_ in {"det", "nmod"} for child in noun.children):
                return self._possessor(noun)
            for child in noun.children:
                if child.dep_ == "conj" and child.pos_ == "NOUN":
                    return self.marked((child,), markers)
            return NOTHING
        head = noun.head
        if noun.dep_ in {"obj", "obl", "nsubj", "nsubj:pass", "xcomp"} and verbal(head):
            return self.marked((head,), markers)
        return NOTHING

    def beside_preposition(self, preposition: Token, *, before: bool) -> Filling:
        """What stands before or behind a preposition that joins two names; before a verb's, its subject."""
        inner = preposition.head
        if not before:
            return self.phrases.named(inner)
        outer = inner.head
        if outer == inner:
            return NOTHING
        if verbal(outer):
            return self.subject(outer)
        return self.phrases.named(outer) if outer.i in self.phrases.at else NOTHING

    def described(self, noun: Token, depth: int = 0) -> Filling:
        """What a noun or an adjective is said of."""
        for child in noun.children:
            if child.dep_ in SUBJECTS:
                return self._antecedent(noun, child) if child.lower_ == "qui" else self.phrases.named(child)
        if noun.pos_ == "NOUN" and (own := self.phrases.apposed(noun)).mentions:
            return own
        head = noun.head
        if head == noun or depth > 4:
            near = self.phrases.before(noun, ":(")
            bare = noun.pos_ != "NOUN" or noun.i == self.phrases.sentence.start
            return near if near.mentions or not bare else MISSING
        if noun.dep_ == "conj" and head.i not in self.phrases.at:
            return self.described(head, depth + 1) if not verbal(head) else self.subject(head)
        if noun.dep_ in DESCRIBING or (noun.dep_ in {"conj", "nmod", "obl"} and not marks(noun)):
            found = self.phrases.named(head) if not verbal(head) else self.phrases.before(noun, ":(")
            if found.mentions:
                return found
        if noun.dep_ in SUBJECTS and any(child.dep_ == "cop" for child in head.children):
            named = self.phrases.named(head)
            if named.mentions:
                return named
        if verbal(head) and noun.dep_ in {"obj", "obl", "xcomp", "iobj"}:
            return self._carrier(noun)
        return self.phrases.before(noun, ":(")

    def _carrier(self, noun: Token) -> Filling:
        """Who has, signs, announces … what a noun says, or is it."""
        verb = noun.head
        attributed = marks(noun) & {"comme", "que", "en"}
        if not attributed and verb.lemma_ not in CARRYING:
            return self.phrases.before(noun, ":(")
        if passive(verb) and not attributed and verb.lemma_ != "nommer":
            return self.marked((verb,), ("par",))
        return self.subject(verb)

    def _possessor(self, noun: Token) -> Filling:
        """Whom "sa" or "leur" before a noun speaks of."""
        joined = noun.i > 1 and noun.doc[noun.i - 2].dep_ == "cc"
        if joined and noun.i - 3 in self.phrases.at and noun.i - 3 >= self.phrases.sentence.start:
            return Filling(((self.phrases.at[noun.i - 3], None),))
        token = noun
        while token.head != token:
            if token.head.i in self.phrases.at and token.dep_ != "appos":
                return self.phrases.named(token.head)
            below, token = token, token.head
            if verbal(token) and below.dep_ not in SUBJECTS:
                return self.subject(token)
        return MISSING

    def _doer(self, noun: Token, depth: int) -> Filling:
        """Who acts in the clause that a noun stands in."""
        token = noun
        while token.head != token and not verbal(token):
            token = token.head
        return self.subject(token, depth) if verbal(token) else NOTHING

    def _controlled(self, verb: Token, infinitive: Token) -> Filling:
        """Who does what the infinitive below a verb such as "permettre" says."""
        for child in verb.children:
            if child.dep_ in {"obj", "iobj", "obl"} and child.i < infinitive.i and child != infinitive:
                return self.phrases.named(child)
        return NOTHING

    def _antecedent(self, verb: Token, pronoun: Token) -> Filling:
        """What the relative pronoun of a verb's clause stands for."""
        if verb.dep_ in {"acl:relcl", "acl"}:
            found = self.phrases.named(verb.head)
            if found.mentions or found.anaphor:
                return found
        return self.phrases.before(pronoun)
