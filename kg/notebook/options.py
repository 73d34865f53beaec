"""The line of ``%%sparql`` -> what it asks for."""

from __future__ import annotations

import argparse
import keyword
import re
import shlex
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from kg.errors import QueryError
from kg.notebook.asking import LIMIT
from kg.notebook.links import is_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["OPTIONS", "Line", "Opening", "parameters", "parse_line", "parse_opening", "resolved"]

_PLACE = re.compile(r"\{\s*([A-Za-z_]\w*)\s*\}")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?\d+\.\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARAMETER = re.compile(r"\s*([A-Za-z_][\w-]*)\s*[:=]\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """What the line of a cell says.

    Attributes:
        name: of a question of the library, or a file; empty where the cell holds the query.
        var: the variable that gets the answer; empty for none.
        graph: the variable or the folder of the graph; empty for the one that is open.
        limit: rows to give at most.
        params: values as they are written, by name.
        plan: whether to tell how the engine goes about it.
        timed: whether to tell how long it took.
        quiet: whether to show nothing.
    """

    name: str = ""
    var: str = ""
    graph: str = ""
    limit: int = LIMIT
    params: Mapping[str, str] = field(default_factory=dict)
    plan: bool = False
    timed: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What ``%kg open`` opens.

    Attributes:
        folder: of the graph.
        articles: what the graph is built from where the folder holds none; empty for nothing.
        site: where ``kg serve`` shows its pages; empty where it does not.
        language: of its pictures.
    """

    folder: str
    articles: str
    site: str
    language: str


class _Parser(argparse.ArgumentParser):
    """One whose complaints are errors of kg."""

    def error(self, message: str) -> NoReturn:
        raise QueryError(f"{self.prog}: {message}; %kg help shows how it goes")


_OPEN = _Parser(prog="%kg open", add_help=False, allow_abbrev=False)
_OPEN.add_argument("folder", nargs="?", default="out")
_OPEN.add_argument("--build", default="")
_OPEN.add_argument("--site", default="")
_OPEN.add_argument("--language", default="en", choices=["en", "fr"])

_PARSER = _Parser(prog="%%sparql", add_help=False, allow_abbrev=False)
_PARSER.add_argument("name", nargs="?", default="")
_PARSER.add_argument("--var", default="")
_PARSER.add_argument("--graph", "-g", default="")
_PARSER.add_argument("--limit", default=str(LIMIT))
_PARSER.add_argument("--param", "-p", action="append", default=[])
_PARSER.add_argument("--plan", action="store_true")
_PARSER.add_argument("--time", action="store_true")
_PARSER.add_argument("--quiet", "-q", action="store_true")

OPTIONS = ("--var", "--limit", "--graph", "--param", "--plan", "--time", "--quiet")
"""What the line may hold beside a name."""


def parse_line(line: str) -> Line:
    """Read the line of a cell.

    A named question takes its parameters as options too, as on the command line: ``partners --org Nvidia``.

    Raises:
        QueryError: the line is wrong.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise QueryError(f"%%sparql: {error} in {line!r}; close the quotes") from error
    given, rest = _PARSER.parse_known_args(words)
    params = dict(_pair(word) for word in given.param)
    early = bool(rest) and (not given.name or words.index(rest[0]) < words.index(given.name))
    if early or (rest and not rest[0].startswith("--")):
        raise QueryError(f"%%sparql: {rest[0]} is not known; the options are {', '.join(OPTIONS)}")
    params |= _options(rest)
    if given.var and (not given.var.isidentifier() or keyword.iskeyword(given.var)):
        raise QueryError(f"%%sparql: --var {given.var}: no name of a variable; give one such as rows")
    if not _WHOLE.fullmatch(given.limit) or int(given.limit) < 1:
        raise QueryError(f"%%sparql: --limit {given.limit}: not a number of rows; give 1 or more")
    told = {"plan": given.plan, "timed": given.time, "quiet": given.quiet}
    return Line(given.name, given.var, given.graph, int(given.limit), params, **told)


def parse_opening(words: Sequence[str]) -> Opening:
    """Read what ``%kg open`` opens.

    Raises:
        QueryError: the line is wrong.
    """
    given = _OPEN.parse_args(words)
    if given.site and not is_address(given.site):
        raise QueryError(f"%kg open: --site {given.site}: no address; give one such as http://127.0.0.1:8000")
    return Opening(given.folder, given.build, given.site, given.language)


def parameters(text: str) -> dict[str, str]:
    """The parameters that a cell gives to a named question, one a line: ``org: Nvidia``.

    Raises:
        QueryError: a line is none.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pair = _PARAMETER.fullmatch(line)
        if pair is None:
            advice = "below the name of a question stand its parameters, one a line, such as org: Nvidia"
            raise QueryError(f"line {number}: {line.strip()!r} is no parameter; {advice}", line=number)
        found[pair[1].replace("-", "_")] = pair[2]
    return found


def resolved(params: Mapping[str, str], variables: Mapping[str, object], *, typed: bool) -> dict[str, object]:
    """The values of parameters: ``{x}`` is the variable x, everything else what is written.

    Args:
        params: as they are written.
        variables: of the notebook.
        typed: whether what reads as a number or a day is one, as no header says what it is.

    Raises:
        QueryError: there is no such variable.
    """
    return {name: _value(name, text, variables, typed=typed) for name, text in params.items()}


def _value(name: str, text: str, variables: Mapping[str, object], *, typed: bool) -> object:
    place = _PLACE.fullmatch(text)
    if place is not None:
        if place[1] not in variables:
            raise QueryError(f"{name}: {text} names no variable; set {place[1]} in a cell above")
        return variables[place[1]]
    if typed and _WHOLE.fullmatch(text):
        return int(text)
    if typed and _NUMBER.fullmatch(text):
        return float(text)
    if typed and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals or not name.isidentifier():
        raise QueryError(f"%%sparql: --param {word}: no parameter; write --param org=Nvidia or --param org={{company}}")
    return name, value


def _options(words: list[str]) -> dict[str, str]:
    """``--name value`` and ``--name=value`` as parameters."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name.replace("-", "_").isidentifier():
            raise QueryError(f"%%sparql: {word!r} belongs to no option; put names with spaces in quotes")
        if not equals:
            value = next(rest, "")
            if not value:
                raise QueryError(f"%%sparql: {word} has no value; give one, or leave it out")
        found[name.replace("-", "_")] = value
    return found
