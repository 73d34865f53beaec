"""What the pages say, in French and English, and how they write numbers and days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("fr", "en")

_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

_NOUNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "fr": {
        "entities": ("entité", "entités"), "relations": ("relation", "relations"), "articles": ("article", "articles"),
        "mentions": ("mention", "mentions"), "passages": ("passage", "passages"), "sources": ("source", "sources"),
        "independent": ("source indépendante", "sources indépendantes"), "statements": ("énoncé", "énoncés"),
        "questions": ("question", "questions"), "uses": ("emploi", "emplois"),
        "other_passages": ("autre passage", "autres passages"), "more_facts": ("autre", "autres"),
        "more_articles": ("autre article", "autres articles"),
    },
    "en": {
        "entities": ("entity", "entities"), "relations": ("relation", "relations"), "articles": ("article", "articles"),
        "mentions": ("mention", "mentions"), "passages": ("passage", "passages"), "sources": ("source", "sources"),
        "independent": ("independent source", "independent sources"), "statements": ("statement", "statements"),
        "questions": ("question", "questions"), "uses": ("use", "uses"),
        "other_passages": ("more passage", "more passages"), "more_facts": ("more", "more"),
        "more_articles": ("more article", "more articles"),
    },
}  # fmt: skip

_TEXTS: Mapping[str, tuple[str, str]] = {
    # name: French, English
    "ask": ("Interroger", "Ask"),
    "entities": ("Entités", "Entities"),
    "explore": ("Explorer", "Explore"),
    "library": ("Questions", "Questions"),
    "ontology": ("Vocabulaire", "Vocabulary"),
    "navigation": ("Pages", "Pages"),
    "skip": ("Aller au contenu", "Skip to the content"),
    "switch": ("English", "Français"),
    "theme": ("Clair ou sombre", "Light or dark"),
    "search": ("Chercher une entité", "Search for an entity"),
    "search_button": ("Chercher", "Search"),
    "clear": ("Tout", "All"),
    # status
    "asserted": ("affirmée", "asserted"),
    "planned": ("prévue", "planned"),
    "hypothetical": ("hypothétique", "hypothetical"),
    "negated": ("niée", "denied"),
    "accepted": ("vérifié par une personne", "checked by a person"),
    # an entity
    "also": ("Aussi appelée", "Also called"),
    "facts": ("Ce que disent les articles", "What the articles say"),
    "no_facts": ("Aucune relation n'est connue.", "No relation is known."),
    "named": ("Quand on en parle", "When it is named"),
    "timeline": ("mentions", "mentions"),
    "named_in": ("Articles", "Articles"),
    "neighbours": ("Voisins", "Neighbours"),
    "elsewhere": ("Ailleurs", "Elsewhere"),
    "as_data": ("En données", "As data"),
    "ask_about": ("Interroger", "Ask about it"),
    "explore_around": ("Explorer autour", "Explore around it"),
    "copy": ("Copier", "Copy"),
    "undated": ("sans date", "no date"),
    "imported": ("Vos données", "Your data"),
    # a statement
    "statement": ("Énoncé", "Statement"),
    "status": ("Statut", "Status"),
    "confidence": ("Confiance", "Confidence"),
    "agreement": ("Accord", "Agreement"),
    "seen": ("Vue", "Seen"),
    "role": ("Fonction", "Role"),
    "between": ("Autres relations entre les deux", "Other relations between the two"),
    "by": ("Trouvé par", "Found by"),
    "open_statement": ("Énoncé complet", "Full statement"),
    # an article
    "article": ("Article", "Article"),
    "read_online": ("Lire l'article", "Read the article"),
    "authors": ("Auteurs", "Authors"),
    "keywords": ("Mots-clés", "Keywords"),
    "language": ("Langue", "Language"),
    "file": ("Fichier", "File"),
    "copy_of": ("Copie de", "Copy of"),
    "names": ("Ce que nomme l'article", "What the article names"),
    "states": ("Ce que dit l'article", "What the article says"),
    "states_nothing": ("Rien n'a été lu dans cet article.", "Nothing was read from this article."),
    # terms
    "class": ("Classe", "Class"),
    "classes": ("Classes", "Classes"),
    "property": ("Propriété", "Property"),
    "relation": ("Relation", "Relation"),
    "relations": ("Relations", "Relations"),
    "other_terms": ("Autres termes", "Other terms"),
    "inverse": ("Dans l'autre sens", "Read from the other end"),
    "joins": ("Relie", "Joins"),
    "to": ("à", "to"),
    "kind_of": ("Sorte de", "Kind of"),
    "close_to": ("Proche de", "Close to"),
    "symmetric": ("vaut dans les deux sens", "holds both ways"),
    "most_named": ("Les plus citées", "Named most"),
    "best_backed": ("Les mieux attestées", "Best backed"),
    "see_all": ("Tout voir", "See all"),
    "ontology_intro": (
        "Les classes et les propriétés du graphe ; chacune dit ce qu'elle veut dire et combien de fois elle sert.",
        "The classes and properties of the graph; each says what it means and how often it is used.",
    ),
    # any resource
    "resource": ("Ressource", "Resource"),
    "pages": ("Pages de la liste", "Pages of the list"),
    "measures": ("Ce que vaut l'énoncé", "What the statement is worth"),
    "see_query": ("Pour voir où ce terme sert :", "To see where this term is used:"),
    "properties": ("Propriétés", "Properties"),
    "points_here": ("Ce qui y renvoie", "What points here"),
    "value": ("Valeur", "Value"),
    "cut": ("Les premières lignes seulement.", "The first rows only."),
    "not_found": ("Rien de ce nom ici", "Nothing of that name here"),
    "not_found_advice": (
        "Le graphe ne dit rien de cette adresse. Cherchez un nom, ou parcourez les entités.",
        "The graph says nothing of this address. Search for a name, or browse the entities.",
    ),
    # entities
    "nothing_found": ("Aucune entité de ce nom.", "No entity of that name."),
    "perhaps": ("Peut-être cherchez-vous :", "Perhaps you look for:"),
    "previous": ("Précédentes", "Previous"),
    "next": ("Suivantes", "Next"),
    "named_most": ("les plus citées d'abord", "those named most first"),
    # explorer
    "around": ("Autour de", "Around"),
    "everything": ("Tout le graphe", "The whole graph"),
    "depth": ("Distance", "Distance"),
    "show": ("Voir", "Show"),
    "drawing": ("Le graphe se dessine…", "Drawing the graph…"),
    "drawing_title": ("Graphe", "Graph"),
    "open_alone": ("Ouvrir seul", "Open on its own"),
    "cannot_draw": ("Rien à dessiner", "Nothing to draw"),
    # the library
    "library_intro": (
        "Des questions toutes prêtes. Choisissez-en une, donnez-lui un nom ou une date, lisez la réponse.",
        "Questions that are ready to ask. Choose one, give it a name or a date, read the answer.",
    ),
    "takes": ("Elle prend", "It takes"),
    "gives": ("Elle donne", "It gives"),
    "any": ("facultatif", "optional"),
    "open_in_editor": ("Ouvrir dans l'éditeur", "Open in the editor"),
    "sparql": ("Le texte SPARQL", "The SPARQL text"),
    "no_script": ("Cette page a besoin de JavaScript.", "This page needs JavaScript."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What pages say in one language; a word is an item: ``words["ask"]``."""

    language: str

    def __getitem__(self, name: str) -> str:
        return _TEXTS[name][LANGUAGES.index(self.language)]

    @property
    def other(self) -> str:
        """The language that the page can be switched to."""
        return LANGUAGES[1 - LANGUAGES.index(self.language)]

    def number(self, value: int) -> str:
        """A whole number with its thousands apart.

        >>> Words("en").number(1234567)
        '1,234,567'
        """
        text = f"{value:,}"
        return text.replace(",", "\u202f") if self.language == "fr" else text

    def count(self, value: int, noun: str) -> str:
        """A number of things; French counts 0 and 1 in the singular, English 1 alone.

        >>> Words("en").count(0, "articles"), Words("fr").count(0, "articles")
        ('0 articles', '0 article')
        """
        one, many = _NOUNS[self.language][noun]
        single = value == 1 or (value == 0 and self.language == "fr")
        return f"{self.number(value)} {one if single else many}"

    def percent(self, share: float) -> str:
        """A share of 1 in hundredths."""
        return f"{round(100 * share)}{chr(0xA0) if self.language == 'fr' else ''}%"

    def place(self, start: int, end: int) -> str:
        """Where a passage stands in its article."""
        verb = "caractères {} à {}" if self.language == "fr" else "characters {} to {}"
        return verb.format(self.number(start), self.number(end))

    def read_all(self, total: int) -> str:
        """What leads to all passages of a fact."""
        return f"Lire les {self.number(total)} passages" if self.language == "fr" else f"Read all {self.number(total)}"

    def day(self, iso: str | None) -> str:
        """A day, a month or a year in ISO 8601 as people write it; what is none as it is.

        >>> Words("en").day("2025-11-03"), Words("fr").day("2025-11"), Words("en").day(None)
        ('3 Nov 2025', 'nov. 2025', 'no date')
        """
        if not iso:
            return self["undated"]
        year, *rest = iso[:10].split("-")
        if not all(part.isdigit() for part in (year, *rest)) or (rest and not 1 <= int(rest[0]) <= len(_MONTHS["en"])):
            return iso
        parts = [str(int(rest[1]))] if len(rest) > 1 else []
        parts += [_MONTHS[self.language][int(rest[0]) - 1]] if rest else []
        return " ".join([*parts, year])

    def span(self, first: str | None, last: str | None) -> str:
        """From one day to another, said once where they are the same."""
        return self.day(first) if first == last else f"{self.day(first)} – {self.day(last)}"

    def label(self, labels: Mapping[str, str]) -> str:
        """The label in this language, else in English, else in any."""
        return labels.get(self.language) or labels.get("en") or next(iter(labels.values()), "")
