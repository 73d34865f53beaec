"""A query -> how the engine goes about it: its plan, with the rows and the time of each step.

The Python binding of Oxigraph gives no plan, but the ``oxigraph`` program of the same version does, and it can read
the same store while others do. It runs the query for that, once more, in a process of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.ask.syntax import FORMS, form, tokens
from kg.errors import MissingExtra, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyoxigraph import Literal, NamedNode

__all__ = ["Plan", "explain"]

_IRI = re.compile(r"<([^<>\s]+)>")
_PRIVATE = re.compile(r"\?[0-9a-f]{32}\b")
_CHAIN = "Lateral"
"""A join that asks its second part once for each row of the first; a query of n patterns nests n - 1 of them."""

_TYPED = re.compile(r"\^\^[\w-]+:\w+")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan: what it does, how deep it lies, the rows that it gave and the seconds that it took itself."""

    name: str
    depth: int
    rows: int | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How the engine answered a query.

    Attributes:
        planning: seconds that it took to make the plan.
        steps: each before those that it needs; rows and time are summed over all the times that it was asked.
    """

    planning: float
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        """The steps as a table, each indented below the one that it feeds; the dearest is marked."""
        lines = [f"{'rows':>9}  {'ms':>9}  step, planned in {self.planning * 1000:.2f} ms"]
        dearest = max(self.steps, key=lambda step: step.seconds or 0.0, default=None)
        for step in self.steps:
            rows = "" if step.rows is None else f"{step.rows:,}"
            spent = "" if step.seconds is None else f"{step.seconds * 1000:.2f}"
            mark = "   ← most of the time" if step is dearest and len(self.steps) > 1 else ""
            lines.append(f"{rows:>9}  {spent:>9}  {'  ' * step.depth}{step.name}{mark}")
        return "\n".join(lines)


def explain(
    text: str,
    store: Path,
    prefixes: Mapping[str, str],
    compact: Callable[[str], str],
    bound: Mapping[str, NamedNode | Literal] | None = None,
    *,
    timeout: float = 60.0,
) -> Plan:
    """Ask the engine how it answers a query.

    Args:
        text: the query, which has been checked.
        store: the folder of the store.
        prefixes: that the query may use without PREFIX lines.
        compact: gives the short name of an IRI.
        bound: terms of parameters; they are joined to the query as VALUES.
        timeout: seconds until it is stopped.

    Raises:
        MissingExtra: the ``oxigraph`` program is not installed.
        QueryError: the engine cannot answer, or not in time.
    """
    program = _program()
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    joined = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in (bound or {}).items())
    with tempfile.TemporaryDirectory(prefix="kg-plan-") as folder:
        target = Path(folder) / "plan.json"
        command = [
            program, "query", "--location", str(store), "--explain-file", str(target), "--stats",
            "--results-file", str(Path(folder) / "answer"), "--results-format", "nt" if _graph(text) else "tsv",
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - the engine's own program, the query on its standard input
                command, input=head + _with(text, joined), capture_output=True, text=True, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise QueryError(f"the plan was not ready after {timeout:g} s; narrow the query") from error
        if done.returncode != 0 or not target.is_file():
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise QueryError(f"the engine gives no plan ({reason}); ask without --plan")
        told = json.loads(target.read_text(encoding="utf-8"))
    return Plan(float(told.get("planning duration in seconds", 0.0)), tuple(_steps(told["plan"], compact)))


def _program() -> str:
    """The engine's program: that beside this Python, or that on the path.

    Raises:
        MissingExtra: there is none.
    """
    beside = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    program = beside or shutil.which("oxigraph")
    if program is None:
        raise MissingExtra("the plan of a query", "oxigraph", "notebook")
    return program


def _graph(text: str) -> bool:
    return form(text) in {"construct", "describe"}


def _with(text: str, joined: str) -> str:
    """The query with a piece of pattern at the beginning of its outermost group; as it is where it has none."""
    place = _where(text) if joined else None
    return text if place is None else f"{text[:place]} {joined}{text[place:]}"


def _where(text: str) -> int | None:
    """The character behind the brace that opens the pattern of a query; the template of a CONSTRUCT comes before it."""
    found = [token for token in tokens(text) if token.kind in {"word", "sign"}]
    start = next(place for place, token in enumerate(found) if token.text.lower() in FORMS)
    template = found[start].text.lower() == "construct" and found[start + 1].text == "{"
    braces, inside = 0, 0
    for token in found[start + 1 :]:
        inside += (token.text == "(") - (token.text == ")")
        if token.text == "{" and not inside:
            if braces == 0 and not template:
                return token.start + 1
            braces += 1
        elif token.text == "}" and not inside:
            braces -= 1
            template = template and braces > 0
    return None


def _steps(node: Mapping[str, Any], compact: Callable[[str], str], depth: int = 0) -> Iterator[Step]:
    """The steps below a node of the engine's tree, itself first; a step's time is without that of those below it."""
    below = _inner(node)
    spent = node.get("duration in seconds")
    if spent is not None:
        spent = max(0.0, spent - sum(one.get("duration in seconds") or 0.0 for one in below))
    yield Step(_readable(node["name"], compact), depth, node.get("number of results"), spent)
    for one in below:
        yield from _steps(one, compact, depth + 1)


def _inner(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What lies below a node; a chain of joins that feed one another, each of one pattern more, as one join of all."""
    below: list[Mapping[str, Any]] = list(node.get("children", []))
    while below and node["name"] == _CHAIN == below[0]["name"]:
        below = [*below[0]["children"], *below[1:]]
    return below


def _readable(name: str, compact: Callable[[str], str]) -> str:
    """The name of a step with short names, and without what only the engine needs."""
    short = _IRI.sub(lambda match: compact(match[1]), name)
    short = _PRIVATE.sub("?_", _TYPED.sub("", short))
    pattern = re.fullmatch(r"QuadPattern\((.*)\)", short, re.DOTALL)
    return pattern[1] if pattern else short
