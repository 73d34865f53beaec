"""How a sentence puts a relation: asserted, planned, hypothetical or negated.

The words that decide stand around the predicate that joins the two names: its negation ("n'utilise pas"), its
mood and tense ("pourrait", "lancera"), the verbs above it ("prévoit de", "a démenti"), its adverbs and times
("d'ici 2027", "selon des rumeurs"). A negation elsewhere in the sentence says nothing about this relation, so only
the clause of the pair is read, and of the sentence only what colours all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

__all__ = ["status_of"]

NEGATION = {"pas", "plus", "jamais", "aucun", "aucune", "aucunement", "nullement", "guère"}
DENYING = {"démentir", "nier", "refuser", "renoncer", "abandonner", "exclure", "réfuter", "contester", "rejeter"}
PLANNING = {"prévoir", "planifier", "projeter", "promettre", "préparer"}
INTENDING = PLANNING | {"compter", "vouloir", "ambitionner", "viser", "souhaiter", "entendre"}
"""What plans only with a verb below it: "compte lancer", not "compte deux clients"."""
SUPPOSING = {"envisager", "songer", "réfléchir", "étudier", "supposer", "soupçonner", "spéculer", "espérer", "tenter"}
RUMOUR = {"rumeur", "fuite", "spéculation", "hypothèse", "supposition"}
DOUBT = {"peut-être", "probablement", "éventuellement", "potentiellement", "vraisemblablement", "possiblement"}
SOON = {"prochainement", "bientôt", "prochain", "prochaine", "futur", "future", "ultérieurement"}
CLAUSE = {"ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj", "csubj"}
CHAIN = {"xcomp", "ccomp", "obj", "csubj", "acl"}


def status_of(sentence: Span, first: Span, second: Span) -> Status:
    """The status of a relation between two mentions, as its sentence puts it.

    A mention from the context, outside the sentence, stands for the sentence's subject.
    """
    inside = [mention for mention in (first, second) if sentence.start <= mention.start < sentence.end]
    predicate = _predicate(inside, sentence)
    above = list(_above(predicate, sentence))
    chain = [predicate, *above]
    if any(_negated(token) for token in chain) or any(t.lemma_.lower() in DENYING for t in above):
        return Status.NEGATED
    if _without(inside, predicate):
        return Status.NEGATED
    if any(_supposed(token) for token in chain) or any(t.lemma_.lower() in RUMOUR for t in sentence):
        return Status.HYPOTHETICAL
    if any(_planned(token, lowest=token == predicate) for token in chain):
        return Status.PLANNED
    return Status.ASSERTED


def _predicate(inside: list[Span], sentence: Span) -> Token:
    """The verb, or the head of the clause, that governs the mention which lies deepest in the tree."""
    if not inside:
        return sentence.root
    token: Token = max(inside, key=lambda mention: sum(1 for _ in mention.root.ancestors)).root
    while token.pos_ not in {"VERB", "AUX"} and token.head != token and token.dep_ not in CLAUSE:
        token = token.head
    while token.dep_ == "conj" and _has_subject(token) and not all(token.is_ancestor(m.root) for m in inside):
        token = token.head  # a clause with a subject of its own says nothing of what stands in the one before it
    return token


def _has_subject(token: Token) -> bool:
    return any(child.dep_.startswith("nsubj") for child in token.children)


def _above(predicate: Token, sentence: Span) -> Iterator[Token]:
    """The verbs that the predicate depends on as their complement, within the sentence."""
    token = predicate
    while token.dep_ in CHAIN and token.head != token and token.head in sentence:
        token = token.head
        yield token


def _helpers(token: Token) -> Iterator[Token]:
    yield token
    for child in token.children:
        if child.dep_ in {"aux", "aux:pass", "cop", "advmod", "det", "expl"}:
            yield child


def _negated(token: Token) -> bool:
    words = {child.lower_ for child in _helpers(token)}
    particle = bool(words & {"ne", "n'"})
    if "plus" in words and not particle:
        words.discard("plus")
    return bool(words & NEGATION) and (particle or "pas" in words or "aucun" in words or "aucune" in words)


def _without(inside: list[Span], predicate: Token) -> bool:
    """Whether "sans" governs the predicate, or a mention below it."""
    for mention in inside:
        for token in (mention.root, *mention.root.ancestors):
            if any(child.dep_ in {"case", "mark"} and child.lower_ == "sans" for child in token.children):
                return True
            if token == predicate:
                break
    return False


def _supposed(token: Token) -> bool:
    if token.lemma_.lower() in SUPPOSING:
        return True
    return any("Cnd" in helper.morph.get("Mood", []) or helper.lower_ in DOUBT for helper in _helpers(token))


def _planned(token: Token, *, lowest: bool) -> bool:
    if token.lemma_.lower() in (PLANNING if lowest else INTENDING):
        return True
    if any("Fut" in helper.morph.get("Tense", []) for helper in _helpers(token)):
        return True
    return any(helper.lower_ in SOON for helper in _helpers(token))
