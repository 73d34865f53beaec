"""A passage of a Markdown file -> what people read, cut where a statement's two ends and its triggers stand.

The graph quotes the file to the character, markup included. On the page the markup goes; the offsets beside
the passage still lead to the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.graph.triggers import trigger_places

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


def segments(
    markdown: str, head: Iterable[str], tail: Iterable[str], triggers: Iterable[str] = ()
) -> tuple[tuple[str, Mark], ...]:
    """Cut a passage where a name or a trigger begins or ends; a longer name wins over whatever stands inside it.

    Args:
        markdown: the passage as it stands in the file.
        head: the names of the statement's subject, as articles write them.
        tail: those of its object.
        triggers: the words that gave the statement away.

    >>> segments("**AWS** utilise Nvidia Blackwell.", ["AWS"], ["Blackwell", "Nvidia Blackwell"])
    (('AWS', 'head'), (' utilise ', ''), ('Nvidia Blackwell', 'tail'), ('.', ''))
    >>> segments("AWS utilise Blackwell.", ["AWS"], ["Blackwell"], ["utilise"])
    (('AWS', 'head'), (' ', ''), ('utilise', 'trigger'), (' ', ''), ('Blackwell', 'tail'), ('.', ''))
    """
    text = plain(markdown)
    marks = _names(text, head, tail)
    unnamed = text
    for start, end, _ in marks:
        unnamed = f"{unnamed[:start]}{' ' * (end - start)}{unnamed[end:]}"
    marks += [(start, end, "trigger") for start, end in trigger_places(unnamed, map(plain, triggers))]
    found: list[tuple[str, Mark]] = []
    position = 0
    for start, end, mark in sorted(marks):
        if start > position:
            found.append((text[position:start], ""))
        found.append((text[start:end], mark))
        position = end
    if position < len(text) or not found:
        found.append((text[position:], ""))
    return tuple(found)


def _names(text: str, head: Iterable[str], tail: Iterable[str]) -> list[tuple[int, int, Mark]]:
    """Where the names of the two ends stand, in order."""
    marks: dict[str, Mark] = dict.fromkeys((name for name in map(plain, tail) if name), "tail")
    marks.update(dict.fromkeys((name for name in map(plain, head) if name), "head"))
    if not marks:
        return []
    names = sorted(marks, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    return [(*match.span(), marks[match[0]]) for match in pattern.finditer(text)]
