"""Builder: a graph of the tests as a folder that can be served, and what a page of the server says when it is read."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from kg.ask.graph import STORE
from kg.graph.store import write_store

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.store import Store

HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
"""What browsers accept."""


def folder_of(store: Store, folder: Path) -> Path:
    """Write a graph in memory to a folder as a build does."""
    write_store(folder / STORE, store.triples(), ontology=store.ontology())
    return folder


class Read(HTMLParser):
    """A page as a browser reads it.

    Attributes:
        text: all text, outside of scripts, with single spaces.
        tags: each tag with its attributes, in order.
        scripts: what stands inside of scripts.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self._pieces: list[str] = []
        self._inside = ""
        self.feed(html)
        self.text = " ".join("".join(self._pieces).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag
        self._pieces.append(" ")

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""
        self._pieces.append(" ")

    def handle_data(self, data: str) -> None:
        (self.scripts if self._inside in {"script", "style"} else self._pieces).append(data)

    def links(self) -> list[str]:
        """Where the page leads to and what it loads."""
        return [
            value for _, attributes in self.tags for name, value in attributes.items()
            if name in {"href", "src", "action", "formaction"}
        ]  # fmt: skip

    def dangers(self) -> list[str]:
        """What would run, style or load something that is not the server's own; none on a good page."""
        found = []
        for tag, attributes in self.tags:
            found += [f"{tag} {name}" for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
            if tag == "style" or (
                tag == "script" and "src" not in attributes and "json" not in attributes.get("type", "")
            ):
                found.append(f"inline {tag}")
            loaded = [attributes[name] for name in ("src", "action") if name in attributes]
            loaded += [attributes["href"]] if tag == "link" else []
            found += [f"{tag} {one}" for one in loaded if not one.startswith("/") or one.startswith("//")]
        wild = ("javascript:", "data:", "vbscript:")
        return found + [one for one in self.links() if one.strip().lower().startswith(wild)]
