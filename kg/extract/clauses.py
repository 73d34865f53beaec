"""Who does what to whom in a parsed French sentence, told by the names that stand in it.

:class:`Clauses` answers for one sentence and its mentions: which of them a noun phrase names ("la startup Acme", "des
outils comme FluxCore"), which are the subject and the objects of a verb, whichever its voice and however deep it
stands, what a preposition marks, and what a noun or an adjective is said of. An answer is a :class:`Filling`: mentions,
or the pronoun or noun ("l'entreprise") that stands for one, or the note that the subject is left out.

Where the parser went astray, the order of the words decides: a name right beside the word is its subject or object.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span, Token

__all__ = ["NOTHING", "Clauses", "Filling", "classes_of", "normal", "passive"]

SUBJECTS = {"nsubj", "nsubj:pass", "csubj"}
CLAUSES = {"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "csubj", "ROOT"}
COMPLEMENTS = {
    "obj",
    "xcomp",
    "obl",
    "nmod",
    "appos",
    "iobj",
    "dep",
    "amod",
    "obl:agent",
    "flat",
    "flat:name",
    "orphan",
}
APPOSED = {"appos", "flat", "flat:name", "nmod", "dep", "amod", "obl", "nummod", "xcomp"}
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
STANDING = {
    "chercheur", "chercheuse", "équipe", "ingénieur", "développeur", "analyste", "expert", "spécialiste",
    "utilisateur", "client", "version", "serveur", "instance", "groupe", "gamme", "famille", "série", "dirigeant",
    "filiale", "membre", "pirate", "hacker", "communauté", "appareil", "système", "compte", "site", "opérateur",
    "fonctionnalité", "autorité", "gouvernement", "justice", "police", "capital", "part", "majorité", "%",
}  # fmt: skip
"""Nouns that stand for the name which follows them with "de": "les chercheurs de Globex"."""
ANAPHORS = {
    "ORG": "entreprise société groupe firme startup start-up compagnie géant éditeur constructeur fabricant agence "
           "organisation institution jeune_pousse fondation autorité régulateur laboratoire équipe",
    "PRODUCT": "outil plateforme plate-forme logiciel modèle projet framework bibliothèque service application produit "
               "système solution appareil puce navigateur assistant moteur noyau distribution jeu site extension",
    "TECHNOLOGY": "technologie langage protocole format standard norme méthode architecture algorithme technique",
    "MALWARE": "malware logiciel rançongiciel ransomware maliciel botnet cheval ver virus",
    "THREAT_ACTOR": "groupe gang collectif pirate hacker attaquant",
    "VULNERABILITY": "faille vulnérabilité défaut bug",
    "EVENT": "conférence salon événement édition campagne opération",
    "REGULATION": "loi règlement texte directive réglementation",
}  # fmt: skip
PRONOUNS = {"il", "elle", "ils", "elles", "celui-ci", "celle-ci", "ceux-ci", "celles-ci", "ce dernier"}
DEMONSTRATIVE = {"ce", "cet", "cette"}
DEFINITE = {"le", "la", "l'", "l’", *DEMONSTRATIVE}
IMPERSONAL = {"suffire", "falloir", "agir", "convenir", "exister", "sembler", "importer"}
LISTING = {"comme", "notamment", "nommé", "baptisé", "appelé", "dénommé", "surnommé", "intitulé", "dont", "tel que"}
"""What introduces names for what a noun says: "des outils comme FluxCore", "un malware nommé DarkFoo"."""
CONTRACTED = {"du": "de", "des": "de", "d'": "de", "d’": "de", "au": "à", "aux": "à", "qu'": "que", "qu’": "que"}
SKIPPED = {"DET", "ADJ", "ADV", "NUM"}


class Filling(NamedTuple):
    """What fills a slot: the mentions, each with the word that marks it; or a word that stands for a mention."""

    mentions: tuple[tuple[Span, Token | None], ...] = ()
    anaphor: Token | None = None
    missing: bool = False


NOTHING = Filling()
MISSING = Filling(missing=True)


class Clauses:
    """The clauses of one sentence.

    Attributes:
        sentence: its tokens.
        given: its mentions.
        at: the mention that stands at each place.
    """

    def __init__(self, sentence: Span, mentions: Sequence[Span]) -> None:
        self.sentence = sentence
        self.given = frozenset(mentions)
        self.at: Mapping[int, Span] = {place: span for span in mentions for place in range(span.start, span.end)}

    def phrase(self, token: Token, depth: int = 0) -> Filling:
        """The mentions that a noun phrase names, those it is coordinated with included."""
        found = list(dict.fromkeys(self._names(token, depth)))
        if found:
            return Filling(tuple((span, None) for span in found))
        return Filling(anaphor=token) if _anaphoric(token) else NOTHING

    def _names(self, token: Token, depth: int = 0) -> Iterator[Span]:
        if depth > 6 or token.i < self.sentence.start or token.i >= self.sentence.end:
            return
        span = self.at.get(token.i)
        if span is not None:
            yield span
        elif (other := self._introduced(token)) is not None:
            yield from self._names(other, depth + 1)
        for part in [token] if span is None else span:
            for child in part.children:
                inside = self.at.get(child.i)
                joined = child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"}
                listed = (
                    child.dep_ == "appos" and inside is not None and span is not None and inside.label == span.label
                )
                if (joined or listed) and (span is None or inside != span):
                    yield from self._names(child, depth + 1)

    def _introduced(self, noun: Token) -> Token | None:
        """The word whose name a noun introduces, lists, stands for, or says what it is."""
        named = self._named(noun) or (self._listed(noun) if noun.pos_ == "NOUN" else None)
        if named is not None:
            return named.root
        if noun.lemma_.lower() in STANDING:
            for child in noun.rights:
                if child.dep_ in {"nmod", "obl"} and _marks(child) & {"de", "chez"}:
                    return child
        if noun.dep_ == "appos" and noun.head.i in self.at:
            return noun.head
        return _subject_of_noun(noun) or self._explained(noun)

    def _explained(self, noun: Token) -> Token | None:
        """The name before a comma and an indefinite noun, which says what it is: "FluxCore, un outil"."""
        place = noun.i - 1
        while noun.i - place < 3 and place > self.sentence.start and noun.doc[place].pos_ == "ADJ":
            place -= 1
        if noun.doc[place].lower_ not in {"un", "une"} or noun.doc[place - 1].lower_ != ",":
            return None
        return noun.doc[place - 2] if place - 2 >= self.sentence.start and place - 2 in self.at else None

    def _named(self, noun: Token) -> Span | None:
        """The name that a noun introduces: "la startup Acme", "le framework web FluxCore"."""
        if noun.pos_ not in {"NOUN", "ADJ", "PROPN"}:
            return None
        for child in noun.rights:
            if child.dep_ in APPOSED and child.i in self.at and child.i - noun.i <= 6 and not _marks(child):
                between = noun.doc[noun.i + 1 : child.i]
                return None if any(_verbal(word) for word in between) else self.at[child.i]
        return self.at.get(noun.i + 1) if noun.i + 1 < self.sentence.end else None

    def _listed(self, noun: Token) -> Span | None:
        """The first name that a noun introduces as an example: "des outils libres comme FluxCore"."""
        doc, listing = noun.doc, False
        for place in range(noun.i + 1, min(noun.i + 8, self.sentence.end)):
            word = doc[place]
            if place in self.at:
                return self.at[place] if listing else None
            if word.pos_ in {"VERB", "AUX"} and word.lemma_.lower() not in LISTING and word.lower_ not in LISTING:
                return None
            said = "tel que" if word.lower_ == "que" and doc[place - 1].lower_.startswith("tel") else word.lower_
            listing = listing or said in LISTING or said.rstrip("es") in LISTING
        return None

    def subject(self, verb: Token, depth: int = 0) -> Filling:
        """Who does what a verb says; of a passive verb or a participle, who undergoes it."""
        own = self._own_subject(verb, depth)
        if own is not None:
            return own
        head = verb.head
        if verb.pos_ == "ADJ" and (near := self._left(verb)).mentions:
            return near
        if head == verb or depth > 5 or head.i < self.sentence.start or head.i >= self.sentence.end:
            near = self._left(verb)
            return near if near.mentions or not _personal(verb) else MISSING
        if verb.dep_ in {"acl", "acl:relcl", "amod", "appos"} and not _verbal(head):
            if _form(verb) == "Inf":
                return self._doer(head, depth + 1)
            found = self.phrase(head)
            return found if found.mentions or any(child.lower_ in DEMONSTRATIVE for child in head.lefts) else NOTHING
        if head.i in self.at or not (_verbal(head) or _predicative(head)):
            near = self._left(verb)
            return near if near.mentions else self.phrase(head) if verb.dep_ in {"conj", "parataxis"} else NOTHING
        if head.lemma_ in CONTROLLING and verb.dep_ in {"xcomp", "ccomp", "advcl", "obl"}:
            return self._controlled(head, verb)
        if _form(verb) == "Fin" and verb.dep_ not in {"conj", "xcomp"}:
            near = self._left(verb)
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
                filling = self.phrase(child)
                if filling.anaphor is not None and verb.dep_ in {"ccomp", "advcl", "conj"} and verb.head != verb:
                    above = self.subject(verb.head, depth + 1) if _verbal(verb.head) and depth < 5 else NOTHING
                    return above if above.mentions else filling
                return filling
        return None

    def objects(self, words: tuple[Token, ...]) -> Filling:
        """What a verb is done to."""
        verb = words[0]
        anaphor = None
        for word in words:
            for child in word.rights:
                if child.dep_ not in COMPLEMENTS or child in words or _verbal(child):
                    continue
                if child.dep_ == "obj" or not _marks(child):  # "des" is an article there, whatever the tagger says
                    filling = self.phrase(child)
                    if filling.mentions:
                        return filling
                    anaphor = anaphor or filling.anaphor
        if verb.dep_ == "acl:relcl":
            for child in verb.lefts:
                if normal(child) == "que":
                    return self._antecedent(verb, child)
        near = self._right(words[-1])
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
                if child.dep_ not in SUBJECTS and _marks(child) & allowed:
                    filling = self.phrase(child)
                    if filling.mentions:
                        mark = next((t for t in child.children if t.dep_ in {"case", "mark"}), None)
                        return Filling(tuple((span, mark) for span, _ in filling.mentions))
                    anaphor = anaphor or filling.anaphor
            if allowed == {"de"} and depth == 0:
                break
            level = [child for child in below if child.dep_ not in CLAUSES and child.dep_ not in SUBJECTS
                     and not _verbal(child)]  # fmt: skip
        near = self._right(words[-1], allowed)
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
        if noun.dep_ in {"obj", "obl", "nsubj", "nsubj:pass", "xcomp"} and _verbal(head):
            return self.marked((head,), markers)
        return NOTHING

    def beside_preposition(self, preposition: Token, *, before: bool) -> Filling:
        """What stands before or behind a preposition that joins two names."""
        inner = preposition.head
        if not before:
            return self.phrase(inner)
        outer = inner.head
        if outer == inner:
            return NOTHING
        return self.subject(outer) if _verbal(outer) else self.phrase(outer) if outer.i in self.at else NOTHING

    def described(self, noun: Token, depth: int = 0) -> Filling:
        """What a noun or an adjective is said of."""
        for child in noun.children:
            if child.dep_ in SUBJECTS:
                return self._antecedent(noun, child) if child.lower_ == "qui" else self.phrase(child)
        if noun.pos_ == "NOUN" and (own := self.apposed(noun)).mentions:
            return own
        head = noun.head
        if head == noun or depth > 4:
            near = self._left(noun, ":(")
            bare = noun.pos_ != "NOUN" or noun.i == self.sentence.start
            return near if near.mentions or not bare else MISSING
        if noun.dep_ == "conj" and head.i not in self.at:
            return self.described(head, depth + 1) if not _verbal(head) else self.subject(head)
        if noun.dep_ in DESCRIBING or (noun.dep_ in {"conj", "nmod", "obl"} and not _marks(noun)):
            found = self.phrase(head) if not _verbal(head) else self._left(noun, ":(")
            if found.mentions:
                return found
        if noun.dep_ in SUBJECTS and any(child.dep_ == "cop" for child in head.children):
            named = self.phrase(head)
            if named.mentions:
                return named
        if _verbal(head) and noun.dep_ in {"obj", "obl", "xcomp", "iobj"}:
            return self._carrier(noun)
        return self._left(noun, ":(")

    def _carrier(self, noun: Token) -> Filling:
        """Who has, signs, announces … what a noun says, or is it."""
        verb = noun.head
        attributed = _marks(noun) & {"comme", "que", "en"}
        if not attributed and verb.lemma_ not in CARRYING:
            return self._left(noun, ":(")
        if passive(verb) and not attributed and verb.lemma_ != "nommer":
            return self.marked((verb,), ("par",))
        return self.subject(verb)

    def apposed(self, noun: Token) -> Filling:
        """The name that follows a noun without a preposition."""
        for child in noun.rights:
            if child.dep_ in APPOSED and child.i in self.at and not _marks(child):
                return self.phrase(child)
        return self._right(noun)

    def _possessor(self, noun: Token) -> Filling:
        joined = noun.i > 1 and noun.doc[noun.i - 2].dep_ == "cc"
        if joined and noun.i - 3 in self.at and noun.i - 3 >= self.sentence.start:
            return Filling(((self.at[noun.i - 3], None),))
        token = noun
        while token.head != token:
            if token.head.i in self.at and token.dep_ != "appos":
                return self.phrase(token.head)
            below, token = token, token.head
            if _verbal(token) and below.dep_ not in SUBJECTS:
                return self.subject(token)
        return MISSING

    def _doer(self, noun: Token, depth: int) -> Filling:
        """Who acts in the clause that a noun stands in."""
        token = noun
        while token.head != token and not _verbal(token):
            token = token.head
        return self.subject(token, depth) if _verbal(token) else NOTHING

    def _controlled(self, verb: Token, infinitive: Token) -> Filling:
        for child in verb.children:
            if child.dep_ in {"obj", "iobj", "obl"} and child.i < infinitive.i and child != infinitive:
                return self.phrase(child)
        return NOTHING

    def _antecedent(self, verb: Token, pronoun: Token) -> Filling:
        if verb.dep_ in {"acl:relcl", "acl"}:
            found = self.phrase(verb.head)
            if found.mentions or found.anaphor:
                return found
        return self._left(pronoun)

    def _left(self, token: Token, opening: Container[str] = ()) -> Filling:
        """The name right before a word, where only helpers stand between, or a mark that opens an explanation."""
        doc, place = token.doc, token.i - 1
        while place >= self.sentence.start and place not in self.at:
            word = doc[place]
            helper = word.pos_ in {"AUX", "ADV"} or word.dep_ in {"expl", "expl:subj"} or word.lower_ in {"qui", "ne"}
            if not helper and word.pos_ not in {"PUNCT", "DET"}:
                return NOTHING
            if (word.lower_ in {":", ";", ".", "(", ")"} and word.lower_ not in opening) or token.i - place > 6:
                return NOTHING
            place -= 1
        return Filling(((self.at[place], None),)) if place in self.at else NOTHING

    def _right(self, token: Token, markers: Iterable[str] | None = None) -> Filling:
        """The name right behind a word, or behind one of the prepositions that follows it."""
        doc, place = token.doc, token.i + 1
        mark = None
        while place < self.sentence.end and place not in self.at and place - token.i < 6:
            word = doc[place]
            if markers is not None and mark is None and normal(word) in markers:
                mark = word
            elif normal(word) == "de" and place - 1 > token.i and doc[place - 1].lemma_.lower() in STANDING:
                pass
            elif word.pos_ not in SKIPPED and not (word.pos_ == "NOUN" and doc[place - 1].pos_ in {"DET", "ADP", "ADJ"}
                                                   and _introduces(word)):  # fmt: skip
                return NOTHING
            place += 1
        if place not in self.at or place - token.i >= 6 or (markers is not None and mark is None):
            return NOTHING
        span = self.at[place]
        return Filling(tuple((one, mark) for one in dict.fromkeys(self._names(span.root))))


def _subject_of_noun(noun: Token) -> Token | None:
    """What a noun is said to be: "FluxCore" of "outil" in "FluxCore est un outil"."""
    children = list(noun.children)
    if not any(child.dep_ == "cop" for child in children):
        return None
    return next((child for child in children if child.dep_ in SUBJECTS and child.pos_ != "PRON"), None)


def _introduces(noun: Token) -> bool:
    return noun.lemma_.lower() in _NOUNS or noun.lemma_.lower() in STANDING


def _range(span: Span | None) -> tuple[int, int]:
    return (0, 0) if span is None else (span.start, span.end)


def _marks(token: Token) -> set[str]:
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


def _anaphoric(token: Token) -> bool:
    """Whether a word stands for something named elsewhere: "elle", "l'entreprise", "cet outil"."""
    if token.pos_ == "PRON":
        return token.lower_ in PRONOUNS
    if token.lemma_.lower() not in _NOUNS:
        return False
    children = list(token.children)
    several = "THREAT_ACTOR" in _NOUNS[token.lemma_.lower()]
    definite = any(child.lower_ in DEFINITE or (several and child.lower_ in {"les", "ces"}) for child in children)
    return definite and not any(child.dep_ in {"nmod", "acl:relcl"} and child.pos_ != "ADJ" for child in children)


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _predicative(token: Token) -> bool:
    return any(child.dep_ in {"cop", *SUBJECTS} for child in token.children)


def _form(verb: Token) -> str:
    return next(iter(verb.morph.get("VerbForm", [])), "")


def _personal(verb: Token) -> bool:
    """Whether a verb without a subject speaks of someone: no infinitive, no imperative."""
    return (
        _form(verb) in {"Fin", "Part"}
        and "Imp" not in verb.morph.get("Mood", [])
        and "2" not in verb.morph.get("Person", [])
    )


def _nouns() -> dict[str, tuple[str, ...]]:
    labels = defaultdict(list)
    for label, nouns in ANAPHORS.items():
        for noun in nouns.split():
            labels[noun].append(label)
    return {noun: tuple(found) for noun, found in labels.items()}


_NOUNS = _nouns()


def classes_of(anaphor: Token | None) -> tuple[str, ...]:
    """The classes of what a noun may stand for, "l'entreprise" for an ORG; none where it does not tell."""
    return () if anaphor is None else _NOUNS.get(anaphor.lemma_.lower(), ())


def normal(word: Token) -> str:
    """The base form of a word, that of a contracted preposition without its article: "de" for "du"."""
    return CONTRACTED.get(word.lower_, word.lemma_.lower())


def passive(verb: Token, infinitive: str = "") -> bool:
    """Whether the subject of a verb undergoes what it says; a verb may be taken for an adjective or a noun."""
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
    if verb.pos_ not in {"VERB", "AUX"}:
        return True
    if _form(verb) != "Part" or "Pres" in verb.morph.get("Tense", []) or "aux" in deps:
        return False
    return passive(verb.head) if verb.dep_ == "conj" and _verbal(verb.head) else True
