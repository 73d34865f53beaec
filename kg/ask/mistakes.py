"""The engine's complaint about a text -> an error that says where, what and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.ask.syntax import locate, tokens
from kg.ask.typos import typo
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.ask.syntax import Token

__all__ = ["syntax_error"]

_PLACE = re.compile(r"(?:error )?at (\d+):(\d+): (.*)", re.DOTALL)


def syntax_error(text: str, message: str, prefixes: Collection[str], name: str = "query") -> QueryError:
    """What is wrong with a query that the engine could not read.

    >>> str(syntax_error("ASK { nix:a ?p ?o }", "error at 1:15: expected OPTIONAL", ["kg", "rdf"]))
    'query:1:7: unknown prefix nix:; declare it with PREFIX, or use one of kg, rdf'

    Args:
        text: the query.
        message: the engine's words.
        prefixes: that are known without PREFIX lines.
        name: of the query or its file.
    """
    found = _PLACE.match(message)
    if not found:
        return QueryError(f"{name}: not valid SPARQL ({message}); mend it")
    line, column, reason = int(found[1]), int(found[2]), found[3]
    offset = sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1
    unknown = _unknown(text, offset, {*prefixes, "_"})
    if unknown is not None:
        line, column = locate(text, unknown.start)
        known = ", ".join(sorted(prefixes))
        what = f"unknown prefix {unknown.text.partition(':')[0]}:; declare it with PREFIX, or use one of {known}"
    elif "unbound" in reason:
        what = "the SELECT names a variable that the pattern or GROUP BY does not; add it there or aggregate it"
    elif "IRI parsing failed" in reason:
        what = "not a valid IRI; percent-encode spaces and write it in full or with a prefix"
    elif (sure := typo(text)) is not None:
        line, column = locate(text, sure.start)
        what = f"not valid SPARQL {sure.what}"
    else:
        rest = " ".join(text.split("\n", line - 1)[-1][column - 1 :].split())
        at = f"at {rest[:30]!r}" if rest else "at its end"
        what = f"not valid SPARQL {at}; mend it there or just before"
    return QueryError(f"{name}:{line}:{column}: {what}", line=line, column=column)


def _unknown(text: str, end: int, known: set[str]) -> Token | None:
    """The first name before a place whose prefix nothing declares, which the engine tells in words of its own."""
    declares = False
    for token in tokens(text):
        if token.start >= end:
            return None
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if declares:
                known.add(prefix)
            elif prefix not in known and text[: token.start][-1:] != "<":  # <http://a b> is no name but a broken IRI
                return token
        declares = token.kind == "word" and token.text.upper() == "PREFIX"
    return None
