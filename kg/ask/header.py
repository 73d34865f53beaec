"""The header of a query file: what the question is, what it takes, what it gives.

A header is an unbroken block of lines at the top that begin with ``#+``, and holds YAML, as grlc has it
(https://grlc.io)::

    #+ summary: {en: What an organization develops, fr: Ce que développe une organisation}
    #+ params:
    #+   org: {type: entity, default: null, help: who develops}
    #+ columns:
    #+   creation: what is developed
    #+ tags: [products]
    #+ example:
    #+   params: {org: Nvidia}
    #+   columns: [developer, creation]
    #+   rows:
    #+   - [Nvidia, CUDA]

A parameter is a variable of the query. Left out, it is unbound and means any, so that the file runs on every
SPARQL engine as it is; given, the engine binds the variable, and no text is ever pasted. A default other than
null is bound like a given value; the query says the same with ``COALESCE(?n, 2)``.

The example shows the first rows of an answer, with the columns worth showing. The columns of a CONSTRUCT are
``subject``, ``predicate`` and ``object``; an ASK has one, ``answer``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import yaml

from kg.ask.syntax import bound_tests, form, guard, locate, projection
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Example", "Parameter", "ParameterType", "Query", "parse_query"]

RESERVED = frozenset({"folder", "format", "help", "json", "limit", "name", "output", "query", "quiet", "timeout"})
"""Names that the command line and Python use for themselves."""

LONGEST_DEFAULT = 1000
"""Characters of a default, at most; numbers without end would take time without end."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster, where it is installed
_SAFE = re.compile(r"[a-z][a-z0-9_]*")


class ParameterType(StrEnum):
    """What a parameter takes."""

    ENTITY = "entity"
    CLASS = "class"
    RELATION = "relation"
    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query takes.

    Attributes:
        name: the variable, without its question mark.
        type: what values it takes.
        default: the value where none is given, or None for any.
        help: what it is, one clause.
        classes: compact IRIs of the classes that an entity may have; empty for any.
    """

    name: str
    type: ParameterType
    default: str | int | float | None
    help: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """The beginning of an answer, as text.

    Attributes:
        params: what was given, by parameter.
        columns: those of the answer that are shown.
        rows: the first ones, a text for each column, "" where there is no value.
    """

    params: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its SPARQL text and what its header says.

    Attributes:
        name: the stem of its file, or ``query``.
        text: the whole text, header included, so that line numbers are those of the file.
        form: ``select``, ``construct``, ``describe`` or ``ask``.
        summary: by language; empty for a query without a header.
        params: in the order of the header.
        columns: what each column means, for a SELECT with a header.
        tags: what it is about, to find it by.
        example: the beginning of an answer, or None.
        path: the file, or None.
        theme: the folder of the library that holds it, such as ``companies``; empty for a query of one's own.
    """

    name: str
    text: str = field(repr=False)
    form: str
    summary: Mapping[str, str] = field(default_factory=dict)
    params: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    example: Example | None = None
    path: Path | None = None
    theme: str = ""

    def __hash__(self) -> int:
        """By what identifies it."""
        return hash((self.name, self.text))


def parse_query(text: str, name: str = "query", path: Path | None = None) -> Query:
    """Read a query and its header, where it has one.

    Raises:
        QueryError: the header is wrong, does not fit the query, or the text is no query; with file and line.
    """
    place = "query" if path is None and name == "query" else (path.name if path else f"{name}.rq")
    guard(text, place)
    shape = form(text)
    if shape is None:
        raise QueryError(f"{place}: no query; write SELECT, CONSTRUCT, DESCRIBE or ASK", line=1, column=1)
    header = _header(text, place)
    if header is None:
        return Query(name, text, shape, path=path)
    query = _Reader(place).query(header, name, text, shape, path)
    _check_fit(query, place)
    return query


def _header(text: str, place: str) -> str | None:
    """The YAML of the header, line for line, or None where the text has none."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    for number, line in enumerate(lines[end:], end + 1):
        if line.lstrip().startswith("#+"):
            advice = "keep it in one unbroken block at the top"
            raise QueryError(f"{place}:{number}: a header line apart from the header; {advice}", line=number)
    if end == 0:
        return None
    return "\n".join(line[2:].removeprefix(" ").rstrip("\r") for line in lines[:end])


class _Reader:
    """Reads a header with the place of every fault."""

    def __init__(self, place: str) -> None:
        self.place = place

    def fault(self, node: yaml.Node | int, message: str) -> QueryError:
        line = node if isinstance(node, int) else node.start_mark.line + 1
        return QueryError(f"{self.place}:{line}: {message}", line=line)

    def query(self, header: str, name: str, text: str, shape: str, path: Path | None) -> Query:
        try:
            root = yaml.compose(header, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self.fault(line, f"the header is not valid YAML ({error.problem}); mend that line") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise self.fault(1, f"the header is not valid YAML ({error}); mend it") from error
        required = {"summary", "params", "tags"} | ({"columns"} if shape == "select" else set())
        keys = self.mapping(root, "the header", required=required, optional={"example"})
        return Query(
            name,
            text,
            shape,
            summary=self.summary(keys["summary"]),
            params=tuple(self.parameter(key, node) for key, node in self.mapping(keys["params"], "params").items()),
            columns={
                key: self.text(node, f"column {key}")
                for key, node in (self.mapping(keys["columns"], "columns") if "columns" in keys else {}).items()
            },
            tags=self.texts(keys["tags"], "tags"),
            example=self.example(keys["example"]) if "example" in keys else None,
            path=path,
        )

    def mapping(
        self, node: yaml.Node | None, what: str, required: set[str] | None = None, optional: set[str] | None = None
    ) -> dict[str, yaml.Node]:
        """The values by key; with ``required``, exactly those keys and those that are ``optional``."""
        if not isinstance(node, yaml.MappingNode):
            raise self.fault(node or 1, f"{what} must be a mapping such as {{key: value}}")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                raise self.fault(key, f"{what}: {getattr(key, 'value', 'a key')!r} twice or no name; mend that key")
            if required is not None and key.value not in required | (optional or set()):
                known = ", ".join(sorted(required | (optional or set())))
                raise self.fault(key, f"unknown key {key.value!r} in {what}; the keys are {known}")
            found[key.value] = value
        missing = sorted((required or set()) - found.keys())
        if missing:
            raise self.fault(node, f"{what} lacks {', '.join(missing)}; add it")
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fault(node, f"{what} must be text; write it in quotes")
        return str(node.value)

    def texts(self, node: yaml.Node, what: str) -> tuple[str, ...]:
        return tuple(self.text(item, what) for item in self.sequence(node, what))

    def sequence(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(node, f"{what} must be a list such as [evidence]")
        return list(node.value)

    def example(self, node: yaml.Node) -> Example:
        keys = self.mapping(node, "example", required={"params", "columns", "rows"})
        columns = self.texts(keys["columns"], "columns of the example")
        params = self.mapping(keys["params"], "params of the example")
        return Example(
            params={name: self.text(value, f"parameter {name} of the example") for name, value in params.items()},
            columns=columns,
            rows=tuple(self.row(row, len(columns)) for row in self.sequence(keys["rows"], "rows of the example")),
        )

    def row(self, node: yaml.Node, width: int) -> tuple[str, ...]:
        cells = self.sequence(node, "a row of the example")
        if len(cells) != width or not all(isinstance(cell, yaml.ScalarNode) for cell in cells):
            raise self.fault(node, f"a row of the example must have {width} cells, one for each of its columns")
        return tuple(str(cell.value) for cell in cells)

    def summary(self, node: yaml.Node) -> dict[str, str]:
        keys = self.mapping(node, "summary", required={"en", "fr"})
        return {language: self.text(keys[language], "summary") for language in ("en", "fr")}

    def parameter(self, name: str, node: yaml.Node) -> Parameter:
        what = f"parameter {name!r}"
        if not _SAFE.fullmatch(name) or name in RESERVED:
            raise self.fault(
                node, f"{what} needs another name: small letters, digits and _, none of {', '.join(sorted(RESERVED))}"
            )
        keys = self.mapping(node, what, required={"type", "default", "help"}, optional={"class"})
        type_ = self.text(keys["type"], what)
        if type_ not in set(ParameterType):
            raise self.fault(
                keys["type"], f"{what} has the unknown type {type_!r}; the types are {', '.join(ParameterType)}"
            )
        if "class" in keys and type_ != "entity":
            raise self.fault(keys["class"], f"{what} is no entity and can have no class; leave the class out")
        classes = self.texts(keys["class"], what) if "class" in keys else ()
        default = self.default(keys["default"], what)
        return Parameter(name, ParameterType(type_), default, self.text(keys["help"], what), classes)

    def default(self, node: yaml.Node, what: str) -> str | int | float | None:
        fault = self.fault(node, f"{what}: the default must be null, text or a number")
        if not isinstance(node, yaml.ScalarNode) or len(node.value) > LONGEST_DEFAULT:
            raise fault
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise fault from error
        if not isinstance(value, str | int | float | None) or isinstance(value, bool):
            raise fault
        return value


def _check_fit(query: Query, place: str) -> None:
    """Whether the header says what the query does."""
    for token in bound_tests(query.text):
        if any(token.text[1:] == parameter.name for parameter in query.params):
            line, column = locate(query.text, token.start)
            raise QueryError(
                f"{place}:{line}:{column}: BOUND({token.text}) is false even where the parameter is given; "
                f"write COALESCE({token.text}, …)", line=line, column=column,
            )  # fmt: skip
    _check_example(query, place)
    if query.form != "select":
        return
    selected = projection(query.text)
    if selected is None:
        raise QueryError(f"{place}: SELECT * with a header; name the columns")
    params = {parameter.name for parameter in query.params}
    missing = sorted((query.columns.keys() | params) - set(selected))
    if missing:
        raise QueryError(f"{place}: the header names {', '.join(missing)}; add ?{missing[0]} to the SELECT")
    shown = [name for name in selected if name in query.columns or name not in params]
    if shown != list(query.columns):
        raise QueryError(f"{place}: the SELECT gives {', '.join(shown)}; describe them in columns in this order")


def _check_example(query: Query, place: str) -> None:
    """Whether the example gives what the query takes, and shows what it gives."""
    if query.example is None:
        return
    other = {"construct": ("subject", "predicate", "object"), "ask": ("answer",)}
    given = tuple(query.columns) or other.get(query.form, ())
    for what, shown, known in (
        ("parameter", query.example.params, [parameter.name for parameter in query.params]),
        ("column", query.example.columns, given),
    ):
        for name in shown:
            if name not in known:
                raise QueryError(
                    f"{place}: the example has the unknown {what} {name!r}; use one of {', '.join(known) or 'none'}"
                )
