"""Names as strings: what two ways to write one name share, and what tells the members of a family apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.model import Entity

__all__ = [
    "LEGAL_FORMS",
    "key",
    "models",
    "numbers",
    "plain",
    "singular",
    "skeleton",
    "unaccented",
    "without_initials",
    "without_legal_form",
    "words",
]

LEGAL_FORMS = frozenset({
    "inc", "incorporated", "corp", "corporation", "ltd", "limited", "llc", "llp", "gmbh", "sa", "sas", "sarl", "se",
    "spa", "srl", "plc", "ag", "co", "bv", "nv", "ab", "oy", "kk", "pte", "pty",
})  # fmt: skip
"""What the law adds to a company's name, without its dots."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,_\u2010\u2013-]+(?=\d)")
_STOP = re.compile(r"(?<=.)\.(?!\d)")
_ACCENT = re.compile(r"[\u0300-\u036f\ufe00-\ufe0f]")
_BETWEEN_WORDS = re.compile(r"[\s'\u2010\u2013-]+")
_INITIAL = re.compile(r"\w\.?")
_PLURAL = re.compile(r"[^\W\d_]{3}s$")
_MARKUP = re.compile(r"\*\*|__|`")
_SIGNS = {sign: None for sign in range(128) if not chr(sign).isalnum() and chr(sign) not in "+#."}


def key(name: str) -> str:
    """What identifies a name within its class; see :meth:`kg.model.Entity.named`."""
    return Entity.named("", name).key


def plain(exact: str) -> str:
    r"""A stretch of an article as people read it: without markup and line breaks.

    >>> plain("**Grace\n Blackwell**")
    'Grace Blackwell'
    """
    return " ".join(_MARKUP.sub("", exact).split()).strip("*_ ") or exact


@lru_cache(maxsize=1 << 17)
def skeleton(name: str) -> str:
    """What all spellings of a name share: no case, accents, spaces, hyphens, apostrophes or dots but in numbers.

    >>> skeleton("Wi‑Fi"), skeleton("WiFi"), skeleton("U.S."), skeleton("C++"), skeleton(".NET"), skeleton("GPT-4.1")
    ('wifi', 'wifi', 'us', 'c++', '.net', 'gpt4.1')
    >>> skeleton("RTX 50 90") == skeleton("RTX 5090")
    False
    """
    folded = unaccented(name.casefold())
    letters = _STOP.sub("", _BETWEEN_DIGITS.sub(".", folded)).translate(_SIGNS)
    return (letters if letters.isascii() else "".join(filter(_tells, letters))) or name


def _tells(letter: str) -> bool:
    """Whether a character tells names apart; the vowel signs of other scripts do, which Python calls no letters."""
    return letter.isalnum() or letter in "+#." or unicodedata.category(letter) in {"Mc", "Mn"}


def unaccented(name: str) -> str:
    """A key without its accents.

    >>> unaccented("électricité de france")
    'electricite de france'
    """
    return _ACCENT.sub("", unicodedata.normalize("NFKD", name))


@lru_cache(maxsize=1 << 17)
def numbers(name: str) -> tuple[str, ...]:
    """The numbers in a name, which tell the members of a family apart.

    >>> numbers("Gemini 2.5 Pro"), numbers("RTX 5090")
    (('2.5',), ('5090',))
    """
    return tuple(_NUMBER.findall(name))


@lru_cache(maxsize=1 << 17)
def models(name: str) -> tuple[str, ...]:
    """The words of a key that hold a digit: one letter more or less is another model.

    >>> models("rockchip rk3588s"), models("bambu lab h2c"), models("dgx b300")
    (('rk3588s',), ('h2c',), ('b300',))
    """
    return tuple(word for word in words(name) if any(map(str.isdigit, word)))


def words(name: str) -> list[str]:
    """The words of a key, cut at spaces, hyphens and apostrophes."""
    return [word for word in _BETWEEN_WORDS.split(name) if word]


def without_legal_form(name: str) -> str:
    """A company's key without what the law adds to it.

    >>> without_legal_form("nvidia corp."), without_legal_form("meta platforms, inc."), without_legal_form("ag")
    ('nvidia', 'meta platforms', 'ag')
    """
    parts = name.split()
    while len(parts) > 1 and _is_legal(parts[-1]):
        parts.pop()
    return " ".join(parts).rstrip(",") or name


def _is_legal(word: str) -> bool:
    bare = word.strip(".,()&").replace(".", "")
    return not bare or bare in LEGAL_FORMS


def without_initials(name: str) -> str:
    """A person's key without the initials between first name and surname.

    >>> without_initials("donald j. trump"), without_initials("j. r. oppenheimer"), without_initials("madonna")
    ('donald trump', 'j. oppenheimer', 'madonna')
    """
    parts = name.split()
    initials = parts[1:-1]
    return " ".join([parts[0], parts[-1]]) if initials and all(map(_INITIAL.fullmatch, initials)) else name


def singular(name: str) -> str | None:
    """The key of what a name as written is the plural of, if it may be one: "HTTPS", "JS" and "iPhone 4s" are none.

    >>> singular("WebSockets"), singular("VPNs"), singular("HTTPS"), singular("iPhone 4s"), singular("Xbox Series S")
    ('websocket', 'vpn', None, None, None)
    """
    return key(name[:-1]) if _PLURAL.search(name) else None
