"""What a notebook shows, as HTML: tables, notes and code that follow the theme around them.

Every colour is that of the text around it, thinned, so that the same output reads by day and by night, in JupyterLab
and elsewhere. All text is escaped here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.notebook.links import Link, is_address, short_address

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Column", "Page", "address", "anchor", "cells", "code", "escape", "heading", "lines", "note", "page", "rich",
    "side", "table",
]  # fmt: skip

_STRONG = re.compile(r"(?<!\*)\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?!\*)")
_STYLE = """
.kg { --kg-line: color-mix(in srgb, currentColor 14%, transparent); font-size: 13px; line-height: 1.45; margin: 2px 0 }
.kg .kg-scroll { display: inline-block; max-width: 100%; max-height: 34em; overflow: auto;
  border: 1px solid var(--kg-line); border-radius: 6px }
.kg table { border-collapse: separate; border-spacing: 0; margin: 0; font-size: inherit; color: inherit; border: 0 }
.kg .kg-scroll th, .kg .kg-scroll td { padding: 4px 10px; text-align: left; vertical-align: top; border: 0;
  border-bottom: 1px solid var(--kg-line); max-width: 32em; min-width: 0; white-space: normal }
.kg .kg-scroll tr:last-child td { border-bottom: 0 }
.kg .kg-scroll thead th { position: sticky; top: 0; z-index: 1; white-space: nowrap; font-weight: 600;
  background: var(--jp-layout-color0, var(--vscode-editor-background, Canvas)) }
.kg .kg-scroll thead th[title] { cursor: help }
.kg .kg-scroll td.kg-text { white-space: nowrap }
.kg .kg-scroll td.kg-long { min-width: 22em }
.kg .kg-scroll .kg-number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.kg .kg-scroll td.kg-date { white-space: nowrap; font-variant-numeric: tabular-nums }
.kg .kg-scroll tbody tr:hover td { background: color-mix(in srgb, currentColor 6%, transparent) }
.kg a { color: var(--jp-content-link-color, var(--vscode-textLink-foreground, LinkText)); text-decoration: none }
.kg a:hover, .kg a:focus { text-decoration: underline }
.kg .kg-absent { opacity: .45 }
.kg .kg-iri { border-bottom: 1px dotted currentColor }
.kg p { margin: 4px 2px; opacity: .8 }
.kg p.kg-warn { opacity: 1; font-weight: 600 }
.kg h4 { margin: 8px 2px 2px; font-size: 14px }
.kg pre { margin: 4px 0; padding: 8px 10px; border: 1px solid var(--kg-line); border-radius: 6px; overflow: auto;
  max-height: 34em; line-height: 1.4; font-size: 12px; background: color-mix(in srgb, currentColor 4%, transparent) }
.kg iframe { color-scheme: light dark }
[data-jp-theme-light="true"] .kg iframe, .vscode-light .kg iframe { color-scheme: light }
[data-jp-theme-light="false"] .kg iframe, .vscode-dark .kg iframe { color-scheme: dark }
.kg .kg-side { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: its heading.
        kind: ``text``, ``long`` (sentences), ``number`` or ``date``.
        title: what it means, shown when the pointer rests on the heading.
    """

    name: str
    kind: str = "text"
    title: str = ""


def escape(text: str) -> str:
    """Text that may stand anywhere in HTML, between quotes as well."""
    return html.escape(text, quote=True)


def rich(text: str) -> str:
    """Text of an article: its bold words, which Markdown writes between double asterisks, are bold.

    >>> rich("**Lisa Su**, <PDG> d'AMD")
    '<b>Lisa Su</b>, &lt;PDG&gt; d&#x27;AMD'
    """
    return _STRONG.sub(r"<b>\1</b>", escape(text))


def anchor(link: Link) -> str:
    """A link, or what it shows where it leads nowhere."""
    title = f' title="{escape(link.title)}"' if link.title else ""
    if not link.href:
        return f'<span class="kg-iri"{title}>{escape(link.text)}</span>'
    return f'<a href="{escape(link.href)}" target="_blank" rel="noopener noreferrer"{title}>{escape(link.text)}</a>'


def address(text: str) -> str:
    """A text, which is a link where it is an address on the web."""
    if not is_address(text):
        return rich(text)
    return anchor(Link(short_address(text), text, text))


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """A table whose cells are HTML already."""
    parts = ['<div class="kg-scroll" tabindex="0"><table><thead><tr>']
    for column in columns:
        title = f' title="{escape(column.title)}"' if column.title else ""
        parts.append(f'<th scope="col" class="kg-{column.kind}"{title}>{escape(column.name)}</th>')
    parts.append("</tr></thead><tbody>")
    for row in rows:
        cells = [f'<td class="kg-{column.kind}">{cell}</td>' for column, cell in zip(columns, row, strict=True)]
        parts += ["<tr>", *cells, "</tr>"]
    return "".join([*parts, "</tbody></table></div>"])


def cells(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Plain values as the cells of a table."""
    return [[escape(f"{cell:,}" if isinstance(cell, int) else str(cell)) for cell in row] for row in rows]


def note(text: str, *, warning: bool = False) -> str:
    """A line below what it speaks of."""
    marked = ' class="kg-warn"' if warning else ""
    return f"<p{marked}>{escape(text)}</p>"


def code(text: str) -> str:
    """A text whose lines and spaces count."""
    return f"<pre><code>{escape(text)}</code></pre>"


def heading(text: str) -> str:
    """A line above what it names."""
    return f"<h4>{escape(text)}</h4>"


def side(*parts: str) -> str:
    """Parts side by side, as far as there is room."""
    return f'<div class="kg-side">{"".join(parts)}</div>'


def page(*parts: str) -> str:
    """Parts, with the style that they need."""
    return f'<style>{_STYLE}</style><div class="kg">{"".join(parts)}</div>'


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """Something to read: HTML for a notebook, text for a terminal."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def lines(rows: Sequence[Sequence[object]], note: str) -> str:
    """Rows as a terminal shows them, with a line below."""
    return "\n".join([*("  ".join(str(cell) for cell in row if cell != "") for row in rows), "", note])
