"""Names of things -> names of notes: safe on Windows, macOS and Linux, fit for a ``[[link]]``, and each its own.

A name comes from an article, so it may be anything: ``../../etc``, ``CON``, ``a|b#c``, the same as another but for case
or accents' encoding. What a file system or Obsidian gives a meaning becomes a hyphen; what nobody sees goes; and two
names that any file system takes for one are told apart.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FileNames", "safe_name"]

_TAKEN = re.compile(r'[\\/:*?"<>|#^\[\]`]+')  # by a file system, or by Obsidian within a link
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}
_ATTACHED = re.compile(
    r"\.(?=(?:md|canvas|base|pdf|png|jpe?g|gif|svg|webp|bmp|avif|mp3|wav|m4a|ogg|flac|3gp|mp4|webm|ogv|mov|mkv)$)",
    re.IGNORECASE,
)
"""The dot of an ending that Obsidian takes for a file's and not for a part of a note's name."""

_LONGEST, _MOST_BYTES = 100, 200  # of the 255 bytes that a name may have; the rest is for telling it apart


def safe_name(text: str, otherwise: str = "unnamed") -> str:
    """A name that a file may have anywhere, without its ending.

    >>> safe_name("AC/DC"), safe_name("../../etc"), safe_name("con.txt"), safe_name("C#"), safe_name("README.md")
    ('AC-DC', 'etc', '_con.txt', 'C-', 'README-md')
    """
    seen = "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in unicodedata.normalize("NFC", text))
    name = _ATTACHED.sub("-", _cut(_TAKEN.sub("-", " ".join(seen.split()))))
    if not name.strip("-"):
        return otherwise
    return f"_{name}" if name.partition(".")[0].strip().upper() in _DEVICES else name


def _cut(name: str) -> str:
    """The beginning of a name, without the dots, spaces and hyphens that may not or need not stand at its ends."""
    name = name.lstrip("-. ").rstrip(". ")[:_LONGEST]
    return name.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ")


class FileNames:
    """Gives every thing a name of its own, whatever a file system thinks of case and of accents."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, text: str, qualifier: str = "") -> str:
        """A name for a thing: its own, else with what tells it apart, else with a number too.

        >>> names = FileNames()
        >>> names.give("Apple"), names.give("apple", "Place"), names.give("APPLE", "Place")
        ('Apple', 'apple (Place)', 'APPLE (Place 2)')
        """
        name = safe_name(text)
        for candidate in _candidates(name, safe_name(qualifier, "")[:30]):
            key = _key(candidate)
            if key not in self._given:
                self._given.add(key)
                return candidate
        raise AssertionError("candidates never end")


def _candidates(name: str, qualifier: str) -> Iterator[str]:
    yield name
    if qualifier:
        yield f"{name} ({qualifier})"
    number = 2
    while True:
        yield f"{name} ({qualifier} {number})" if qualifier else f"{name} {number}"
        number += 1


def _key(name: str) -> str:
    """What two names share that some file system takes for one."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).upper()).casefold()
