"""The block of metadata before an article's body: YAML, TOML or JSON, by python-frontmatter.

Values are taken as texts wherever the format allows it: YAML is read without types, so that ``lang: no`` is Norwegian
and not false, ``title: 2025`` a title and not a number, and nothing in it can build an object. Size, nesting and
the use of aliases are bounded, since a few hundred bytes of YAML can otherwise ask for gigabytes, and every text is
whole characters, since nothing could be written that holds half of one.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from kg.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["FrontMatter", "line_of", "read_front_matter"]

MAX_CHARACTERS = 64 * 1024
MAX_ALIASES = 10
MAX_NESTING = 20

_MAX_STOPS = 1000
"""Full stops in a line of TOML: for a key of ten thousand parts the standard library needs seconds."""

_YamlLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINE_IN_MESSAGE = re.compile(r"at line (\d+)")
_OPENED = re.compile(r"[-+]{3,}[ \t]*(?:\r\n?|\n)[\"']?[\w.-]+[\"']?[ \t]*(?::\s|=)")
"""How front matter begins, and a thematic break does not: a key stands on the very next line."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata of an article and where it stands.

    Attributes:
        values: the metadata as read.
        text: the file's text, in which places are looked up.
        start, end: offsets of the metadata in the file, without the lines that enclose it.
        body: offset at which the body begins.
    """

    values: Mapping[str, object]
    text: str
    start: int
    end: int
    body: int

    def find(self, key: str) -> int | None:
        """The offset in the file of the value that stands beside a key, after an opening quote, or None."""
        name = rf"(?:^|[{{,])[ \t]*([\"']?){re.escape(key)}\1"
        place = re.compile(name + r"[ \t]*[:=][ \t]*(?:\"\"\"|'''|[\"'])?", re.MULTILINE)
        match = place.search(self.text, self.start, self.end)
        return match.end() if match else None

    def line(self, key: str) -> int:
        """The 1-based line in the file of a key, or the first line of the metadata."""
        return line_of(self.text, self.find(key) or self.start)


class _MetadataError(Exception):
    """Metadata that cannot be read: the problem, what to do, and the 0-based line in the metadata if known."""

    def __init__(self, problem: str, advice: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.advice, self.line = problem, advice, line


def _broken(language: str, problem: str, advice: str, line: int | None) -> _MetadataError:
    return _MetadataError(f"broken {language} front matter ({problem})", advice, line)


def _refused(language: str, problem: str, line: int | None = None) -> _MetadataError:
    return _MetadataError(f"refused {language} front matter ({problem})", "write the values out flat", line)


class _Yaml(YAMLHandler):
    """YAML without types, with bounded aliases and nesting."""

    def load(self, fm: str, **kwargs: object) -> Any:  # noqa: ANN401 - the base class's type
        try:
            self._check(fm)
            return super().load(fm, Loader=_YamlLoader, **kwargs)
        except yaml.MarkedYAMLError as error:
            advice = "put values that hold `: `, quotes or brackets between quotes"
            line = error.problem_mark.line if error.problem_mark else None
            raise _broken("YAML", error.problem or "not YAML", advice, line) from error
        except yaml.reader.ReaderError as error:
            advice = "take the character out"
            raise _broken("YAML", f"U+{_code(error.character):04X} is not allowed", advice, None) from error

    @staticmethod
    def _check(fm: str) -> None:
        depth = aliases = line = 0
        for event in yaml.parse(fm, Loader=_YamlLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            line = event.start_mark.line if event.start_mark else line
            if depth > MAX_NESTING:
                raise _refused("YAML", f"more than {MAX_NESTING} levels deep", line)
            if aliases > MAX_ALIASES:
                raise _refused("YAML", f"more than {MAX_ALIASES} aliases", line)


def _code(character: int | str) -> int:
    return character if isinstance(character, int) else ord(character)


class _Toml(BaseHandler):
    """TOML between lines of ``+++``, by the standard library."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str) -> Any:  # noqa: ANN401 - the base class's type
        for number, text in enumerate(fm.split("\n")):
            if text.count(".") > _MAX_STOPS:
                raise _refused("TOML", f"more than {_MAX_STOPS} full stops in a line", number)
        try:
            return tomllib.loads(fm)
        except tomllib.TOMLDecodeError as error:
            match = _LINE_IN_MESSAGE.search(str(error))
            line = int(match[1]) - 1 if match else fm.count("\n")
            problem = str(error).split(" (at ", maxsplit=1)[0]
            raise _broken("TOML", problem, "put texts between double quotes", line) from error
        except ValueError as error:
            raise _refused("TOML", "a number of thousands of digits") from error
        except RecursionError as error:
            raise _refused("TOML", "nested too deeply") from error


class _Json(JSONHandler):
    """A JSON object at the very beginning, on one line or on many."""

    FM_BOUNDARY = re.compile(r"\{(?=\s*[\"}])")

    def split(self, text: str) -> tuple[str, str]:
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except json.JSONDecodeError as error:
            advice = "check commas, quotes and brackets on this line and the one before"
            raise _broken("JSON", error.msg, advice, error.lineno - 1) from error
        except ValueError as error:
            raise _refused("JSON", "a number of thousands of digits") from error
        except RecursionError as error:
            raise _refused("JSON", "nested too deeply") from error
        return text[:end], text[end:]


_HANDLERS = (_Yaml(), _Toml(), _Json())


def read_front_matter(text: str, place: str) -> FrontMatter:
    """The front matter of an article's text; empty, with the body at the beginning, when there is none.

    Args:
        text: the whole decoded file.
        place: the file as the user named it, for errors.

    Raises:
        ArticleError: it is never closed, cannot be read, is not made of keys and values, or breaks a bound.
    """
    blank = len(text) - len(text.lstrip())
    rest = text[blank:]
    handler = frontmatter.detect_format(rest, _HANDLERS)
    begin = blank
    try:
        if handler is None or (parts := _split(handler, rest)) is None:
            return FrontMatter({}, text, 0, 0, 0)
        metadata, content = parts
        body = len(text) - len(content)
        begin = text.index(metadata, blank)
        values = _load(handler, metadata)
    except _MetadataError as error:
        line = line_of(text, begin) + (error.line or 0)
        raise ArticleError(place, error.problem, error.advice, line=line) from error
    return FrontMatter(values, text, begin, begin + len(metadata), body)


def _split(handler: BaseHandler, text: str) -> tuple[str, str] | None:
    """The metadata and the body, or None when what looked like front matter is a thematic break."""
    try:
        return handler.split(text)
    except ValueError as error:
        if not _OPENED.match(text):
            return None
        advice = f"end it with a line {handler.END_DELIMITER}"
        raise _MetadataError("front matter that is never closed", advice) from error


def _load(handler: BaseHandler, metadata: str) -> dict[str, object]:
    if len(metadata) > MAX_CHARACTERS:
        problem = f"front matter longer than {MAX_CHARACTERS // 1024} KiB"
        raise _MetadataError(problem, "move the text to the body, below the front matter")
    values = handler.load(metadata)
    if isinstance(values, dict):
        _check_values(values)
        return values
    if values:
        raise _MetadataError("front matter without keys", "write one `key: value` on each line")
    return {}


def _check_values(values: dict[str, object]) -> None:
    """Refuse what is nested too deeply for whoever walks through it, and text that no file could hold."""
    for depth, value in _within(values):
        if depth > MAX_NESTING:
            problem = f"front matter more than {MAX_NESTING} levels deep"
            raise _MetadataError(problem, "write the values out flat")
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError as error:
                problem = "front matter with half a character (a lone surrogate)"
                raise _MetadataError(problem, "write the character itself") from error


def _within(values: object) -> Iterator[tuple[int, object]]:
    """Every key and value, however deep, with its depth."""
    waiting = [(0, values)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if isinstance(value, dict):
            waiting += [(depth + 1, inner) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            waiting += [(depth + 1, inner) for inner in value]


def line_of(text: str, offset: int) -> int:
    """The 1-based line in which an offset lies; lines end in LF, CR LF or CR."""
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    ends = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    return ends + 1
