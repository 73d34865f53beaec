"""spaCy component ``kg_names``: known names, found by dictionary.

The dictionary is a table of names with their class and aliases. What it finds is a hint, not a verdict: many
names are also common words ("Free", "Target") and some stand under two classes. So the component decides
nothing. It leaves its finds in ``doc.spans["kg_names"]`` and marks their tokens for the statistical components
behind it, which read the mark as one more feature of the token.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import ensure_path, filter_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.tokens import Doc

__all__ = ["NAMES", "PUBLIC", "KnownName", "NameFinder", "read_names", "write_names"]

NAMES = "kg_names"
ROWS, WORDS = "names.tsv", "words.tsv"
PUBLIC = "public"
"""The source of names from public lists: long, of uneven quality, and full of common words."""


@dataclass(frozen=True, slots=True, order=True)
class KnownName:
    """A row of the dictionary: one way to write a name.

    Attributes:
        surface: the name as articles write it, with straight apostrophes.
        type: the class it names.
        name: the canonical name, the same for every surface of one thing.
        source: ``curated``, ``annotations`` for names learnt from annotated articles, or ``public`` for names of
            public lists, which are only looked up, never searched for.
    """

    surface: str
    type: str
    name: str
    source: str


def read_names(path: Path) -> list[KnownName]:
    """Read a dictionary: tab-separated lines of surface, type, name and source."""
    with path.open(encoding="utf-8", newline="") as file:
        return [KnownName(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def write_names(path: Path, names: Iterable[KnownName]) -> None:
    """Write a dictionary, sorted, so that the same names give the same file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writerows(astuple(name) for name in sorted(set(names)))


class NameFinder:
    """Finds the dictionary's names in running text, the longest at each place.

    Every find is a span in ``doc.spans["kg_names"]``, labelled with its class, or with several joined by ``|``
    in alphabetical order. Tokens inside a curated name carry ``B-`` or ``I-`` and that label as ``ent_id_``.

    Whoever loads the dictionary meets few of its names. So its folder also keeps the words of the names that are
    searched for, which need no tokenizer then, and a row is made of its line when it is first looked up.
    """

    def __init__(self, nlp: Language, names: Iterable[KnownName] = ()) -> None:
        self._nlp = nlp
        self._entries: dict[str, tuple[KnownName, ...]] = {}
        self._unread: dict[str, list[str]] = {}
        self._phrases: set[tuple[str, ...]] = set()
        self._longest: dict[str, int] = {}
        self.add(names)

    def add(self, names: Iterable[KnownName]) -> None:
        """Add names to the dictionary."""
        new: dict[str, list[KnownName]] = {}
        for name in sorted(set(names)):
            new.setdefault(name.surface, []).append(name)
        for surface, rows in new.items():
            self._entries[surface] = tuple(sorted({*self.lookup(surface), *rows}))
            if any(row.source != PUBLIC for row in rows):
                self._search(tuple(token.text for token in self._nlp.make_doc(surface)))

    def lookup(self, surface: str) -> tuple[KnownName, ...]:
        """The rows of the dictionary for one way to write a name, sorted."""
        if lines := self._unread.pop(surface, ()):
            rows = (KnownName(*line.split("\t")) for line in lines)
            self._entries[surface] = tuple(sorted({*self._entries.get(surface, ()), *rows}))
        return self._entries.get(surface, ())

    def __call__(self, doc: Doc) -> Doc:
        """Mark the known names of a document."""
        spans = []
        for span in filter_spans(self._found(doc)):
            label = self._label(row for row in self.lookup(span.text) if row.source != PUBLIC)
            spans.append(Span(doc, span.start, span.end, label=label))
            curated = self._label([row for row in self.lookup(span.text) if row.source == "curated"])
            if curated:
                for token in span:
                    token.ent_id_ = f"{'B' if token.i == span.start else 'I'}-{curated}"
        doc.spans[NAMES] = spans
        return doc

    def _search(self, phrase: tuple[str, ...]) -> None:
        if phrase:
            self._phrases.add(phrase)
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def _found(self, doc: Doc) -> Iterator[Span]:
        words = tuple(token.text for token in doc)
        for start, first in enumerate(words):
            for end in range(start + 1, min(start + self._longest.get(first, 0), len(words)) + 1):
                if words[start:end] in self._phrases:
                    yield Span(doc, start, end)

    @staticmethod
    def _label(rows: Iterable[KnownName]) -> str:
        return "|".join(sorted({row.type for row in rows}))

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the dictionary into a folder, with the words of the names that are searched for."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        write_names(folder / ROWS, (row for surface in {*self._entries, *self._unread} for row in self.lookup(surface)))
        lines = sorted("\t".join(phrase) for phrase in self._phrases)
        (folder / WORDS).write_bytes("".join(f"{line}\n" for line in lines).encode())

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> NameFinder:  # noqa: ARG002
        """Read the dictionary from a folder; without the words, which early ones lack, that takes a second longer."""
        folder = ensure_path(path)
        if not (folder / WORDS).exists():
            self.add(read_names(folder / ROWS))
            return self
        for line in _lines(folder / ROWS):
            self._unread.setdefault(line.partition("\t")[0], []).append(line)
        for line in _lines(folder / WORDS):
            self._search(tuple(line.split("\t")))
        return self


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode().split("\n")[:-1]


@Language.factory(NAMES, assigns=["token.ent_id", "doc.spans"])
def make_name_finder(nlp: Language, name: str) -> NameFinder:  # noqa: ARG001 - spaCy's signature
    """Build the component with an empty dictionary."""
    return NameFinder(nlp)
