"""Names as strings: what two ways to write one name share, and what tells the members of a family apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.model import Entity

__all__ = ["LEGAL_FORMS", "key", "models", "numbers", "plain", "skeleton", "without_legal_form", "words"]

LEGAL_FORMS = frozenset({
    "inc", "incorporated", "corp", "corporation", "ltd", "limited", "llc", "llp", "gmbh", "sa", "sas", "sarl", "se",
    "spa", "srl", "plc", "ag", "co", "bv", "nv", "ab", "oy", "kk", "pte", "pty",
})  # fmt: skip
"""What the law adds to a company's name, without its dots."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,_-]+(?=\d)")
_DROPPED = re.compile(r"[^\w+#.]|_|(?<=.)\.(?!\d)")
_MARKUP = re.compile(r"\*\*|__|`|(?<!\w)\*|\*(?!\w)")


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
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _DROPPED.sub("", _BETWEEN_DIGITS.sub(".", letters)) or name


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
    return name.replace("-", " ").replace("'", " ").split()


def without_legal_form(name: str) -> str:
    """A company's key without what the law adds to it.

    >>> without_legal_form("nvidia corp."), without_legal_form("meta platforms, inc."), without_legal_form("ag")
    ('nvidia', 'meta platforms', 'ag')
    """
    parts = name.split()
    while len(parts) > 1 and parts[-1].strip(".,()").replace(".", "") in LEGAL_FORMS:
        parts.pop()
    return " ".join(parts).rstrip(",")
