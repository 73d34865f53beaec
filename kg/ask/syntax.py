r"""SPARQL text -> tokens, and what can be read off them: form, projection, and what must not run.

A small lexer, no parser: the engine parses. It exists because a query may not reach out of the graph. Oxigraph
sends ``SERVICE`` requests and has no switch for it, so a query is refused before it runs when one of its bare
words asks for that. Words inside strings, IRIs, comments, variables and local names are left alone. Escapes
such as ``\u0053`` are looked through, because SPARQL lets an engine decode them before it parses
(SPARQL 1.1, section 19.2).

It takes time in proportion to the text, since texts come from strangers: no token looks far ahead in vain.

A lexer alone cannot tell whether ``<`` compares or begins an IRI, and an engine that parses without one may differ:
in ``FILTER(1<2)SERVICE#>`` the standard sees an IRI and Oxigraph a call. So the guard reads on from both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FORMS",
    "Token",
    "bound_tests",
    "form",
    "guard",
    "locate",
    "measure",
    "names_graphs",
    "projection",
    "rebase",
    "tokens",
]

FORMS = ("select", "construct", "describe", "ask")
"""What a query can ask for: a table, triples, the description of things, yes or no."""

UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
LONGEST = 200_000
DEEPEST = 100
"""Limits on the text: far above what people write, far below what exhausts the parser's stack."""

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d][\w.-]{0,99})?:  # as far as a prefix goes, lest the lexer look for a colon without end
                (?:(?![-.])(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]|\.(?=[\w:%\\-]))+)?)
    | (?P<word>\w+)
    | (?P<space>\s+)
    | (?P<sign>\\. | .)  # \# begins no comment and \' no string, in names of letters that this lexer does not know
    """,
    re.DOTALL | re.VERBOSE,
)
_BREAK = re.compile(r"[\r\n]|\Z")
_SERVICE = "SERVICE is refused, because a query may not leave this graph; leave it out, and rename a prefix so called"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    """A piece of a query: its kind (``word``, ``variable``, ``iri`` …), its text, where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a query that mean something, comments and white space left out."""
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind not in {"comment", "space"}:
            yield Token(kind, match[0], match.start())


def _readings(text: str) -> Iterator[Token]:
    """The tokens of every reading of a text, each once: past what may be an IRI, and on from its ``<`` as a sign.

    A reading with two slashes side by side is none, since only IRIs, strings and comments hold such; so an ordinary
    IRI gives no second reading.
    """
    begins, seen = [0], set[int]()
    breaks = [match.start() for match in _BREAK.finditer(text)]
    while begins:
        start = begins.pop()
        while start < len(text) and start not in seen:
            seen.add(start)
            if text[start] == "#":  # a comment is passed over, as many of them may end at the same place
                start = breaks[bisect_left(breaks, start)]
                continue
            match = _TOKEN.match(text, start)
            if match is None or text.startswith("//", start):
                break
            kind = str(match.lastgroup)
            if kind == "iri":
                begins.append(start + 1)
            yield Token(kind, match[0], start)
            start = match.end()


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""The line and the column, both from 1, of a character.

    >>> locate("SELECT *\n{ ?s", 11)
    (2, 3)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def measure(text: str, name: str = "query") -> None:
    """Refuse what is too long to be read at all.

    Raises:
        QueryError: the text is too long.
    """
    if len(text) > LONGEST:
        raise QueryError(f"{name}: {len(text):,} characters long; write a query of at most {LONGEST:,}")


def guard(text: str, name: str = "query") -> None:
    """Refuse what reaches out of the graph or changes it, and what is too large to parse.

    Raises:
        QueryError: the text calls SERVICE, holds an update, or is too long or too deep.
    """
    measure(text, name)
    _guard(text, text, name)
    decoded = _ESCAPE.sub(_decode, text)
    if decoded != text:
        _guard(decoded, text, name)


def _guard(text: str, original: str, name: str) -> None:
    depth = 0
    for token in tokens(text):
        if token.kind == "sign":
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth > DEEPEST:
                raise _refused(f"nested more than {DEEPEST} deep; write it flatter", token, text, original, name)
        elif token.kind == "word" and token.text.upper() in UPDATES:
            what = f"{token.text.upper()} belongs to an update, and a graph is only read; build it again to change it"
            raise _refused(what, token, text, original, name)
    for token in _readings(text):
        # The engine's grammar wants no gap after a keyword: it reads trueSERVICE and SERVICEex:a as calls.
        if token.kind in {"word", "name"} and "SERVICE" in token.text.partition(":")[0].upper():
            raise _refused(_SERVICE, token, text, original, name)


def _refused(what: str, token: Token, text: str, original: str, name: str) -> QueryError:
    """The error for a token of a text, which is the original or what its escapes stand for."""
    escape = _ESCAPE.search(original) if text != original else None
    line, column = locate(original, escape.start() if escape else token.start)
    return QueryError(f"{name}:{line}:{column}: {what}", line=line, column=column)


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def form(text: str) -> str | None:
    r"""The form of a query, one of :data:`FORMS`, or None where it has none.

    >>> form("# SELECT\nPREFIX ask: <http://e/> ASK { ?s ask:select 'DESCRIBE' }")
    'ask'
    """
    for token in tokens(text):
        if token.kind == "word" and token.text.lower() in FORMS:
            return token.text.lower()
    return None


def names_graphs(text: str) -> bool:
    r"""Whether a query says itself, with FROM, which of the graphs in the store it reads.

    >>> names_graphs("SELECT * FROM <http://example.org/g> {}"), names_graphs("ASK { ?s ?p 'from' }")
    (True, False)
    """
    return "FROM" in text.upper() and any(
        token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text)
    )


def projection(text: str) -> tuple[str, ...] | None:
    """The names of the columns of a SELECT query, or None where it selects ``*``.

    >>> projection("SELECT DISTINCT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b }")
    ('a', 'n')
    """
    stream = iter(tokens(text))
    for token in stream:
        if token.kind == "word" and token.text.lower() == "select":
            break
    names: list[str] = []
    depth, after_as = 0, False
    for token in stream:
        if token.kind == "sign":
            if token.text == "{":
                break
            if token.text == "*" and depth == 0:
                return None
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind == "variable" and (depth == 0 or after_as):
            names.append(token.text[1:])
        elif token.kind == "word" and token.text.lower() == "where":
            break
        after_as = token.kind == "word" and token.text.lower() == "as"
    return tuple(names)


def bound_tests(text: str) -> Iterator[Token]:
    """The variables that a query tests with ``BOUND(?x)``."""
    window: list[Token] = []
    for token in tokens(text):
        window = [*window[-2:], token]
        if (
            len(window) == 3
            and window[0].text.lower() == "bound"
            and window[1].text == "("
            and token.kind == "variable"
        ):
            yield token


def rebase(text: str, written: str, actual: str) -> str:
    r"""The query for a graph with another base IRI: namespaces in its PREFIX lines that begin with ``written``.

    >>> rebase("PREFIX kg: <https://kg.example/ns#>\nASK {}", "https://kg.example/", "https://acme.example/")
    'PREFIX kg: <https://acme.example/ns#>\nASK {}'
    """
    if written == actual:
        return text
    pieces, end, before = [], 0, ("", "")
    for token in tokens(text):
        if token.kind == "iri" and before[0] == "prefix" and token.text.startswith(f"<{written}"):
            pieces += [text[end : token.start], f"<{actual}{token.text[len(written) + 1 :]}"]
            end = token.start + len(token.text)
        before = (before[1], token.text.lower())
    return "".join([*pieces, text[end:]])
