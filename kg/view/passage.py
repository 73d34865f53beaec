"""A passage of a Markdown file -> what people read, and where a statement's two ends and its triggers stand in it.

The graph quotes the file to the character, markup included. On the page the markup goes; the offsets beside
the passage still lead to the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.graph.triggers import places, trigger_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.view.values import Mark

__all__ = ["marks", "plain"]

_ADDRESS = r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)?"

_MARKUP = (  # the signs without which a pattern finds nothing, the pattern, and what takes the place of what it finds
    (
        "[",
        re.compile(rf"!?\[([^\[\]\n]*)\]\({_ADDRESS}(?:\s\"[^\"\n]*\")?\)"),
        r"\1",
    ),  # ![text](address), link or image
    ("[]", re.compile(rf"\]\({_ADDRESS}\)|!?\[(?=[^\[\]\n]*$)"), ""),  # a link that the passage cuts in two
    ("#>-*+", re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)+", re.MULTILINE), ""),  # heading, quote, item
    (
        "*_`~",
        re.compile(r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|`+|~~"),
        "",
    ),  # *a*, `a`
    ("\\", re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),  # \* is a star
)
_CELL = re.compile(r" ?\| ?")

_NOTHING = "\0"  # stands in the place of a name, where no trigger is looked for


def plain(markdown: str) -> str:
    r"""The running text of a passage, on one line.

    >>> plain("- **Ian Buck**, de [Nvidia](https://nvidia.example), l'a\nannoncé")
    "Ian Buck, de Nvidia, l'a annoncé"
    """
    text, present = markdown, set(markdown)
    for signs, pattern, replacement in _MARKUP:
        if not present.isdisjoint(signs):
            text = pattern.sub(replacement, text)
    text = " ".join(text.split())
    return (_CELL.sub(" · ", text) if "|" in text else text).strip(" ·")


def marks(
    text: str, head: Iterable[str], tail: Iterable[str], triggers: Iterable[str] = ()
) -> tuple[tuple[int, int, Mark], ...]:
    """Where names and triggers stand in a text; a longer name wins over whatever stands inside it.

    Args:
        text: the passage without its markup.
        head: the names of the statement's subject, without markup, as articles write them.
        tail: those of its object.
        triggers: the words that gave the statement away.

    >>> marks("AWS utilise Nvidia Blackwell.", ["AWS"], ["Blackwell", "Nvidia Blackwell"], ["utilise"])
    ((0, 3, 'head'), (4, 11, 'trigger'), (12, 28, 'tail'))
    """
    subject, unnamed = frozenset(head), text
    found: list[tuple[int, int, Mark]] = []
    for start, end in places(text, (*subject, *tail)):
        found.append((start, end, "head" if text[start:end] in subject else "tail"))
        unnamed = f"{unnamed[:start]}{_NOTHING * (end - start)}{unnamed[end:]}"
    found += [(start, end, "trigger") for start, end in trigger_places(unnamed, triggers)]
    return tuple(sorted(found))
