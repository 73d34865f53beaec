"""What the shell offers when Tab is pressed: questions and what they take, names in the graph, classes, relations.

Typer brings the scripts for the shells (``kg --install-completion``) and calls the program for each Tab. What a
parameter takes is told by its name, which means the same in every command. Names are offered as they may be typed,
since case and accents do not matter to a question: ``nv`` becomes ``nvidia`` where several names begin so. A Tab never
complains; where there is no graph nothing is offered, and the shell falls back on files.
"""

from __future__ import annotations

import copy
import os
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import KgError
from kg.files import part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.ask.header import Parameter
    from kg.schema import Schema

__all__ = ["Offer", "attach", "words_so_far"]

OFFERED = 60
"""So many names are offered at most; who wants another types on."""

STATUSES = ("asserted", "planned", "hypothetical", "denied")

_BARE = re.compile(r"([^\w@%+=:,./-])")


class Offer(NamedTuple):
    """What may be typed, with what it is; the names of the fields are those that typer reads."""

    value: str
    help: str = ""
    type: str = "plain"


def words_so_far() -> list[str]:
    """The whole words of the command line whose end the shell asks about; empty where no shell asks."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    words = line.split()[1:] if "_KG_COMPLETE" in os.environ else []
    return words if line[-1:].isspace() else words[:-1]


def attach(command: Any) -> None:  # noqa: ANN401 - the type of a command is not public
    """Let every parameter of a command offer what it takes; ``kg query NAME`` takes what the question takes too."""
    for parameter in command.params:
        offers = _OFFERS.get((command.name, parameter.name)) or _OFFERS.get(("", parameter.name))
        if offers is not None:
            parameter.shell_complete = partial(_offer, offers)
    if command.name == "query":
        command.get_params = partial(_with_those_of_the_question, command, command.get_params)


def _offer(offers: Callable[[Any, str], Iterable[Offer]], context: Any, typed: str) -> list[Offer]:  # noqa: ANN401
    """What a parameter offers, as the shell needs it."""
    try:
        found = [one for one in offers(context, typed) if one.value.startswith(typed) or _same(one.value, typed)]
    except KgError:
        return []  # there is no graph here, or no such question
    if len(found) > 1 or not _in_bash():
        found = [one._replace(value=typed + one.value[len(typed) :]) for one in found]
    return [one._replace(value=_quoted(one.value)) for one in found]


def _same(name: str, typed: str) -> bool:
    """Whether a name begins with what was typed, but for case and accents."""
    from kg.ask.names import fold

    return fold(name[: len(typed)]) == fold(typed)


def _in_bash() -> bool:
    return os.environ.get("_KG_COMPLETE") == "complete_bash"


def _quoted(value: str) -> str:
    """A value that bash takes for one word; the other shells see to that themselves, and so does an open quote."""
    last = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
    return _BARE.sub(r"\\\1", value) if _in_bash() and not last.startswith(("'", '"')) else value


def _with_those_of_the_question(
    command: Any,  # noqa: ANN401
    own: Callable[[Any], list[Any]],
    context: Any,  # noqa: ANN401
) -> list[Any]:
    """The parameters of the question that the line names, and those of ``kg query``."""
    from kg.ask.catalogue import option
    from kg.ask.library import read_query

    parameters = own(context)
    name = context.params.get("source")
    if not name or name == "-":
        return parameters
    try:
        asked = read_query(name).params
    except KgError:
        return parameters
    known = {opt for parameter in parameters for opt in parameter.opts}
    pattern = next(parameter for parameter in command.params if "--around" in parameter.opts)
    theirs = []
    for parameter in asked:
        if option(parameter.name) not in known:
            one = copy.copy(pattern)
            one.name, one.opts, one.help, one.multiple = parameter.name, [option(parameter.name)], parameter.help, False
            one.shell_complete = partial(_offer, partial(_values, parameter))
            theirs.append(one)
    return [*theirs, *parameters]


def _values(parameter: Parameter, context: Any, typed: str) -> Iterable[Offer]:  # noqa: ANN401
    """What may be typed for a parameter of a question."""
    match str(parameter.type):
        case "entity":
            return _entities(context, typed, parameter.classes)
        case "class":
            return _classes(context, typed)
        case "relation":
            return _relations(context, typed)
        case _:
            return [] if parameter.default is None else [Offer(str(parameter.default), "unless given")]


def _folder(context: Any) -> Path:  # noqa: ANN401
    """The graph folder of a command line, as far as it is typed."""
    return Path(context.params.get("graph") or context.params.get("folder") or "out")


def _entities(context: Any, typed: str, classes: tuple[str, ...] = ()) -> Iterator[Offer]:  # noqa: ANN401
    """Names in the graph; one that several things bear comes with its class."""
    from kg.ask.names import Names
    from kg.graph.store import open_store
    from kg.graph.vocab import local
    from kg.schema import kept, load_schema

    folder = _folder(context)
    with open_store(part(folder, "store")) as store:
        found = Names(store, load_schema(kept(folder))).search(typed, classes, limit=OFFERED)
    bearers = Counter(name for name, _ in found)
    full = Counter((name, one.entity_class) for name, one in found)
    for name, one in found:
        kind = local(one.entity_class)
        value = name if bearers[name] == 1 else f"{name} ({kind})"
        yield Offer(one.iri if full[name, one.entity_class] > 1 else value, kind)


def _classes(context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    schema = _schema(context)
    return (Offer(name, one.label.get("en", "")) for name, one in schema.classes.items())


def _relations(context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    schema = _schema(context)
    return (Offer(name, one.label.get("en", "")) for name, one in schema.relations.items())


def _schema(context: Any) -> Schema:  # noqa: ANN401
    """The schema that the graph keeps; the built-in one where there is no graph."""
    from kg.schema import kept, load_schema

    return load_schema(kept(_folder(context)))


def _statuses(_context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    return map(Offer, STATUSES)


def _questions(_context: Any, typed: str) -> Iterator[Offer]:  # noqa: ANN401
    """The questions by name, or by folder and name where a folder is typed."""
    from kg.ask.library import checks, queries

    for query in [*queries(), *checks()]:
        yield Offer(f"{query.theme}/{query.name}" if "/" in typed else query.name, query.summary["en"])


def _tags(_context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    from kg.ask.library import queries

    return map(Offer, sorted({tag for query in queries() for tag in query.tags}))


def _themes(_context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    from kg.ask.library import THEMES

    return (Offer(theme, title["en"]) for theme, title in THEMES.items())


def _exports(_context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    from kg.graph.exports import Format

    return (Offer(str(one)) for one in Format)


def _answers(context: Any, _typed: str) -> Iterator[Offer]:  # noqa: ANN401
    from kg.ask import AnswerFormat

    return (Offer(str(one)) for one in AnswerFormat if context.info_name == "query" or one != AnswerFormat.TURTLE)


_OFFERS: dict[tuple[str, str], Callable[[Any, str], Iterable[Offer]]] = {
    **{("", name): _entities for name in ("subject", "object", "object_", "around", "origin", "goal", "avoid")},
    **{("merge", name): _entities for name in ("one", "into")},
    **{
        (command, "name"): _entities
        for command in ("communities", "around", "together", "timeline", "split", "rename", "retype")
    },
    **{("", name): _relations for name in ("predicate", "relations")},
    **{("", name): _classes for name in ("classes", "type_")},
    ("", "statuses"): _statuses,
    ("", "format"): _answers,
    ("export", "format"): _exports,
    ("query", "source"): _questions,
    ("queries", "name"): _questions,
    ("queries", "tag"): _tags,
    ("queries", "theme"): _themes,
    ("view", "query"): _questions,
}
"""What a parameter of a command offers; those that mean the same everywhere go without the command."""
