"""What the patterns of the schema find in a parsed sentence: ``HEAD racheter TAIL`` in "Acme, racheté par Globex".

A pattern names a governing word and the two places beside it (:mod:`kg.schema.frames`); this module finds what
fills them. Verbs are read in either voice, as participles, in relative clauses, below other verbs and nouns
("a décidé de", "son intention de") and in coordination. A noun or adjective is joined to what it describes: by a
copula, by apposition, by the verb that it completes ("Acme annonce le rachat de Globex"). A pronoun, a possessive
or a definite noun that names no one ("l'entreprise") stands for the nearest mention of the context that fits.

Where the parser went astray, the order of the words decides: a name right beside the governing word is its
subject or object. Whether the sentence asserts or denies what it says is no matter here (:mod:`kg.extract.status`).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.schema.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span, Token

    from kg.schema import Schema, Slot

__all__ = ["FrameMatch", "matches"]

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
    "annoncer", "assurer", "boucler", "conclure", "confirmer", "devenir", "effectuer", "engager", "entamer", "envisager",
    "étendre", "étudier", "faire", "finaliser", "former", "lancer", "mener", "négocier", "nommer", "nouer", "obtenir",
    "officialiser", "opérer", "préparer", "procéder", "publier", "réaliser", "renforcer", "rester", "signer", "sceller",
    "tenter", "tenir", "déployer", "proposer", "avoir", "constituer", "représenter", "élargir", "approuver", "bénéficier",
    "diffuser", "sortir", "infliger", "imposer", "prononcer", "ouvrir", "déposer", "intenter", "fournir", "conduire",
    "remporter", "décrocher", "recevoir", "détenir", "posséder", "prendre", "poursuivre", "offrir", "dévoiler",
}  # fmt: skip
"""Verbs that say little beyond the noun that completes them: who signs a partnership is a partner."""
STANDING = {
    "chercheur", "chercheuse", "équipe", "ingénieur", "développeur", "analyste", "expert", "spécialiste", "utilisateur",
    "client", "version", "serveur", "instance", "groupe", "gamme", "famille", "série", "dirigeant", "filiale", "membre",
    "pirate", "hacker", "communauté", "appareil", "système", "compte", "site", "opérateur", "fonctionnalité", "autorité", "gouvernement", "justice", "police", "capital", "part",
    "majorité", "%",
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
NOMINAL = {"NOUN", "PROPN", "ADJ", "X"}
INFLECTED = {"VERB", "AUX", "ADJ"}
PRONOUNS = {"il", "elle", "ils", "elles", "celui-ci", "celle-ci", "ceux-ci", "celles-ci", "ce dernier"}
DEMONSTRATIVE = {"ce", "cet", "cette"}
DEFINITE = {"le", "la", "l'", "l’", *DEMONSTRATIVE}
IMPERSONAL = {"suffire", "falloir", "agir", "convenir", "exister", "sembler", "importer"}
LISTING = {"comme", "notamment", "nommé", "baptisé", "appelé", "dénommé", "surnommé", "intitulé", "dont", "tel que"}
"""What introduces names for what a noun says: "des outils comme FluxCore", "un malware nommé DarkFoo"."""
CONTRACTED = {"du": "de", "des": "de", "d'": "de", "d’": "de", "au": "à", "aux": "à", "qu'": "que", "qu’": "que"}
SKIPPED = {"DET", "ADJ", "ADV", "NUM"}
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


class _Filling(NamedTuple):
    """What fills a slot: the mentions, each with the word that marks it; or a word that stands for a mention."""

    mentions: tuple[tuple[Span, Token | None], ...] = ()
    anaphor: Token | None = None
    missing: bool = False


NOTHING = _Filling()
MISSING = _Filling(missing=True)


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
    index, reader = _index(schema), _Reader(sentence, mentions)
    found: dict[tuple[str, Span, Span], FrameMatch] = {}
    for token in sentence:
        for entry in index.entries(token):
            words = _phrase(token, entry.phrase)
            if words is None:
                continue
            for head, tail, marks in _ends(entry, words, reader, schema, context):
                symmetric = schema.relations[entry.relation].symmetric
                if symmetric and head in reader.given and (tail not in reader.given or tail.start < head.start):
                    head, tail = tail, head  # noqa: PLW2901 - the normal order
                triggers = tuple(sorted({*words, *marks}, key=lambda word: word.i))
                match = FrameMatch(entry.relation, head, tail, entry.frame, triggers)
                found.setdefault((entry.relation, head, tail), match)
    return list(found.values())


def _ends(
    entry: _Entry, words: tuple[Token, ...], reader: _Reader, schema: Schema, context: Sequence[Span]
) -> Iterator[tuple[Span, Span, tuple[Token, ...]]]:
    frame, relation = entry.frame, entry.relation
    head = reader.fill(entry, frame.head, frame.tail, words)
    if not (head.mentions or head.anaphor or head.missing):
        return
    tail = reader.fill(entry, frame.tail, frame.head, words)
    for first, one in head.mentions:
        for second, other in tail.mentions:
            if _differ(first, second) and schema.allows(first.label_, relation, second.label_):
                yield first, second, tuple(mark for mark in (one, other) if mark is not None)
    if not head.mentions and (head.anaphor or head.missing):
        for second, mark in tail.mentions:
            labels = _classes(head.anaphor)
            for first in context:
                fits = (not labels or first.label_ in labels) and _differ(first, second)
                if fits and schema.allows(first.label_, relation, second.label_):
                    yield first, second, (mark,) if mark is not None else ()
                    break
    if not tail.mentions and (tail.anaphor or tail.missing):
        for first, mark in head.mentions:
            labels = _classes(tail.anaphor)
            for second in context:
                fits = (not labels or second.label_ in labels) and _differ(first, second)
                if fits and schema.allows(first.label_, relation, second.label_):
                    yield first, second, (mark,) if mark is not None else ()
                    break


def _differ(first: Span, second: Span) -> bool:
    return (first.kb_id_ or first.text).casefold() != (second.kb_id_ or second.text).casefold()


def _classes(anaphor: Token | None) -> tuple[str, ...]:
    return () if anaphor is None else _NOUNS.get(anaphor.lemma_.lower(), ())


def _nouns() -> dict[str, tuple[str, ...]]:
    labels = defaultdict(list)
    for label, nouns in ANAPHORS.items():
        for noun in nouns.split():
            labels[noun].append(label)
    return {noun: tuple(found) for noun, found in labels.items()}


_NOUNS = _nouns()


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

    def entries(self, token: Token) -> Sequence[_Entry]:
        """The patterns that a token may govern."""
        kind = token.pos_
        found = self.lemmas.get(token.lemma_.lower(), ())
        if kind in NOMINAL and not found:
            found = self.lemmas.get(token.lower_) or self.lemmas.get(token.lower_.removesuffix("s"), ())
        if (kind in INFLECTED or _bare(token)) and not any(entry.verb for entry in found):
            found = [*found, *(self.forms.get(_folded(token.lemma_)) or self.forms.get(_folded(token.lower_), ()))]
        return found


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
    return lemma.endswith(("er", "ir", "re")) and not lemma.endswith("aire") or lemma in {"faire", "plaire"}


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
        near = (word for word in token.doc[words[-1].i + 1 : words[-1].i + 5] if _normal(word) == lemma)
        word = next(near, None)
        if word is None:
            return None
        words.append(word)
    return tuple(words)


def _normal(word: Token) -> str:
    return CONTRACTED.get(word.lower_, word.lemma_.lower())


class _Reader:
    """What stands where in one sentence."""

    def __init__(self, sentence: Span, mentions: Sequence[Span]) -> None:
        self.sentence = sentence
        self.given = frozenset(mentions)
        self.at: Mapping[int, Span] = {place: span for span in mentions for place in range(span.start, span.end)}

    def fill(self, entry: _Entry, slot: Slot, other: Slot, words: tuple[Token, ...]) -> _Filling:
        """What fills a slot of a pattern that some words govern."""
        governor = words[0]
        if slot.markers == ("et",):
            return self.fill(entry, other, slot, words)
        if governor.pos_ == "ADP":
            return self._beside_preposition(governor, slot)
        if not _acts(governor, entry):
            if slot.markers:
                return self._marked_by_noun(words, slot.markers)
            return self.described(governor) if slot.before else self._apposed(governor)
        if slot.markers:
            return self.marked(words, slot.markers)
        transitive = any(not one.markers and not one.before for one in (slot, other))
        passive = _passive(governor, entry.phrase[0])
        if slot.before and passive:
            agent = self.marked(words, ("par",))
            return agent if agent.mentions or transitive else self.subject(governor)
        if slot.before or passive:
            return self.subject(governor)
        return self.objects(words)

    # --- noun phrases -------------------------------------------------------------------------------------------

    def phrase(self, token: Token, depth: int = 0) -> _Filling:
        """The mentions that a noun phrase names, those it is coordinated with included."""
        found = list(dict.fromkeys(self._names(token, depth)))
        if found:
            return _Filling(tuple((span, None) for span in found))
        return _Filling(anaphor=token) if _anaphoric(token) else NOTHING

    def _names(self, token: Token, depth: int = 0) -> Iterator[Span]:
        if depth > 6 or token.i < self.sentence.start or token.i >= self.sentence.end:
            return
        span = self.at.get(token.i)
        parts = [token] if span is None else list(span)
        if span is not None:
            yield span
        elif named := self._named(token):
            yield from self._names(named.root, depth + 1)
        elif token.pos_ == "NOUN" and (named := self._listed(token)) is not None:
            yield from self._names(named.root, depth + 1)
        elif token.lemma_.lower() in STANDING:
            for child in token.children:
                if child.dep_ in {"nmod", "obl"} and child.i > token.i and _marks(child) & {"de", "chez"}:
                    yield from self._names(child, depth + 1)
        elif (subject := _subject_of_noun(token)) is not None:
            yield from self._names(subject, depth + 1)
        elif token.dep_ == "appos" and token.head.i in self.at:
            yield self.at[token.head.i]
        for part in parts:
            for child in part.children:
                if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"} and child.i not in range(*_range(span)):
                    yield from self._names(child, depth + 1)
                elif span is not None and child.dep_ == "appos" and self.at.get(child.i) not in {None, span}:
                    listed = self.at[child.i]
                    if listed.label == span.label:
                        yield from self._names(child, depth + 1)

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

    # --- verbs --------------------------------------------------------------------------------------------------

    def subject(self, verb: Token, depth: int = 0) -> _Filling:
        """Who does what a verb says; of a passive verb or a participle, who undergoes it."""
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

    def objects(self, words: tuple[Token, ...]) -> _Filling:
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
                if _normal(child) == "que":
                    return self._antecedent(verb, child)
        near = self._right(words[-1])
        if near.mentions or anaphor is None:
            return near
        return _Filling(anaphor=anaphor)

    def marked(self, words: tuple[Token, ...], markers: tuple[str, ...]) -> _Filling:
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
                        return _Filling(tuple((span, mark) for span, _ in filling.mentions))
                    anaphor = anaphor or filling.anaphor
            if allowed == {"de"} and depth == 0:
                break
            level = [child for child in below if child.dep_ not in CLAUSES and child.dep_ not in SUBJECTS
                     and not _verbal(child)]  # fmt: skip
        near = self._right(words[-1], allowed)
        return near if near.mentions else _Filling(anaphor=anaphor)

    def _marked_by_noun(self, words: tuple[Token, ...], markers: tuple[str, ...]) -> _Filling:
        noun = words[0]
        found = self.marked(words, markers)
        if found.mentions or found.anaphor:
            return found
        if "de" in markers:
            if any(_normal(child) in {"son", "leur"} and child.dep_ in {"det", "nmod"} for child in noun.children):
                return self._possessor(noun)
            for child in noun.children:
                if child.dep_ == "conj" and child.pos_ == "NOUN":
                    return self.marked((child,), markers)
            return NOTHING
        head = noun.head
        if noun.dep_ in {"obj", "obl", "nsubj", "nsubj:pass", "xcomp"} and _verbal(head):
            return self.marked((head,), markers)
        return NOTHING

    def _beside_preposition(self, preposition: Token, slot: Slot) -> _Filling:
        inner = preposition.head
        if not slot.before:
            return self.phrase(inner)
        outer = inner.head
        if outer == inner:
            return NOTHING
        return self.subject(outer) if _verbal(outer) else self.phrase(outer) if outer.i in self.at else NOTHING

    # --- nouns and adjectives -----------------------------------------------------------------------------------

    def described(self, noun: Token, depth: int = 0) -> _Filling:
        """What a noun or an adjective is said of."""
        for child in noun.children:
            if child.dep_ in SUBJECTS:
                return self._antecedent(noun, child) if child.lower_ == "qui" else self.phrase(child)
        if noun.pos_ == "NOUN" and (own := self._apposed(noun)).mentions:
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
            attributed = _marks(noun) & {"comme", "que", "en"}
            if attributed or head.lemma_ in CARRYING:
                if _passive(head) and not attributed and head.lemma_ != "nommer":
                    return self.marked((head,), ("par",))
                return self.subject(head)
        return self._left(noun, ":(")

    def _apposed(self, noun: Token) -> _Filling:
        """The name that follows a noun without a preposition."""
        for child in noun.rights:
            if child.dep_ in APPOSED and child.i in self.at and not _marks(child):
                return self.phrase(child)
        return self._right(noun)

    def _possessor(self, noun: Token) -> _Filling:
        joined = noun.i > 1 and noun.doc[noun.i - 2].dep_ == "cc"
        if joined and noun.i - 3 in self.at and noun.i - 3 >= self.sentence.start:
            return _Filling(((self.at[noun.i - 3], None),))
        token = noun
        while token.head != token:
            if token.head.i in self.at and token.dep_ != "appos":
                return self.phrase(token.head)
            below, token = token, token.head
            if _verbal(token) and below.dep_ not in SUBJECTS:
                return self.subject(token)
        return MISSING

    def _doer(self, noun: Token, depth: int) -> _Filling:
        """Who acts in the clause that a noun stands in."""
        token = noun
        while token.head != token and not _verbal(token):
            token = token.head
        return self.subject(token, depth) if _verbal(token) else NOTHING

    def _controlled(self, verb: Token, infinitive: Token) -> _Filling:
        for child in verb.children:
            if child.dep_ in {"obj", "iobj", "obl"} and child.i < infinitive.i and child != infinitive:
                return self.phrase(child)
        return NOTHING

    def _antecedent(self, verb: Token, pronoun: Token) -> _Filling:
        if verb.dep_ in {"acl:relcl", "acl"}:
            found = self.phrase(verb.head)
            if found.mentions or found.anaphor:
                return found
        return self._left(pronoun)

    # --- the order of the words ---------------------------------------------------------------------------------

    def _left(self, token: Token, opening: Container[str] = ()) -> _Filling:
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
        return _Filling(((self.at[place], None),)) if place in self.at else NOTHING

    def _right(self, token: Token, markers: Iterable[str] | None = None) -> _Filling:
        """The name right behind a word, or behind one of the prepositions that follows it."""
        doc, place = token.doc, token.i + 1
        mark = None
        while place < self.sentence.end and place not in self.at and place - token.i < 6:
            word = doc[place]
            if markers is not None and mark is None and _normal(word) in markers:
                mark = word
            elif _normal(word) == "de" and place - 1 > token.i and doc[place - 1].lemma_.lower() in STANDING:
                pass
            elif word.pos_ not in SKIPPED and not (word.pos_ == "NOUN" and doc[place - 1].pos_ in {"DET", "ADP", "ADJ"}
                                                   and _introduces(word)):  # fmt: skip
                return NOTHING
            place += 1
        if place not in self.at or place - token.i >= 6 or (markers is not None and mark is None):
            return NOTHING
        span = self.at[place]
        return _Filling(tuple((one, mark) for one in dict.fromkeys(self._names(span.root))))


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
            mark = _normal(child)
            found.add(mark)
            for part in child.children:
                if part.dep_ == "fixed":
                    mark = f"{mark}_{_normal(part)}"
                    found.add(mark)
            if child.i > 0:
                found.add(f"{_normal(child.nbor(-1))}_{_normal(child)}")
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


def _acts(governor: Token, entry: _Entry) -> bool:
    """Whether the governing word is a verb here: the noun "membre" ends like one."""
    if governor.pos_ in NOMINAL - {"ADJ"}:
        return entry.verb and governor.lower_.removesuffix("s") != entry.phrase[0]
    return entry.verb


def _passive(verb: Token, infinitive: str = "") -> bool:
    """Whether the subject of a verb undergoes what it says; a verb may be taken for an adjective or a noun."""
    deps = {child.dep_ for child in verb.children}
    if "aux:pass" in deps or "obl:agent" in deps:
        return True
    if "expl" in deps or any(child.dep_ == "aux" and child.lemma_ == "avoir" for child in verb.children):
        return False
    if "nsubj:pass" in deps:
        return True
    if verb.pos_ not in {"VERB", "AUX"}:
        return not infinitive.endswith("er") or verb.lower_.rstrip("s").endswith(("é", "ée"))
    if _form(verb) != "Part" or "Pres" in verb.morph.get("Tense", []) or "aux" in deps:
        return False
    return _passive(verb.head) if verb.dep_ == "conj" and _verbal(verb.head) else True
