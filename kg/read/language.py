"""The language of an article: as its front matter names it, else as its text shows.

What is full of the small words of French is French, which takes no time to see. All else is put to py3langid, a naive
Bayes classifier over byte n-grams that needs no network and gives the same answer every time (Lui and Baldwin 2012,
"langid.py: An Off-the-shelf Language Identification Tool"); it takes half a second to unpack.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

__all__ = ["UNDETERMINED", "detect_language", "language_code"]

UNDETERMINED = "und"
"""The code of ISO 639 for a text whose language cannot be told, one without a letter for instance."""

_SAMPLE = 1000
"""Characters that detection looks at."""

_FRENCH = frozenset({
    "au", "aux", "avec", "ce", "ces", "cette", "dans", "des", "du", "elle", "est", "et", "ils", "les", "leur", "leurs",
    "mais", "ou", "par", "pour", "qui", "ses", "sont", "sur", "une",
})  # fmt: skip
"""Words that every French text is full of, and no text in another language has many of."""
_SHARE, _DIFFERENT = 1 / 8, 8
"""Of the words of a text, how many must be such words, and how many of these it must have at least."""
_WORD = re.compile(r"[^\W\d_]+")

_NEWS = 5.0
"""How much likelier a language with a name below is than one without before a word is read, as a natural logarithm: a
headline of four words looks like Latin or Walloon as soon as like French, and a text of some length settles it."""

_CODE = re.compile(r"([a-z]{2,3})(?:[-_.@].*)?")

# ISO 639-1 code: ISO 639-2 codes, English name, French name, own name, without accents.
_NAMES = {
    "ar": "ara arabic arabe",
    "ca": "cat catalan",
    "cs": "ces cze czech tcheque cestina",
    "da": "dan danish danois dansk",
    "de": "deu ger german allemand deutsch",
    "el": "ell gre greek grec",
    "en": "eng english anglais",
    "es": "spa spanish espagnol espanol castellano",
    "fi": "fin finnish finnois suomi",
    "fr": "fra fre french francais",
    "he": "heb hebrew hebreu",
    "hu": "hun hungarian hongrois magyar",
    "it": "ita italian italien italiano",
    "ja": "jpn japanese japonais",
    "ko": "kor korean coreen",
    "nl": "nld dut dutch neerlandais nederlands",
    "no": "nor norwegian norvegien norsk",
    "pl": "pol polish polonais polski",
    "pt": "por portuguese portugais portugues",
    "ro": "ron rum romanian roumain romana",
    "ru": "rus russian russe",
    "sv": "swe swedish suedois svenska",
    "tr": "tur turkish turc turkce",
    "uk": "ukr ukrainian ukrainien",
    "zh": "zho chi chinese chinois",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_code(name: str) -> str | None:
    """The ISO 639-1 code that a tag or name of a language stands for, or None when it names none.

    >>> language_code("fr-FR"), language_code("Français"), language_code("eng"), language_code("?")
    ('fr', 'fr', 'en', None)
    """
    plain = unicodedata.normalize("NFD", name.strip().casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    if plain in _CODES:
        return _CODES[plain]
    if not (match := _CODE.fullmatch(plain)):
        return None
    return _CODES.get(match[1], match[1])


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language that the beginning of a running text is in, or ``und``."""
    sample = text[:_SAMPLE]
    if not any(character.isalpha() for character in sample):
        return UNDETERMINED
    if _plainly_french(sample):
        return "fr"
    found = {str(code): float(score) for code, score in _identifier().rank(sample)}
    if len(set(found.values())) == 1:  # nothing in it tells one from another
        return UNDETERMINED
    return max(found, key=lambda code: found[code] + (_NEWS if code in _NAMES else 0.0))


def _plainly_french(sample: str) -> bool:
    words = _WORD.findall(sample.lower())
    found = [word for word in words if word in _FRENCH]
    return len(found) >= _SHARE * len(words) and len(set(found)) >= _DIFFERENT


@cache
def _identifier() -> LanguageIdentifier:
    """The classifier among the languages that have a code of two letters."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(label for label in identifier.labels if len(label) == len("fr"))
    return identifier
