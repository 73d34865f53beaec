"""The words that stand for something named elsewhere ("elle", "l'entreprise"), and for what class of thing they do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["DEMONSTRATIVE", "anaphoric", "classes_of", "general"]

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
"""The nouns that say of what class a thing is, by that class."""
PRONOUNS = {"il", "elle", "ils", "elles", "celui-ci", "celle-ci", "ceux-ci", "celles-ci", "ce dernier"}
DEMONSTRATIVE = {"ce", "cet", "cette"}
DEFINITE = {"le", "la", "l'", "l’", *DEMONSTRATIVE}
SEVERAL = {"les", "ces"}
"""Articles of a noun that may stand for one group in the plural: "les pirates"."""


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


def general(noun: Token) -> bool:
    """Whether a noun says of what class a thing is, and so may introduce its name: "l'outil FluxCore"."""
    return noun.lemma_.lower() in _NOUNS


def anaphoric(token: Token) -> bool:
    """Whether a word stands for something named elsewhere: "elle", "l'entreprise", "cet outil"."""
    if token.pos_ == "PRON":
        return token.lower_ in PRONOUNS
    if not general(token):
        return False
    children = list(token.children)
    articles = DEFINITE | SEVERAL if "THREAT_ACTOR" in classes_of(token) else DEFINITE
    definite = any(child.lower_ in articles for child in children)
    return definite and not any(child.dep_ in {"nmod", "acl:relcl"} and child.pos_ != "ADJ" for child in children)
