"""The files of a schema: one TOML file, a file of spaCy patterns, or a folder of such files.

In: the path that an analyst gives. Out: the TOML document, and the patterns of every ``*.jsonl`` file, one JSON
object a line, as spaCy's entity ruler writes them. What cannot be read is a fault with its line.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from typing import TYPE_CHECKING

from kg.files import part
from kg.schema.check import Document, Node
from kg.schema.lines import toml_lines
from kg.schema.types import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.schema.check import Faults

__all__ = ["KEPT", "MAIN", "keep", "kept", "read_files", "read_toml", "schema_files"]

MAIN = "kg.toml"
"""The file of a folder that holds classes, relations and names."""

KEPT = "schema"
"""The folder in a graph folder that keeps what the graph was built with."""

MAX_STOPS = 1000
"""Full stops in a line of TOML: for a key of ten thousand parts the standard library needs seconds."""

_WHERE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def read_files(source: Path, faults: Faults) -> tuple[Node | None, list[Node]]:
    """The TOML document of a schema, if it has one, and the patterns of its pattern files, in order."""
    if not source.is_dir():
        if source.suffix == ".jsonl":
            return None, list(_lines(source, faults))
        return _document(source, faults), []
    main, patterns = source / MAIN, sorted(source.glob("*.jsonl"))
    for other in sorted(source.glob("*.toml")):
        if other != main:
            faults.add(Place(str(other), 0), "a folder has one TOML file", f"put what it says into {MAIN}")
    if not patterns and not main.exists():
        faults.add(Place(str(source), 0), f"no {MAIN} and no *.jsonl in this folder", "put one there, or name a file")
    document = _document(main, faults) if main.exists() else None
    return document, [node for path in patterns for node in _lines(path, faults)]


def read_toml(text: str, file: str, faults: Faults) -> Node | None:
    """A TOML document with the lines of all that is in it; None where it is not valid, which is noted."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.count(".") > MAX_STOPS:
            faults.add(Place(file, number), f"more than {MAX_STOPS} full stops in a line", "write it on several lines")
            return None
    try:
        return Node(tomllib.loads(text), Document(file, toml_lines(text), faults))
    except RecursionError:
        faults.add(Place(file, 1), "lists or tables too deep inside each other", "write it flatter")
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        where = _WHERE.search(str(error))
        line = int(where["line"]) if where and where["line"] else max(1, len(text.splitlines())) if where else 1
        problem = _WHERE.sub("", str(error))
        faults.add(Place(file, line), f"not valid TOML ({problem[:1].lower()}{problem[1:]})", "mend that line")
    return None


def schema_files(source: Path) -> list[Path]:
    """The files that a schema of one's own is read from, sorted."""
    return sorted([*source.glob(MAIN), *source.glob("*.jsonl")]) if source.is_dir() else [source]


def keep(source: Path, graph: Path) -> None:
    """Copy the files of a schema into a graph folder, from which :func:`kept` gives them again."""
    folder = graph / KEPT
    folder.mkdir()
    for path in schema_files(source):
        shutil.copyfile(path, folder / (path.name if path.suffix == ".jsonl" else MAIN))


def kept(graph: Path) -> Path | None:
    """The schema that a graph folder keeps, for :func:`kg.schema.load_schema`; None where it keeps none."""
    folder = part(graph, KEPT)
    return folder if folder.is_dir() and any(folder.iterdir()) else None


def _document(path: Path, faults: Faults) -> Node | None:
    text = _text(path, "TOML", faults)
    return None if text is None else read_toml(text, str(path), faults)


def _lines(path: Path, faults: Faults) -> Iterator[Node]:
    text = _text(path, "JSONL", faults) or ""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = Place(str(path), number)
            try:
                value = json.loads(line)
                json.dumps(value, ensure_ascii=False).encode()
            except RecursionError:
                faults.add(place, "lists or objects too deep inside each other", "write it flatter")
            except UnicodeEncodeError:
                faults.add(place, "half a character (a lone surrogate)", "write the character itself")
            except ValueError as error:
                advice = 'write one JSON object a line, such as {"label": "ORG", "pattern": "Nvidia"}'
                faults.add(place, f"not valid JSON ({str(error).partition(':')[0]})", advice)
            else:
                yield Node(value, Document(str(path), {(): number}, faults))


def _text(path: Path, kind: str, faults: Faults) -> str | None:
    data = b""
    if path.exists() and not path.is_file():
        faults.add(Place(str(path), 0), "a pipe or a device, which can be read only once", "save it as a file")
        return None
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        faults.add(Place(str(path), 0), f"cannot be read ({error.strerror})", f"give the path of a {kind} file")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.add(Place(str(path), line), f"not UTF-8 ({error.reason})", "save the file as UTF-8")
    return None
