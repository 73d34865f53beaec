"""What a page holds -> a folder of Markdown notes with links between them, for Obsidian and whoever reads such folders.

One note for each entity, in a folder of its class: what it is called, its statements by relation, each with the
sentences that say so and a link to their article, and where it is named. One note for each article, and one that leads
in. Names and sentences come from articles; every sign in them that means something in Markdown is escaped, so that
a note shows them and does nothing else with them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg.errors import QueryError
from kg.view.filenames import FileNames, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.view.values import Edge, GraphData, Node, Passage, Source

__all__ = ["escaped", "front_matter", "write_notes"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "index": "Index", "articles": "Articles", "article": "article", "entities": "Entités", "statements": "Énoncés",
        "asserted": "affirmé", "planned": "prévu", "hypothetical": "hypothétique", "negated": "nié", "source": "source",
        "sources": "sources", "same": "Le même ailleurs", "percent": "\u202f%",
        "in all": "{:,} entités, {:,} énoncés, {:,} articles",
    },
    "en": {
        "index": "Index", "articles": "Articles", "article": "article", "entities": "Entities",
        "statements": "Statements", "asserted": "asserted", "planned": "planned", "hypothetical": "hypothetical",
        "negated": "denied", "source": "source", "sources": "sources", "same": "The same elsewhere", "percent": "%",
        "in all": "{:,} entities, {:,} statements, {:,} articles",
    },
}  # fmt: skip
"""What the notes say themselves, in the languages of the page."""

_SIGNS = re.compile(r"[\\`*_\[\]<>#|$^&]|(?<==)=|(?<=~)~|(?<=%)%|^[-+]|(?<=\d)[.)](?= |$)")
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_IN_LINK = re.compile(r"[\[\]|#^<>`\\\s]+")
_NO_WORD = re.compile(r"\W+")
_FIRST = 50
"""So many of the entities of a class stand in the index, those that most articles name first."""


def write_notes(data: GraphData, folder: Path, *, language: str = "fr") -> None:
    """Write the notes into an empty folder, the same bytes for the same graph.

    Args:
        data: what to write, as :func:`kg.view.graph_data` reads it.
        folder: where to.
        language: of the notes, ``fr`` or ``en``; names and sentences stay as they are.

    Raises:
        QueryError: there are no notes in that language.
    """
    if language not in _WORDS:
        raise QueryError(f"no notes in the language {language!r}; use {' or '.join(_WORDS)}")
    for path, text in _Notes(data, language).texts():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def escaped(text: str) -> str:
    r"""A text on one line that Markdown shows as it is.

    >>> escaped("[[a]] <b> #c 1. d_e")
    '\\[\\[a\\]\\] \\<b\\> \\#c 1\\. d\\_e'
    """
    return _SIGNS.sub(r"\\\g<0>", " ".join(_UNPRINTED.sub(" ", text).split()))


def front_matter(values: Mapping[str, str | int | list[str] | None]) -> str:
    """The properties of a note in YAML; what is not known or empty is not there, and no text in them is a link."""
    lines = ["---"]
    for name, value in values.items():
        match value:
            case [*items] if items:
                lines += [f"{name}:", *(f"  - {_quoted(item)}" for item in items)]
            case str(text) if text:
                lines.append(f"{name}: {_quoted(text)}")
            case int(number):
                lines.append(f"{name}: {number}")
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    kept = text.replace("[[", "[ [").replace("]]", "] ]").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTED.sub(lambda one: "\\u" + format(ord(one[0]), "04x"), kept) + '"'


class _Notes:
    """Knows what every note is called, so that each can link to the others."""

    def __init__(self, data: GraphData, language: str) -> None:
        self.data, self.language, self.words = data, language, _WORDS[language]
        self.classes = {row.iri: self._said(row.label) for row in data.classes}
        names = FileNames()
        self.index = names.give(self.words["index"])
        ranked = sorted(range(len(data.nodes)), key=lambda place: (-len(data.nodes[place].articles), place))
        given = {place: names.give(data.nodes[place].name, self.classes[data.nodes[place].type]) for place in ranked}
        self.stems = [given[place] for place in range(len(data.nodes))]
        self.sources = [names.give(f"{one.date or ''} {one.title}") for one in data.articles]
        self.edges_of: defaultdict[int, list[Edge]] = defaultdict(list)
        self.named_in: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.said_in: defaultdict[int, list[Edge]] = defaultdict(list)
        for place, node in enumerate(data.nodes):
            for article, count in node.articles:
                self.named_in[article].append((place, count))
        for edge in data.edges:
            for place in sorted({edge.head, edge.tail}):
                self.edges_of[place].append(edge)
            for article in sorted({data.evidence[one].article for one in edge.evidence}):
                self.said_in[article].append(edge)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every note: its path in the folder, and its text."""
        yield f"{self.index}.md", "\n".join(self._lead_in())
        for place, node in enumerate(self.data.nodes):
            folder = safe_name(self.classes[node.type].capitalize())
            yield f"{folder}/{self.stems[place]}.md", "\n".join(self._entity(place, node))
        for place, source in enumerate(self.data.articles):
            yield f"{self.words['articles']}/{self.sources[place]}.md", "\n".join(self._article(place, source))

    def _lead_in(self) -> Iterator[str]:
        data = self.data
        text = self.words["in all"].format(len(data.nodes), len(data.edges), len(data.articles))
        yield text.replace(",", "\u202f").replace("\u202f ", ", ") if self.language == "fr" else text
        for row in data.classes:
            places = [place for place, node in enumerate(data.nodes) if node.type == row.iri]
            places.sort(key=lambda place: (-len(data.nodes[place].articles), place))
            yield f"\n## {escaped(self.classes[row.iri].capitalize())} ({len(places)})\n"
            for place in places[:_FIRST]:
                yield f"- {self._to(place)} ({len(data.nodes[place].articles)})"
        yield ""

    def _entity(self, place: int, node: Node) -> Iterator[str]:
        kind, stem = self.classes[node.type], self.stems[place]
        yield front_matter(
            {
                "title": node.name,
                "aliases": [name for name in dict.fromkeys((node.name, *node.aliases)) if name != stem],
                "class": kind,
                "tags": [_tag(kind)],
                "mentions": node.mentions,
                "articles": len(node.articles),
                "iri": node.iri,
                "same_as": list(node.links),
            }
        )
        yield f"# {escaped(node.name)}\n"
        for link in node.links:
            yield f"{self.words['same']} : {_address(link, link)}\n"
        for relation in self.data.relations:
            out = [edge for edge in self.edges_of[place] if edge.relation == relation.name and edge.head == place]
            back = [edge for edge in self.edges_of[place] if edge.relation == relation.name and edge.head != place]
            if relation.symmetric:
                out, back = [*out, *back], []
            yield from self._related(relation.label, place, out)
            yield from self._related(relation.inverse, place, back)
        yield f"## {self.words['articles']}\n"
        dated = sorted(node.articles, key=lambda pair: (self.data.articles[pair[0]].date or "", -pair[0]), reverse=True)
        for article, count in dated:
            yield f"- {self._source(article)} ({count})"
        yield ""

    def _related(self, label: Mapping[str, str], place: int, edges: list[Edge]) -> Iterator[str]:
        if not edges:
            return
        yield f"## {escaped(self._said(label))}\n"
        others = [(edge.tail if edge.head == place else edge.head, edge) for edge in edges]
        for other, edge in sorted(others, key=lambda pair: (self.data.nodes[pair[0]].name, pair[0], pair[1].iri)):
            yield f"- {self._to(other)}{self._surely(edge)}"
            for passage in (self.data.evidence[one] for one in edge.evidence):
                yield from self._quoted(passage, cited=True)
        yield ""

    def _article(self, place: int, source: Source) -> Iterator[str]:
        yield front_matter(
            {
                "title": source.title,
                "date": source.date,
                "url": source.url,
                "publisher": source.publisher,
                "language": source.language,
                "path": source.path,
                "tags": [_tag(self.words["article"])],
            }
        )
        yield f"# {escaped(source.title)}\n"
        if source.url:
            yield f"{_address(source.url, source.publisher or urlsplit(source.url).netloc)}\n"
        labels = {
            row.name: row.label.get(self.language) or next(iter(row.label.values())) for row in self.data.relations
        }
        if self.said_in[place]:
            yield f"## {self.words['statements']}\n"
        for edge in self.said_in[place]:
            fact = f"{self._to(edge.head)} {escaped(labels[edge.relation])} {self._to(edge.tail)}"
            yield f"- {fact}{self._surely(edge)}"
            for passage in (self.data.evidence[one] for one in edge.evidence):
                if passage.article == place:
                    yield from self._quoted(passage, cited=False)
        yield f"\n## {self.words['entities']}\n"
        for entity, count in sorted(self.named_in[place], key=lambda pair: (-pair[1], pair[0])):
            yield f"- {self._to(entity)} ({count})"
        yield ""

    def _surely(self, edge: Edge) -> str:
        """How a statement is put, how sure it is, and of how many sources."""
        noun = self.words["source" if edge.sources == 1 else "sources"]
        share = f"{edge.confidence:.0%}".replace("%", self.words["percent"])
        parts = [self.words[edge.status], share, f"{edge.sources} {noun}", *map(escaped, edge.roles)]
        return f" — {', '.join(parts)}"

    def _quoted(self, passage: Passage, *, cited: bool) -> Iterator[str]:
        yield f"  > {escaped(passage.text)}"
        if cited:
            source = self.data.articles[passage.article]
            address = f", {_address(source.url, source.publisher or urlsplit(source.url).netloc)}" if source.url else ""
            yield "  >"
            yield f"  > — {self._source(passage.article)}{address}"
        yield ""

    def _said(self, label: Mapping[str, str]) -> str:
        return label.get(self.language) or next(iter(label.values()))

    def _to(self, place: int) -> str:
        return _link(self.stems[place], self.data.nodes[place].name)

    def _source(self, place: int) -> str:
        return _link(self.sources[place], self.sources[place])


def _link(stem: str, shown: str) -> str:
    """A link to a note; what it shows has no sign that a link gives a meaning.

    >>> _link("Node.js", "Node.js"), _link("C-", "C#"), _link("a-b", "a|b]]")
    ('[[Node.js]]', '[[C-|C]]', '[[a-b|a b]]')
    """
    text = " ".join(_IN_LINK.sub(" ", _UNPRINTED.sub(" ", shown)).split())
    return f"[[{stem}]]" if text in {stem, ""} else f"[[{stem}|{text}]]"


_SAFE = "%/:?#@!$&'()*+,;=~-._"
"""What stands for itself in an address, and ends none that stands in angle brackets."""


def _address(url: str, shown: str) -> str:
    return f"[{escaped(shown)}](<{quote(url, safe=_SAFE)}>)"


def _tag(kind: str) -> str:
    """A class as Obsidian has tags: letters, digits, hyphens and a path.

    >>> _tag("acteur de la menace")
    'kg/acteur-de-la-menace'
    """
    return "kg/" + (_NO_WORD.sub("-", kind.casefold()).strip("-") or "x")
