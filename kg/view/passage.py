"""A passage of a Markdown file -> what people read, cut where the names of a statement's two ends stand.

The graph quotes the file to the character, markup included. On the page the markup goes; the offsets beside
the passage still lead to the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.view.values import Mark

__all__ = ["plain", "segments"]

_ADDRESS = r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)?"

_MARKUP = (
    (re.compile(rf"!?\[([^\[\]\n]*)\]\({_ADDRESS}(?:\s\"[^\"\n]*\")?\)"), r"\1"),  # [text](address), ![text](address)
    (re.compile(rf"\]\({_ADDRESS}\)|!?\[(?=[^\[\]\n]*$)"), ""),  # a link that the passage cuts in two
    (re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)+", re.MULTILINE), ""),  # heading, quote, item
    (
        re.compile(r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+|~~"),
        "",
    ),  # *a*, `a`
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),  # \* is a star
    (re.compile(r"\s+"), " "),
    (re.compile(r" ?\| ?"), " · "),  # the cells of a row
)


def plain(markdown: str) -> str:
    r"""The running text of a passage, on one line.

    >>> plain("- **Ian Buck**, de [Nvidia](https://nvidia.example), l'a\nannoncé")
    "Ian Buck, de Nvidia, l'a annoncé"
    """
    text = markdown
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text.strip(" ·")


def segments(markdown: str, head: Iterable[str], tail: Iterable[str]) -> tuple[tuple[str, Mark], ...]:
    """Cut a passage where a name of the head or of the tail begins or ends; a longer name wins over one inside it.

    Args:
        markdown: the passage as it stands in the file.
        head: the names of the statement's subject, as articles write them.
        tail: those of its object.

    >>> segments("**AWS** utilise Nvidia Blackwell.", ["AWS"], ["Blackwell", "Nvidia Blackwell"])
    (('AWS', 'head'), (' utilise ', ''), ('Nvidia Blackwell', 'tail'), ('.', ''))
    """
    text = plain(markdown)
    marks: dict[str, Mark] = dict.fromkeys((name for name in map(plain, tail) if name), "tail")
    marks.update(dict.fromkeys((name for name in map(plain, head) if name), "head"))
    if not marks:
        return ((text, ""),)
    names = sorted(marks, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    found: list[tuple[str, Mark]] = []
    position = 0
    for match in pattern.finditer(text):
        if match.start() > position:
            found.append((text[position : match.start()], ""))
        found.append((match[0], marks[match[0]]))
        position = match.end()
    if position < len(text) or not found:
        found.append((text[position:], ""))
    return tuple(found)
