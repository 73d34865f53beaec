"""The query library -> its catalogue in Markdown: each question, what it takes, what it gives, an answer.

``queries/README.md`` is what comes out for the library itself.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from kg.ask.library import CHECKS, THEMES
from kg.graph.vocab import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ask.header import Parameter, Query

__all__ = ["catalogue", "command", "option", "takes"]

_INTRODUCTION = """\
# The questions that come with kg

Each is a SPARQL file of its own that runs as it is on any engine. `kg query NAME` asks it, `kg queries NAME` tells what
it takes. A parameter that is left out means any. An entity goes by its name, by another of its names, by `Name (class)`
or by IRI. The examples are the first rows of what the articles in `seeds/` give; where these have nothing to say, of a
made-up graph.

Made from the headers of the files; change those.
"""

_CHECKS = """
Each row of these is a fault of the graph, and a graph that kg has just built has none; `kg validate` asks them all.
Those with the tag `warning` are worth a look and may be right.
"""

_SPECIAL = re.compile(r"([\\|`*_<>\[\]])")


def catalogue(questions: Iterable[Query]) -> str:
    """The catalogue of questions that come theme after theme, the same text for the same files."""
    listed = list(questions)
    themes = {theme: [one for one in listed if one.theme == theme] for theme in THEMES}
    lines = [_INTRODUCTION, "| theme | questions |", "|---|---|"]
    for theme, of_theme in themes.items():
        names = " ".join(f"[`{one.name}`](#{one.name})" for one in of_theme)
        lines.append(f"| {THEMES[theme]['en']} | {names} |")
    for theme, of_theme in themes.items():
        lines += ["", f"## {THEMES[theme]['en']}", "", f"*{THEMES[theme]['fr']}*"]
        if theme == CHECKS:
            lines.append(_CHECKS.rstrip())
        for one in of_theme:
            lines += ["", *_question(one)]
    return "\n".join(lines) + "\n"


def option(parameter: str) -> str:
    """A parameter as the command line writes it.

    >>> option("min_confidence")
    '--min-confidence'
    """
    return f"--{parameter.replace('_', '-')}"


def takes(parameter: Parameter) -> str:
    """What values a parameter takes, in words.

    >>> from kg.ask.header import Parameter, ParameterType
    >>> takes(Parameter("org", ParameterType.ENTITY, None, "who", ("schema:Organization", "kg:ThreatActor")))
    'entity: Organization or ThreatActor'
    """
    if not parameter.classes:
        return str(parameter.type)
    return f"{parameter.type}: {' or '.join(local(one) for one in parameter.classes)}"


def command(query: Query) -> str:
    """The command line that asks the example of a question."""
    params = query.example.params if query.example else {}
    given = [f"{option(name)} {shlex.quote(value)}" for name, value in params.items()]
    return " ".join(["kg query", query.name if query.theme or query.path is None else str(query.path), *given])


def _question(query: Query) -> Iterator[str]:
    yield f"### {query.name}"
    yield ""
    yield f"{_escaped(query.summary['en'])}\\"
    yield f"*{_escaped(query.summary['fr'])}*"
    yield ""
    yield f"[`{query.theme}/{query.name}.rq`]({query.theme}/{query.name}.rq), tags: {', '.join(query.tags)}"
    if query.params:
        yield ""
        rows = [(f"`{option(one.name)}`", takes(one), _default(one), _escaped(one.help)) for one in query.params]
        yield from _table(("parameter", "takes", "unless given", "what it is"), rows)
    if query.columns:
        yield ""
        yield from _table(
            ("column", "what it is"), [(f"`{name}`", _escaped(what)) for name, what in query.columns.items()]
        )
    if query.example:
        yield ""
        yield from ("```console", f"$ {command(query)}", "```", "")
        yield from _table(query.example.columns, [[_escaped(cell) for cell in row] for row in query.example.rows])


def _default(parameter: Parameter) -> str:
    return "any" if parameter.default is None else str(parameter.default)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _escaped(text: str) -> str:
    r"""A text that Markdown shows as it is, on one line.

    >>> _escaped("a|b\nc_d")
    'a\\|b c\\_d'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
