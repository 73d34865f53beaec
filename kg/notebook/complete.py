"""What a cell offers when its reader presses Tab.

On the line of a magic: its options, the questions of the library and their parameters, the parts of ``%kg``. In the
query below it: prefixes, the classes, relations and entities that the graph has, the variables of the query, and the
variables of the notebook in braces.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from IPython.core.completer import SimpleCompletion, context_matcher

from kg.ask import queries
from kg.ask.graph import STORE
from kg.ask.typos import WORDS
from kg.errors import KgError
from kg.notebook.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from IPython.core.completer import CompletionContext, SimpleMatcherResult

    from kg.ask import KnowledgeGraph
    from kg.graph.store import Store
    from kg.notebook.session import Session

__all__ = ["MAGICS", "MATCHER", "Completions", "offers"]

MATCHER = "kg"
"""What IPython calls the function that completes."""

MAGICS = ("info", "open", "queries", "view", "help")
"""The parts of ``%kg``."""

_LINE = re.compile(r"\s*(?:[\w.]+\s*=\s*)?(%{1,2})(sparql|kg)\s+(.*)", re.DOTALL)
_FRAGMENT = re.compile(r"(?:\{\s*\w*|[?$]\w*|[A-Za-z][\w-]*:[^\s{}()<>\"';,]*|\w+)$")
_WORD = re.compile(r"\S*$")
_SEVERAL = 200
"""Offers of one kind at most."""


class Completions:
    """Offers what fits at the cursor; one for a notebook.

    Attributes:
        session: the graph that is open.
        variables: gives the variables of the notebook.
    """

    def __init__(self, session: Session, variables: Callable[[], Mapping[str, object]]) -> None:
        self.session, self.variables = session, variables
        self._terms: WeakKeyDictionary[Store, list[str]] = WeakKeyDictionary()

    def matcher(self) -> Any:  # noqa: ANN401 - IPython's own protocol for functions that complete
        """The function that IPython asks."""

        @context_matcher(identifier=MATCHER, priority=100)  # type: ignore[untyped-decorator]
        def matcher(context: CompletionContext) -> SimpleMatcherResult:
            fragment, found = self.at(context.full_text, context.cursor_line, context.text_until_cursor)
            return {
                "completions": [SimpleCompletion(text, type="kg") for text in found],
                "matched_fragment": fragment,
                "suppress": bool(found),
                "ordered": True,
            }

        return matcher

    def at(self, cell: str, line: int, before: str) -> tuple[str, list[str]]:
        """What stands before the cursor and is to be replaced, and what may take its place.

        Args:
            cell: the whole cell.
            line: of the cursor, from 0.
            before: the part of that line before the cursor.
        """
        opened = _LINE.fullmatch(before)
        if opened is not None and (line == 0 or opened[1] == "%"):
            fragment = _WORD.findall(before)[0]
            told = self._folders() if opened[2] == "kg" else self._line(opened[3])
            return fragment, offers(told, fragment)
        if line == 0 or not cell.lstrip().startswith("%%sparql"):
            return "", []
        match = _FRAGMENT.search(before)
        fragment = match[0] if match else ""
        return fragment, offers(self._pattern(cell, fragment), fragment)

    def _folders(self) -> Iterable[str]:
        graphs = sorted(place.parent.name for place in Path().glob(f"*/{STORE}"))
        return [*MAGICS, *graphs]

    def _line(self, given: str) -> Iterable[str]:
        words = given.split()
        asked = next((query for query in queries() if words and query.name == words[0]), None)
        if asked is not None and (len(words) > 1 or given.endswith(" ")):
            return [*(f"--{one.name.replace('_', '-')}" for one in asked.params), *OPTIONS]
        return [*(query.name for query in queries()), *OPTIONS]

    def _pattern(self, cell: str, fragment: str) -> Iterable[str]:
        if fragment.startswith("{"):
            return [f"{{{name}}}" for name in sorted(self.variables()) if not name.startswith("_")]
        if fragment[:1] in {"?", "$"}:
            return sorted(set(re.findall(r"[?$]\w+", cell)) - {fragment})
        if not fragment:
            return []
        words = sorted(word.lower() if fragment.islower() else word for word in WORDS)
        try:
            return [*self._names(self.session.find("", self.variables())), *words]
        except KgError:  # no graph is open, which is no reason to disturb who types
            return words

    def _names(self, graph: KnowledgeGraph) -> list[str]:
        """The short names of a graph: prefixes, relations and classes first, then entities, those named most first."""
        if graph.store not in self._terms:
            vocabulary = graph.store.vocabulary
            told = graph.store.texts(
                "SELECT ?term (COUNT(*) AS ?n) { { ?s ?term ?o } UNION { ?s a ?term } } GROUP BY ?term ORDER BY ?term"
            )
            entities = graph.store.texts("SELECT ?e ?n { ?e kg:mentionCount ?n } ORDER BY DESC(?n) ?e")
            names = [vocabulary.compact(row[0]) for row in [*told, *entities]]
            prefixes = [f"{prefix}:" for prefix in sorted(vocabulary.prefixes)]
            self._terms[graph.store] = [*prefixes, *(name for name in names if "://" not in name)]
        return self._terms[graph.store]


def offers(names: Iterable[str], fragment: str) -> list[str]:
    """The names that begin with a fragment, in any case, each once and in their order.

    >>> offers(["partners", "people", "partners", "suppliers"], "P")
    ['partners', 'people']
    """
    typed = fragment.casefold()
    fitting = dict.fromkeys(name for name in names if name.casefold().startswith(typed) and name != fragment)
    return list(fitting)[:_SEVERAL]
