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
from spacy.matcher import PhraseMatcher
from spacy.tokens import Span
from spacy.util import ensure_path, filter_spans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.tokens import Doc

__all__ = ["NAMES", "PUBLIC", "KnownName", "NameFinder", "read_names", "write_names"]

NAMES = "kg_names"
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
    """

    def __init__(self, nlp: Language, names: Iterable[KnownName] = ()) -> None:
        self._nlp = nlp
        self._entries: dict[str, tuple[KnownName, ...]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.add(names)

    def add(self, names: Iterable[KnownName]) -> None:
        """Add names to the dictionary."""
        new: dict[str, list[KnownName]] = {}
        for name in sorted(set(names)):
            new.setdefault(name.surface, []).append(name)
        for surface, rows in new.items():
            self._entries[surface] = tuple(sorted({*self._entries.get(surface, ()), *rows}))
        searched = [surface for surface, rows in new.items() if any(row.source != PUBLIC for row in rows)]
        self._matcher.add(NAMES, [self._nlp.make_doc(surface) for surface in searched])

    def lookup(self, surface: str) -> tuple[KnownName, ...]:
        """The rows of the dictionary for one way to write a name, sorted."""
        return self._entries.get(surface, ())

    def __call__(self, doc: Doc) -> Doc:
        """Mark the known names of a document."""
        spans = []
        for span in filter_spans(self._matcher(doc, as_spans=True)):
            label = self._label(row for row in self.lookup(span.text) if row.source != PUBLIC)
            spans.append(Span(doc, span.start, span.end, label=label))
            curated = self._label([row for row in self.lookup(span.text) if row.source == "curated"])
            if curated:
                for token in span:
                    token.ent_id_ = f"{'B' if token.i == span.start else 'I'}-{curated}"
        doc.spans[NAMES] = spans
        return doc

    @staticmethod
    def _label(rows: Iterable[KnownName]) -> str:
        return "|".join(sorted({row.type for row in rows}))

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy's signature
        """Write the dictionary into a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        write_names(folder / "names.tsv", (row for rows in self._entries.values() for row in rows))

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> NameFinder:  # noqa: ARG002
        """Read the dictionary from a folder."""
        self.add(read_names(ensure_path(path) / "names.tsv"))
        return self


@Language.factory(NAMES, assigns=["token.ent_id", "doc.spans"])
def make_name_finder(nlp: Language, name: str) -> NameFinder:  # noqa: ARG001 - spaCy's signature
    """Build the component with an empty dictionary."""
    return NameFinder(nlp)
