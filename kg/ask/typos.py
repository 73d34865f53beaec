"""What is surely wrong with a query: a word that SPARQL has not, a bracket that closes nothing or is never closed.

The engine says how far it got, which may be a line behind the mistake. These two mistakes can be told from the tokens
alone, wherever the engine stopped.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from kg.ask.syntax import locate, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.ask.syntax import Token

__all__ = ["Typo", "typo"]

_GRAMMAR = """
A ABS ADJUST AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL COALESCE CONCAT CONSTRUCT CONTAINS COUNT DATATYPE DAY DESC
DESCRIBE DISTINCT ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS
IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT MAX MD5 MIN
MINUS MINUTES MONTH NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND
SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS
STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TRUE TZ UCASE UNDEF UNION URI UUID VALUES
VERSION WHERE YEAR
"""
WORDS = frozenset(_GRAMMAR.split())
"""Every bare word that SPARQL 1.2 knows in a query (its grammar, sections 19.8), and Oxigraph's LATERAL."""

_CLOSES = {")": "(", "]": "[", "}": "{"}


class Typo(NamedTuple):
    """Where something is wrong, as a character of the text, and what."""

    start: int
    what: str


def typo(text: str) -> Typo | None:
    """The first word or bracket of a query that cannot be right; None where all of them may be.

    >>> typo("SELECT ?a { ?a ?p ?o FILTR(?o > 2) }")
    Typo(start=21, what="at 'FILTR', which is no word of SPARQL; did you mean FILTER?")
    >>> typo("ASK { ?a ?p (1 2 }")
    Typo(start=17, what="at '}', which closes nothing while the ( at 1:13 is open; close that first")
    """
    opened: list[Token] = []
    for token in tokens(text):
        if token.kind == "word" and not token.text[0].isdigit() and token.text.upper() not in WORDS:
            return Typo(token.start, f"at {token.text!r}, which is no word of SPARQL; {_meant(token.text)}")
        if token.kind != "sign":
            continue
        if token.text in _CLOSES.values():
            opened.append(token)
        elif token.text in _CLOSES:
            if not opened or opened[-1].text != _CLOSES[token.text]:
                return Typo(token.start, f"at {token.text!r}, which closes nothing{_open(opened, text)}")
            opened.pop()
    if opened:
        line, column = locate(text, opened[-1].start)
        return Typo(len(text), f"at its end, where the {opened[-1].text} at {line}:{column} is still open; close it")
    return None


def _meant(word: str) -> str:
    close = difflib.get_close_matches(word.upper(), sorted(WORDS), n=1, cutoff=0.7)
    return f"did you mean {close[0]}?" if close else f'write ?{word} for a variable, "{word}" for a text'


def _open(opened: Sequence[Token], text: str) -> str:
    if not opened:
        return "; leave it out, or open it before"
    line, column = locate(text, opened[-1].start)
    return f" while the {opened[-1].text} at {line}:{column} is open; close that first"
